#!/usr/bin/python3
"""A window to drag a picture out of, as a file manager or a browser has it.

Usage: drag-source.py uri|png FILE"""

import sys

import gi

gi.require_version('Gdk', '4.0')
gi.require_version('Gtk', '4.0')
from gi.repository import Gdk, Gio, GLib, Gtk  # noqa: E402


def content(kind, path):
    if kind == 'uri':
        text = Gio.File.new_for_path(path).get_uri() + '\r\n'
        return Gdk.ContentProvider.new_for_bytes('text/uri-list', GLib.Bytes.new(text.encode()))
    with open(path, 'rb') as file:
        return Gdk.ContentProvider.new_for_bytes('image/png', GLib.Bytes.new(file.read()))


def activate(application):
    window = Gtk.ApplicationWindow(application=application, decorated=False, default_width=100,
                                   default_height=100, title='source')
    label = Gtk.Label(label='drag me', hexpand=True, vexpand=True)
    source = Gtk.DragSource(actions=Gdk.DragAction.COPY)
    source.set_content(content(*sys.argv[1:]))
    label.add_controller(source)
    window.set_child(label)
    window.present()


program = Gtk.Application(flags=Gio.ApplicationFlags.NON_UNIQUE)
program.connect('activate', activate)
program.run(None)
