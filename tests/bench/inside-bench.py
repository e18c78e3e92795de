#!/usr/bin/python3
"""In the guest: a gadget on the kernel's own controller, and both ways to speak with it.

    inside-bench.py SCRIPT DEVICE STATION ROUNDS

Prints a line a measurement, the speed before what bench-usb says."""

import os
import sys

from inside import Speaker, attached, must, plug_controller, wait_for

SCRIPT, DEVICE, STATION, ROUNDS = sys.argv[1:5]
DIRECTORY = '/run/zmonitor-gadget'


def gadget(command):
    must('/bin/sh', SCRIPT, command, '--user', 'nobody', '--device-id', 'DEV-014')


def measure(speed):
    plug_controller(speed)
    gadget('up')
    device = Speaker('setpriv', '--reuid=nobody', '--regid=nogroup', '--clear-groups',
                     DEVICE, DIRECTORY)
    device.hear()
    gadget('bind')
    wait_for(attached, 'the device on the host')
    station = Speaker(STATION, ROUNDS)
    for _ in range(4 * int(ROUNDS)):
        print(speed, station.hear(), flush=True)
    if station.process.wait() != 0:
        raise SystemExit(f'{STATION} ended with {station.process.returncode}')
    device.process.kill()
    device.process.wait()
    gadget('down')


def main():
    os.chdir('/')
    must('modprobe', 'libcomposite')
    for speed in ('high-speed', 'super-speed'):
        measure(speed)


main()
