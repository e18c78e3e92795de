#!/usr/bin/env python3
"""Judges the audit log of a ZMonitor Provisioning Station, for somebody who trusts none of its
programs: nothing but this file, Python's standard library and the station's files.

    python3 verify-audit.py DIRECTORY [--key FILE] [--checkpoint FILE]…

It reads DIRECTORY/station.db (a private copy of it; the original is not opened by SQLite), the
checkpoints in DIRECTORY/checkpoints, and their verifier key in DIRECTORY/certificates/verifier.key.
Whoever could write that directory could replace the last two as well: an auditor gives the key
that was noted when the station was founded, and checkpoints that were kept elsewhere.

  exit code   verdict
      0       intact        the chain holds, and a signed checkpoint vouches for rows of it
     20       broken        a record was changed, added or taken out
     21       cut           records are missing at the end, or it is an older copy
     22       unreadable    nothing can be said
     23       unwitnessed   the chain holds, but no checkpoint vouches for it
      2                     the command line cannot be understood

What is computed: hash = SHA-256(00 ‖ JCS of the row without its hash) (RFC 8785), each row's
prev_hash is the hash of the row before, a checkpoint's root is the RFC 6962 tree head over the
rows up to its size, and it is signed by Ed25519 (RFC 8032) in a C2SP signed note."""

import argparse
import base64
import datetime
import hashlib
import json
import os
import re
import shutil
import sqlite3
import stat
import sys
import tempfile
import unicodedata

EXIT_CODES = {'intact': 0, 'broken': 20, 'cut': 21, 'unreadable': 22, 'unwitnessed': 23}

APPLICATION_ID = 0x5a4d5354
SCHEMA_VERSIONS = range(1, 6)
COLUMNS = ('seq', 'time', 'actor', 'role', 'desk', 'port', 'session', 'device', 'action',
           'outcome', 'detail', 'prev_hash', 'hash')
OPTIONAL = ('port', 'session', 'device')
FIRST_PREVIOUS = '0' * 64
TEXT_MAX = 256  # bytes of any column but detail
DETAIL_MAX = 16384
INTEGER_LIMIT = 2 ** 53
DEPTH_MAX = 32
NOTE_MAX = 16384
SIGNATURES_MAX = 16
NAME_MAX = 128


class Malformed(Exception):
    """Not what the station writes; the text says which."""


# --- Ed25519 (RFC 8032 section 5.1), verification only ---

P = 2 ** 255 - 19
L = 2 ** 252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P


def recover_x(y, sign):
    """Section 5.1.3; None if there is no such point."""
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P != 0:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P != 0 or (x == 0 and sign):
        return None
    return P - x if x & 1 != sign else x


# Points as (X, Y, Z, T) with x = X/Z, y = Y/Z, x·y = T/Z.
NEUTRAL = (0, 1, 1, 0)


def add_points(p, q):
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c = 2 * p[3] * q[3] * D % P
    d = 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiply_point(scalar, point):
    result = NEUTRAL
    while scalar:
        if scalar & 1:
            result = add_points(result, point)
        point = add_points(point, point)
        scalar >>= 1
    return result


