#!/usr/bin/python3
"""The audit log as an auditor reads it: its state, filters and chips, the timeline by keys, the story of
a device with its records, files written out and read again, and a break found and shown where it is."""

import csv
import json
import os
import sqlite3
import subprocess
import sys

import lab as laboratory
import person
from lab import Tap
from steps import (PICTURES, STATION, focus_in_a_dialog, found_station, rows, sign_in,
                   signed_in)

tap = Tap()
SMALL = (800, 600)
LARGE = (1280, 880)
FORMATS = ['csv', 'json', 'pdf']


def count(lab, condition='1'):
    return rows(lab, f'SELECT count(*) FROM security_audit_log WHERE {condition}')[0][0]


def filled_station():
    lab = found_station()
    lab.admin('window', 'open', '--devices', '5', '--minutes', '60')
    for number in ('014', '041'):
        device = lab.make_device('DEV-' + number, 'ICU 2, bed ' + number)
        device.switch_on()
        answer = device.provision()
        if not answer.ok:
            raise RuntimeError(f'{device.id}: {answer.error}')
        device.switch_off()
    return lab


def shown_count(desk, number):
    return desk.read(f'{number} record' + ('' if number == 1 else 's'))


def integrity(desk, lab):
    tap.check(desk.read('Never verified'), 'a log that nobody verified is said to be that')
    desk.picture('records')
    desk.click('Verify')
    tap.check(desk.read('Up to record'), 'verified, it says up to which record')
    verified = rows(lab, "SELECT actor, detail FROM security_audit_log WHERE action = 'audit.verified'")
    tap.equal([(actor, json.loads(detail)['verdict']) for actor, detail in verified],
              [(laboratory.TECHNICIAN, 'intact')], 'and who did it is on record')
    desk.picture('verified')
    desk.click('Close the verdict')


def filters(desk, lab):
    desk.press('ctrl+f')
    desk.type('DEV-041')
    tap.check(desk.find('Remove the filter “Contains: DEV-041”', 'push button'),
              'what is searched for is a chip')
    shown_count(desk, count(lab, "device LIKE '%DEV-041%' OR detail LIKE '%DEV-041%'"))
    desk.click('Filter')
    desk.find('Outcome')
    desk.picture('filter')
    desk.press('Escape')
    desk.click('Remove the filter “Contains: DEV-041”')
    tap.check(shown_count(desk, count(lab)), 'without the chip all records are there again')


def timeline(desk, lab):
    line = desk.find('Timeline')
    tap.check(f'{count(lab)} records' in line.name, 'the timeline says how many there are',
              line.name)
    x, y = desk.place(line)
    desk.xdotool('mousemove', str(x), str(y), 'click', '1')
    desk.press('Home')
    tap.check(person.wait_for(lambda: 'Here: ' in desk.find('Timeline').name, 'the cursor'),
              'a bin has a name of its own')
    desk.press('shift+End', 'Return')
    tap.check(desk.find('Remove the filter “From', 'push button'),
              'Return shows the records of what is chosen')
    tap.check(shown_count(desk, count(lab)), 'which are all of them, from one end to the other')
    desk.picture('timeline')
    desk.click('Remove the filter “From')


def story(desk, lab):
    desk.click('Story', 'page tab')
    tap.check(desk.read('DEV-041: first certificate'), 'a session has a heading')
    desk.click('DEV-041 asked for a certificate', 'list item')
    tap.check(desk.read('"action": "session.requested",'), 'a sentence that is clicked shows its record')
    tap.check(desk.find('Copy the Record', 'push button'), 'to be copied')
    desk.picture('story')
    desk.click('Story of the Session')
    session = rows(lab, "SELECT session FROM security_audit_log WHERE device = 'DEV-041' "
                        'AND session IS NOT NULL')[0][0]
    tap.check(desk.find(f'Remove the filter “Session: {session}”', 'push button'),
              'and leads on to the story of its session alone')
    shown_count(desk, count(lab, f"session = '{session}'"))
    desk.click('Remove the filter “Session')
    desk.click('Records', 'page tab')


def export(desk, lab, ending):
    """With the keyboard, once the menu is open."""
    path = lab.path('export.' + ending)
    desk.click('Export')
    desk.find('To Read (PDF)…', 'menu item')
    desk.press(*['Down'] * FORMATS.index(ending), 'Return')
    person.wait_for(lambda: focus_in_a_dialog(desk, 'Name:'), 'the file chooser')
    desk.press('ctrl+a')
    desk.type(path)
    desk.press('Return')
    desk.read('written to export.' + ending)
    return path


