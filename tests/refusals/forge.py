"""Keys, and certificate requests in any shape, signed by the openssl program."""

import hashlib
import subprocess

import der


def openssl(*argv, data=None):
    return subprocess.run(['openssl', *argv], input=data, check=True, capture_output=True).stdout


class Key:
    def __init__(self, path, *generate):
        self.path = path
        if generate:
            openssl('genpkey', *generate, '-out', path)
        self.spki = openssl('pkey', '-in', path, '-pubout', '-outform', 'DER')
        self.hash = hashlib.sha256(self.spki).digest()

    def sign(self, data, digest='sha256'):
        return openssl('dgst', '-' + digest, '-sign', self.path, data=data)


def ec(lab, name, curve='P-256'):
    return Key(lab.path(name + '.pem'), '-algorithm', 'EC', '-pkeyopt',
               'ec_paramgen_curve:' + curve)


def rsa(lab, name, bits, exponent=65537):
    return Key(lab.path(name + '.pem'), '-algorithm', 'RSA', '-pkeyopt', f'rsa_keygen_bits:{bits}',
               '-pkeyopt', f'rsa_keygen_pubexp:{exponent}')


def subject(device_id):
    return ('CN', device_id), ('OU', 'ZMonitor')


def extension(oid, value, critical=False):
    return der.sequence(der.oid(oid), der.tlv(1, b'\xff') if critical else b'',
                        der.tlv(der.OCTETS, value))


def uri(text):
    """subjectAltName of one URI."""
    return extension('subjectAltName', der.sequence(der.tlv(0x86, text.encode())))


def request(key, names, extensions=(), version=0, algorithm='ecdsa-sha256', digest='sha256',
            signer=None):
    """A certification request (RFC 2986), true in all that is not said otherwise."""
    wanted = der.sequence(der.oid('extensionRequest'),
                          der.tlv(der.SET, der.sequence(*extensions))) if extensions else b''
    info = der.sequence(der.integer(version), der.name(*names), key.spki, der.tlv(0xa0, wanted))
    parameters = b'\x05\x00' if algorithm.startswith('rsa') else b''
    return der.sequence(info, der.sequence(der.oid(algorithm), parameters),
                        der.tlv(der.BITS, b'\0', (signer or key).sign(info, digest)))


def damage_signature(request):
    """The same request with one bit of its signature turned."""
    return request[:-1] + bytes([request[-1] ^ 1])


def as_ber(request):
    """The same request with its outer length in one octet more than it needs: BER, not DER. The
    signature still holds, since it does not cover that length."""
    _, content, _ = der.split(request)
    return bytes([der.SEQUENCE, 0x83]) + len(content).to_bytes(3, 'big') + content
