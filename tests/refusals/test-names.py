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
# What is an event of a log, not a check, is told from where it stands: the head of a call, a name that
# is defined to be an action, and the tables whose rows begin with an action or with a kind of entry.
EVENT = re.compile(r'(?:action(?: = |, )|log_(?:append|note|event|error) \([^"]*|'
                   r'ledger_append \([^"]*|record(?:_\w+)? \([^");]*|'
                   r'audit_record_new \([^"]*(?:"[a-z]+", ){0,2})'
                   rf'"{WORD}\.{WORD}"')
DEFINE = re.compile(rf'^#define (\w+) +"{WORD}\.{WORD}"$', re.MULTILINE)
COMMENT = re.compile(r'/\* .*? \*/', re.DOTALL)
TABLE = re.compile(r'struct \{\n +const char +\*(?:action|kind);.*?\n *\};\n', re.DOTALL)
FILE = re.compile(r'\.(?:c|conf|crl|csr|db|ext|h|json|key|pem|pid|tbs|ui)$')
KIND = re.compile(r'\{ "([a-z.-]+)", N_\(')
GUARD = re.compile(r'\{ "([a-z-]+)", _\(')

# Names with a dot that are neither checks nor events nor files: checks of health that are no refusals
# but warnings, the file of a device's request, and what PipeWire calls the file of a camera.
OTHER = {
    'device.path', 'disk.free', 'expiry.intermediate', 'expiry.root', 'expiry.server', 'expiry.station',
    'request.der',
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
        'authority.members', 'central.crl-issuer', 'message.size', 'operator.role',
        'policy.members', 'session.running', 'session.state', 'station.read-only',
    },
    'what reaches it is signed, and refused for its signature before': {
        'payload.chain', 'payload.root',
    },
    'a device’s own files, changed by somebody who is in the device already': {
        'clock.state', 'device.description', 'device.event', 'identity.configuration',
        'ledger.sequence', 'log.encrypted', 'log.takeover', 'sessions.state',
    },
    'a number of entries that takes hours to reach': {'audit.export-size', 'keystore.full', 'operator.full'},
    'a ceremony whose other half goes away in the middle': {
        'ceremony.gone', 'ceremony.name', 'ceremony.stream', 'ceremony.timeout',
    },
    'not written yet': {
        'certificate.signature', 'tls.protocol',
    },
}


def read(folder, *endings):
    return [(path, path.read_text(encoding='utf-8')) for ending in endings
            for path in sorted((TOP / folder).rglob('*' + ending))]


def drop_events(text):
    text = TABLE.sub('', EVENT.sub('', COMMENT.sub('', text)))
    actions = set(re.findall(r'\w+', ' '.join(re.findall(r'\.action = ([^,;}]+)', text))))
    return DEFINE.sub(lambda row: '' if row[1] in actions else row[0], text)


def list_checks():
    sources = read('app', '.c') + read('usb', '.c')
    kinds = tuple(kind for path, text in sources if path.name == 'remedy.c'
                  for kind in KIND.findall(text))
    checks = {'guard.' + row for path, text in sources if path.name == 'guard.c'
              for row in GUARD.findall(text)}
    for path, text in sources:
        if path.name in ('remedy.c', 'failure-words.c'):
            continue
        checks |= {name for name in NAME.findall(drop_events(text)) if name.startswith(kinds)}
    return {name for name in checks - OTHER if not FILE.search(name)}


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
