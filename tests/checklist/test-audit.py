#!/usr/bin/python3
"""Audit entries written with hash chain integrity."""

import json
import os
import shutil
import sqlite3

import auditor
from lab import Tap
from scene import Scene

STATION = ['authority.created', 'window.opened', 'certificate.issued', 'mtls.tested',
           'session.verified', 'certificate.revoked']


def actions(path):
    database = sqlite3.connect(f'file:{path}?mode=ro', uri=True)
    rows = [action for action, in
            database.execute('SELECT action FROM security_audit_log ORDER BY seq')]
    database.close()
    return rows


def in_order(wanted, rows):
    rest = iter(rows)
    return all(action in rest for action in wanted)


def change_row(path, seq):
    database = sqlite3.connect(path, isolation_level=None)
    for name, in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"
                                  ).fetchall():
        database.execute(f'DROP TRIGGER {name}')
    database.execute("UPDATE security_audit_log SET actor = 'nobody' WHERE seq = ?", [seq])
    database.execute('PRAGMA wal_checkpoint(TRUNCATE)')
    database.close()


def fits_together(rows):
    """Recomputed by the auditor's script, which shares no code with the device."""
    previous = auditor.SCRIPT.FIRST_PREVIOUS
    for row in rows:
        row = dict(row)
        stored = row.pop('hash')
        if row['prev_hash'] != previous or auditor.SCRIPT.hash_row(row).hex() != stored:
            return False
        previous = stored
    return True


def judge_device(tap, device):
    """Its log may be encrypted, so that only it can list it."""
    rows = [json.loads(line) for line in device.ask('audit', 'list', '--json').stdout.splitlines()]
    tap.check(in_order(['ticket.shown', 'csr.sent', 'identity.installed'],
                       [row['action'] for row in rows]), 'the device has its own entries', rows)
    tap.check(fits_together(rows), f'{len(rows)} of them, which fit together')
    rows[1]['actor'] = 'nobody'
    tap.check(not fits_together(rows), 'and would not with one changed')
    tap.equal(device.ask('audit', 'verify').returncode, 0, 'the device says so too')

    path = os.path.join(device.state, 'audit.db')
    with open(path, 'r+b') as file:
        file.seek(os.path.getsize(path) // 2)
        byte = file.read(1)[0]
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte ^ 1]))
    tap.check(device.ask('audit', 'verify').returncode in (3, 4, 5),
              'and says otherwise of a file with another byte')


def main():
    tap = Tap()
    scene = Scene()
    lab = scene.lab
    device, answer, _ = scene.provision('DEV-001')
    tap.equal((answer.ok or {}).get('state'), 'verified', 'a device is provisioned')
    lab.technician('certificate', 'revoke', 'DEV-001', '--reason', 'superseded')
    device.switch_off()

    path = os.path.join(lab.station, 'station.db')
    rows = actions(path)
    tap.check(in_order(STATION, rows), 'the station has an entry for each step', rows)
    tap.equal(auditor.run_script(lab.station)[:2], (0, 'intact'), 'the chain holds, for an auditor with Python')
    tap.equal(lab.ctl('audit', 'verify').status, 0, 'and for the station')
    for seq in (1, len(rows) // 2, len(rows)):
        copy = lab.path(f'copy{seq}')
        shutil.copytree(lab.station, copy, ignore=lambda folder, names: [
            name for name in names if 'socket' in name or name.endswith(('-wal', '-shm'))])
        with sqlite3.connect(path) as source, sqlite3.connect(copy + '/station.db') as target:
            source.backup(target)
        change_row(copy + '/station.db', seq)
        tap.equal(auditor.run_script(copy)[:2], (20, 'broken'), f'entry {seq} of {len(rows)} cannot be changed')
    judge_device(tap, device)
    tap.done()


main()
