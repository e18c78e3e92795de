#!/usr/bin/python3
"""Tampering with an audit log, row by row: "zmonitor-stationctl audit verify" and the auditor's
script, which share no code, must come to the same verdict and the same exit code."""

import base64
import hashlib
import json
import os
import random
import shutil
import sqlite3
import subprocess

from auditor import SCRIPT, run_script
from lab import CTL, PASSPHRASE, Lab, Tap, pipe_with

FLIPS = 60
COLUMNS = SCRIPT.COLUMNS


# --- Who judges ---

def run_ctl(directory, with_signer=False):
    argv, fds = [CTL, '--station', directory, '--json'], []
    if with_signer:
        fds = [pipe_with(PASSPHRASE)]
        argv += ['--passphrase-fd', str(fds[0])]
    process = subprocess.run([*argv, 'audit', 'verify'], stdin=subprocess.DEVNULL,
                             capture_output=True, text=True, pass_fds=fds)
    for fd in fds:
        os.close(fd)
    answer = json.loads(process.stdout)
    return process.returncode, answer.get('ok', {}).get('verdict'), process.stdout + process.stderr


# --- What somebody with the files can do ---

def database_of(directory):
    return os.path.join(directory, 'station.db')


def change(*statements):
    """By SQLite; triggers and CHECK stop nobody."""
    def tamper(directory):
        database = sqlite3.connect(database_of(directory), isolation_level=None)
        for name, in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"
                                      ).fetchall():
            database.execute(f'DROP TRIGGER {name}')
        database.execute('PRAGMA ignore_check_constraints = ON')
        for statement in statements:
            database.execute(*statement if isinstance(statement, tuple) else (statement,))
        database.execute('PRAGMA wal_checkpoint(TRUNCATE)')
        database.close()
    return tamper


def read_log(directory):
    database = sqlite3.connect(database_of(directory))
    rows = database.execute(f'SELECT {", ".join(COLUMNS)} FROM security_audit_log ORDER BY seq'
                            ).fetchall()
    database.close()
    return [dict(zip(COLUMNS, row)) for row in rows]


def reseal(row, previous):
    """The row with the hashes that it ought to have after previous."""
    hashed = {name: value for name, value in row.items() if value is not None and name != 'hash'}
    hashed.update(prev_hash=previous, detail=json.loads(row['detail']))
    text = json.dumps(hashed, sort_keys=True, separators=(',', ':'), ensure_ascii=False)
    return {**row, 'prev_hash': previous, 'hash': hashlib.sha256(b'\0' + text.encode()).hexdigest()}


def write_log(directory, rows):
    marks = ', '.join('?' * len(COLUMNS))
    change('DELETE FROM security_audit_log',
           *[(f'INSERT INTO security_audit_log ({", ".join(COLUMNS)}) VALUES ({marks})',
              [row[name] for name in COLUMNS]) for row in rows])(directory)


def recompute(directory):
    """Everything anew, with one name less in it."""
    previous, rows = '0' * 64, []
    for row in read_log(directory):
        row['actor'] = 'nobody' if row['actor'] == 'ada' else row['actor']
        rows.append(reseal(row, previous))
        previous = rows[-1]['hash']
    write_log(directory, rows)


def append(directory):
    rows = read_log(directory)
    row = {**rows[-1], 'seq': rows[-1]['seq'] + 1, 'action': 'device.added'}
    write_log(directory, [*rows, reseal(row, rows[-1]['hash'])])


def append_badly(directory):
    rows = read_log(directory)
    write_log(directory, [*rows, {**rows[-1], 'seq': rows[-1]['seq'] + 1}])


def swap(first, second):
    def tamper(directory):
        rows = read_log(directory)
        rows[first - 1]['seq'], rows[second - 1]['seq'] = second, first
        write_log(directory, rows)
    return tamper


def notes_of(directory):
    folder = os.path.join(directory, 'checkpoints')
    return [os.path.join(folder, name) for name in sorted(os.listdir(folder))]


def newest_note(directory):
    return notes_of(directory)[-1]


def forget_newest(directory):
    os.remove(newest_note(directory))


def remove_notes(directory, keep=0):
    for path in notes_of(directory)[keep:]:
        os.remove(path)


