"""A USB device outside the guest, as a process that speaks the usbredir protocol with QEMU: closing
its socket is pulling its cable. It has a tether's descriptors and says nothing of its own; what it
does when the station speaks is a word in the file “redir” of the exchange:

    sent   the cable is pulled while the station's first frame goes out
    read   the station's frame arrives, and the cable is pulled in the middle of the answer
"""

import os
import socket
import struct
import threading
import time

HELLO, CONNECT, INTERFACE_INFO, EP_INFO = 0, 1, 4, 5
SET_CONFIGURATION, CONFIGURATION_STATUS, SET_ALT, ALT_STATUS = 6, 8, 9, 11
CANCEL, CONTROL, BULK = 21, 100, 101
OK, STALL = 0, 4
# Device version, packet sizes, numbers of 64 bits, lengths of 32 bits: without them no xHCI.
CAPABILITIES = 1 << 1 | 1 << 4 | 1 << 5 | 1 << 6

VENDOR, PRODUCT, PACKET, HIGH_SPEED = 0x1209, 0x0001, 512, 2
INTERFACE = (0xff, 0x5a, 0x01)
IN, OUT = 0x81, 0x02

STRINGS = {1: 'ZMonitor', 2: 'ZMonitor patient monitor', 3: 'DEV-020'}


def endpoint(address):
    return struct.pack('<BBBBHB', 7, 5, address, 2, PACKET, 0)


def descriptor(kind, index):
    if kind == 1:
        return struct.pack('<BBHBBBBHHHBBBB', 18, 1, 0x0200, 0, 0, 0, 64, VENDOR, PRODUCT, 0x0100,
                           1, 2, 3, 1)
    if kind == 2:
        body = struct.pack('<BBBBBBBBB', 9, 4, 0, 0, 2, *INTERFACE, 0) + endpoint(IN) + endpoint(OUT)
        return struct.pack('<BBHBBBBB', 9, 2, 9 + len(body), 1, 1, 0, 0xc0, 1) + body
    if kind == 3 and index == 0:
        return struct.pack('<BBH', 4, 3, 0x0409)
    if kind == 3 and index in STRINGS:
        text = STRINGS[index].encode('utf-16-le')
        return bytes([2 + len(text), 3]) + text
    return None


class Cable:
    """One connection with QEMU, from plug to pull."""

    def __init__(self, connection, way):
        self.connection = connection
        self.way = way
        self.heard = False
        self.answered = False
        self.reading = []  # transfers that the station waits for

    def send(self, kind, number, body):
        self.connection.sendall(struct.pack('<IIQ', kind, len(body), number) + body)

    def receive(self):
        kind, length, number = struct.unpack('<IIQ', self.take(16))
        return kind, number, self.take(length)

    def take(self, length):
        data = b''
        while len(data) < length:
            part = self.connection.recv(length - len(data))
            if not part:
                raise EOFError
            data += part
        return data

    def plug(self):
        hello = b'zmonitor guest'.ljust(64, b'\0') + struct.pack('<I', CAPABILITIES)
        # Numbers have 64 bits once both have said that they may.
        self.connection.sendall(struct.pack('<III', HELLO, len(hello), 0) + hello)
        _, length, _ = struct.unpack('<III', self.take(12))
        self.take(length)
        kinds, intervals, interfaces, packets = ([255] * 32, [0] * 32, [0] * 32, [0] * 32)
        # Control both ways, then endpoint 2 outward and 1 inward; those inward begin at 16.
        for place, kind, packet in ((0, 0, 64), (16, 0, 64), (2, 2, PACKET), (17, 2, PACKET)):
            kinds[place], packets[place] = kind, packet
        self.send(EP_INFO, 0, struct.pack('<32B32B32B32H', *kinds, *intervals, *interfaces, *packets))
        padding = bytes(31)
        self.send(INTERFACE_INFO, 0, struct.pack('<I', 1) + b'\0' + padding +
                  b''.join(bytes([number]) + padding for number in INTERFACE))
        self.send(CONNECT, 0, struct.pack('<BBBBHHH', HIGH_SPEED, 0, 0, 0, VENDOR, PRODUCT, 0x0100))

    def answer_control(self, number, body):
        end, request, kind, _, value, index, length = struct.unpack('<BBBBHHH', body[:10])
        data = None
        if (kind, request) == (0x80, 6):
            data = descriptor(value >> 8, value & 0xff)
        elif (kind, request) == (0x80, 0):
            data = b'\1\0'
        elif kind == 0x02 and request == 1:
            data = b''
        status = STALL if data is None else OK
        data = (data or b'')[:length]
        self.send(CONTROL, number, struct.pack('<BBBBHHH', end, request, kind, status, value, index,
                                               len(data)) + data)

    def answer_bulk(self, number, body):
        """FALSE when it is time to pull."""
        end, _, low, _, high = struct.unpack('<BBHIH', body[:10])
        if end == IN:
            self.reading.append((number, low, high))
        elif self.way == 'sent':
            return False
        else:
            self.heard = True
            self.send(BULK, number, struct.pack('<BBHIH', end, OK, low, 0, high))
        if not self.heard or not self.reading:
            return True
        if self.answered:
            return False
        # A transfer that is full: the frame goes on.
        number, low, high = self.reading.pop(0)
        self.answered = True
        self.send(BULK, number, struct.pack('<BBHIH', IN, OK, low, 0, high) +
                  bytes(high << 16 | low))
        return not self.reading

    def serve(self):
        self.plug()
        while True:
            kind, number, body = self.receive()
            if kind == SET_CONFIGURATION:
                self.send(CONFIGURATION_STATUS, number, bytes([OK, body[0]]))
            elif kind == SET_ALT:
                self.send(ALT_STATUS, number, bytes([OK, body[0], body[1]]))
            elif kind == CONTROL:
                self.answer_control(number, body)
            elif kind == BULK and not self.answer_bulk(number, body):
                return


class Outside:
    def __init__(self, exchange):
        self.word = os.path.join(exchange, 'redir')
        self.path = os.path.join(exchange, 'redir.socket')
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(self.path)
        self.listener.listen(1)
        threading.Thread(target=self.serve, daemon=True).start()

    def options(self):
        return ['-chardev', f'socket,id=redir,path={self.path},reconnect=1',
                '-device', 'qemu-xhci', '-device', 'usb-redir,chardev=redir']

    def wait_for_word(self):
        while True:
            try:
                with open(self.word, encoding='utf-8') as file:
                    word = file.read().strip()
            except OSError:
                word = ''
            if word:
                os.unlink(self.word)
                return word
            time.sleep(0.05)

    def serve(self):
        while True:
            connection, _ = self.listener.accept()
            with connection:
                try:
                    Cable(connection, self.wait_for_word()).serve()
                except (EOFError, OSError):
                    continue
