#!/usr/bin/env python3
"""A file of more than 900 lines holds more than one idea; over 500 it is named, no more."""

import house

LIMIT = 900
BUDGET = 500


def lengths(tree):
    return [(len(tree.lines(path)), path) for path in tree.files('.c', '.h', '.py', '.ui')]


def check(tree):
    for length, path in lengths(tree):
        if length > LIMIT:
            yield f'{path}: {length} lines; the limit is {LIMIT}'


def notes(tree):
    for length, path in sorted(lengths(tree), reverse=True):
        if length > BUDGET:
            yield f'{path}: {length} lines; the budget is {BUDGET}'


CASES = [
    house.Case('900 lines', {'app/base/a.c': '\n' * 900, 'ui/b.ui': '\n' * 501}),
    house.Case('901 lines', {'app/base/a.c': '\n' * 901}, '901 lines'),
]

if __name__ == '__main__':
    house.main(check, CASES, notes)
