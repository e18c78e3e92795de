"""Serial numbers as the station writes them: 32 digits. OpenSSL leaves leading zero octets out, as
DER does (X.690 section 8.3.2), so that one number in 256 is shorter there."""

import subprocess

DIGITS = 32


def of_certificate(certificate, form='PEM'):
    """The one of the first certificate in a file, or in the octets of one."""
    octets = certificate
    if not isinstance(certificate, bytes):
        with open(certificate, 'rb') as file:
            octets = file.read()
    shown = subprocess.run(['openssl', 'x509', '-inform', form, '-noout', '-serial'], input=octets,
                           capture_output=True, check=True).stdout.decode()
    return shown.strip().partition('=')[2].zfill(DIGITS)


def in_crl_text(text):
    """All that "openssl crl -text" shows."""
    return {line.split(':')[1].strip().zfill(DIGITS) for line in text.splitlines()
            if 'Serial Number:' in line}


def in_crl(path):
    """All that a revocation list in DER has."""
    return in_crl_text(subprocess.run(['openssl', 'crl', '-inform', 'DER', '-in', path, '-noout',
                                       '-text'], capture_output=True, text=True, check=True).stdout)
