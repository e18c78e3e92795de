#!/usr/bin/env python3
"""Figures of the tether and of the reader of codes, each beside its peer in the same run, with its goal.
Nothing here judges: what breaks fails, what is slow is told."""

import argparse
import os
import subprocess

import auditlog
import cables
import crowd
import detect
import figures
import fleet
import scratch
import viewfinder

HERE = os.path.dirname(os.path.abspath(__file__))
PARTS = ['mock', 'guest', 'crowd', 'idle', 'detect', 'camera', 'audit', 'devices']


def idle_rows(rounds, seconds):
    process = subprocess.run(['/usr/bin/python3', os.path.join(HERE, '../ui/desktop.py'), '--bus',
                              '/usr/bin/python3', os.path.join(HERE, 'idle.py'), str(rounds),
                              str(seconds)], text=True, stdout=subprocess.PIPE, check=True)
    lines = [[float(word) for word in line.split()] for line in process.stdout.splitlines()]
    empty, empty_wakes, full, full_wakes = zip(*lines)
    print(f'Wake-ups a second of the idle window: {figures.statistics.median(full_wakes):.1f} with '
          f'sixteen devices, {figures.statistics.median(empty_wakes):.1f} with none')
    return [figures.Share('idle window, 16 devices', full, empty, 0.0)]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--smoke', action='store_true', help='only see that it runs')
    parser.add_argument('parts', nargs='*', default=PARTS, metavar='PART', help=', '.join(PARTS))
    arguments = parser.parse_args()
    smoke = arguments.smoke
    makers = {
        'mock': lambda: cables.on_mock(1 if smoke else 15),
        'guest': lambda: cables.in_guest(1 if smoke else 9),
        'crowd': lambda: crowd.rows(1 if smoke else 5, 2 if smoke else len(crowd.PORTS)),
        'detect': lambda: detect.rows(1 if smoke else 8, 1 if smoke else 30),
        'camera': lambda: viewfinder.rows(1 if smoke else 12, 1 if smoke else 10),
        'audit': lambda: auditlog.rows(1 if smoke else 3, 3000 if smoke else 1000000),
        'devices': lambda: fleet.rows(1 if smoke else 9, 1000 if smoke else 100000,
                                      3000 if smoke else 1000000),
        'idle': lambda: idle_rows(1 if smoke else 3, 1 if smoke else 10),
    }
    scratch.enter(mounts=not smoke)
    rows = []
    for part in arguments.parts:
        rows += makers[part]()
    figures.show(rows)


main()
