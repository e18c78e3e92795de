#!/usr/bin/python3
"""A whole provisioning over a real cable, by the desk's user: the shipped udev rule, the unmodified
station, signer and Central Station, and the device on its gadget. Then a cable that is pulled while
the device installs."""

import grp
import os
import pwd
import subprocess
import sys

import root
from desk import found, mark, newest_session, node_of, put_on_gadget, verify
from inside import attached, note, read, wait_for
from lab import Tap

SCRIPT, RULES, SYSUSERS = (os.path.abspath(path) for path in sys.argv[1:4])
HERE = os.path.dirname(os.path.abspath(__file__))


def owner_of(sysfs):
    return grp.getgrgid(os.stat(node_of(sysfs)).st_gid).gr_name


def judge_rule(tap, hands, device):
    answer = device.provision('--yes-issue', tether='usb')
    tap.equal(answer.error.get('check'), 'usb.access', 'without the rule: no right to the device')
    tap.check('udev' in answer.error.get('remedy', answer.stdout), 'and what to do', answer.stdout)

    hands.install_rules()
    hands.pull()
    wait_for(lambda: not attached(), 'the device is gone')
    device.plug_in()
    sysfs = attached()[0]
    # The kernel shows the node before udev has heard of it, whose queue is empty until then.
    wait_for(lambda: owner_of(sysfs) != 'root', 'udev to have read the rule')
    tap.equal((owner_of(sysfs), os.stat(node_of(sysfs)).st_mode & 0o777), ('zmonitor', 0o660),
              'with it, the device is the desk’s')
    tap.equal(read(sysfs + '/power/control'), 'on', 'and is not put to sleep')
    tap.equal(read(sysfs + '/serial'), device.id, 'its serial number is its id')
    code, text = hands.test_rules(sysfs)
    tap.check(code == 0 and '60-zmonitor-usb.rules' in text, 'udev reads the rule', text)
    tap.check('TAGS=' in text and 'uaccess' in text and 'MTP_NO_PROBE=1' in text and
              'ID_MM_DEVICE_IGNORE=1' in text, 'and nobody else asks for the device', text)
    faults = [line for line in text.splitlines() if '60-zmonitor-usb.rules:' in line and
              any(word in line for word in ('Invalid', 'Unknown', 'Failed', 'ignoring'))]
    tap.equal(faults, [], 'without a fault')
    tap.check(not os.path.exists(sysfs + ':1.0/driver'), 'no driver is bound')


def judge_provisioning(tap, lab, device):
    answer = device.provision('--yes-issue', tether='usb')
    tap.equal((answer.ok or {}).get('state'), 'verified', f'{device.id}: provisioned by USB')
    if answer.error:
        note(answer.stdout + answer.stderr)
    verify(tap, lab, device)


def judge_pulled(tap, lab, device):
    hand = device.pull_when('step')
    answer = device.provision('--yes-issue', tether='usb')
    hand.join()
    tap.equal(answer.error.get('check'), 'tether.unplugged', 'pulled during the installation')
    session = newest_session(lab, device)
    note(f'the session is {session["state"]}')
    tap.check(session['state'] in ('issued', 'delivered', 'installed'), 'the session stays open')
    device.plug_in()
    answer = lab.technician('session', 'resume', session['session'], '--tether', 'usb',
                            '--yes-issue')
    tap.equal((answer.ok or {}).get('state'), 'verified', 'put back, and resumed')
    if answer.error:
        note(answer.stdout + answer.stderr)
    verify(tap, lab, device)


def judge_window(tap, lab, device):
    """The pictures stay in the build directory."""
    ui = os.path.join(HERE, '../ui')
    environment = os.environ | {'PYTHONPATH': os.environ['PYTHONPATH'] + ':' + ui,
                                'GTK_A11Y': 'atspi'}
    # GTK's own warnings about the accessibility bus come and go with the bus.
    environment.pop('G_DEBUG', None)
    shown = subprocess.run([sys.executable, os.path.join(ui, 'desktop.py'), '--bus', sys.executable,
                            os.path.join(HERE, 'window.py'), lab.station, device.id,
                            os.path.join(os.environ['GUEST_EXCHANGE'], 'pictures')],
                           env=environment, capture_output=True, text=True, check=False)
    tap.equal(shown.returncode, 0, 'the window shows the device that is plugged in')
    if shown.returncode != 0:
        note(shown.stdout + shown.stderr)


def judge_outside(tap, lab):
    """A device outside the guest (redir.py), whose cable is pulled in mid-transfer."""
    device = lab.make_device('DEV-020', 'Bed 20')
    device.switch_on()
    device.switch_off()
    for way in ('sent', 'read'):
        lab.write(os.path.join(os.environ['GUEST_EXCHANGE'], 'redir'), way)
        node = node_of(wait_for(attached, 'the device outside')[0])
        wait_for(lambda: os.access(node, os.W_OK), 'the rule')
        answer = lab.technician('provision', '--tether', 'usb', '--yes-issue',
                                '--ticket', lab.path('DEV-020.ticket'))
        tap.equal(answer.error.get('check'), 'tether.unplugged', f'pulled while a frame is {way}')
        wait_for(lambda: not attached(), 'the device is gone')


def scenes(hands):
    tap = Tap()
    tap.check(os.geteuid() == pwd.getpwnam('zmonitor').pw_uid, 'nothing here is root’s')
    mark('begin')
    lab = found()
    mark('a station')
    hands.controller('super-speed')
    device = put_on_gadget(tap, lab, hands, 'DEV-014', 'Bed 14')
    judge_rule(tap, hands, device)
    mark('the rule')
    judge_provisioning(tap, lab, device)
    mark('provisioned')
    device.switch_off()
    tap.equal(hands.gadget('down'), [0, ''], 'unplugged for good')

    hands.controller('high-speed')
    device = put_on_gadget(tap, lab, hands, 'DEV-015', 'Bed 15')
    judge_pulled(tap, lab, device)
    mark('resumed')
    judge_window(tap, lab, device)
    mark('seen')
    device.switch_off()
    tap.equal(hands.gadget('down'), [0, ''], 'and that one, too')
    judge_outside(tap, lab)
    mark('outside')
    tap.equal(lab.ctl('audit', 'verify').status, 0, 'the audit log is intact')
    tap.done()


if __name__ == '__main__':
    sys.exit(root.play(scenes, SCRIPT, RULES, SYSUSERS))
