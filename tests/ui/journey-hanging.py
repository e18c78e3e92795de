#!/usr/bin/python3
"""The signer hangs, or another program has the database to itself: the window answers all the while,
says what is wrong when the stated time is over, and the same work succeeds afterwards."""

import os
import signal
import socket

import chaos
import heart
import lab as laboratory
import person
import steps
from lab import BUILD, Tap

STATION = os.path.join(BUILD, 'ui/zmonitor-station')
PICTURES = os.path.join(BUILD, 'tests/ui/pictures')

tap = Tap()


class Hung:
    """A signer that is stopped, with its queue of connections full."""

    def __init__(self, lab, signer):
        self.signer = signer
        self.path = os.path.join(lab.station, 'signer.socket')
        self.waiting = []

    def __enter__(self):
        os.kill(self.signer.pid, signal.SIGSTOP)
        while True:
            connection = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            connection.setblocking(False)
            self.waiting.append(connection)
            try:
                connection.connect(self.path)
            except BlockingIOError:
                return

    def __exit__(self, *ignored):
        for connection in self.waiting:
            connection.close()
        os.kill(self.signer.pid, signal.SIGCONT)


def answered(pulse, timeout, name):
    """Less than half of what a thread that waits would have stood still."""
    beats, longest = pulse.take()
    limit = chaos.TIMEOUTS[timeout] / 2
    tap.check(beats > 0 and longest < limit, f'{name}: the window answers all the while',
              f'{beats} answers, the longest after {longest:.2f} s, limit {limit} s')
    print(f'# {beats} answers, the longest after {longest:.2f} s', flush=True)


def told(desk, check, timeout, name):
    tap.check(desk.read(check, chaos.TIMEOUTS[timeout] + chaos.SLACK), f'{name}: {check} is named')


def refused(desk, button, name):
    """The button that tries again is usable when the first try has ended, and not before."""
    tap.check(person.wait_for(lambda: desk.usable(button, 'push button'), button,
                              chaos.TIMEOUTS['database is busy'] + chaos.SLACK) and
              desk.read('database.busy'), f'{name}: database.busy is named')


def menu(desk, name):
    desk.press('F10')
    tap.check(desk.find('About', 'menu item', chaos.SLACK), f'{name}: its menu opens')
    desk.press('Escape')


def opening(desk, pulse):
    """The program was started while the database was held."""
    refused(desk, 'Try Again', 'opening')
    desk.picture('busy')
    pulse.take()
    desk.click('Try Again')
    desk.picture('opening')
    menu(desk, 'opening')
    refused(desk, 'Try Again', 'opening again')
    answered(pulse, 'database is busy', 'opening')


def finding(desk, lab, signer, pulse):
    with Hung(lab, signer):
        desk.click('Try Again')
        desk.find('Sign In')
        pulse.take()
        menu(desk, 'a signer that hangs')
        told(desk, 'signer.timeout', 'signer answers', 'a signer that hangs')
        desk.picture('no-answer')
        answered(pulse, 'signer answers', 'a signer that hangs')
        tap.check(not desk.look('Passphrase of the station'), 'no second signer is started')
    steps.sign_in(desk, laboratory.TECHNICIAN_PIN)
    tap.check(steps.signed_in(desk), 'the sign-in succeeds when it goes on')


def journey(lab, signer, start):
    database = os.path.join(lab.station, 'station.db')
    with chaos.Held(database):
        desk = start()
        pulse = heart.Heart(desk.application)
        opening(desk, pulse)
    finding(desk, lab, signer, pulse)
    pulse.stop()
    tap.equal(desk.leave(), 0, 'the program ends well')


def main():
    lab = chaos.found()
    signer = lab.start_signer()
    device = chaos.switched_on(lab, 'DEV-014')
    argv = [STATION, '--station', lab.station, '--tether', device.address]
    try:
        journey(lab, signer,
                lambda: person.Person(argv, os.path.join(PICTURES, 'hanging')))
    except Exception as failure:  # pylint: disable=broad-except
        tap.check(False, 'the journey comes to its end', repr(failure))
    tap.equal(lab.ctl('audit', 'verify').status, 0, 'the audit log verifies')
    tap.done()


if __name__ == '__main__':
    main()
