#!/usr/bin/env python3
"""Every language says all that the sources say: no message without a translation, and none that was
only guessed from another ("fuzzy")."""

import re
import subprocess
import tempfile
from pathlib import Path

import house

# As Meson's preset "glib" has it.
KEYWORDS = ['_', 'N_', 'C_:1c,2', 'NC_:1c,2', 'g_dcgettext:2', 'g_dngettext:2,3',
            'g_dpgettext2:2c,3']
SHOWN = 5


def run(tree, *words):
    return subprocess.run(words, cwd=tree.top, capture_output=True, text=True, check=False)


def entries(tree, path):
    return [line for line in tree.lines(path) if line and not line.startswith('#')]


def message_above(lines, end):
    """The first words of the last message that begins above a line."""
    start = max(i for i in range(end) if lines[i].startswith('msgid '))
    return lines[start + 1] if lines[start] == 'msgid ""' else lines[start][len('msgid '):]


def missing(tree, catalogue, template):
    """A sentence for each message that a catalogue lacks, or has without a translation."""
    lines = Path(template).read_text(encoding='utf-8').splitlines()
    for line in run(tree, 'msgcmp', catalogue, template).stderr.splitlines():
        absent = re.match(r'.*\.pot:(\d+): this message is used but not defined', line)
        if absent:
            yield f'{catalogue}: has no {message_above(lines, int(absent[1]))}'
        elif 'untranslated' in line or 'needs to be reviewed' in line:
            yield line


def check(tree):
    if not tree.exists('po/LINGUAS'):
        return
    with tempfile.TemporaryDirectory(prefix='house-') as folder:
        template = str(Path(folder, 'fresh.pot'))
        made = run(tree, 'xgettext', '--from-code=UTF-8', '--files-from=po/POTFILES', '--output',
                   template, *(f'--keyword={word}' for word in KEYWORDS))
        if made.returncode != 0:
            yield made.stderr
            return
        for language in entries(tree, 'po/LINGUAS'):
            found = list(missing(tree, f'po/{language}.po', template))
            yield from found[:SHOWN]
            if len(found) > SHOWN:
                yield f'po/{language}.po: {len(found) - SHOWN} more'


HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
HELLO = 'msgid "Hello"\nmsgstr "Hallo"\n'


def tree_of(catalogue, source='_("Hello");\n'):
    return {'po/LINGUAS': '# x\nde\n', 'po/POTFILES': '# x\nui/a.c\n', 'ui/a.c': source,
            'po/de.po': HEADER + catalogue}


CASES = [
    house.Case('no language', {}),
    house.Case('all is said', tree_of(HELLO)),
    house.Case('a message that was forgotten', tree_of(HELLO, '_("Hello"); C_("x", "There");\n'),
               'has no '),
    house.Case('one that is empty', tree_of('msgid "Hello"\nmsgstr ""\n'), 'untranslated'),
    house.Case('one that is a guess', tree_of('#, fuzzy\n' + HELLO), 'reviewed'),
]

if __name__ == '__main__':
    house.main(check, CASES)
