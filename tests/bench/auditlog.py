"""An audit log of a million records: verified, searched, drawn and shown, each beside reading its rows
with SQLite alone, or beside a log that has none."""

import os
import subprocess
import sys
import tempfile

from figures import Row

BUILD = os.environ['G_TEST_BUILDDIR']
HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAM = os.path.join(BUILD, 'tests/bench/bench-audit')
LIST = os.path.join(BUILD, 'tests/bench/bench-audit-list')
JUMPS = 20


def run(*words):
    return subprocess.run(words, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          check=True).stdout.split()


def measure(work, path, *words):
    """Seconds of the thread that does it, and by the clock."""
    return [float(word) for word in run(PROGRAM, work, path, *words)]


def look(path):
    """Memory in MB that the list takes, page reads and binds of a jump."""
    before, after, _, reads, binds = map(int, run(
        sys.executable, os.path.join(HERE, '../ui/desktop.py'), LIST, path, str(JUMPS)))
    return (after - before) / 1024, reads / JUMPS, binds / JUMPS


def rows(rounds, records):
    folder = tempfile.mkdtemp()
    full, empty = os.path.join(folder, 'full.db'), os.path.join(folder, 'empty.db')
    measure('make', full, str(records))
    measure('make', empty, '1')
    works = {'chain': (), 'verify': (), 'find': (), 'bins': (), 'text': ('no such text',)}
    reading, figures = [], {work: [] for work in works}
    for _ in range(rounds):
        reading.append(measure('read', full))
        for work, words in works.items():
            figures[work].append(measure('find' if work == 'text' else work, full, *words))
    with_rows, without = look(full), look(empty)
    print(f'A jump in the list of {records} records reads {with_rows[1]:.1f} pages and binds '
          f'{with_rows[2]:.0f} rows; the list takes {with_rows[0]:.1f} MB, {without[0]:.1f} MB '
          'when it is empty')
    thread = [seconds for seconds, _ in reading]
    clock = [seconds for _, seconds in reading]
    return [
        Row('chain and tree', [s for s, _ in figures['chain']], thread, 2, most=True),
        Row('… pages and indexes, by the clock', [s for _, s in figures['verify']], clock, 2, most=True),
        Row('a list of all', [s for s, _ in figures['find']], thread, 1, most=True),
        Row('a text that is nowhere', [s for s, _ in figures['text']], thread, 2, most=True),
        Row('timeline of all', [s for s, _ in figures['bins']], thread, 1, most=True),
        Row('memory over an empty list', [with_rows[0] - without[0]], [30], 1, unit='MB', most=True),
    ]
