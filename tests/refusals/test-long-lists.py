#!/usr/bin/python3
"""The longest list that can be imported, what it takes, and the same list with one line that is
wrong, one line more, or one byte more."""

import multiprocessing
import resource
import sqlite3
import time

from refusals import Station, like

ROWS_MAX = 100000
BYTES_MAX = 16 << 20
MEMORY_MAX = 512  # MiB, several times what the longest list takes
PATIENCE = 500  # seconds

HEAD = 'deviceId,label,model,serialNumber,location,assetTag\n'
SHORT = 'deviceId,label\n'


def line(number):
    return f'MON-{number:06},Bed {number},Model 7,SN{number:08},Ward {number % 40},A{number:07}\n'


class Importer:
    def __init__(self, lab):
        self.lab = lab
        self.path = lab.path('list.csv')

    def act(self):
        return self.lab.technician('device', 'import', self.path, timeout=PATIENCE)

    def act_and_measure(self, told):
        told.send((self.act(), resource.getrusage(resource.RUSAGE_CHILDREN)))

    def act_alone(self):
        """In a process whose only child is the program: a process is told what the largest of all
        its children took."""
        context = multiprocessing.get_context('fork')
        heard, told = context.Pipe(duplex=False)
        alone = context.Process(target=self.act_and_measure, args=[told])
        alone.start()
        told.close()
        try:
            return heard.recv()
        finally:
            alone.join(PATIENCE)

    def run(self, name, text):
        """The answer; what it took is printed, and its memory has a bound."""
        self.lab.write(self.path, text)
        begin = time.monotonic()
        answer, used = self.act_alone()
        memory = used.ru_maxrss >> 10
        print(f'# {name}: {len(text.encode())} bytes, {time.monotonic() - begin:.1f} s, of these '
              f'{used.ru_utime + used.ru_stime:.1f} s computing, {memory} MiB at most', flush=True)
        self.lab.rows.tap.check(memory < MEMORY_MAX, f'{name}: at most {MEMORY_MAX} MiB',
                                f'seen {memory}')
        return answer

    def refuse(self, name, text, check, seen, expected, also=()):
        self.lab.refuse(name, lambda: self.run(name, text), check, 'invalid', seen, expected,
                        also=[self.has_nothing, *also])

    def count(self):
        with sqlite3.connect(f'file:{self.lab.station}/station.db?mode=ro', uri=True) as database:
            return database.execute('SELECT count(*) FROM devices').fetchone()[0]

    def has_nothing(self, _):
        count = self.count()
        return [f'{count} devices are registered'] if count else []


def has_faults(first, last, count, check):
    def look(answer):
        shown = answer.error.get('detail', {}).get('faults', [{}])
        ends = [(fault.get('line'), fault.get('check')) for fault in (shown[0], shown[-1])]
        wanted = [(first, check), (last, check)]
        return [] if len(shown) == count and ends == wanted else [f'{len(shown)} faults, {ends}']
    return look


def refuse_lines(importer, lines):
    # The first line of the file is the header.
    wrong = ROWS_MAX - 3
    importer.refuse('the longest list with one bad line near its end',
                    HEAD + ''.join(lines[:wrong - 2] + ['MON-X,=1+1,,,,\n'] + lines[wrong - 1:]),
                    'manifest.lines', f'1 fault, the first in line {wrong} (manifest.formula)',
                    'a list without faults', [has_faults(wrong, wrong, 1, 'manifest.formula')])
    importer.refuse('the longest list with nothing but bad lines', HEAD + 'MON/1,Bed\n' * ROWS_MAX,
                    'manifest.lines',
                    f'{ROWS_MAX} faults, the first in line 2 (manifest.columns)',
                    'a list without faults',
                    [has_faults(2, ROWS_MAX + 1, ROWS_MAX, 'manifest.columns')])
    importer.refuse('one line more', HEAD + ''.join(lines) + line(ROWS_MAX), 'manifest.rows',
                    'more lines', 'at most 100000 devices')


def refuse_bytes(importer):
    full = SHORT + '\n' * (BYTES_MAX - len(SHORT))
    importer.refuse('one byte more', full + '\n', 'file.size', 'more bytes',
                    f'at most {BYTES_MAX} bytes')
    answer = importer.run('as many bytes as may be, without a device', full)
    importer.lab.rows.tap.equal(answer.ok and answer.ok['devices'], 0,
                                'as many bytes as may be are no fault')


def take_longest(importer, lines):
    lab, tap = importer.lab, importer.lab.rows.tap
    before = lab.last_record()
    answer = importer.run('the longest list', HEAD + ''.join(lines))
    tap.equal(answer.ok and answer.ok['devices'], ROWS_MAX, 'the longest list is imported')
    tap.equal(importer.count(), ROWS_MAX, 'all its devices are registered')
    records = [record for record in lab.records(before) if record['outcome'] == 'success']
    tap.equal(len({record['device'] for record in records
                   if record['action'] == 'device.registered'}), ROWS_MAX,
              'each of them is on record')
    tap.equal([record['detail']['devices'] for record in records
               if record['action'] == 'registry.imported'], [ROWS_MAX], 'and the list itself')
    lab.refuse('the same list again', importer.act, 'manifest.lines', 'invalid',
               like(rf'{ROWS_MAX} faults, the first in line 2 \(registry\.exists\)'),
               'a list without faults',
               also=[has_faults(2, ROWS_MAX + 1, ROWS_MAX, 'registry.exists')])
    tap.equal(importer.count(), ROWS_MAX, 'which changes nothing')


def main():
    lab = Station()
    lab.found()
    importer = Importer(lab)
    lines = [line(number) for number in range(ROWS_MAX)]
    refuse_lines(importer, lines)
    refuse_bytes(importer)
    take_longest(importer, lines)
    lab.is_intact()
    lab.rows.done()


main()
