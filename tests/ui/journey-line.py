#!/usr/bin/python3
"""Line mode: scan, scan, scan. Several devices go through at once with few actions each; the one that
needs a person comes to the front by itself, and nothing is taken away from who compares or types; what
failed is tried again together; and the shift is counted from the audit log, whatever becomes of the
window."""

import collections
import json
import os

import lab as laboratory
import person
import scanner
from lab import Lab, Tap
from steps import PICTURES, STATION, rows, shown_number, sign_in, signed_in, type_code
from usbdesk import UsbDesk

MOST_ACTIONS = 4
PORTS = {'DEV-014': '1-1', 'DEV-041': '1-2.3', 'DEV-107': '1-2.4', 'DEV-200': '2-1'}

tap = Tap()
actions = collections.Counter()


def found_station():
    lab = Lab()
    for step in (lab.create_authority, lab.create_server, lab.add_technician):
        answer = step()
        if not answer.ok:
            raise RuntimeError(f'{step.__name__}: {answer.error or answer.stderr}')
    lab.start_central()
    lab.start_signer()
    lab.admin('window', 'open', '--devices', '9', '--minutes', '60')
    return lab


def start_station(lab, usb, size=(1280, 860)):
    desk = person.Person(['env', *(f'{name}={value}' for name, value in usb.environment.items()),
                          STATION, '--station', lab.station], os.path.join(PICTURES, 'line'), size)
    desk.find('Sign In', 'push button')
    sign_in(desk, laboratory.TECHNICIAN_PIN)
    tap.check(signed_in(desk), 'somebody is signed in')
    return desk


def tile(device, status):
    return f'Port {PORTS[device.id]}, {device.id}: {status}'


def becomes(desk, device, status, what):
    return tap.check(desk.find(tile(device, status), 'list item'), what)


def scan(wedge, device):
    actions[device.id] += 1
    wedge.scan(device.screen_text())


def press(desk, device, button):
    """One action of a person, who looks at this device's step."""
    desk.click(button)
    actions[device.id] += 1


def compares(desk, device):
    """This device's number is on the screen by itself."""
    return person.wait_for(lambda: desk.usable('The Numbers Match', 'push button') and
                           device.find('number') and
                           device.find('number')['number'] == shown_number(desk),
                           'the number of ' + device.id)


def confirm(desk, device):
    compares(desk, device)
    press(desk, device, 'The Numbers Match')
    person.wait_for(lambda: desk.usable('Issue Certificate', 'push button') and
                    desk.look(device.id), 'the judgement of ' + device.id)
    tap.check(desk.look(device.id, 'label'), f'the request of {device.id} follows its number')


def issue(desk, device):
    press(desk, device, 'Issue Certificate')


def states(lab):
    return dict(rows(lab, 'SELECT device_id, state FROM sessions'))


def count_in_log(lab):
    """What the station must count, by the log alone: verified, failed and half done of the devices since
    the shift began, each as its last session ended. A no of a person's is no failure."""
    since = rows(lab, "SELECT max(time) FROM security_audit_log WHERE action = 'shift.started'")[0][0]
    ends = {}
    for device, action, detail in rows(
            lab, 'SELECT device, action, detail FROM security_audit_log WHERE device IS NOT NULL '
                 f"AND actor = '{laboratory.TECHNICIAN}' AND time > '{since or ''}' ORDER BY seq"):
        check = json.loads(detail).get('check', '')
        if action == 'pairing.refused' and not check.startswith('registry.'):
            ends.setdefault(device, 'session.failed')
        elif action.startswith('session.'):
            ends[device] = action
    found = collections.Counter(ends.values())
    verified, failed = found['session.verified'], found['session.failed']
    return verified, failed, len(ends) - verified - failed


def counts(desk, lab, expected, name):
    words = [f'{number} {what}' for number, what in zip(expected, ('verified', 'failed', 'half done'))]
    shown = person.wait_for(lambda: all(desk.look(word, 'label') for word in words),
                            f'the counters {words}')
    tap.check(shown and count_in_log(lab) == expected, name, f'the log: {count_in_log(lab)}')


def switch_is_on(desk):
    node = desk.look('Line Mode', 'check box')
    return node and (node.has(person.State.CHECKED) or node.has(person.State.PRESSED))


def three_at_once(desk, lab, usb, wedge, devices):
    first, second, third = devices
    for device in devices:
        usb.plug(PORTS[device.id], device)
        becomes(desk, device, 'Ready', f'{device.id} is plugged in')
    counts(desk, lab, (0, 0, 0), 'a shift begins with the sign-in')
    desk.press('ctrl+m')
    tap.check(person.wait_for(lambda: switch_is_on(desk), 'the switch'),
              'a key turns line mode on')
    desk.picture('on')
    for device in devices:
        scan(wedge, device)
    for device in devices:
        becomes(desk, device, 'Your turn', f'{device.id} asks after one scan, no tile chosen')
    tap.check(compares(desk, first), 'who was scanned first is compared first')
    desk.picture('scan-scan-scan')
    confirm(desk, first)
    issue(desk, first)
    tap.check(compares(desk, second), 'the next one comes to the front while the first goes on')
    desk.picture('next')
    becomes(desk, first, 'In service', 'the first goes to its end by itself')
    tap.check(compares(desk, second), 'which takes nothing away from who compares')
    tap.check(desk.says('Done: unplug it'), 'and says at its tile what is to be done')
    desk.picture('done')


