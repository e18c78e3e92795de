#!/usr/bin/python3
"""The reader of pictures hangs, dies, or answers rubbish: the person is told within the stated time
what to do, no reader is left behind, and the same picture is read when it is well again."""

import os
import shutil
import signal
import threading
import time

from chaos import (SLACK, Progress, Timed, audited, found, session_of, switched_on, told,
                   verified)
from lab import BUILD, PROGRAMS, WAIT, Tap, wait_for

READER = os.path.join(BUILD, 'app/reader/zmonitor-reader')
SIDE = 4000         # of a picture that keeps a reader busy for seconds
CPU_MAX = 10        # seconds, of app/reader/sandbox.h

# What stands in the reader's place, in Python after its first line: name, what it does, the check
# and the exit code, what the person is shown as seen.
PLACES = [
    ('hangs before it has read', 'time.sleep(600)', 'reader.timeout', 8, None),
    ('hangs after it has read', 'sys.stdin.buffer.read(); time.sleep(600)', 'reader.timeout', 8, None),
    ('closes its output and hangs', 'os.close(1); os.close(0); time.sleep(600)',
     'reader.crashed', 1, 'nothing'),
    ('hangs in the middle of its answer',
     'os.write(1, b\'{"codes":["ZM1:\'); time.sleep(600)', 'reader.timeout', 8, None),
    ('drips its answer', '[(os.write(1, b" "), time.sleep(0.1)) for _ in range(6000)]',
     'reader.timeout', 8, None),
    ('answers endlessly', 'while True: os.write(1, b" " * 65536)', 'reader.crashed', 1,
     'another answer'),
    ('cannot be ended politely',
     'signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)', 'reader.timeout', 8, None),
    ('dies at once', 'os.kill(os.getpid(), signal.SIGKILL)', 'reader.crashed', 1, 'nothing'),
    ('dies after it has read', 'sys.stdin.buffer.read(); os.abort()', 'reader.crashed', 1,
     'nothing'),
    ('dies in the middle of its answer', 'os.write(1, b\'{"codes":["ZM1:\'); os.abort()',
     'reader.crashed', 1, 'another answer'),
    ('ends without a word', 'sys.stdin.buffer.read()', 'reader.crashed', 1, 'nothing'),
    ('answers rubbish', 'os.write(1, bytes(range(256)) * 16)', 'reader.crashed', 1,
     'another answer'),
    ('answers another question', 'os.write(1, b\'{"ok":{}}\')', 'reader.crashed', 1,
     'another answer'),
    ('answers twice', 'os.write(1, b\'{"codes":["x"]}{"codes":["y"]}\')', 'reader.crashed', 1,
     'another answer'),
    ('answers no text', 'os.write(1, b\'{"codes":[7]}\')', 'reader.crashed', 1,
     'a text that is no text'),
    ('answers a text that is too long', 'os.write(1, b\'{"codes":["%s"]}\' % (b"x" * 5000))',
     'reader.crashed', 1, 'a text that is no text'),
    ('takes a check that is not its own',
     'os.write(1, b\'{"error":{"check":"pin.wrong","message":"Say your PIN"}}\')',
     'reader.crashed', 1, 'pin.wrong'),
]


class Place:
    """The directory of a zmonitor-stationctl of its own, beside which it finds its reader."""

    def __init__(self, lab):
        directory = lab.path('programs')
        os.mkdir(directory)
        lab.programs['ctl'] = shutil.copy(PROGRAMS['ctl'], directory)
        os.symlink(PROGRAMS['signer'], os.path.join(directory, 'zmonitor-signer'))
        self.lab = lab
        self.path = os.path.join(directory, 'zmonitor-reader')

    def put(self, program):
        """The process leaves its number, so that it can be looked for afterwards."""
        self.remove()
        self.lab.write(self.path, '#!/usr/bin/python3\nimport os, signal, sys, time\n'
                       f'open({self.lab.path("readers")!r}, "a").write(f"{{os.getpid()}}\\n")\n'
                       f'{program}\n')
        os.chmod(self.path, 0o700)

    def put_real(self):
        """A script that becomes the real one, under the number that it left."""
        self.put(f'os.execv({READER!r}, [{READER!r}])')

    def remove(self):
        if os.path.lexists(self.path):
            os.unlink(self.path)

    def readers(self):
        """All that were ever started in this place."""
        try:
            with open(self.lab.path('readers'), encoding='utf-8') as file:
                return [int(line) for line in file]
        except FileNotFoundError:
            return []


