"""A hospital's own CA, played by the openssl program alone: it signs our requests with the extension
files that lie beside them, and whatever else it is asked to."""

import os
import shutil
import subprocess

SERVER = '''basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = {purpose}
subjectAltName = DNS:{host}
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
'''


def openssl(*argv):
    subprocess.run(['openssl', *argv], check=True, capture_output=True)


class Hospital:
    def __init__(self, lab, name='General Hospital'):
        self.lab = lab
        self.name = name
        self.directory = lab.path(name.replace(' ', '-').lower())
        subprocess.run(['mkdir', '-m', '700', self.directory], check=True)
        self.root, self.key = self.path('ca.pem'), self.path('ca.key')
        openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-384', '-nodes',
                '-keyout', self.key, '-out', self.root, '-days', '3650',
                '-subj', f'/O={name}/CN=Root', '-addext', 'keyUsage=critical,keyCertSign,cRLSign')
        lab.write(self.path('index'), '')
        lab.write(self.path('crlnumber'), '01\n')
        lab.write(self.path('ca.cnf'), f'''
[ca]
default_ca = own
[own]
certificate = {self.root}
private_key = {self.key}
database = {self.path('index')}
new_certs_dir = {self.directory}
crlnumber = {self.path('crlnumber')}
rand_serial = yes
unique_subject = no
policy = any
email_in_dn = no
default_md = sha256
default_days = 300
default_crl_days = 30
crl_extensions = crl
[any]
commonName = optional
[crl]
authorityKeyIdentifier = keyid
''')

    def path(self, name):
        return f'{self.directory}/{name}'

    def authorise(self, command, *argv):
        openssl('ca', '-config', self.path('ca.cnf'), '-batch', command, *argv)

    def write_requests(self):
        """Has the station write its requests, onto a medium that knows no modes: each may read it."""
        lab = self.lab
        os.mkdir(self.path('requests'))
        os.chmod(self.path('requests'), 0o755)
        return lab.admin('authority', 'requests', '--hospital', self.name,
                         '--identity-host', 'id.general.example',
                         '--server-url', f'https://localhost:{lab.port}',
                         '--crl-url', f'http://localhost:{lab.crl_port}/',
                         '--out', self.path('requests'))

    def sign_requests(self):
        for name in ('intermediate', 'station'):
            request = self.path('requests/' + name)
            openssl('x509', '-req', '-in', request + '.csr', '-CA', self.root, '-CAkey', self.key,
                    '-days', '700', '-extfile', request + '.ext', '-out', request + '.pem')

    def write_list(self, again=False):
        """A new revocation list, in PEM and, in one piece, in DER. again: with the last one's
        number, as from a CA that was put back from a backup."""
        if again:
            shutil.copy(self.path('crlnumber.old'), self.path('crlnumber'))
        self.authorise('-gencrl', '-out', self.path('root.crl'))
        openssl('crl', '-in', self.path('root.crl'), '-outform', 'DER', '-out',
                self.path('root.der~'))
        os.replace(self.path('root.der~'), self.path('root.der'))

    def forget(self):
        """All that was signed and revoked."""
        self.lab.write(self.path('index'), '')

    def import_answers(self):
        """Has the station take the answers, with a revocation list of today."""
        self.write_list()
        return self.lab.admin('authority', 'import-intermediate', '--root', self.root,
                              '--chain', self.path('requests/intermediate.pem'),
                              '--station-certificate', self.path('requests/station.pem'),
                              '--crl', self.path('root.crl'))

    def sign(self, name, host='localhost', purpose='serverAuth', start=None, end=None):
        """A certificate for a new key; its file and the key's."""
        pem, key, request = (self.path(name + suffix) for suffix in ('.pem', '.key', '.csr'))
        openssl('req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes',
                '-subj', '/CN=' + name, '-keyout', key, '-out', request)
        self.lab.write(self.path('ext'), SERVER.format(host=host, purpose=purpose))
        dates = [word for option, date in (('-startdate', start), ('-enddate', end)) if date
                 for word in (option, date)]
        self.authorise('-in', request, '-out', pem, '-notext', '-extfile', self.path('ext'), *dates)
        return pem, key

    def revoke(self, pem):
        self.authorise('-revoke', pem)
