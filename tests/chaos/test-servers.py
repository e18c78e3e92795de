#!/usr/bin/python3
"""The Central Station is dead, silent, slow or talks rubbish, at every point of a connection: the
person is told within the stated time, and what can be tried again succeeds with the real one."""

import os
import socket
import ssl
import struct
import threading
from concurrent.futures import ThreadPoolExecutor

from chaos import (Timed, accounted, audited, found, resume, session_of, switched_on, told,
                   verified)
from lab import Tap
from listener import Listener

AT_ONCE = 6  # servers that are tried beside each other, since most of it is waiting
PIECE = 16384  # bytes, the most in a TLS record
TICKETS = 2000000000  # as good as endless


class FakeServer(Listener):
    """In the Central Station's place, with its certificate, until it is left. It has an address of
    its own, where a device can be told to look for it."""

    tickets = 2  # of TLS 1.3, after the handshake

    def __init__(self, lab, address):
        self.lab = lab
        self.ended = threading.Event()
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(lab.path('central/server.pem'), lab.path('central/server.key'))
        self.context.load_verify_locations(os.path.join(lab.station, 'certificates/root.pem'))
        self.context.verify_mode = ssl.CERT_OPTIONAL
        self.context.num_tickets = self.tickets
        super().__init__(socket.create_server((address, lab.port)))

    def leave(self):
        self.ended.set()
        super().leave()


class Plain(FakeServer):
    """Knows of no TLS."""

    def serve(self, connection):
        self.behave(connection)

    def behave(self, connection):
        raise NotImplementedError


class InHandshake(Plain):
    """Has the first flight of its handshake ready, whole and correct, and sends it as it likes."""

    def behave(self, connection):
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        tls = self.context.wrap_bio(incoming, outgoing, server_side=True)
        incoming.write(connection.recv(PIECE))
        try:
            tls.do_handshake()
        except ssl.SSLWantReadError:
            pass
        self.send(connection, outgoing.read())

    def send(self, connection, flight):
        raise NotImplementedError


class AfterHandshake(FakeServer):
    """Answers a request that it has read."""

    def serve(self, connection):
        with self.context.wrap_socket(connection, server_side=True) as connection:
            connection.recv(PIECE)
            self.answer(connection)

    def answer(self, connection):
        raise NotImplementedError


def drip(server, connection, data):
    for byte in data:
        connection.sendall(bytes([byte]))
        if server.ended.wait(1):
            return


def reset(connection):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))


class Silent(Plain):
    """silent from the beginning"""

    def behave(self, connection):
        self.ended.wait()


class Closed(Plain):
    """closes at once"""

    def behave(self, connection):
        pass


class NoTls(Plain):
    """has no TLS"""

    def behave(self, connection):
        connection.sendall(b'HTTP/1.0 400 no TLS here\r\n\r\n')


class Promise(Plain):
    """promises a record and does not send it"""

    def behave(self, connection):
        connection.recv(PIECE)
        connection.sendall(b'\x16\x03\x03\x40\x00')
        self.ended.wait()


class EndlessHello(Plain):
    """has a hello without an end"""

    def behave(self, connection):
        connection.recv(PIECE)
        connection.sendall(b'\x16\x03\x03\x40\x00\x02\xff\xff\xff' + b'\0' * (PIECE - 4))
        while not self.ended.is_set():
            connection.sendall(b'\x16\x03\x03\x40\x00' + b'\0' * PIECE)


class DrippingHandshake(InHandshake):
    """drips its handshake"""

    def send(self, connection, flight):
        drip(self, connection, flight)


