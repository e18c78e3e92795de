#!/usr/bin/python3
"""A real station, opened by its directory: sign-in, pairing by the typed code, an interrupted and a
resumed session, a second certificate for the same device, and signing out."""

import os

import lab as laboratory
import person
from lab import Tap
from steps import (PICTURES, STATION, found_station, journey, pair_by_code, rows, shown_number,
                   sign_in, signed_in)

tap = Tap()


def signing_in(desk):
    desk.find('Passphrase of the station')
    desk.picture('sign-in')
    sign_in(desk, '000000', laboratory.PASSPHRASE)
    tap.check(desk.read('sign-in.refused'), 'a wrong PIN is refused by name')
    desk.picture('wrong-pin')
    sign_in(desk, laboratory.TECHNICIAN_PIN)
    tap.check(signed_in(desk), 'who is signed in is shown')


def closed_window(desk, lab, device):
    """The station's rule, not the window's: nobody may issue yet."""
    pair_by_code(desk, device)
    tap.check(desk.read('window.closed'), 'a closed enrolment window is named')
    desk.picture('window-closed')
    answer = lab.admin('window', 'open', '--devices', '3', '--minutes', '60')
    tap.check(answer.ok, 'an administrator opens it', answer.error)
    desk.click('Try Again')


def interrupted(desk, lab, device):
    pair_by_code(desk, device)
    person.wait_for(lambda: desk.usable('The Numbers Match', 'push button'), 'the number')
    number = device.find('number')['number']
    tap.equal(shown_number(desk), number, 'a code that was typed leads to the same number')
    desk.picture('number')
    desk.click('The Numbers Match')
    person.wait_for(lambda: desk.usable('Issue Certificate', 'push button'), 'the judgement')
    device.switch_off()
    tap.check(desk.find('Resume', 'push button'),
              'a cable that is pulled while somebody is asked interrupts, and can be resumed')
    tap.check(desk.look('Abandon', 'push button'), 'or abandoned')
    desk.picture('interrupted')
    tap.equal(rows(lab, 'SELECT state FROM sessions'), [('requested',)],
              'the session is still open')
    device.switch_on()
    desk.click('Resume')
    person.wait_for(lambda: desk.usable('Issue Certificate', 'push button'), 'the judgement')
    desk.click('Issue Certificate')
    desk.find('Next Device', 'push button')
    desk.picture('resumed')
    tap.equal(rows(lab, "SELECT count(*) FROM certificates WHERE kind = 'device'"), [(1,)],
              'one certificate was issued in all')


def another_key(desk, lab, device):
    desk.click('Next Device')
    device.switch_off()
    device.switch_on()
    pair_by_code(desk, device)
    person.wait_for(lambda: desk.usable('Give a New Certificate', 'push button'), 'the question')
    tap.check(person.wait_for(lambda: desk.focus_named('Keep the Old One'), 'the focus'),
              'keeping the old certificate has the focus')
    desk.picture('rekey')
    desk.press('Return')
    tap.check(desk.read('The device keeps its certificate'), 'which is what Return does')
    tap.check(not desk.says('registry.active'), 'and is told as a decision, not as a failure')
    tap.check(person.wait_for(lambda: desk.focus_named('Next Device'), 'the focus'),
              'with the next device next')
    desk.picture('kept')
    tap.equal(rows(lab, "SELECT count(*) FROM certificates WHERE kind = 'device'"), [(1,)],
              'and nothing was issued')


def signing_out(desk):
    desk.choose_in_menu('Sign Out')
    tap.check(desk.read('Sign In'), 'signing out leads back to the sign-in')
    desk.picture('signed-out')
    sign_in(desk, laboratory.TECHNICIAN_PIN)
    tap.check(signed_in(desk), 'and needs no passphrase again')
    desk.picture('signed-in-again')


def main():
    lab = found_station()
    device = lab.make_device('DEV-014', 'ICU 2, bed 7')
    device.switch_on()
    desk = person.Person([STATION, '--station', lab.station, '--tether', device.address],
                         os.path.join(PICTURES, 'station'))
    with journey(desk, tap):
        signing_in(desk)
        closed_window(desk, lab, device)
        interrupted(desk, lab, device)
        another_key(desk, lab, device)
        signing_out(desk)
    tap.done()


if __name__ == '__main__':
    main()
