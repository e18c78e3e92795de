#!/usr/bin/python3
"""An administrator at the authority: the chain and how long it lasts, the enrolment window opened and
closed, the policy changed, the desk testing itself; a technician, who may only look."""

import json
import os
import signal

import lab as laboratory
import person
from lab import Tap
from steps import PICTURES, STATION, fill, found_station, journey, rows, sign_in

tap = Tap()


def details(lab, action):
    return [json.loads(detail) for detail, in
            rows(lab, f"SELECT detail FROM security_audit_log WHERE action = '{action}' "
                      "AND outcome = 'success' ORDER BY seq")]


def looking(desk, lab):
    desk.press('ctrl+4')
    shown = lab.admin('authority', 'show').ok
    tap.check(desk.read('Root CA, kept offline') and desk.read('Intermediate CA'),
              'the chain is shown from the root down')
    for certificate in shown['certificates']:
        short = f"{certificate['sha256'][:8]}…{certificate['sha256'][-8:]}"
        tap.check(desk.read(short), f"with the fingerprint of {certificate['subject']}")
    tap.check(desk.read(f"Revocation list {shown['crls'][0]['number']} "),
              'and the revocation list that each CA issued')
    tap.check(desk.read('The chain ends on'), 'what its end does to the devices is said')
    desk.picture('chain')


def testing_itself(desk, lab):
    desk.read('looked at on')
    found = lab.ctl('check').ok['findings']
    bad = [finding for finding in found if finding['severity'] != 'ok']
    for finding in bad:
        tap.check(desk.says(finding['check']), f"the desk says {finding['check']}")
    tap.check(bad, 'something is to be said')
    desk.press('alt+t')
    tap.check(desk.read('looked at on'), 'it looks again when it is asked')
    desk.picture('health')


def stopping(desk, lab, signer):
    """A signer that hangs holds the test up for half a minute, but not the person."""
    os.kill(signer.pid, signal.SIGSTOP)
    try:
        # The one before may not have ended.
        person.wait_for(lambda: desk.usable('Test This Desk', 'push button'), 'the last test to end')
        desk.press('alt+t')
        tap.check(person.wait_for(lambda: desk.usable('Stop', 'push button'), 'the button'),
                  'a test at work can be stopped')
        desk.picture('testing')
        desk.press('alt+s')
        tap.check(desk.read('so nothing is known of this desk', 5), 'and has ended for the person')
        tap.check(desk.usable('Test This Desk', 'push button'), 'who may test again')
        desk.picture('stopped')
    finally:
        os.kill(signer.pid, signal.SIGCONT)
    tap.check(person.wait_for(lambda: details(lab, 'desk.test-stopped'), 'the record'),
              'which is on record')


def people(desk):
    desk.press('alt+p')
    tap.check(desk.find(laboratory.TECHNICIAN), 'the people are one key away')
    desk.press('Escape')
    person.wait_for(lambda: not desk.look(laboratory.TECHNICIAN), 'the dialog to close')
    desk.come_back()


def window(desk, lab):
    tap.check(desk.read('Closed: no certificate is issued'), 'the enrolment window is closed')
    desk.press('alt+d')
    desk.press('ctrl+a')
    desk.type('3')
    desk.press('alt+m')
    desk.press('ctrl+a')
    desk.type('45')
    desk.press('alt+o')
    tap.check(desk.read('Open for 3 more devices'), 'it is opened by the keyboard alone')
    desk.picture('window-open')
    state = lab.admin('window', 'show').ok
    tap.equal((state['open'], state['devicesLeft']), (True, 3), 'the signer knows it')
    tap.equal(details(lab, 'window.opened'), [{'devices': 3, 'minutes': 45}], 'it is on record')
    desk.press('ctrl+2')
    tap.check(desk.look('Enrolment window', 'push button') and desk.read('3 devices · 45 min'),
              'every page says so')
    desk.click('Enrolment window')
    desk.press('alt+l')
    tap.check(desk.read('Closed: no certificate is issued'), 'it is closed again')
    tap.check(not lab.admin('window', 'show').ok['open'], 'also for the signer')
    lab.admin('window', 'open', '--devices', '7', '--minutes', '60')
    tap.check(desk.read('Open for 7 more devices'), 'what another program does is seen')


def policy(desk, lab):
    desk.press('alt+h')
    desk.find('From Now On')
    desk.picture('policy')
    fill(desk, 'Distribution point (', 'ftp://lists.example')
    desk.press('Return')
    tap.check(desk.read('policy.crl-url'), 'an address that is none is refused by name')
    desk.picture('policy-refused')
    fill(desk, 'Distribution point (', 'http://lists.example/')
    desk.press('Return')
    person.wait_for(lambda: not desk.look('From Now On'), 'the dialog to close')
    tap.check(desk.read('http://lists.example/'), 'the new one is shown')
    change = details(lab, 'policy.changed')
    tap.equal([(list(one), one['crlUrl']['to']) for one in change],
              [(['crlUrl'], 'http://lists.example/')], 'what was changed is on record, no more')
    tap.equal(lab.admin('authority', 'show').ok['crlUrl'], 'http://lists.example/',
              'and what the signer goes by')


def technician(desk):
    desk.come_back()
    desk.press('F10')
    person.wait_for(lambda: desk.usable('Sign Out', 'menu item'), 'the menu')
    desk.press('Return')
    desk.find('PIN')
    sign_in(desk, laboratory.TECHNICIAN_PIN)
    desk.press('ctrl+4')
    tap.check(desk.read('A PKI administrator opens and closes it.'), 'a technician is told who may')
    tap.check(not desk.usable('Change…', 'push button'), 'and cannot change the policy')
    tap.check(not desk.usable('Close Window', 'push button'), 'nor the window')
    desk.picture('technician')


def main():
    lab = found_station()
    signer = lab.start_signer()
    desk = person.Person([STATION, '--station', lab.station],
                         os.path.join(PICTURES, 'authority'))
    with journey(desk, tap):
        desk.find('Sign In')
        sign_in(desk, laboratory.ADMIN_PIN, name=laboratory.ADMIN)
        desk.read(f'{laboratory.ADMIN} (administrator)')
        looking(desk, lab)
        testing_itself(desk, lab)
        stopping(desk, lab, signer)
        people(desk)
        window(desk, lab)
        policy(desk, lab)
        technician(desk)
    tap.done()


if __name__ == '__main__':
    main()