def edit(path, function):
    with open(path, 'rb') as file:
        content = file.read()
    with open(path, 'wb') as file:
        file.write(function(content))


def edit_note(function):
    return lambda directory: edit(newest_note(directory), function)


class Forger:
    """Somebody with a key of the right name."""

    def __init__(self, lab, name):
        self.path = lab.path('forger.key')
        self.text = lab.path('forger.text')
        self.name = name
        self.openssl('genpkey', '-algorithm', 'ed25519', '-out', self.path)
        raw = b'\1' + self.openssl('pkey', '-in', self.path, '-pubout', '-outform', 'DER')[-32:]
        self.identity = hashlib.sha256(name.encode() + b'\n' + raw).digest()[:4]
        self.key = f'{name}+{self.identity.hex()}+{base64.b64encode(raw).decode()}\n'

    @staticmethod
    def openssl(*argv):
        return subprocess.run(['openssl', *argv], check=True, capture_output=True).stdout

    def sign(self, text):
        Lab.write(self.text, text)
        signature = self.openssl('pkeyutl', '-sign', '-rawin', '-inkey', self.path, '-in',
                                 self.text)
        line = base64.b64encode(self.identity + signature).decode()
        return f'{text}\n\u2014 {self.name} {line}\n'.encode()

    def sign_newest(self, directory):
        """The checkpoint that is there, signed by this key instead."""
        edit(newest_note(directory), lambda note: self.sign(note.decode().split('\n\n')[0] + '\n'))

    def take_over(self, directory):
        """A new history with checkpoints and a key to match."""
        recompute(directory)
        remove_notes(directory)
        tree = SCRIPT.Tree()
        for row in read_log(directory):
            tree.append(bytes.fromhex(row['hash']))
        root = base64.b64encode(tree.root()).decode()
        path = os.path.join(directory, 'checkpoints', f'{tree.size:020}.note')
        with open(path, 'wb') as file:
            file.write(self.sign(f'{self.name}\n{tree.size}\n{root}\n'))
        Lab.write(os.path.join(directory, 'certificates/verifier.key'), self.key)


def edit_database(function):
    return lambda directory: edit(database_of(directory), function)


def flip(position):
    return lambda content: (content[:position] + bytes([content[position] ^ 0xff]) +
                            content[position + 1:])


def remove(*names):
    def tamper(directory):
        path = os.path.join(directory, *names)
        if os.path.isdir(path):
            shutil.rmtree(path)
        else:
            os.remove(path)
    return tamper


def all_of(*tampers):
    return lambda directory: [tamper(directory) for tamper in tampers]


# --- The table ---

def change_value(name, value):
    """One byte of it."""
    if value is None:
        return 'x'
    if name == 'seq':
        return value + 100000
    at = {'time': -2, 'detail': -3}.get(name, -1)
    text = list(value)
    text[at] = chr(ord(text[at]) ^ 1)
    return ''.join(text)


def cases_of_columns(rows, chosen):
    for seq in chosen:
        for name in COLUMNS:
            value = change_value(name, rows[seq - 1][name])
            yield (f'row {seq}: one byte of {name}', 'broken',
                   change((f'UPDATE security_audit_log SET {name} = ? WHERE seq = ?',
                           [value, seq])))
    for name in ('actor', 'detail', 'hash'):
        yield (f'{name} as another type', 'broken',
               change(f'UPDATE security_audit_log SET {name} = CAST ({name} AS BLOB) '
                      'WHERE seq = 4'))
    yield ('detail in another spelling', 'broken',
           change("UPDATE security_audit_log SET detail = detail || ' ' WHERE seq = 4"))
    for name in COLUMNS[1:]:
        yield (f'an empty {name}', 'broken',
               change(f"UPDATE security_audit_log SET {name} = '' WHERE seq = 4"))


