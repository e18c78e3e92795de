"""Whether the window answers, asked all the time, as a screen reader asks it: GTK answers from the
thread that draws."""

import threading
import time

import gi

gi.require_version('Gio', '2.0')
from gi.repository import Gio, GLib  # noqa: E402

PAUSE = 0.05     # seconds between an answer and the next question
TIMEOUT = 120000  # milliseconds; longer than any time-out of the station
ROOT = '/org/a11y/atspi/accessible/root'


def call(bus, name, path, interface, method, arguments, answer):
    return bus.call_sync(name, path, interface, method, arguments, GLib.VariantType(answer),
                         Gio.DBusCallFlags.NONE, TIMEOUT, None).unpack()


def connect():
    """The accessibility bus has an address of its own."""
    session = Gio.bus_get_sync(Gio.BusType.SESSION)
    address, = call(session, 'org.a11y.Bus', '/org/a11y/bus', 'org.a11y.Bus', 'GetAddress', None,
                    '(s)')
    return Gio.DBusConnection.new_for_address_sync(
        address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT |
        Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)


def find_name(bus, pid):
    service, path = 'org.freedesktop.DBus', '/org/freedesktop/DBus'
    names, = call(bus, service, path, service, 'ListNames', None, '(as)')
    for name in names:
        owner, = call(bus, service, path, service, 'GetConnectionUnixProcessID',
                      GLib.Variant('(s)', [name]), '(u)')
        if owner == pid and name.startswith(':'):
            return name
    raise RuntimeError(f'process {pid} is not on the accessibility bus')


class Heart:
    def __init__(self, pid):
        self.bus = connect()
        self.name = find_name(self.bus, pid)
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
                     GLib.Variant('(ss)', ['org.a11y.atspi.Accessible', 'Name']), '(v)')
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
