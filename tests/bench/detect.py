"""Codes in the frames of a camera, made worse in every way: how many our reader of live frames reads
within six frames, beside a single pass of zbar over each of the same frames, and how soon."""

import os
import subprocess

import figures
from lab import BUILD

PROGRAM = os.path.join(BUILD, 'tests/bench/bench-detect')
TYPICAL_GOAL = 0.9  # of the codes on a typical desk
SOON = 150.0        # milliseconds


class Rate:
    """Of codes read; the goal is the peer's rate, and on a typical desk a rate of our own as well."""

    def __init__(self, name, typical, ours, peer, trials):
        self.name = ('* ' if typical else '  ') + name
        self.ours = int(ours) / int(trials)
        self.peer = int(peer) / int(trials)
        self.goal = TYPICAL_GOAL if typical else 0.0

    def words(self):
        met = self.ours >= self.peer and self.ours >= self.goal
        ratio = f'{self.ours / self.peer:.2f}' if self.peer > 0 else '–'
        goal = f'≥ {self.goal:.0%}' if self.goal > self.peer else '≥ peer'
        return [self.name, f'{self.ours:.0%}', f'{self.peer:.0%}', ratio, goal,
                'met' if met else 'not met']


class Time:
    """In milliseconds; the goal is for ours alone."""

    def __init__(self, name, ours, peer):
        self.name = name
        self.ours = ours
        self.peer = peer

    def words(self):
        return [self.name, f'{self.ours:.0f} ms', f'{self.peer:.0f} ms',
                f'{self.peer / self.ours:.2f}', f'≤ {SOON:.0f} ms',
                'met' if self.ours <= SOON else 'not met']


def percentile(values, share):
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


def time_rows(lines):
    ours, peer = zip(*[[float(word) for word in line] for line in lines])
    name = 'sharp frame to text, '
    return [Time(name + 'median', figures.statistics.median(ours), figures.statistics.median(peer)),
            Time(name + 'p95', percentile(ours, 0.95), percentile(peer, 0.95))]


def rows(trials, rounds):
    process = subprocess.run([PROGRAM, str(trials), str(rounds)], text=True, stdout=subprocess.PIPE,
                             check=True)
    lines = [line.split('\t') for line in process.stdout.splitlines()]
    rates = [Rate(name, kind == 'typical', *counts) for word, name, kind, *counts in
             (line for line in lines if line[0] == 'rate')]
    print(f'Codes read within six frames of 1280 x 720, {trials} devices a row; * a typical desk')
    return rates + time_rows([line[1:] for line in lines if line[0] == 'time'])
