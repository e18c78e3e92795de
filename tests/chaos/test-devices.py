#!/usr/bin/python3
"""A device hangs or talks rubbish: the person is told within the stated time, and the same job succeeds
when it is well again. Devices that hang in the middle of a session: test-stopped.py."""

import os
import signal
import socket
import threading
import time

from chaos import Timed, accounted, found, switched_on, verified
from lab import Tap
from listener import listen_local


def try_devices(tap, lab):
    device = switched_on(lab, 'DEV-020')
    os.kill(device.process.pid, signal.SIGSTOP)
    with Timed('device answers', 'signer answers') as timed:
        answer = device.provision('--yes-issue')
    tap.check(answer.status == 8 and answer.error.get('check') == 'tether.timeout',
              'a device that hangs', answer.stdout)
    tap.check(timed.kept, 'within the stated time', timed.seconds)
    os.kill(device.process.pid, signal.SIGCONT)
    device.switch_off()
    device.switch_on()
    verified(tap, device.provision('--yes-issue'), 'the same job when it goes on')

    for name, packet in (('a flood of rubbish', b'\xff' * 4096),
                         ('frames without sense', b'ZM\x01\x01' + b'\0' * 12),
                         ('far too much', b'\0' * 300000)):
        device = switched_on(lab, f'DEV-{name.split()[-1].upper()}')
        answer = meet_flood(lab, device, packet)
        tap.check(answer.status in (3, 4, 8) and answer.error.get('remedy'),
                  f'{name}: {answer.error.get("check")}', answer.stdout + answer.stderr)
        verified(tap, device.provision('--yes-issue'), f'{name}: done with the real one')
        device.switch_off()


def meet_flood(lab, device, packet):
    kept = device.socket + '.kept'
    os.rename(device.socket, kept)
    listener = listen_local(device.socket)

    def send():
        connection = listener.accept()[0]
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
        deadline = time.monotonic() + 60
        try:
            while time.monotonic() < deadline:
                connection.send(packet)
        except OSError:
            pass

    threading.Thread(target=send, daemon=True).start()
    answer = device.provision('--yes-issue')
    listener.close()
    os.unlink(device.socket)
    os.rename(kept, device.socket)
    return answer


def main():
    tap = Tap()
    lab = found()
    signer = lab.start_signer()
    try_devices(tap, lab)
    accounted(tap, lab, 'after all that')
    tap.equal(lab.ctl('audit', 'verify').status, 0, 'the log verifies')
    lab.stop(signer)
    tap.done()


main()
