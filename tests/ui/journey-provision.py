#!/usr/bin/python3
"""Three monitors in training, as a person takes them through the window: one with the mouse, one
with the keyboard alone, and one whose number is refused. What came of it is looked up outside the
program."""

import os
import sqlite3
import subprocess
import tempfile

import person
from lab import BUILD, CTL, Tap
from steps import journey, shown_number

STATION = os.path.join(BUILD, 'ui/zmonitor-station')
PICTURES = os.path.join(BUILD, 'tests/ui/pictures')

tap = Tap()


def screen_number(desk, device):
    """What the screen of the simulated device says to those who cannot see it."""
    for node in desk.all():
        if node.name == f'Screen of {device}':
            text = node.description
            if ': ' in text:
                return text.rpartition(': ')[2]
    return None


def scan_and_compare(desk, device):
    desk.click(f'Scan the screen of {device}')
    desk.find('The Numbers Match', 'push button')
    seen = person.wait_for(lambda: screen_number(desk, device), 'a number on the device')
    tap.equal(shown_number(desk), seen, f'the station and {device} show one number')
    tap.check(len(seen) == 6 and seen.isdigit(), 'it has six digits', seen)


def with_the_mouse(desk):
    scan_and_compare(desk, 'DEV-014')
    desk.picture('number')
    desk.press('Escape')
    tap.check(desk.look('The Numbers Match', 'push button'), 'Escape answers nothing')
    desk.click('The Numbers Match')
    desk.find('Issue Certificate', 'push button')
    tap.check(desk.look('Field', 'label') and desk.look('Will issue', 'label'),
              'the judgement has its columns')
    desk.picture('judgement')
    desk.click('Issue Certificate')
    desk.find('Next Device', 'push button')
    tap.check(desk.read('Signed by the server on'), 'the server proved it')
    desk.picture('done')
    for stage in ('Test', 'Deliver', 'Certificate', 'Check', 'Pair'):
        desk.click(f'{stage}: done')
        desk.picture(f'looked-back-at-{stage.lower()}')


def with_the_keyboard(desk):
    desk.press('alt+d')
    desk.read('Scan the code on the screen of this device')
    desk.picture('second-chosen')
    desk.press('alt+s')
    desk.find('The Numbers Match', 'push button')
    seen = person.wait_for(lambda: screen_number(desk, 'DEV-041'), 'a number on the device')
    tap.equal(shown_number(desk), seen,
              'the second device shows the station’s number')
    focused = person.wait_for(lambda: desk.focus_named('They Differ'), 'the focus on “They Differ”')
    tap.check(focused, 'the focus is on the safe choice')
    desk.press('alt+m')
    person.wait_for(lambda: desk.usable('Issue Certificate', 'push button'), 'the judgement')
    desk.press('alt+i')
    desk.find('Next Device', 'push button')
    desk.picture('second-done')


def refused(desk):
    scan_and_compare(desk, 'DEV-107')
    desk.click('They Differ')
    tap.check(desk.read('guard.number'), 'the check that refused is named')
    tap.check(desk.read('This device was not provisioned'), 'what to do now is said')
    desk.picture('refused')
    desk.click('Try Again')
    desk.find('The Numbers Match', 'push button')
    tap.check(True, 'trying again scans the new code')
    desk.click('They Differ')
    desk.read('This device was not provisioned')


def lists(desk):
    desk.press('ctrl+2')
    tap.check(desk.read('DEV-014, ICU 2, bed 7: In service. '), 'a row says all of it')
    desk.picture('devices')
    desk.press('ctrl+f')
    desk.type('bay 3')
    person.wait_for(lambda: not desk.look('DEV-014, ICU 2, bed 7: In service. '), 'the search')
    tap.check(desk.look('DEV-107, Emergency, bay 3: Registered. '), 'the search finds by label')
    desk.picture('devices-searched')
    desk.press('ctrl+a', 'BackSpace')
    desk.find('DEV-014, ICU 2, bed 7: In service. ')
    desk.click('DEV-014, ICU 2, bed 7: In service. ', 'table row')
    tap.check(desk.read('In use'), 'the device has a certificate in use')
    desk.picture('device')
    desk.click('Show in the Audit Log')
    tap.check(desk.read(', trainee: Device in service, DEV-014. Success'),
              'the audit log is that of the device')
    desk.picture('audit-of-a-device')


def audit(desk):
    desk.click('Verify')
    tap.check(desk.read('Intact'), 'the log is intact')
    desk.picture('verified')
    desk.click('Close the verdict')
    node = desk.find('20', 'list item')
    x, y = desk.place(node)
    desk.xdotool('mousemove', str(x), str(y), 'click', '1')
    tap.check(desk.read('"prev_hash"'), 'a row shows the record itself')
    desk.picture('record')


def outside(directory, serial):
    database = sqlite3.connect(f'file:{directory}/station/station.db?mode=ro', uri=True)

    def rows(sql):
        return database.execute(sql).fetchall()

    tap.equal(rows("SELECT device_id, state FROM devices ORDER BY device_id"),
              [('DEV-014', 'active'), ('DEV-041', 'active'), ('DEV-107', 'registered')],
              'the registry knows who is in service')
    tap.equal(rows("SELECT count(*) FROM certificates WHERE kind = 'device' AND state = 'active'"),
              [(2,)], 'two certificates are in use')
    tap.equal(rows("SELECT count(*) FROM certificates WHERE device_id = 'DEV-107'"), [(0,)],
              'a refused number issues nothing')
    tap.equal(rows(f"SELECT device_id FROM certificates WHERE serial = '{serial}'"), [('DEV-014',)],
              'the serial number on the screen is that of the certificate')
    tap.equal(rows("SELECT proved_by, outcome FROM tests WHERE kind = 'mtls'"),
              [('server', 'success')] * 2, 'the server proved both')
    verdict = subprocess.run([CTL, '--station', f'{directory}/station', '--json', 'audit',
                              'verify'], capture_output=True, text=True, check=False)
    tap.equal(verdict.returncode, 0, 'zmonitor-stationctl finds the audit log intact')


def find_serial(desk):
    text = desk.read('Serial number').partition('Serial number')[2]
    for node in desk.all('label'):
        text = node.name.replace(' ', '')
        if len(text) == 32 and all(c in '0123456789ABCDEF' for c in text):
            return text
    return None


def main():
    with tempfile.TemporaryDirectory(prefix='zmj') as top:
        directory = os.path.join(top, 'training')
        desk = person.Person([STATION, '--training', '--station', directory],
                             os.path.join(PICTURES, 'provision'))
        with journey(desk, tap):
            desk.find('Scan the screen of DEV-014', 'push button')
            desk.picture('bench')
            with_the_mouse(desk)
            desk.click('Certificate: done')
            serial = find_serial(desk)
            with_the_keyboard(desk)
            refused(desk)
            lists(desk)
            audit(desk)
            outside(directory, serial)
    tap.done()


if __name__ == '__main__':
    main()
