"""A person at the desk: finds things by the names that a screen reader says, really clicks and types,
and looks at what comes of it."""

import os
import subprocess
import time

import accessible
from accessible import State

WAIT = 60  # seconds until something that must happen is given up
POLL = 0.1
WINDOW_WAIT = 5  # seconds until a window that is named is on the display, or one that left is off it
REACTION = 0.25  # seconds between seeing and doing, which a person needs and a window may count on

# What a person does not name a thing by: GTK 4.8 gives unnamed widgets the name of their type.
TYPE_NAMES = ('Gtk', 'Adw', 'Zm')


class NotFound(Exception):
    pass


def wait_for(condition, what, seconds=WAIT):
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            time.sleep(REACTION)
            return value
        if time.monotonic() > deadline:
            raise NotFound(f'not within {seconds} s: {what}')
        time.sleep(POLL)


def texts_of(nodes):
    """What each of them says: the text in it, or else its name."""
    nodes = list(nodes)
    if not nodes:
        return []
    bus = nodes[0].bus
    with_text = [node for node in nodes if node.is_text()]
    lengths = accessible.call_all(bus, [node.text_length_call() for node in with_text])
    answers = accessible.call_all(bus, [node.text_call(length[0] if length else 0)
                                        for node, length in zip(with_text, lengths)])
    texts = {node.path: answer[0] if answer else '' for node, answer in zip(with_text, answers)}
    return [texts.get(node.path, node.name) for node in nodes]


def text_of(node):
    return texts_of([node])[0]


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
        self.bus = accessible.connect()
        self.application = wait_for(self.find_application, 'the program on the accessibility bus')
        self.window = wait_for(self.find_window, 'a window')
        self.resize(size)

    def find_application(self):
        if self.process.poll() is not None:
            raise NotFound(f'the program ended with {self.process.returncode}')
        return accessible.Application.of_process(self.bus, self.process.pid)

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
        return [node for node in self.application.nodes() if role is None or node.role == role]

    def shown(self, role=None):
        """Those that are on the screen."""
        nodes = self.all(role)
        return [node for node, place in zip(nodes, self.places(nodes)) if place]

    def first_shown(self, nodes):
        return next((node for node in nodes if self.place(node)), None)

    def look(self, name, role=None):
        """The first thing with a name that begins so and that is on the screen, or None."""
        return self.first_shown(node for node in self.all(role) if node.name.startswith(name))

    def find(self, name, role=None, seconds=WAIT):
        return wait_for(lambda: self.look(name, role), f'“{name}” ({role or "anything"})', seconds)

    def described(self, description):
        return wait_for(lambda: self.first_shown(node for node in self.all()
                                                 if node.description == description),
                        f'what is described as “{description}”')

    def read(self, piece, seconds=WAIT):
        """Waits until a text with this piece in it is on the screen."""
        return wait_for(lambda: self.says(piece), f'the text “{piece}”', seconds)

    def says(self, piece):
        """A text with this piece in it that is on the screen now, or None."""
        nodes = self.all()
        for node, text in zip(nodes, texts_of(nodes)):
            for words in (node.name, text, node.description):
                if piece in words and self.place(node):
                    return words
        return None

    def places(self, nodes):
        """The middle of each in the window, None for what has no place there."""
        asked = [node for node in nodes if node.has(State.VISIBLE)]
        answers = accessible.call_all(self.bus, [node.extents_call() for node in asked])
        middles = []
        for node, answer in zip(asked, answers):
            left, top, width, height = answer[0] if answer else (0, 0, 0, 0)
            if width > 0 and height > 0 and left >= 0 and top >= 0:
                middles.append((node, (left + width // 2, top + height // 2)))
        # GTK 4.8 knows of what is on a page behind where it was when that page was before; but then
        # nothing is in it.
        answers = accessible.call_all(self.bus, [node.contains_call(*middle) for node, middle in middles])
        found = {node.path: middle for (node, middle), answer in zip(middles, answers)
                 if answer and answer[0]}
        return [found.get(node.path) for node in nodes]

    def place(self, node):
        return self.places([node])[0]

    def click_on(self, node):
        x, y = self.place(node)
        self.xdotool('mousemove', str(x), str(y), 'click', '1')

    def click(self, name, role='push button'):
        self.click_on(wait_for(lambda: self.usable(name, role), f'“{name}” ({role}) to be usable'))

    def focused(self):
        return next((node for node in self.all() if node.has(State.FOCUSED) and node.role != 'frame'), None)

    def focus_named(self, name):
        node = self.focused()
        return node if node is not None and node.name == name else None

    def usable(self, name, role):
        node = self.look(name, role)
        return node if node and node.has(State.SENSITIVE) else None

    def choose_in_menu(self, name, opened_by='F10'):
        """By the keys: GTK 4.8 does not say where a menu is that had to be moved into the screen.
        opened_by: None for a menu that is open."""
        def has_focus():
            node = self.focused()
            return node is not None and node.name.startswith(name)
        if opened_by:
            self.press(opened_by)
        self.find(name, 'menu item')
        for _ in range(12):
            if has_focus():
                break
            self.press('Down')
        self.press('Return')

    def windows(self):
        """On the display, from the back to the front; a menu is none, as keys do not go to it."""
        def takes_keys(window):
            about = subprocess.run(['xwininfo', '-id', window], capture_output=True, text=True,
                                   check=False).stdout
            return 'Override Redirect State: no' in about
        found = self.xdotool('search', '--onlyvisible', '--pid', str(self.process.pid)).split()
        return [window for window in found if window == self.window or takes_keys(window)]

    def come_back(self):
        """Gives the keys to the window in front, as a desktop does. A dialog is named before it is on the
        display: a key that is pressed in between would go to the window behind it."""
        deadline = time.monotonic() + WINDOW_WAIT
        windows = self.windows()
        while len(windows) != self.application.window_count() and time.monotonic() < deadline:
            time.sleep(POLL)
            windows = self.windows()
        if windows and self.xdotool('getwindowfocus').strip() != windows[-1]:
            self.xdotool('windowfocus', '--sync', windows[-1])

    def press(self, *keys):
        self.come_back()
        self.xdotool('key', '--clearmodifiers', *keys)

    def type(self, text):
        """As fast as a person can, who is no scanner; of the delay a half is between two keys."""
        self.come_back()
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
