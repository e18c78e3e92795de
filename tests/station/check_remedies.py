#!/usr/bin/env python3
"""Every check that any room sets has a remedy of its own or of its kind."""

import re
import sys
from pathlib import Path

TOP = Path(sys.argv[1])
# The check is the third argument; it may also be chosen between two.
CALL = re.compile(r'\bzm_error_set\s*\(\s*\w+,\s*[^,]+,\s*([^;]*?);', re.S)
WORD = r'[a-z]+(?:-[a-z0-9]+)*'
NAME = re.compile(rf'"({WORD}(?:\.{WORD})+)"')
PREFIX = re.compile(r'\{ "([a-z.-]+)", N_\(')


def list_checks():
    found = {}
    for folder in ('app', 'usb'):
        for path in sorted((TOP / folder).rglob('*.c')):
            for call in CALL.finditer(path.read_text(encoding='utf-8')):
                name = NAME.search(call[1])
                if name:
                    found.setdefault(name[1], path.relative_to(TOP))
    return found


def main():
    checks = list_checks()
    prefixes = PREFIX.findall((TOP / 'app/station/remedy.c').read_text(encoding='utf-8'))
    missing = [(check, path) for check, path in sorted(checks.items())
               if not any(check.startswith(prefix) for prefix in prefixes)]
    doubled = sorted({prefix for prefix in prefixes if prefixes.count(prefix) > 1})

    print('1..3')
    # A pattern that finds nothing would find nothing missing.
    print('ok 1' if len(checks) > 100 and len(prefixes) > 100 else 'not ok 1', 'found the checks')
    print('not ok 2' if missing else 'ok 2', 'each has a remedy')
    print('not ok 3' if doubled else 'ok 3', 'no prefix stands twice')
    for check, path in missing:
        print(f'{path}: no remedy for “{check}”', file=sys.stderr)
    for prefix in doubled:
        print(f'app/station/remedy.c: “{prefix}” stands twice', file=sys.stderr)
    return 1 if missing or doubled else 0


if __name__ == '__main__':
    sys.exit(main())