def cases_of_rows(size):
    gone = 'DELETE FROM security_audit_log WHERE seq '
    yield 'nothing', 'intact', lambda directory: None
    for seq in (1, 5, size - 1):
        yield f'row {seq} taken out', 'broken', change(f'{gone} = {seq}')
    yield 'a row added without a chain', 'broken', append_badly
    yield 'two neighbours swapped', 'broken', swap(4, 5)
    yield 'the first row and a late one swapped', 'broken', swap(1, size)
    yield 'every row twice as far', 'broken', change('UPDATE security_audit_log SET seq = -seq',
                                                     'UPDATE security_audit_log SET seq = -2*seq')
    yield 'the tail cut', 'cut', change(f'{gone} >= {size - 1}')
    yield 'cut to one row', 'cut', change(f'{gone} > 1')
    yield 'every row gone', 'cut', change(gone + '> 0')
    yield 'the whole chain computed anew', 'broken', recompute
    # What came after the newest checkpoint rests on the chain alone, and is said to.
    yield ('a last row that nobody vouches for taken out', 'intact',
           all_of(forget_newest, change(f'{gone} = {size}')))
    yield 'a row added with its chain', 'intact', append


def cases_of_checkpoints(lab, forger):
    def other_root(note):
        origin, size, _, rest = note.split(b'\n', 3)
        return b'\n'.join([origin, size, base64.b64encode(bytes(32)), rest])

    def rename(directory):
        path = newest_note(directory)
        os.rename(path, os.path.join(os.path.dirname(path), '1' + '0' * 19 + '.note'))

    yield 'one checkpoint removed', 'intact', lambda directory: os.remove(notes_of(directory)[0])
    yield 'all checkpoints removed', 'unwitnessed', remove_notes
    yield 'the verifier key removed', 'unwitnessed', remove('certificates', 'verifier.key')
    yield ('the verifier key damaged', 'unwitnessed',
           lambda directory: edit(os.path.join(directory, 'certificates/verifier.key'), flip(3)))
    yield 'their directory removed', 'unreadable', remove('checkpoints')
    yield 'a checkpoint with another root', 'unreadable', edit_note(other_root)
    yield 'a checkpoint with another byte', 'unreadable', edit_note(flip(-30))
    yield 'a checkpoint without its signature', 'unreadable', edit_note(
        lambda note: note.split(b'\n\n')[0] + b'\n\n')
    yield 'a checkpoint with a line more', 'unreadable', edit_note(
        lambda note: note.replace(b'\n\n', b'\nmore\n\n'))
    yield ('an empty verifier key', 'unwitnessed',
           lambda directory: edit(os.path.join(directory, 'certificates/verifier.key'),
                                  lambda key: b''))
    yield 'an empty checkpoint', 'unreadable', edit_note(lambda note: b'')
    yield 'a checkpoint of another key', 'unreadable', forger.sign_newest
    yield 'a checkpoint under another name', 'unreadable', rename
    yield ('an old database', 'cut',
           lambda directory: shutil.copy(lab.path('old/station.db'), database_of(directory)))
    yield ('the chain computed anew, the checkpoints removed', 'unwitnessed',
           all_of(recompute, remove_notes))
    yield ('cut, the checkpoints removed', 'unwitnessed',
           all_of(change('DELETE FROM security_audit_log WHERE seq > 5'), remove_notes))


