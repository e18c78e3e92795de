#!/usr/bin/python3
"""A station.conf that cannot be used: the line is named, and the refusal is in the audit log, though
the station did not open."""

import os

from refusals import Station, like

DESK = '1 to 64 characters without control or direction characters'

# Name, the file, check, seen, expected, and the line that the message names.
ROWS = (
    ('an unknown key', '[station]\ndesk=A\ncolour=blue\n', 'config.key', 'colour=blue',
     'a key that is known here', 3),
    ('a key twice', '[station]\ndesk=A\n\n# Twice\ndesk=B\n', 'config.key', 'desk=B',
     'each key once', 5),
    ('no desk', '[station]\ncode-lifetime-minutes=5\n', 'config.key', None, 'desk=…', None),
    ('nothing', '', 'config.key', None, 'desk=…', None),
    ('an empty desk', '[station]\ndesk=\n', 'config.value', 'desk=', DESK, 2),
    ('a desk of 65 characters', '[station]\ndesk=' + 'x' * 65, 'config.value',
     'desk=' + 'x' * 65, DESK, 2),
    ('a desk that turns the writing round', '[station]\ndesk=A\u202eB\n', 'config.value',
     'desk=A\\u{202E}B', DESK, 2),
    ('a backslash', '[station]\ndesk=A\\sB\n', 'config.value', 'desk=A\\sB', DESK, 2),
    ('a lifetime of no minutes', '[station]\ndesk=A\ncode-lifetime-minutes=0\n', 'config.value',
     'code-lifetime-minutes=0', 'a number from 1 to 1440', 3),
    ('a lock after a day', '[station]\ndesk=A\nlock-minutes=1440\n', 'config.value',
     'lock-minutes=1440', 'a number from 0 (never) to 480', 3),
    ('a lifetime of a week', '[station]\ndesk=A\ncode-lifetime-minutes=10080\n', 'config.value',
     'code-lifetime-minutes=10080', 'a number from 1 to 1440', 3),
    ('a lifetime in words', '[station]\ndesk=A\ncode-lifetime-minutes=ten\n', 'config.value',
     'code-lifetime-minutes=ten', 'a number from 1 to 1440', 3),
    ('an id of another form', '[station]\ndesk=A\nusb-ids=1209:0001 0x12:1\n', 'config.value',
     'usb-ids=1209:0001 0x12:1', '1 to 64 ids such as 1209:0001', 3),
    ('a root hub as a port', '[station]\ndesk=A\nusb-ports=usb1\n', 'config.value',
     'usb-ports=usb1', '“any”, or 1 to 64 ports such as 1-2.3', 3),
    ('a server by its name', '[station]\ndesk=A\nserver-address=central.example\n', 'config.value',
     'server-address=central.example', '“by-name”, or an IP address such as 192.0.2.7', 3),
    ('another group', '[desk]\nname=A\n', 'config.syntax', '[desk]', '[station]', 1),
    ('a group twice', '[station]\ndesk=A\n[station]\n', 'config.syntax', '[station]',
     'one group only', 3),
    ('a key before the group', 'desk=A\n[station]\n', 'config.syntax', 'desk=A',
     '[station] before the first key', 1),
    ('a line without a value', '[station]\ndesk\n', 'config.syntax', 'desk', 'key=value', 2),
    ('Latin-1', b'[station]\ndesk=S\xfcd\n', 'config.syntax', 'desk=S\\x{FC}d', 'UTF-8', 2),
    ('UTF-16', '[station]\ndesk=A\n'.encode('utf-16'), 'config.syntax', 'a zero byte',
     'at most 65536 bytes of text', None),
    ('1 MB', b'[station]\ndesk=A\n' + b'#' * 1000000, 'file.size', like('.+'), like('.+'), None),
)


def names_line(number):
    def look(answer):
        message = answer.error.get('message', '')
        return [] if number is None or message.startswith(f'Line {number} ') else [message]
    return look


def replace(path, content):
    """As an editor does: a new file in the old one's place, closed to others."""
    with open(path + '~', 'wb') as file:
        file.write(content.encode() if isinstance(content, str) else content)
    os.chmod(path + '~', 0o600)
    os.rename(path + '~', path)


def main():
    lab = Station()
    lab.found()
    path = os.path.join(lab.station, 'station.conf')
    with open(path, encoding='utf-8') as file:
        good = file.read()

    def look():
        return lab.admin('window', 'close')

    for name, content, check, seen, expected, line in ROWS:
        replace(path, content)
        lab.refuse(name, look, check, 'invalid', seen, expected, also=[names_line(line)])
    os.unlink(path)
    lab.refuse('no file', look, 'station.missing', 'not-found', lab.station,
               'a directory with a station.conf')
    os.mkdir(path)
    lab.refuse('a directory', look, 'file.type', 'invalid', 'a directory', 'a file')
    os.rmdir(path)
    replace(path, good)
    lab.rows.tap.equal(look().status, 0, 'the file as it was opens the station again')
    lab.is_intact()
    lab.rows.done()


main()