def meanwhile(desk, usb, wedge, compared, device):
    usb.plug(PORTS[device.id], device)
    becomes(desk, device, 'Ready', 'a further device is plugged in')
    scan(wedge, device)
    becomes(desk, device, 'Your turn', 'and scanned')
    tap.check(compares(desk, compared), 'while a person compares another one’s number')


def window_closed(desk, lab, devices):
    """Two devices stand for the same reason, which nobody at this desk can mend."""
    second, third = devices
    lab.admin('window', 'close')
    confirm(desk, second)
    issue(desk, second)
    becomes(desk, second, 'Interrupted', 'what failed is to be read, and stays')
    tap.check(desk.read('window.closed'), 'with its check')
    desk.picture('failed')
    desk.click(tile(third, 'Your turn'), 'list item')
    actions[third.id] += 1
    confirm(desk, third)
    issue(desk, third)
    becomes(desk, third, 'Interrupted', 'and so does another one')


def numbers_differ(desk, device):
    desk.click(tile(device, 'Your turn'), 'list item')
    compares(desk, device)
    press(desk, device, 'They Differ')
    becomes(desk, device, 'Failed', 'numbers that differ end it')


def failed_only(desk, lab, devices):
    first, second, third, refused = devices
    counts(desk, lab, (1, 1, 2), 'verified, failed and half done are counted')
    desk.click(tile(first, 'In service'), 'list item')
    desk.read('The device is in service')
    desk.press('ctrl+shift+f')
    tap.check(desk.read(f'Read why {second.id} stands, then go on.'), 'the guide follows to the first that failed')
    tap.check(person.wait_for(lambda: not desk.look(tile(first, 'In service')), 'the filter'),
              'a key shows only what failed')
    for device, status in ((second, 'Interrupted'), (third, 'Interrupted'), (refused, 'Failed')):
        tap.check(desk.look(tile(device, status), 'list item'), f'{device.id} is among it')
    desk.picture('failed-only')
    tried = lab.admin('window', 'open', '--devices', '9', '--minutes', '60')
    tap.check(tried.ok, 'an administrator opens the window again', tried.error)
    desk.press('ctrl+r')
    for device in (second, third):
        becomes(desk, device, 'In service', f'{device.id} is tried again, and comes to its end')
    tap.check(desk.look(tile(refused, 'Failed'), 'list item'), 'what was refused is not')
    tap.equal(states(lab), {device.id: 'verified' for device in (first, second, third)},
              'as the store has it')
    counts(desk, lab, (3, 1, 0), 'and the counters follow')
    desk.picture('tried-again')


def unplugged(desk, usb, device):
    usb.unplug(PORTS[device.id])
    tap.check(person.wait_for(lambda: not desk.look(f'Port {PORTS[device.id]}', 'list item'),
                              'the tile to go'), 'what is done is put away by unplugging it')


def typing(desk, lab, wedge, device, other):
    """Whoever types keeps the place, however urgent another one is."""
    desk.click(tile(device, 'Failed'), 'list item')
    desk.read('This device was not provisioned')
    desk.click('Try Again')
    becomes(desk, device, 'Ready', 'a person looks at what was refused, and tries that again')
    type_code(desk, 'abcd')
    wedge.scan(other.screen_text())
    desk.find(tile(other, 'Your turn'), 'list item')
    desk.type('2345')
    tap.check(desk.read('The station will pair with ABCD-2345'),
              'nothing is taken away from who types, not even by a scan')
    desk.picture('typing')
    desk.press('ctrl+a', 'BackSpace')
    tap.check(person.wait_for(lambda: desk.usable('Keep the Old One', 'push button'), 'the question'),
              'and then the other one comes')
    desk.click('Keep the Old One')
    desk.find(tile(other, 'Declined'), 'list item')
    counts(desk, lab, (3, 1, 0), 'what a person declined is no failure')


def after_restart(desk, lab):
    tap.check(person.wait_for(lambda: switch_is_on(desk), 'the switch'), 'line mode is remembered')
    counts(desk, lab, (3, 1, 0), 'the shift is not lost with the window')
    desk.click('Start of Shift')
    counts(desk, lab, (0, 0, 0), 'a person says where it begins anew')
    tap.equal(rows(lab, "SELECT actor FROM security_audit_log WHERE action = 'shift.started'"),
              [(laboratory.TECHNICIAN,)], 'on record')
    desk.picture('new-shift')


def close(desk):
    tap.equal(desk.leave(), 0, 'the program ends well')
    tap.equal(desk.complaints(), [], 'the program had nothing to complain of')


def main():
    lab = found_station()
    usb = UsbDesk(lab)
    devices = [lab.make_device(name, 'Bed ' + name) for name in PORTS]
    for device in devices:
        device.switch_on()
    wedge = scanner.Scanner()
    desk = None
    try:
        desk = start_station(lab, usb)
        three_at_once(desk, lab, usb, wedge, devices[:3])
        meanwhile(desk, usb, wedge, devices[1], devices[3])
        window_closed(desk, lab, devices[1:3])
        numbers_differ(desk, devices[3])
        failed_only(desk, lab, devices)
        most = max(actions[device.id] for device in devices[:3])
        tap.check(most <= MOST_ACTIONS, f'nobody needed more than {MOST_ACTIONS} actions',
                  dict(actions))
        unplugged(desk, usb, devices[0])
        typing(desk, lab, wedge, devices[3], devices[2])
        close(desk)
        desk = start_station(lab, usb, (800, 600))
        after_restart(desk, lab)
        close(desk)
    except Exception as failure:  # pylint: disable=broad-except
        if desk:
            desk.picture('failure')
        tap.check(False, 'the journey comes to its end', repr(failure))
    usb.close()
    tap.done()


main()
