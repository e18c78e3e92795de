"""What a program tells a screen reader, asked of the accessibility bus itself: all of its things in a few
messages (GetItems of org.a11y.atspi.Cache), where walking from thing to thing takes thousands."""

import gi

gi.require_version('Gio', '2.0')
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, Gio, GLib  # noqa: E402

TIMEOUT = 120000  # milliseconds; longer than any time-out of the station
ROOT = '/org/a11y/atspi/accessible/root'
CACHE = '/org/a11y/atspi/cache'
INTERFACE = 'org.a11y.atspi.'

State = Atspi.StateType


def connect():
    """The accessibility bus has an address of its own."""
    session = Gio.bus_get_sync(Gio.BusType.SESSION)
    address, = call(session, 'org.a11y.Bus', '/org/a11y/bus', 'org.a11y.Bus', 'GetAddress', None,
                    '(s)')
    return Gio.DBusConnection.new_for_address_sync(
        address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT |
        Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)


def call(bus, name, path, interface, method, arguments, answer):
    return bus.call_sync(name, path, interface, method, arguments, GLib.VariantType(answer),
                         Gio.DBusCallFlags.NONE, TIMEOUT, None).unpack()


def call_all(bus, calls):
    """The answers of (name, path, interface, method, arguments), None for what went away meanwhile. All
    are sent before the first answer is waited for."""
    answers = [None] * len(calls)
    waiting = set(range(len(calls)))

    def answered(connection, result, index):
        try:
            answers[index] = connection.call_finish(result).unpack()
        except GLib.Error:
            pass
        waiting.discard(index)

    for index, (name, path, interface, method, arguments) in enumerate(calls):
        bus.call(name, path, interface, method, arguments, None, Gio.DBusCallFlags.NONE, TIMEOUT, None,
                 answered, index)
    while waiting:
        GLib.MainContext.default().iteration(True)
    return answers


def has_state(states, state):
    return bool(states[int(state) // 32] >> int(state) % 32 & 1)


class Node:
    """A thing as it was when it was asked for; only where it is, and its text, are asked for anew."""

    def __init__(self, bus, item):
        (self.owner, self.path), _, _, _, self.child_count, self.interfaces, self.name, role, \
            self.description, self.states = item
        self.bus = bus
        self.role = Atspi.role_get_name(Atspi.Role(role))

    def has(self, state):
        return has_state(self.states, state)

    def is_text(self):
        return INTERFACE + 'Text' in self.interfaces

    def extents_call(self):
        return (self.owner, self.path, INTERFACE + 'Component', 'GetExtents',
                GLib.Variant('(u)', [int(Atspi.CoordType.WINDOW)]))

    def contains_call(self, left, top):
        return (self.owner, self.path, INTERFACE + 'Component', 'Contains',
                GLib.Variant('(iiu)', [left, top, int(Atspi.CoordType.WINDOW)]))

    def text_length_call(self):
        return (self.owner, self.path, 'org.freedesktop.DBus.Properties', 'Get',
                GLib.Variant('(ss)', [INTERFACE + 'Text', 'CharacterCount']))

    def text_call(self, length):
        return self.owner, self.path, INTERFACE + 'Text', 'GetText', GLib.Variant('(ii)', [0, length])


class Application:
    """Of the process with this number, once it is on the bus."""

    def __init__(self, bus, name):
        self.bus = bus
        self.name = name

    @classmethod
    def of_process(cls, bus, pid):
        """None as long as the process has not said that it is there."""
        registered, = call(bus, INTERFACE + 'Registry', ROOT, INTERFACE + 'Accessible', 'GetChildren', None,
                           '(a(so))')
        service = 'org.freedesktop.DBus'
        for name, _ in registered:
            try:
                owner, = call(bus, service, '/org/freedesktop/DBus', service, 'GetConnectionUnixProcessID',
                              GLib.Variant('(s)', [name]), '(u)')
            except GLib.Error:
                continue  # it left meanwhile
            if owner == pid:
                return cls(bus, name)
        return None

    def nodes(self):
        """All that it shows, each before its children, in the order that it gives them; nothing once it
        went away."""
        known = self.known()
        children = self.families(known)
        if any(path not in known for family in children.values() for path in family):
            known = self.known()

        def walk(path):
            if path in known:  # and did not go away meanwhile
                yield known[path]
                for child in children.get(path, ()):
                    yield from walk(child)
        return list(walk(ROOT))

    def window_count(self):
        """Of its windows, those that are open."""
        try:
            windows, = call(self.bus, self.name, ROOT, INTERFACE + 'Accessible', 'GetChildren', None,
                            '(a(so))')
        except GLib.Error:
            return 0
        answers = call_all(self.bus, [(owner, path, INTERFACE + 'Accessible', 'GetState', None)
                                      for owner, path in windows])
        return sum(has_state(answer[0], State.VISIBLE) for answer in answers if answer)

    def known(self):
        """What is in its cache: whatever once was somebody's child, hidden things and closed windows
        among it."""
        try:
            items, = call(self.bus, self.name, CACHE, INTERFACE + 'Cache', 'GetItems', None,
                          '(a((so)(so)(so)iiassusau))')
        except GLib.Error:
            return {}
        return {item[0][1]: Node(self.bus, item) for item in items}

    def families(self, known):
        """The children that each shows now. Whoever is asked for them puts them into the cache."""
        families, generation = {}, [ROOT]
        while generation:
            # GTK 4.8 says of the program itself that it has none.
            parents = [path for path in generation
                       if path == ROOT or path not in known or known[path].child_count > 0]
            answers = call_all(self.bus, [(self.name, path, INTERFACE + 'Accessible', 'GetChildren', None)
                                          for path in parents])
            generation = []
            for path, answer in zip(parents, answers):
                families[path] = [child for _, child in answer[0]] if answer else []
                generation += families[path]
        return families
