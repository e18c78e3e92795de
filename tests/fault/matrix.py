#!/usr/bin/python3
"""Something goes wrong at every call by which a program changes a file or speaks to another one;
afterwards nothing is lost, and the work goes on.

matrix.py SCENE PROGRAM kill|full|broken [EVERY [SHARE]]

First the calls of one undisturbed run are counted. Then each call is struck in a run of its own:
"kill" ends the program before the call and, where it writes into a file, in the middle of it;
"full" has the disk full and "broken" has it fail, once and from then on. EVERY takes only each
EVERY-th point, beginning with the SHARE-th. FAULT_PART="N:I" in the environment takes every N-th of
those, beginning with the I-th."""

import os
import subprocess
import sys

import plan as p
from lab import Tap
from rig import NAMES
from scenes import SCENES

DOCUMENTED = {0, 2, 3, 4, 5, 6, 7, 8, 9, 10}
# The device's disk is its own; the station and its signer share theirs.
NEIGHBOUR = {NAMES['station']: NAMES['signer'], NAMES['signer']: NAMES['station']}


class Point:
    def __init__(self, call, action, error=0):
        self.call = call
        self.action = action
        self.error = error

    def __str__(self):
        what = {p.KILL: 'killed before', p.KILL_MIDDLE: 'killed in the middle of',
                p.FAIL: 'failing once at', p.FAIL_ON: 'failing from'}[self.action]
        return f'{what} {self.call}'


def kill_points(calls):
    points = []
    for call in calls:
        points.append(Point(call, p.KILL))
        if call.kind == p.WRITE and call.length > 1:
            points.append(Point(call, p.KILL_MIDDLE))
    return points


def fail_points(calls, error):
    return [Point(call, action, error) for call in calls for action in (p.FAIL, p.FAIL_ON)]


class Matrix:
    def __init__(self, scene, program, kind):
        self.scene = SCENES[scene]()
        self.program = NAMES[program]
        self.kind = kind
        self.kinds = p.CHANGE | p.WRITE | (p.SEND if kind == 'kill' else p.SYNC)
        self.tap = Tap()
        self.survived = 0

    def play(self, point=None):
        """Plays the scene, and gives what is wrong with what was said in it."""
        scene = self.scene
        scene.set_up()
        if point is None:
            scene.plan.arm(self.program, self.kinds)
        else:
            scene.plan.arm(self.program, self.kinds, point.action, point.call.number, point.error,
                           NEIGHBOUR.get(self.program, ''))
        findings = []
        try:
            scene.play()
        except (subprocess.TimeoutExpired, TimeoutError) as error:
            findings.append(f'it hangs: {error}')
        scene.plan.disarm()
        scene.end()
        return findings

    def count(self):
        findings = self.play()
        calls = self.scene.plan.calls
        findings += [f'exit {answer.status} {answer.error}' for answer in self.scene.answers
                     if answer.status != 0]
        findings += self.scene.judge()
        self.tap.check(not findings and calls, f'{self.program} undisturbed: {len(calls)} calls',
                       '\n'.join(findings))
        return calls

    def judge_answers(self):
        """A failure is told with its check, and by an exit code that --help explains."""
        for answer in self.scene.answers:
            check = answer.error.get('check')
            if answer.status not in DOCUMENTED or (answer.status != 0 and not check):
                yield f'exit {answer.status}: {answer.stdout} {answer.stderr}'
            elif answer.status != 0 and not (answer.error.get('remedy') and
                                             answer.error.get('message')):
                yield f'{check} is told without a message or a remedy: {answer.error}'

    def run(self, point):
        findings = self.play(point)
        if not self.scene.plan.reached:
            # Threads meet in another order now and then; the last calls may not come.
            self.tap.check(not findings, f'{point}: not reached', '\n'.join(findings))
            return
        if self.kind != 'kill':
            findings += self.judge_answers()
        findings += self.scene.judge()
        self.survived += self.tap.check(not findings, str(point), '\n'.join(findings))

    def run_all(self, every, share):
        calls = self.count()
        points = {'kill': kill_points, 'full': lambda calls: fail_points(calls, p.ENOSPC),
                  'broken': lambda calls: fail_points(calls, p.EIO)}[self.kind](calls)
        step, first = (int(word) for word in os.environ.get('FAULT_PART', '1:0').split(':'))
        points = points[share::every][first % step::step]
        for point in points:
            self.run(point)
        print(f'# {self.program}: {self.survived} of {len(points)} points survived')
        self.tap.done()


def main():
    scene, program, kind, *rest = sys.argv[1:]
    every, share = [int(word) for word in rest + ['1', '0'][len(rest):]]
    Matrix(scene, program, kind).run_all(every, share)


main()
