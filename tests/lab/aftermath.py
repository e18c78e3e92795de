"""What must be true after any accident: nothing is lost, nothing counts twice, and the work goes on.

The judgement reads the files themselves beside what the programs say of them: the signer's ledger,
the station's database and revocation list, the device's directory."""

import base64
import http.client
import json
import os
import shutil
import sqlite3
import ssl
import tempfile

import serials
from lab import wait_for

OPEN = ('paired', 'requested', 'approved', 'issued', 'delivered', 'installed')
EXPECTED_WARNINGS = {'signer.same-user'}


class Ledger:
    """The signer's own memory: a JSON object a line; a last line without its end, or with zeros where
    a sector was not written, never counted."""

    def __init__(self, station):
        with open(os.path.join(station, 'signer', 'ledger'), encoding='utf-8') as file:
            lines = file.read().split('\n')[:-1]
        if lines and '\0' in lines[-1]:
            lines.pop()
        self.facts = [json.loads(line) for line in lines]
        self.prepared = self.by_serial('issue.prepared')
        self.cancelled = self.by_serial('issue.cancelled')
        self.signed = {serial: base64.b64decode(fact['certificate'])
                       for serial, fact in self.by_serial('issue.signed').items()}
        self.canaries = self.by_serial('canary.issued')
        self.revoked = set(self.by_serial('issue.revoked')) | set(self.canaries)

    def by_serial(self, kind):
        return {fact['serial']: fact for fact in self.facts if fact['kind'] == kind}

    def signed_for(self, device_id):
        return {serial for serial in self.signed if self.prepared[serial]['device'] == device_id}


class Book:
    """The station's database as it stands, read from a copy: reading must change nothing."""

    def __init__(self, station):
        with tempfile.TemporaryDirectory() as scratch:
            for suffix in ['', '-wal']:
                source = os.path.join(station, 'station.db' + suffix)
                if os.path.exists(source):
                    shutil.copy(source, scratch)
            database = sqlite3.connect(os.path.join(scratch, 'station.db'))
            database.row_factory = sqlite3.Row
            self.integrity = database.execute('PRAGMA integrity_check').fetchone()[0]
            self.certificates = self.table(database, 'certificates')
            self.intents = self.table(database, 'intents')
            self.sessions = self.table(database, 'sessions')
            self.codes = self.table(database, 'codes')
            database.close()

    @staticmethod
    def table(database, name):
        return [dict(row) for row in database.execute(f'SELECT * FROM {name} ORDER BY rowid')]

    def of_devices(self):
        return {row['serial']: row for row in self.certificates if row['kind'] == 'device'}

    def revoked(self):
        return {row['serial'] for row in self.certificates if row['state'] == 'revoked'
                and row['kind'] in ('device', 'canary')}


