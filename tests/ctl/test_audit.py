#!/usr/bin/env python3
"""The verdicts on the audit log, each with its exit code: intact, broken, cut, unreadable, and
unwitnessed, where only the chain speaks for it."""

import hashlib
import json
import shutil
import sqlite3
import sys

import desk
import tap

STATION = desk.Desk()
DATABASE = STATION.station / 'station.db'
KEPT = STATION.folder / 'kept.db'
OLD = STATION.folder / 'old.db'


def verify(*arguments):
    answer = STATION.look(*arguments, 'audit', 'verify')
    return answer.code, answer.json['ok']['verdict'], answer.json['ok'].get('check')


def change(*statements):
    """As somebody with the file and sqlite3 would; triggers stop nobody."""
    connection = sqlite3.connect(DATABASE)
    for trigger, in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"
                                       ).fetchall():
        connection.execute(f'DROP TRIGGER {trigger}')
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.execute('PRAGMA wal_checkpoint(TRUNCATE)')
    connection.close()


def restore(source=KEPT):
    for path in STATION.station.glob('station.db*'):
        path.unlink()
    shutil.copy(source, DATABASE)
    DATABASE.chmod(0o600)


def copy_to(target):
    connection = sqlite3.connect(DATABASE)
    connection.execute('PRAGMA wal_checkpoint(TRUNCATE)')
    connection.close()
    shutil.copy(DATABASE, target)


def test_begins():
    STATION.create().ok
    copy_to(OLD)
    STATION.act('device', 'add', 'DEV-1', '--label', 'One').ok
    STATION.act('device', 'add', 'DEV-2', '--label', 'Two').ok
    STATION.act('authority', 'crl').ok  # with a checkpoint
    copy_to(KEPT)


def test_intact():
    tap.equal(verify(), (0, 'intact', None))
    shown = STATION.look('audit', 'verify').ok
    tap.equal(shown['newestCheckpoint'], shown['records'])
    tap.equal(shown['signerAsked'], False)


def test_people_read_it_too():
    process = desk.start_ctl(['--station', STATION.station, 'audit', 'verify'])
    answer = desk.finish(process)
    tap.equal(answer.code, 0)
    tap.contains(answer.out, 'verdict')
    tap.contains(answer.out, 'intact')


def test_changed_row_is_broken():
    change("UPDATE security_audit_log SET actor = 'Nobody' WHERE device = 'DEV-1'")
    code, verdict, check = verify()
    tap.equal((code, verdict, check), (20, 'broken', 'audit.hash'))
    restore()
    tap.equal(verify()[0], 0)


def test_removed_row_is_broken():
    change("DELETE FROM security_audit_log WHERE device = 'DEV-1'")
    tap.equal(verify()[:2], (20, 'broken'))
    restore()


def leaf(row):
    text = json.dumps(row, sort_keys=True, separators=(',', ':'), ensure_ascii=False)
    return hashlib.sha256(b'\0' + text.encode()).hexdigest()


def test_chain_that_was_computed_anew_is_broken():
    """Every link fits, so that only the checkpoint can tell."""
    connection = sqlite3.connect(DATABASE)
    connection.row_factory = sqlite3.Row
    rows = [dict(row) for row in connection.execute('SELECT * FROM security_audit_log '
                                                    'ORDER BY seq')]
    connection.close()
    previous = '0' * 64
    statements = []
    for row in rows:
        if row['device'] == 'DEV-1':
            row['actor'] = 'Nobody'
        row['prev_hash'] = previous
        del row['hash']
        hashed = {key: value for key, value in row.items() if value is not None}
        hashed['detail'] = json.loads(row['detail'])
        previous = leaf(hashed)
        statements.append(f"UPDATE security_audit_log SET actor = '{row['actor']}', "
                          f"prev_hash = '{row['prev_hash']}', hash = '{previous}' "
                          f"WHERE seq = {row['seq']}")
    change(*statements)
    tap.equal(verify(), (20, 'broken', 'audit.checkpoint'))
    restore()


def test_cut_tail_is_cut():
    change('DELETE FROM security_audit_log WHERE seq > 10')
    tap.equal(verify(), (21, 'cut', 'audit.tail'))
    restore()


def test_older_copy_is_cut():
    restore(OLD)
    tap.equal(verify()[:2], (21, 'cut'))
    restore()


