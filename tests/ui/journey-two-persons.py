#!/usr/bin/python3
"""What one person may not do alone, through the window: a wide enrolment window, more revocations than a
limit, a retired device taken over. The loss of a certificate counts once it is a day old, so all of it
happens two days later, by a clock of its own."""

import os

import lab as laboratory
import person
from lab import BUILD, Tap
from steps import (PICTURES, STATION, approve, ask, found_station, journey, pair_by_code, records,
                   rows, sign_in)

BEA, BEA_PIN = 'Bea', '141421'
DEVICES = ('DEV-501', 'DEV-502', 'DEV-503')
LATER = {'LD_PRELOAD': os.path.join(BUILD, 'tests/ui/liblater.so'), 'ZM_LATER': '172800'}  # two days

tap = Tap()


def working_station():
    """A hospital, with devices in service."""
    lab = found_station()
    ask(lab, 'window', 'open', '--devices', '9', '--minutes', '60')
    for name in DEVICES:
        lab.device = lab.make_device(name, f'Monitor {name}')
        lab.device.switch_on()
        answer = lab.device.provision()
        if not answer.ok:
            raise RuntimeError(f'{name}: {answer.error or answer.stderr}')
        lab.device.switch_off()
    return lab


def two_days_later(lab):
    """One person may let two certificates be lost in an hour, and one is: there is nobody yet to ask."""
    for process in list(lab.processes):
        lab.stop(process)
    lab.environment = os.environ | LATER
    lab.start_signer()
    lab.start_central()
    ask(lab, 'limits', 'set', '--revocations', '2')
    ask(lab, 'device', 'retire', 'DEV-503')
    ask(lab, 'operator', 'add', BEA, '--role', 'administrator', secrets=[('--new-pin-fd', BEA_PIN)])
    lab.device.switch_on()


def wide_window(desk, lab):
    desk.press('ctrl+4')
    desk.read('Closed: no certificate is issued')
    for key, number in (('alt+d', '200'), ('alt+m', '60')):
        desk.press(key)
        desk.press('ctrl+a')
        desk.type(number)
    desk.press('alt+o')
    tap.check(desk.read('Devices: 200; minutes: 60.'), 'a wide window takes two persons')
    desk.picture('window')
    tap.check(not lab.admin('window', 'show').ok['open'], 'until then it is closed')
    approve(desk, BEA, BEA_PIN)
    tap.check(desk.read('Open for 200 more devices'), 'with the second one it opens')
    tap.equal([one.detail.get('devices') for one in records(lab, 'window.opened')], [9, 200],
              'which is on record')


def revoke(desk, name):
    desk.press('ctrl+2')
    desk.press('ctrl+f')
    desk.press('ctrl+a', 'BackSpace')
    desk.type(name)
    desk.click(f'{name}, ', 'table row')
    desk.described('Back to the devices')
    desk.press('alt+v')
    desk.read(f'Revoke the Certificates of {name}?')
    desk.press('alt+o')


def state(lab, name):
    return rows(lab, f"SELECT state FROM certificates WHERE device_id = '{name}' AND kind = 'device' "
                     'ORDER BY issued_at')


def go_back(desk):
    desk.click_on(desk.described('Back to the devices'))


def losses(desk, lab):
    revoke(desk, 'DEV-501')
    person.wait_for(lambda: state(lab, 'DEV-501') == [('revoked',)], 'the first revocation')
    tap.check(True, 'the first one needs nobody else')
    go_back(desk)
    revoke(desk, 'DEV-502')
    tap.check(desk.read('Many were revoked just before'), 'one more than the limit needs two persons')
    desk.picture('revocation')
    desk.press('Escape')
    tap.check(desk.read('second-person.declined'), 'if nobody comes, it is refused')
    desk.picture('revocation-declined')
    tap.equal(state(lab, 'DEV-502'), [('active',)], 'and nothing is revoked')
    tap.equal([(one.actor, one.detail['request'], one.detail['check'])
               for one in records(lab, 'approval.declined')],
              [(laboratory.ADMIN, 'revoke', 'second-person.declined')], 'which is on record')
    desk.press('Escape')
    go_back(desk)
    revoke(desk, 'DEV-502')
    approve(desk, BEA, BEA_PIN)
    person.wait_for(lambda: state(lab, 'DEV-502') == [('revoked',)], 'the second revocation')
    tap.check(True, 'with a second person it is done')
    go_back(desk)


def take_over(desk, lab):
    desk.press('ctrl+1')
    pair_by_code(desk, lab.device)
    person.wait_for(lambda: desk.usable('Bring Back into Service', 'push button'), 'the question')
    desk.picture('retired')
    desk.click('Bring Back into Service')
    person.wait_for(lambda: desk.usable('The Numbers Match', 'push button'), 'the number')
    desk.click('The Numbers Match')
    person.wait_for(lambda: desk.usable('Issue Certificate', 'push button'), 'the judgement')
    desk.click('Issue Certificate')
    tap.check(desk.read('Take over DEV-503, which was retired'), 'a retired device is taken over by two')
    desk.picture('take-over')
    approve(desk, BEA, BEA_PIN)
    desk.find('Next Device', 'push button')
    desk.picture('taken-over')
    tap.equal(state(lab, 'DEV-503'), [('revoked',), ('active',)], 'and is in service again')
    tap.equal([(one.detail['request'], one.detail['approver'])
               for one in records(lab, 'approval.given')],
              [('window-open', BEA), ('revoke', BEA), ('issue-prepare', BEA)],
              'each approval is on record')


def main():
    lab = working_station()
    two_days_later(lab)
    os.environ.update(LATER)
    desk = person.Person([STATION, '--station', lab.station, '--tether', lab.device.address],
                         os.path.join(PICTURES, 'two-persons'), (1280, 860))
    with journey(desk, tap):
        sign_in(desk, laboratory.ADMIN_PIN, None, laboratory.ADMIN)
        desk.read(f'{laboratory.ADMIN} (administrator)')
        wide_window(desk, lab)
        losses(desk, lab)
        take_over(desk, lab)
    tap.equal(lab.ctl('audit', 'verify').status, 0, 'the audit log is intact')
    tap.done()


if __name__ == '__main__':
    main()