def runs(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def provision(lab, device, picture):
    """A ticket that comes as a picture."""
    with Timed('reader answers', 'signer answers') as timed:
        answer = lab.technician('provision', '--tether', device.address, '--ticket-image', picture,
                                '--yes-issue')
    return answer, timed


def judge(tap, place, name, outcome, before, check, status, seen=None):
    answer, timed = outcome
    told(tap, answer, status, check, name)
    tap.check(seen is None or answer.error.get('seen') == seen and answer.error.get('expected'),
              f'{name}: the person sees what came', answer.error)
    tap.check(timed.kept, f'{name}: within the stated time', timed.seconds)
    started = place.readers()[before:]
    tap.check(len(started) == 1 and not any(map(runs, started)), f'{name}: none is left behind',
              started)


def try_places(tap, lab, place, device):
    for name, program, check, status, seen in PLACES:
        place.put(program)
        before = len(place.readers())
        outcome = provision(lab, device, lab.path(device.id + '.png'))
        judge(tap, place, f'a reader that {name}', outcome, before, check, status, seen)


def try_missing(tap, lab, place, device):
    picture = lab.path(device.id + '.png')
    place.put('pass')
    lab.write(place.path, '#!/nowhere/at/all\n')
    told(tap, provision(lab, device, picture)[0], 1, 'reader.start', 'a reader that cannot start')
    place.remove()
    lab.write(place.path, '')
    os.chmod(place.path, 0o600)
    # What is no program is passed over, and in a copy beside no build tree there is no other.
    told(tap, provision(lab, device, picture)[0], 6, 'companion.missing', 'no reader at all')


def is_real(pid):
    """Whether the script has become the real reader."""
    try:
        with open(f'/proc/{pid}/cmdline', encoding='utf-8') as file:
            return file.read().split('\0')[0] == READER
    except FileNotFoundError:
        return False


def busy_reader(place, before):
    """A real one in the middle of a picture."""
    return wait_for(lambda: next(filter(is_real, place.readers()[before:]), None),
                    'a reader at work')


def try_real(tap, lab, place, device, noise):
    place.put_real()
    for sent, check, status in ((signal.SIGSTOP, 'reader.timeout', 8),
                                (signal.SIGKILL, 'reader.crashed', 1)):
        before = len(place.readers())
        accident = threading.Thread(
            target=lambda before=before, sent=sent: os.kill(busy_reader(place, before), sent))
        accident.start()
        outcome = provision(lab, device, noise)
        accident.join()
        judge(tap, place, f'the real reader after {sent.name}', outcome, before, check, status)


def try_orphan(tap, lab, place, device, noise):
    """The station is gone while its reader works."""
    before = len(place.readers())
    station = Progress(lab, device, ticket=['--ticket-image', noise])
    reader = busy_reader(place, before)
    station.process.kill()
    station.end(WAIT)
    deadline = time.monotonic() + CPU_MAX + SLACK
    while runs(reader) and time.monotonic() < deadline:
        time.sleep(0.1)
    tap.check(not runs(reader), 'a reader whose station was killed ends, too')


def main():
    tap = Tap()
    lab = found()
    signer = lab.start_signer()
    place = Place(lab)
    device = switched_on(lab, 'DEV-001')
    noise = lab.path('noise.pgm')
    with open(noise, 'wb') as file:
        file.write(b'P5\n%d %d\n255\n' % (SIDE, SIDE) + os.urandom(SIDE * SIDE))

    try_places(tap, lab, place, device)
    try_missing(tap, lab, place, device)
    try_real(tap, lab, place, device, noise)
    try_orphan(tap, lab, place, device, noise)
    for check in ('reader.timeout', 'reader.crashed', 'reader.start', 'companion.missing'):
        tap.check(audited(lab, check), f'{check} is on record')
    tap.equal(session_of(lab, device), None, 'no session came of that')
    place.put_real()
    verified(tap, device.provision('--yes-issue', picture=lab.path(device.id + '.png')),
             'the same picture with the reader back')
    tap.equal(lab.ctl('audit', 'verify').status, 0, 'the log verifies')
    lab.stop(signer)
    tap.done()


main()
