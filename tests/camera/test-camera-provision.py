#!/usr/bin/python3
"""A real device is provisioned by what a camera sees of its screen, without a window: to verified, in
bad pictures too, and with a clear refusal where a camera does not help."""

import json
import os
import sqlite3
import sys

import virtualcamera
from lab import Lab, Tap
from virtualcamera import Bed

PROBE = sys.argv[1]


def paired_ways(lab):
    with sqlite3.connect(f'file:{lab.station}/station.db?mode=ro', uri=True) as database:
        rows = database.execute("SELECT detail FROM security_audit_log WHERE action = "
                                "'session.paired' ORDER BY seq").fetchall()
    return [json.loads(detail).get('way') for (detail,) in rows]


def refused(tap, answer, check, status, name):
    tap.equal((answer.error.get('check'), answer.status), (check, status), name)
    tap.check('{' not in answer.stderr, name + ', and standard error is for people', answer.stderr)


def check_without(tap, lab, device):
    refused(tap, device.provision(camera=['--camera']), 'camera.none', 6, 'without a camera')
    refused(tap, device.provision(camera=['--camera', '--camera-portal']), 'camera.portal', 8,
            'without a portal')
    refused(tap, device.provision(camera=['--camera', '--camera-seconds', '0']), 'usage.arguments', 2,
            'without time')
    answer = lab.look('camera', 'list')
    tap.equal((answer.ok or {}).get('cameras'), [], 'the list of cameras is empty')


def check_wrong(tap, bed, lab, device, scenes):
    camera = bed.produce(scenes['desk'])
    bed.wait_for(lambda: lab.look('camera', 'list').ok['cameras'], 'the camera')
    tap.equal([item['name'] for item in lab.look('camera', 'list').ok['cameras']],
              ['Virtual Desk Camera'], 'the camera is listed')
    refused(tap, device.provision(camera=['--camera', 'Nobody']), 'camera.none', 6,
            'with a camera of another name')
    answer = device.provision(camera=['--camera', 'desk', '--camera-seconds', '2'])
    refused(tap, answer, 'camera.timeout', 8, 'with nothing to see')
    tap.check('Hold the device’s screen before the camera' in answer.stderr, 'what to do is said')
    camera.show(scenes['both'])
    refused(tap, device.provision(camera=['--camera']), 'camera.several', 4, 'with two devices')
    return camera


def check_provisioned(tap, device, name):
    answer = device.provision(camera=['--camera', 'desk'])
    tap.equal((answer.status, (answer.ok or {}).get('state')), (0, 'verified'), name)
    if answer.status:
        print('# ' + (answer.stdout + answer.stderr).replace('\n', '\n# '))


def main():
    tap = Tap()
    bed = Bed()
    bed.start_bus()
    bed.start_pipewire()
    lab = Lab(environment=os.environ | bed.environment)
    lab.create_authority()
    lab.create_server()
    lab.add_technician()
    lab.start_central()
    lab.admin('window', 'open', '--devices', '9', '--minutes', '60')
    devices = [lab.make_device(f'DEV-0{number}', f'Bed {number}') for number in (14, 41, 42)]
    for device in devices:
        device.switch_on()
    pictures = [lab.path(device.id + '.png') for device in devices]
    scenes = {
        'desk': virtualcamera.plain(bed, 'desk'),
        'both': virtualcamera.sharp(bed, 'both', *pictures[:2]),
        'sharp': virtualcamera.sharp(bed, 'sharp', pictures[0]),
        'screen': virtualcamera.spoilt(bed, 'screen', devices[1].screen_text(),
                                        "desk: a device's screen"),
        'lamp': virtualcamera.spoilt(bed, 'lamp', devices[2].screen_text(),
                                      'desk: on a stand, lamp'),
    }
    check_without(tap, lab, devices[0])
    camera = check_wrong(tap, bed, lab, devices[0], scenes)
    camera.show(scenes['sharp'])
    check_provisioned(tap, devices[0], 'a device is provisioned by its code in the camera')
    camera.show(scenes['screen'])
    check_provisioned(tap, devices[1], 'one whose screen beats with the camera’s pixels')
    camera.show(scenes['lamp'])
    check_provisioned(tap, devices[2], 'and one with a lamp in its screen')
    tap.equal(paired_ways(lab), ['camera'] * 3, 'the audit log says which way the codes came')
    tap.done()


if __name__ == '__main__':
    main()
