#!/usr/bin/python3
"""Audit entries written with hash chain integrity."""

import os
import shutil
import sqlite3
import subprocess
import sys

from lab import DEVICE, Tap
from scene import Scene

SCRIPT = os.path.join(os.environ['G_TEST_SRCDIR'], '..', 'resources', 'verify-audit.py')
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


def verify(directory):
    process = subprocess.run([sys.executable, '-I', SCRIPT, directory], capture_output=True,
                             text=True)
    return process.returncode, process.stdout.split(':')[0]


def change_row(path, seq):
    database = sqlite3.connect(path, isolation_level=None)
    for name, in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"
                                  ).fetchall():
        database.execute(f'DROP TRIGGER {name}')
    database.execute("UPDATE security_audit_log SET actor = 'nobody' WHERE seq = ?", [seq])
    database.execute('PRAGMA wal_checkpoint(TRUNCATE)')
    database.close()


def judge_device(tap, device):
    path = os.path.join(device.state, 'audit.db')
    rows = actions(path)
    tap.check(in_order(['ticket.shown', 'csr.sent', 'identity.installed'], rows),
              'the device has its own entries', rows)
    verdict = [DEVICE, 'audit', 'verify', '--state', device.state]
    tap.equal(subprocess.run(verdict, capture_output=True).returncode, 0, 'with a whole chain')
    change_row(path, 2)
    tap.equal(subprocess.run(verdict, capture_output=True).returncode, 3,
              'which a changed row breaks')


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
    tap.equal(verify(lab.station), (0, 'intact'), 'the chain holds, for an auditor with Python')
    tap.equal(lab.ctl('audit', 'verify').status, 0, 'and for the station')
    for seq in (1, len(rows) // 2, len(rows)):
        copy = lab.path(f'copy{seq}')
        shutil.copytree(lab.station, copy, ignore=lambda folder, names: [
            name for name in names if 'socket' in name or name.endswith(('-wal', '-shm'))])
        with sqlite3.connect(path) as source, sqlite3.connect(copy + '/station.db') as target:
            source.backup(target)
        change_row(copy + '/station.db', seq)
        tap.equal(verify(copy), (20, 'broken'), f'entry {seq} of {len(rows)} cannot be changed')
    judge_device(tap, device)
    tap.done()


main()
