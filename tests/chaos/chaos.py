"""What the tests of a misbehaving machine share: a founded station, the stated time-outs, and what a
person is told."""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import time

from lab import PASSPHRASE, TECHNICIAN, TECHNICIAN_PIN, Answer, Lab, pipe_with

# What cannot be recorded is warned of, and that is right where nothing can be written.
os.environ['G_DEBUG'] = 'gc-friendly'
SOURCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
# A slow machine, a sanitizer and other tests beside this one: what is tested is that there is an
# end, and that it is the stated one and not ten times that.
SLACK = 60  # seconds


def stated(path, name):
    """A time-out as the code states it, in seconds."""
    with open(os.path.join(SOURCE, path), encoding='utf-8') as file:
        value = re.search(rf'#define {name}\s+\(?(\d+)', file.read())
    return int(value.group(1)) / 1000


TIMEOUTS = {
    'signer answers': stated('app/station/signer-client.c', 'CALL_TIMEOUT'),
    'signer starts': stated('app/station/signer-client.c', 'START_TIMEOUT'),
    'signer is left': stated('app/station/signer-client.c', 'LEAVE_TIMEOUT'),
    'signer ends': stated('app/station/signer-process.c', 'PATIENCE'),
    'database is busy': stated('app/store/database.c', 'BUSY_TIMEOUT'),
    'device answers': stated('app/station/step-connect.c', 'ANSWER_TIMEOUT'),
    'device makes its request': stated('app/station/step-request.c', 'ANSWER_TIMEOUT'),
    'device installs': stated('app/station/step-deliver.c', 'INSTALL_TIMEOUT'),
    'device takes a message': stated('app/protocol/conversation-private.h',
                                     'ZM_CONVERSATION_SEND_TIMEOUT'),
    'server answers': stated('app/device/server-test.c', 'TIMEOUT'),
    'reader answers': stated('app/qr/reader-client.h', 'ZM_READER_CLIENT_TIMEOUT'),
}


class Timed:
    """How long something took, against what is stated."""

    def __init__(self, *names):
        self.limit = sum(TIMEOUTS[name] for name in names) + SLACK

    def __enter__(self):
        self.start = time.monotonic()
        return self

    def __exit__(self, *ignored):
        self.seconds = time.monotonic() - self.start

    @property
    def kept(self):
        return self.seconds <= self.limit


class Held:
    """Another program has the database to itself."""

    def __init__(self, path):
        self.database = sqlite3.connect(path, isolation_level=None, timeout=30)

    def __enter__(self):
        self.database.execute('BEGIN EXCLUSIVE')

    def __exit__(self, *ignored):
        self.database.execute('ROLLBACK')
        self.database.close()


def found(devices=20, lab=None):
    lab = lab or Lab()
    for step in (lab.create_authority, lab.create_server, lab.add_technician):
        answer = step()
        if answer.status:
            raise RuntimeError(answer.stdout + answer.stderr)
    lab.start_central()
    lab.admin('window', 'open', '--devices', str(devices), '--minutes', '120')
    return lab


def told(tap, answer, status, check, name):
    """The person is told check, code and what to do; where a value was seen it is shown."""
    error = answer.error
    tap.check(answer.status == status and error.get('check') == check and error.get('message') and
              error.get('remedy'),
              f'{name}: {check}, exit code {status}, with what to do',
              f'{answer.status} {answer.stdout} {answer.stderr}')


def audited(lab, check, device=None):
    """Whether a record has this check in its detail."""
    options = ['--device', device] if device else []
    records = lab.ctl('audit', 'list', '--limit', '1000', *options).ok['records']
    return any(check in json.dumps(record['detail']) for record in records)


def count(path, sql):
    with sqlite3.connect(f'file:{path}?mode=ro', uri=True) as database:
        return database.execute(sql).fetchone()[0]


def ledger(lab, kind):
    """The entries of this kind in the signer's ledger."""
    with open(os.path.join(lab.station, 'signer/ledger'), encoding='utf-8') as file:
        return [entry for entry in map(json.loads, file) if entry['kind'] == kind]


def accounted(tap, lab, name):
    """Every serial number that was ever signed is on record."""
    signed = {entry['serial'] for entry in ledger(lab, 'issue.signed')}
    known = {item['serial'] for item in lab.ctl('certificate', 'list').ok['certificates']}
    tap.check(signed <= known, f'{name}: every signed serial number is on record',
              str(signed - known))


def switched_on(lab, device_id, *options):
    device = lab.make_device(device_id, 'Bed ' + device_id, *options)
    device.switch_on()
    return device


def verified(tap, answer, name):
    tap.check((answer.ok or {}).get('state') == 'verified', name,
              answer.stdout + answer.stderr)


def session_of(lab, device):
    sessions = [session for session in lab.ctl('session', 'list').ok['sessions']
                if session['deviceId'] == device.id]
    return sessions[0] if sessions else None


def resume(lab, device, *options, tether=None, timeout=120):
    return lab.technician('session', 'resume', session_of(lab, device)['session'],
                          '--tether', tether or device.address, '--yes-issue', *options,
                          timeout=timeout)


class Progress:
    """A provisioning by the command line that can be watched and met in the middle."""

    def __init__(self, lab, device, *options, ticket=None, tether=None):
        reading, self.writing = os.pipe()
        fds = [pipe_with(PASSPHRASE), pipe_with(TECHNICIAN_PIN), reading]
        self.process = subprocess.Popen(
            [lab.programs['ctl'], '--station', lab.station, '--json', '--passphrase-fd', str(fds[0]),
             '--operator', TECHNICIAN, '--pin-fd', str(fds[1]), 'provision',
             '--tether', tether or device.address,
             *(ticket or ['--ticket', lab.path(device.id + '.ticket')]),
             '--confirm-number', str(reading), *options],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            pass_fds=fds, env=lab.environment)
        lab.processes.append(self.process)
        for fd in fds:
            os.close(fd)
        self.lines = []

    def until(self, pattern):
        """Reads what is told until a line matches."""
        for line in self.process.stderr:
            self.lines.append(line)
            if re.search(pattern, line):
                return True
        return False

    def number(self):
        """The number on the station's side, which a person would compare now."""
        if not self.until(r'Number: \d{6}'):
            return None
        return re.search(r'Number: (\d{6})', self.lines[-1]).group(1)

    def confirm(self, number):
        os.write(self.writing, (number + '\n').encode())

    def end(self, timeout):
        stdout, stderr = self.process.communicate(timeout=timeout)
        os.close(self.writing)
        self.process.stdout, self.process.stderr = stdout, ''.join(self.lines) + stderr
        return Answer(self.process)


def copy_station(lab, name):
    target = lab.path(name)
    shutil.copytree(lab.station, target, symlinks=True,
                    ignore=shutil.ignore_patterns('*.socket', 'leases'))
    return target
