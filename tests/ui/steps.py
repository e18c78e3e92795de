"""What a person does at the window in more than one journey."""

import collections
import contextlib
import json
import os
import sqlite3
import time

import lab as laboratory
import person
from lab import BUILD, Lab

STATION = os.path.join(BUILD, 'ui/zmonitor-station')
PICTURES = os.path.join(BUILD, 'tests/ui/pictures')

Record = collections.namedtuple('Record', 'actor device outcome detail')


@contextlib.contextmanager
def journey(desk, tap):
    """To its end; then the program is left."""
    try:
        yield
    except Exception as failure:  # pylint: disable=broad-except
        desk.picture('failure')
        tap.check(False, 'the journey comes to its end', repr(failure))
    tap.equal(desk.leave(), 0, 'the program ends well')
    tap.equal(desk.complaints(), [], 'the program had nothing to complain of')


def found_station(lab=None):
    lab = lab or Lab()
    for step in (lab.create_authority, lab.create_server, lab.add_technician):
        answer = step()
        if not answer.ok:
            raise RuntimeError(f'{step.__name__}: {answer.error or answer.stderr}')
    lab.start_central()
    return lab


def rows(lab, sql):
    path = os.path.join(lab.station, 'station.db')
    database = sqlite3.connect(f'file:{path}?mode=ro', uri=True)
    try:
        return database.execute(sql).fetchall()
    finally:
        database.close()


def ask(lab, *verb, **options):
    """On the command line, as an administrator; it must do."""
    answer = lab.admin(*verb, **options)
    if not answer.ok:
        raise RuntimeError(f'{verb}: {answer.error or answer.stderr}')


def records(lab, action):
    """Of the audit log, the oldest first."""
    return [Record(actor, device, outcome, json.loads(detail)) for actor, device, outcome, detail in
            rows(lab, 'SELECT actor, device, outcome, detail FROM security_audit_log '
                      f"WHERE action = '{action}' ORDER BY seq")]


def ways(lab):
    """In which the codes of the paired sessions came, as the audit log has it."""
    return [json.loads(detail).get('way') for detail, in
            rows(lab, "SELECT detail FROM security_audit_log WHERE action = 'session.paired' "
                      'ORDER BY seq')]


def fill(desk, field, text):
    """An entry row cannot be asked whether it has the focus; a click gives it."""
    x, y = desk.place(desk.find(field))
    desk.xdotool('mousemove', str(x), str(y), 'click', '1')
    time.sleep(0.2)
    desk.press('ctrl+a', 'BackSpace')
    desk.type(text)


def fill_sign_in(desk, pin, passphrase=None, name=laboratory.TECHNICIAN):
    fill(desk, 'Name', name)
    fill(desk, 'PIN', pin)
    if passphrase is not None:
        fill(desk, 'Passphrase of the station', passphrase)


def sign_in(desk, pin, passphrase=None, name=laboratory.TECHNICIAN):
    fill_sign_in(desk, pin, passphrase, name)
    desk.press('Return')


def approve(desk, name, pin):
    """What takes a second person."""
    desk.find('Name of the second person')
    fill(desk, 'Name of the second person', name)
    fill(desk, 'PIN of the second person', pin)
    desk.press('Return')


def signed_in(desk):
    return desk.read(f'{laboratory.TECHNICIAN} (technician)')


def type_code(desk, code):
    desk.find('No picture? Type the code')
    desk.press('alt+t')
    desk.type(code)


def pair_by_code(desk, device):
    type_code(desk, device.find('ticket')['code'].lower().replace('-', ' '))
    desk.press('Return')


def focus_in_a_dialog(desk, name):
    """The window below may keep a focus of its own."""
    return any(node.name == name and node.has(person.State.FOCUSED)
               for node in desk.all())


def choose_file(desk, title, path):
    """In GTK's own dialog of that title, where a slash begins a path. It also takes a folder."""
    desk.find(title)
    desk.press('ctrl+l')
    desk.press('ctrl+a')
    desk.type(path)
    desk.press('Return')
    # What opened it may have the same words.
    person.wait_for(lambda: not desk.look(title, 'dialog'), 'the chooser to close')


def shown_number(desk):
    return person.text_of(desk.described('Number of this station')).replace('\u00a0', '')


def begun(desk, device):
    """The number is on both screens, so the ticket came over whole."""
    person.wait_for(lambda: desk.usable('The Numbers Match', 'push button'), 'the number')
    return person.wait_for(lambda: device.find('number')['number'] == shown_number(desk),
                           'the number on ' + device.id)


def refuse(desk, device):
    """Back to where the next scan may begin; the device shows a new ticket."""
    count = sum(event['event'] == 'ticket' for event in device.events)
    desk.click('They Differ')
    desk.click('Try Again')

    def shows_new():
        device.poll()
        return sum(event['event'] == 'ticket' for event in device.events) > count
    person.wait_for(shows_new, 'a new ticket')
