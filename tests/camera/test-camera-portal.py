#!/usr/bin/python3
"""The camera through the real portal: permission given, refused, asked for by a dialog, a dialog that
nobody answers, and no portal at all."""

import sys

import virtualcamera
from lab import Tap
from virtualcamera import Bed, Probe

PROBE = sys.argv[1]
TICKET = ('ZM1:DEV-014:KTRW-4821:ABCDEFGHIJKLMNOPQRSTUVWXYZ234567ABCDEFGHIJKLMNOPQRSQ:'
          'ABCDEFGHIJKLMNOP')


def look(tap, bed, expected, name):
    """Starts a program anew and waits for what becomes of its camera."""
    probe = Probe(bed, PROBE, 'portal')
    probe.tell('start')
    tap.check(probe.wait('state', expected), name)
    tap.equal(probe.quit(), 0, name + ', and it ends well')
    return probe


def scan(tap, bed, camera):
    probe = Probe(bed, PROBE, 'portal')
    probe.tell('start')
    probe.wait('state', 'live')
    virtualcamera.check_spoilt(tap, bed, probe, camera, TICKET, 'portal')
    tap.equal(probe.quit(), 0, 'and the program ends well')


def main():
    tap = Tap()
    bed = Bed()
    bed.start_bus()
    look(tap, bed, 'failed camera.portal', 'no portal')
    bed.start_portal()
    bed.start_pipewire()
    camera = bed.produce(virtualcamera.plain(bed, 'desk'))

    bed.permit('yes')
    probe = look(tap, bed, 'live', 'permission that was given before')
    tap.check(probe.find('cameras', 'portal:virtual-1[Virtual Desk Camera]'), 'and the camera has a name')
    tap.equal(bed.asked(), 0, 'and nobody is asked')
    scan(tap, bed, camera)

    bed.permit('no')
    look(tap, bed, 'failed camera.denied', 'permission that was refused before')

    bed.permit(None)
    bed.answer('no')
    look(tap, bed, 'failed camera.denied', 'a person who says no')
    bed.permit(None)
    bed.answer('yes')
    asked = bed.asked()
    look(tap, bed, 'live', 'a person who says yes')
    tap.check(bed.asked() > asked, 'and was asked')

    bed.permit(None)
    bed.answer('nothing')
    asked = bed.asked()
    probe = Probe(bed, PROBE, 'portal')
    probe.tell('start')
    bed.wait_for(lambda: bed.asked() > asked, 'the dialog')
    probe.tell('frames')
    tap.check(probe.wait('frames'), 'nothing waits for a person who does not answer')
    tap.equal(probe.quit(), 0, 'and the program ends well')
    tap.done()


if __name__ == '__main__':
    main()
