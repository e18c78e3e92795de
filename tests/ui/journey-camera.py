#!/usr/bin/python3
"""Pairing with a camera: a viewfinder that says what to do, a code that begins by being seen, and what
the station says when the camera is missing, pulled, or stalls. The camera is PipeWire's, and what it
sees is made."""

import os
import subprocess

import lab as laboratory
import person
import virtualcamera
from lab import Tap
from steps import (PICTURES, STATION, begun, found_station, journey, pair_by_code, refuse, rows,
                   sign_in, signed_in, ways)

tap = Tap()


def screen_of(device):
    return device.lab.path(device.id + '.png')


def code_of(bed, name, text):
    path = bed.path(name + '.png')
    subprocess.run(['qrencode', '-o', path, '-s', '8', text], check=True)
    return virtualcamera.sharp(bed, name, path)


def without(desk):
    tap.check(desk.read('There is no camera'), 'without a camera that is said')
    tap.check(desk.usable('Open a Picture', 'push button') and desk.look('No picture? Type the code'),
              'and the other ways are there')
    desk.picture('no-camera')


def plugged_in(desk, bed, scene):
    camera = bed.produce(scene)
    tap.check(desk.read('Hold the device’s screen before the camera'),
              'a camera that is plugged in is at work at once')
    desk.picture('looking')
    return camera


def hints(desk, bed, camera):
    camera.show(code_of(bed, 'foreign', 'https://example.org/'))
    tap.check(desk.read('A code, but not a device’s'), 'a code that is no device’s is told')
    desk.picture('foreign')
    camera.show(code_of(bed, 'label', 'ZMLABEL:1:D:DEV-014'))
    tap.check(desk.read('A label, which proves nothing'), 'and so is the label of a device')
    desk.picture('label')
    camera.show(virtualcamera.plain(bed, 'dark', 'xc:gray3'))
    tap.check(desk.read('Too dark'), 'so is the dark')
    desk.picture('dark')


def seen(desk, bed, camera, device, empty):
    camera.show(virtualcamera.spoilt(bed, 'held', device.screen_text(), 'desk: held by hand'))
    tap.check(begun(desk, device), 'a code that is seen begins, without a key')
    desk.picture('begun')
    camera.show(empty)
    refuse(desk, device)


def several(desk, bed, camera, device, other, empty):
    camera.show(virtualcamera.sharp(bed, 'two', screen_of(other), screen_of(device)))
    tap.check(desk.find('Which Device Is It?'), 'of two devices in sight the station asks')
    desk.picture('two')
    desk.click(device.id)
    tap.check(begun(desk, device), 'the one that is chosen begins')
    camera.show(empty)
    refuse(desk, device)


def stalled(desk, camera, empty):
    camera.stall()
    tap.check(desk.read('gives no picture'), 'a camera that stalls is told')
    desk.picture('stalled')
    camera.show(empty)
    tap.check(desk.read('Hold the device’s screen'), 'and when it goes on, so does the station')
    tap.check(not desk.says('gives no picture'), 'which does not say any more what was wrong')


def pulled(desk, camera, device):
    camera.pull()
    tap.check(desk.read('The camera is not there'), 'a camera that is pulled is told')
    desk.picture('pulled')
    pair_by_code(desk, device)
    tap.check(begun(desk, device), 'and the typed code does its work meanwhile')
    refuse(desk, device)


def remembered(desk, bed, empty):
    cameras = [bed.produce(empty, 'Desk Camera', node) for node in ('virtual-2', 'virtual-3')]
    desk.read('Hold the device’s screen')
    desk.click('Which camera', 'combo box')
    tap.check(desk.read('Desk Camera (2)') and desk.read('Desk Camera (3)'),
              'two cameras of one name are told apart')
    desk.picture('which-camera')
    desk.press('Escape')
    desk.click('Show it as a mirror does')
    desk.picture('mirrored')
    path = os.path.join(os.environ['XDG_CONFIG_HOME'], 'zmonitor-station/choices.ini')
    tap.check(person.wait_for(lambda: os.path.exists(path) and 'mirrored=yes' in
                              open(path, encoding='utf-8').read(), 'the choice'),
              'what was chosen is remembered')
    with open(path, encoding='utf-8') as file:
        tap.check('chosen' not in file.read(), 'and a list that only changes chooses nothing')
    desk.click('Camera')
    person.wait_for(lambda: not desk.look('Show it as a mirror does'), 'the camera to be off')
    tap.check(not desk.look('What the camera sees'), 'the camera can be switched off')
    desk.picture('off')
    for camera in cameras:
        camera.pull()


def to_the_end(desk, bed, lab, device):
    """Two actions of a person besides holding the device up, and none of the keyboard."""
    desk.click('Camera')
    camera = bed.produce(virtualcamera.sharp(bed, 'last', screen_of(device)))
    tap.check(begun(desk, device), 'the camera is switched on again, and sees the device')
    desk.click('The Numbers Match')
    desk.click('Issue Certificate')
    tap.check(desk.usable('Next Device', 'push button') or
              desk.find('Next Device', 'push button'), 'and the device is verified')
    desk.picture('verified')
    tap.equal(ways(lab), ['camera'], 'the audit log has the way in which the code came')
    tap.equal(rows(lab, 'SELECT state FROM sessions WHERE device_id = \'DEV-014\'')[-1:],
              [('verified',)], 'and the store the session')
    desk.click('Next Device')
    tap.check(desk.read('DEV-014 is done'), 'who still lies before the camera is not begun with again')
    desk.picture('left-over')
    camera.pull()


def main():
    bed = virtualcamera.Bed()
    bed.start_bus()
    bed.start_pipewire()
    lab = found_station()
    answer = lab.admin('window', 'open', '--devices', '9', '--minutes', '60')
    tap.check(answer.ok, 'the window is open', answer.error)
    device, other = (lab.make_device(*what) for what in (('DEV-014', 'ICU 2, bed 7'),
                                                         ('DEV-015', 'ICU 2, bed 8')))
    for one in (device, other):
        one.switch_on()
    empty = virtualcamera.plain(bed, 'empty')
    os.environ['XDG_RUNTIME_DIR'] = bed.top
    desk = person.Person([STATION, '--station', lab.station, '--tether', device.address],
                         os.path.join(PICTURES, 'camera'), size=(1280, 880))
    with journey(desk, tap):
        desk.find('Passphrase of the station')
        sign_in(desk, laboratory.TECHNICIAN_PIN, laboratory.PASSPHRASE)
        signed_in(desk)
        without(desk)
        camera = plugged_in(desk, bed, empty)
        hints(desk, bed, camera)
        seen(desk, bed, camera, device, empty)
        several(desk, bed, camera, device, other, empty)
        stalled(desk, camera, empty)
        pulled(desk, camera, device)
        remembered(desk, bed, empty)
        to_the_end(desk, bed, lab, device)
    tap.done()


main()
