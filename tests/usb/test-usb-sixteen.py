#!/usr/bin/python3
"""Sixteen devices on nested hubs in one program, each in a session of its own, beside one that takes
nothing and so keeps its own thread waiting, and nobody else."""

import json
import os
import subprocess

import lab as laboratory
from lab import BUILD, Lab, Tap
from usbdesk import UsbDesk

SESSIONS = os.path.join(BUILD, 'tests/usb/usb-sessions')
PORTS = [f'1-{a}.{b}.{c}' for a in (1, 2) for b in (1, 2) for c in (1, 2, 3, 4)]


def found():
    lab = Lab()
    for step in (lab.create_authority, lab.create_server, lab.add_technician):
        answer = step()
        if not answer.ok:
            raise RuntimeError(f'{step.__name__}: {answer.error or answer.stderr}')
    lab.start_central()
    lab.start_signer()
    lab.admin('window', 'open', '--devices', '64', '--minutes', '60')
    return lab


def run(lab, usb, places):
    """All at once; places: address and code of each."""
    words = [word for place in places for word in place]
    process = subprocess.run([SESSIONS, lab.station, laboratory.TECHNICIAN,
                              laboratory.TECHNICIAN_PIN, *words], capture_output=True, text=True,
                             env=os.environ | usb.environment, timeout=300)
    if process.returncode != 0:
        raise RuntimeError(process.stderr)
    return json.loads(process.stdout.splitlines()[-1])


def place(port, device):
    return f'usb:{port}', device.find('ticket')['code']


def main():
    tap = Tap()
    lab = found()
    usb = UsbDesk(lab)
    devices = [lab.make_device(f'DEV-{i:03}', f'Bed {i}') for i in range(len(PORTS) + 2)]
    for device in devices:
        device.switch_on()
    *many, one, silent = devices
    usb.plug('1-3', one)
    alone = run(lab, usb, [place('1-3', one)])
    tap.equal(alone['sessions'][0].get('check'), None, 'one device is provisioned alone')

    for port, device in zip(PORTS, many):
        usb.plug(port, device)
    usb.plug('1-4', silent)
    usb.tell('hold', '1-4', 1)
    together = run(lab, usb, [place('1-4', silent)] + list(map(place, PORTS, many)))
    waiting, *others = together['sessions']
    for port, session in zip(PORTS, others):
        tap.equal(session.get('check'), None, f'the device at {port} is provisioned')
    tap.equal(waiting.get('check'), 'tether.timeout', 'the one that takes nothing is told as such')
    tap.check(max(session['seconds'] for session in others) < waiting['seconds'],
              'and nobody waited for it', together)
    print(f'# one {alone["seconds"]:.2f} s, sixteen {max(s["seconds"] for s in others):.2f} s, '
          f'longest pause of the main loop {together["pause"] * 1000:.0f} ms')
    for port in PORTS:
        tap.equal(usb.count(port)['opened'], 0, f'nothing is left open at {port}')
    tap.equal(usb.close(), 0, 'the desk ends well')
    tap.done()


main()
