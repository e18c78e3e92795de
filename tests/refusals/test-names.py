#!/usr/bin/python3
"""The other way round: every check that a source can refuse with, and whether any test of the
project has ever seen it refuse. What no test has seen is listed here with its reason; the list must
not grow."""

import re
from pathlib import Path

from lab import Tap

TESTS = Path(__file__).resolve().parent.parent
TOP = TESTS.parent
WORD = r'[a-z]+(?:-[a-z0-9]+)*'
NAME = re.compile(rf'"({WORD}\.{WORD})"')
QUOTED = re.compile(rf'["\']({WORD}\.{WORD})["\']')
# The head of a call whose dotted name is an event of a log.
EVENT = re.compile(r'(?:\.action = |log_(?:append|note|event|error) \([^"]*|_record \(self, |'
                   r'record_(?:device|detail|refusal|alone) \([^"]*|audit_record_new \([^"]*)'
                   rf'"({WORD}\.{WORD})"')
FILE = re.compile(r'\.(?:c|conf|crl|csr|db|ext|h|json|key|pem|pid|tbs|ui)$')
KIND = re.compile(r'\{ "([a-z.-]+)", N_\(')
GUARD = re.compile(r'\{ "([a-z-]+)", _\(')

# Names with a dot that are neither checks nor events nor files: lines of the signer's and the
# ceremony's books, a check of health that is no refusal but a warning, and what PipeWire calls the
# file of a camera.
OTHER = {
    'device.path', 'device.retired',
    'authority.imported', 'authority.installed', 'certificate.recovered', 'certificate.signed',
    'checkpoint.recovered', 'checkpoint.signed', 'crl.recovered', 'disk.free', 'expiry.intermediate', 'expiry.root',
    'expiry.server', 'expiry.station', 'issue.recovered', 'log.restarted', 'payload.composed', 'policy.set',
    'request.der', 'sign-in.failed',
}

# Never seen to refuse, by the reason.
UNSEEN = {
    'the operating system has to fail: no disk, no socket, no process': {
        'central.listen', 'child.failed', 'label.pdf', 'proof.pdf', 'reader.memory', 'reader.sandbox',
        'report.pdf',
        'server.socket', 'signer.lock', 'signer.start', 'slots.write', 'system.filter',
        'system.parent', 'system.rights', 'system.wait', 'keystore.write', 'ledger.read', 'training.central',
        'training.ticket',
    },
    'a library has to fail, without its input being wrong': {
        'csr.create', 'key.agree', 'key.encrypt', 'key.sign',
        'qr.picture', 'usb.start',
    },
    'our own two programs would have to disagree': {
        'authority.members', 'authority.root', 'central.crl-issuer', 'message.size', 'operator.role',
        'policy.members', 'session.running', 'session.state', 'station.read-only',
    },
    'what reaches it is signed, and refused for its signature before': {
        'payload.chain', 'payload.root', 'receipt.form', 'receipt.time',
    },
    'a device’s own files, changed by somebody who is in the device already': {
        'clock.state', 'device.description', 'device.event', 'identity.configuration',
        'ledger.sequence', 'log.encrypted', 'log.takeover', 'sessions.state',
    },
    'a number of entries that takes hours to reach': {'audit.export-size', 'keystore.full', 'operator.full'},
    'a ceremony whose other half goes away in the middle': {
        'ceremony.gone', 'ceremony.name', 'ceremony.stream', 'ceremony.timeout',
        'passphrase.repeat',
    },
    'not written yet': {
        'certificate.serial', 'certificate.signature', 'lease.file', 'options.usage',
        'receipt.serial', 'receipt.server', 'seal.size', 'tls.protocol',
    },
}


def read(folder, *endings):
    return [(path, path.read_text(encoding='utf-8')) for ending in endings
            for path in sorted((TOP / folder).rglob('*' + ending))]


def list_checks():
    sources = read('app', '.c') + read('usb', '.c')
    events = {name for _, text in sources for name in EVENT.findall(text)}
    kinds = tuple(kind for path, text in sources if path.name == 'remedy.c'
                  for kind in KIND.findall(text))
    checks = {'guard.' + row for path, text in sources if path.name == 'guard.c'
              for row in GUARD.findall(text)}
    for path, text in sources:
        if path.name == 'remedy.c':
            continue
        checks |= {name for name in NAME.findall(text) if name.startswith(kinds)}
    return {name for name in checks - events - OTHER if not FILE.search(name)}


def list_seen():
    own = Path(__file__).resolve()
    return {name for path, text in read('tests', '.c', '.h', '.py') if path.resolve() != own
            for name in QUOTED.findall(text)}


def list_rows():
    return {name for path, text in read('tests/refusals', '.py')
            if path.resolve() != Path(__file__).resolve() for name in QUOTED.findall(text)}


def main():
    tap = Tap()
    checks, seen = list_checks(), list_seen()
    excused = {name for names in UNSEEN.values() for name in names}
    unseen = checks - seen
    tap.check(len(checks) > 200, 'the sources have checks')
    tap.equal(sorted(unseen - excused), [], 'every check was seen to refuse, or there is a reason')
    # Another room may have seen one refuse by now, which is no fault of its.
    print(f'# reasons that can be struck: {sorted(excused - unseen)}')
    print(f'# checks in the sources: {len(checks)}')
    print(f'# refused in the tables of this folder: {len(checks & list_rows())}')
    print(f'# refused in any test: {len(checks & seen)}')
    print(f'# never seen to refuse: {len(unseen)}')
    tap.done()


main()
