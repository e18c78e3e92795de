#!/usr/bin/python3
"""The camera through the real portal: permission given, refused, asked for by a dialog, a dialog that
nobody answers, and no portal at all."""

import json
import os
import subprocess
import sys

import virtualcamera
from lab import BUILD, Tap
from virtualcamera import Bed, Probe

PROBE = sys.argv[1]
STATIONCTL = os.path.join(BUILD, 'app/ctl/zmonitor-stationctl')
TICKET = ('ZM1:DEV-014:KTRW-4821:ABCDEFGHIJKLMNOPQRSTUVWXYZ234567ABCDEFGHIJKLMNOPQRSQ:'
          'ABCDEFGHIJKLMNOP')


def look(tap, bed, expected, name):
    """Starts a program anew and waits for what becomes of its camera."""
    probe = Probe(bed, PROBE, 'portal')
    probe.tell('start')
    tap.check(probe.wait('state', expected), name)
    tap.equal(probe.quit(), 0, name + ', and it ends well')
    return probe


def check_command_line(tap, bed):
    """Where no window says what the desktop wants."""
    asked = bed.asked()
    process = bed.start(STATIONCTL, 'camera', 'scan', '--camera-portal', name='scan')
    bed.wait_for(lambda: bed.asked() > asked, 'the dialog')
    tap.check(bed.wait_for(lambda: 'The desktop asks whether the camera may be used' in
                           open(bed.path('scan.txt'), encoding='utf-8').read(), 'the sentence'),
              'the command line says that the desktop asks')
    bed.stop(process)
    wrong = subprocess.run([STATIONCTL, '--json', 'camera', 'list'], capture_output=True, text=True,
                           env=bed.environment | {'ZMONITOR_CAMERA_ACCESS': 'portl'}, check=False)
    error = json.loads(wrong.stdout)['error']
    tap.equal((wrong.returncode, error['check'], error['seen'], error['expected']),
              (3, 'camera.access', 'portl', '“portal” or “direct”'),
              'an access that nobody understands is refused')


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
    tap.check(probe.wait('asking', 'yes'), 'and it is told that somebody is asked')
    probe.tell('stop')
    probe.tell('refresh')
    tap.check(probe.wait('asking', 'no'), 'until the question is taken back')
    tap.equal(probe.quit(), 0, 'and the program ends well')
    check_command_line(tap, bed)
    tap.done()


if __name__ == '__main__':
    main()
