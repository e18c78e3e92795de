#!/usr/bin/env python3
"""Makes a translation of all texts into no language: in brackets, accented and a third longer, with
whatever a program needs in them left alone. What comes onto the screen without brackets never went
through gettext, and what is cut with it would be cut in German.

usage: pseudo.py SOURCES FOLDER [LANGUAGE]: writes FOLDER/LANGUAGE/LC_MESSAGES/zmonitor-station.mo
"""

import ast
import os
import re
import subprocess
import sys

DOMAIN = 'zmonitor-station'
LANGUAGE = 'zz'
OPEN, CLOSE = '⟦', '⟧'
LONGER = 0.35

KEYWORDS = ('_', 'N_', 'C_:1c,2', 'NC_:1c,2', 'ngettext:1,2', 'g_dngettext:2,3', 'g_dpgettext2:2c,3')
ACCENTS = str.maketrans('aeiouyAEIOUYcnsCNS', 'áéíóúýÁÉÍÓÚÝçñšÇÑŠ')

# Directives, names in braces, markup, entities, the letters that are keys; and what a person would type
# as it stands, such as options and paths.
KEPT = re.compile(r"%(?:\d+\$)?[-+ #0'’]*\d*(?:\.\d+)?(?:<\w+>|hh|h|ll|l|z)?[A-Za-z%]"
                  r'|\{\w+\}|<[^<>]+>|&\w+;|_\w|--?[a-z]\S*|\S*[a-z]+/\S*|\\.')

HEADER = (f'Project-Id-Version: {DOMAIN}\\nLanguage: {{language}}\\nMIME-Version: 1.0\\n'
          'Content-Type: text/plain; charset=UTF-8\\nContent-Transfer-Encoding: 8bit\\n'
          'Plural-Forms: nplurals=2; plural=(n != 1);\\n')


def translate(text):
    """The ends that glue a text to another, white space and newlines, stay the ends."""
    body = text.strip()
    if not body:
        return text
    start = text.index(body)
    parts, end = [], 0
    for kept in KEPT.finditer(body):
        parts += [body[end:kept.start()].translate(ACCENTS), kept[0]]
        end = kept.end()
    parts.append(body[end:].translate(ACCENTS))
    letters = sum(len(part) for part in parts[::2])
    # In words, so that a line can be broken as one of a language can.
    padding = ''.join(' ' if i % 6 == 0 else 'ø' for i in range(round(letters * LONGER)))
    return text[:start] + OPEN + ''.join(parts) + padding + CLOSE + text[start + len(body):]


def quote(text):
    return '"' + text.replace('\\', '\\\\').replace('"', '\\"').replace('\n', '\\n').replace('\t', '\\t') + '"'


def convert(catalogue, language):
    """msgen's output, each msgstr turned."""
    result, lines = [], iter(catalogue.splitlines() + [''])
    line = next(lines)
    first = True
    while line is not None:
        match = re.match(r'(msgstr(?:\[\d\])? )(".*)$', line)
        if match is None:
            result.append(line)
            line = next(lines, None)
            continue
        text = ast.literal_eval(match[2])
        line = next(lines, None)
        while line is not None and line.startswith('"'):
            text += ast.literal_eval(line)
            line = next(lines, None)
        result.append(match[1] + ('"' + HEADER.format(language=language) + '"' if first
                                  else quote(translate(text))))
        first = False
    return '\n'.join(result) + '\n'


def run(*command, **more):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding='utf-8', **more).stdout


def make(sources, folder, language=LANGUAGE):
    template = run('xgettext', '--files-from=po/POTFILES', '--from-code=UTF-8', '--output=-',
                   *[f'--keyword={keyword}' for keyword in KEYWORDS], cwd=sources,
                   stderr=subprocess.DEVNULL)
    catalogue = convert(run('msgen', '-', input=template.replace('charset=CHARSET', 'charset=UTF-8')),
                        language)
    target = os.path.join(folder, language, 'LC_MESSAGES', DOMAIN + '.mo')
    os.makedirs(os.path.dirname(target), exist_ok=True)
    run('msgfmt', '--check-format', '--output-file=' + target, '-', input=catalogue)
    return folder


if __name__ == '__main__':
    make(*sys.argv[1:4])
