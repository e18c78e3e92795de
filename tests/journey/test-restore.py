#!/usr/bin/python3
"""Backups that are put back: the signer's alone, then the whole station's. What was signed since
then is not forgotten, and no revocation is undone."""

import json
import os
import shutil
import sqlite3
import subprocess

import serials
from lab import Lab, Tap


def copy(source, target):
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target, ignore=shutil.ignore_patterns('*.socket'))


def provision(lab, number):
    device = lab.make_device(f'DEV-{number:03}', f'Bed {number}')
    device.switch_on()
    return device.provision()


def crl_number(lab, path=None):
    shown = subprocess.run(['openssl', 'crl', '-inform', 'DER', '-in', path or lab.crl_files()[1],
                            '-noout', '-crlnumber'], capture_output=True, text=True, check=True)
    return int(shown.stdout.strip().partition('=')[2], 16)


def finding(lab, check):
    answer = lab.ctl('check')
    return next((finding['severity'] for finding in answer.ok['findings']
                 if finding['check'] == check), None)


def states(lab):
    return {certificate.get('deviceId'): certificate['state']
            for certificate in lab.ctl('certificate', 'list').ok['certificates']
            if certificate.get('deviceId', '').startswith('DEV-')}


def details(lab, action, outcome):
    database = sqlite3.connect(f'file:{lab.station}/station.db?mode=ro', uri=True)
    rows = database.execute('SELECT detail FROM security_audit_log WHERE action = ? AND outcome = ?',
                            (action, outcome)).fetchall()
    database.close()
    return [json.loads(detail) for detail, in rows]


def restore_signer(tap, lab):
    """The signer knows DEV-001 alone; DEV-002 was issued and DEV-001 revoked since then."""
    signer, backup = os.path.join(lab.station, 'signer'), lab.path('signer-backup')
    first = provision(lab, 1)
    copy(signer, backup)
    second = provision(lab, 2)
    tap.equal((first.ok['state'], second.ok['state']), ('verified', 'verified'), 'two devices')
    tap.equal(lab.technician('certificate', 'revoke', first.ok['serial'], '--reason',
                             'keyCompromise').status, 0, 'the first is revoked')
    number = crl_number(lab)
    tap.equal(finding(lab, 'ledger.behind'), 'ok', 'the ledger says what was signed')

    copy(backup, signer)
    tap.equal(finding(lab, 'ledger.behind'), 'problem', 'an older ledger is found')
    answer = lab.technician('authority', 'crl')
    tap.equal((answer.status, answer.error.get('check')), (9, 'ledger.behind'),
              'no revocation list that would undo a revocation')
    answer = provision(lab, 3)
    tap.equal(answer.error.get('check'), 'ledger.behind', 'no certificate')
    tap.check('authority recover' in answer.error.get('remedy', ''), 'the way out is named')
    tap.equal(crl_number(lab), number, 'the published list is still the last good one')

    answer = lab.technician('authority', 'recover')
    tap.equal(answer.error.get('check'), 'role.denied', 'it takes an administrator')
    answer = lab.admin('authority', 'recover')
    tap.check(answer.status == 0 and answer.ok['recovered'] > 0, 'the ledger takes it in again',
              answer.stdout)
    tap.equal(finding(lab, 'ledger.behind'), 'ok', 'and is whole')
    tap.check(crl_number(lab) > number, 'the next list has a higher number')
    tap.check(first.ok['serial'] in serials.in_crl(lab.crl_files()[1]), 'with the revoked certificate')
    tap.check(second.ok['serial'] not in serials.in_crl(lab.crl_files()[1]), 'without the good one')
    tap.equal(lab.admin('authority', 'recover').ok['recovered'], 0, 'again it is nothing new')
    tap.equal({detail['check'] for detail in details(lab, 'ledger.compared', 'failure')},
              {'ledger.behind'}, 'what was found is on record')
    tap.equal([detail['recovered'] > 0 for detail in details(lab, 'ledger.recovered', 'success')],
              [True, False], 'and what was done')
    tap.equal(provision(lab, 4).ok['state'], 'verified', 'the work goes on')


