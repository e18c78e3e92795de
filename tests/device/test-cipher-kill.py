#!/usr/bin/python3
"""A device that changes the key of its log is killed before each system call that writes, and
must come back with all of its log, opened by the key that it has then. The arguments: what is done
(“install”, “refuse”, “create”, “takeover”, or “kind”: another kind of key before there is an
identity), and the kind of the keys."""

import json
import os
import shutil
import subprocess
import sys
import tempfile

import cipherlog
from lab import BUILD, DEVICE, Tap

VERB, KIND = sys.argv[1:]
ROTATE = os.path.join(BUILD, 'tests/device/rotate')
PLAIN = os.path.join(BUILD, 'tests/device/rotate-plain')
WRITING = ['write', 'pwrite64', 'fsync', 'fdatasync', 'rename', 'renameat2', 'unlink', 'rmdir',
           'mkdir', 'ftruncate']
KILLED = 137, -9
NUMBER_MAX = 500
# Fewer calls mean that strace counts other ones than it did.
LEAST = {'install': 60, 'refuse': 40, 'create': 40, 'takeover': 60, 'kind': 10}

tap = Tap()
top = tempfile.mkdtemp(prefix='zm')
state = os.path.join(top, 'device')
kept = os.path.join(top, 'kept')


def run(*argv):
    return subprocess.run(argv, capture_output=True, text=True, timeout=120)


def killed_at(call, number):
    """FALSE if the program ended before the call of this name and number."""
    process = run('strace', '-f', '-qq', '-o', '/dev/null', '-e', 'trace=' + call,
                  '-e', f'inject={call}:signal=SIGKILL:when={number}',
                  ROTATE, VERB if VERB in ('install', 'refuse') else 'open', state, KIND)
    if process.returncode in KILLED:
        return True
    assert process.returncode == (1 if VERB == 'refuse' else 0), process.stderr
    return False


def restore():
    shutil.rmtree(state, ignore_errors=True)
    shutil.copytree(kept, state)


def prepare():
    if VERB in ('create', 'kind'):
        factory = os.path.join(top, 'factory')
        with open(factory, 'w', encoding='ascii', opener=lambda *a: os.open(*a, 0o600)) as file:
            json.dump({'deviceId': 'DEV-001', 'keyId': 'k-1', 'mode': 'derived',
                       'keyHex': '5a' * 32, 'rootSha256': 'a5' * 32}, file)
        assert run(DEVICE, 'init', '--state', kept, '--factory', factory).returncode == 0
        if VERB == 'kind':
            assert run(ROTATE, 'open', kept, 'ec' if KIND == 'rsa' else 'rsa').returncode == 0
        return
    maker = PLAIN if VERB == 'takeover' else ROTATE
    process = run(maker, 'make', kept, KIND)
    assert process.returncode == 0, process.stderr
    shutil.move(kept + '.payload', state + '.payload')


def clear_rows(directory):
    listed = run(DEVICE, 'audit', 'list', '--state', directory, '--json')
    return [(str(row['seq']), row['action'], row['hash'])
            for row in map(json.loads, listed.stdout.splitlines())]


def find_faults(before):
    """What is wrong with the device after it was killed; and its rows."""
    opened = run(ROTATE, 'open', state, KIND)
    if opened.returncode != 0:
        return [f'it does not open: {opened.stderr.strip()}'], []
    faults = []
    if run(DEVICE, 'audit', 'verify', '--state', state).returncode != 0:
        faults.append('the log is not intact')
    rows = cipherlog.rows(state)
    if rows[:len(before)] != before:
        faults.append('a row was lost')
    has = cipherlog.key_hash(cipherlog.key_file(state))
    if list(cipherlog.wraps(state)) != [has]:
        faults.append('others than the key of the device open the log')
    faults += cipherlog.traces(state, 'log.opened', 'identity.installed')
    return faults + [name for name in os.listdir(state) if '.new' in name], rows


def halfway():
    """Whether both the old and the new key open the log now, and which one the device has."""
    if not os.path.exists(state + '/audit.key') or len(cipherlog.wraps(state)) != 2:
        return None
    if VERB == 'kind':
        return cipherlog.key_hash(cipherlog.key_file(state)) == cipherlog.key_hash(
            os.path.join(kept, 'pending.key'))
    with open(state + '/slots/current', encoding='ascii') as file:
        return file.read().strip()


def points():
    """Each call that the program makes, after it was killed there. The counts of strace are those
    of one call each."""
    for call in WRITING:
        for number in range(1, NUMBER_MAX):
            restore()
            if not killed_at(call, number):
                break
            yield f'{call} {number}'


def main():
    prepare()
    before = clear_rows(kept)
    seen = set()
    count = 0
    failures = []
    for point in points():
        count += 1
        seen.add(halfway())
        faults, _ = find_faults(before)
        failures += [f'killed before {point}: {fault}' for fault in faults]
    tap.check(not failures, f'the log survives {count} kills of “{VERB}”',
              '\n'.join(failures[:20]))
    tap.check(count > LEAST[VERB], 'it was killed at all of its calls', count)
    if VERB == 'install':
        tap.check({'a', 'b'} <= seen, 'with both wraps, the old key in use and the new one', seen)
    if VERB == 'refuse':
        tap.check('a' in seen, 'with both wraps and the old key in use', seen)
    if VERB == 'kind':
        tap.check({True, False} <= seen, 'with both wraps, the old key and the new one', seen)
    faults, rows = find_faults(before)
    tap.check(not faults and rows, 'and what comes to its end is right', faults)
    shutil.rmtree(top)
    tap.done()


main()
