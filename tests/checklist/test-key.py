#!/usr/bin/python3
"""CSR created on device; private key never leaves."""

import base64
import os
import re
import stat
import subprocess

from lab import Tap
from scene import Scene

SECRETS = {'ec': ('priv',), 'rsa': ('privateExponent', 'prime1', 'prime2')}


def openssl(*argv, data=None):
    return subprocess.run(['openssl', *argv], input=data, capture_output=True, check=True).stdout


def numbers(key, names):
    """Parts of a key as openssl prints them, without leading zeros."""
    text = openssl('pkey', '-in', key, '-noout', '-text').decode()
    for name in names:
        digits = re.search(name + r':\n((?:\s+[0-9a-f:]+\n)+)', text)[1]
        yield bytes.fromhex(re.sub(r'[\s:]', '', digits)).lstrip(b'\0')


def spellings(secret):
    """As bytes, in hex, and in base64 wherever it may begin there."""
    yield secret
    yield secret.hex().encode()
    yield secret.hex().upper().encode()
    for before in range(3):
        encoded = base64.b64encode(bytes(before) + secret)
        # Without the first and last groups, which the neighbours have a part in.
        yield encoded[4 if before else 0:len(encoded) // 4 * 4 - 4]


def occurs(secret, text):
    flat = text.replace(b'\n', b'').replace(b'\\n', b'')
    return any(spelling in text or spelling in flat for spelling in spellings(secret))


def files_outside(top, own):
    for folder, names, files in os.walk(top):
        names[:] = [name for name in names if os.path.join(folder, name) != own]
        for name in files:
            path = os.path.join(folder, name)
            if stat.S_ISREG(os.lstat(path).st_mode):
                with open(path, 'rb') as file:
                    yield path, file.read()


def judge(tap, scene, kind, options):
    device, answer, relay = scene.provision('DEV-' + kind, *options)
    tap.equal((answer.ok or {}).get('state'), 'verified', f'{kind}: a device is provisioned')
    chain, key = device.files()

    requests = [message['csr'] for to_device, message in relay.messages()
                if not to_device and message['type'] == 'csr']
    tap.equal(len(requests), 1, f'{kind}: the device sends one request')
    csr = base64.b64decode(requests[0])
    openssl('req', '-inform', 'DER', '-verify', '-noout', data=csr)
    public = openssl('req', '-inform', 'DER', '-pubkey', '-noout', data=csr)
    tap.equal(openssl('pkey', '-in', key, '-pubout'), public, f'{kind}: of the key in its state')
    tap.equal(openssl('x509', '-in', chain, '-pubkey', '-noout'), public,
              f'{kind}: and so is the certificate')
    tap.equal(oct(os.stat(key).st_mode & 0o7777), '0o600', f'{kind}: the key is closed to others')

    secrets = list(numbers(key, SECRETS[kind]))
    with open(key, 'rb') as file:
        own = file.read()
    tap.check(occurs(secrets[0], base64.b64decode(b''.join(own.splitlines()[1:-1]))),
              f'{kind}: the search finds the key where it is')
    frames = b'\n'.join(frame for _, frame in relay.frames)
    point = openssl('pkey', '-pubin', '-outform', 'DER', data=public)[-40:]
    tap.check(occurs(csr[:64], frames) and occurs(point, csr),
              f'{kind}: and what did go over the cable')
    for number, secret in enumerate(secrets):
        tap.check(not occurs(secret, frames),
                  f'{kind}: secret {number} is in none of {len(relay.frames)} frames')
        found = [path for path, text in files_outside(scene.lab.top, device.state)
                 if occurs(secret, text)]
        tap.equal(found, [], f'{kind}: and in no file outside the device')


def main():
    tap = Tap()
    scene = Scene()
    judge(tap, scene, 'ec', ())
    judge(tap, scene, 'rsa', ('--key-type', 'rsa'))
    tap.done()


main()
