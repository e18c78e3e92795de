"""A person at the desk: finds things by the names that a screen reader says, really clicks and types,
and looks at what comes of it."""

import os
import subprocess
import time

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi  # noqa: E402

WAIT = 60  # seconds until something that must happen is given up
POLL = 0.1

# What a person does not name a thing by: GTK 4.8 gives unnamed widgets the name of their type.
TYPE_NAMES = ('Gtk', 'Adw', 'Zm')


class NotFound(Exception):
    pass


def wait_for(condition, what, seconds=WAIT):
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise NotFound(f'not within {seconds} s: {what}')
        time.sleep(POLL)


def children(node):
    try:
        return [child for child in (node.get_child_at_index(i)
                                    for i in range(node.get_child_count())) if child]
    except gi.repository.GLib.Error:
        return []  # it went away while it was looked at


def walk(node):
    yield node
    for child in children(node):
        yield from walk(child)


def has_state(node, state):
    try:
        return node.get_state_set().contains(state)
    except gi.repository.GLib.Error:
        return False


def name_of(node):
    try:
        return node.get_name() or ''
    except gi.repository.GLib.Error:
        return ''


def description_of(node):
    try:
        return node.get_description() or ''
    except gi.repository.GLib.Error:
        return ''


def role_of(node):
    try:
        return node.get_role_name()
    except gi.repository.GLib.Error:
        return ''


def text_of(node):
    try:
        text = node.get_text_iface()
        return text.get_text(0, text.get_character_count()) if text else name_of(node)
    except gi.repository.GLib.Error:
        return ''


def is_real_name(name):
    return bool(name.strip()) and not name.startswith(TYPE_NAMES)


class Person:
    def __init__(self, argv, pictures, size=(1280, 800)):
        self.pictures = pictures
        self.count = 0
        os.makedirs(pictures, exist_ok=True)
        self.log = os.path.join(pictures, 'log')
        with open(self.log, 'wb') as log:
            self.process = subprocess.Popen(argv, stdin=subprocess.DEVNULL,
                                            stdout=subprocess.DEVNULL, stderr=log)
        self.application = wait_for(self.find_application, 'the program on the accessibility bus')
        self.window = wait_for(self.find_window, 'a window')
        self.resize(size)

    def find_application(self):
        if self.process.poll() is not None:
            raise NotFound(f'the program ended with {self.process.returncode}')
        for node in children(Atspi.get_desktop(0)):
            if node.get_process_id() == self.process.pid:
                return node
        return None

    def find_window(self):
        found = self.xdotool('search', '--onlyvisible', '--pid', str(self.process.pid)).split()
        return found[-1] if found else None

    @staticmethod
    def xdotool(*arguments):
        return subprocess.run(['xdotool', *arguments], capture_output=True, text=True,
                              check=False).stdout

    def resize(self, size):
        self.xdotool('windowmove', self.window, '0', '0')
        self.xdotool('windowsize', self.window, str(size[0]), str(size[1]))
        time.sleep(0.5)

    def all(self, role=None):
        return [node for node in walk(self.application) if role is None or role_of(node) == role]

    def look(self, name, role=None):
        """The first thing with a name that begins so and that is on the screen, or None."""
        for node in self.all(role):
            if name_of(node).startswith(name) and self.place(node):
                return node
        return None

    def find(self, name, role=None, seconds=WAIT):
        return wait_for(lambda: self.look(name, role), f'“{name}” ({role or "anything"})', seconds)

    def described(self, description):
        def look():
            return next((node for node in self.all()
                         if description_of(node) == description and self.place(node)), None)
        return wait_for(look, f'what is described as “{description}”')

    def read(self, piece, seconds=WAIT):
        """Waits until a text with this piece in it is on the screen."""
        return wait_for(lambda: self.says(piece), f'the text “{piece}”', seconds)

    def says(self, piece):
        """A text with this piece in it that is on the screen now, or None."""
        for node in self.all():
            for text in (name_of(node), text_of(node), description_of(node)):
                if piece in text and self.place(node):
                    return text
        return None

    @staticmethod
    def place(node):
        """The middle of it in the window, or None if it has no place there."""
        try:
            if not has_state(node, Atspi.StateType.VISIBLE):
                return None
            box = node.get_extents(Atspi.CoordType.WINDOW)
        except gi.repository.GLib.Error:
            return None
        if box.width <= 0 or box.height <= 0 or box.x < 0 or box.y < 0:
            return None
        return box.x + box.width // 2, box.y + box.height // 2

    def click_on(self, node):
        x, y = self.place(node)
        self.xdotool('mousemove', str(x), str(y), 'click', '1')

    def click(self, name, role='push button'):
        self.click_on(wait_for(lambda: self.usable(name, role), f'“{name}” ({role}) to be usable'))

    def focused(self):
        for node in self.all():
            if has_state(node, Atspi.StateType.FOCUSED) and role_of(node) != 'frame':
                return node
        return None

    def focus_named(self, name):
        node = self.focused()
        return node if node is not None and name_of(node) == name else None

    def usable(self, name, role):
        node = self.look(name, role)
        return node if node and has_state(node, Atspi.StateType.SENSITIVE) else None

    def come_back(self):
        """Gives the keys to the window again after a dialog, as a desktop does."""
        self.xdotool('windowfocus', '--sync', self.window)

    def press(self, *keys):
        self.xdotool('key', '--clearmodifiers', *keys)

    def type(self, text):
        """As fast as a person can, who is no scanner; of the delay a half is between two keys."""
        self.xdotool('type', '--delay', '180', text)
        time.sleep(POLL)

    def picture(self, name):
        self.count += 1
        time.sleep(0.4)
        path = os.path.join(self.pictures, f'{self.count:02}-{name}.png')
        subprocess.run(['import', '-window', 'root', path], check=True)
        return path

    def complaints(self):
        """What the program itself found wrong, of which its own tests would have died."""
        # GTK 4.8 says the exception now and then when a button that was pressed outlives the page
        # whose properties it was bound to; the binding is gone by then.
        with open(self.log, encoding='utf-8', errors='replace') as log:
            return [line.strip() for line in log if ('WARNING' in line or 'CRITICAL' in line)
                    and 'g_object_weak_unref' not in line]

    def leave(self):
        """Closes the window as the desktop does, and says how the program ended."""
        self.process.terminate()
        try:
            return self.process.wait(WAIT)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return None
