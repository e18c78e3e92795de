"""A walk past what the window shows, in any language: each scene is left at something to be looked at.
What is clicked is looked up in the language's own catalogue, so that the walk needs no English."""

import gettext
import re
import time

import person
from steps import fill

DOMAIN = 'zmonitor-station'
DIRECTIVE = re.compile(r'%(?:\d+\$)?[a-z]')


class Words:
    """What a text of the sources is on the screen."""

    def __init__(self, folder=None, language=None):
        self.catalogue = (gettext.translation(DOMAIN, folder, [language]) if folder
                          else gettext.NullTranslations())

    def __call__(self, text, *values):
        # Directives may have changed places; there is never more than one that matters here.
        shown = self.catalogue.gettext(text).replace('_', '')
        for value in values:
            shown = DIRECTIVE.sub(lambda _: value, shown, 1)
        return re.sub(r'\([A-Za-z]\)$', '', shown)


class Walk:
    SCENES = ()

    def __init__(self, words):
        self.desk, self.words = None, words

    def arguments(self):
        """What the program is started with, after what it needs was made."""
        return []

    def end(self):
        """Ends what was made for it."""

    def click(self, text, *values, role='push button'):
        self.desk.click(self.words(text, *values), role)

    def find(self, text, *values, role=None):
        return self.desk.find(self.words(text, *values), role)

    def fill(self, text, value):
        fill(self.desk, self.words(text), value)

    def scroll(self, up):
        # In the middle of whatever is beside the bench, which is on the other side where one reads from
        # right to left.
        for left in ('400', '900'):
            self.desk.xdotool('mousemove', left, '450', 'click', '--repeat', '60', '--delay', '5',
                              '4' if up else '5')

    def tab_to(self, role):
        for _ in range(40):
            node = self.desk.focused()
            if node is not None and node.role == role:
                return
            self.desk.press('Tab')
            time.sleep(person.POLL)
        raise person.NotFound(f'a thing to fill ({role}) by the Tab key')

    def escape(self, text, role=None):
        """Out of a dialog or a popover, whose name this is."""
        name = self.words(text)
        for _ in range(3):
            self.desk.press('Escape')
            try:
                person.wait_for(lambda: not self.desk.look(name, role), f'the end of “{name}”', 4)
                break
            except person.NotFound:
                continue
        self.desk.come_back()

    def choose_in_menu(self, text, opened_by='F10'):
        self.desk.choose_in_menu(self.words(text), opened_by)

    def activate(self, text):
        """A row that is reached and pressed by the keyboard, wherever it is scrolled to."""
        name = self.words(text)
        for _ in range(80):
            node = self.desk.focused()
            if node is not None and node.name.startswith(name):
                self.desk.press('Return')
                return
            self.desk.press('Tab')
        raise person.NotFound(f'“{name}” by the Tab key')

    def all(self, failed, chosen=None):
        """Yields each scene's name when it stands. failed(name, error): a scene that could not be
        reached, after which the next one is tried. chosen: the parts to walk through; None: all."""
        for name in self.SCENES:
            if chosen is not None and name not in chosen and name != self.SCENES[0]:
                continue
            try:
                yield from getattr(self, name)()
            except person.NotFound as error:
                failed(name, error)
                for _ in range(3):
                    self.desk.press('Escape')
                self.desk.come_back()
