#!/usr/bin/env python3
"""Says how long each fuzzer of a meson log ran and how far it came, and the sum of them."""

import json
import re
import sys
from pathlib import Path

LINE = re.compile(r'^# (?P<name>[a-z-]+): (?P<seconds>\d+) s, (?P<executions>\d+) executions, '
                  r'(?P<edges>\d+) edges, (?P<features>\d+) features$', re.M)


def main():
    log = Path(sys.argv[1]).read_text(encoding='utf-8') if Path(sys.argv[1]).exists() else ''
    found = [match for line in log.splitlines()
             for match in LINE.finditer(json.loads(line).get('stdout', ''))]
    for match in sorted(found, key=lambda match: match['name']):
        print(f'{match["name"]:16} {match["seconds"]:>6} s {match["executions"]:>12} executions '
              f'{match["edges"]:>6} edges {match["features"]:>6} features')
    seconds = sum(int(match['seconds']) for match in found)
    executions = sum(int(match['executions']) for match in found)
    print(f'{len(found)} fuzzers, {seconds} s, {executions} executions')


if __name__ == '__main__':
    main()
