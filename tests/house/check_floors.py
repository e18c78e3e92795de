#!/usr/bin/env python3
"""Floors and doors: who may include what.

A room may include itself and the rooms that stand above it in the list of subdir() calls of the
root meson.build. A foreign library has one door. Tests may look at anything.
"""

import re

import house

# Header → the places that may include it. A place ending in '/' is a room.
DOORS = {
    'cairo': ['app/labels/', 'ui/'],
    'gtk/': ['ui/'],
    'gdk/': ['ui/'],
    'gsk/': ['ui/'],
    'adwaita.h': ['ui/'],
    'gst/': ['app/camera/'],
    'jansson.h': ['app/base/json.h'],
    'libaio.h': ['usb/gadget-endpoint.c'],
    'libusb': ['usb/usb-'],
    'openssl/': ['app/pki/'],
    'pango/': ['app/labels/', 'ui/'],
    'png.h': ['app/reader/', 'app/qr/picture.c'],
    'jpeglib.h': ['app/reader/'],
    'qrencode.h': ['app/qr/'],
    'seccomp.h': ['app/base/call-filter.h'],
    'sqlite3.h': ['app/store/database-private.h'],
    'zbar.h': ['app/reader/'],
}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
SUBDIR = re.compile(r"^subdir\('([^']+)'\)")


def rooms_of(tree):
    found = [SUBDIR.match(line) for line in tree.lines('meson.build')]
    return [match[1] for match in found if match]


def room_of(path, rooms):
    return next((room for room in rooms if str(path).startswith(room + '/')), None)


def floor_finding(path, header, rooms):
    here = room_of(path, rooms)
    there = room_of(header, rooms)
    if there is None:
        return None if header == 'config.h' else f'“{header}” is not rooted at the top'
    if rooms.index(there) > rooms.index(here):
        return f'{here} must not know {there} (“{header}”)'
    return None


def door_finding(path, header):
    for library, places in DOORS.items():
        if header.startswith(library):
            if not any(str(path).startswith(place) for place in places):
                return f'<{header}> belongs behind its door: {", ".join(places)}'
    return None


def check(tree):
    rooms = rooms_of(tree)
    for path in tree.files('.c', '.h', under=('app', 'ui', 'usb')):
        if room_of(path, rooms) is None:
            yield f'{path}: stands in no room of meson.build'
            continue
        for number, line in enumerate(tree.lines(path), 1):
            match = INCLUDE.match(line)
            if not match:
                continue
            quote, header = match.groups()
            finding = door_finding(path, header)
            if quote == '"':
                finding = finding or floor_finding(path, header, rooms)
            if finding:
                yield f'{path}:{number}: {finding}'


ROOMS = "subdir('app/base')\nsubdir('usb')\nsubdir('app/pki')\nsubdir('app/reader')\nsubdir('ui')\n"


def source(path, line):
    return {'meson.build': ROOMS, path: line + '\n'}


CASES = [
    house.Case('a lower room is welcome', source('app/pki/key.c', '#include "app/base/error.h"')),
    house.Case('config.h is welcome', source('app/pki/key.c', '#include "config.h"')),
    house.Case('a higher room', source('app/base/error.c', '#include "app/pki/key.h"'),
               'app/base must not know app/pki'),
    house.Case('a header without its room', source('app/base/error.c', '#include "error.h"'),
               'not rooted'),
    house.Case('a file in no room', source('app/cellar/error.c', ''), 'in no room'),
    house.Case('GTK below ui', source('app/pki/key.c', '#include <gtk/gtk.h>'), 'its door: ui/'),
    house.Case('libadwaita below ui', source('usb/frame.c', '# include <adwaita.h>'), 'door: ui/'),
    house.Case('GTK in ui', source('ui/window.c', '#include <gtk/gtk.h>')),
    house.Case('OpenSSL in ui', source('ui/window.c', '#include <openssl/x509.h>'), 'app/pki/'),
    house.Case('SQLite in the wrong file',
               {'meson.build': "subdir('app/store')", 'app/store/rows.c': '#include <sqlite3.h>'},
               'app/store/database-private.h'),
    house.Case('libusb under its other name',
               source('app/pki/key.c', '#include <libusb-1.0/libusb.h>'), 'usb/usb-'),
    house.Case('libusb past its door', source('usb/link.c', '#include <libusb.h>'), 'usb/usb-'),
    house.Case('jansson past its door', source('app/base/jcs.c', '#include <jansson.h>'),
               'app/base/json.h'),
    house.Case('GStreamer past its door', source('app/pki/key.c', '#include <gst/gst.h>'),
               'app/camera/'),
    house.Case('a test may include anything',
               {'meson.build': ROOMS, 'tests/pki/test-key.c': '#include <openssl/evp.h>'}),
]

if __name__ == '__main__':
    house.main(check, CASES)
