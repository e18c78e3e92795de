"""Every secret of a laboratory, opened from outside with other code than the programs' own, and all
the forms in which it could lie somewhere."""

import base64
import glob
import hashlib
import hmac
import json
import os
import subprocess


def openssl(*words, given=b''):
    return subprocess.run(['openssl', *words], input=given, capture_output=True,
                          check=True).stdout


# DER, as far as private keys need it.

def elements(data):
    """Tag and content of each element."""
    while data:
        length, start = data[1], 2
        if length & 0x80:
            start += length & 0x7f
            length = int.from_bytes(data[2:start], 'big')
        yield data[0], data[start:start + length]
        data = data[start + length:]


def private_numbers(pkcs8):
    """The private numbers of an EC, Ed25519 or RSA key, as bytes."""
    info = list(elements(next(elements(pkcs8))[1]))
    (tag, inner), = elements(info[2][1])
    if tag == 0x04:
        return [inner]
    members = list(elements(inner))
    if len(members) > 6:
        return [content.lstrip(b'\0') for _, content in members[3:6]]
    return [members[1][1]]


# The signer's file, by app/signer/keystore.c and app/pki/seal.h.

def unseal(sealed, passphrase):
    assert sealed[:6] == b'ZMSEAL'
    log_n, r, p = sealed[7:10]
    key = hashlib.scrypt(passphrase, salt=sealed[10:26], n=1 << log_n, r=r, p=p, dklen=32,
                         maxmem=1 << 30)
    # GCM is CTR from 2 on, with a tag that need not be judged here.
    return openssl('enc', '-d', '-aes-256-ctr', '-K', key.hex(), '-iv',
                   sealed[26:38].hex() + '00000002', given=sealed[38:-16])


def decode_items(plain):
    items = {}
    while plain:
        end = 1 + plain[0]
        length = int.from_bytes(plain[end:end + 2], 'big')
        items[plain[1:end].decode()] = plain[end + 2:end + 2 + length]
        plain = plain[end + 2 + length:]
    return items


def open_keystore(path, passphrase):
    with open(path, 'rb') as file:
        content = file.read()
    items = {}
    while content:
        length = int.from_bytes(content[:4], 'big')
        items = decode_items(unseal(content[4:4 + length],
                                    items.get('seal', passphrase.encode())))
        content = content[4 + length:]
    return items


def open_pem(path, passphrase=''):
    return private_numbers(openssl('pkcs8', '-topk8', '-nocrypt', '-in', path, '-outform', 'DER',
                                   '-passin', 'stdin', given=passphrase.encode() + b'\n'))


# Where a secret may lie, see design.md §2.

def of_signer(lab, passphrase):
    secrets = {}
    for name, value in open_keystore(os.path.join(lab.station, 'signer/keys'), passphrase).items():
        numbers = private_numbers(value) if value[0] == 0x30 and len(value) != 32 else [value]
        secrets[f'signer:{name}'] = numbers
    return secrets


def of_device(device):
    with open(os.path.join(device.state, 'factory.json'), encoding='utf-8') as file:
        record = json.load(file)
    return {f'factory:{device.id}': [bytes.fromhex(record['keyHex'])]}


def is_pem(path):
    with open(path, 'rb') as file:
        return file.read(10) == b'-----BEGIN'


def keys_of_device(device):
    found = []
    for path in glob.glob(os.path.join(glob.escape(device.state), '**/*key*'), recursive=True):
        if os.path.isfile(path) and is_pem(path):
            found += open_pem(path)
    assert found, 'the device has a key'
    return {f'device:{device.id}': found}


# Forms.

def pieces(data, size):
    """Halves of it, since half of a key is as good as the whole of it; short ones whole."""
    if len(data) < 2 * size:
        return [data]
    return [data[at:at + size] for at in range(0, len(data) - size + 1, size)]


def base64_pieces(data):
    """A line of PEM may end anywhere, so short pieces of all three ways that it can be aligned."""
    for shift in range(3):
        text = base64.b64encode(bytes(shift) + data)
        inner = text[4 if shift else 0:-4]
        yield from pieces(inner, 16)


def forms_of_key(value):
    """Big and little endian (OpenSSL's numbers on this machine), hex, base64."""
    forms = pieces(value, 16) + pieces(value[::-1], 16)
    forms += pieces(value.hex().encode(), 24) + pieces(value.hex().upper().encode(), 24)
    forms += list(base64_pieces(value))
    return forms


def forms_of_text(text):
    """What a person types comes letter by letter, so its beginning counts as well."""
    value = text.encode()
    return [value, value[:8], value[-8:], value.hex().encode(), text.encode('utf-16-le'),
            text.encode('utf-32-le')] + \
        [piece for piece in base64_pieces(value) if len(piece) >= 8]


def needles(secrets):
    """Lines for memory-search."""
    lines = set()
    for name, values in secrets.items():
        for value in values:
            forms = forms_of_text(value) if isinstance(value, str) else forms_of_key(value)
            lines.update(f'{name} {form.hex()}' for form in forms)
    return '\n'.join(sorted(lines)) + '\n'


def derived_key(server_key, device_id):
    """K of the design, §8: HKDF-SHA256 with an empty salt."""
    extracted = hmac.digest(bytes(32), server_key, 'sha256')
    info = b'zmonitor payload v1\0' + device_id.encode()
    return hmac.digest(extracted, info + b'\1', 'sha256')
