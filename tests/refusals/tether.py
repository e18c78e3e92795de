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


class Side:
    """One end of a conversation."""

    def __init__(self, connection):
        self.connection = connection
        self.connection.settimeout(TIMEOUT)
        self.sequence = 0

    def send(self, message):
        body = json.dumps(message).encode()
        self.sequence += 1
        self.connection.send(HEADER.pack(b'ZM', 1, 1, self.sequence, len(body),
                                         zlib.crc32(body)) + body)

    def receive(self):
        """The next message; None when the other side has gone."""
        try:
            frame = self.connection.recv(MAX)
        except OSError:
            return None
        return json.loads(frame[HEADER.size:]) if frame else None

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
