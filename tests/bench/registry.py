"""A registry of any length, written into the database of a station that stands still: each device with
a session that went well, and a certificate from elsewhere, which the signer does not miss."""

import hashlib
import sqlite3

WARDS = 60
BEDS = 20
BEGAN = '2026-01-01T00:00:00.000000Z'
ISSUER = 64 * 'a'
DER = bytes(700)  # as long as one; nobody reads it

DEVICES = ("INSERT INTO devices (device_id, label, model, serial_number, location, asset_tag, state, "
           "created_at, updated_at) VALUES (?, ?, 'M540', ?, ?, ?, 'active', ?, ?)")
SESSIONS = ("INSERT INTO sessions (session_id, device_id, purpose, state, number_confirmed, serial, "
            "operator, started_at, updated_at) VALUES (?, ?, 'register', 'verified', 1, ?, 'ana', ?, ?)")
CERTIFICATES = ('INSERT INTO certificates (serial, issuer_sha256, device_id, session_id, kind, der, '
                'key_sha256, not_before, not_after, issued_at, state, origin) '
                "VALUES (?, ?, ?, ?, 'device', ?, ?, ?, ?, ?, 'active', 'adopted')")


def name(i):
    return f'DEV-{i:06}'


def session(i):
    return f'{i:08x}-0000-4000-8000-000000000000'


def serial(i):
    return f'{i + 1:032X}'


def ended(i):
    return f'2026-{1 + i % 6:02}-{1 + i % 28:02}T08:00:00.{i:06}Z'


def ends(i):
    return f'2031-{1 + i % 12:02}-{1 + i % 28:02}T00:00:00.000000Z'


def device(i, count):
    """The labels are in another order than the names."""
    return (name(i), f'Monitor {i * 7919 % count}', f'SN{i}', f'ICU {i % WARDS}, bed {i % BEDS}',
            f'A{i}', BEGAN, BEGAN)


def certificate(i):
    return (serial(i), ISSUER, name(i), session(i), DER,
            hashlib.sha256(serial(i).encode()).hexdigest(), BEGAN, ends(i), ended(i))


def fill(path, count):
    database = sqlite3.connect(path)
    try:
        # What a trigger might undo is kept for each row otherwise in 64 kB, fetched from the system and
        # given back: most of the time.
        database.execute('PRAGMA temp_store = MEMORY')
        with database:
            database.executemany(DEVICES, (device(i, count) for i in range(count)))
            database.executemany(SESSIONS, ((session(i), name(i), serial(i), ended(i), ended(i))
                                            for i in range(count)))
            database.executemany(CERTIFICATES, map(certificate, range(count)))
    finally:
        database.close()
