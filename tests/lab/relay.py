"""A tap on the virtual tether: whoever sits on the cable sees every frame, and can change it."""

import json
import os
import select
import socket
import struct
import threading
import zlib

HEADER = struct.Struct('<2sBBIII')  # magic, version, kind, sequence, length, CRC-32
FRAME_MAX = HEADER.size + 256 * 1024
KIND_MESSAGE = 1


def message_of(frame):
    """The JSON object in a frame, or None."""
    if HEADER.unpack_from(frame)[2] != KIND_MESSAGE:
        return None
    return json.loads(frame[HEADER.size:])


def with_message(frame, message):
    """The same frame with another message, as a sender would have made it."""
    magic, version, kind, sequence, _, _ = HEADER.unpack_from(frame)
    body = json.dumps(message, ensure_ascii=False).encode()
    return HEADER.pack(magic, version, kind, sequence, len(body), zlib.crc32(body)) + body


class Relay:
    """Stands between the station and a device. alter (to_device, frame) gives what goes on."""

    def __init__(self, device, alter=lambda to_device, frame: frame):
        self.path = device.lab.path(device.id + '.relay')
        self.device = device.socket
        self.alter = alter
        self.frames = []  # (to the device?, as it was sent)
        self.listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.listener.bind(self.path)
        self.listener.listen()
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    @property
    def address(self):
        return 'virtual:' + self.path

    def messages(self):
        return [(to_device, message) for to_device, frame in self.frames
                if (message := message_of(frame)) is not None]

    def serve(self):
        while True:
            try:
                station, _ = self.listener.accept()
            except OSError:
                return
            with station, socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as device:
                device.connect(self.device)
                while self.pass_one(station, device):
                    pass

    def pass_one(self, station, device):
        for source in select.select([station, device], [], [])[0]:
            try:
                frame = source.recv(FRAME_MAX)
                if not frame:
                    return False
                to_device = source is station
                self.frames.append((to_device, frame))
                (device if to_device else station).sendall(self.alter(to_device, frame))
            except OSError:
                return False
        return True

    def close(self):
        self.listener.close()
        os.remove(self.path)
