#!/usr/bin/python3
"""The power goes at any moment at which something is made durable, on one disk or on all."""

import sys

import strace
from device_story import FirstCertificate, NewKey
from disk import Durable
from founding_story import Founding
from journal import SYNCS, Journal
from lab import Tap
from matrix import Matrix

STORIES = {'founding': Founding, 'first': FirstCertificate, 'renewal': NewKey}
SHOWN = 20  # findings

# A program that forgot to make these durable must be found out.
FORGOTTEN = {
    'the ledger': lambda path: path.endswith('/signer/ledger'),
    'the database': lambda path: path.endswith('/station.db-wal'),
    'new files': lambda path: path.endswith('.new'),
    'names': lambda path: path.endswith(('/slots', '/slots/a', '/checkpoints')),
}


def without(calls, forgotten):
    return [call for call in calls
            if call.name not in SYNCS or not forgotten(call.descriptor(0).path)]


def only_durable(_, owners):
    yield 'Durable', dict.fromkeys(owners, Durable())


def forget(tap, story, calls):
    for name, forgotten in FORGOTTEN.items():
        matrix = Matrix(tap, story)
        matrix.collect(Journal(story), without(calls, forgotten), only_durable, enough=1)
        if tap.check(matrix.findings, f'it would be found out if {name} were not made durable'):
            print('# ' + matrix.findings[0].splitlines()[0])


def survive(tap, story, calls):
    journal, matrix = Journal(story), Matrix(tap, story)
    matrix.collect(journal, calls)
    for name in story.snapshots:
        found = journal.differences.get(name, ['it was not compared'])
        tap.check(not found, f'the journal replayed is the real disk: {name}', '\n'.join(found))

    trees, cases = len(matrix.trees), len(matrix.cases)
    tap.check(trees > 100 and cases > 10, 'there is something to judge', f'{trees}, {cases}')
    tap.check(not matrix.findings, f'{trees} trees as they lie there',
              '\n'.join(matrix.findings[:SHOWN]))
    judged = matrix.go_on()
    print(f'# cut points survived: {trees - len(matrix.spoiled)} of {trees} '
          f'({matrix.moments} moments, {cases} situations, {judged} taken to the end)')


def main():
    tap = Tap()
    story = STORIES[sys.argv[1]]()
    calls = strace.read(story.trace)
    if sys.argv[2:] == ['forgetful']:
        forget(tap, story, calls)
    else:
        survive(tap, story, calls)
    tap.done()


main()
