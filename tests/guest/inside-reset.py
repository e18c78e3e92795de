#!/usr/bin/python3
"""What a host does to a device without a hand on the cable: keeps out who has no right, kills the
station, resets the device, drops its hub, goes to sleep. The session stops in words, in its tray,
and is resumed.

A whole suspend would take the guest's root away, since virtio-9p does not come back from one (seen
with pm_test "devices"). So its two halves are had by themselves: all processes are frozen (pm_test
"freezer"), and the device is put to sleep at runtime, though it is open, by the same function of
the kernel; that ends its transfers. dummy_hcd does so at high speed only: hence no SuperSpeed."""

import json
import os
import signal
import sys
import threading

import root
from desk import found, mark, newest_session, node_of, put_on_gadget, verify
from inside import attached, note, wait_for
from lab import Tap

SCRIPT, RULES, SYSUSERS = (os.path.abspath(path) for path in sys.argv[1:4])
OPEN = ('issued', 'delivered', 'installed')  # what an installation can stop in
CUT = ('tether.unplugged', 'tether.io')


class Disturbed:
    """A provisioning in which act (the process's id) is done as soon as the device's screen shows
    the event: the number, which is compared only then, or a later one."""

    def __init__(self, lab, device, event, act):
        self.device = device
        self.event = event
        self.act = act
        self.seen = {name: device.find(name) for name in ('number', event)}
        self.number = os.pipe()
        self.process = os.pipe()
        person = threading.Thread(target=self.attend)
        person.start()
        reading = os.dup(self.number[0])  # the laboratory closes what it passes on
        self.answer = lab.technician('provision', '--tether', 'usb', '--yes-issue', '--yes-rekey',
                                     '--ticket', lab.path(device.id + '.ticket'),
                                     '--confirm-number', str(reading),
                                     pass_fds=[reading], preexec_fn=self.tell_process)
        person.join()
        for descriptor in self.number + self.process:
            os.close(descriptor)

    def tell_process(self):
        os.write(self.process[1], str(os.getpid()).encode())

    def await_event(self, name):
        wait_for(lambda: self.device.find(name) is not self.seen[name], name)
        return self.device.find(name)

    def attend(self):
        process = int(os.read(self.process[0], 20))
        number = self.await_event('number')['number']
        if self.event == 'number':
            self.act(process)
        os.write(self.number[1], (number + '\n').encode())
        if self.event != 'number':
            self.await_event(self.event)
            self.act(process)


def wait_for_device(hands):
    """Until its user can open it: the rule has been at work, too."""
    wait_for(lambda: attached() and os.access(node_of(attached()[0]), os.W_OK), 'the device')
    hands.settle()


def judge_words(tap, answer, what):
    tap.check(answer.error.get('check') in CUT and answer.error.get('remedy'), f'{what}: in words',
              answer.stdout + answer.stderr)


def judge_verified(tap, lab, device, answer, what):
    if tap.equal((answer.ok or {}).get('state'), 'verified', what):
        verify(tap, lab, device)
    else:
        note(answer.stdout + answer.stderr)
    mark(what)


def judge_tray(tap, lab, session, what):
    tap.check(session['state'] in OPEN, f'{what}: the session stays open', session)
    records = lab.ctl('audit', 'list', '--session', session['session'],
                      '--action', 'session.interrupted').ok['records']
    detail = records[0]['detail'] if records else {}
    tap.check(len(records) == 1 and detail.get('step') == session['state'] and
              detail.get('check') in CUT and detail.get('message'), f'{what}: with step and reason',
              records)


def judge_interrupted(tap, hands, lab, device, what, act):
    """In the middle of the installation."""
    before = {session['session'] for session in lab.ctl('session', 'list').ok['sessions']}
    judge_words(tap, Disturbed(lab, device, 'step', act).answer, what)
    wait_for_device(hands)
    session = newest_session(lab, device)
    tap.check(session['session'] not in before, f'{what}: there is a session')
    judge_tray(tap, lab, session, what)
    answer = lab.technician('session', 'resume', session['session'], '--tether', 'usb',
                            '--yes-issue')
    judge_verified(tap, lab, device, answer, f'{what}: resumed')


def judge_stranger(tap, hands, lab, device):
    status, text = hands.as_stranger(lab.station, lab.path(device.id + '.ticket'))
    error = json.loads(text).get('error', {}) if status == 0 else {}
    tap.check(error.get('check') == 'usb.access' and 'zmonitor' in error.get('remedy', ''),
              'a person outside the group is told so, and what to do', text)


def judge_killed(tap, lab, device):
    answer = Disturbed(lab, device, 'number',
                       lambda process: os.kill(process, signal.SIGKILL)).answer
    tap.equal(answer.status, -signal.SIGKILL, 'killed while the number is compared')
    answer = device.provision('--yes-issue', tether='usb')
    judge_verified(tap, lab, device, answer, 'killed: the next conversation is whole')


def judge_reset(tap, hands, lab, device):
    sysfs = attached()[0]
    node = node_of(sysfs)
    judge_interrupted(tap, hands, lab, device, 'device reset', lambda _: hands.reset(node))
    tap.equal(([sysfs], node), (attached(), node_of(sysfs)), 'device reset: it never left')


def judge_hub(tap, hands, lab, device):
    hub = '/sys/bus/usb/devices/usb' + os.path.basename(attached()[0]).split('-')[0]

    def drop(_):
        hands.authorize(hub, False)
        wait_for(lambda: not attached(), 'no device')
        hands.authorize(hub, True)
    judge_interrupted(tap, hands, lab, device, 'hub reset', drop)


def judge_suspend(tap, hands, lab, device):
    sysfs = attached()[0]
    node = node_of(sysfs)
    states = []

    def sleep(process):
        states.append(hands.suspend(process, sysfs, node))
    judge_interrupted(tap, hands, lab, device, 'suspend', sleep)
    # Before the number is compared there is no session yet that could be resumed.
    judge_words(tap, Disturbed(lab, device, 'number', sleep).answer, 'suspend at the number')
    answer = device.provision('--yes-issue', '--yes-rekey', tether='usb')
    judge_verified(tap, lab, device, answer, 'suspend at the number: begun anew')
    tap.equal((states, attached(), node_of(sysfs)), (['active'] * 2, [sysfs], node),
              'suspend: it slept, woke and never left')


def scenes(hands):
    tap = Tap()
    hands.install_rules()
    lab = found()
    mark('a station')
    hands.controller('high-speed')
    device = put_on_gadget(tap, lab, hands, 'DEV-016', 'Bed 16')
    wait_for_device(hands)
    mark('a device')
    judge_stranger(tap, hands, lab, device)
    judge_killed(tap, lab, device)
    judge_reset(tap, hands, lab, device)
    judge_hub(tap, hands, lab, device)
    judge_suspend(tap, hands, lab, device)
    device.switch_off()
    tap.equal(hands.gadget('down'), [0, ''], 'unplugged for good')
    tap.equal(lab.ctl('audit', 'verify').status, 0, 'the audit log is intact')
    tap.done()


if __name__ == '__main__':
    sys.exit(root.play(scenes, SCRIPT, RULES, SYSUSERS))
