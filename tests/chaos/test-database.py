#!/usr/bin/python3
"""The database is held by another program, cannot be written, or is damaged in many places: nothing
is issued that is not recorded, nobody waits longer than is stated, and afterwards the job is done."""

import os
import shutil
import sqlite3
import subprocess

from chaos import (Held, Progress, Timed, accounted, count, found, ledger, resume, session_of,
                   switched_on, told, verified)
from lab import CTL, Tap

PAGE = 4096


def try_locked(tap, lab, database):
    device = switched_on(lab, 'DEV-001')
    with Held(database):
        with Timed('database is busy', 'device answers') as timed:
            answer = device.provision('--yes-issue')
        told(tap, answer, 8, 'database.busy', 'locked at the start')
        tap.check(timed.kept, 'within the stated time', timed.seconds)
        tap.check(lab.ctl('device', 'list').ok, 'lists can be viewed meanwhile')
    tap.equal(len(ledger(lab, 'issue.signed')), 0, 'nothing was signed')

    progress = Progress(lab, device, '--yes-issue')
    number = progress.number()
    with Held(database):
        progress.confirm(number)
        answer = progress.end(timed.limit)
    told(tap, answer, 8, 'database.busy', 'locked before the session is stored')
    tap.equal(len(ledger(lab, 'issue.signed')), 0, 'nothing was signed')
    device.switch_off()
    device.switch_on()
    verified(tap, device.provision('--yes-issue'), 'the same job afterwards')

    # From approval on the session is stored, and can be resumed.
    device = switched_on(lab, 'DEV-002')
    progress = Progress(lab, device, '--yes-issue')
    progress.confirm(progress.number())
    tap.check(progress.until(r'\brequested \('), 'a session is on its way')
    with Held(database):
        answer = progress.end(timed.limit)
    if answer.ok:
        tap.check(True, 'it was faster than the other program')
    else:
        told(tap, answer, 8, 'database.busy', 'locked in mid-session')
        verified(tap, resume(lab, device), 'resumed afterwards')
    tap.check(session_of(lab, device)['state'] == 'verified', 'it is done')
    accounted(tap, lab, 'after the locks')


def try_unwritable(tap, lab):
    """A file system that is mounted read-only, in a mount namespace of its own."""
    script = f'mount --bind {lab.station} {lab.station} && ' \
             f'mount -o remount,ro,bind {lab.station} && exec "$@"'
    viewing = subprocess.run(['unshare', '-m', 'sh', '-ec', script, 'sh', CTL,
                              '--station', lab.station, '--json', 'device', 'list'],
                             capture_output=True, text=True)
    tap.equal(viewing.returncode, 0, 'a read-only disk can be viewed')
    check = subprocess.run(['unshare', '-m', 'sh', '-ec', script, 'sh', CTL,
                            '--station', lab.station, '--json', 'check'],
                           capture_output=True, text=True)
    tap.equal(check.returncode, 31, 'and is a problem')


def damage(path, case):
    with open(path, 'r+b') as file:
        size = os.path.getsize(path)
        if case == 'header':
            file.write(b'\0' * 100)
        elif case == 'garbage':
            file.write(os.urandom(size))
        elif case == 'zero length':
            file.truncate(0)
        elif case == 'truncated':
            file.truncate(size // 2 // PAGE * PAGE)
        elif case == 'page by page':
            for page in range(2, size // PAGE, 3):
                file.seek(page * PAGE + 5)
                file.write(b'\xff' * 40)
        elif case == 'one index':
            with sqlite3.connect(path) as database:
                page = database.execute("SELECT rootpage FROM sqlite_master WHERE name = "
                                        "'certificates_key'").fetchone()[0]
            file.seek((page - 1) * PAGE + 8)
            file.write(b'\xff' * 64)
    if case == 'foreign':
        os.unlink(path)
        with sqlite3.connect(path) as database:
            database.execute('CREATE TABLE theirs (a)')
    elif case == 'newer version':
        with sqlite3.connect(path) as database:
            database.execute('PRAGMA user_version = 99')
    elif case in SCHEMAS:
        with sqlite3.connect(path) as database:
            database.execute(SCHEMAS[case])
        database.execute('PRAGMA wal_checkpoint(TRUNCATE)')
        database.close()
    elif case == 'missing':
        os.unlink(path)


SCHEMAS = {
    'a guard of the log': 'DROP TRIGGER security_audit_log_update',
    'a planted trigger': 'CREATE TRIGGER evil AFTER INSERT ON certificates '
                         'BEGIN DELETE FROM codes; END',
    'a table': 'DROP TABLE codes',
}

DAMAGES = [
    ('header', 'database.corrupt', 9), ('garbage', 'database.corrupt', 9),
    ('zero length', 'database.missing', 9), ('missing', 'database.missing', 9),
    ('truncated', 'database.corrupt', 9), ('page by page', 'database.corrupt', 9),
    ('one index', 'database.corrupt', 9), ('foreign', 'database.foreign', 4),
    ('newer version', 'database.version', 4),
    *((case, 'database.schema', 9) for case in SCHEMAS),
]


def try_damaged(tap, lab, database):
    device = switched_on(lab, 'DEV-003')
    with sqlite3.connect(database) as connection:
        connection.execute('PRAGMA wal_checkpoint(TRUNCATE)')
    connection.close()
    kept = lab.path('kept.db')
    shutil.copy(database, kept)
    signed = len(ledger(lab, 'issue.signed'))
    for case, check, status in DAMAGES:
        damage(database, case)
        before = open(database, 'rb').read() if os.path.exists(database) else None
        told(tap, device.provision('--yes-issue'), status, check, case)
        after = open(database, 'rb').read() if os.path.exists(database) else None
        tap.check(before == after, f'{case}: the file stays as it was found')
        tap.equal(lab.ctl('check').status, 31, f'{case}: “check” calls it a problem')
        tap.check(lab.ctl('audit', 'verify').status != 1, f'{case}: “audit verify” has a verdict')
        for suffix in ('', '-wal', '-shm'):
            if os.path.exists(database + suffix):
                os.unlink(database + suffix)
        shutil.copy(kept, database)
        os.chmod(database, 0o600)
    tap.equal(len(ledger(lab, 'issue.signed')), signed, 'nothing was signed meanwhile')
    verified(tap, device.provision('--yes-issue'), 'the same job with the database back')
    accounted(tap, lab, 'after the damages')


def main():
    tap = Tap()
    lab = found()
    database = os.path.join(lab.station, 'station.db')
    signer = lab.start_signer()
    try_locked(tap, lab, database)
    try_unwritable(tap, lab)
    try_damaged(tap, lab, database)
    tap.check(count(database, 'SELECT count(*) FROM certificates') >= 3, 'all is on record')
    lab.stop(signer)
    tap.done()


main()
