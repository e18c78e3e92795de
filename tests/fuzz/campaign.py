#!/usr/bin/env python3
"""Runs one libFuzzer program for a while and says how far it came, as TAP.

FUZZ_SECONDS tells for how long (60), and FUZZ_REST for how long what no cable reaches directly. What it finds interesting stays in the build directory, for the
next run; what it finds at fault too, named in the report. The corpus of the source tree is read only:
"campaign.py --merge" writes it anew, with the fewest files that reach the same.
"""

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

# One input takes milliseconds; a machine may be slow, and a sanitizer slower.
INPUT_SECONDS = 30
MEMORY_MB = 2048
CORPUS_BYTES = 48 * 1024  # of one target in the source tree
INPUT_BYTES = 16384
# The decoders' own limits are far above what a fuzzer reaches with a file of this size.
LENGTHS = {'frame-request': 32, 'live-search': 512, 'picture': 4096, 'search': 1024, 'text': 512, 'ticket': 512, 'tunnel': 256,
           'tunnel-channel': 512, 'usb-descriptor': 256}

# What a device on the cable says first, before anybody knows who it is.
CABLE = {'conversation', 'frame', 'gadget-assembly', 'message', 'tunnel', 'tunnel-channel',
         'usb-descriptor'}

FLAGS = [
    f'-timeout={INPUT_SECONDS}',
    f'-rss_limit_mb={MEMORY_MB}',
    '-print_final_stats=1',
    '-detect_leaks=1',
    '-reload=0',
]


class Target:
    def __init__(self, program, source):
        self.program = Path(program)
        self.name = self.program.name.removeprefix('fuzz-')
        self.kept = Path(source, 'corpus', self.name)
        self.dictionary = Path(source, f'{self.name}.dict')
        self.found = Path(self.program.parent, 'corpus', self.name)
        self.faults = Path(self.program.parent, 'faults', self.name)

    def run(self, *arguments):
        self.found.mkdir(parents=True, exist_ok=True)
        self.faults.mkdir(parents=True, exist_ok=True)
        flags = FLAGS + [f'-max_len={LENGTHS.get(self.name, INPUT_BYTES)}',
                         f'-artifact_prefix={self.faults}/']
        if self.dictionary.exists():
            flags.append(f'-dict={self.dictionary}')
        return subprocess.run([self.program, *flags, *map(str, arguments)], check=False, text=True,
                              errors='replace', stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT)

    def fuzz(self, seconds):
        return self.run(f'-max_total_time={seconds}', self.found, self.kept)

    def merge(self):
        """The smallest set of inputs, cheap ones first, that covers what all of them cover."""
        fresh = self.kept.with_name(self.name + '.new')
        fresh.mkdir()
        self.run('-merge=1', fresh, self.kept, self.found)
        keep = [path for path in self.kept.iterdir() if not is_generated(path.name)]
        size = 0
        for path in sorted(fresh.iterdir(), key=lambda path: path.stat().st_size):
            size += path.stat().st_size
            if size > CORPUS_BYTES:
                path.unlink()
        for path in keep:
            path.rename(fresh / path.name)
        for path in self.kept.iterdir():
            path.unlink()
        self.kept.rmdir()
        fresh.rename(self.kept)


def is_generated(name):
    """libFuzzer names a file by the SHA-1 of it; what a person named stays."""
    return re.fullmatch(r'[0-9a-f]{40}', name) is not None


def last_number(pattern, output):
    found = re.findall(pattern, output)
    return int(found[-1]) if found else 0


def report(target, seconds, result):
    executions = last_number(r'stat::number_of_executed_units:\s*(\d+)', result.stdout)
    edges = last_number(r'\bcov: (\d+)', result.stdout)
    features = last_number(r'\bft: (\d+)', result.stdout)
    # A fuzzer that did not run, or that is not told of any branch, is no test.
    good = result.returncode == 0 and executions > 0 and edges > 0
    print('1..1')
    print(f'# {target.name}: {seconds} s, {executions} executions, {edges} edges, '
          f'{features} features')
    print(f'{"ok" if good else "not ok"} 1 {target.name}', flush=True)
    if not good:
        print(result.stdout[-6000:], file=sys.stderr)
    return 0 if good else 1


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--merge', action='store_true', help='write the kept corpus anew')
    parser.add_argument('program')
    parser.add_argument('source', help='the folder tests/fuzz')
    arguments = parser.parse_args()

    target = Target(arguments.program, arguments.source)
    if arguments.merge:
        target.merge()
        return 0
    seconds = int(os.environ.get('FUZZ_SECONDS', '60'))
    if target.name not in CABLE:
        seconds = int(os.environ.get('FUZZ_REST', seconds))
    return report(target, seconds, target.fuzz(seconds))


if __name__ == '__main__':
    sys.exit(main())
