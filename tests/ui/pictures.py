#!/usr/bin/python3
"""Pictures of each page and dialog of the window, in each language, look and size, on one sheet to leaf
through; and what can be judged by a program in each of them: nothing is cut, nothing is smaller than it
can be, and GTK has nothing to complain of.

usage: pictures.py [--languages de,ar,en] [--looks light,dark,contrast] [--sizes 800x600,1600x1000]
                   [--scales 1,2] [--scenes NAME,…] DIRECTORY
"""

import argparse
import collections
import html
import os
import signal
import subprocess
import sys

import person
import scenes
import textsize
from lab import BUILD
from steps import STATION
from walk import Words

TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
sys.path.insert(0, os.path.join(TOP, 'tests', 'languages'))
import locales  # noqa: E402
import pseudo  # noqa: E402

LOOKS = {
    'light': {'ADW_DEBUG_COLOR_SCHEME': 'prefer-light'},
    'dark': {'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark'},
    'contrast': {'ADW_DEBUG_COLOR_SCHEME': 'prefer-light', 'ADW_DEBUG_HIGH_CONTRAST': '1'},
}
# By the languages that the program speaks; any other is a country of its own name.
COUNTRIES = {'ar': 'ar_EG', 'de': 'de_DE', 'es': 'es_ES', 'fr': 'fr_FR', 'zh_CN': 'zh_CN'}
CATALOGUES = os.path.join(BUILD, 'po')

SHEET = '''<!DOCTYPE html>
<meta charset="utf-8">
<title>ZMonitor Provisioning Station: pictures</title>
<style>
body { font: 14px sans-serif; margin: 1em; background: #888; }
h2 { position: sticky; top: 0; background: #888; margin: 0; padding: .3em 0; }
figure { display: inline-block; margin: .3em; vertical-align: top; }
img { width: 420px; border: 1px solid #444; }
.fault img { border: 3px solid #c00; }
pre { white-space: pre-wrap; max-width: 420px; background: #fff; margin: 0; font-size: 11px; }
</style>
'''

Shot = collections.namedtuple('Shot', 'scene variant path faults')


class Round:
    """One language in one look, with text of one size: one run of the program."""

    def __init__(self, options, language, look, scale):
        self.options = options
        self.language = language
        self.name = '-'.join([language, look] + ([f'{scale}x'] if scale != 1 else []))
        self.folder = os.path.join(options.directory, self.name)
        self.report = os.path.join(self.folder, 'cut')
        os.makedirs(self.folder, exist_ok=True)
        self.environment = dict(LOOKS[look], ZM_CUT_REPORT=self.report,
                                LD_PRELOAD=os.path.join(BUILD, 'tests/ui/libcut.so'))
        self.words = self.speak()
        textsize.set_scale(scale)

    def speak(self):
        language = self.language
        if language == 'en':
            return Words()
        if language == pseudo.LANGUAGE:
            folder = pseudo.make(TOP, os.path.join(self.options.directory, 'locale'))
            self.environment.update(TEXTDOMAINDIR=folder, LANGUAGE=language, LC_ALL='C.UTF-8')
            return Words(folder, language)
        country = COUNTRIES.get(language, language)
        path = locales.make(os.path.join(BUILD, 'tests', 'languages', 'locales'), country)
        self.environment.update(TEXTDOMAINDIR=CATALOGUES, LANGUAGE=language, LOCPATH=path,
                                LC_ALL=country + '.UTF-8')
        return Words(CATALOGUES, language)

    def look_for_cuts(self, desk):
        if os.path.exists(self.report):
            os.remove(self.report)
        desk.process.send_signal(signal.SIGUSR1)

        def written():
            try:
                with open(self.report, encoding='utf-8') as file:
                    text = file.read()
            except FileNotFoundError:
                return None
            return text if text.endswith('\n\n') or text == '\n' else None
        return person.wait_for(written, 'what is cut').splitlines()

    def shoot(self, desk, scene, size):
        desk.resize(size)
        path = os.path.join(self.folder, f'{scene}-{size[0]}.png')
        subprocess.run(['import', '-window', 'root', '-crop', f'{size[0]}x{size[1]}+0+0', path],
                       check=True)
        faults = [line for line in self.look_for_cuts(desk) if line]
        return Shot(scene, f'{self.name}-{size[0]}', path, faults)

    def start(self, walk):
        old = dict(os.environ)
        os.environ.update(self.environment)
        try:
            return person.Person([STATION] + walk.arguments(), self.folder, self.options.sizes[-1])
        finally:
            os.environ.clear()
            os.environ.update(old)

    def take(self, walk):
        missed = []
        walk.desk = desk = self.start(walk)

        def failed(name, error):
            missed.append(Shot(name, self.name, desk.picture('missed-' + name), [f'missed\t{error}']))
        for scene in walk.all(failed, self.options.scenes):
            for size in self.options.sizes:
                yield self.shoot(desk, scene, size)
            # The walk goes on where nothing is folded away.
            desk.resize(self.options.sizes[-1])
        yield from missed
        status, complaints = desk.leave(), desk.complaints()
        if status != 0 or complaints:
            yield Shot('end', self.name, '', [f'status {status}'] + complaints)

    def run(self):
        chosen = self.options.scenes
        for kind in scenes.WALKS:
            if chosen is None or set(chosen) & set(kind.SCENES):
                walk = kind(self.words)
                yield from self.take(walk)
                walk.end()


def write_sheet(directory, shots):
    by_scene = collections.OrderedDict()
    for shot in shots:
        by_scene.setdefault(shot.scene, []).append(shot)
    with open(os.path.join(directory, 'index.html'), 'w', encoding='utf-8') as sheet:
        sheet.write(SHEET)
        for scene, pictures in by_scene.items():
            sheet.write(f'<h2>{html.escape(scene)}</h2>\n')
            for shot in pictures:
                link = html.escape(os.path.relpath(shot.path, directory)) if shot.path else ''
                faults = html.escape('\n'.join(shot.faults))
                sheet.write(f'<figure class="{"fault" if shot.faults else ""}"><figcaption>{shot.variant}'
                            f'</figcaption><a href="{link}"><img loading="lazy" src="{link}"></a>'
                            f'<pre>{faults}</pre></figure>\n')


def parse():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--languages', default='en,de,ar')
    parser.add_argument('--looks', default='light,dark,contrast')
    parser.add_argument('--sizes', default='800x600,1600x1000')
    parser.add_argument('--scales', default='1,2')
    parser.add_argument('--scenes', help='separated by commas: ' + ', '.join(name for kind in scenes.WALKS for name in kind.SCENES))
    parser.add_argument('directory')
    options = parser.parse_args()
    options.directory = os.path.abspath(options.directory)
    options.sizes = [tuple(map(int, size.split('x'))) for size in options.sizes.split(',')]
    options.scenes = options.scenes.split(',') if options.scenes else None
    return options


def main():
    options = parse()
    shots = []
    # Large text once, in the light: a look changes no size.
    rounds = [(language, look, int(scale)) for language in options.languages.split(',')
              for look in options.looks.split(',') for scale in options.scales.split(',')
              if scale == '1' or look == options.looks.split(',')[0]]
    for language, look, scale in rounds:
        for shot in Round(options, language, look, scale).run():
            shots.append(shot)
            write_sheet(options.directory, shots)
            for fault in shot.faults:
                print(f'{shot.variant} {shot.scene}: {fault}', flush=True)
    faults = sum(len(shot.faults) for shot in shots)
    print(f'{len(shots)} pictures, {faults} faults: {os.path.join(options.directory, "index.html")}')
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
