#!/usr/bin/python3
"""The device's own log under SQLCipher, judged by the programs sqlcipher, sqlite3 and openssl:
encrypted from its first byte, opened by the key that the device has and by nothing else, also
after that key has changed. The argument is the kind of the keys."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys

import cipherlog
from lab import DEVICE, Lab, Tap, wait_for
from snapshot import found

KIND = sys.argv[1]
LABEL = 'Intensivpflege 7'
NOT_A_DATABASE = ('is not a database', 'is encrypted')

tap = Tap()
lab = Lab()


def device_program(*argv, timeout=60):
    return subprocess.run([DEVICE, *argv], capture_output=True, text=True, timeout=timeout)


def check_of(process):
    """The name of the check that refused, as the program tells it."""
    found_check = re.search(r'^ +check: (\S+)$|\((\S+)\)$', process.stderr, re.MULTILINE)
    return (found_check[1] or found_check[2]) if found_check else process.stderr


def is_shut(state, key=None, program='sqlcipher'):
    seen, complaint = cipherlog.ask(state, 'SELECT count(*) FROM security_audit_log', key, program)
    return not seen.strip() and any(words in complaint for words in NOT_A_DATABASE)


def same_as_listed(state):
    listed = device_program('audit', 'list', '--state', state, '--json')
    ours = [json.loads(line) for line in listed.stdout.splitlines()]
    return [(str(row['seq']), row['action'], row['hash']) for row in ours]


def linked_to(process):
    with open(f'/proc/{process.pid}/maps', encoding='utf-8') as file:
        maps = file.read()
    return 'libsqlcipher' in maps, 'libsqlite3' in maps


def judge_new(device):
    tap.equal(linked_to(device.process), (True, False), 'SQLCipher in the process, SQLite not')
    wrapped = cipherlog.wraps(device.state)
    tap.equal(list(wrapped), [cipherlog.key_hash(device.state + '/pending.key')],
              'the pending key opens the log before there is an identity')
    tap.equal(wrapped[list(wrapped)[0]][7], {'ec': 1, 'rsa': 2}[KIND], 'a wrap of that kind')
    mode = os.stat(os.path.join(device.state, 'audit.key')).st_mode & 0o7777
    tap.equal(mode, 0o600, 'audit.key is closed to others')
    actions = [row[1] for row in cipherlog.rows(device.state)]
    tap.equal(actions[:2], ['log.opened', 'ticket.shown'], 'the sqlcipher program reads the rows')
    judge_shut(device.state)


def judge_shut(state):
    wrong = cipherlog.data_key(state)
    wrong = ('1' if wrong[0] == '0' else '0') + wrong[1:]
    public = cipherlog.key_hash(cipherlog.key_file(state))
    tap.check(is_shut(state), 'nothing without the key')
    tap.check(is_shut(state, wrong), 'nothing with a key that differs by four bits')
    tap.check(is_shut(state, public), 'nothing with the fingerprint of the public key')
    tap.check(is_shut(state, program='sqlite3'), 'nothing for the sqlite3 program')


def judge_installed(device, serial):
    words = ['ticket.shown', 'identity.installed', 'security_audit_log', device.id, serial,
             f'localhost:{lab.port}', cipherlog.data_key(device.state)]
    tap.check(os.path.getsize(device.state + '/audit.db-wal') > 0, 'there is a write-ahead log')
    tap.equal(cipherlog.traces(device.state, *words), [], 'no word of it stands in any file')
    device.process.send_signal(signal.SIGKILL)
    device.process.wait()
    tap.equal(cipherlog.traces(device.state, *words), [], 'nor after the device was killed')
    tap.equal(device_program('audit', 'verify', '--state', device.state).returncode, 0,
              'the log is intact')
    tap.equal(same_as_listed(device.state), cipherlog.rows(device.state),
              'the device lists what the sqlcipher program reads')


def provision(device, *options):
    answer = device.provision(*options)
    tap.check((answer.ok or {}).get('state') == 'verified', f'{device.id} is provisioned',
              answer.stdout + answer.stderr)
    return (answer.ok or {}).get('serial', '')


def judge_rekey(device):
    """Gives the file of the key of the log as it was before."""
    old_key = cipherlog.key_file(device.state)
    old_hash, old_wrap = cipherlog.key_hash(old_key), cipherlog.wraps(device.state)
    before = cipherlog.rows(device.state)
    same = cipherlog.data_key(device.state)
    shutil.copy(device.state + '/audit.key', lab.path('audit.key.old'))
    shutil.copy(old_key, lab.path('old-key.pem'))
    device.switch_on()
    provision(device, '--yes-rekey')
    wait_for(lambda: len(cipherlog.wraps(device.state)) == 1, 'the old wrap to go')
    new_hash = cipherlog.key_hash(cipherlog.key_file(device.state))
    tap.check(new_hash != old_hash, 'the device has another key')
    tap.equal(list(cipherlog.wraps(device.state)), [new_hash], 'which alone opens the log')
    tap.check(not os.path.exists(old_key), 'the old key is gone')
    tap.equal(cipherlog.data_key(device.state), same, 'the data key is the same')
    tap.equal(cipherlog.data_key(device.state, lab.path('old-key.pem'), old_wrap[old_hash]), same,
              'as the copies of the old key and its wrap still tell')
    tap.equal(cipherlog.rows(device.state)[:len(before)], before, 'no row was lost')
    tap.check('identity.installed' in [row[1] for row in cipherlog.rows(device.state)[len(before):]],
              'and the new ones follow')
    judge_shut(device.state)


class Copy:
    """A device's directory to be spoilt, which must be refused and left as it is."""

    def __init__(self, device):
        self.state = lab.path('copy')
        shutil.rmtree(self.state, ignore_errors=True)
        shutil.copytree(device.state, self.state)
        self.key = self.state + '/audit.key'

    def contents(self):
        seen = {}
        for name in sorted(os.listdir(self.state)):
            if name.startswith('audit.') and not name.endswith('-shm'):
                with open(os.path.join(self.state, name), 'rb') as file:
                    seen[name] = file.read()
        return seen

    def run(self):
        return device_program('run', '--state', self.state, '--key-type', KIND, '--tether',
                              'virtual:' + lab.path('copy.socket'), '--once')

    def refusals(self):
        """The checks by which reading, verifying and running are refused."""
        before = self.contents()
        reading = device_program('audit', 'list', '--state', self.state)
        verifying = device_program('audit', 'verify', '--state', self.state)
        running = self.run()
        tap.equal((reading.returncode, verifying.returncode, running.returncode), (1, 5, 1),
                  'refused in reading, verifying and running')
        tap.check(self.contents() == before, 'nothing was changed or begun beside it')
        return {check_of(reading), check_of(verifying), check_of(running)}

    def refused_by(self, check, what):
        tap.equal(self.refusals(), {check}, f'{what}: {check}')


