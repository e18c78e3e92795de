#!/usr/bin/env python3
"""No two mnemonics of one screen are the same letter: the second would only be reached by pressing
it twice. What stands in different pages of a stack is never seen together."""

import collections
import re
import xml.etree.ElementTree as ElementTree

import house

MNEMONIC = re.compile(r'_([^\W_])')


def mnemonic_of(element):
    properties = {child.get('name'): child.text or '' for child in element.findall('property')}
    if properties.get('use-underline') not in ('1', 'true', 'yes'):
        return None
    text = properties.get('label') or properties.get('title') or ''
    match = MNEMONIC.search(text.replace('__', ''))
    return match and (match[1].lower(), text)


def collect(element, page, found):
    """found: for each path of stack pages, what stands there."""
    if element.get('class') == 'GtkStackPage':
        page = page + (id(element),)
    mnemonic = mnemonic_of(element)
    if mnemonic is not None:
        found[page].append(mnemonic)
    for child in element:
        collect(child, page, found)


def collisions(text):
    found = collections.defaultdict(list)
    collect(ElementTree.fromstring(text), (), found)
    for page, here in found.items():
        around = [mnemonic for other, there in found.items()
                  if len(other) < len(page) and page[:len(other)] == other for mnemonic in there]
        for i, (letter, label) in enumerate(here):
            for other_letter, other in here[:i] + around:
                if letter == other_letter:
                    yield letter, other, label


def check(tree):
    for path in tree.files('.ui', under=('ui',)):
        for letter, one, other in collisions(tree.text(path)):
            yield f'{path}: “{one}” and “{other}” are both reached by {letter}'


def button(label, more=''):
    return (f'<child><object class="GtkButton"><property name="label">{label}</property>'
            f'<property name="use-underline">1</property>{more}</object></child>')


def screen(*children):
    return '<interface><object class="GtkBox">' + ''.join(children) + '</object></interface>'


def page(*children):
    return ('<child><object class="GtkStackPage"><property name="child"><object class="GtkBox">'
            + ''.join(children) + '</object></property></object></child>')


CASES = [
    house.Case('different letters', {'ui/a.ui': screen(button('_Keep'), button('_Give'))}),
    house.Case('the same letter', {'ui/a.ui': screen(button('_Sort'), button('_save'))}, 'by s'),
    house.Case('two pages', {'ui/a.ui': screen(page(button('_Next')), page(button('_New')))}),
    house.Case('a page and what is around it',
               {'ui/a.ui': screen(button('_Next'), page(button('_New')))}, 'by n'),
    house.Case('no mnemonics', {'ui/a.ui': screen(button('a__b'), button('c__b'))}),
]

if __name__ == '__main__':
    house.main(check, CASES)
