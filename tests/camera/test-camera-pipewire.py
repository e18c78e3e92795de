#!/usr/bin/python3
"""The camera room over a real PipeWire: hot plug, a cable pulled in mid-scan, a camera that stalls,
two programs at one camera, PipeWire gone and back."""

import os
import sys
import time

import virtualcamera
from lab import Tap
from virtualcamera import Bed, Probe

PROBE = sys.argv[1]
TICKET = ('ZM1:DEV-014:KTRW-4821:ABCDEFGHIJKLMNOPQRSTUVWXYZ234567ABCDEFGHIJKLMNOPQRSQ:'
          'ABCDEFGHIJKLMNOP')
OTHER = TICKET.replace('014', '041')


def draw(bed, text, name):
    path = bed.path(name)
    bed.start(PROBE, '--draw', text, path).wait(60)
    return path


def check_none(tap, bed):
    """Neither PipeWire nor a camera."""
    probe = Probe(bed, PROBE)
    probe.tell('start')
    tap.check(probe.wait('state', 'failed camera.none'), 'without PipeWire there is no camera')
    tap.equal(probe.quit(), 0, 'and the program ends well')


def check_hotplug(tap, bed, scenes, probe):
    first = bed.produce(scenes['desk'])
    tap.check(probe.wait('cameras', 'pipewire:virtual-1[Virtual Desk Camera]'),
              'a camera that is plugged in is listed')
    second = bed.produce(scenes['code'], 'Second Camera', 'virtual-2')
    tap.check(probe.wait('cameras', 'pipewire:virtual-2[Second Camera]'), 'and a second one')
    since = probe.mark()
    second.pull()
    probe.wait('cameras', since=since)
    tap.check('virtual-2' not in probe.lines[-1][2], 'one that is pulled is listed no more')
    return first


def check_scan(tap, probe, camera, scenes):
    probe.tell('start')
    tap.check(probe.wait('state', 'live'), 'pictures come')
    tap.check(probe.wait('hint', 'looking'), 'the hint says that nothing is in sight')
    camera.show(scenes['code'])
    tap.equal(probe.wait('tickets')[2], TICKET, 'the code is read')
    time.sleep(2)
    tap.equal(sum(line[1] == 'tickets' for line in probe.lines), 1, 'and announced once')
    camera.show(scenes['menu'])
    tap.check(probe.wait('stranger', 'example.org'), 'a code that is no device’s is told of')
    tap.check(probe.wait('hint', 'not-a-device'), 'and hinted at')
    camera.show(scenes['dark'])
    tap.check(probe.wait('hint', 'too-dark'), 'the dark is hinted at')
    camera.show(scenes['white'])
    tap.check(probe.wait('hint', 'too-bright'), 'too much light is hinted at')
    since = probe.mark()
    camera.show(scenes['both'])
    tap.check(probe.bed.wait_for(lambda: any(TICKET in line[2] and OTHER in line[2]
                                             for line in probe.lines[since:]
                                             if line[1] == 'tickets') or probe.poll(), 'both'),
              'two codes in one picture are both told of')


def check_pulled(tap, bed, probe, camera, scenes):
    since = probe.mark()
    camera.pull()
    tap.check(probe.wait('state', 'failed camera.unplugged', since),
              'a camera that is pulled in mid-scan is told of')
    camera = bed.produce(scenes['desk'])
    tap.check(probe.wait('state', 'live', since), 'it goes on by itself when it is back')
    return camera


def check_stalled(tap, probe, camera, scenes):
    since = probe.mark()
    camera.stall()
    stalled = probe.wait('state', 'stalled camera.stalled', since)
    tap.check(stalled, 'a camera that gives nothing more has stalled')
    camera.show(scenes['desk'])
    tap.check(probe.wait('state', 'live', since), 'and lives again')


def check_two(tap, bed, probe):
    other = Probe(bed, PROBE)
    other.tell('start')
    tap.check(other.wait('state', 'live'), 'a second program has the same camera')
    frames = probe.ask('frames')[0]
    tap.check(bed.wait_for(lambda: probe.ask('frames')[0] > frames + 10, 'frames'),
              'while the first one goes on')
    other.quit()


def check_restart(tap, bed, probe, scenes):
    since = probe.mark()
    bed.stop_pipewire()
    tap.check(probe.wait('state', 'failed', since), 'PipeWire that ends is noticed')
    bed.start_pipewire()
    camera = bed.produce(scenes['code'])
    tap.check(probe.wait('state', 'live', since), 'and all goes on when it is back')
    return camera


def check_many(tap, probe):
    """Nothing is left of many starts and stops."""
    def start_and_stop():
        since = probe.mark()
        probe.tell('start')
        probe.wait('state', 'live', since)
        probe.tell('stop')
        probe.wait('state', 'off', since)
        # The producer's sink loses its way when one consumer comes while the last one leaves.
        time.sleep(0.3)

    probe.tell('stop')
    for _ in range(3):
        start_and_stop()
    time.sleep(1)
    before = probe.ask('tasks')
    for _ in range(10):
        start_and_stop()
    tap.check(probe.bed.wait_for(lambda: all(now <= then for now, then in
                                             zip(probe.ask('tasks'), before)), f'{before}'),
              'no thread and no descriptor is left of ten starts')


def check_sick(tap, bed, scenes):
    """PipeWire is there and does not answer."""
    import signal
    bed.pipewire.send_signal(signal.SIGSTOP)
    probe = Probe(bed, PROBE)
    probe.tell('start')
    told = probe.wait('state', 'failed camera.pipeline')
    tap.check(3000 < int(told[0]) < 30000, 'a PipeWire that does not answer is told of', told)
    probe.tell('frames')
    tap.check(probe.wait('frames'), 'and nothing waits for it')
    bed.pipewire.send_signal(signal.SIGCONT)
    tap.check(probe.wait('state', 'live'), 'all goes on when it answers')
    tap.equal(probe.quit(), 0, 'the program ends well')


def main():
    tap = Tap()
    bed = Bed()
    bed.start_bus()
    check_none(tap, bed)
    code, other, menu = (draw(bed, text, name) for text, name in
                         ((TICKET, 'code.png'), (OTHER, 'other.png'),
                          ('https://example.org/menu', 'menu.png')))
    scenes = {
        'desk': virtualcamera.plain(bed, 'desk'),
        'dark': virtualcamera.plain(bed, 'dark', 'xc:#101010'),
        'white': virtualcamera.plain(bed, 'white', 'xc:#fafafa'),
        'code': virtualcamera.sharp(bed, 'code', code),
        'menu': virtualcamera.sharp(bed, 'menu', menu),
        'both': virtualcamera.sharp(bed, 'both', code, other),
    }
    bed.start_pipewire()
    probe = Probe(bed, PROBE)
    camera = check_hotplug(tap, bed, scenes, probe)
    check_scan(tap, probe, camera, scenes)
    virtualcamera.check_spoilt(tap, bed, probe, camera, TICKET, 'PipeWire')
    camera = check_pulled(tap, bed, probe, camera, scenes)
    check_stalled(tap, probe, camera, scenes)
    check_two(tap, bed, probe)
    camera = check_restart(tap, bed, probe, scenes)
    check_many(tap, probe)
    tap.equal(probe.quit(), 0, 'the program ends well')
    check_sick(tap, bed, scenes)
    tap.done()


if __name__ == '__main__':
    main()
