#!/usr/bin/python3
"""The camera of a station in a sandbox: the desktop's portal asks the person, who does not answer, says
no, or said yes before; then a spoilt picture of a device's screen begins."""

import contextlib
import os

import lab as laboratory
import person
import virtualcamera
from lab import Tap
from steps import PICTURES, STATION, begun, found_station, sign_in, signed_in

tap = Tap()


@contextlib.contextmanager
def visit(lab, device, name):
    """A person who opens the window, signs in, looks, and leaves."""
    desk = person.Person(['env', 'ZMONITOR_CAMERA_ACCESS=portal', STATION, '--station', lab.station,
                          '--tether', device.address], os.path.join(PICTURES, 'portal-' + name),
                         size=(1280, 880))
    desk.find('Passphrase of the station')
    sign_in(desk, laboratory.TECHNICIAN_PIN, laboratory.PASSPHRASE)
    signed_in(desk)
    try:
        yield desk
    except Exception:
        desk.picture('failure')
        raise
    tap.equal(desk.leave(), 0, 'the program ends well')
    tap.equal(desk.complaints(), [], 'the program had nothing to complain of')


def unanswered(bed, lab, device):
    bed.permit(None)
    bed.answer('nothing')
    with visit(lab, device, 'asks') as desk:
        tap.check(desk.read('The desktop asks whether the camera may be used'),
                  'while the desktop asks the station says so')
        tap.check(desk.usable('Open a Picture', 'push button') and
                  desk.look('No picture? Type the code'), 'and the other ways are there')
        desk.picture('asks')


def denied(bed, lab, device):
    bed.permit(None)
    bed.answer('no')
    with visit(lab, device, 'denied') as desk:
        tap.check(desk.read('The camera may not be used'), 'a no is told')
        tap.check(not desk.says('The desktop asks'), 'and nobody is told to answer any more')
        desk.picture('denied')


def permitted(bed, lab, device, camera):
    bed.permit('yes')
    with visit(lab, device, 'permitted') as desk:
        tap.check(desk.read('Hold the device’s screen before the camera'),
                  'with permission it is at work')
        camera.show(virtualcamera.spoilt(bed, 'screen', device.screen_text(), 'glare, 1.0'))
        tap.check(begun(desk, device), 'a code under glare begins')
        desk.picture('begun')


def main():
    bed = virtualcamera.Bed()
    # The portal is on the bus that the window has.
    bed.environment['DBUS_SESSION_BUS_ADDRESS'] = os.environ['DBUS_SESSION_BUS_ADDRESS']
    bed.start_portal()
    bed.start_pipewire()
    camera = bed.produce(virtualcamera.plain(bed, 'empty'))
    lab = found_station()
    answer = lab.admin('window', 'open', '--devices', '9', '--minutes', '60')
    tap.check(answer.ok, 'the window is open', answer.error)
    device = lab.make_device('DEV-014', 'ICU 2, bed 7')
    device.switch_on()
    os.environ['XDG_RUNTIME_DIR'] = bed.top
    try:
        unanswered(bed, lab, device)
        denied(bed, lab, device)
        permitted(bed, lab, device, camera)
    except Exception as failure:  # pylint: disable=broad-except
        tap.check(False, 'the journey comes to its end', repr(failure) + bed.last_words())
    tap.done()


main()
