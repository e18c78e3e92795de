#!/usr/bin/python3
"""The ways a code comes to the station besides the camera: a scanner that plays keyboard, wherever the
focus is and whatever layout the desk has; a picture by file, by paste, with two codes in it."""

import os
import subprocess
import time

import lab as laboratory
import person
import scanner
from lab import Tap
from steps import PICTURES, STATION, begun, fill, found_station, journey, refuse, rows, signed_in

HERE = os.path.dirname(os.path.abspath(__file__))

tap = Tap()


def ticket_of(device):
    with open(device.lab.path(device.id + '.ticket'), encoding='utf-8') as file:
        return file.read().strip()


def set_layout(name):
    subprocess.run(['setxkbmap', name], check=True)


def failures(lab):
    return rows(lab, "SELECT action FROM security_audit_log WHERE outcome <> 'success'")


def numbers(device):
    """How often this device was paired with."""
    device.poll()
    return sum(event['event'] == 'number' for event in device.events)


def fields(desk):
    """What stands in the fields, those of the page that was left included."""
    return person.texts_of(node for node in desk.shown() if node.role in ('text', 'password text', 'entry'))


def at_sign_in(desk, lab, wedge):
    desk.find('Passphrase of the station')
    fill(desk, 'PIN', '65')
    wedge.scan(f'ZMLABEL:1:O:{laboratory.TECHNICIAN}')
    tap.check(person.wait_for(lambda: laboratory.TECHNICIAN in fields(desk), 'the name'),
              'a badge fills in the name')
    desk.picture('badge')
    tap.equal(sorted(len(text) for text in fields(desk)), [0, 2, len(laboratory.TECHNICIAN)],
              'and nothing of it the PIN, where the focus was')
    tap.check(desk.look('Passphrase of the station'), 'and signs nobody in')
    fill(desk, 'PIN', '123456')
    desk.press('ctrl+a')
    wedge.scan(f'ZMLABEL:1:O:{laboratory.TECHNICIAN}')
    tap.check(person.wait_for(lambda: not any('Z' in text or len(text) == 6 for text in fields(desk)),
                              'the PIN to be gone'),
              'what gave way to a scan is gone, and no piece of the scan is in its place')
    desk.type(laboratory.TECHNICIAN_PIN)
    fill(desk, 'Passphrase of the station', '')
    wedge.scan(laboratory.PASSPHRASE)
    tap.check(person.wait_for(lambda: len(laboratory.PASSPHRASE) in map(len, fields(desk)),
                              'the passphrase'),
              'a passphrase that comes as quickly as a scan stays in its field')
    desk.press('Return')
    tap.check(signed_in(desk), 'the PIN is still to be given, and opens the station')


def wherever_the_focus_is(desk, lab, device, wedge):
    desk.press('alt+t')
    desk.type('AB')
    wedge.scan(ticket_of(device))
    tap.check(begun(desk, device), 'a ticket scanned with the focus in a field begins')
    desk.picture('scanned')
    before = numbers(device)
    wedge.scan(ticket_of(device))
    tap.check(desk.read(f'{device.id} was scanned already'), 'the same again is no error')
    desk.picture('again')
    tap.check(desk.usable('The Numbers Match', 'push button'),
              'and answers no question by its Enter')
    tap.equal(numbers(device), before, 'nor begins another session')
    refuse(desk, device)
    tap.equal(set(fields(desk)) - {'', laboratory.TECHNICIAN}, set(), 'nothing of it is in a field')


def under(desk, lab, device, layout, keys, name):
    set_layout(layout)
    wedge = scanner.Scanner(keys)
    desk.press('alt+t')
    wedge.scan(ticket_of(device))
    wedge.close()
    tap.check(begun(desk, device), f'a scanner of {name} under the layout “{layout}”')
    refuse(desk, device)
    set_layout('us')


