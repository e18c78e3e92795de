#!/usr/bin/python3
"""The cable comes out at each transfer of a provisioning in turn, after it or during it, and the
device comes back at another port: the session goes on where it was, and ends verified, with one
certificate."""

import sys

from lab import Lab, Tap
from usbdesk import UsbDesk

PORT, OTHER_PORT = '1-1.1', '1-1.2'
OPEN = ('paired', 'requested', 'approved', 'issued', 'delivered', 'installed')
MANY = 1000  # transfers that no provisioning has


def prepare(lab):
    lab.create_authority()
    lab.create_server()
    lab.add_technician()
    lab.start_central()
    lab.start_signer()
    lab.admin('window', 'open', '--devices', '100', '--minutes', '60')


def sessions_of(lab, device):
    return [session for session in lab.ctl('session', 'list').ok['sessions']
            if session['deviceId'] == device.id]


def come_back(lab, device):
    """Resumes what is open; what had not begun, or wants the code again, is begun again."""
    still_open = [session for session in sessions_of(lab, device) if session['state'] in OPEN]
    if still_open:
        answer = lab.technician('session', 'resume', still_open[0]['session'],
                                '--tether', 'usb:' + OTHER_PORT, '--yes-issue')
        if answer.error.get('check') != 'session.code-needed':
            return answer
    return device.provision(tether='usb:' + OTHER_PORT)


def pull_at(tap, lab, desk, number, when):
    """Whether the provisioning had so many transfers."""
    device = lab.make_device(f'DEV-{number:03}', f'Bed {number}')
    device.switch_on()
    desk.plug(PORT, device)
    desk.pull(PORT, number, when)
    answer = device.provision(tether='usb:' + PORT)
    pulled = desk.is_pulled(PORT)
    desk.unplug(PORT)
    name = f'{when} transfer {number}'

    if answer.status != 0:
        tap.equal((answer.status, answer.error.get('check')), (8, 'tether.unplugged'),
                  f'{name}: it is told')
        desk.plug(OTHER_PORT, device)
        answer = come_back(lab, device)
        tap.check((answer.ok or {}).get('state') == 'verified', f'{name}: it goes on',
                  answer.stdout + answer.stderr)
        desk.unplug(OTHER_PORT)
    tap.equal(device.identity().get('deviceId'), device.id, f'{name}: the device has its identity')
    states = [certificate['state'] for certificate in lab.ctl('certificate', 'list').ok['certificates']
              if certificate.get('deviceId') == device.id]
    tap.equal(states.count('active'), 1, f'{name}: one certificate is in use')
    device.switch_off()
    return pulled


def main():
    tap = Tap()
    lab = Lab()
    when = sys.argv[1]
    prepare(lab)
    desk = UsbDesk(lab)

    number = 1
    while pull_at(tap, lab, desk, number, when) and number < MANY:
        number += 1
    tap.check(number > 15, f'a provisioning has transfers: {number - 1}')
    tap.check(lab.admin('audit', 'verify').status == 0, 'the audit log is intact')
    tap.equal(desk.close(), 0, 'the desk ends well')
    tap.done()


main()
