#!/usr/bin/python3
"""What the real window costs while its viewfinder is on the screen, drawn by the software renderer; on
a desktop of its own.

    drawing.py SECONDS

Prints a line each for an empty desk, and for a code that is outlined: pictures that were drawn in a
second, and per cent of a processor of the station, of its reader, and of the X server."""

import mmap
import os
import struct
import sys
import time

import lab as laboratory
import person
import virtualcamera
from figures import processor_seconds
from lab import BUILD
from steps import STATION, found_station, sign_in, signed_in

SETTLE = 3  # seconds for what a change sets off
STRANGER = 'https://example.org/'


def children_of(pid):
    found = []
    for task in os.listdir(f'/proc/{pid}/task'):
        with open(f'/proc/{pid}/task/{task}/children', encoding='ascii') as file:
            found += [int(word) for word in file.read().split()]
    return found


def command_of(pid):
    with open(f'/proc/{pid}/comm', encoding='utf-8') as file:
        return file.read().strip()


def find_readers(pid):
    return [child for child in children_of(pid) if command_of(child).startswith('zmonitor-reader'[:15])]


def find_server():
    """The X server of this desktop, which nobody but the desktop has started."""
    return [child for child in children_of(os.getppid()) if command_of(child) == 'Xvfb']


def watch(desk, counter, seconds):
    def look():
        groups = [[desk.process.pid], find_readers(desk.process.pid), find_server()]
        return (time.monotonic(), struct.unpack('=Q', counter[:8])[0],
                *(sum(processor_seconds(pid) for pid in group) for group in groups))

    time.sleep(SETTLE)
    before = look()
    time.sleep(seconds)
    passed, drawn, *spent = (now - then for now, then in zip(look(), before))
    return drawn / passed, *(100 * one / passed for one in spent)


def main():
    seconds = float(sys.argv[1])
    bed = virtualcamera.Bed()
    bed.start_bus()
    bed.start_pipewire()
    lab = found_station()
    device = lab.make_device('DEV-014', 'ICU 2, bed 7')
    device.switch_on()
    path = lab.path('drawn')
    with open(path, 'wb') as file:
        file.write(bytes(8))
    os.environ['XDG_RUNTIME_DIR'] = bed.top
    desk = person.Person(['env', 'ZM_DRAWN=' + path,
                          'LD_PRELOAD=' + os.path.join(BUILD, 'tests/bench/drawn.so'),
                          STATION, '--station', lab.station, '--tether', device.address],
                         lab.path('pictures'), size=(1280, 880))
    with open(path, 'r+b') as file:
        counter = mmap.mmap(file.fileno(), 8)
    desk.find('Passphrase of the station')
    sign_in(desk, laboratory.TECHNICIAN_PIN, laboratory.PASSPHRASE)
    if not signed_in(desk):
        raise RuntimeError('nobody is signed in')
    camera = bed.produce(virtualcamera.plain(bed, 'empty'))
    desk.read('Hold the device’s screen before the camera')
    print(*(f'{figure:.4f}' for figure in watch(desk, counter, seconds)), flush=True)
    camera.show(virtualcamera.spoilt(bed, 'stranger', STRANGER, 'desk: held by hand'))
    desk.read('A code, but not a device’s')
    print(*(f'{figure:.4f}' for figure in watch(desk, counter, seconds)), flush=True)
    desk.leave()
    camera.pull()


main()