def judge_spoilt_key(device, other):
    with open(device.state + '/audit.key', 'rb') as file:
        good = file.read()

    copy = Copy(device)
    os.unlink(copy.key)
    copy.refused_by('log.key-missing', 'no key file')

    shutil.copy(lab.path('audit.key.old'), copy.key)
    copy.refused_by('log.key-missing', 'the key file from before the change of keys')

    shutil.copy(other.state + '/audit.key', copy.key)
    copy.refused_by('log.key-missing', 'the key file of another device')

    content = json.loads(good)
    wrap = json.loads(open(other.state + '/audit.key', encoding='utf-8').read())['wraps'][0]['wrap']
    content['wraps'][0]['wrap'] = wrap
    lab.write(copy.key, json.dumps(content))
    copy.refused_by('log.key-refused', 'the wrap of another device')

    for changed in (dict(content, more=1), dict(content, version=2), dict(content, wraps=[]),
                    dict(content, wraps=content['wraps'] * 3), {'version': 1}):
        lab.write(copy.key, json.dumps(changed))
        tap.equal(check_of(device_program('audit', 'list', '--state', copy.state)), 'log.key-form',
                  f'another form ({len(json.dumps(changed))} bytes): log.key-form')
    judge_every_byte(copy, good)


def judge_every_byte(copy, good):
    checks = set()
    step = 5 if KIND == 'ec' else 20
    for i in range(0, len(good), step):
        with open(copy.key, 'wb') as file:
            file.write(good[:i] + bytes([good[i] ^ 1]) + good[i + 1:])
        process = device_program('audit', 'list', '--state', copy.state)
        checks.add(check_of(process) if process.returncode == 1 else f'{i}: {process.stdout}')
    tap.check(checks <= {'log.key-missing', 'log.key-form', 'log.key-refused'},
              f'one byte in {step} of the key file changed', checks)
    checks.clear()
    for length in range(0, len(good), step):
        with open(copy.key, 'wb') as file:
            file.write(good[:length])
        checks.add(check_of(device_program('audit', 'list', '--state', copy.state)))
    tap.equal(checks, {'log.key-form'}, 'the key file cut off')


def judge_spoilt_log(device, other):
    copy = Copy(device)
    os.unlink(copy.state + '/audit.db')
    before = copy.contents()
    tap.equal(check_of(copy.run()), 'log.missing', 'the log is gone: log.missing')
    tap.check(copy.contents() == before, 'and no other is begun in its place')

    shutil.copy(other.state + '/audit.db', copy.state + '/audit.db')
    copy.refused_by('database.corrupt', 'the log of another device')


def judge_begun_anew(device):
    copy = Copy(device)
    refused = device_program('audit', 'begin-anew', '--state', copy.state)
    tap.equal((refused.returncode, check_of(refused)), (1, 'log.readable'),
              'a log that can be read is not set aside')
    shutil.copy(lab.path('audit.key.old'), copy.key)
    before = copy.contents()
    anew = device_program('audit', 'begin-anew', '--state', copy.state)
    tap.equal(anew.returncode, 0, 'a log whose key is lost is set aside')
    after = copy.contents()
    kept = {name.split('.aside-')[0]: after[name] for name in after if '.aside-' in name}
    tap.equal(sorted(kept), ['audit.db', 'audit.key'], 'under other names')
    tap.check(all(kept[name] == before[name] for name in kept), 'byte for byte')
    tap.equal([row[1] for row in cipherlog.rows(copy.state)], ['log.opened', 'log.begun-anew'],
              'and a new one says so')
    detail, _ = cipherlog.ask(copy.state, 'SELECT detail FROM security_audit_log WHERE seq = 2',
                              cipherlog.data_key(copy.state))
    tap.check('"reason":"log.key-missing"' in detail and '"setAside":"audit.db.aside-' in detail,
              'with the reason and the name', detail)
    tap.equal(device_program('audit', 'verify', '--state', copy.state).returncode, 0,
              'it is intact')


def main():
    _, device, _ = found(lab, label=LABEL)
    device.options = ['--key-type', KIND]
    other = lab.make_device('DEV-002', LABEL)
    other.options = ['--key-type', KIND]
    lab.start_central()
    device.switch_on()
    judge_new(device)
    serial = provision(device)
    judge_installed(device, serial)
    other.switch_on()
    provision(other)
    other.switch_off()
    judge_rekey(device)
    device.switch_off()
    judge_spoilt_key(device, other)
    if KIND == 'ec':  # what is left depends on no kind of key
        judge_spoilt_log(device, other)
        judge_begun_anew(device)
    tap.done()


main()