def cases_of_files():
    chance = random.Random(6962)
    yield 'another file', 'unreadable', edit_database(lambda content: b'no database' * 1000)
    yield 'chance', 'unreadable', edit_database(lambda content: chance.randbytes(len(content)))
    yield 'an empty database', 'unreadable', edit_database(lambda content: b'')
    yield 'half a database', 'unreadable', edit_database(lambda c: c[:len(c) // 2])
    yield 'no database', 'unreadable', remove('station.db')
    yield 'a directory', 'unreadable', all_of(
        remove('station.db'), lambda directory: os.mkdir(database_of(directory)))
    yield 'another application', 'unreadable', change('PRAGMA application_id = 7')
    yield 'a newer version', 'unreadable', change('PRAGMA user_version = 1000')
    yield 'no table', 'unreadable', change('DROP TABLE security_audit_log')
    yield ('a view', 'unreadable',
           change('ALTER TABLE security_audit_log RENAME TO kept',
                  'CREATE VIEW security_audit_log AS SELECT * FROM kept'))


# --- The test ---

def make_station(lab):
    for answer in (lab.create_authority(), lab.add_technician(),
                   lab.admin('device', 'add', 'DEV-1', '--label', 'Intensivpflege Zürich')):
        assert answer.status == 0, answer.stdout + answer.stderr
    keep(lab.station, lab.path('old'))
    for verb in (('device', 'add', 'DEV-2', '--label', 'Zwei'), ('authority', 'crl'),
                 ('device', 'add', 'DEV-3', '--label', 'Drei')):
        assert lab.admin(*verb).status == 0
    keep(lab.station, lab.path('kept'))


def keep(station, target):
    """As a backup does it: the database with all that was still in its write-ahead log."""
    change_nothing = sqlite3.connect(database_of(station))
    change_nothing.execute('PRAGMA wal_checkpoint(TRUNCATE)')
    change_nothing.close()
    shutil.copytree(station, target, ignore=lambda folder, names: [
        name for name in names if name.startswith('station.db-') or 'socket' in name])
    os.chmod(target, 0o700)


def try_case(lab, tamper):
    """A copy of the station after somebody was at it."""
    directory = lab.path('case')
    shutil.rmtree(directory, ignore_errors=True)
    shutil.copytree(lab.path('kept'), directory)
    os.chmod(directory, 0o700)
    tamper(directory)
    return directory


def compare(tap, ctl, script, expected, name):
    detail = f'ctl: {ctl}\nscript: {script}\nexpected: {expected}'
    return tap.check(ctl[:2] == script[:2] == (SCRIPT.EXIT_CODES[expected], expected),
                     f'{name}: {expected}', detail)


def with_witness(tap, lab, forger):
    """What no file in the directory can tell: the signer remembers, and an auditor has the key and
    a checkpoint of another place."""
    options = ['--key', lab.path('kept/certificates/verifier.key'),
               '--checkpoint', newest_note(lab.path('kept'))]

    def old_with_old_checkpoints(directory):
        shutil.copy(lab.path('old/station.db'), database_of(directory))
        remove_notes(directory, keep=len(notes_of(lab.path('old'))))

    for name, alone, expected, tamper in (
            ('nothing', 'intact', 'intact', lambda directory: None),
            ('an old copy with its old checkpoints', 'intact', 'cut', old_with_old_checkpoints),
            ('everything forged, the key too', 'intact', 'broken', forger.take_over),
            ('computed anew, no checkpoints', 'unwitnessed', 'broken',
             all_of(recompute, remove_notes))):
        directory = try_case(lab, tamper)
        compare(tap, run_ctl(directory), run_script(directory), alone, f'{name}, by the files')
        compare(tap, run_ctl(directory, with_signer=True), run_script(directory, *options),
                expected, f'{name}, with a witness')


def flip_bytes(tap, lab):
    """Damage anywhere in the file: whatever it hits, the two agree, and nobody says "intact" where
    it hit a row."""
    chance = random.Random(1962)
    size = os.path.getsize(lab.path('kept/station.db'))
    seen = {}
    for position in sorted(chance.sample(range(size), FLIPS)):
        directory = try_case(lab, edit_database(flip(position)))
        ctl, script = run_ctl(directory), run_script(directory)
        seen[ctl[1]] = seen.get(ctl[1], 0) + 1
        tap.check(ctl[:2] == script[:2], f'byte {position} of {size}', f'{ctl}\n{script}')
    print(f'# damage: {seen}')


def main():
    tap = Tap()
    lab = Lab()
    make_station(lab)
    rows = read_log(lab.path('kept'))
    newest = os.path.basename(newest_note(lab.path('kept')))
    tap.equal(int(newest.split('.')[0]), len(rows), 'the newest checkpoint has all rows')
    with open(lab.path('kept/certificates/verifier.key'), encoding='utf-8') as file:
        forger = Forger(lab, file.read().split('+')[0])

    cases = [*cases_of_rows(len(rows)),
             *cases_of_columns(rows, (1, len(rows) // 2, len(rows))),
             *cases_of_checkpoints(lab, forger), *cases_of_files()]
    for name, expected, tamper in cases:
        directory = try_case(lab, tamper)
        compare(tap, run_ctl(directory), run_script(directory), expected, name)
    with_witness(tap, lab, forger)
    flip_bytes(tap, lab)
    print(f'# verdicts that agree: {len(cases) + 8 + FLIPS - tap.failed}')
    tap.done()


main()
