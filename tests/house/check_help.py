#!/usr/bin/env python3
"""The help is of one piece: its pages are there in each language and are built alike, what they call a
button is a text of the program, and each command that they name is one.

That a page can be read at all, and that its links lead somewhere, tests/help sees with the program's
own reader; here its marks are only counted."""

import re
import xml.etree.ElementTree as etree

import house

FOLDER = 'resources/help'
ENGLISH = 'C'
RESOURCE = FOLDER + '/help.gresource.xml'
BOOK = 'app/help/help-book.c'
VERBS = 'app/ctl/verb.c'

STRING = r'"((?:[^"\\]|\\.)*)"'
CALL = re.compile(r'\b(?:N?_|ngettext)\s*\(((?:\s*' + STRING + r'\s*,?)+)', re.S)
PIECE = re.compile(STRING)
IN_CONTEXT = re.compile(r'\bN?C_\s*\(\s*' + STRING + r'\s*,\s*((?:' + STRING + r'\s*)+)\)', re.S)
TRANSLATABLE = re.compile(r'<(\w+)([^>]*translatable="yes"[^>]*)>([^<]*)</\1>')
CONTEXT = re.compile(r'context="([^"]*)"')
NAME = re.compile(r'\*\*(.+?)\*\*')
LINK = re.compile(r'\[[^\]]*\]\(([^)]*)\)')
CODE = re.compile(r'`([^`]+)`')
COMMAND = re.compile(r'zmonitor-stationctl ([a-z-]+)(?: ([a-z-]+))?')
IDS = re.compile(r'ids\[\] = \{(.*?)\}', re.S)
ENTITIES = {'&lt;': '<', '&gt;': '>', '&amp;': '&'}


def texts_of_program(tree):
    found = set()
    for path in tree.files('.c', under=('app', 'ui')):
        for call in CALL.finditer(tree.text(path)):
            pieces = PIECE.findall(call[1])
            found.update(pieces)
            found.add(''.join(pieces))
        for call in IN_CONTEXT.finditer(tree.text(path)):
            found.add(call[1] + '|' + ''.join(PIECE.findall(call[2])))
    for path in tree.files('.ui', under=('ui',)):
        for _, attributes, text in TRANSLATABLE.findall(tree.text(path)):
            for entity, letter in ENTITIES.items():
                text = text.replace(entity, letter)
            context = CONTEXT.search(attributes)
            found.add(f'{context[1]}|{text}' if context else text)
    return found


def verbs_of_program(tree):
    if not tree.exists(VERBS):
        return set()
    return set(re.findall(r'\{\s*"([a-z -]+)"', tree.text(VERBS)))


def blocks_of(text):
    """The lines of each block, with what kind it is of."""
    for block in re.split(r'\n\n|\n(?=- |\d+\. )', text.strip()):
        kind = re.match(r'#+ |- |\d+\. ', block)
        yield kind[0] if kind else '', ' '.join(line.strip() for line in block.splitlines())


def plan_of(text):
    """What must be the same in each language: codes and commands, links, names, and where."""
    return [(kind, sorted(NAME.findall(block)), sorted(LINK.findall(block)),
             sorted(CODE.findall(block))) for kind, block in blocks_of(text)]


def pages_of(tree):
    pages = {}
    for path in tree.files('.md', under=(FOLDER,)):
        pages.setdefault(path.parent.name, {})[path.stem] = tree.text(path)
    return pages


def check_lists(tree, pages):
    listed = [file.text for file in etree.fromstring(tree.text(RESOURCE)).iter('file')]
    there = [f'{language}/{name}.md' for language in pages for name in pages[language]]
    for file in sorted(set(there) ^ set(listed)):
        yield f'{RESOURCE}: {file} is listed or there, and not both'
    ids = PIECE.findall(IDS.search(tree.text(BOOK))[1])
    for name in sorted(set(ids) ^ set(pages.get(ENGLISH, {}))):
        yield f'{BOOK}: {name} is listed or there, and not both'


def check_languages(pages):
    english = pages.get(ENGLISH, {})
    for language in sorted(pages):
        for name in sorted(set(pages[language]) ^ set(english)):
            yield f'{FOLDER}/{language}: {name} is not in this language, or not in English'
        for name in sorted(set(pages[language]) & set(english)):
            ours, theirs = plan_of(pages[language][name]), plan_of(english[name])
            for number, (our, their) in enumerate(zip(ours, theirs), 1):
                if our != their:
                    yield f'{FOLDER}/{language}/{name}.md: block {number} has {our}, not {their}'
                    break
            else:
                if len(ours) != len(theirs):
                    yield f'{FOLDER}/{language}/{name}.md: {len(ours)} blocks, not {len(theirs)}'


