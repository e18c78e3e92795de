"""Frames and tunnels through one cable, beside a bare libusb loop with one transfer at a time and with
several: on a mocked kernel, and on a real one in a guest, whose emulated processor makes each change
of threads many times dearer, and whose controller moves data only every 4 ms."""

import os
import subprocess
import sys

from figures import Row
from lab import BUILD, Lab, wait_for
from usbdesk import UsbDesk

HERE = os.path.dirname(os.path.abspath(__file__))
DEVICE = os.path.join(BUILD, 'tests/bench/bench-device')
STATION = os.path.join(BUILD, 'tests/bench/bench-usb')
SCRIPT = os.path.join(BUILD, 'resources/gadget/zmonitor-gadget')
GOAL = 0.9


class Cable:
    """What UsbDesk.plug wants to know of a device."""

    id = 'DEV-014'

    def __init__(self, lab):
        self.socket = lab.path('cable')


def rows_of(place, lines):
    """lines: words of bench-usb."""
    measured = {}
    for name, *seconds in lines:
        measured.setdefault(name, []).append([float(word) for word in seconds])
    rows = []
    for name, rounds in measured.items():
        ours, bare, queued = zip(*rounds)
        rows.append(Row(f'{name}, {place}: plain loop', ours, bare, GOAL))
        rows.append(Row(f'{name}, {place}: queued loop', ours, queued, GOAL))
    return rows


def on_mock(rounds):
    lab = Lab()
    usb = UsbDesk(lab)
    cable = Cable(lab)
    lab.start(DEVICE, 'virtual:' + cable.socket)
    wait_for(lambda: os.path.exists(cable.socket), 'the device')
    usb.plug('1-1', cable)
    process = subprocess.run([STATION, str(rounds)], env=os.environ | usb.environment, text=True,
                             stdout=subprocess.PIPE, check=True)
    usb.close()
    lab.close()
    return rows_of('mock', [line.split() for line in process.stdout.splitlines()])


def in_guest(rounds):
    guest = os.path.join(HERE, '../guest/guest.py')
    process = subprocess.run([sys.executable, guest, 'run', os.path.join(BUILD, 'guest'),
                              '/usr/bin/python3', os.path.join(HERE, 'inside-bench.py'), SCRIPT,
                              DEVICE, STATION, str(rounds)],
                             text=True, stdout=subprocess.PIPE, check=True)
    rows = []
    for speed in ('high-speed', 'super-speed'):
        lines = [line.split()[1:] for line in process.stdout.splitlines()
                 if line.startswith(speed + ' ')]
        rows += rows_of(speed, lines)
    return rows
