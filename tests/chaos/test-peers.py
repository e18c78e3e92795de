#!/usr/bin/python3
"""Central Station and device are dead, silent, slow or talk rubbish: the person is told within the
stated time, and the same job succeeds when they are well again."""

import os
import signal
import socket
import ssl
import threading
import time

from chaos import Timed, accounted, audited, found, session_of, switched_on, verified
from lab import Tap
from listener import Listener, listen_local


class FakeServer(Listener):
    """In the Central Station's place, with its certificate, until it is left."""

    def __init__(self, lab, behave, tls=True):
        self.behave, self.ended = behave, threading.Event()
        self.context = None
        if tls:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(lab.path('central/server.pem'),
                                         lab.path('central/server.key'))
            self.context.load_verify_locations(os.path.join(lab.station, 'certificates/root.pem'))
            self.context.verify_mode = ssl.CERT_OPTIONAL
        super().__init__(socket.create_server(('127.0.0.1', lab.port)))

    def serve(self, connection):
        if not self.context:
            self.behave(connection, self.ended)
            return
        with self.context.wrap_socket(connection, server_side=True) as connection:
            connection.recv(65536)
            self.behave(connection, self.ended)

    def leave(self):
        self.ended.set()
        super().leave()


def say(text):
    return lambda connection, ended: connection.sendall(text)


def drip(connection, ended):
    for byte in b'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n' + b' ' * 1000:
        connection.sendall(bytes([byte]))
        if ended.wait(1):
            return


def flood(connection, ended):
    connection.sendall(b'HTTP/1.1 200 OK\r\n')
    while not ended.is_set():
        connection.sendall(b'X-More: ' + b'y' * 1000 + b'\r\n')


def wait(connection, ended):
    ended.wait()


BODY = b'{"nonce":"00","serial":"' + b'0' * 32 + b'"}'
SERVERS = [
    ('silent before TLS', False, wait, True),
    ('closed before TLS', False, say(b''), True),
    ('rubbish instead of TLS', False, say(b'HTTP/1.0 400 no TLS here\r\n\r\n'), None),
    ('silent after the request', True, wait, True),
    ('one byte a second', True, drip, True),
    ('endless headers', True, flood, None),
    ('a huge body', True, say(b'HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n' +
                              b' ' * 200000), None),
    ('a redirect', True, say(b'HTTP/1.1 302 Found\r\nLocation: https://localhost/\r\n'
                             b'Content-Length: 0\r\n\r\n'), False),
    ('an answer that ends in the middle', True,
     say(b'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{'), None),
    ('another nonce', True, say(b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n'
                                b'Content-Length: %d\r\n\r\n' % len(BODY) + BODY), False),
]


def try_server(tap, lab, name, tls, behave, passing, device):
    server = FakeServer(lab, behave, tls)
    with Timed('server answers', 'device answers', 'signer answers') as timed:
        answer = device.provision('--yes-issue')
    server.leave()
    check = answer.error.get('check', '')
    tap.check(answer.status in (3, 4, 8) and check and answer.error.get('remedy'),
              f'{name}: {check}, exit code {answer.status}', answer.stdout + answer.stderr)
    tap.check(timed.kept, f'{name}: within the stated time', timed.seconds)
    state = (session_of(lab, device) or {}).get('state')
    if passing is not None:
        tap.equal(state, 'installed' if passing else 'failed',
                  f'{name}: the session ' + ('can be resumed' if passing else 'has failed'))
    tap.check(audited(lab, check, device.id), f'{name}: on record')
    return state


def try_servers(tap, lab, central):
    lab.stop(central)
    for number, (name, tls, behave, passing) in enumerate(SERVERS, 1):
        device = switched_on(lab, f'DEV-{number:03}')
        state = try_server(tap, lab, name, tls, behave, passing, device)
        if state == 'failed':
            serials = [item for item in lab.ctl('certificate', 'list').ok['certificates']
                       if item.get('deviceId') == device.id]
            tap.check(all(item['state'] == 'revoked' for item in serials),
                      f'{name}: its certificate is good nowhere')
        device.switch_off()
    lab.start_central()


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
    lab = found(devices=40)
    signer = lab.start_signer()
    central = lab.processes[-2]
    try_servers(tap, lab, central)
    try_devices(tap, lab)
    accounted(tap, lab, 'after all that')
    tap.equal(lab.ctl('audit', 'verify').status, 0, 'the log verifies')
    lab.stop(signer)
    tap.done()


main()
