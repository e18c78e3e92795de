#!/usr/bin/env python3
"""Puts the parameters of function definitions in columns: type, stars, name.

    static gboolean
    read_all (int          fd,
              GByteArray  *content,
              GError     **error)

The names begin after the longest type, a space and room for the largest number of stars.
(uncrustify counts the longest of type and stars together, which gives another picture.)
"""

import argparse
import re
import sys
from pathlib import Path

HEAD = re.compile(r'^(?P<lead>[a-z_]\w* \()(?P<parameters>[^{};]*?)\)\n\{', re.M)
PARAMETER = re.compile(
    r'^(?P<type>.*?[\w*])(?P<gap>\s+)(?P<stars>\**)(?P<name>\w+(?:\[[^\]]*\])*)$')


def columns(lead, parameters):
    """The parameters in columns, or None where a column makes no sense."""
    found = [PARAMETER.match(parameter) for parameter in parameters if parameter != '...']
    if len(parameters) < 2 or not all(found):
        return None
    width = max(len(match['type']) for match in found)
    stars = max(len(match['stars']) for match in found)
    lines = [f'{match["type"]:<{width}} {match["stars"]:>{stars}}{match["name"]}'
             for match in found]
    if '...' in parameters:
        lines.append('...')
    return (',\n' + ' ' * len(lead)).join(lines)


def align_head(match):
    parameters = [part.strip() for part in match['parameters'].split(',')]
    aligned = columns(match['lead'], parameters)
    return f'{match["lead"]}{aligned})\n{{' if aligned else match[0]


def align(text):
    return HEAD.sub(align_head, text)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('files', nargs='*', type=Path)
    parser.add_argument('--check', action='store_true', help='only name what is out of column')
    arguments = parser.parse_args()

    changed = 0
    for path in arguments.files:
        text = path.read_text(encoding='utf-8')
        aligned = align(text)
        if aligned == text:
            continue
        changed += 1
        if arguments.check:
            print(f'{path}: parameters out of column')
        else:
            path.write_text(aligned, encoding='utf-8')
    return 1 if changed and arguments.check else 0


if __name__ == '__main__':
    sys.exit(main())