def decode_point(data):
    number = int.from_bytes(data, 'little')
    y, sign = number & (2 ** 255 - 1), number >> 255
    x = recover_x(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


def encode_point(point):
    inverse = pow(point[2], -1, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, 'little')


BASE_Y = 4 * pow(5, -1, P) % P
BASE = (recover_x(BASE_Y, 0), BASE_Y, 1, recover_x(BASE_Y, 0) * BASE_Y % P)


def verify_ed25519(public, message, signature):
    """Section 5.1.7, without the cofactor: R = [S]B - [k]A, byte by byte."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key = decode_point(public)
    s = int.from_bytes(signature[32:], 'little')
    if key is None or s >= L:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    k = int.from_bytes(digest, 'little') % L
    minus_key = (P - key[0], key[1], 1, P - key[3])
    found = add_points(multiply_point(s, BASE), multiply_point(k, minus_key))
    return encode_point(found) == signature[:32]


# --- Canonical JSON (RFC 8785) of what the log may hold ---

ESCAPES = {0x08: '\\b', 0x09: '\\t', 0x0a: '\\n', 0x0c: '\\f', 0x0d: '\\r', 0x22: '\\"',
           0x5c: '\\\\', **{code: f'\\u{code:04x}' for code in range(0x20)
                            if code not in (8, 9, 10, 12, 13)}}


def canonical(value, depth=0):
    if depth >= DEPTH_MAX:
        raise Malformed('deep nesting')
    if value is None or isinstance(value, bool):
        return {None: 'null', True: 'true', False: 'false'}[value]
    if isinstance(value, int) and abs(value) < INTEGER_LIMIT:
        return str(value)
    if isinstance(value, str):
        return '"' + value.translate(ESCAPES) + '"'
    if isinstance(value, list):
        return '[' + ','.join(canonical(item, depth + 1) for item in value) + ']'
    if isinstance(value, dict):
        # Section 3.2.3: by UTF-16 code units.
        names = sorted(value, key=lambda name: name.encode('utf-16-be'))
        return '{' + ','.join(canonical(name) + ':' + canonical(value[name], depth + 1)
                              for name in names) + '}'
    raise Malformed('a number that is no small integer')


def unique_members(pairs):
    members = dict(pairs)
    if len(members) != len(pairs):
        raise Malformed('a member twice')
    return members


def refuse_constant(text):
    raise Malformed(text)


def parse_detail(text):
    """The object, of which the text must be the canonical form."""
    try:
        value = json.loads(text, object_pairs_hook=unique_members, parse_constant=refuse_constant)
        if not isinstance(value, dict) or canonical(value).encode() != text.encode():
            raise Malformed('detail is not a JSON object in canonical form')
    except (ValueError, RecursionError) as error:
        raise Malformed(f'detail: {error}') from error
    return value


# --- Rows ---

INSTANT = re.compile(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z', re.A)
ACTION = re.compile(r'[a-z0-9.-]+')


def read_text(name, value, kind):
    limit = DETAIL_MAX if name == 'detail' else TEXT_MAX
    if kind != 'text' or not 0 < len(value) <= limit or b'\0' in value:
        raise Malformed(f'{name} is no text of 1 to {limit} bytes')
    try:
        return value.decode('utf-8')
    except UnicodeDecodeError as error:
        raise Malformed(f'{name} is no UTF-8') from error


def check_instant(text):
    if not INSTANT.fullmatch(text) or int(text[:4]) < 1970:
        raise Malformed('time is not in UTC with six digits of microseconds')
    try:
        datetime.datetime.strptime(text, '%Y-%m-%dT%H:%M:%S.%fZ')
    except ValueError as error:
        raise Malformed(f'time: {error}') from error


def read_row(values, kinds):
    """The row as the object that is hashed, and its stored hash."""
    row = {}
    for name, value, kind in zip(COLUMNS, values, kinds):
        if name == 'seq':
            if kind != 'integer':
                raise Malformed('seq is no integer')
            row[name] = value
        elif kind != 'null' or name not in OPTIONAL:
            row[name] = read_text(name, value, kind)
    check_instant(row['time'])
    if not ACTION.fullmatch(row['action']):
        raise Malformed('action is not made of lower-case words')
    if row['outcome'] not in ('success', 'failure', 'unknown'):
        raise Malformed('outcome is none of the three')
    row['detail'] = parse_detail(row['detail'])
    return row, row.pop('hash')


def hash_row(row):
    return hashlib.sha256(b'\0' + canonical(row).encode()).digest()


# --- The tree (RFC 6962 section 2.1) ---

class Tree:
    """Heads of complete subtrees, the largest first; each is twice as large as the next or more."""

    def __init__(self):
        self.size = 0
        self.heads = []

    def append(self, leaf):
        self.size += 1
        self.heads.append(leaf)
        for _ in range((self.size & -self.size).bit_length() - 1):
            right, left = self.heads.pop(), self.heads.pop()
            self.heads.append(hashlib.sha256(b'\1' + left + right).digest())

    def root(self):
        if not self.heads:
            return hashlib.sha256(b'').digest()
        root = self.heads[-1]
        for left in reversed(self.heads[:-1]):
            root = hashlib.sha256(b'\1' + left + root).digest()
        return root


# --- Checkpoints: C2SP signed-note and tlog-checkpoint ---

def decode_base64(text):
    """Strict: one spelling."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise Malformed('no base64') from error
    if base64.b64encode(data).decode() != text:
        raise Malformed('another spelling of base64')
    return data


def is_name(text):
    return 0 < len(text.encode()) <= NAME_MAX and '+' not in text and not any(
        unicodedata.category(char) in ('Cc', 'Cf', 'Cn', 'Cs', 'Zs', 'Zl', 'Zp') for char in text)


class Key:
    """"<name>+<8 hex digits>+<base64 of 01 ‖ key>"."""

    def __init__(self, text):
        name, identity, encoded = (text.split('+', 2) + ['', ''])[:3]
        data = decode_base64(encoded)
        self.name = name
        self.public = data[1:]
        self.identity = hashlib.sha256(name.encode() + b'\n' + data).digest()[:4]
        if not is_name(name) or len(data) != 33 or data[0] != 1 or identity != self.identity.hex():
            raise Malformed('no verifier key')


def count_signature(line, text, key):
    """1 for a good signature of this key, 0 for one of another key."""
    prefix = '\u2014 '
    parts = line[len(prefix):].split(' ')
    if not line.startswith(prefix) or len(parts) != 2 or not is_name(parts[0]):
        raise Malformed('no signature line')
    data = decode_base64(parts[1])
    if len(data) <= 4:
        raise Malformed('a short signature')
    if parts[0] != key.name or data[:4] != key.identity:
        return 0
    if not verify_ed25519(key.public, text.encode(), data[4:]):
        raise Malformed('a signature that does not verify')
    return 1


def open_checkpoint(note, key):
    """(size, root) of a note that the key has signed."""
    if len(note) > NOTE_MAX:
        raise Malformed('a long note')
    try:
        whole = note.decode('utf-8')
    except UnicodeDecodeError as error:
        raise Malformed('no UTF-8') from error
    if any(char < ' ' and char != '\n' or char == '\x7f' for char in whole):
        raise Malformed('a control character')
    text, blank, block = whole.rpartition('\n\n')
    lines = block.split('\n')
    if not blank or len(lines) < 2 or lines[-1] or len(lines) - 1 > SIGNATURES_MAX:
        raise Malformed('no note')
    text += '\n'
    if sum([count_signature(line, text, key) for line in lines[:-1]]) == 0:
        raise Malformed('no signature of this key')

    origin, size, root = (text.split('\n') + ['', ''])[:3]
    if text != f'{origin}\n{size}\n{root}\n' or origin != key.name or \
            not re.fullmatch(r'0|[1-9][0-9]{0,18}', size) or int(size) >= 2 ** 63:
        raise Malformed('no checkpoint of this log')
    head = decode_base64(root)
    if len(head) != 32:
        raise Malformed('no tree head')
    return int(size), head


def read_file(path, limit):
    """A regular file, without waiting for a FIFO's writer."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    with open(descriptor, 'rb') as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(f'{path} is no regular file')
        return file.read(limit + 1)


def collect_checkpoints(directory, key):
    """The checkpoints by size, and the name of the first file that is none although it is called
    so."""
    found, damaged = [], None
    for name in sorted(os.listdir(directory)):
        if not re.fullmatch(r'[0-9]{20}\.note', name):
            continue
        try:
            size, root = open_checkpoint(read_file(os.path.join(directory, name), NOTE_MAX), key)
            if name != f'{size:020}.note':
                raise Malformed('the name of another checkpoint')
            found.append((size, root))
        except (Malformed, OSError):
            damaged = damaged or name
    return found, damaged


# --- The database ---

def copy_database(path, folder):
    """With its write-ahead log, if there is one: SQLite may write to what it opens."""
    copy = os.path.join(folder, 'station.db')
    shutil.copyfile(path, copy)
    if os.path.exists(path + '-wal'):
        shutil.copyfile(path + '-wal', copy + '-wal')
    return copy


def open_database(path):
    database = sqlite3.connect(path, isolation_level=None)
    database.text_factory = bytes
    database.execute('PRAGMA trusted_schema = OFF')
    database.execute('PRAGMA cell_size_check = ON')
    application, = database.execute('PRAGMA application_id').fetchone()
    version, = database.execute('PRAGMA user_version').fetchone()
    if application != APPLICATION_ID or version not in SCHEMA_VERSIONS:
        raise Malformed(f'application {application:08x}, version {version}: no station\'s database')
    kind = database.execute("SELECT type, sql FROM sqlite_master WHERE name = 'security_audit_log'"
                            ).fetchone()
    if kind is None or kind[0] != b'table' or not re.match(rb'CREATE TABLE\b', kind[1] or b''):
        raise Malformed('security_audit_log is no table')
    return database


def list_rows(database):
    kinds = ', '.join(f'typeof({name})' for name in COLUMNS)
    for row in database.execute(f'SELECT {", ".join(COLUMNS)}, {kinds} FROM security_audit_log '
                                'ORDER BY seq'):
        yield row[:len(COLUMNS)], [kind.decode() for kind in row[len(COLUMNS):]]


# --- The verdict ---

class Walk:
    """Reads the rows until one does not fit, and holds each checkpoint against the rows before."""

    def __init__(self, checkpoints):
        self.tree = Tree()
        self.previous = FIRST_PREVIOUS
        self.waiting = sorted(checkpoints)
        self.vouched = 0  # size of the newest checkpoint that agrees

    def ask_checkpoints(self):
        while self.waiting and self.waiting[0][0] == self.tree.size:
            size, root = self.waiting.pop(0)
            if root != self.tree.root():
                return f'the rows up to {size} are not those that a checkpoint was signed for'
            self.vouched = size
        return None

    def find_fault(self, values, kinds):
        seq = self.tree.size + 1
        try:
            row, stored = read_row(values, kinds)
            digest = hash_row(row)
        except Malformed as error:
            return f'row {seq}: {error}'
        if row['seq'] != seq:
            return f'row {seq} is missing, or one was put in before {row["seq"]}'
        if stored != digest.hex():
            return f'row {seq} is not what its hash was made from'
        if row['prev_hash'] != self.previous:
            return f'row {seq} does not continue the row before it'
        self.tree.append(digest)
        self.previous = stored
        return self.ask_checkpoints()

    def run(self, rows):
        """What does not fit, or None."""
        fault = self.ask_checkpoints()
        for values, kinds in rows:
            fault = fault or self.find_fault(values, kinds)
            if fault:
                return fault
        return fault


def judge_rest(database, damaged, newest, walk):
    """Where every row fits."""
    if walk.tree.size < max(newest, 1):
        return 'cut', f'{walk.tree.size} rows, where {max(newest, 1)} were signed for'
    if damaged is not None:
        return 'unreadable', f'the checkpoint {damaged} was changed or damaged'
    if database.execute('PRAGMA integrity_check (1)').fetchone() != (b'ok',):
        return 'unreadable', 'the database is damaged'
    if walk.vouched == 0:
        return 'unwitnessed', 'the chain holds, but no checkpoint vouches for it'
    return 'intact', (f'{walk.tree.size} rows; a signed checkpoint vouches for those up to '
                      f'{walk.vouched}')


def judge(directory, key, kept):
    found, damaged = [], None
    if key is not None:
        found, damaged = collect_checkpoints(os.path.join(directory, 'checkpoints'), key)
        found += kept
    walk = Walk(found)
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(copy_database(os.path.join(directory, 'station.db'), folder))
        try:
            fault = walk.run(list_rows(database))
            if fault:
                return 'broken', fault
            return judge_rest(database, damaged, max([size for size, _ in found], default=0), walk)
        finally:
            database.close()


def find_key(directory, given):
    """What the auditor gives must be a key; what lies in the directory may be gone or damaged."""
    path = given or os.path.join(directory, 'certificates', 'verifier.key')
    try:
        return Key(read_file(path, 1024).decode('utf-8').rstrip())
    except (OSError, ValueError, Malformed):
        if given:
            raise
        return None


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('directory', help='of the station, or a copy of it')
    parser.add_argument('--key', metavar='FILE', help='the verifier key that was noted elsewhere')
    parser.add_argument('--checkpoint', metavar='FILE', action='append', default=[],
                        help='a checkpoint that was kept elsewhere; may be given several times')
    options = parser.parse_args()
    if options.checkpoint and not options.key:
        parser.error('--checkpoint needs --key')
    try:
        key = find_key(options.directory, options.key)
        kept = [open_checkpoint(read_file(path, NOTE_MAX), key) for path in options.checkpoint]
    except (OSError, ValueError, Malformed) as error:
        parser.error(str(error))
    try:
        verdict, reason = judge(options.directory, key, kept)
    except (OSError, ValueError, sqlite3.Error, Malformed) as error:
        verdict, reason = 'unreadable', str(error)
    print(f'{verdict}: {reason}')
    return EXIT_CODES[verdict]


if __name__ == '__main__':
    sys.exit(main())
