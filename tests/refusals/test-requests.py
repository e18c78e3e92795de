#!/usr/bin/python3
"""Certificate requests that no certificate may come of, told by a device that is otherwise right in
all it says."""

import forge
from forge import ec, extension, request, rsa, subject, uri
from liar import Liar
from refusals import Station, like

import der

HOST = 'https://id.test.example/zmonitor/device/'
KEYS = like(r'EC P-256.* or RSA 3072.*')
DER = 'one certificate request in DER (X.690), and nothing else'


def shapes(lab, own):
    """Name, the key that is announced, the request, and what must be said of it."""
    p384 = ec(lab, 'p384', 'P-384')
    k256 = ec(lab, 'k256', 'secp256k1')
    small = rsa(lab, 'rsa2048', 2048)
    cubic = rsa(lab, 'rsa-e3', 3072, 3)
    other = ec(lab, 'other')

    def good(device_id):
        return request(own, subject(device_id))

    yield ('a signature with one bit turned', own,
           lambda i: forge.damage_signature(good(i)),
           'csr.signature', 'refused', 'ecdsa-with-SHA256', 'ecdsa-with-SHA256')
    yield ('signed by another key', own, lambda i: request(own, subject(i), signer=other),
           'csr.signature', 'refused', 'ecdsa-with-SHA256', 'ecdsa-with-SHA256')
    yield ('signed with SHA-1', own,
           lambda i: request(own, subject(i), algorithm='ecdsa-sha1', digest='sha1'),
           'csr.signature', 'refused', 'ecdsa-with-SHA1', 'ecdsa-with-SHA256')
    yield ('EC P-384', p384,
           lambda i: request(p384, subject(i), algorithm='ecdsa-sha384', digest='sha384'),
           'key.type', 'refused', 'EC P-384', KEYS)
    yield ('EC secp256k1', k256, lambda i: request(k256, subject(i)),
           'key.type', 'refused', 'EC secp256k1', KEYS)
    yield ('RSA 2048', small, lambda i: request(small, subject(i), algorithm='rsa-sha256'),
           'key.type', 'refused', 'RSA 2048', KEYS)
    yield ('RSA 3072 with e = 3', cubic, lambda i: request(cubic, subject(i),
                                                          algorithm='rsa-sha256'),
           'key.type', 'refused', like('RSA 3072.*e = 3.*'), KEYS)
    yield ('another CN', own, lambda i: request(own, subject('DEV-999')),
           'guard.csr-cn', 'refused', 'DEV-999', like(r'REQ-\d\d'))
    yield ('two CNs', own, lambda i: request(own, (('CN', i), ('CN', 'DEV-999'),
                                                  ('OU', 'ZMonitor'))),
           'guard.csr-cn', 'refused', like(r'REQ-\d\d, DEV-999'), like(r'REQ-\d\d'))
    yield ('the same CN twice', own, lambda i: request(own, (('CN', i), *subject(i))),
           'guard.csr-cn', 'refused', like(r'(REQ-\d\d), \1'), like(r'REQ-\d\d'))
    yield ('no CN', own, lambda i: request(own, (('OU', 'ZMonitor'),)),
           'guard.csr-cn', 'refused', '(none)', like(r'REQ-\d\d'))
    yield ('a CN in Latin-1', own, lambda i: request(own, (('CN', i.encode() + b'\xe4\xf6\x9f'),)),
           'guard.csr-cn', 'refused', like(r'REQ-\d\d.*'), like(r'REQ-\d\d'))
    yield ('a SAN for another device', own,
           lambda i: request(own, subject(i), [uri(HOST + 'DEV-999')]),
           'csr.device-id', 'refused', HOST + 'DEV-999', like('.*REQ.*'))
    yield ('another device in the OU', own,
           lambda i: request(own, (('CN', i), ('OU', 'deviceId=DEV-999'))),
           'csr.device-id', 'refused', like('.*DEV-999'), like('.*REQ.*'))
    yield ('5 KiB of DER', own,
           lambda i: request(own, subject(i), [extension('nsComment',
                                                        der.tlv(der.IA5, b'x' * 5120))]),
           'csr.size', 'invalid', like(r'5\d\d\d bytes'), 'at most 4096 bytes')
    yield ('trailing bytes', own, lambda i: good(i) + b'\0\0',
           'csr.encoding', 'invalid', 'bytes after its end', DER)
    yield ('BER', own, lambda i: forge.as_ber(good(i)),
           'csr.encoding', 'invalid', 'an encoding that is not DER', DER)
    yield ('a certificate’s structure', own, lambda i: der.sequence(der.sequence(), b'\5\0'),
           'csr.encoding', 'invalid', 'another structure', DER)
    yield ('one byte', own, lambda i: b'0', 'csr.encoding', 'invalid', 'an encoding that is not DER',
           DER)
    yield ('version 2', own, lambda i: request(own, subject(i), version=1),
           'csr.version', 'invalid', '1', '0')
    yield ('the same extension twice', own,
           lambda i: request(own, subject(i), [uri(HOST + i), uri(HOST + 'DEV-999')]),
           'csr.extension', 'refused', like('.*'), None)
    yield ('more names than a person can judge', own,
           lambda i: request(own, (*subject(i), *(('O', str(n)) for n in range(80)))),
           'csr.fields', 'refused', like(r'\d+'), 'at most 64')


# Where the guard has refused, what the judgement alone would say: the check and what it expects.
ALONE = {
    'another CN': ('csr.device-id', like(r'REQ-\d\d and no other deviceId')),
    'two CNs': ('csr.subject', 'exactly one CN'),
    'the same CN twice': ('csr.subject', 'exactly one CN'),
    'no CN': None,  # filled from the registry
    'a CN in Latin-1': ('csr.device-id', like(r'REQ-\d\d and no other deviceId')),
}


def main():
    lab = Station()
    lab.found()
    own = ec(lab, 'own')
    for number, (name, key, make, check, code, seen, expected) in enumerate(shapes(lab, own), 1):
        device_id = f'REQ-{number:02}'
        csr = make(device_id)
        liar = Liar(lab, device_id, key, request=csr)
        lab.refuse(name, lambda: lab.provision(liar, '--register', 'A liar'), check, code, seen,
                   expected)
        liar.close()
        alone = ALONE.get(name, (check, expected))
        if alone is None:
            continue
        with open(lab.path('csr'), 'wb') as file:
            file.write(csr)
        lab.refuse(name + ', in a file',
                   lambda: lab.technician('request', 'judge', lab.path('csr'), '--device',
                                          device_id), alone[0], code, seen, alone[1])
    lab.is_intact()
    lab.rows.done()


main()
