#!/usr/bin/env python3
"""Every file with a text for people is listed in po/POTFILES or, on purpose, in POTFILES.skip."""

import re

import house

CALL = re.compile(r'\b(?:N?C?_|n?gettext|d?[np]*gettext|g_dn?p?gettext2?)\s*\(\s*["(]')


def listed(tree, path):
    if not tree.exists(path):
        return []
    return [line for line in tree.lines(path) if line and not line.startswith('#')]


def has_texts(tree, path):
    if path.suffix == '.c':
        return CALL.search(tree.text(path)) is not None
    return True


def check(tree):
    names = listed(tree, 'po/POTFILES')
    known = names + listed(tree, 'po/POTFILES.skip')
    for name in known:
        if not tree.exists(name):
            yield f'po: {name} is listed and does not exist'
    for name, after in zip(names, names[1:]):
        if name >= after:
            yield f'po/POTFILES: {after} stands after {name}'
    for path in tree.files('.c', '.ui', '.desktop.in', '.metainfo.xml.in',
                           under=('app', 'ui', 'usb', 'resources')):
        if str(path) not in known and has_texts(tree, path):
            yield f'{path}: has texts for people and is not in po/POTFILES'


SOURCE = {'ui/a.c': 'x = _("Hello");\n', 'ui/b.ui': '<interface/>\n', 'ui/c.c': 'int c_;\n'}

CASES = [
    house.Case('all listed', {**SOURCE, 'po/POTFILES': '# Files\nui/a.c\nui/b.ui\n'}),
    house.Case('one left out on purpose',
               {**SOURCE, 'po/POTFILES': 'ui/a.c\n', 'po/POTFILES.skip': 'ui/b.ui\n'}),
    house.Case('a source is missing', {**SOURCE, 'po/POTFILES': 'ui/b.ui\n'}, 'ui/a.c'),
    house.Case('a marked table is missing', {'app/ctl/a.c': '{ N_("Hello") },', 'po/POTFILES': ''},
               'app/ctl/a.c'),
    house.Case('a context is missing', {'app/ctl/a.c': 'C_ ("x", "y")', 'po/POTFILES': ''},
               'app/ctl/a.c'),
    house.Case('a plural is missing', {'app/ctl/a.c': 'ngettext ("1", "2", n)', 'po/POTFILES': ''},
               'app/ctl/a.c'),
    house.Case('a screen is missing', {**SOURCE, 'po/POTFILES': 'ui/a.c\n'}, 'ui/b.ui'),
    house.Case('a file that is gone', {'po/POTFILES': 'ui/a.c\n'}, 'does not exist'),
    house.Case('out of order', {**SOURCE, 'po/POTFILES': 'ui/b.ui\nui/a.c\n'}, 'stands after'),
]

if __name__ == '__main__':
    house.main(check, CASES)
