"""A hundred thousand devices and a million records: what the real window takes for them, what a jump or
a sort in the table of devices reads, and how long the first window takes; each beside an empty one."""

import os
import subprocess
import sys
import tempfile

import registry
from figures import Row

BUILD = os.environ['G_TEST_BUILDDIR']
HERE = os.path.dirname(os.path.abspath(__file__))
AUDIT = os.path.join(BUILD, 'tests/bench/bench-audit')
LIST = os.path.join(BUILD, 'tests/bench/bench-device-list')
DESKTOP = os.path.join(HERE, '../ui/desktop.py')
PYTHON = '/usr/bin/python3'
JUMPS = 20


def inside(*words):
    process = subprocess.run([PYTHON, DESKTOP, '--bus', PYTHON, os.path.join(HERE, 'inside-fleet.py'),
                              *map(str, words)], text=True, stdout=subprocess.PIPE,
                             stderr=subprocess.DEVNULL, check=True)
    return [[float(word) for word in line.split()] for line in process.stdout.splitlines()]


def look_at_table(devices):
    path = os.path.join(tempfile.mkdtemp(), 'devices.db')
    subprocess.run([AUDIT, 'make', path, '1'], check=True, stdout=subprocess.DEVNULL)
    registry.fill(path, devices)
    process = subprocess.run([sys.executable, DESKTOP, LIST, path, str(JUMPS)], text=True, check=True,
                             stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    _, _, rows, reads, binds, sort_reads, sort_binds = map(int, process.stdout.split())
    print(f'A jump in the table of {rows} devices reads {reads / JUMPS:.1f} pages and binds '
          f'{binds / JUMPS:.0f} rows; another order reads {sort_reads} and binds {sort_binds}')


def rows(rounds, devices, records):
    look_at_table(devices)
    full, empty = inside('memory', devices, records)[0][0], inside('memory', 0, 0)[0][0]
    print(f'The window takes {full / 1024:.0f} MB with {devices} devices and {records} records, '
          f'{empty / 1024:.0f} MB with none')
    ours, peer = zip(*inside('first', rounds))
    return [
        Row('window over an empty store', [(full - empty) / 1024], [30], 1, unit='MB', most=True),
        Row('first window, to an empty one', ours, peer, 1.5, most=True),
    ]
