#!/usr/bin/python3
"""The way out on a Sunday evening: the database is lost, the newest backup is older than the last
certificates and revocations. None of them is forgotten, none that was revoked is good again, the
crlNumber goes on, the audit log says what it has lost, and the next device is provisioned."""

import os
import shutil
import subprocess

from chaos import accounted, audited, count, found, switched_on, told, verified
from lab import Tap


def crl_number(lab):
    shown = subprocess.run(['openssl', 'crl', '-inform', 'DER', '-noout', '-crlnumber', '-in',
                            os.path.join(lab.station, 'crl/intermediate.crl')],
                           check=True, capture_output=True, text=True).stdout
    return int(shown.strip().split('=')[1], 16)


def revoked(lab):
    return {item['serial'] for item in lab.ctl('certificate', 'list').ok['certificates']
            if item['state'] == 'revoked'}


def main():
    tap = Tap()
    lab = found()
    signer = lab.start_signer()
    database = os.path.join(lab.station, 'station.db')
    backup = lab.path('backup')

    first, second = switched_on(lab, 'DEV-001'), switched_on(lab, 'DEV-002')
    verified(tap, first.provision('--yes-issue'), 'a device before the backup')
    tap.check(lab.technician('pair', 'issue-code', 'DEV-001').ok, 'a code that lives')
    answer = lab.ctl('backup', '--out', backup)
    tap.check(answer.ok and answer.ok['withSigner'], 'a backup while the signer is at work',
              answer.stdout)
    tap.equal(oct(os.stat(os.path.join(backup, 'station.db')).st_mode & 0o777), '0o600',
              'which is closed to others')
    told(tap, lab.ctl('backup', '--out', backup), 7, 'file.exists', 'a backup over a backup')

    verified(tap, second.provision('--yes-issue'), 'a device after the backup')
    tap.equal(lab.technician('certificate', 'revoke', 'DEV-001', '--reason',
                             'keyCompromise').status, 0, 'a revocation after the backup')
    number, dead = crl_number(lab), revoked(lab)
    records = count(database, 'SELECT count(*) FROM security_audit_log')

    os.truncate(database, 20000)
    told(tap, lab.technician('device', 'add', 'DEV-003', '--label', 'x'), 9, 'database.corrupt',
         'a truncated database')
    tap.equal(lab.ctl('check').status, 31, 'which “check” calls a problem')
    told(tap, lab.technician('recover', '--from', backup), 5, 'role.denied',
         'a technician who would recover')
    tap.equal(os.stat(database).st_size, 20000, 'nothing was moved for him')
    told(tap, lab.admin('recover'), 9, 'database.corrupt', 'recovering without a backup')
    os.truncate(os.path.join(shutil.copytree(backup, lab.path('bad')), 'station.db'), 30000)
    told(tap, lab.admin('recover', '--from', lab.path('bad')), 9, 'database.corrupt',
         'recovering from a backup that is damaged too')
    tap.equal(os.stat(database).st_size, 20000, 'nothing was moved for that')

    # What somebody does who has not read the instructions.
    damaged = lab.path('damaged.db')
    shutil.copy(database, damaged)
    for suffix in ('-wal', '-shm'):
        if os.path.exists(database + suffix):
            os.unlink(database + suffix)
    shutil.copy(os.path.join(backup, 'station.db'), database)
    third = switched_on(lab, 'DEV-003')
    told(tap, third.provision('--yes-issue'), 9, 'database.older',
         'an older copy put there by hand')
    tap.check(lab.ctl('audit', 'verify').status in (20, 21), 'whose log is cut, or a fork')
    shutil.copy(damaged, database)

    answer = lab.admin('recover', '--from', backup)
    tap.check(answer.ok, 'recovered', answer.stdout + answer.stderr)
    outcome = answer.ok or {}
    tap.equal((outcome.get('certificatesRecovered'), outcome.get('auditRestarted'),
               outcome.get('unknownToSigner')), (1, True, []),
              'one certificate was not in the backup, and the log has lost records')
    tap.check(os.path.getsize(os.path.join(outcome.get('damagedKeptIn', '/'), 'station.db')) ==
              20000, 'the damaged database is kept')
    accounted(tap, lab, 'after that')
    tap.check(dead <= revoked(lab), 'what was revoked is revoked', dead - revoked(lab))
    tap.check(crl_number(lab) > number, 'the crlNumber goes on',
              f'{crl_number(lab)} after {number}')
    tap.equal(lab.ctl('audit', 'verify').status, 0, 'the log verifies from here on')
    tap.check(audited(lab, 'lastSize'), 'and tells what it has lost')
    tap.check(count(database, 'SELECT count(*) FROM security_audit_log') < records,
              'which is a loss indeed')
    tap.equal(count(database, "SELECT count(*) FROM codes WHERE state = 'live'"), 0,
              'no code of before lives')
    answer = lab.admin('recover')
    tap.equal((answer.status, (answer.ok or {}).get('certificatesRecovered')), (0, 0),
              'recovering again changes nothing')
    checks = {finding['check']: finding['severity']
              for finding in lab.ctl('check').ok['findings']}
    tap.equal(checks.get('audit.restarted'), 'warning', '“check” goes on telling it')

    third.switch_off()
    third = switched_on(lab, 'DEV-004')
    verified(tap, third.provision('--yes-issue'), 'the next device')
    second.switch_off()
    second.switch_on()
    answer = lab.technician('provision', '--tether', second.address, '--ticket',
                            lab.path('DEV-002.ticket'))
    tap.check(answer.error.get('check') != 'database.constraint',
              'the device whose session was lost is known', answer.stdout)
    lab.stop(signer)
    tap.done()


main()
