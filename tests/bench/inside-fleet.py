#!/usr/bin/python3
"""The real window on a desktop of its own.

    inside-fleet.py memory DEVICES RECORDS   kB that are resident after a walk through its pages
    inside-fleet.py first ROUNDS             seconds to its first window, and to an empty one, by turns"""

import os
import subprocess
import sys
import time

import lab as laboratory
import mapped
import person
import registry
from lab import BUILD
from steps import STATION, found_station, sign_in, signed_in

AUDIT = os.path.join(BUILD, 'tests/bench/bench-audit')
EMPTY = os.path.join(BUILD, 'tests/bench/empty-window')
PAGE = 3  # seconds for what a page reads


def resident(pid):
    with open(f'/proc/{pid}/status', encoding='ascii', errors='replace') as file:
        return int(file.read().split('\nVmRSS:')[1].split()[0])


def walk(desk):
    """Each page, and in the long ones from the end to the beginning; the same keys where there is
    nothing."""
    for page in ('ctrl+2', 'ctrl+3', 'ctrl+4', 'ctrl+2'):
        desk.press(page)
        time.sleep(PAGE)
        if page in ('ctrl+2', 'ctrl+3'):
            desk.xdotool('mousemove', '400', '400', 'click', '5')
            for key in ('End', 'Home'):
                desk.press('Tab', key)
                time.sleep(1)


def memory(devices, records):
    lab = found_station()
    database = os.path.join(lab.station, 'station.db')
    registry.fill(database, devices)
    if records:
        subprocess.run([AUDIT, 'make', database, str(records)], check=True, stdout=subprocess.DEVNULL)
    desk = person.Person([STATION, '--station', lab.station], lab.path('pictures'), (1280, 880))
    desk.find('Passphrase of the station')
    sign_in(desk, laboratory.TECHNICIAN_PIN, laboratory.PASSPHRASE)
    if not signed_in(desk):
        raise RuntimeError('nobody is signed in')
    walk(desk)
    print(resident(desk.process.pid), flush=True)
    desk.leave()


def first(rounds):
    lab = found_station()
    screen = mapped.Screen()
    for _ in range(rounds):
        print(screen.time([STATION, '--station', lab.station]), screen.time([EMPTY]), flush=True)


def main():
    what, *numbers = sys.argv[1:]
    {'memory': memory, 'first': first}[what](*map(int, numbers))


main()