def restore_station(tap, lab):
    """Signer and database agree on the past: only what was published tells of more."""
    backup, published = lab.path('station-backup'), lab.path('published.crl')
    copy(lab.station, backup)
    serial = next(certificate['serial'] for certificate in
                  lab.ctl('certificate', 'list').ok['certificates']
                  if certificate.get('deviceId') == 'DEV-002')
    tap.equal(lab.technician('certificate', 'revoke', serial, '--reason',
                             'keyCompromise').status, 0, 'the second is revoked')
    shutil.copy(lab.crl_files()[1], published)
    copy(backup, lab.station)
    tap.equal(states(lab)['DEV-002'], 'active', 'the backup does not know')

    answer = lab.admin('authority', 'recover', '--crl', published)
    tap.check(answer.status == 0 and answer.ok['recovered'] > 0,
              'the published list tells the signer', answer.stdout)
    tap.equal(states(lab)['DEV-002'], 'revoked', 'and the station')
    tap.check(serial in serials.in_crl(lab.crl_files()[1]), 'it stays revoked')
    tap.check(crl_number(lab) > crl_number(lab, published), 'above the published number')

    foreign = lab.path('foreign.crl')
    shutil.copy(lab.crl_files()[0], foreign)
    answer = lab.admin('authority', 'recover', '--crl', foreign)
    tap.equal((answer.status, answer.error.get('check')), (4, 'crl.issuer'),
              'another CA’s list is refused')


def clean_up(tap, lab):
    """Somebody clears a folder away, or puts an older list back."""
    folder = os.path.join(lab.station, 'crl')
    published = os.path.join(folder, 'intermediate.crl')
    found = {'missing': None, 'older': open(published, 'rb').read()}
    tap.equal(lab.technician('authority', 'crl').status, 0, 'a newer list')
    newest = {name: open(os.path.join(folder, name), 'rb').read() for name in os.listdir(folder)}
    tap.equal(finding(lab, 'crl.unpublished'), 'ok', 'published lists are looked at')
    for what, content in found.items():
        if content is None:
            shutil.rmtree(folder)
        else:
            with open(published, 'wb') as file:
                file.write(content)
        tap.equal(finding(lab, 'crl.unpublished'), 'problem', f'{what}: “check” names it')
        tap.equal(lab.technician('device', 'add', f'DEV-{what}', '--label', 'x').status, 0,
                  f'{what}: the station goes on')
        tap.equal({name: open(os.path.join(folder, name), 'rb').read()
                   for name in os.listdir(folder)}, newest, f'{what}: the lists are there again')
        tap.equal(finding(lab, 'crl.unpublished'), 'ok', f'{what}: and “check” is content')


def hide(lab, device):
    """Says in the database alone that a certificate is revoked."""
    database = sqlite3.connect(os.path.join(lab.station, 'station.db'), isolation_level=None)
    serial = database.execute('SELECT serial FROM certificates WHERE device_id = ?',
                              (device,)).fetchone()[0]
    database.execute("UPDATE certificates SET state = 'revoked', revocation_reason = 'superseded', "
                     "revoked_at = '2026-01-01T00:00:00.000000Z' WHERE serial = ?", (serial,))
    database.close()
    return serial


def pretend_revocations(tap, lab):
    hidden = [provision(lab, number).ok['serial'] for number in (5, 6)]
    tap.equal(finding(lab, 'database.revocations'), None, 'station and signer agree')
    tap.equal(hide(lab, 'DEV-005'), hidden[0], 'a revocation that nobody made')
    tap.equal(finding(lab, 'database.revocations'), 'problem', '“check” names it')
    answer = provision(lab, 7)
    tap.equal((answer.status, answer.error.get('check')), (9, 'database.revocations'),
              'nothing is issued')
    tap.equal(lab.admin('device', 'retire', 'DEV-005').status, 0, 'its device is retired')
    tap.check(hidden[0] in serials.in_crl(lab.crl_files()[1]), 'and now it is revoked indeed')
    tap.equal(finding(lab, 'database.revocations'), None, 'so that they agree again')

    hide(lab, 'DEV-006')
    tap.equal(finding(lab, 'database.revocations'), 'problem', 'another one')
    answer = lab.admin('recover')
    tap.check(answer.ok and answer.ok['revocationsRecovered'] == 1, 'recovered', answer.stdout)
    tap.check(hidden[1] in serials.in_crl(lab.crl_files()[1]), 'and revoked indeed')
    tap.equal(provision(lab, 8).ok['state'], 'verified', 'the work goes on')


def main():
    tap = Tap()
    lab = Lab()
    lab.create_authority()
    lab.create_server()
    lab.add_technician()
    lab.start_central()
    lab.admin('window', 'open', '--devices', '20', '--minutes', '30')
    restore_signer(tap, lab)
    restore_station(tap, lab)
    clean_up(tap, lab)
    pretend_revocations(tap, lab)
    tap.equal(lab.ctl('audit', 'verify').status, 0, 'the audit log is intact')
    tap.done()


main()
