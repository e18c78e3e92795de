#!/usr/bin/python3
"""The whole job by USB: the unmodified zmonitor-stationctl and the real libusb on a mocked kernel,
and the real zmonitor-device at the end of the cable."""

import errno

from lab import Lab, Tap, wait_for
from usbdesk import CLAIM, UsbDesk


def prepare(tap, lab):
    answer = lab.create_authority()
    if not tap.check(answer.status == 0, 'the root ceremony', answer.stdout + answer.stderr):
        tap.done()
    tap.check(lab.create_server().status == 0, 'a server certificate')
    tap.check(lab.add_technician().status == 0, 'a technician')
    lab.start_central()
    lab.start_signer()
    tap.check(lab.admin('window', 'open', '--devices', '9', '--minutes', '60').status == 0,
              'a window')


def told(tap, answer, check, name):
    tap.equal(answer.error.get('check'), check, name)


def main():
    tap = Tap()
    lab = Lab()
    prepare(tap, lab)
    desk = UsbDesk(lab)
    device = lab.make_device('DEV-001', 'ICU 1, bed 1')
    device.switch_on()

    told(tap, device.provision(tether='usb:1-1'), 'usb.absent', 'nothing is plugged in')
    desk.plug('1-1', device)
    desk.fail('1-1', CLAIM, errno.EBUSY)
    told(tap, device.provision(tether='usb:1-1'), 'usb.busy', 'another program has it')

    answer = device.provision(tether='usb:1-1')
    tap.check(answer.status == 0, 'DEV-001 is provisioned by USB', answer.stdout + answer.stderr)
    tap.equal(device.identity().get('deviceId'), 'DEV-001', 'it has its identity')
    wait_for(lambda: desk.count('1-1')['opened'] == 0, 'the station lets go of the device')
    counts = desk.count('1-1')
    tap.equal((counts['claimed'], counts['pending']), (0, 0), 'nothing is left with the kernel')
    tap.check(counts['begun'] >= 1, 'a conversation was begun', counts)

    second = lab.make_device('DEV-002', 'ICU 1, bed 2')
    second.switch_on()
    desk.plug('1-2', second)
    told(tap, second.provision(tether='usb'), 'usb.several', 'which of the two?')

    other = lab.make_device('DEV-003', 'ICU 1, bed 3')
    other.switch_on()
    desk.tell('plug', '1-3', 'DEV-001', other.socket)
    refused = other.provision(tether='usb:1-3')
    told(tap, refused, 'guard.usb-serial', 'a device with the serial number of another one')
    tap.equal((refused.error.get('seen'), refused.error.get('expected')), ('DEV-001', 'DEV-003'),
              'with both names')
    desk.unplug('1-3')
    desk.unplug('1-1')
    answer = second.provision(tether='usb')
    tap.check(answer.status == 0, 'the only one needs no port', answer.stdout + answer.stderr)
    tap.equal(desk.close(), 0, 'the desk ends well')
    tap.done()


main()