def foreign(desk, lab, wedge):
    before = failures(lab)
    wedge.scan('https://example.org/login')
    tap.check(desk.read('This code is not a device’s'), 'a foreign code is told from ours')
    wedge.scan('ZMLABEL:1:D:DEV-014')
    tap.check(desk.read('This is a label'), 'and so is a label')
    desk.picture('label')
    desk.press('F10')
    desk.find('Sign Out', 'menu item')
    wedge.scan('SN-0123456789')
    tap.check(desk.read('This code is not a device’s') and signed_in(desk),
              'over an open menu it presses nothing of it')
    desk.picture('menu')
    desk.press('Escape')
    tap.equal(failures(lab), before, 'none of them costs anything')


def paste(desk, device, *pictures):
    """The pictures side by side on the clipboard, as a screenshot tool leaves them there."""
    both = device.lab.path('pasted.png')
    subprocess.run(['convert', *pictures, '-bordercolor', 'white', '-border', '20', '+append', both],
                   check=True)
    holder = subprocess.Popen(['xclip', '-quiet', '-selection', 'clipboard', '-t', 'image/png', '-i',
                               both], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    desk.click('Paste a Picture')
    return holder


def screen_of(device):
    return device.lab.path(device.id + '.png')


def pasted(desk, lab, device, other):
    holder = paste(desk, device, screen_of(device))
    tap.check(begun(desk, device), 'a picture that is pasted begins')
    holder.terminate()
    holder.wait()
    refuse(desk, device)

    before = numbers(device), numbers(other)
    holder = paste(desk, device, screen_of(other), screen_of(device))
    tap.check(desk.find('Which Device Is It?'), 'two codes in one picture: the station asks')
    desk.picture('which-device')
    tap.equal((numbers(device), numbers(other)), before, 'and begins nothing by itself')
    tap.check(desk.look(other.id, 'push button'), 'both are there to choose')
    desk.click(device.id)
    tap.check(begun(desk, device), 'the one that is chosen begins')
    holder.terminate()
    holder.wait()
    refuse(desk, device)


def drop(desk, kind, path):
    """Out of another window and onto the page, with the hand that a person has."""
    source = subprocess.Popen(['/usr/bin/python3', os.path.join(HERE, 'drag-source.py'), kind, path],
                              stdin=subprocess.DEVNULL)
    window = person.wait_for(lambda: desk.xdotool('search', '--onlyvisible', '--pid',
                                                  str(source.pid)).split(), 'the other window')[-1]
    desk.xdotool('windowmove', window, '1290', '0')
    time.sleep(0.5)
    desk.xdotool('mousemove', '1330', '40', 'mousedown', '1')
    for x, y in ((1320, 60), (1280, 120), (1100, 300), (900, 420), (890, 424)):
        time.sleep(0.1)
        desk.xdotool('mousemove', str(x), str(y))
    time.sleep(0.3)
    desk.xdotool('mouseup', '1')
    return source


def dropped(desk, device):
    for kind, what in (('uri', 'a file'), ('png', 'a picture')):
        source = drop(desk, kind, screen_of(device))
        tap.check(begun(desk, device), f'{what} that is dropped begins')
        source.terminate()
        source.wait()
        refuse(desk, device)


def main():
    lab = found_station()
    answer = lab.admin('window', 'open', '--devices', '9', '--minutes', '60')
    tap.check(answer.ok, 'the window is open', answer.error)
    device = lab.make_device('DEV-014', 'ICU 2, bed 7')
    device.switch_on()
    other = lab.make_device('DEV-015', 'ICU 2, bed 8')
    other.switch_on()
    set_layout('us')
    wedge = scanner.Scanner()
    desk = person.Person([STATION, '--station', lab.station, '--tether', device.address],
                         os.path.join(PICTURES, 'scan'))
    with journey(desk, tap):
        at_sign_in(desk, lab, wedge)
        wherever_the_focus_is(desk, lab, device, wedge)
        for layout, keys, name in (('de', scanner.US, 'the United States'),
                                   ('fr', scanner.US, 'the United States'),
                                   ('de', scanner.GERMAN, 'Germany'),
                                   ('fr', scanner.FRENCH, 'France')):
            under(desk, lab, device, layout, keys, name)
        foreign(desk, lab, wedge)
        pasted(desk, lab, device, other)
        dropped(desk, device)
    tap.done()


main()
