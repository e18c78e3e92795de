#!/usr/bin/python3
"""What the window costs while nobody does anything: with nothing plugged in, and with sixteen devices,
by turns; on a desktop of its own.

    idle.py ROUNDS SECONDS

Prints a line a round: per cent of a processor and wake-ups a second without devices, then with."""

import os
import sys
import time

import lab as laboratory
import person
from crowd import PORTS, found
from figures import processor_seconds, wake_ups
from lab import BUILD
from steps import sign_in, signed_in
from usbdesk import UsbDesk

STATION = os.path.join(BUILD, 'ui/zmonitor-station')
SETTLE = 3  # seconds for what a change sets off


def watch(pid, seconds):
    time.sleep(SETTLE)
    before = time.monotonic(), processor_seconds(pid), wake_ups(pid)
    time.sleep(seconds)
    after = time.monotonic(), processor_seconds(pid), wake_ups(pid)
    passed = after[0] - before[0]
    return 100 * (after[1] - before[1]) / passed, (after[2] - before[2]) / passed


def main():
    rounds, seconds = int(sys.argv[1]), float(sys.argv[2])
    lab = found()
    usb = UsbDesk(lab)
    devices = [lab.make_device(f'DEV-{i:03}', f'Bed {i}') for i in range(len(PORTS))]
    for device in devices:
        device.switch_on()
    desk = person.Person(['env', *(f'{name}={value}' for name, value in usb.environment.items()),
                          STATION, '--station', lab.station], lab.path('pictures'))
    desk.find('Sign In', 'push button')
    sign_in(desk, laboratory.TECHNICIAN_PIN)
    if not signed_in(desk):
        raise RuntimeError('nobody is signed in')
    for _ in range(rounds):
        empty = watch(desk.process.pid, seconds)
        for port, device in zip(PORTS, devices):
            usb.plug(port, device)
        desk.find(f'Port {PORTS[-1]}, {devices[-1].id}: Ready', 'list item')
        full = watch(desk.process.pid, seconds)
        print(*(f'{figure:.4f}' for figure in empty + full), flush=True)
        for port in PORTS:
            usb.unplug(port)
        desk.read('Nothing Is Plugged In')
    desk.leave()
    usb.close()


main()
