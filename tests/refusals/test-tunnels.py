#!/usr/bin/python3
"""Devices that misuse the tunnel, and servers that misuse it from the other end."""

import json
import socket
import threading

from forge import ec
from lab import wait_for
from liar import Liar, step
from refusals import Station, like
from tether import CLOSE, CREDIT, DATA, OPEN, credit

INITIAL = 64 * 1024
MOST = 1024 * 1024
BELOW = 'at most '


class Server:
    """At the authority's address: takes connections, and does one thing with each."""

    def __init__(self, lab, serve):
        self.serve = serve
        self.received = 0
        self.listener = socket.create_server(('127.0.0.1', lab.port))
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            try:
                self.serve(self, connection)
            except OSError:
                pass
            connection.close()

    def close(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()


def swallow(server, connection):
    while chunk := connection.recv(65536):
        server.received += len(chunk)


def ignore(server, connection):
    """Never reads, until the station hangs up."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    wait_for(lambda: hung_up(connection), 'the end of the tunnel')


def hung_up(connection):
    state = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0]
    return state != 1  # ESTABLISHED


def pour(server, connection):
    """Says more than a tunnel carries."""
    connection.sendall(b'x' * 2 * MOST)
    swallow(server, connection)


def hang_up(server, connection):
    connection.recv(1)


def unreachable(nonce):
    failure = {'check': 'tls.connect', 'seen': 'nothing', 'expected': 'a server that answers',
               'message': 'Nobody there'}
    return [{'type': 'tested', 'nonce': nonce, 'outcome': 'failure', **failure},
            step(5, 'failure', **failure),
            {'type': 'installed', 'outcome': 'failure', **failure}]


class TunnelLiar(Liar):
    """misuse (side) is what it does with the tunnel when it should test; then it says that nobody
    was there."""

    def __init__(self, *arguments, misuse, **options):
        super().__init__(*arguments, **options)
        self.misuse = misuse

    def answer_install(self, side, message):
        self.payload = json.loads(message['payload'])
        for number in (1, 2, 3, 4):
            side.send(step(number))
        self.misuse(side)
        for report in unreachable(message['testNonce']):
            side.send(report)


def say(*frames):
    """These, without listening."""
    def misuse(side):
        for frame in frames:
            side.send_tunnel(*frame)
    return misuse


def reuse(side):
    for number in (7, 7):
        side.send_tunnel(number, OPEN)
        side.send_tunnel(number, CLOSE)
        side.await_tunnel(CLOSE)


def open_five(side):
    for number in range(1, 6):
        side.send_tunnel(number, OPEN)
        side.send_tunnel(number, CLOSE)
        if number < 5:
            side.await_tunnel(CLOSE)


def send_megabytes(side):
    side.send_tunnel(1, OPEN)
    left, sent = INITIAL, 0
    while sent <= MOST:
        size = min(left, 32768)
        if size == 0:
            left += int.from_bytes(side.await_tunnel(CREDIT), 'little')
            continue
        side.send_tunnel(1, DATA, b'x' * size)
        left -= size
        sent += size


def drip(side):
    """As many frames as there are bytes of credit, and no end."""
    side.send_tunnel(1, OPEN)
    for _ in range(INITIAL):
        side.send_tunnel(1, DATA, b'x')


def hear_nothing(side):
    """Has asked the server to speak, and reads none of it."""
    side.send_tunnel(1, OPEN)
    side.send_tunnel(1, DATA, b'x')
    side.send_tunnel(1, CLOSE)


def hear_all(side):
    """Gives credit without end."""
    side.send_tunnel(1, OPEN)
    side.send_tunnel(1, CREDIT, credit(MOST - INITIAL))
    while True:
        op, data = side.receive_tunnel()
        if op == CLOSE:
            break
        side.send_tunnel(1, CREDIT, credit(len(data)))
    side.send_tunnel(1, CLOSE)


def wait_for_close(side):
    side.send_tunnel(1, OPEN)
    side.send_tunnel(1, DATA, b'x')
    side.await_tunnel(CLOSE)
    side.send_tunnel(1, CLOSE)


FIRST = (1, OPEN)

# Name, what the device does, check, code, seen, expected.
BREACHES = (
    ('bytes before a channel', say((1, DATA, b'x')), 'tunnel.channel', 'conflict', 'channel 1',
     'the channel that is open'),
    ('bytes on another channel', say(FIRST, (2, DATA, b'x')), 'tunnel.channel', 'conflict',
     'channel 2', 'the channel that is open'),
    ('two channels at once', say(FIRST, (2, OPEN)), 'tunnel.channel', 'conflict', 'channel 2',
     'one channel at a time'),
    ('a number twice', reuse, 'tunnel.channel', 'conflict', 'channel 7',
     'a number higher than all before'),
    ('channel 0', say((0, OPEN)), 'tunnel.channel', 'conflict', 'channel 0',
     'a number higher than all before'),
    ('a fifth channel', open_five, 'tunnel.channel', 'conflict', 'channel 5', 'at most 4 channels'),
    ('bytes after the end', say(FIRST, (1, CLOSE), (1, DATA, b'x')), 'tunnel.state', 'conflict',
     'a frame after the close', 'an open channel'),
    ('more than the credit at once', say(FIRST, (1, DATA, b'x' * (INITIAL + 1))), 'tunnel.credit',
     'conflict', '65537', 'at most 65536'),
    ('credit of four gigabytes', say(FIRST, (1, CREDIT, credit(0xffffffff))), 'tunnel.credit',
     'conflict', '4294967295', 'at most 983040'),
    ('credit of nothing', say(FIRST, (1, CREDIT, credit(0))), 'tunnel.credit', 'conflict', '0',
     'at most 983040'),
    ('a credit of three bytes', say(FIRST, (1, CREDIT, b'xyz')), 'tunnel.credit', 'invalid',
     '3 bytes', '4 bytes'),
    ('an op that there is not', say((1, 9)), 'tunnel.op', 'invalid', '9', '1, 2, 3 or 4'),
    ('an open with a wish', say((1, OPEN, b'example.org:443')), 'tunnel.length', 'invalid',
     '15 bytes', 'nothing after the op'),
    ('megabytes', send_megabytes, 'tunnel.size', 'conflict', like(r'\d+'), 'at most 1048576'),
)


def refuse_early(lab):
    """Before there is a certificate request nothing is carried."""
    class Early(TunnelLiar):
        def answer_request_csr(self, side, message):
            side.send_tunnel(1, OPEN)
            super().answer_request_csr(side, message)

    liar = Early(lab, 'EARLY', ec(lab, 'EARLY'), misuse=None)
    lab.refuse('a tunnel before its time', lambda: lab.provision(liar, '--register', 'A liar'),
               'message.kind', 'conflict', 'a tunnel frame', 'a message')
    liar.close()


def ended(lab, **wanted):
    """What the log says of the last tunnel's end."""
    def look(answer):
        rows = [record for record in lab.records() if record['action'] == 'tunnel.closed']
        detail = rows[-1]['detail'] if rows else {}
        return [] if all(detail.get(key) == value for key, value in wanted.items()) else \
            [f'the log has {detail}']
    return look


def interrupt(lab, name, serve, misuse, **end):
    """The device says that nobody was there: the session stays open, and the log knows why."""
    server = Server(lab, serve) if serve else None
    device_id = name.replace(' ', '-')
    liar = TunnelLiar(lab, device_id, ec(lab, device_id), misuse=misuse)
    lab.refuse(name, lambda: lab.provision(liar, '--register', 'A liar'), 'tls.connect',
               'unavailable', 'nothing', 'a server that answers', also=[ended(lab, **end)])
    liar.close()
    if server:
        server.close()


def main():
    lab = Station()
    lab.found()
    server = Server(lab, swallow)
    refuse_early(lab)
    for number, (name, misuse, check, code, seen, expected) in enumerate(BREACHES, 1):
        device_id = f'TUN-{number:02}'
        liar = TunnelLiar(lab, device_id, ec(lab, device_id), misuse=misuse)
        lab.refuse(name, lambda: lab.provision(liar, '--register', 'A liar'), check, code, seen,
                   expected)
        liar.close()
    lab.rows.tap.check(server.received <= 2 * MOST, 'no more was carried than that',
                       server.received)
    server.close()

    interrupt(lab, 'nobody at the address', None, wait_for_close, check='tls.connect')
    interrupt(lab, 'a server that hangs up', hang_up, wait_for_close, endedBy='server', toServer=1)
    interrupt(lab, 'a server that pours', pour, hear_all, check='tunnel.size', toDevice=MOST)
    interrupt(lab, 'a server that never reads', ignore, drip, endedBy='session')
    interrupt(lab, 'a device that does not listen', pour, hear_nothing, endedBy='device')
    lab.is_intact()
    lab.rows.done()


main()
