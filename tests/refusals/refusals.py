"""One row of a table is one bad input: what a person must be told of it, and what must stand in the
audit log. The rows of a family share one station, which goes on working."""

import fcntl
import json
import os
import pty
import re
import sqlite3
import subprocess
import termios

from lab import BUILD, PASSPHRASE, TECHNICIAN, TECHNICIAN_PIN, Lab, Tap, pipe_with

SIGNER = os.path.join(BUILD, 'app/signer/zmonitor-signer')
SHOWN_MAX = 400  # bytes of a value that the audit log keeps
FALLBACK = 'Note the code of this error'

# The README's table.
EXIT = {'internal': 1, 'usage': 2, 'invalid': 3, 'refused': 4, 'denied': 5, 'not-found': 6,
        'conflict': 7, 'unavailable': 8, 'corrupt': 9, 'io': 10}


def like(pattern):
    return re.compile(pattern, re.S)


# What is said of a certificate outside its time.
ENDED, BEGINS, VALID = (like(verb + r' \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ')
                        for verb in ('ended', 'begins', 'valid at'))


def fits(value, wanted):
    """None is for what must not be shown."""
    if isinstance(wanted, re.Pattern):
        return value is not None and wanted.fullmatch(value) is not None
    return value == wanted


class Rows:
    """Counts the refusals beside the single results."""

    def __init__(self):
        self.tap = Tap()
        self.refused = 0

    def row(self, name, faults):
        self.refused += not faults
        self.tap.check(not faults, name, '\n'.join(faults))

    def done(self):
        print(f'# inputs refused: {self.refused}', flush=True)
        self.tap.done()


def compare(shown, check, code, seen, expected):
    """What is wrong with an error that a person was shown."""
    faults = []
    if shown.get('check') != check:
        faults.append(f'check {shown.get("check")!r}, expected {check!r}')
    if shown.get('code') != code:
        faults.append(f'code {shown.get("code")!r}, expected {code!r}')
    for member, wanted in (('seen', seen), ('expected', expected)):
        if not fits(shown.get(member), wanted):
            faults.append(f'{member} {shown.get(member)!r}, expected {wanted!r}')
    if not shown.get('message'):
        faults.append('no message')
    if not shown.get('remedy') or shown['remedy'].startswith(FALLBACK):
        faults.append(f'no remedy: {shown.get("remedy")!r}')
    return faults


def is_same(shown, recorded):
    """Whether a value on record is what was shown, as far as the log keeps it."""
    if shown is None or recorded is None:
        return shown == recorded
    return shown == recorded or (len(shown.encode()) > SHOWN_MAX and
                                 shown.startswith(recorded[:SHOWN_MAX // 4]))


class Station(Lab):
    """A laboratory whose signer keeps running, and whose audit log is looked at row by row."""

    def __init__(self):
        super().__init__()
        self.rows = Rows()

    def found(self, devices=200):
        """An authority, a technician, an open window."""
        assert self.create_authority().ok is not None
        self.serve()
        assert self.add_technician().ok is not None
        assert self.admin('window', 'open', '--devices', str(devices),
                          '--minutes', '60').ok is not None

    def serve(self):
        passphrase = pipe_with(PASSPHRASE)
        ready, told = os.pipe()
        self.signer = self.start(SIGNER, '--station', self.station, '--passphrase-fd',
                                 str(passphrase), '--ready-fd', str(told),
                                 pass_fds=[passphrase, told])
        os.close(passphrase)
        os.close(told)
        with os.fdopen(ready) as stream:
            assert json.loads(stream.readline()) == {'ok': {}}

    def records(self, after=0):
        """What the log says after this number: of each row its outcome and its detail."""
        with sqlite3.connect(f'file:{self.station}/station.db?mode=ro', uri=True) as database:
            rows = database.execute('SELECT seq, action, outcome, detail, device, session '
                                    'FROM security_audit_log WHERE seq > ? ORDER BY seq', (after,))
            return [{'seq': seq, 'action': action, 'outcome': outcome, 'detail': json.loads(detail),
                     'device': device, 'session': session}
                    for seq, action, outcome, detail, device, session in rows]

    def last_record(self):
        records = self.records()
        return records[-1]['seq'] if records else 0

    def find_record(self, shown, after):
        """What is wrong with the log's word on an error that a person was shown."""
        found = [record for record in self.records(after)
                 if record['outcome'] != 'success' and
                 record['detail'].get('check') == shown.get('check')]
        if not found:
            return [f'not in the audit log: {shown.get("check")}']
        if any(is_same(shown.get('seen'), record['detail'].get('seen')) and
               is_same(shown.get('expected'), record['detail'].get('expected'))
               for record in found):
            return []
        return [f'the audit log has other values: {found[-1]["detail"]}, shown {shown}']

    def refuse(self, name, act, check, code, seen, expected, also=()):
        """act() must end in this error; also: more that has to be true of the answer."""
        before = self.last_record()
        answer = act()
        faults = compare(answer.error, check, code, seen, expected)
        if answer.status != EXIT[code]:
            faults.append(f'exit code {answer.status}, expected {EXIT[code]}')
        faults += self.find_record(answer.error, before)
        faults += [fault for look in also for fault in look(answer)]
        if faults:
            faults.append(answer.stdout + answer.stderr)
        self.rows.row(name, faults)
        return answer

    def provision(self, liar, *options, ticket=None, code=None, number=None, say=None):
        """As a technician who compares what the device's screen shows, or reads out another number;
        say: at a terminal, with this answer to whatever else is asked."""
        reading, writing = os.pipe()
        liar.number_to = writing if number is None else None
        if number is not None:
            os.write(writing, number.encode() + b'\n')
        given = ['--code', self.write(self.path('typed'), code + '\n')] if code is not None else \
                ['--ticket', self.write(self.path('scanned'), (ticket or liar.ticket()) + '\n')]
        verb = ['provision', '--tether', liar.address, *given, '--confirm-number', str(reading),
                *options]
        try:
            if say is not None:
                return self.at_terminal(TECHNICIAN, TECHNICIAN_PIN, *verb, say=say,
                                        pass_fds=[reading])
            return self.technician(*verb, pass_fds=[reading])
        finally:
            liar.number_to = None
            os.close(writing)

    def at_terminal(self, operator, pin, *verb, say='n', secrets=(), pass_fds=()):
        """The same with a person at a terminal, who gives one answer to every question."""
        master, slave = pty.openpty()
        os.write(master, (say + '\n').encode() * 8)

        def take_terminal():
            os.setsid()
            fcntl.ioctl(slave, termios.TIOCSCTTY, 0)

        try:
            return self.ctl(*verb, operator=operator, pin=pin, secrets=secrets, pass_fds=pass_fds,
                            preexec_fn=take_terminal)
        finally:
            os.close(slave)
            os.close(master)

    def is_intact(self):
        self.rows.tap.equal(self.ctl('audit', 'verify').status, 0, 'the audit log is intact')


def shell(*argv, **options):
    return subprocess.run(argv, check=True, capture_output=True, **options).stdout
