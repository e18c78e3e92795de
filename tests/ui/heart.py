"""Whether the window answers, asked all the time, as a screen reader asks it: GTK answers from the
thread that draws."""

import threading
import time

from gi.repository import GLib

from accessible import INTERFACE, ROOT, call, connect

PAUSE = 0.05     # seconds between an answer and the next question


class Heart:
    def __init__(self, application):
        self.bus = connect()  # of its own: one thread waits at it
        self.name = application.name
        self.beats, self.longest = 0, 0
        self.asked = time.monotonic()
        self.ended = False
        self.thread = threading.Thread(target=self.listen, daemon=True)
        self.thread.start()

    def listen(self):
        while not self.ended:
            self.asked = time.monotonic()
            try:
                call(self.bus, self.name, ROOT, 'org.freedesktop.DBus.Properties', 'Get',
                     GLib.Variant('(ss)', [INTERFACE + 'Accessible', 'Name']), '(v)')
            except GLib.Error:
                return
            self.longest = max(self.longest, time.monotonic() - self.asked)
            self.beats += 1
            time.sleep(PAUSE)

    def take(self):
        """How often it answered since the last time, and the longest that one answer took."""
        taken = self.beats, max(self.longest, time.monotonic() - self.asked)
        self.beats, self.longest = 0, 0
        return taken

    def stop(self):
        self.ended = True
        self.thread.join()
