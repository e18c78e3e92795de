#!/usr/bin/python3
"""A device is stopped (SIGSTOP) in each state of a session, amid a message: the station waits no
longer than it states for that step and says so; the session is resumed when the device goes on, and
as well when it has to be switched off and on."""

import itertools
import os
import signal
from concurrent.futures import ThreadPoolExecutor

from chaos import (Timed, accounted, audited, found, resume, session_of, switched_on, told,
                   verified)
from lab import Tap, wait_for
from preloaded import thrifty
from relay import Relay, message_of

# At which message, to the device or from it; in which state its session then is; for what the
# station waits. A step is one of the device's installation. A device that has just said something
# may still come a little further before it stops.
TO, FROM = True, False
STOPS = [
    ('greeted', TO, 'hello', None, 'device answers'),
    ('told the station’s number', TO, 'reveal', None, 'device answers'),
    ('asked for its request', TO, 'request-csr', 'paired', 'device makes its request'),
    ('through with its request', FROM, 'csr', 'issued', 'device answers'),
    ('given the revocation lists', TO, 'crls', 'issued', 'device answers'),
    ('given its certificate', TO, 'install', 'delivered', 'device installs'),
    ('judging signatures', FROM, 'step 1', 'delivered', 'device installs'),
    ('writing its files', FROM, 'step 3', 'delivered', 'device installs'),
    ('switching over', FROM, 'step 4', 'installed', 'device installs'),
    ('testing its identity', FROM, 'tested', 'installed', 'device installs'),
    ('through with everything', FROM, 'installed', 'verified', 'device installs'),
]
STATES = [None, 'paired', 'requested', 'approved', 'issued', 'delivered', 'installed', 'verified']
LONGEST = 400  # seconds, for a command that waits for the longest of them


def name_of(frame):
    message = message_of(frame)
    if message is None:
        return ''
    return message['type'] + (f' {message["step"]}' if message['type'] == 'step' else '')


class Stop:
    """One device that is stopped at one message, once."""

    def __init__(self, lab, number, stop, goes_on):
        self.lab, self.goes_on = lab, goes_on
        self.when, self.to_device, self.message, self.state, self.step = stop
        self.device = switched_on(lab, f'DEV-{number:03}')
        self.relay = Relay(self.device, self.alter)
        self.stopped = False
        self.reached = None  # the state in which the station gave up

    def alter(self, to_device, frame):
        if not self.stopped and (to_device, name_of(frame)) == (self.to_device, self.message):
            os.kill(self.device.process.pid, signal.SIGSTOP)
            self.stopped = True
        return frame

    def run(self):
        shown = self.device.find('ticket')
        with Timed(self.step) as self.timed:
            self.answer = self.device.provision('--yes-issue', tether=self.relay.address,
                                                timeout=LONGEST)
        self.reached = (session_of(self.lab, self.device) or {}).get('state')
        self.go_on(shown)
        if self.reached in (None, 'paired'):
            # Before its request there is nothing to keep but the code.
            self.again = self.device.provision('--yes-issue', timeout=LONGEST)
        elif self.reached != 'verified':
            self.again = resume(self.lab, self.device, timeout=LONGEST)
        else:
            self.again = self.answer

    def go_on(self, shown):
        """By itself, or by being switched off and on. It may have shown its next ticket before it
        stopped, instead of the one that was used."""
        if not self.goes_on:
            self.device.cut_off()
            self.device.switch_on()
            return
        os.kill(self.device.process.pid, signal.SIGCONT)
        wait_for(lambda: self.device.find('ticket') is not shown, 'another ticket')

    def judge(self, tap):
        name = f'stopped when {self.when}, and ' + ('going on' if self.goes_on else 'switched off')
        tap.check(self.stopped, f'{name}: stopped it was')
        if self.reached == 'verified':
            verified(tap, self.answer, f'{name}: the station has all that it needs')
        else:
            told(tap, self.answer, 8, 'tether.timeout', name)
            tap.check(audited(self.lab, 'tether.timeout'), f'{name}: on record')
        tap.check(self.timed.kept, f'{name}: within the stated time', self.timed.seconds)
        further = STATES[STATES.index(self.state):]
        tap.check(self.reached in (further if self.to_device == FROM else [self.state]),
                  f'{name}: its session is {self.reached}', self.state)
        verified(tap, self.again, f'{name}: done')
        tap.equal(self.active(), [self.device.identity().get('certificateSerial')],
                  f'{name}: one certificate is good, and the device has it')

    def active(self):
        return [item['serial'] for item in self.lab.ctl('certificate', 'list').ok['certificates']
                if item.get('deviceId') == self.device.id and item['state'] == 'active']


def main():
    tap = Tap()
    lab = found(devices=60, lab=thrifty())
    signer = lab.start_signer()
    stops = [Stop(lab, number, stop, goes_on) for number, (stop, goes_on) in
             enumerate(itertools.product(STOPS, (True, False)), 1)]
    with ThreadPoolExecutor(len(stops)) as pool:
        list(pool.map(Stop.run, stops))
    for stop in stops:
        stop.judge(tap)
    accounted(tap, lab, 'after all that')
    tap.equal(lab.ctl('audit', 'verify').status, 0, 'the log verifies')
    lab.stop(signer)
    tap.done()


main()
