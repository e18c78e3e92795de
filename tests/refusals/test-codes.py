#!/usr/bin/python3
"""Codes that were mistyped too often or are too old, with the delays that grow meanwhile. The
station's clock stands still until a row moves it, so that every second is exact."""

import datetime
import json
import os

import clock
from forge import ec
from liar import Liar
from refusals import Station

CODE = 'QRST-2345'
MISTYPED = ['AAAA-0001', 'AAAA-0002', 'AAAA-0003', 'AAAA-0004', 'AAAA-0005']
WAITS = [0, 0, 2, 8, 30]  # seconds before each of them
LAST_WAITS = 120, 300  # before the sixth attempt, and before every later one
SHOWN_LIFETIME = 15 * 60

MISMATCH = 'code.mismatch', 'the code that belongs to this device'
SPENT = 'code.spent', 'a new code'
EXPIRED = 'code.expired', 'a code that is still valid'


class Desk:
    """A station at which time passes only when it is told to, and one device at a time."""

    def __init__(self, lab):
        self.lab = lab
        self.key = ec(lab, 'own')
        self.now = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
        self.liar = None
        self.wait(0)

    def wait(self, seconds):
        self.now += datetime.timedelta(seconds=seconds)
        self.lab.environment = os.environ | clock.environment(f'{self.now:%Y-%m-%d %H:%M:%S}')

    def take(self, device_id, code):
        """The device at the cable, which shows or has been given this code."""
        if self.liar is not None:
            self.liar.close()
        self.liar = Liar(self.lab, device_id, self.key, code=code)

    def issue(self, device_id):
        return self.lab.technician('pair', 'issue-code', device_id).ok

    def refuse(self, name, typed, check, expected, code='refused', seen=None):
        self.lab.refuse(name, lambda: self.lab.provision(self.liar, '--register', 'A liar',
                                                         code=typed, number='0'),
                        check, code, seen, expected)

    def accept(self, name, typed):
        """The code is right, whereupon the person reads out another number."""
        answer = self.lab.provision(self.liar, '--register', 'A liar', code=typed, number='0')
        self.lab.rows.tap.equal(answer.error.get('check'), 'guard.number', name)

    def refuse_early(self, name, typed, wait):
        """Now, and a second too early."""
        for passed, left in ((0, wait), (wait - 1, 1)):
            self.wait(passed)
            self.refuse(f'{name}, {left} s too early', typed, 'code.delay', f'a wait of {left} s',
                        code='unavailable')
        self.wait(1)


def refuse_five(desk, whose):
    for number, (typed, wait) in enumerate(zip(MISTYPED, WAITS), 1):
        name = f'{whose}, mistyped for the {number}. time'
        if wait:
            desk.refuse_early(name, typed, wait)
        desk.refuse(name, typed, *(MISMATCH if number < len(MISTYPED) else SPENT))


def refuse_spent(desk, whose, typed):
    desk.refuse_early(f'{whose}, spelled right at last', typed, LAST_WAITS[0])
    desk.refuse(f'{whose}, spelled right at last', typed, *SPENT)
    desk.refuse_early(f'{whose} once more', typed, LAST_WAITS[1])
    desk.refuse(f'{whose} once more', typed, *SPENT)
    desk.wait(LAST_WAITS[1])


def attempts_of(lab, device_id):
    return [record['detail'].get('attempts') for record in lab.records()
            if record['device'] == device_id and record['action'] == 'code.refused']


def spend_issued(desk):
    lab = desk.lab
    lab.admin('device', 'add', 'ISSUED', '--label', 'Has a code from here')
    issued = desk.issue('ISSUED')['code']
    desk.take('ISSUED', issued)
    refuse_five(desk, 'an issued code')
    refuse_spent(desk, 'an issued code', issued)
    lab.rows.tap.equal(attempts_of(lab, 'ISSUED'), [1, 2, 3, 4, 5, None, None],
                       'the log counts the attempts')
    newer = desk.issue('ISSUED')['code']
    desk.take('ISSUED', newer)
    desk.accept('a new code has attempts of its own', newer)


def spend_shown(desk):
    desk.take('SHOWN', CODE)
    desk.accept('a code that the device shows', CODE)
    refuse_five(desk, 'a shown code')
    refuse_spent(desk, 'a shown code', CODE)
    desk.lab.rows.tap.equal(attempts_of(desk.lab, 'SHOWN'), [1, 2, 3, 4, 5, None, None],
                            'the log counts the attempts')
    desk.take('SHOWN', 'WXYZ-9876')
    desk.accept('a new code on the device’s screen has attempts of its own', 'WXYZ-9876')


def expire_shown(desk):
    desk.take('OLD-SHOWN', CODE)
    desk.accept('a code that the device shows', CODE)
    desk.wait(SHOWN_LIFETIME - 1)
    desk.accept('a second before it expires', CODE)
    desk.wait(1)
    desk.refuse('a shown code of 15 minutes ago', CODE, *EXPIRED)
    desk.refuse('a shown code that expired before', CODE, *EXPIRED)


def expire_issued(desk):
    desk.lab.admin('device', 'add', 'OLD-ISSUED', '--label', 'Has a code from here')
    issued = desk.issue('OLD-ISSUED')
    until = datetime.datetime.fromisoformat(issued['expiresAt'])
    desk.take('OLD-ISSUED', issued['code'])
    desk.wait((until - desk.now).total_seconds() - 1)
    desk.accept('an issued code, a second before it expires', issued['code'])
    desk.wait(1)
    desk.refuse('an issued code at its end', issued['code'], *EXPIRED)


def expire_replaced(desk):
    desk.lab.admin('device', 'add', 'TWICE', '--label', 'Has two codes from here')
    older, newer = (desk.issue('TWICE')['code'] for _ in range(2))
    desk.take('TWICE', older)
    desk.refuse('an issued code whose place a newer one took', older, *EXPIRED)
    desk.take('TWICE', newer)
    desk.accept('the newer one', newer)


def main():
    lab = Station()
    lab.found()
    desk = Desk(lab)
    spend_issued(desk)
    spend_shown(desk)
    expire_shown(desk)
    expire_issued(desk)
    expire_replaced(desk)
    desk.liar.close()
    log = json.dumps(lab.records())
    lab.rows.tap.equal([code for code in [CODE, *MISTYPED] if code in log], [],
                       'no code stands in the log')
    lab.is_intact()
    lab.rows.done()


main()
