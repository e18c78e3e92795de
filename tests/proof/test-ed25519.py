#!/usr/bin/python3
"""The signatures of the auditor's script against RFC 8032 section 7.1 and the openssl program."""

import hashlib
import os
import random
import subprocess
import tempfile

from auditor import SCRIPT
from lab import Tap

# Public key, message, signature.
RFC_8032 = {
    'TEST 1': ('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a', '',
               'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bac'
               'c61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b'),
    'TEST 2': ('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c', '72',
               '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e'
               '458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00'),
    'TEST 3': ('fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025', 'af82',
               '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290'
               'ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a'),
    'TEST SHA(abc)': ('ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf',
                      hashlib.sha512(b'abc').hexdigest(),
                      'dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac'
                      '90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704'),
}
KEYS = 12


def flip(data, bit):
    return data[:bit // 8] + bytes([data[bit // 8] ^ 1 << bit % 8]) + data[bit // 8 + 1:]


def openssl(*argv):
    return subprocess.run(['openssl', *argv], check=True, capture_output=True).stdout


def sign_with_openssl(folder, message):
    key, text = os.path.join(folder, 'key'), os.path.join(folder, 'text')
    openssl('genpkey', '-algorithm', 'ed25519', '-out', key)
    with open(text, 'wb') as file:
        file.write(message)
    public = openssl('pkey', '-in', key, '-pubout', '-outform', 'DER')[-32:]
    return public, openssl('pkeyutl', '-sign', '-rawin', '-inkey', key, '-in', text)


def main():
    tap = Tap()
    verify = SCRIPT.verify_ed25519
    for name, texts in RFC_8032.items():
        public, message, signature = map(bytes.fromhex, texts)
        tap.check(verify(public, message, signature), f'RFC 8032 {name}')
        tap.check(not verify(public, message + b'\0', signature), f'{name}, a longer message')
        # Section 5.1.7: S below the order, or one signature has two spellings.
        larger = int.from_bytes(signature[32:], 'little') + SCRIPT.L
        tap.check(not verify(public, message, signature[:32] + larger.to_bytes(32, 'little')),
                  f'{name}, S + L')
    chance = random.Random(8032)
    with tempfile.TemporaryDirectory() as folder:
        for number in range(KEYS):
            message = chance.randbytes(1 + 7 * number)
            public, signature = sign_with_openssl(folder, message)
            tap.check(verify(public, message, signature), f'key {number} of openssl')
            accepted = [bit for bit in chance.sample(range(512), 8)
                        if verify(public, message, flip(signature, bit))]
            accepted += [bit for bit in chance.sample(range(256), 4)
                         if verify(flip(public, bit), message, signature)]
            tap.equal(accepted, [], f'key {number}: no bit of key or signature can be another')
    tap.check(not verify(bytes(32), b'', bytes(64)), 'zeros')
    tap.check(not verify(b'\xff' * 32, b'', bytes(64)), 'a coordinate beyond the field')
    tap.done()


main()
