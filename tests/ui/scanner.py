"""A scanner that plays keyboard: it presses the keys of the layout that it was set up for, whatever the
desk has, one every few milliseconds, and Enter at the end."""

import ctypes

GAP = 8  # ms between two keys, kept by the X server itself
SHIFT, RETURN = 50, 36

# Rows of keys of a United States keyboard: the code of the first one, without and with Shift.
US = [(10, '1234567890-=', '!@#$%^&*()_+'), (24, 'qwertyuiop[]', 'QWERTYUIOP{}'),
      (38, "asdfghjkl;'`", 'ASDFGHJKL:"~'), (52, 'zxcvbnm,./', 'ZXCVBNM<>?'), (65, ' ', ' ')]
GERMAN = [(10, '1234567890ß', '!"§$%&/()=?'), (24, 'qwertzuiop', 'QWERTZUIOP'),
          (38, 'asdfghjkl', 'ASDFGHJKL'), (52, 'yxcvbnm,.-', 'YXCVBNM;:_')]
FRENCH = [(10, '&é"\'(-è_çà)=', '1234567890°+'), (24, 'azertyuiop', 'AZERTYUIOP'),
          (38, 'qsdfghjklm', 'QSDFGHJKLM'), (52, 'wxcvbn,;:!', 'WXCVBN?./§')]


class Scanner:
    def __init__(self, layout=None):
        self.layout = layout or US
        self.x11 = ctypes.CDLL('libX11.so.6')
        self.xtst = ctypes.CDLL('libXtst.so.6')
        self.x11.XOpenDisplay.restype = ctypes.c_void_p
        for function in (self.x11.XSync, self.x11.XCloseDisplay):
            function.argtypes = [ctypes.c_void_p] + [ctypes.c_int] * (function is self.x11.XSync)
        self.xtst.XTestFakeKeyEvent.argtypes = [ctypes.c_void_p, ctypes.c_uint, ctypes.c_int,
                                                ctypes.c_ulong]
        self.display = self.x11.XOpenDisplay(None)
        assert self.display, 'no display'

    def close(self):
        self.x11.XCloseDisplay(self.display)

    def key(self, code, down, delay=0):
        self.xtst.XTestFakeKeyEvent(self.display, code, down, delay)

    def find(self, character):
        for first, plain, shifted in self.layout:
            for shift, keys in ((False, plain), (True, shifted)):
                if character in keys:
                    return first + keys.index(character), shift
        raise ValueError(f'no key for {character!r}')

    def press(self, character):
        code, shift = self.find(character)
        if shift:
            self.key(SHIFT, 1)
        self.key(code, 1, GAP)
        self.key(code, 0)
        if shift:
            self.key(SHIFT, 0)

    def scan(self, text, end=RETURN):
        for character in text:
            self.press(character)
        if end is not None:
            self.key(end, 1, GAP)
            self.key(end, 0)
        self.x11.XSync(self.display, 0)