class HalfHandshake(InHandshake):
    """falls silent in mid-handshake"""

    def send(self, connection, flight):
        connection.sendall(flight[:len(flight) // 2])
        self.ended.wait()


class ClosingHandshake(InHandshake):
    """closes in mid-handshake"""

    def send(self, connection, flight):
        connection.sendall(flight[:len(flight) // 2])


class ResetHandshake(InHandshake):
    """is cut off in mid-handshake"""

    def send(self, connection, flight):
        connection.sendall(flight[:len(flight) // 2])
        reset(connection)


class SpoiltHandshake(InHandshake):
    """has a wrong byte in its handshake"""

    def send(self, connection, flight):
        connection.sendall(flight[:-1] + bytes([flight[-1] ^ 1]))
        self.ended.wait()


class ClosingBeforeLast(InHandshake):
    """closes before the client's part of the handshake"""

    def send(self, connection, flight):
        connection.sendall(flight)


class EndlessTickets(AfterHandshake):
    """sends session tickets without end"""

    tickets = TICKETS


class SilentAnswer(AfterHandshake):
    """silent after the request"""

    def answer(self, connection):
        self.ended.wait()


class ClosedAnswer(AfterHandshake):
    """closes after the request"""

    def answer(self, connection):
        pass


class DrippingAnswer(AfterHandshake):
    """drips its answer"""

    def answer(self, connection):
        drip(self, connection, b'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n' + b' ' * 1000)


class EndlessHeaders(AfterHandshake):
    """has headers without end"""

    def answer(self, connection):
        connection.sendall(b'HTTP/1.1 200 OK\r\n')
        while not self.ended.is_set():
            connection.sendall(b'X-More: ' + b'y' * 1000 + b'\r\n')


class EndlessBody(AfterHandshake):
    """has a body without end"""

    def answer(self, connection):
        connection.sendall(b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n')
        while not self.ended.is_set():
            connection.sendall(b'1000\r\n' + b' ' * 0x1000 + b'\r\n')


class HugeBody(AfterHandshake):
    """has a huge body"""

    def answer(self, connection):
        connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n' + b' ' * 200000)


class Redirect(AfterHandshake):
    """points to another place"""

    def answer(self, connection):
        connection.sendall(b'HTTP/1.1 302 Found\r\nLocation: https://localhost/\r\n'
                           b'Content-Length: 0\r\n\r\n')


class HalfAnswer(AfterHandshake):
    """ends in the middle of its answer"""

    def answer(self, connection):
        connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{')


class OtherNonce(AfterHandshake):
    """answers another question"""

    def answer(self, connection):
        body = b'{"nonce":"00","serial":"' + b'0' * 32 + b'"}'
        connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n'
                           b'Content-Length: %d\r\n\r\n' % len(body) + body)


# What the person is told; whether it can be tried again, or the certificate is revoked.
SERVERS = [
    (Silent, 'tls.timeout', True),
    (Closed, 'tls.closed', True),
    (NoTls, 'tls.handshake', False),
    (Promise, 'tls.timeout', True),
    (EndlessHello, 'tls.handshake', False),
    (DrippingHandshake, 'tls.timeout', True),
    (HalfHandshake, 'tls.timeout', True),
    (ClosingHandshake, 'tls.closed', True),
    (ResetHandshake, 'tls.closed', True),
    (SpoiltHandshake, 'tls.handshake', False),
    (ClosingBeforeLast, 'tls.closed', True),
    (EndlessTickets, 'tls.timeout', True),
    (SilentAnswer, 'tls.timeout', True),
    (ClosedAnswer, 'tls.closed', True),
    (DrippingAnswer, 'tls.timeout', True),
    (EndlessHeaders, 'http.answer', False),
    (EndlessBody, 'http.answer', False),
    (HugeBody, 'http.answer', False),
    (Redirect, 'mtls.status', False),
    (HalfAnswer, 'http.answer', False),
    (OtherNonce, 'mtls.nonce', False),
]


class Trial:
    """One device that meets one server, and, where it can be tried again, meets it twice."""

    def __init__(self, lab, number, kind):
        self.lab, self.kind = lab, kind
        self.address = f'127.0.0.{10 + number}'
        self.device = switched_on(lab, f'DEV-{number:03}', '--resolve',
                                  f'localhost:{lab.port}:{self.address}')
        self.again = None

    def run(self):
        server = self.kind(self.lab, self.address)
        with Timed('server answers', 'device answers', 'signer answers') as self.timed:
            self.first = self.device.provision('--yes-issue')
        self.state = (session_of(self.lab, self.device) or {}).get('state')
        if self.state == 'installed':
            with Timed('server answers', 'device answers', 'signer answers') as self.timed_again:
                self.again = resume(self.lab, self.device)
        server.leave()
        self.device.switch_off()

    def revoked(self):
        certificates = [item for item in self.lab.ctl('certificate', 'list').ok['certificates']
                        if item.get('deviceId') == self.device.id]
        return len(certificates) == 1 and certificates[0]['state'] == 'revoked'

    def judge(self, tap, check, passing):
        name = f'a server that {self.kind.__doc__}'
        status = 8 if passing else self.first.status
        told(tap, self.first, status, check, name)
        tap.check(self.timed.kept, f'{name}: within the stated time', self.timed.seconds)
        tap.check(audited(self.lab, check, self.device.id), f'{name}: on record')
        tap.equal(self.state, 'installed' if passing else 'failed',
                  f'{name}: the session ' + ('can be resumed' if passing else 'has failed'))
        if self.state == 'failed':
            tap.check(self.revoked(), f'{name}: its certificate is good nowhere')
        if self.again is None:
            return
        told(tap, self.again, status, check, f'{name}: resumed in vain')
        tap.check(self.timed_again.kept, f'{name}: within the stated time again',
                  self.timed_again.seconds)
        self.device.options = []
        self.device.switch_on()
        verified(tap, resume(self.lab, self.device), f'{name}: resumed with the real one')
        self.device.switch_off()


def try_full(tap, lab):
    """Nobody accepts, and the queue is full: not even the first packet is answered."""
    address = '127.0.0.9'
    with socket.create_server((address, lab.port), backlog=0):
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex((address, lab.port))
        # Through the cable it would reach the real one.
        device = switched_on(lab, 'DEV-100', '--resolve', f'localhost:{lab.port}:{address}',
                             '--reach', 'network')
        with Timed('server answers', 'device answers', 'signer answers') as timed:
            told(tap, device.provision('--yes-issue'), 8, 'tls.timeout',
                 'a server whose queue is full')
        tap.check(timed.kept, 'a server whose queue is full: within the stated time', timed.seconds)
        for one in waiting:
            one.close()
    device.switch_off()


def main():
    tap = Tap()
    lab = found(devices=60)
    signer = lab.start_signer()
    trials = [Trial(lab, number, kind) for number, (kind, _, _) in enumerate(SERVERS, 1)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(Trial.run, trials))
    for trial, (_, check, passing) in zip(trials, SERVERS):
        trial.judge(tap, check, passing)
    try_full(tap, lab)
    accounted(tap, lab, 'after all that')
    tap.equal(lab.ctl('audit', 'verify').status, 0, 'the log verifies')
    lab.stop(signer)
    tap.done()


main()
