#!/usr/bin/env python3
"""Every check that any room sets has a remedy and a sentence of what failed, of its own or of its kind."""

import re
import sys
from pathlib import Path

TOP = Path(sys.argv[1])
# The check is the third argument; it may also be chosen between two.
CALL = re.compile(r'\bzm_error_set\s*\(\s*\w+,\s*[^,]+,\s*([^;]*?);', re.S)
WORD = r'[a-z]+(?:-[a-z0-9]+)*'
NAME = re.compile(rf'"({WORD}(?:\.{WORD})+)"')
PREFIX = re.compile(r'\{ "([a-z.-]+)", N_\(')
TABLES = ('app/station/remedy.c', 'app/station/failure-words.c')


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
    # A pattern that finds nothing would find nothing missing.
    findings = {'found the checks': [] if len(checks) > 100 else ['too few checks']}
    for table in TABLES:
        prefixes = PREFIX.findall((TOP / table).read_text(encoding='utf-8'))
        if len(prefixes) <= 100:
            findings['found the checks'].append(f'{table}: too few prefixes')
        findings[f'{table} has each'] = [
            f'{path}: {table} has nothing for “{check}”' for check, path in sorted(checks.items())
            if not any(check.startswith(prefix) for prefix in prefixes)]
        findings[f'{table} has none twice'] = [
            f'{table}: “{prefix}” stands twice'
            for prefix in sorted({prefix for prefix in prefixes if prefixes.count(prefix) > 1})]

    print(f'1..{len(findings)}')
    for number, (name, faults) in enumerate(findings.items(), 1):
        print('not ok' if faults else 'ok', number, name)
        for fault in faults:
            print(fault, file=sys.stderr)
    return 1 if any(findings.values()) else 0


if __name__ == '__main__':
    sys.exit(main())
