#!/usr/bin/python3
"""The signer hangs, dies, is somebody else, or answers rubbish: the station judges what it says,
waits no longer than it states, records nothing that was not signed for it, and goes on afterwards."""

import json
import os
import signal
import socket
import subprocess

from chaos import (Timed, accounted, audited, found, ledger, resume, session_of, switched_on, told,
                   verified)
from lab import CTL, Tap, pipe_with, wait_for
from listener import Listener, listen_local

ANSWER_MAX = 196608


class Impostor(Listener):
    """Takes the signer's place on its socket, hands on what it is asked, and lies about one thing."""

    def __init__(self, lab, request, lie):
        self.path = os.path.join(lab.station, 'signer.socket')
        self.real = os.path.join(lab.station, 'real.socket')
        self.request, self.lie = request, lie
        os.rename(self.path, self.real)
        super().__init__(listen_local(self.path))

    def serve(self, connection):
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as real:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2 * ANSWER_MAX)
            real.connect(self.real)
            while question := self.receive(connection):
                real.send(question)
                answer = real.recv(ANSWER_MAX + 1)
                if json.loads(question)['request'] == self.request:
                    answer = self.lie(json.loads(answer))
                    if answer is None:
                        return
                connection.send(answer)

    @staticmethod
    def receive(connection):
        try:
            return connection.recv(ANSWER_MAX + 1)
        except ConnectionResetError:
            return b''

    def leave(self):
        super().leave()
        os.unlink(self.path)
        os.rename(self.real, self.path)


def with_member(name, value):
    def lie(answer):
        answer['ok'][name] = value
        return json.dumps(answer).encode()
    return lie


def try_rubbish(tap, lab):
    other = ledger(lab, 'issue.signed')[0]
    other_tbs = ledger(lab, 'issue.prepared')[0]['tbs']
    lies = [
        ('no JSON', 'issue-sign', lambda answer: b'\x00rubbish', 'answer.json', 3),
        ('too much', 'issue-sign', lambda answer: b'{' + b' ' * ANSWER_MAX, 'answer.json', 3),
        ('no base64', 'issue-sign', with_member('certificate', '*'), 'answer.json', 3),
        ('another certificate', 'issue-sign', with_member('certificate', other['certificate']),
         'issue.answer', 9),
        ('another serial', 'issue-prepare', with_member('serial', 'F' * 32), 'issue.answer', 9),
        ('the intent of another', 'issue-prepare', with_member('tbs', other_tbs), 'issue.answer', 9),
        ('no word more', 'issue-sign', lambda answer: None, 'signer.gone', 8),
        ('no status', 'status', lambda answer: b'{"ok":{}}', 'answer.json', 3),
    ]
    for number, (name, request, lie, check, status) in enumerate(lies, 10):
        device = switched_on(lab, f'DEV-{number:03}')
        impostor = Impostor(lab, request, lie)
        answer = device.provision('--yes-issue')
        told(tap, answer, status, check, name)
        tap.check(audited(lab, check), f'{name}: on record')
        impostor.leave()
        session = session_of(lab, device)
        if session:
            tap.check(session['state'] == 'approved' and not session.get('serial'),
                      f'{name}: nothing is on record as issued', session)
            verified(tap, resume(lab, device), f'{name}: resumed with the signer back')
        else:
            verified(tap, device.provision('--yes-issue'), f'{name}: done with the signer back')
        device.switch_off()
    accounted(tap, lab, 'after the rubbish')


def try_hanging(tap, lab, signer):
    device = switched_on(lab, 'DEV-002')
    os.kill(signer.pid, signal.SIGSTOP)
    with Timed('signer answers', 'signer is left') as timed:
        answer = lab.technician('device', 'list')
    tap.equal(answer.status, 0, 'lists need no signer')
    with Timed('signer answers', 'signer is left') as timed:
        answer = device.provision('--yes-issue')
    told(tap, answer, 8, 'signer.timeout', 'a signer that hangs')
    tap.check(timed.kept, 'within the stated time', timed.seconds)
    os.kill(signer.pid, signal.SIGCONT)
    verified(tap, device.provision('--yes-issue'), 'the same job when it goes on')
    device.switch_off()


def try_stranger(tap, lab):
    """Whoever called listen() is the peer (unix(7), SO_PEERCRED)."""
    path = os.path.join(lab.station, 'signer.socket')
    os.rename(path, path + '.kept')
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        listener.bind(path)
        os.setuid(65534)
        listener.listen(8)
        os.write(writing, b'x')
        signal.pause()
        os._exit(0)
    os.read(reading, 1)
    told(tap, lab.technician('window', 'show'), 4, 'signer.peer', 'a stranger on the socket')
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.rename(path + '.kept', path)


def try_starting(tap, lab):
    secret = pipe_with('not the passphrase')
    process = subprocess.run([CTL, '--station', lab.station, '--json', '--passphrase-fd',
                              str(secret), 'window', 'show'], capture_output=True, text=True,
                             pass_fds=[secret], stdin=subprocess.DEVNULL)
    os.close(secret)
    tap.equal(json.loads(process.stdout)['error']['check'], 'seal.passphrase', 'a wrong passphrase')

    path = os.path.join(lab.station, 'signer/ledger')
    with open(path, 'rb') as file:
        whole = file.read()
    middle = len(whole) // 2
    with open(path, 'r+b') as file:
        file.seek(middle)
        file.write(bytes([whole[middle] ^ 1]))
    answer = lab.ctl('window', 'show')
    tap.check(answer.status == 9 and answer.error['check'].startswith('ledger.') and
              answer.error['remedy'], 'a damaged ledger', answer.stdout)
    with open(path, 'wb') as file:
        file.write(whole)
    tap.equal(lab.ctl('window', 'show').status, 0, 'which is back')


def main():
    tap = Tap()
    lab = found()
    signer = lab.start_signer()
    device = switched_on(lab, 'DEV-001')
    verified(tap, device.provision('--yes-issue'), 'a device while all is well')
    device.switch_off()
    try_rubbish(tap, lab)
    try_hanging(tap, lab, signer)
    try_stranger(tap, lab)
    signer.kill()
    wait_for(lambda: signer.poll() is not None, 'the end of the signer')
    try_starting(tap, lab)
    device = switched_on(lab, 'DEV-003')
    verified(tap, device.provision('--yes-issue'), 'after a signer was killed another is started')
    tap.equal(lab.ctl('audit', 'verify').status, 0, 'the log verifies')
    tap.done()


main()
