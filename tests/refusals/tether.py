"""The frames of the tether (little-endian, 16 bytes and a body) on a packet socket, spoken by
programs that are not ours."""

import json
import os
import socket
import struct
import threading
import zlib

HEADER = struct.Struct('<2sBBIII')
MAX = 256 * 1024 + HEADER.size
TIMEOUT = 60  # seconds
MESSAGE, TUNNEL = 1, 2
OPEN, DATA, CLOSE, CREDIT = 1, 2, 3, 4


def credit(size):
    return struct.pack('<I', size)


class Side:
    """One end of a conversation."""

    def __init__(self, connection):
        self.connection = connection
        self.connection.settimeout(TIMEOUT)
        self.sequence = 0

    def send(self, message):
        self.send_frame(MESSAGE, json.dumps(message).encode())

    def send_frame(self, kind, body):
        self.sequence += 1
        self.connection.send(HEADER.pack(b'ZM', 1, kind, self.sequence, len(body),
                                         zlib.crc32(body)) + body)

    def send_tunnel(self, channel, op, data=b''):
        self.send_frame(TUNNEL, struct.pack('<IB', channel, op) + data)

    def receive_frame(self):
        """Its kind and body; None when the other side has gone."""
        try:
            frame = self.connection.recv(MAX)
        except OSError:
            return None
        return (HEADER.unpack_from(frame)[2], frame[HEADER.size:]) if frame else None

    def receive(self):
        """The next message; None when the other side has gone. Tunnel frames are read over."""
        while (frame := self.receive_frame()) is not None:
            if frame[0] == MESSAGE:
                return json.loads(frame[1])
        return None

    def receive_tunnel(self):
        """Op and data of the next frame, which must be of the tunnel."""
        kind, body = self.receive_frame() or (None, b'')
        if kind != TUNNEL:
            raise ConnectionError(f'no tunnel frame, but {body}')
        return body[4], body[5:]

    def await_tunnel(self, wanted):
        """The data of the next tunnel frame with this op."""
        while True:
            op, data = self.receive_tunnel()
            if op == wanted:
                return data

    def close(self):
        self.connection.close()


class Socket:
    """Listens at a path until it is closed, and talks to one after the other."""

    def __init__(self, path, talk):
        self.path = path
        self.talk = talk
        self.listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.listener.bind(path)
        self.listener.listen(1)
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            side = Side(connection)
            try:
                self.talk(side)
            except (ConnectionError, BrokenPipeError):
                pass
            finally:
                side.close()

    def close(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join(TIMEOUT)
        os.unlink(self.path)


def connect(path):
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    connection.connect(path)
    return Side(connection)
