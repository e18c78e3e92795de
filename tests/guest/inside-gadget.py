#!/usr/bin/python3
"""The gadget on a real kernel, against a bare libusb loop: every length, every way of going away."""

import os
import sys

from inside import Speaker, attached, must, note, plug_controller, read, run, wait_for
from lab import Tap

SCRIPT, ECHO, PEER = (os.path.abspath(path) for path in sys.argv[1:4])
DIRECTORY = '/run/zmonitor-gadget'
UDC_FILE = '/sys/kernel/config/usb_gadget/zmonitor/UDC'
CYCLES = 50
CONVERSATION = 4  # descriptors of one, which is begun now and then in the moment they are counted
SPEED_NAMES = {'high-speed': '480', 'super-speed': '5000'}


def gadget(command):
    return run('/bin/sh', SCRIPT, command, '--user', 'nobody', '--device-id', 'DEV-014')


def as_nobody(*argv):
    return ('setpriv', '--reuid=nobody', '--regid=nogroup', '--clear-groups', *argv)


def unplug(tap, echo, what):
    """Pulls the cable of a conversation; the device knows, and goes on when it is put back."""
    tap.equal(gadget('unbind')[0], 0, f'{what}: pulled')
    tap.equal(echo.hear(), 'tether.unplugged', f'{what}: the device knows')
    tap.equal(gadget('bind')[0], 0, f'{what}: put back')
    wait_for(attached, 'the device is back')


def judge_conversations(tap, echo):
    tap.equal(run(PEER, 'sizes'), (0, ''), 'frames of all edge sizes come back byte for byte')
    tap.equal(echo.hear(), 'begun', 'a conversation began')
    tap.equal(run(PEER, 'setup'), (0, ''), 'what no tether speaks is stalled')
    tap.equal([echo.hear(), echo.hear()], ['tether.unplugged', 'begun'], 'a second one ended it')
    tap.equal(run(PEER, 'closed'), (0, ''), 'a device that closes is known to be gone at once')
    tap.equal([echo.hear() for _ in range(4)], ['tether.unplugged', 'begun'] * 2, 'and begun again')
    tap.equal(run(PEER, 'again'), (0, ''), 'begun anew in mid-frame, both ways')
    tap.equal([echo.hear() for _ in range(82)], ['tether.unplugged', 'begun'] * 41, 'each was told')


def judge_unplugging(tap, echo):
    for way in ('half-sent', 'half-read'):
        peer = Speaker(PEER, way)
        echo.hear()
        echo.hear()
        tap.equal(peer.hear(), 'ready', f'{way}: in mid-frame')
        unplug(tap, echo, way)
        tap.check(peer.hear() != '', f'{way}: the host knows ({peer.words[-1]})')
        tap.equal(peer.process.wait(), 0, f'{way}: and ends')
        tap.equal(run(PEER, 'closed'), (0, ''), f'{way}: the next conversation is whole')
        tap.equal([echo.hear() for _ in range(3)], ['begun', 'tether.unplugged', 'begun'],
                  f'{way}: so says the device')


def descriptors_of(process):
    return len(os.listdir(f'/proc/{process.pid}/fd'))


def memory_of(process):
    status = read(f'/proc/{process.pid}/status')
    return int(status.split('VmRSS:')[1].split()[0])


def plug(controller):
    """Says to the kernel what the script says, without its other questions."""
    with open(UDC_FILE, 'w', encoding='utf-8') as file:
        file.write(controller + '\n')


def judge_cycles(tap, echo, controller):
    before = None
    for cycle in range(CYCLES):
        plug('')
        plug(controller)
        wait_for(attached, 'the device is back')
        if cycle == 10:
            before = descriptors_of(echo.process), memory_of(echo.process)
    after = descriptors_of(echo.process), memory_of(echo.process)
    note(f'descriptors and KiB after 10 cycles {before}, after {CYCLES} {after}')
    tap.check(after[0] <= before[0] + CONVERSATION, f'{CYCLES} times out and in: no descriptor leaks',
              f'{before} {after}')
    tap.check(after[1] <= before[1] + 512, 'nor memory', f'{before} {after}')


def judge_script(tap):
    tap.equal(gadget('bind')[0], 1, 'bind before up is refused')
    tap.equal(gadget('up'), (0, ''), 'up')
    tap.equal(gadget('up'), (0, ''), 'up again')
    status, text = gadget('bind')
    tap.check(status == 1 and 'no device runs' in text, 'bind without a device is refused', text)


def judge_speed(tap, speed):
    controller = plug_controller(speed)
    judge_script(tap)
    echo = Speaker(*as_nobody(ECHO, DIRECTORY))
    tap.equal(echo.hear(), 'listening', f'{speed}: the gadget runs as its user')
    tap.equal(gadget('bind'), (0, ''), 'bind')
    tap.equal(gadget('bind'), (0, ''), 'bind again')
    device = wait_for(attached, 'the device on the host')[0]
    tap.equal([read(f'{device}/{name}') for name in ('speed', 'serial', 'manufacturer')],
              [SPEED_NAMES[speed], 'DEV-014', 'ZMonitor'], 'speed, serial number and maker')
    tap.equal(read(f'{device}/bmAttributes'), 'c0', 'with its own power supply')
    tap.equal(read(f'/sys/class/udc/{controller}/function'), 'zmonitor', 'on its controller')

    judge_conversations(tap, echo)
    judge_unplugging(tap, echo)
    if speed == 'high-speed':
        judge_cycles(tap, echo, controller)
    status, rest = echo.end()
    tap.equal((status, rest[-1:]), (0, ['ended']), 'the device ends in order')
    wait_for(lambda: not attached(), 'the device goes with its program')
    tap.equal(gadget('down'), (0, ''), 'down')
    tap.equal(gadget('down'), (0, ''), 'down again')
    tap.check(not os.path.exists('/sys/kernel/config/usb_gadget/zmonitor'), 'nothing is left')


def main():
    tap = Tap()
    must('modprobe', 'libcomposite')
    for speed in SPEED_NAMES:
        judge_speed(tap, speed)
    tap.done()


main()
