#!/usr/bin/env python3
"""Counts what the tests of some build directories said, down to the single TAP line.

A program that crashed, timed out, stopped before its plan or was never started counts as a failed
test, even if each line it wrote says "ok". With CI set, a skipped test is a failed one: nobody
reads there that something was not looked at.
"""

import argparse
import json
import os
import re
import sys
from pathlib import Path

LINE = re.compile(r'^(?P<bad>not )?ok\b(?P<name>[^#]*)(?:#\s*(?P<directive>SKIP|TODO)\b)?', re.I)
EMPTY_PLAN = re.compile(r'^1\.\.0\b.*#\s*SKIP', re.I)


class Tally:
    def __init__(self, skips_fail):
        self.skips_fail = skips_fail
        self.passed = 0
        self.skipped = 0
        self.failures = []

    def skip(self, what):
        self.skipped += 1
        if self.skips_fail:
            self.failures.append(what + ' (skipped)')

    def add_line(self, program, line):
        found = LINE.match(line)
        if EMPTY_PLAN.match(line):
            self.skip(program)
        if not found:
            return
        what = f'{program}: {found["name"].strip()}'
        directive = (found['directive'] or '').upper()
        if directive == 'SKIP':
            self.skip(what)
        elif bool(found['bad']) != (directive == 'TODO'):
            self.failures.append(what)
        else:
            self.passed += 1

    def add_program(self, entry):
        """One line of meson's testlog.json."""
        before = len(self.failures)
        lines = entry.get('stdout', '').splitlines()
        is_tap = any(LINE.match(line) or EMPTY_PLAN.match(line) for line in lines)
        if is_tap:
            for line in lines:
                self.add_line(entry['name'], line)
        elif entry['result'] == 'SKIP':
            self.skip(entry['name'])
        elif entry['result'] == 'OK':
            self.passed += 1
        if entry['result'] not in ('OK', 'SKIP') and len(self.failures) == before:
            self.failures.append(f'{entry["name"]} ({entry["result"].lower()})')


def read_log(directory):
    return [json.loads(line)
            for log in sorted((Path(directory) / 'meson-logs').glob('testlog*.json'))
            for line in log.read_text(encoding='utf-8').splitlines()]


def count(tally, directory):
    entries = read_log(directory)
    expected = (Path(directory) / 'meson-logs' / 'expected.txt').read_text(encoding='utf-8')
    started = {entry['name'] for entry in entries}
    for entry in entries:
        tally.add_program({**entry, 'name': f'{directory}: {entry["name"]}'})
    for name in expected.splitlines():
        if name not in started:
            tally.failures.append(f'{directory}: {name} (never started)')


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--broken', action='append', default=[], metavar='DIRECTORY',
                        help='a directory that could not be built: one failure')
    parser.add_argument('directories', nargs='*')
    arguments = parser.parse_args()

    tally = Tally(os.environ.get('CI', '') not in ('', 'false', '0'))
    for directory in arguments.directories:
        count(tally, directory)
    tally.failures += [f'{directory}: could not be built' for directory in arguments.broken]

    for what in tally.failures:
        print('FAILED', what)
    if tally.skipped:
        print(f'({tally.skipped} skipped)')
    print(f'{tally.passed} passed, {len(tally.failures)} failed')
    return 0 if not tally.failures else 1


if __name__ == '__main__':
    sys.exit(main())
