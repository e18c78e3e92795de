"""What every scene in the guest does alike."""

import os
import select
import subprocess
import time

WAIT = 120  # seconds until something that must happen is given up
UDC = '/sys/class/udc'
SPEEDS = {'high-speed': '0', 'super-speed': '1'}


def run(*argv, **options):
    """Gives the exit status and everything that was said."""
    process = subprocess.run(argv, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                             check=False, timeout=WAIT, **options)
    return process.returncode, process.stdout.strip()


def must(*argv, **options):
    status, text = run(*argv, **options)
    if status != 0:
        raise SystemExit(f'{argv}: {status}\n{text}')
    return text


def wait_for(condition, what):
    deadline = time.monotonic() + WAIT
    while time.monotonic() < deadline:
        value = condition()
        if value:
            return value
        time.sleep(0.02)
    raise TimeoutError(what)


def note(text):
    print('#', text, flush=True)


def plug_controller(speed):
    """A host and a device controller in one kernel, at this speed, with nothing in it yet."""
    run('modprobe', '--remove', 'dummy_hcd')
    must('modprobe', 'dummy_hcd', f'is_super_speed={SPEEDS[speed]}')
    return wait_for(lambda: os.listdir(UDC), 'a controller')[0]


def read(path):
    with open(path, encoding='utf-8', errors='replace') as file:
        return file.read().strip()


def attached():
    """The directories in sysfs of all attached devices of ours."""
    top = '/sys/bus/usb/devices'
    found = []
    for name in os.listdir(top):
        try:
            if (read(f'{top}/{name}/idVendor'), read(f'{top}/{name}/idProduct')) == ('1209', '0001'):
                found.append(f'{top}/{name}')
        except OSError:
            continue
    return found


class Speaker:
    """A program that says a word a line."""

    def __init__(self, *argv, **options):
        self.words = []
        # Without a buffer, so that what was said shows in the descriptor.
        self.process = subprocess.Popen(argv, stdout=subprocess.PIPE, bufsize=0, **options)

    def hear(self):
        if not select.select([self.process.stdout], [], [], WAIT)[0]:
            raise TimeoutError(f'{self.process.args[0]} says nothing after {self.words[-3:]}')
        line = self.process.stdout.readline()
        if not line:
            raise EOFError(f'{self.process.args[0]} ended with {self.process.wait(WAIT)}')
        self.words.append(line.decode().strip())
        return self.words[-1]

    def end(self):
        """Asks it to end; gives its status and what else it said."""
        self.process.terminate()
        rest = self.process.stdout.read().decode().split()
        return self.process.wait(WAIT), rest