def exports(desk, lab):
    seqs = [seq for seq, in rows(lab, 'SELECT seq FROM security_audit_log ORDER BY seq')]
    with open(export(desk, lab, 'csv'), encoding='utf-8', newline='') as file:
        table = list(csv.DictReader(file))
    tap.equal([int(row['seq']) for row in table], seqs, 'the table has every record, the oldest first')
    cells = [cell for row in table for cell in row.values()]
    tap.equal([cell for cell in cells if cell and cell[0] in '=+-@\t\r'], [],
              'no cell is a formula')
    tap.equal([json.loads(row['detail']) for row in table],
              [json.loads(detail) for detail, in
               rows(lab, 'SELECT detail FROM security_audit_log ORDER BY seq')][:len(seqs)],
              'and the details are whole')
    with open(export(desk, lab, 'json'), encoding='utf-8') as file:
        whole = json.load(file)
    tap.equal([record['seq'] for record in whole['records']], seqs + [seqs[-1] + 1],
              'what programs read has them too, and the first export')
    tap.equal(whole['export']['head'], whole['records'][-1]['hash'], 'with the head of the log')
    path = export(desk, lab, 'pdf')
    text = subprocess.run(['pdftotext', '-layout', path, '-'], check=True, capture_output=True,
                          text=True).stdout
    tap.check('Page 1' in text and 'DEV-041 is in service.' in text and 'intact up to' in text,
              'what people read has pages, sentences and the state of the log', text[:2000])
    tap.equal([json.loads(detail)['format'] for detail, in
               rows(lab, "SELECT detail FROM security_audit_log WHERE action = 'audit.exported'")],
              FORMATS, 'each export is on record')


def damage(lab, seq):
    """As somebody with the file would; the triggers stop nobody, and are put back."""
    database = sqlite3.connect(os.path.join(lab.station, 'station.db'))
    trigger = 'security_audit_log_update'
    statement, = database.execute('SELECT sql FROM sqlite_master WHERE name = ?', (trigger,)).fetchone()
    database.execute(f'DROP TRIGGER {trigger}')
    database.execute("UPDATE security_audit_log SET actor = 'nobody' WHERE seq = ?", (seq,))
    database.execute(statement)
    database.commit()
    database.close()


def broken(desk, lab):
    damage(lab, 20)
    desk.press('alt+v')
    tap.check(desk.read('The first wrong record is number 20'), 'a break is named by its record')
    tap.check(desk.find('Show the records of DEV-041', 'push button'),
              'and the devices that were touched after it')
    desk.picture('broken')
    desk.click('Show the First Wrong Record')
    tap.check(desk.read('"seq": 20,'), 'the button shows the record itself')
    desk.picture('broken-record')
    desk.click('Close the verdict')
    tap.check(desk.says('Broken'), 'which stays in sight')


def remembered(desk):
    """What was found wrong outlives the program."""
    signed_in(desk)
    desk.press('ctrl+3')
    tap.check(desk.says('Broken'), 'the next to open the station sees it')
    tap.check(desk.read('The first wrong record is number 20'), 'and where it is')
    desk.picture('remembered')


def looks(desk, name):
    for size in (SMALL, LARGE):
        desk.resize(size)
        desk.picture(f'{name}-{size[0]}')


def open_window(lab):
    desk = person.Person([STATION, '--station', lab.station], os.path.join(PICTURES, 'audit'), LARGE)
    sign_in(desk, laboratory.TECHNICIAN_PIN, laboratory.PASSPHRASE)
    return desk


def main():
    lab = filled_station()
    desk = open_window(lab)
    try:
        signed_in(desk)
        desk.press('ctrl+3')
        for part in (integrity, filters, timeline, story, exports, broken):
            part(desk, lab)
        looks(desk, 'end')
        tap.equal(desk.leave(), 0, 'the program ends well')
        tap.equal(desk.complaints(), [], 'the program had nothing to complain of')
        desk = open_window(lab)
        remembered(desk)
    except Exception as failure:  # pylint: disable=broad-except
        desk.picture('failure')
        tap.check(False, 'the journey comes to its end', repr(failure))
    tap.equal(desk.leave(), 0, 'the program ends well')
    tap.equal(desk.complaints(), [], 'the program had nothing to complain of')
    tap.done()


if __name__ == '__main__':
    sys.exit(main())
