"""CAs of the tests' own, played by the openssl program: what no program of ours would sign."""

import os
import subprocess

ROOT = '''
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
'''
INTERMEDIATE = '''
basicConstraints = critical, CA:TRUE, pathlen:0
keyUsage = critical, keyCertSign, cRLSign
extendedKeyUsage = clientAuth
nameConstraints = critical, permitted;URI:{host}
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid:always
'''
DEVICE = '''
basicConstraints = critical, {ca}
keyUsage = critical, {usage}
extendedKeyUsage = {purpose}
subjectAltName = URI:https://{host}/zmonitor/device/{device}
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid:always
'''
CONFIG = '''
[ca]
default_ca = own
[own]
database = {folder}/index
crlnumber = {folder}/crlnumber
new_certs_dir = {folder}
rand_serial = yes
unique_subject = no
default_md = sha256
default_days = 100
default_crl_days = 30
policy = anything
crl_extensions = crl
[anything]
organizationName = optional
organizationalUnitName = optional
commonName = supplied
[crl]
authorityKeyIdentifier = keyid:always
'''


def openssl(*argv, **options):
    return subprocess.run(['openssl', *argv], check=True, capture_output=True, **options).stdout


def write(path, text):
    with open(path, 'w', encoding='utf-8') as file:
        file.write(text)
    return path


def read(path):
    with open(path, encoding='utf-8') as file:
        return file.read()


def device_extensions(host, device='DEV-001', ca='CA:FALSE', usage='digitalSignature',
                      purpose='clientAuth'):
    return DEVICE.format(host=host, device=device, ca=ca, usage=usage, purpose=purpose)


class Authority:
    """A CA in a folder: ca.pem, ca.key, ca.crl."""

    def __init__(self, folder, key=None, certificate=None):
        os.makedirs(folder, exist_ok=True)
        self.folder = folder
        self.key = key or self.make_key('ca')
        self.certificate = certificate
        write(self.path('index'), '')
        write(self.path('crlnumber'), '01\n')
        self.config = write(self.path('ca.cnf'), CONFIG.format(folder=folder))

    def path(self, name):
        return os.path.join(self.folder, name)

    def make_key(self, name):
        path = self.path(name + '.key')
        openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', path)
        os.chmod(path, 0o600)
        return path

    def request(self, subject, key, name='request'):
        path = self.path(name + '.csr')
        openssl('req', '-new', '-utf8', '-key', key, '-subj', subject, '-out', path)
        return path

    def sign_itself(self, subject, days=3650):
        self.certificate = self.path('ca.pem')
        openssl('x509', '-req', '-in', self.request(subject, self.key), '-signkey', self.key,
                '-days', str(days), '-extfile', write(self.path('ext'), ROOT),
                '-out', self.certificate)
        return self

    def issue(self, request, extensions, name, start=None, end=None):
        """start and end: YYMMDDHHMMSSZ."""
        path = self.path(name + '.pem')
        dates = (['-startdate', start] if start else []) + (['-enddate', end] if end else [])
        openssl('ca', '-batch', '-notext', '-config', self.config, '-cert', self.certificate,
                '-keyfile', self.key, '-in', request, '-out', path, *dates,
                '-preserveDN', '-extfile', write(self.path('ext'), extensions))
        return path

    def issue_device(self, host, name, chain=(), start=None, end=None, subject=None, **options):
        """(certificate chain, key) as a device has them."""
        key = self.make_key(name)
        request = self.request(subject or '/CN=DEV-001/OU=ZMonitor', key, name)
        leaf = self.issue(request, device_extensions(host, **options), name, start, end)
        whole = read(leaf) + ''.join(read(path) for path in chain)
        return write(self.path(name + '.chain'), whole), key

    def revoke(self, certificate):
        openssl('ca', '-config', self.config, '-cert', self.certificate, '-keyfile', self.key,
                '-revoke', certificate)

    def publish(self, name='ca', last=None, until=None):
        """A list in PEM; last and until: YYMMDDHHMMSSZ."""
        path = self.path(name + '.crl')
        dates = (['-crl_lastupdate', last] if last else []) + \
                (['-crl_nextupdate', until] if until else [])
        openssl('ca', '-gencrl', '-config', self.config, '-cert', self.certificate, '-keyfile',
                self.key, *dates, '-out', path)
        return path
