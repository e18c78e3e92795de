#!/usr/bin/python3
"""A log that a build without SQLCipher has begun in the clear, and what such a build makes of an
encrypted one."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess

import cipherlog
from lab import BUILD, DEVICE, Lab, Tap, wait_for

PLAIN = os.path.join(BUILD, 'tests/device/zmonitor-device-plain')
SHOWN = 'ticket.shown'

tap = Tap()
lab = Lab()
state = lab.path('device')
log = os.path.join(state, 'audit.db')


def device_program(program, *argv):
    return subprocess.run([program, *argv, '--state', state], capture_output=True, text=True,
                          timeout=60)


def rows_of(program):
    listed = device_program(program, 'audit', 'list', '--json')
    return [(str(row['seq']), row['action'], row['hash'])
            for row in map(json.loads, listed.stdout.splitlines())]


def switch_on_and_kill(program):
    ticket = lab.path('ticket')
    if os.path.exists(ticket):
        os.unlink(ticket)
    process = lab.start(program, 'run', '--state', state, '--tether',
                        'virtual:' + lab.path('socket'), '--ticket-text', ticket)
    wait_for(lambda: os.path.exists(ticket), 'the ticket')
    process.send_signal(signal.SIGKILL)
    process.wait()
    lab.processes.remove(process)


def refused_start():
    return device_program(DEVICE, 'run', '--tether', 'virtual:' + lab.path('socket'), '--once')


def contents():
    return {name: open(os.path.join(state, name), 'rb').read() for name in os.listdir(state)
            if name.startswith('audit.') and not name.endswith('-shm')}


def make():
    factory = lab.path('factory')
    with open(factory, 'w', encoding='ascii', opener=lambda *a: os.open(*a, 0o600)) as file:
        json.dump({'deviceId': 'DEV-001', 'keyId': 'k-1', 'mode': 'derived', 'keyHex': '5a' * 32,
                   'rootSha256': 'a5' * 32}, file)
    assert device_program(PLAIN, 'init', '--factory', factory).returncode == 0
    switch_on_and_kill(PLAIN)


def keep(name):
    shutil.rmtree(lab.path(name), ignore_errors=True)
    shutil.copytree(state, lab.path(name))


def put_back(name):
    shutil.rmtree(state)
    shutil.copytree(lab.path(name), state)


def change(*statements):
    """By somebody who has taken the triggers away."""
    database = sqlite3.connect(log)
    triggers = [row[0] for row in database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger'")]
    definitions = [row[0] for row in database.execute(
        "SELECT sql FROM sqlite_master WHERE type = 'trigger'")]
    for trigger in triggers:
        database.execute(f'DROP TRIGGER {trigger}')
    for statement in (*statements, *definitions):
        database.execute(statement)
    database.commit()
    database.close()


def judge_taken_over(before, what):
    switch_on_and_kill(DEVICE)
    rows = cipherlog.rows(state)
    tap.equal(rows[:len(before)], before, f'{what}: every row is there')
    tap.equal([row[1] for row in rows[len(before):]], [SHOWN], 'and the next follows')
    tap.equal(cipherlog.traces(state, 'log.opened', SHOWN, 'DEV-001'), [], 'none of it in the clear')
    tap.equal([name for name in os.listdir(state) if '.new' in name], [], 'no draft is left')


def judge_plain_build():
    before = contents()
    for argv in (['audit', 'list'], ['audit', 'verify'],
                 ['run', '--tether', 'virtual:' + lab.path('socket')], ['audit', 'begin-anew']):
        process = device_program(PLAIN, *argv)
        tap.check(process.returncode in (1, 5) and 'check: log.encrypted' in process.stderr and
                  'without SQLCipher' in process.stderr,
                  f'a build without SQLCipher says so: {argv[:2]}', process.stderr)
    tap.check(contents() == before, 'and changes nothing')


def judge_interrupted(before):
    """The key was durable, a draft was begun, the log still stands in the clear."""
    shutil.copy(lab.path('taken/audit.key'), state)
    key = cipherlog.data_key(state)
    for name in ('audit.db.new', 'audit.db.new-wal'):
        with open(os.path.join(state, name), 'wb') as file:
            file.write(b'half of a draft')
    judge_taken_over(before, 'a takeover that was cut off')
    tap.equal(cipherlog.data_key(state), key, 'with the key that was made for it')


def judge_broken():
    change("UPDATE security_audit_log SET actor = 'nobody' WHERE seq = 1")
    switch_on_and_kill(DEVICE)
    actors, _ = cipherlog.ask(state, 'SELECT actor FROM security_audit_log WHERE seq = 1',
                              cipherlog.data_key(state))
    tap.equal(actors.split(), ['nobody'], 'a log that was changed is taken over as it stands')
    tap.equal(device_program(DEVICE, 'audit', 'verify').returncode, 3, 'and still judged broken')


def judge_gap():
    change('DELETE FROM security_audit_log WHERE seq = 1')
    process = refused_start()
    tap.check(process.returncode == 1 and 'check: log.takeover' in process.stderr,
              'a log with a gap is refused', process.stderr)
    with open(log, 'rb') as file:
        tap.equal(file.read(16), cipherlog.CLEAR, 'and stays where it is')
    tap.equal(device_program(DEVICE, 'audit', 'begin-anew').returncode, 0, 'until it is set aside')
    tap.equal([row[1] for row in cipherlog.rows(state)], ['log.opened', 'log.begun-anew'],
              'for a new one')


def judge_busy(before):
    reader = sqlite3.connect(log)
    reader.execute('BEGIN')
    reader.execute('SELECT count(*) FROM security_audit_log').fetchone()
    process = refused_start()
    tap.check(process.returncode == 1 and 'check: database.busy' in process.stderr,
              'somebody is reading it: try again', process.stderr)
    reader.close()
    judge_taken_over(before, 'when he has ended')


def main():
    make()
    keep('clear')
    tap.check(os.path.getsize(log + '-wal') > 0, 'the clear log has a write-ahead log')
    before = rows_of(PLAIN)
    tap.equal([row[1] for row in before], ['log.opened', SHOWN], 'and two rows')
    tap.equal(rows_of(DEVICE), before, 'which a build with SQLCipher lists as they stand')
    judge_taken_over(before, 'taken over')
    keep('taken')
    judge_plain_build()
    for judge in (judge_interrupted, judge_busy):
        put_back('clear')
        judge(before)
    for judge in (judge_broken, judge_gap):
        put_back('clear')
        judge()
    tap.done()


main()
