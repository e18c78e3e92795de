"""What a camera costs over the virtual one, without a window and with one that draws it, and how soon a
code is read: from the moment in which the producer is told to show it, so that its own next frame and
the wait for the reader's turn count."""

import os
import statistics
import subprocess
import time

import figures
import virtualcamera
from virtualcamera import Bed, Probe

PROBE = os.path.join(os.environ['G_TEST_BUILDDIR'], 'tests/camera/camera-probe')
TICKET = ('ZM1:DEV-{:03}:KTRW-4821:ABCDEFGHIJKLMNOPQRSTUVWXYZ234567ABCDEFGHIJKLMNOPQRSQ:'
          'ABCDEFGHIJKLMNOP')


def busy(probe):
    """Processor time of the program and of its reader."""
    pid = probe.process.pid
    with open(f'/proc/{pid}/task/{pid}/children', encoding='ascii') as file:
        children = [int(word) for word in file.read().split()]
    return sum(figures.processor_seconds(one) for one in [pid, *children])


def measure_share(probe, seconds):
    frames, processor, began = probe.ask('frames'), busy(probe), time.monotonic()
    time.sleep(seconds)
    took = time.monotonic() - began
    shown = [(now - then) / took for now, then in zip(probe.ask('frames'), frames)]
    return shown, 100 * (busy(probe) - processor) / took


def measure_delay(bed, probe, camera, desk, number):
    picture = bed.path(f'{number}.png')
    text = TICKET.format(number)
    bed.start(PROBE, '--draw', text, picture).wait(60)
    scene = virtualcamera.sharp(bed, f'code-{number}', picture)
    camera.show(desk)
    time.sleep(0.5)
    told = time.monotonic()
    camera.show(scene)
    probe.wait('tickets', text)
    return time.monotonic() - told


HERE = os.path.dirname(os.path.abspath(__file__))
ENOUGH = 25.0  # pictures a second


def drawing_rows(seconds):
    process = subprocess.run(['/usr/bin/python3', os.path.join(HERE, '../ui/desktop.py'), '--bus',
                              '/usr/bin/python3', os.path.join(HERE, 'drawing.py'), str(seconds)],
                             text=True, stdout=subprocess.PIPE, check=True)
    found = []
    for what, line in zip(('an empty desk', 'a code outlined'), process.stdout.splitlines()):
        drawn, station, reader, server = (float(word) for word in line.split())
        print(f'Window with {what}: the station takes {station:.0f} % of a processor, the reader '
              f'{reader:.0f} %, the X server {server:.0f} %')
        found += [figures.Pace(f'pictures drawn, {what}', drawn, ENOUGH),
                  figures.Share(f'window and reader, {what}', [station + reader], [0], 100.0)]
    return found


def rows(rounds, seconds):
    bed = Bed()
    bed.start_bus()
    bed.start_pipewire()
    desk = virtualcamera.plain(bed, 'desk')
    camera = bed.produce(desk)
    probe = Probe(bed, PROBE)
    probe.wait('cameras', 'virtual-1')
    # The producer's sink is not ready for a consumer at once.
    time.sleep(0.5)
    probe.tell('start')
    probe.wait('state', 'live')
    time.sleep(1)
    (came, taken), idle = measure_share(probe, seconds)
    delays = [measure_delay(bed, probe, camera, desk, number) for number in range(rounds)]
    print(f'Viewfinder at 1280 × 720: {came:.1f} pictures a second came, {taken:.1f} were taken; '
          f'from the code in sight to its text: median {1000 * statistics.median(delays):.0f} ms, '
          f'longest {1000 * max(delays):.0f} ms')
    probe.quit()
    bed.close()
    return [figures.Share('camera and reader, 720p30', [idle], [0], 100.0), *drawing_rows(seconds)]
