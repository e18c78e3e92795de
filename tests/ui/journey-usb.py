#!/usr/bin/python3
"""The bench as cables come and go: places that appear and leave, a port that gets a name, a port
that is not for devices, a cable that is pulled while somebody is asked and put in at another port, and a
half-done device that is there when the station starts again."""

import os
import sqlite3
import time

import lab as laboratory
import person
from lab import BUILD, Lab, Tap
from steps import fill, pair_by_code, sign_in, signed_in, type_code
from usbdesk import UsbDesk

STATION = os.path.join(BUILD, 'ui/zmonitor-station')
PICTURES = os.path.join(BUILD, 'tests/ui/pictures/usb')
AUDITOR = 'audrey'
AUDITOR_PIN = '777777'

tap = Tap()


def found_station():
    lab = Lab()
    for step in (lab.create_authority, lab.create_server, lab.add_technician):
        answer = step()
        if not answer.ok:
            raise RuntimeError(f'{step.__name__}: {answer.error or answer.stderr}')
    lab.start_central()
    lab.start_signer()
    lab.admin('window', 'open', '--devices', '9', '--minutes', '60')
    lab.admin('operator', 'add', AUDITOR, '--role', 'auditor',
              secrets=[('--new-pin-fd', AUDITOR_PIN)])
    with open(os.path.join(lab.station, 'station.conf'), 'r+', encoding='utf-8') as file:
        text = file.read().replace('usb-ports=any', 'usb-ports=1-1 1-2.3 1-2.4 2-1')
        file.seek(0)
        file.write(text)
    return lab


def ask(lab, sql):
    database = sqlite3.connect(f'file:{lab.station}/station.db?mode=ro', uri=True)
    try:
        return database.execute(sql).fetchall()
    finally:
        database.close()


def start_station(lab, usb):
    desk = person.Person(['env', *(f'{name}={value}' for name, value in usb.environment.items()),
                          STATION, '--station', lab.station], PICTURES)
    desk.find('Sign In', 'push button')
    return desk


def open_station(lab, usb):
    desk = start_station(lab, usb)
    sign_in(desk, laboratory.TECHNICIAN_PIN)
    tap.check(signed_in(desk), 'somebody is signed in')
    return desk


def gone(desk, piece):
    return person.wait_for(lambda: not desk.look(piece), f'{piece} to go')


def tile(name, device, status):
    return f'{name}, {device}: {status}'


def places(desk, usb, devices):
    tap.check(desk.read('Nothing Is Plugged In'), 'an empty bench says what to do')
    desk.picture('empty')
    usb.plug('1-2.4', devices['DEV-041'])
    usb.plug('1-2.3', devices['DEV-014'])
    tap.check(desk.find(tile('Port 1-2.3', 'DEV-014', 'Ready'), 'list item'),
              'a place appears with its device')
    tap.check(desk.find(tile('Port 1-2.4', 'DEV-041', 'Ready'), 'list item'), 'and another one')
    desk.picture('two-devices')
    desk.click(tile('Port 1-2.3', 'DEV-014', 'Ready'), 'list item')
    fill(desk, 'What this desk calls the port', 'Left hub 3')
    desk.press('Return')
    tap.check(desk.find(tile('Left hub 3', 'DEV-014', 'Ready'), 'list item'), 'a port gets a name')
    desk.picture('named')
    desk.click('Have the device at Port 1-2.4 show itself')
    tap.check(person.wait_for(lambda: devices['DEV-041'].find('identify'), 'the device'),
              'a device is asked which one it is')
    tap.check(desk.find(tile('Port 1-2.4', 'DEV-041', 'Shows itself'), 'list item'),
              'and its place says so')
    desk.picture('shows-itself')
    desk.find(tile('Port 1-2.4', 'DEV-041', 'Ready'), 'list item')
    usb.unplug('1-2.4')
    tap.check(gone(desk, tile('Port 1-2.4', 'DEV-041', 'Ready')), 'an empty place leaves')


def twins(desk, usb, device, other):
    """A device that says another one's number."""
    usb.tell('plug', '1-1', device.id, other.socket)
    for name in ('Port 1-1', 'Left hub 3'):
        tap.check(desk.find(tile(name, device.id, 'Same device twice'), 'list item'),
                  f'{name} says that its number is there twice')
    desk.click(tile('Port 1-1', device.id, 'Same device twice'), 'list item')
    tap.check(desk.read(f'Two devices say that they are {device.id}'), 'in words')
    desk.picture('twins')
    usb.unplug('1-1')
    tap.check(desk.find(tile('Left hub 3', device.id, 'Ready'), 'list item'),
              'until one of them is gone')


