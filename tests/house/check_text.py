#!/usr/bin/env python3
"""What .editorconfig asks for: UTF-8, no tabs, no spaces at the end, one line feed at the end."""

import house

ENDINGS = ('.build', '.c', '.css', '.h', '.in', '.md', '.py', '.sh', '.svg', '.ui', '.xml', '.yml')
COLUMNS = 100


def text_files(tree):
    under = ('app', 'flatpak', 'resources', 'tests', 'ui', 'usb')
    names = [path for path in ('README.md', 'dev', 'meson.build') if tree.exists(path)]
    return names + [str(path) for path in tree.files(*ENDINGS, under=under)]


def check(tree):
    for path in text_files(tree):
        data = (tree.top / path).read_bytes()
        try:
            text = data.decode()
        except UnicodeDecodeError as error:
            yield f'{path}: not UTF-8 ({error.reason} at byte {error.start})'
            continue
        if '\r' in text or (text and not text.endswith('\n')) or text.endswith('\n\n'):
            yield f'{path}: does not end, or has lines that do not end, in one line feed'
        for number, line in enumerate(text.splitlines(), 1):
            if '\t' in line or line != line.rstrip():
                yield f'{path}:{number}: a tab, or white space at the end'


def notes(tree):
    for path in text_files(tree):
        if path.endswith(('.c', '.h', '.py')):
            longest = max(map(len, tree.lines(path)), default=0)
            if longest > COLUMNS:
                yield f'{path}: a line of {longest} columns; the budget is {COLUMNS}'


CASES = [
    house.Case('clean', {'app/base/a.c': 'int a;\n', 'dev': '#!/bin/sh\n', 'ui/empty.css': ''}),
    house.Case('a tab', {'app/base/a.c': '\tint a;\n'}, 'a.c:1: a tab'),
    house.Case('a space at the end', {'README.md': 'a\nb \n'}, 'README.md:2'),
    house.Case('no line feed at the end', {'ui/a.ui': '<interface/>'}, 'one line feed'),
    house.Case('an empty line at the end', {'ui/a.ui': '<interface/>\n\n'}, 'one line feed'),
    house.Case('DOS lines', {'tests/a/a.py': 'a\r\nb\r\n'}, 'one line feed'),
]

if __name__ == '__main__':
    house.main(check, CASES, notes)