class Aftermath:
    """Judges one station and one device of a laboratory. judge() first kills nothing: whoever makes
    the accident ends what ran, and calls it with nothing running but perhaps zmonitor-central.

    before: the serial number that the device used before the accident, or None.
    tickets: what the device showed before it; none of them may be good in the end.
    """

    def __init__(self, lab, device, before=None, tickets=()):
        self.lab = lab
        self.device = device
        self.before = before
        self.tickets = list(tickets)
        self.findings = []
        self.state = None  # of the session that the accident interrupted
        self.started = []

    def find(self, condition, text):
        if not condition:
            self.findings.append(text)
        return condition

    def judge(self):
        """All that is wrong, as a list of texts; it is empty when nothing is."""
        self.look_at_files()
        try:
            self.restart()
            if self.findings:
                return self.findings
            self.settled()
            self.identity_works()
            if self.go_on():
                self.refuse_old_codes()
                self.ended()
        finally:
            self.close()
        return self.findings

    def close(self):
        if self.device.process is not None and self.device.process.poll() is None:
            self.device.switch_off()
        while self.started:
            self.lab.stop(self.started.pop())

    def expect(self, answer, status, what):
        return self.find(answer.status == status,
                         f'{what}: exit {answer.status}, expected {status}: '
                         f'{answer.error or answer.stdout} {answer.stderr}')

    def identity(self):
        """What zmonitor-device says of itself; {} if it says nothing."""
        shown = self.device.identity()
        self.find(shown, 'the device cannot show itself')
        return shown

    def look_at_files(self):
        """Before anything is started, and so before anything could mend it."""
        self.expect(self.lab.look('audit', 'verify'), 0, 'audit verify at once')
        serial = self.identity().get('certificateSerial')
        book, ledger = Book(self.lab.station), Ledger(self.lab.station)
        self.find(book.integrity == 'ok', f'the database: {book.integrity}')
        # An intent is durable before the signer signs, a certificate before it is delivered.
        unknown = set(ledger.signed) - {row['serial'] for row in book.intents}
        self.find(not unknown, f'{unknown} are signed and were not intended')
        self.find(serial == self.before or serial in set(ledger.signed) & set(book.of_devices()),
                  f'the device has the identity {serial}: not its old one, nor one that was '
                  'signed and stored')

    def restart(self):
        if not any(process.args[0] == self.lab.programs['central'] and process.poll() is None
                   for process in self.lab.processes):
            self.started.append(self.lab.start_central())
        try:
            self.device.switch_on()
        except RuntimeError as error:
            self.find(False, f'the device does not start again: {error}')
        # Starts a signer of its own, so that what was begun is settled; and the accident may have
        # used up the window.
        answer = self.lab.admin('window', 'open', '--devices', '50', '--minutes', '600')
        self.expect(answer, 0, 'the station does not start again')
        try:
            self.started.append(self.lab.start_signer())
        except RuntimeError as error:
            self.find(False, f'the signer does not start again: {error}')

    def settled(self):
        """Every certificate that was ever signed, or only begun, has its place in the books."""
        ledger, book = Ledger(self.lab.station), Book(self.lab.station)
        results = {row['serial']: row['result'] for row in book.intents}
        stored = book.of_devices()
        for serial, der in ledger.signed.items():
            row = stored.get(serial)
            self.find(row is not None and row['der'] == der,
                      f'{serial} was signed, but the station has not got it')
            self.find(results.get(serial) == 'signed',
                      f'{serial} was signed, but its intent says {results.get(serial)}')
        for serial in set(ledger.prepared) - set(ledger.signed):
            expected = 'revoked' if serial in ledger.cancelled else 'no intent'
            self.find(results.get(serial, 'no intent') in (expected, 'revoked'),
                      f'{serial} was never signed, but its intent says {results.get(serial)}')
        for serial in set(stored) - set(ledger.signed):
            self.find(False, f'{serial} is in the station’s books, but was never signed')
        for serial in set(results) - set(ledger.prepared):
            self.find(False, f'{serial} was intended, but the signer does not know it')
        self.revocations_agree(ledger, book)

    def revocations_agree(self, ledger, book):
        self.find(ledger.revoked == book.revoked(),
                  f'revoked by the signer: {ledger.revoked}, in the books: {book.revoked()}')

    def whoami(self, slot):
        """What Central Station says to the identity on the device's disk: its serial number."""
        directory = os.path.join(self.device.state, 'slots', slot)
        context = ssl.create_default_context(cafile=os.path.join(directory, 'root.pem'))
        context.load_cert_chain(os.path.join(directory, 'chain.pem'),
                                os.path.join(directory, 'key.pem'))
        connection = http.client.HTTPSConnection('localhost', self.lab.port, context=context,
                                                 timeout=60)
        connection.request('GET', '/zmonitor/v1/whoami?nonce=' + os.urandom(16).hex())
        answer = json.loads(connection.getresponse().read())
        connection.close()
        return answer.get('serial')

    def identity_works(self):
        identity = self.identity()
        serial = identity.get('certificateSerial')
        if serial is None:
            self.find(self.before is None, f'the device has lost its identity {self.before}')
            return
        try:
            seen = self.whoami(identity['slot'])
        except (OSError, ValueError, http.client.HTTPException) as error:
            seen = error
        self.find(seen == serial, f'the device’s identity {serial} does not work: {seen}')

    def session(self):
        """The newest session of the device, or None."""
        sessions = [row for row in Book(self.lab.station).sessions
                    if row['device_id'] == self.device.id]
        return max(sessions, key=lambda row: row['started_at'], default=None)

    def is_done(self, session):
        return session is not None and session['state'] == 'verified'

    def go_on(self):
        """The session is resumed, or a new one made, and the device ends verified: if so, TRUE."""
        session = self.session()
        self.state = session['state'] if session else None
        if self.is_done(session):
            return True
        if self.state in OPEN and self.state != 'paired':
            answer = self.lab.technician('session', 'resume', session['session_id'], '--tether',
                                         self.device.address, '--yes-issue')
        else:
            shown = self.device.find('ticket')
            answer = self.provision()
            # A session that failed has its certificate revoked; hearing so, the device makes a
            # new key.
            if answer.error.get('check') == 'csr.key-revoked':
                wait_for(lambda: self.device.find('ticket') is not shown, 'a new ticket')
                answer = self.provision()
        return (self.expect(answer, 0, f'going on from {self.state}') and
                self.find(answer.ok.get('state') == 'verified',
                          f'gone on from {self.state} to {answer.ok.get("state")}'))

    def provision(self):
        self.tickets.append(self.read_ticket())
        return self.device.provision('--yes-rekey')

    def read_ticket(self):
        with open(self.lab.path(self.device.id + '.ticket'), encoding='utf-8') as file:
            return file.read().strip()

    def refuse_old_codes(self):
        """By the code alone, since with its ticket it would be refused before that."""
        for ticket in dict.fromkeys(self.tickets):
            path = self.lab.write(self.lab.path('old-code'), ticket.split(':')[2] + '\n')
            answer = self.lab.technician('provision', '--tether', self.device.address, '--code',
                                         path, '--yes-rekey', '--yes-issue')
            self.find(answer.status != 0 and answer.error.get('check', '').startswith('code.'),
                      f'an old code was tried again: exit {answer.status} {answer.error}')

    def ended(self):
        ledger, book = Ledger(self.lab.station), Book(self.lab.station)
        serial = self.identity().get('certificateSerial')
        states = {row['serial']: row['state'] for row in book.of_devices().values()
                  if row['device_id'] == self.device.id}
        expected = {each: 'active' if each == serial else 'revoked' for each in states}
        self.find(serial in states and states == expected,
                  f'the device uses {serial}; its certificates: {states}')
        self.find(set(states) == ledger.signed_for(self.device.id) | {self.before} - {None},
                  f'signed: {ledger.signed_for(self.device.id)}, in the books: {set(states)}')
        self.settled()
        self.revocation_list_agrees(ledger)
        self.codes_agree(book)
        self.find(not [row for row in book.sessions if row['state'] in OPEN],
                  'a session is still open')
        self.expect(self.lab.ctl('audit', 'verify'), 0, 'audit verify with the signer')
        audit = self.device.ask('audit', 'verify')
        self.find(audit.returncode == 0, f'the device’s log: {audit.stdout} {audit.stderr}')
        self.health()

    def revocation_list_agrees(self, ledger):
        """The published list has what was revoked, and nothing else."""
        listed = serials.in_crl(self.lab.crl_files()[1])
        self.find(listed == ledger.revoked,
                  f'the revocation list has {listed}, revoked are {ledger.revoked}')

    def codes_agree(self, book):
        """A code is used by one session, and a session that has a request has used one."""
        used = [row['session_id'] for row in book.codes if row['state'] == 'used']
        asked = [row['session_id'] for row in book.sessions if row['csr_der'] is not None]
        self.find(sorted(used) == sorted(asked), f'codes used by {used}, requests in {asked}')

    def health(self):
        answer = self.lab.admin('check')
        found = {(each['severity'], each['check'])
                 for each in (answer.ok or {}).get('findings', []) if each['severity'] != 'ok'}
        expected = {('warning', check) for check in EXPECTED_WARNINGS}
        self.find(answer.status in (0, 30) and found <= expected,
                  f'check: exit {answer.status}, {found}')