def bounce(usb, port, device):
    """A plug that has contact, has none, and has it again."""
    usb.plug(port, device)
    time.sleep(0.01)
    usb.unplug(port)
    time.sleep(0.01)
    usb.plug(port, device)


def forbidden(desk, usb, device):
    usb.plug('1-3', device)
    tap.check(desk.find(tile('Port 1-3', 'A device is plugged in', 'Not usable'), 'list item', 30),
              'a device at a port that is not for devices is told as such')
    desk.click(tile('Port 1-3', 'A device is plugged in', 'Not usable'), 'list item')
    tap.check(desk.read('port.forbidden'), 'with the check')
    tap.check(desk.read('station.conf'), 'and the remedy')
    desk.picture('forbidden')
    usb.unplug('1-3')
    gone(desk, tile('Port 1-3', 'A device is plugged in', 'Not usable'))


def compare(desk, device):
    person.wait_for(lambda: desk.usable('The Numbers Match', 'push button'), 'the number')
    desk.click('The Numbers Match')
    person.wait_for(lambda: desk.usable('Issue Certificate', 'push button'), 'the judgement')


def another_port(desk, lab, usb, device):
    desk.click(tile('Left hub 3', 'DEV-014', 'Ready'), 'list item')
    pair_by_code(desk, device)
    compare(desk, device)
    usb.unplug('1-2.3')
    tap.check(desk.read('The device was unplugged'), 'a pulled cable is seen at once')
    desk.picture('pulled')
    bounce(usb, '2-1', device)
    tap.check(person.wait_for(lambda: desk.usable('Issue Certificate', 'push button'),
                              'the same question at another port'), 'it goes on at another port')
    tap.check(gone(desk, tile('Left hub 3', 'Nothing is plugged in', 'Interrupted')),
              'its old place leaves')
    desk.picture('another-port')
    desk.click('Issue Certificate')
    desk.find('Next Device', 'push button')
    desk.picture('done')
    tap.equal(ask(lab, "SELECT state, device_id FROM sessions"), [('verified', 'DEV-014')],
              'and comes to its end, in one session')


def next_device(desk, usb, device):
    usb.unplug('2-1')
    usb.plug('2-1', device)
    tap.check(desk.find(tile('Port 2-1', 'DEV-041', 'Ready'), 'list item'),
              'the next device takes the place of one that is done')
    desk.click(tile('Port 2-1', 'DEV-041', 'Ready'), 'list item')
    pair_by_code(desk, device)
    compare(desk, device)
    usb.unplug('2-1')
    desk.read('The device was unplugged')


def typing(desk, usb, device, other):
    """What the station goes on with by itself takes nothing away from a person who types."""
    usb.plug('1-2.3', other)
    desk.click(tile('Left hub 3', other.id, 'Ready'), 'list item')
    type_code(desk, 'abcd')
    usb.plug('2-1', device)
    tap.check(desk.find(tile('Port 2-1', device.id, 'Your turn'), 'list item'),
              'a half-done device goes on at its tile')
    desk.type('2345')
    tap.check(desk.read('The station will pair with ABCD-2345'), 'while a person types elsewhere')
    usb.unplug('1-2.3')
    usb.unplug('2-1')
    desk.find(tile('Port 2-1', 'Nothing is plugged in', 'Interrupted'), 'list item')


def as_auditor(lab, usb, device):
    desk = start_station(lab, usb)
    fill(desk, 'Name', AUDITOR)
    fill(desk, 'PIN', AUDITOR_PIN)
    desk.press('Return')
    desk.read(f'{AUDITOR} (auditor)')
    tap.check(desk.read('An Auditor Only Reads'), 'an auditor has no bench')
    usb.plug('1-1', device)
    time.sleep(1)
    tap.equal(ask(lab, f"SELECT state FROM sessions WHERE device_id = '{device.id}'"),
              [('requested',)], 'nothing goes on for an auditor')
    tap.equal(ask(lab, "SELECT count(*) FROM security_audit_log WHERE role = 'auditor' "
                       "AND session IS NOT NULL"), [(0,)], 'or was tried')
    close(desk)


