#!/usr/bin/env python3
"""Every file with a text for people is listed in po/POTFILES or, on purpose, in POTFILES.skip, and
every translation can be used: its format strings fit.

A text may be pieced together around the macros of <inttypes.h> alone: xgettext ends it at any
other, such as G_GINT64_FORMAT, and what is looked up at run time is then never found."""

import re
import subprocess

import house

CALL = re.compile(r'\b(?:N?C?_|n?gettext|d?[np]*gettext|g_dn?p?gettext2?)\s*\('
                  r'\s*(?:GETTEXT_PACKAGE,\s*)?["(]')

TOKEN = re.compile(r'"(?:\\.|[^"\\])*"|[A-Za-z_]\w*|/\*.*?\*/|[^\s]', re.DOTALL)
KNOWN_MACRO = re.compile(r'PRI[dioux](?:8|16|32|64|MAX|PTR)$')


def listed(tree, path):
    if not tree.exists(path):
        return []
    return [line for line in tree.lines(path) if line and not line.startswith('#')]


def has_texts(tree, path):
    if path.suffix == '.c':
        return CALL.search(tree.text(path)) is not None
    return True


def pieces(text, start):
    """The tokens of a call whose opening bracket stands just before start."""
    depth = 1
    for match in TOKEN.finditer(text, start):
        token = match.group()
        if token.startswith('/*'):
            continue
        depth += {'(': 1, ')': -1}.get(token, 0)
        if depth == 0:
            return
        yield token


def cut_texts(text):
    """The macros at which a text for people would be cut."""
    found = set()
    for call in CALL.finditer(text):
        tokens = list(pieces(text, text.index('(', call.start()) + 1))
        for token, after in zip(tokens, tokens[1:]):
            macro = after if token[0] == '"' else token
            if (token[0] == '"') != (after[0] == '"') and re.match(r'[A-Za-z_]\w*$', macro) \
                    and not KNOWN_MACRO.match(macro):
                found.add(macro)
    return sorted(found)


def check_translations(tree):
    languages = ' '.join(listed(tree, 'po/LINGUAS')).split()
    for language in languages:
        result = subprocess.run(['msgfmt', '--check', '-o', '/dev/null', f'po/{language}.po'],
                                cwd=tree.top, capture_output=True, text=True, check=False)
        if result.returncode != 0:
            yield f'po/{language}.po: {result.stderr}'
    for path in tree.files('.po', under=('po',)):
        if path.stem not in languages:
            yield f'{path}: is not in po/LINGUAS'


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
        if path.suffix == '.c':
            for macro in cut_texts(tree.text(path)):
                yield f'{path}: a text for people is cut at {macro}'
    yield from check_translations(tree)


SOURCE = {'ui/a.c': 'x = _("Hello");\n', 'ui/b.ui': '<interface/>\n', 'ui/c.c': 'int c_;\n'}

HEADER = ('msgid ""\nmsgstr "Project-Id-Version: x\\nPO-Revision-Date: 2025-12-01 10:00+0000\\n"\n'
          '"Last-Translator: x\\nLanguage-Team: x\\nLanguage: de\\nMIME-Version: 1.0\\n"\n'
          '"Content-Type: text/plain; charset=UTF-8\\nContent-Transfer-Encoding: 8bit\\n"\n\n')
PLACES = '#, c-format\nmsgid "%u places"\nmsgstr '

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
    house.Case('a text around a known macro',
               {'ui/a.c': 'ngettext ("%" PRId64 " a, %s", /* b */ "%" PRIu64, n)',
                'po/POTFILES': 'ui/a.c'}),
    house.Case('a text that xgettext would cut', {'ui/a.c': '_("%" G_GINT64_FORMAT " records")',
                                                  'po/POTFILES': 'ui/a.c'},
               'G_GINT64_FORMAT'),
    house.Case('a plural that xgettext would cut',
               {'ui/a.c': 'x = g_dngettext (GETTEXT_PACKAGE, "one (1)", "many " WORD, (gulong) n);',
                'po/POTFILES': 'ui/a.c'},
               'WORD'),
    house.Case('a good translation',
               {'po/LINGUAS': '# x\nde\n', 'po/de.po': HEADER + PLACES + '"%u Plätze"\n'}),
    house.Case('a format that does not fit',
               {'po/LINGUAS': 'de\n', 'po/de.po': HEADER + PLACES + '"%s Plätze"\n'}, 'po/de.po'),
    house.Case('a translation that nobody gets', {'po/LINGUAS': '', 'po/de.po': HEADER},
               'is not in po/LINGUAS'),
    house.Case('a translation that is gone', {'po/LINGUAS': 'de\n'}, 'po/de.po'),
    house.Case('out of order', {**SOURCE, 'po/POTFILES': 'ui/b.ui\nui/a.c\n'}, 'stands after'),
]

if __name__ == '__main__':
    house.main(check, CASES)
