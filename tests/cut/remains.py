"""What the programs find after a power cut, as far as it can be seen without starting the work
again: each disk by itself, and then whether they agree."""

import hashlib
import json
import os
import re
import shutil
import sqlite3
import subprocess

import disk
import serials
from aftermath import Book, Ledger

DATABASE = re.compile(r'(.*/[a-z]+\.db)(-wal|-shm|-journal)?')
DRAFT = re.compile(r'(.*)\.\d+\.new')
LOCK = re.compile(r'.*/(lock|leases(/.*)?)')
INTACT, CUT, UNREADABLE = 0, 4, 5  # status of “zmonitor-device audit verify”


def rows_of(database):
    """The whole content of a database, and what its own check says; SQLite mends what it can."""
    connection = sqlite3.connect(database)
    try:
        verdict = connection.execute('PRAGMA integrity_check').fetchone()[0]
        return verdict, hashlib.sha256('\n'.join(connection.iterdump()).encode()).hexdigest()
    except sqlite3.DatabaseError as error:
        return str(error), ''
    finally:
        connection.close()


class Disk:
    """One participant's directory. situation: what it came to; two trees of the same situation
    differ only in what SQLite makes of its own files, in what unfinished drafts hold, and in files
    that are there to be locked."""

    def __init__(self, lab, tree):
        self.lab = lab
        self.findings = []
        parts = {}
        for name, (mode, content) in tree.items():
            database, draft = DATABASE.fullmatch(name), DRAFT.fullmatch(name)
            if LOCK.fullmatch(name):
                continue
            if draft:
                parts[draft[1] + ' (draft)'] = mode
            elif not database:
                parts[name] = (mode, content)
            elif not database[2]:
                parts[name] = (mode, self.read_database(name))
        self.situation = hashlib.sha256(repr(sorted(parts.items())).encode()).digest()

    def read_database(self, name):
        verdict, content = rows_of(self.lab.path(name))
        self.find(verdict == 'ok', f'{name}: {verdict}')
        return content

    def find(self, condition, text):
        if not condition:
            self.findings.append(text)
        return condition


class StationDisk(Disk):
    """The programs look first: the damage is still what the power cut left."""

    def __init__(self, lab, tree):
        answer = lab.look('audit', 'verify')
        self.book, self.ledger = Book(lab.station), Ledger(lab.station)
        super().__init__(lab, tree)
        self.find(answer.status == 0, f'audit verify: {answer.status} {answer.stdout}')
        self.listed = self.read_list(lab)
        self.notes = [int(name[:20]) for name in os.listdir(lab.station + '/checkpoints')
                      if re.fullmatch(r'\d{20}\.note', name)]
        self.agree()

    def read_list(self, lab):
        shown = subprocess.run(['openssl', 'crl', '-inform', 'DER', '-noout', '-text', '-in',
                                lab.crl_files()[1]], capture_output=True, text=True, check=False)
        self.find(shown.returncode == 0, f'the revocation list: {shown.stderr}')
        return serials.in_crl_text(shown.stdout)

    def agree(self):
        """What one file of the station builds on, the other has."""
        book, ledger = self.book, self.ledger
        intended = {row['serial']: row['session_id'] for row in book.intents}
        used = {row['session_id'] for row in book.codes if row['state'] == 'used'}
        self.find(set(ledger.signed) <= set(intended), 'signed without an intent')
        self.find({intended.get(serial) for serial in ledger.signed} <= used,
                  'signed for a session whose code is not used up')
        self.find(set(book.of_devices()) <= set(ledger.signed),
                  'in the books, and not in the signer’s ledger')
        self.find(book.revoked() <= ledger.revoked, 'revoked in the books, not by the signer')
        self.find(self.listed <= ledger.revoked, 'on the revocation list, not revoked')
        sizes = [fact['size'] for fact in ledger.facts if fact['kind'] == 'checkpoint.signed']
        self.find(max(self.notes) <= max(sizes), 'a checkpoint that the signer does not remember')

    def session_of(self, serial):
        return next((row['state'] for row in self.book.sessions if row['serial'] == serial), None)


class DeviceDisk(Disk):
    def __init__(self, device, tree):
        self.device, self.id = device, device.id
        self.log = (UNREADABLE, '')
        super().__init__(device.lab, tree)
        shown = device.ask('show', '--json')
        self.find(shown.returncode == 0, f'{self.id} cannot show itself: {shown.stderr}')
        self.serial = json.loads(shown.stdout or '{}').get('certificateSerial')
        # At its very first start the log has a schema before it has its first row.
        status, rows = self.log
        begun = rows or self.serial is not None
        self.find(status in (INTACT, UNREADABLE) or (status == CUT and not begun),
                  f'the log of {self.id}: {status}')

    def read_database(self, name):
        """Only the device has the key of its log. One that was only begun cannot be read yet."""
        self.log = (self.device.ask('audit', 'verify').returncode,
                    self.device.ask('audit', 'list', '--json').stdout)
        return self.log


class CentralDisk(Disk):
    """Central Station remembers the newest revocation lists that it saw."""

    def __init__(self, lab, tree):
        super().__init__(lab, tree)
        self.number = 0
        path = lab.path('central', 'crl', 'intermediate.crl')
        if os.path.exists(path):
            shown = subprocess.run(['openssl', 'crl', '-inform', 'DER', '-noout',
                                    '-crlnumber', '-in', path],
                                   capture_output=True, text=True, check=False)
            if self.find(shown.returncode == 0, f'the list that was kept: {shown.stderr}'):
                self.number = int(shown.stdout.strip().partition('=')[2], 16)


def contradictions(station, device, central):
    """Between the disks."""
    issued = [fact['number'] for fact in station.ledger.facts if fact['kind'] == 'crl.issued']
    if central.number > max(issued):
        yield f'Central Station keeps list {central.number}, the signer knows {issued}'
    signed, stored = station.ledger.signed_for(device.id), station.book.of_devices()
    if device.serial is not None and not (device.serial in signed and device.serial in stored):
        yield f'{device.id} has {device.serial}, which is not signed and stored'
    sessions = [row for row in station.book.sessions if row['device_id'] == device.id]
    newest = max(sessions, key=lambda row: row['started_at'], default={'state': None})
    if newest['state'] == 'verified' and device.serial != newest['serial']:
        yield f'{device.id} is verified with {newest["serial"]} and has {device.serial}'


def broken_promises(marks, station, device):
    """What somebody was told is done, and is not. marks: what was told before the power went."""
    states = {serial: row['state'] for serial, row in station.book.of_devices().items()}
    for mark in marks:
        name, _, serial = mark.partition(' ')
        if name == 'window':
            windows = [fact for fact in station.ledger.facts if fact['kind'] == 'window.opened']
            kept = len(windows) >= 2
        elif name in ('provisioned', 'renewed'):
            kept = (station.session_of(serial) == 'verified' and
                    states.get(serial) == 'active' and device.serial == serial)
        elif name == 'revoked':
            kept = (states.get(serial) == 'revoked' and
                    serial in station.ledger.revoked & station.listed)
        else:
            raise ValueError(mark)
        if not kept:
            yield f'“{mark}” was told, and is not so'


def write(lab, tree):
    """The laboratory's directories become what is left of them."""
    for name in os.listdir(lab.top):
        if name in tree:
            shutil.rmtree(lab.path(name))
    disk.store(tree, lab.top)
