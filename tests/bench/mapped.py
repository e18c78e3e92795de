"""When a window comes onto the screen, as the X server tells it."""

import ctypes
import select
import subprocess
import time

SUBSTRUCTURE = 1 << 19
MAP_NOTIFY = 19
WAIT = 60  # seconds


class Screen:
    def __init__(self):
        self.x11 = ctypes.CDLL('libX11.so.6')
        self.x11.XOpenDisplay.restype = ctypes.c_void_p
        self.x11.XDefaultRootWindow.restype = ctypes.c_ulong
        self.display = ctypes.c_void_p(self.x11.XOpenDisplay(None))
        root = self.x11.XDefaultRootWindow(self.display)
        self.x11.XSelectInput(self.display, ctypes.c_ulong(root), ctypes.c_long(SUBSTRUCTURE))
        self.x11.XFlush(self.display)
        self.socket = self.x11.XConnectionNumber(self.display)

    def take_events(self):
        """Whether a window was mapped since the last look."""
        event = (ctypes.c_long * 24)()
        mapped = False
        while self.x11.XPending(self.display):
            self.x11.XNextEvent(self.display, ctypes.byref(event))
            mapped = mapped or ctypes.cast(event, ctypes.POINTER(ctypes.c_int))[0] == MAP_NOTIFY
        return mapped

    def time(self, argv):
        """Seconds from the start of the program to its first window."""
        self.take_events()
        begin = time.monotonic()
        with subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL) as process:
            try:
                while not self.take_events():
                    if time.monotonic() - begin > WAIT or process.poll() is not None:
                        raise RuntimeError(f'{argv[0]} shows no window')
                    select.select([self.socket], [], [], 0.5)
                return time.monotonic() - begin
            finally:
                process.terminate()
