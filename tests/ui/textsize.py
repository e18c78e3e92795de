"""How large letters are on a display, for the programs that open it from then on. On X11 GTK takes it from
the resource Xft.dpi, before any file of settings."""

import ctypes

DPI = 96  # for text of its own size

# Of Xatom.h and X.h.
RESOURCE_MANAGER = 23
STRING = 31
REPLACE = 0


def set_scale(scale):
    xlib = ctypes.CDLL('libX11.so.6')
    xlib.XOpenDisplay.restype = ctypes.c_void_p
    xlib.XDefaultRootWindow.argtypes = [ctypes.c_void_p]
    xlib.XDefaultRootWindow.restype = ctypes.c_ulong
    xlib.XChangeProperty.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_ulong, ctypes.c_ulong, ctypes.c_int,
                                     ctypes.c_int, ctypes.c_char_p, ctypes.c_int]
    xlib.XCloseDisplay.argtypes = [ctypes.c_void_p]
    display = xlib.XOpenDisplay(None)
    if not display:
        raise RuntimeError('there is no display')
    resources = f'Xft.dpi:\t{round(DPI * scale)}\n'.encode()
    xlib.XChangeProperty(display, xlib.XDefaultRootWindow(display), RESOURCE_MANAGER, STRING, 8, REPLACE,
                         resources, len(resources))
    xlib.XCloseDisplay(display)
