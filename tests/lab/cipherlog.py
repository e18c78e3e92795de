"""A device's encrypted log, opened without any code of ours: the openssl program for the device's
key, HMAC of Python's for HKDF, the sqlcipher program for the database."""

import base64
import hashlib
import hmac
import json
import os
import subprocess

PURPOSE = b'zmonitor sqlcipher v1'
CLEAR = b'SQLite format 3\0'
# A SubjectPublicKeyInfo on P-256 up to its point (RFC 5480).
SPKI_HEAD = bytes.fromhex('3059301306072a8648ce3d020106082a8648ce3d030107034200')


def tool(*argv, given=b''):
    return subprocess.run(argv, input=given, capture_output=True, check=True).stdout


def key_file(state):
    """The private key that a device has now."""
    pointer = os.path.join(state, 'slots/current')
    if not os.path.exists(pointer):
        return os.path.join(state, 'pending.key')
    with open(pointer, encoding='ascii') as file:
        return os.path.join(state, 'slots', file.read().strip(), 'key.pem')


def key_hash(path):
    spki = tool('openssl', 'pkey', '-in', path, '-pubout', '-outform', 'DER')
    return hashlib.sha256(spki).hexdigest()


def wraps(state):
    with open(os.path.join(state, 'audit.key'), encoding='utf-8') as file:
        return {item['keySha256']: base64.b64decode(item['wrap'])
                for item in json.load(file)['wraps']}


def secret_of(path, wrap, label):
    if wrap[7] == 1:
        peer = path + '.peer'
        with open(peer, 'wb') as file:
            file.write(SPKI_HEAD + wrap[80:])
        try:
            return tool('openssl', 'pkeyutl', '-derive', '-inkey', path, '-peerkey', peer,
                        '-peerform', 'DER')
        finally:
            os.unlink(peer)
    return tool('openssl', 'dgst', '-sha256', '-sign', path, given=label + b'\0' + wrap[8:40])


def data_key(state, path=None, wrap=None):
    """In hex; of the key and the wrap that the device has now unless others are given."""
    path = path or key_file(state)
    wrap = wrap or wraps(state)[key_hash(path)]
    with open(os.path.join(state, 'factory.json'), encoding='utf-8') as file:
        label = PURPOSE + b'\0' + json.load(file)['deviceId'].encode()
    assert wrap[:7] == b'ZMWRAP\1', wrap[:7]
    extracted = hmac.new(wrap[8:40], secret_of(path, wrap, label), hashlib.sha256).digest()
    expanded = hmac.new(extracted, label + b'\1', hashlib.sha256).hexdigest()
    return tool('openssl', 'enc', '-d', '-id-aes256-wrap', '-K', expanded,
                '-iv', 'A6' * 8, given=wrap[40:80]).hex()


def ask(state, sql, key=None, program='sqlcipher'):
    """Standard output and standard error of the program. The key goes through standard input."""
    script = f'PRAGMA key = "x\'{key}\'";\n' if key else ''
    process = subprocess.run([program, '-batch', os.path.join(state, 'audit.db')],
                             input=script + sql + ';\n', capture_output=True, text=True)
    return process.stdout, process.stderr


def rows(state, key=None):
    """(seq, action, hash) of each row."""
    seen, complaint = ask(state, "SELECT seq || ' ' || action || ' ' || hash FROM "
                          'security_audit_log ORDER BY seq', key or data_key(state))
    assert not complaint, complaint
    return [tuple(line.split()) for line in seen.splitlines() if line.count(' ') == 2]


def traces(state, *words):
    """Which of these words stand readable in any file of the log, and whether it is in the clear."""
    found = []
    for name in os.listdir(state):
        if name.startswith('audit.'):
            with open(os.path.join(state, name), 'rb') as file:
                content = file.read()
            found += [(name, word) for word in words if word.encode() in content]
            if CLEAR in content:
                found.append((name, 'SQLite format 3'))
    return found
