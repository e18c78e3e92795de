#!/usr/bin/python3
"""The database's write-ahead log is lost, cut off, changed, another one or no file at all. SQLite
passes over what does not add up, without a word: that something is missing must be found out by
what the signer knows, before anything is issued; an administrator gets it back; nothing that was
signed or revoked is lost."""

import os
import shutil
import sqlite3

from aftermath import Aftermath, Book, Ledger
from chaos import Progress, found, ledger, switched_on, told, verified
from lab import Tap
from preloaded import thrifty
from snapshot import Snapshot

HEADER = 32         # bytes, https://www.sqlite.org/fileformat2.html#walformat
FRAME = 24 + 4096
OLDER = 'checkpoint.log-cut'


class Held:
    """Somebody reads all the time, so that whatever is written meanwhile stays in the log alone."""

    def __init__(self, path):
        self.database = sqlite3.connect(path, isolation_level=None, timeout=30)
        self.database.execute('PRAGMA wal_checkpoint(TRUNCATE)')
        self.database.execute('BEGIN')
        self.database.execute('SELECT count(*) FROM sqlite_master').fetchone()

    def close(self):
        self.database.close()


class Scene:
    """A station whose log holds two certificates, one of them of a session in mid-delivery, and one
    revocation; its backup is older than those. It is restored before each damage."""

    def __init__(self):
        self.lab = lab = found(devices=50, lab=thrifty())
        self.database = os.path.join(lab.station, 'station.db')
        self.log = self.database + '-wal'
        lab.start_signer()
        first, self.second, third = (switched_on(lab, f'DEV-{number:03}') for number in (1, 2, 3))
        self.fourth = lab.make_device('DEV-004', 'Bed 4')

        held = Held(self.database)
        self.expect(first.provision('--yes-issue'))
        self.earlier = shutil.copy(self.log, lab.path('earlier-wal'))
        held.close()
        self.expect(lab.ctl('backup', '--out', lab.path('backup')))

        held = Held(self.database)
        self.expect(self.second.provision('--yes-issue'))
        session = Progress(lab, third, '--yes-issue')
        session.confirm(session.number())
        session.until(r'\bdelivered \(')
        session.process.kill()
        session.end(60)
        self.revoked = first.identity()['certificateSerial']
        self.expect(lab.admin('certificate', 'revoke', 'DEV-001', '--reason', 'keyCompromise'))
        self.end()
        self.snapshot = Snapshot(lab, ['station', 'central', 'DEV-001', 'DEV-002', 'DEV-003',
                                       'DEV-004'])
        held.close()
        self.snapshot.restore()

    @staticmethod
    def expect(answer):
        if answer.status:
            raise RuntimeError(answer.stdout + answer.stderr)

    def end(self):
        """Nothing survives but the files."""
        for process in list(self.lab.processes):
            self.lab.kill(process)

    def begin(self, damage):
        self.snapshot.restore()
        damage(self)

    # --- Damages ---

    def cut(self, size):
        os.truncate(self.log, size)

    def frame(self, part):
        """Where the frame begins that stands at this part of the whole."""
        return HEADER + int((os.path.getsize(self.log) - HEADER) // FRAME * part) * FRAME

    def flip(self, offset):
        with open(self.log, 'r+b') as file:
            file.seek(offset)
            byte = file.read(1)[0]
            file.seek(offset)
            file.write(bytes([byte ^ 1]))

    def fill(self, offset, data):
        with open(self.log, 'r+b') as file:
            file.seek(offset)
            file.write(data)

    def replace(self, source):
        os.unlink(self.log)
        shutil.copy(source, self.log)

    def link(self, target=None):
        """A link, to the log itself unless said otherwise."""
        target = target or shutil.copy(self.log, self.lab.path('linked-wal'))
        os.unlink(self.log)
        os.symlink(target, self.log)

    def become(self, suffix, make):
        """No file in the place of the log, or of its index."""
        if os.path.exists(self.database + suffix):
            os.unlink(self.database + suffix)
        make(self.database + suffix)

    def earlier_over_later(self):
        """All is in the database, and the log of another day lies beside it."""
        with sqlite3.connect(self.database) as database:
            database.execute('PRAGMA wal_checkpoint(TRUNCATE)')
        database.close()
        shutil.copy(self.earlier, self.log)


def foreign_log(lab):
    """The log of a database that has nothing to do with us."""
    path = lab.path('foreign.db')
    with sqlite3.connect(path) as database:
        database.execute('PRAGMA journal_mode = WAL')
        database.execute('CREATE TABLE theirs (a)')
        database.execute("INSERT INTO theirs VALUES ('b')")
    held = shutil.copy(path + '-wal', lab.path('foreign-wal'))
    database.close()
    return held


def other_stations_log(whole):
    """The log of another hospital's station, with some of its pages or with all of them."""
    lab = found(lab=thrifty())
    path = os.path.join(lab.station, 'station.db')
    held = Held(path)
    if whole:
        with sqlite3.connect(path) as database:
            database.execute('VACUUM')
        database.close()
    else:
        lab.technician('device', 'add', 'DEV-050', '--label', 'theirs')
    copy = shutil.copy(path + '-wal', lab.path('copied-wal'))
    held.close()
    return copy


# What is done to the log; what the next person is told, with which exit code; what an administrator
# recovers with. None: nothing is missing.
FROM_WHAT_IS_LEFT, FROM_BACKUP = 'what is left', 'the backup'
DAMAGES = [
    ('nothing', lambda scene: None, None, 0, None),
    ('lost', lambda scene: os.unlink(scene.log), OLDER, 9, FROM_WHAT_IS_LEFT),
    ('empty', lambda scene: scene.cut(0), OLDER, 9, FROM_WHAT_IS_LEFT),
    ('cut off in its header', lambda scene: scene.cut(17), OLDER, 9, FROM_WHAT_IS_LEFT),
    ('cut off in its first frame', lambda scene: scene.cut(HEADER + 100), OLDER, 9,
     FROM_WHAT_IS_LEFT),
    ('cut off between two frames', lambda scene: scene.cut(scene.frame(0.3)), OLDER, 9,
     FROM_WHAT_IS_LEFT),
    ('cut off in a frame', lambda scene: scene.cut(scene.frame(0.5) + 1001), OLDER, 9,
     FROM_WHAT_IS_LEFT),
    ('cut off near its end', lambda scene: scene.cut(scene.frame(0.9)), OLDER, 9,
     FROM_WHAT_IS_LEFT),
    # One record less is made up for by the records of this very start, and shows as a fork.
    ('short of one byte', lambda scene: scene.cut(os.path.getsize(scene.log) - 1),
     'checkpoint.inconsistent', 4, FROM_WHAT_IS_LEFT),
    ('wrong in its magic', lambda scene: scene.flip(3), OLDER, 9, FROM_WHAT_IS_LEFT),
    ('wrong in its page size', lambda scene: scene.flip(10), OLDER, 9, FROM_WHAT_IS_LEFT),
    ('wrong in its salt', lambda scene: scene.flip(16), OLDER, 9, FROM_WHAT_IS_LEFT),
    ('wrong in its first page', lambda scene: scene.flip(HEADER + 24 + 50), OLDER, 9,
     FROM_WHAT_IS_LEFT),
    ('wrong in the head of a frame', lambda scene: scene.flip(scene.frame(0.6) + 3), OLDER, 9,
     FROM_WHAT_IS_LEFT),
    ('wrong in the checksum of a frame', lambda scene: scene.flip(scene.frame(0.6) + 20), OLDER, 9,
     FROM_WHAT_IS_LEFT),
    ('wrong in a page', lambda scene: scene.flip(scene.frame(0.4) + 24 + 2000), OLDER, 9,
     FROM_WHAT_IS_LEFT),
    ('wrong in its last byte', lambda scene: scene.flip(os.path.getsize(scene.log) - 1),
     'checkpoint.inconsistent', 4, FROM_WHAT_IS_LEFT),
    ('full of zeros in the middle', lambda scene: scene.fill(scene.frame(0.5), bytes(2 * FRAME)),
     OLDER, 9, FROM_WHAT_IS_LEFT),
    ('garbage', lambda scene: scene.fill(0, os.urandom(os.path.getsize(scene.log))), OLDER, 9,
     FROM_WHAT_IS_LEFT),
    ('longer by garbage', lambda scene: scene.fill(os.path.getsize(scene.log), os.urandom(9999)),
     None, 0, None),
    ('of a foreign database', lambda scene: scene.replace(foreign_log(scene.lab)),
     'database.foreign', 4, FROM_BACKUP),
    ('some of another station', lambda scene: scene.replace(other_stations_log(False)),
     'database.corrupt', 9, FROM_BACKUP),
    ('all of another station', lambda scene: scene.replace(other_stations_log(True)),
     'database.another', 4, FROM_BACKUP),
    # Its pages are all that had changed since, so that the whole is the database of that day.
    ('of an earlier day', Scene.earlier_over_later, OLDER, 9, FROM_WHAT_IS_LEFT),
    ('a link to itself', Scene.link, 'database.open', 10, FROM_BACKUP),
    ('a link to nothing', lambda scene: scene.link('/nowhere/at/all'), 'database.open', 10,
     FROM_BACKUP),
    ('a directory', lambda scene: scene.become('-wal', os.mkdir), 'database.open', 10, FROM_BACKUP),
    ('a pipe', lambda scene: scene.become('-wal', os.mkfifo), 'database.open', 10, FROM_BACKUP),
    ('closed to everybody', lambda scene: os.chmod(scene.log, 0), None, 0, None),
    ('good, and its index garbage', lambda scene: scene.become(
        '-shm', lambda path: scene.lab.write(path, 'garbage' * 10000)), None, 0, None),
    ('good, and its index a directory', lambda scene: scene.become('-shm', os.mkdir),
     'database.open', 10, FROM_BACKUP),
    ('good, and its index a link', lambda scene: scene.become(
        '-shm', lambda path: os.symlink(scene.lab.write(scene.lab.path('target'), ''), path)),
     'database.open', 10, FROM_BACKUP),
]


def judge_refusal(tap, scene, name, check, status):
    lab = scene.lab
    signed = len(ledger(lab, 'issue.signed'))
    verdict = lab.look('audit', 'verify').status
    tap.check(verdict in (20, 21, 22) or 'index' in name, f'{name}: the log does not verify',
              verdict)
    tap.equal(lab.look('check').status, 31, f'{name}: “check” calls it a problem')
    told(tap, scene.fourth.provision('--yes-issue'), status, check, name)
    tap.equal(len(ledger(lab, 'issue.signed')), signed, f'{name}: nothing was signed')


def recover(tap, scene, name, source):
    lab = scene.lab
    answer = lab.admin('recover')
    if source == FROM_BACKUP:
        tap.check(answer.status, f'{name}: nothing can be recovered from what is left')
        answer = lab.admin('recover', '--from', lab.path('backup'))
    tap.equal(answer.status, 0, f'{name}: recovered from {source}')


def whole(scene):
    """All that is wrong with the books."""
    lab = scene.lab
    aftermath = Aftermath(lab, scene.second)
    books, signed = Book(lab.station), Ledger(lab.station)
    stored = {serial: row['der'] for serial, row in books.of_devices().items()}
    aftermath.find(signed.signed.items() <= stored.items(), 'what was signed is not in the books')
    aftermath.find(scene.revoked in signed.revoked, 'the revocation is forgotten')
    aftermath.revocations_agree(signed, books)
    aftermath.revocation_list_agrees(signed)
    identity = scene.second.identity()
    seen = aftermath.whoami(identity['slot'])
    aftermath.find(seen == identity['certificateSerial'],
                   f'the certificate of a device at work is not good any more: {seen}')
    return aftermath.findings


def try_damage(tap, scene, case):
    name, damage, check, status, source = case
    lab, name = scene.lab, f'a log that is {name}'
    scene.begin(damage)
    lab.start_signer()
    lab.start_central()
    scene.fourth.switch_on()
    if check:
        judge_refusal(tap, scene, name, check, status)
        recover(tap, scene, name, source)
    verified(tap, scene.fourth.provision('--yes-issue'), f'{name}: the next device')
    findings = whole(scene)
    tap.check(not findings, f'{name}: nothing that was signed or revoked is lost',
              '\n'.join(findings))
    tap.equal(lab.ctl('audit', 'verify').status, 0, f'{name}: the log verifies')
    scene.end()


def main():
    tap = Tap()
    scene = Scene()
    for case in DAMAGES:
        try_damage(tap, scene, case)
    tap.done()


main()
