"""A network of one's own, in which there is nothing but the loopback interface: for servers that
cannot be told where to listen."""

import fcntl
import os
import socket
import struct
import sys

SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 1
MARK = 'ZM_LOOPBACK_ONLY'


def raise_interface():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        request = struct.pack('16sh14x', b'lo', 0)
        flags = struct.unpack('16sh14x', fcntl.ioctl(probe, SIOCGIFFLAGS, request))[1]
        fcntl.ioctl(probe, SIOCSIFFLAGS, struct.pack('16sh14x', b'lo', flags | IFF_UP))


def enter():
    """Starts the program again there, once; everything that it starts is there too."""
    if MARK in os.environ:
        raise_interface()
        return
    os.environ[MARK] = '1'
    rights = [] if os.geteuid() == 0 else ['--map-root-user']
    os.execvp('unshare', ['unshare', '--net', *rights, sys.executable, *sys.argv])
