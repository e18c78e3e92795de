"""A desk's USB that is not there: the real programs and the real libusb on a mocked kernel, with a
zmonitor-device at the end of each cable. A test that uses it is started with the environment
usb_desk_env of tests/usb/meson.build, and depends on mock_usb_desk."""

import os
import stat
import subprocess

DESK = os.environ['ZM_USB_DESK']
PRELOAD = os.environ['ZM_USB_PRELOAD']

# Where the kernel can be made to say no: enum MockUsbPoint.
OPEN, CLAIM, SET_INTERFACE, GET_DRIVER, SUBMIT_IN, SUBMIT_OUT, REAP_IN, REAP_OUT, CONTROL = range(9)


class UsbDesk:
    """The commands are those of tests/usb/mock-usb-desk.c."""

    def __init__(self, lab):
        # umockdev takes every file below /dev for a device, and has room for few.
        if lab.top.startswith('/dev/'):
            raise RuntimeError('the mocked USB needs a TMPDIR that is not below /dev')
        self.process = subprocess.Popen([DESK], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True, env=os.environ | {'LD_PRELOAD': PRELOAD})
        lab.processes.append(self.process)
        self.environment = {'UMOCKDEV_DIR': self.process.stdout.readline().strip(),
                            'LD_PRELOAD': PRELOAD}
        # Only the station's own program sees this USB; what it starts would see it too.
        words = ' '.join(f'{name}={value}' for name, value in self.environment.items())
        wrapper = lab.path('usb-stationctl')
        lab.write(wrapper, f'#!/bin/sh\n{words} exec {lab.programs["ctl"]} "$@"\n')
        os.chmod(wrapper, stat.S_IRWXU)
        lab.programs['ctl'] = wrapper

    def tell(self, *words):
        self.process.stdin.write(' '.join(str(word) for word in words) + '\n')
        self.process.stdin.flush()
        answer = self.process.stdout.readline().strip()
        if not answer:
            raise RuntimeError(f'the mocked USB ended at {words}')
        return answer

    def plug(self, port, device):
        """A Device of the laboratory, which may still be switched off."""
        self.tell('plug', port, device.id, device.socket)

    def unplug(self, port):
        self.tell('unplug', port)

    def fail(self, port, point, number, times=1):
        self.tell('fail', port, point, number, times)

    def pull(self, port, transfers, when='after'):
        """The cable comes out with the so many-th transfer from now on; unplug() announces it."""
        self.tell('pull', port, transfers, when)

    def is_pulled(self, port):
        return self.tell('left', port) == '0'

    def count(self, port):
        names = ('opened', 'claimed', 'pending', 'submitted', 'begun')
        return dict(zip(names, map(int, self.tell('count', port).split())))

    def close(self):
        self.process.stdin.close()
        return self.process.wait(30)
