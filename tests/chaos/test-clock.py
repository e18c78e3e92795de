#!/usr/bin/python3
"""Clocks that are a year wrong, at station, signer and device: what bears a wrong time is refused,
an accident bars nothing for ever, and an administrator's word sets it right, on record."""

import contextlib
import os

import clock
from chaos import accounted, audited, count, found, ledger, switched_on, told, verified
from lab import Tap, wait_for

YEAR = 365
# The founding makes the intermediate's first list, the wrong clock the second.
NUMBER_AFTER = 3


def loaded(lab, number):
    """Whether the Central Station holds the list of this number."""
    with open(lab.path('log'), encoding='utf-8') as log:
        return any('"crl.loaded"' in line and f'"number":{number},' in line for line in log)


@contextlib.contextmanager
def off_by(days):
    """What is started in here has a wall clock that is wrong; the running one stays right."""
    wrong = clock.environment(f'{days:+d}d')
    os.environ.update(wrong)
    try:
        yield
    finally:
        for name in wrong:
            del os.environ[name]


def try_signer_ahead(tap, lab):
    with off_by(YEAR):
        signer = lab.start_signer()
    device = switched_on(lab, 'DEV-001')
    told(tap, device.provision('--yes-issue'), 4, 'window.closed',
         'a signer a year ahead, whose window has ended')
    tap.equal(lab.admin('window', 'open', '--devices', '9', '--minutes', '9').status, 0,
              'an administrator opens one by the wrong clock')
    tap.equal(lab.admin('authority', 'crl').status, 0, 'and a revocation list is made by it')
    lab.stop(signer)

    signer = lab.start_signer()
    answer = device.provision('--yes-issue')
    told(tap, answer, 7, 'clock.backwards', 'the clock is put right')
    tap.check(audited(lab, 'clock.backwards'), 'which is on record')
    tap.equal(len(ledger(lab, 'issue.signed')), 0, 'nothing was signed by either clock')
    tap.equal(lab.admin('window', 'open', '--devices', '20', '--minutes', '60').status, 0,
              'an administrator vouches for the clock')
    tap.equal(lab.admin('authority', 'crl').status, 0, 'and has a new revocation list made')
    # Until the Central Station has read it, the list of next year shuts its door.
    wait_for(lambda: loaded(lab, NUMBER_AFTER), 'the Central Station’s reading of the new list')
    device.switch_off()
    device.switch_on()
    answer = device.provision('--yes-issue')
    if answer.error.get('check') == 'session.ended':
        answer = device.provision('--yes-issue')
    verified(tap, answer, 'then the job is done')
    lab.stop(signer)


def try_signer_back(tap, lab):
    with off_by(-YEAR):
        signer = lab.start_signer()
    device = switched_on(lab, 'DEV-002')
    signed = len(ledger(lab, 'issue.signed'))
    answer = device.provision('--yes-issue')
    tap.check(answer.status in (4, 7) and answer.error.get('remedy'),
              f'a signer a year back: {answer.error.get("check")}', answer.stdout)
    tap.equal(len(ledger(lab, 'issue.signed')), signed, 'signs nothing')
    lab.stop(signer)
    signer = lab.start_signer()
    device.switch_off()
    device.switch_on()
    verified(tap, device.provision('--yes-issue'), 'and does the job when the clock is right')
    lab.stop(signer)


def try_station(tap, lab):
    signer = lab.start_signer()
    database = os.path.join(lab.station, 'station.db')
    for days in (YEAR, -YEAR):
        device = switched_on(lab, f'DEV-{days % 1000:03}')
        with off_by(days):
            answer = lab.technician('device', 'add', f'DEV-X{days % 1000:03}', '--label', 'x')
            tap.equal(answer.status, 0, f'a station {days} days wrong registers devices')
            code = lab.technician('pair', 'issue-code', f'DEV-X{days % 1000:03}')
            tap.check(code.ok, 'and issues codes')
        checks = {item['check']: item['severity'] for item in lab.ctl('check').ok['findings']}
        if days > 0:
            tap.equal(checks.get('clock.backwards'), 'problem', '“check” sees the clock go back')
        verified(tap, device.provision('--yes-issue'), 'with the right clock the job is done')
        device.switch_off()
    tap.check(count(database, "SELECT count(*) FROM security_audit_log WHERE "
                              "detail LIKE '%clockWentBackFrom%'") >= 1,
              'the log says where the clock went back')
    lab.stop(signer)


def try_device(tap, lab):
    signer = lab.start_signer()
    for days in (YEAR, -YEAR):
        with off_by(days):
            device = switched_on(lab, f'DEV-D{days % 1000:03}')
        answer = device.provision('--yes-issue')
        tap.check(answer.status != 0 and answer.error.get('remedy'),
                  f'a device {days} days wrong: {answer.error.get("check")}',
                  answer.stdout + answer.stderr)
        device.switch_off()
        device.switch_on()
        answer = device.provision('--yes-issue')
        verified(tap, answer, 'with its clock right the job is done')
        device.switch_off()
    lab.stop(signer)


def main():
    tap = Tap()
    lab = found()
    try_signer_ahead(tap, lab)
    try_signer_back(tap, lab)
    try_station(tap, lab)
    try_device(tap, lab)
    accounted(tap, lab, 'after all that')
    tap.equal(lab.ctl('audit', 'verify').status, 0, 'the log verifies')
    tap.done()


main()