def test_older_copy_with_older_checkpoints_is_told_by_the_signer():
    checkpoints = STATION.station / 'checkpoints'
    away = STATION.folder / 'away'
    away.mkdir()
    restore(OLD)
    with sqlite3.connect(DATABASE) as database:
        rows = database.execute('SELECT count (*) FROM security_audit_log').fetchone()[0]
    for note in checkpoints.glob('*.note'):
        if int(note.stem) > rows:
            shutil.move(note, away / note.name)
    tap.equal(verify()[0], 0)  # without a witness nobody could know

    process = desk.start_ctl(['--json', '--station', STATION.station, '--passphrase-fd', '{fd}',
                              'audit', 'verify'], [desk.PASSPHRASE])
    answer = desk.finish(process)
    tap.equal((answer.code, answer.json['ok']['verdict'], answer.json['ok']['signerAsked']),
              (21, 'cut', True))
    for note in away.iterdir():
        shutil.move(note, checkpoints / note.name)
    restore()


def test_a_cut_log_is_not_continued():
    restore(OLD)
    answer = STATION.act('authority', 'crl')
    tap.equal((answer.code, answer.error['check']), (9, 'checkpoint.log-cut'))
    restore()


def test_a_chain_without_a_witness_is_not_called_intact():
    checkpoints = STATION.station / 'checkpoints'
    key = STATION.station / 'certificates/verifier.key'
    for path in (checkpoints, key):
        away = STATION.folder / ('away-' + path.name)
        shutil.move(path, away)
        if path == checkpoints:
            checkpoints.mkdir(mode=0o700)
        tap.equal(verify(), (23, 'unwitnessed', 'audit.witness'))
        finding = [finding for finding in STATION.look('check').json['ok']['findings']
                   if finding['check'] == 'audit.witness']
        tap.equal([found['severity'] for found in finding], ['warning'])
        process = desk.start_ctl(['--json', '--station', STATION.station, '--passphrase-fd', '{fd}',
                                  'audit', 'verify'], [desk.PASSPHRASE])
        tap.equal(desk.finish(process).code, 0)  # the signer remembers
        if path == checkpoints:
            checkpoints.rmdir()
        shutil.move(away, path)
    tap.equal(verify(), (0, 'intact', None))


def test_a_device_has_a_story():
    told = STATION.look('audit', 'story', 'DEV-1')
    chapters = told.json['ok']['chapters']
    tap.equal([chapter['title'] for chapter in chapters], ['DEV-1'])
    tap.contains([sentence['text'] for sentence in chapters[0]['sentences']],
                 f'{desk.ADMINISTRATOR} registered DEV-1, “One”.')
    answer = STATION.look('audit', 'story', 'DEV-9')
    tap.equal((answer.code, answer.error['check']), (6, 'audit.story'))


def test_records_are_exported():
    out = STATION.folder / 'log.csv'
    arguments = ('audit', 'export', '--format', 'csv', '--device', 'DEV-1', '--out', out)
    answer = STATION.act(*arguments).ok
    tap.equal(answer['records'], out.read_bytes().count(b'\r\n') - 1)
    tap.equal(STATION.act(*arguments).error['check'], 'file.exists')
    tap.equal(STATION.act('audit', 'export', '--format', 'xls', '--out', out).error['check'],
              'usage.arguments')
    exported = STATION.look('audit', 'list', '--action', 'audit.exported').json['ok']['records']
    tap.equal([(record['outcome'], record['detail']['filter']) for record in exported],
              [('failure', 'device=DEV-1'), ('success', 'device=DEV-1')])


def test_other_files_are_unreadable():
    restore()
    DATABASE.write_bytes(b'no database' * 1000)
    tap.equal(verify()[:2], (22, 'unreadable'))
    for path in STATION.station.glob('station.db*'):
        path.unlink()
    tap.equal(verify()[:2], (22, 'unreadable'))
    tap.equal(DATABASE.exists(), False)


def test_check_names_what_is_wrong():
    DATABASE.write_bytes(b'no database' * 1000)
    answer = STATION.look('check')
    worst = [finding for finding in answer.json['ok']['findings']
             if finding['severity'] == 'problem']
    tap.equal(answer.code, 31)
    tap.contains([finding['title'] for finding in worst], 'Audit log')
    tap.equal([finding for finding in worst if not finding['remedy']], [])


if __name__ == '__main__':
    try:
        tap.run(sys.modules[__name__])
    finally:
        STATION.close()