def check_words(tree, pages):
    texts, verbs = texts_of_program(tree), verbs_of_program(tree)
    for name, text in sorted(pages.get(ENGLISH, {}).items()):
        flat = ' '.join(text.split())
        for button in NAME.findall(flat):
            if button not in texts:
                yield f'{FOLDER}/{ENGLISH}/{name}.md: the program has no text “{button}”'
        for group, verb in COMMAND.findall(flat):
            if group not in verbs and f'{group} {verb}' not in verbs:
                yield f'{FOLDER}/{ENGLISH}/{name}.md: there is no command “{group} {verb}”'


def check(tree):
    pages = pages_of(tree)
    if not pages:
        return
    yield from check_lists(tree, pages)
    yield from check_languages(pages)
    yield from check_words(tree, pages)


def tree_of(**changes):
    files = {
        RESOURCE: '<gresources><gresource><file>C/a.md</file><file>de/a.md</file></gresource>'
                  '</gresources>\n',
        BOOK: 'static const char *const ids[] = {\n  "a",\n};\n',
        VERBS: 'verbs[] = {\n  { "audit verify", NULL },\n  { "check", NULL },\n};\n',
        'ui/a.c': 'x = _("_Pair");\ny = N_("Keep the "\n        "old one");\n'
                  'z = { NC_ ("stage", "Done"), C_("y", "In y") };\n',
        'ui/a.ui': '<property name="label" translatable="yes">A &amp; B</property>\n'
                   '<property name="label" translatable="yes" context="x">In x</property>\n',
        FOLDER + '/C/a.md': '# A\n\n1. **_Pair**, **Keep the\n   old one**, **A & B**.\n2. `Ctrl+1` [](a)\n\n'
                            '**stage|Done** **x|In x** **y|In y**\n\n'
                            '`zmonitor-stationctl check` `zmonitor-stationctl audit verify`\n',
        FOLDER + '/de/a.md': '# Ä\n\n1. **A & B**, **Keep the old one** **_Pair**.\n2. [](a) `Ctrl+1`\n\n'
                             '**stage|Done** **x|In x** **y|In y**\n\n'
                             '`zmonitor-stationctl audit verify` `zmonitor-stationctl check`\n',
    }
    for key, (old, new) in changes.items():
        path = {'page': FOLDER + '/C/a.md', 'german': FOLDER + '/de/a.md', 'list': RESOURCE,
                'book': BOOK, 'source': 'ui/a.c', 'screen': 'ui/a.ui', 'verbs': VERBS}[key]
        files[path] = files[path].replace(old, new)
    return files


EXTRA = FOLDER + '/de/b.md'

CASES = [
    house.Case('all of one piece', tree_of()),
    house.Case('a button that is gone', tree_of(source=('"_Pair"', '"P_air"')), 'no text “_Pair”'),
    house.Case('half a button', tree_of(source=('old one', 'old')), 'no text “Keep the old one”'),
    house.Case('a button of a screen that is gone', tree_of(screen=('A &amp;', 'C &amp;')),
               'no text “A & B”'),
    house.Case('a button without its context', tree_of(page=('stage|', ''), german=('stage|', '')),
               'no text “Done”'),
    house.Case('another context on a screen', tree_of(screen=('"x"', '"z"')), 'no text “x|In x”'),
    house.Case('a command that is gone', tree_of(verbs=('"check"', '"test"')), 'no command “check'),
    house.Case('a verb that is gone', tree_of(verbs=('verify', 'judge')), 'no command “audit verify”'),
    house.Case('another button in a language', tree_of(german=('_Pair', '_Koppeln')),
               'de/a.md: block 2'),
    house.Case('another link', tree_of(german=('](a)', '](b)')), 'de/a.md: block 3'),
    house.Case('another key', tree_of(german=('Ctrl+1', 'Strg+1')), 'de/a.md: block 3'),
    house.Case('another kind of block', tree_of(german=('1. ', '- ')), 'de/a.md: block 2'),
    house.Case('a block more', tree_of(german=('# Ä', '# Ä\n\nMehr')), 'de/a.md: block 2'),
    house.Case('a block more at the end', tree_of(german=('check`\n', 'check`\n\nMehr\n')),
               'de/a.md: 6 blocks, not 5'),
    house.Case('a page that is not bundled', {**tree_of(), EXTRA: '# B\n'}, 'de/b.md',
               'b is not in this language, or not in English'),
    house.Case('a page that is bundled and gone',
               tree_of(list=('</gresource>', '<file>C/b.md</file></gresource>')), 'C/b.md'),
    house.Case('a page that nobody opens', tree_of(book=('"a"', '')), 'a is listed or there'),
]

if __name__ == '__main__':
    house.main(check, CASES)
