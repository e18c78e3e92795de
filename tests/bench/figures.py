"""Ratios with their goals, in one table."""

import os
import statistics


class Row:
    """ours and peer: what was measured, by turns, in the same unit."""

    def __init__(self, name, ours, peer, goal, unit='s', most=False):
        self.name = name
        self.ours = statistics.median(ours)
        self.peer = statistics.median(peer)
        self.goal = goal
        self.unit = unit
        self.most = most  # the goal is an upper bound of ours : peer, not a lower one of peer : ours

    @property
    def ratio(self):
        above, below = (self.ours, self.peer) if self.most else (self.peer, self.ours)
        return above / below if below > 0 else float('inf')

    def words(self):
        met = self.ratio <= self.goal if self.most else self.ratio >= self.goal
        goal = ('≤ ' if self.most else '≥ ') + f'{self.goal:g}'
        return [self.name, f'{self.ours:.3f} {self.unit}', f'{self.peer:.3f} {self.unit}',
                f'{self.ratio:.2f}', goal, 'met' if met else 'not met']


class Share:
    """Of a processor, in per cent; the goal is for ours alone."""

    def __init__(self, name, ours, peer, goal):
        self.name = name
        self.ours = statistics.median(ours)
        self.peer = statistics.median(peer)
        self.goal = goal

    def words(self):
        met = round(self.ours, 1) <= self.goal
        ratio = f'{self.ours / self.peer:.2f}' if self.peer > 0 else '–'
        return [self.name, f'{self.ours:.2f} %', f'{self.peer:.2f} %', ratio,
                f'{self.goal:.1f} %', 'met' if met else 'not met']


class Pace:
    """So many a second; the goal is for ours alone."""

    def __init__(self, name, ours, goal):
        self.name = name
        self.ours = ours
        self.goal = goal

    def words(self):
        met = round(self.ours, 1) >= self.goal
        return [self.name, f'{self.ours:.1f} /s', '', '', f'≥ {self.goal:.0f} /s',
                'met' if met else 'not met']


def show(rows):
    lines = [['', 'ours', 'peer', 'ratio', 'goal', '']] + [row.words() for row in rows]
    widths = [max(len(line[i]) for line in lines) for i in range(6)]
    for line in lines:
        print('  '.join([line[0].ljust(widths[0])] +
                        [word.rjust(width) for word, width in zip(line[1:5], widths[1:5])] +
                        [line[5]]).rstrip(), flush=True)


def processor_seconds(pid):
    """Of all its threads, to the nanosecond; what has ended counts no more."""
    total = 0
    for task in os.listdir(f'/proc/{pid}/task'):
        with open(f'/proc/{pid}/task/{task}/schedstat', encoding='ascii') as file:
            total += int(file.read().split()[0])
    return total / 1e9


def wake_ups(pid):
    total = 0
    for task in os.listdir(f'/proc/{pid}/task'):
        with open(f'/proc/{pid}/task/{task}/status', encoding='ascii', errors='replace') as file:
            total += int(file.read().split('\nvoluntary_ctxt_switches:')[1].split()[0])
    return total
