#!/usr/bin/env python3
"""The top level is fixed: whatever is new belongs into a room."""

import house

ALLOWED = {
    'LICENSE', 'README.md', 'app', 'dev', 'flatpak', 'meson.build', 'meson_options.txt', 'po',
    'resources', 'tests', 'ui', 'usb',
}


def check(tree):
    names = {entry.name for entry in tree.top.iterdir()}
    # Dot-files are free, and build directories are not part of the tree (.gitignore).
    for name in sorted(names - ALLOWED):
        if not name.startswith(('.', 'build')):
            yield f'{name}: has no place at the top level'
    for name in sorted(ALLOWED - names):
        yield f'{name}: is missing at the top level'


WHOLE = {name: '' for name in ALLOWED}

CASES = [
    house.Case('nothing else', {**WHOLE, '.packages': '', 'build-san/x': ''}),
    house.Case('something else', {**WHOLE, 'src/main.c': ''}, 'src: has no place'),
    house.Case('something gone', {name: '' for name in ALLOWED - {'dev'}}, 'dev: is missing'),
]

if __name__ == '__main__':
    house.main(check, CASES)