def after_restart(lab, usb):
    desk = open_station(lab, usb)
    tap.check(person.wait_for(lambda: desk.usable('Issue Certificate', 'push button'),
                              'the same question'), 'it goes on for a technician')
    tap.check(gone(desk, 'Half done: DEV-041'), 'and leaves the tray')
    desk.click('Issue Certificate')
    desk.find('Next Device', 'push button')
    tap.equal(ask(lab, "SELECT state FROM sessions WHERE device_id = 'DEV-041'"), [('verified',)],
              'to its end')
    return desk


def stands(desk):
    """Whoever is unplugged is no failure: what to do is said, and both ways stay."""
    tap.check(desk.read('Plug in DEV-107 to go on.'), 'who is to be plugged in is said')
    tap.check(desk.read('The device was unplugged'), 'and why it stands')
    for name in ('Resume', 'Abandon…'):
        tap.check(desk.look(name, 'push button'), f'“{name}” stays')
    tap.check(not desk.look('Copy Details', 'push button'), 'no card speaks of a failure')
    desk.picture('stands')
    desk.press('F1')
    tap.check(desk.find('A half-done device', 'heading'), 'F1 explains half-done devices')
    desk.press('Escape')
    gone(desk, 'Search the help')
    desk.click('Resume')
    tap.check(desk.find(tile('Port 1-1', 'Nothing is plugged in', 'Waiting for it'), 'list item'),
              'Resume waits for the device')
    for name in ('Resume', 'Abandon…'):
        tap.check(desk.look(name, 'push button'), f'and “{name}” stays')
    desk.picture('awaited')


def given_up(desk, lab, usb, device):
    usb.unplug('1-1')
    usb.plug('1-1', device)
    desk.find(tile('Port 1-1', 'DEV-107', 'Ready'), 'list item')
    desk.click(tile('Port 1-1', 'DEV-107', 'Ready'), 'list item')
    pair_by_code(desk, device)
    compare(desk, device)
    usb.unplug('1-1')
    stands(desk)
    usb.plug('1-1', lab.made['DEV-041'])
    tap.check(desk.find('Half done: DEV-107', 'list item'),
              'a half-done device makes room for another one')
    tap.check(desk.read('Request received. The device was unplugged'), 'with its step and reason')
    desk.picture('tray')
    desk.click('Abandon DEV-107')
    desk.picture('abandon')
    desk.press('Escape')
    gone(desk, 'Keep')
    tap.equal(ask(lab, "SELECT state FROM sessions WHERE device_id = 'DEV-107'"),
              [('requested',)], 'Escape keeps it')
    desk.click('Abandon DEV-107')
    desk.find('Keep', 'push button')
    desk.press('alt+a')
    tap.check(gone(desk, 'Half done: DEV-107'), 'and it is given up')
    tap.equal(ask(lab, "SELECT state FROM sessions WHERE device_id = 'DEV-107'"),
              [('abandoned',)], 'on record')


def verified_before(desk, usb, device):
    usb.plug('1-2.4', device)
    tap.check(desk.find(tile('Port 1-2.4', device.id, 'In service'), 'list item'),
              'a device that was verified before says so')
    desk.click(tile('Port 1-2.4', device.id, 'In service'), 'list item')
    tap.check(desk.read(f'{device.id} is in service until'), 'and until when')
    desk.picture('verified-before')


def close(desk):
    tap.equal(desk.leave(), 0, 'the program ends well')
    tap.equal(desk.complaints(), [], 'the program had nothing to complain of')


def main():
    lab = found_station()
    usb = UsbDesk(lab)
    devices = {name: lab.make_device(name, 'Bed ' + name)
               for name in ('DEV-014', 'DEV-041', 'DEV-107')}
    lab.made = devices
    for device in devices.values():
        device.switch_on()
    desk = None
    try:
        desk = open_station(lab, usb)
        places(desk, usb, devices)
        twins(desk, usb, devices['DEV-014'], devices['DEV-107'])
        forbidden(desk, usb, devices['DEV-107'])
        another_port(desk, lab, usb, devices['DEV-014'])
        next_device(desk, usb, devices['DEV-041'])
        typing(desk, usb, devices['DEV-041'], devices['DEV-107'])
        close(desk)
        as_auditor(lab, usb, devices['DEV-041'])
        desk = after_restart(lab, usb)
        given_up(desk, lab, usb, devices['DEV-107'])
        verified_before(desk, usb, devices['DEV-014'])
        close(desk)
    except Exception as failure:  # pylint: disable=broad-except
        if desk:
            desk.picture('failure')
        tap.check(False, 'the journey comes to its end', repr(failure))
    usb.close()
    tap.done()


main()
