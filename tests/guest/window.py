"""The application itself in the guest, on a display of its own: a person signs in, and sees the
device that is plugged in. Looking costs much here, since each thing on the screen is asked for its
name by another process; so it is done twice only, and the rest by keyboard.

    window.py STATION-DIRECTORY DEVICE-ID DIRECTORY-FOR-PICTURES
"""

import faulthandler
import os
import sys

import lab as laboratory
import person

TIMEOUT = 300  # seconds, after which it is told where it hangs
PATIENCE = 120
PROGRAM = os.path.join(laboratory.BUILD, 'ui/zmonitor-station')


def main():
    station, device_id, pictures = sys.argv[1:]
    faulthandler.dump_traceback_later(TIMEOUT, exit=True)
    desk = person.Person([PROGRAM, '--station', station, '--tether', 'usb'], pictures)
    try:
        desk.find('Sign In', seconds=PATIENCE)
        desk.picture('started')
        desk.type(laboratory.TECHNICIAN)
        desk.press('Tab')
        desk.type(laboratory.TECHNICIAN_PIN)
        desk.press('Return')
        desk.find(device_id, seconds=PATIENCE)
        desk.picture('attached')
    except person.NotFound:
        desk.picture('failure')
        raise
    finally:
        status = desk.leave()
    if status != 0 or desk.complaints():
        raise SystemExit(f'ended with {status}: {desk.complaints()}')


main()
