"""A hospital whose CA is played by openssl, with a station of the real programs under it, and what
an intruder would bring along. Made once for each test that asks for it."""

import os
import subprocess

from authority import INTERMEDIATE, Authority, read, write
from lab import Lab

HOST = 'id.general.example'
LABEL = 'Intensivpflege Zürich, Bett 7 — 集中治療室'


def crl_to_pem(path):
    return subprocess.run(['openssl', 'crl', '-inform', 'DER', '-in', path], capture_output=True,
                          text=True, check=True).stdout


class World:
    """identities: name → (chain file, key file), each for a client of TLS.

        ec, rsa        devices, good
        revoked        a device, revoked by the station
        canary         revoked at once
        expired        of another intermediate of the same root
        foreign        of another hospital, whose names are all the same"""

    def __init__(self, lab):
        self.lab = lab
        self.host = HOST
        self.hospital = Authority(lab.path('hospital')).sign_itself('/O=General Hospital/CN=Root')
        self.found_station()
        self.make_devices()
        self.add_intruders()

    def must(self, answer):
        if answer.status != 0:
            raise RuntimeError(answer.stdout + answer.stderr)
        return answer.ok

    def found_station(self):
        lab, out = self.lab, self.lab.path('requests')
        self.must(lab.admin('authority', 'requests', '--hospital', 'General Hospital',
                            '--identity-host', HOST,
                            '--server-url', f'https://localhost:{lab.port}',
                            '--crl-url', f'http://localhost:{lab.crl_port}/', '--out', out))
        for name in ('intermediate', 'station'):
            self.hospital.issue(f'{out}/{name}.csr', read(f'{out}/{name}.ext'), name)
        self.must(lab.admin('authority', 'import-intermediate', '--root',
                            self.hospital.certificate,
                            '--chain', self.hospital.path('intermediate.pem'),
                            '--station-certificate', self.hospital.path('station.pem'),
                            '--crl', self.hospital.publish()))
        lab.make_server_by_hand(self.hospital.certificate, self.hospital.key)
        self.must(lab.add_technician())
        self.root = os.path.join(lab.station, 'certificates/root.pem')
        self.intermediate = os.path.join(lab.station, 'certificates/chain.pem')

    def make_devices(self):
        lab = self.lab
        central = lab.start_central()
        self.must(lab.admin('window', 'open', '--devices', '9', '--minutes', '59'))
        self.identities = {}
        for name, options in (('ec', ()), ('rsa', ('--key-type', 'rsa')), ('revoked', ())):
            device = lab.make_device('DEV-' + name, LABEL, *options)
            device.switch_on()
            assert self.must(device.provision())['state'] == 'verified'
            device.switch_off()
            self.identities[name] = device.files()
        self.must(lab.technician('certificate', 'revoke', 'DEV-revoked', '--reason',
                                 'keyCompromise'))
        lab.stop(central)
        canary = os.path.join(lab.station, 'canary')
        self.identities['canary'] = (
            write(lab.path('canary.chain'),
                  read(f'{canary}/canary.pem') + read(self.intermediate)),
            f'{canary}/canary.key')

    def add_intruders(self):
        lab = self.lab
        self.held = self.make_intermediate(self.hospital, 'held', 'Other Device CA')
        self.identities['expired'] = self.held.issue_device(
            HOST, 'expired', [self.held.certificate], '240101000000Z', '240201000000Z')
        self.held.publish()
        foreign = Authority(lab.path('foreign')).sign_itself('/O=General Hospital/CN=Root')
        foreign.publish()
        subject = subprocess.run(
            ['openssl', 'x509', '-in', self.intermediate, '-noout', '-subject', '-nameopt',
             'compat'], capture_output=True, text=True, check=True).stdout
        subject = subject.strip().removeprefix('subject=')
        self.twin = self.make_intermediate(foreign, 'twin', subject=subject)
        self.twin.publish()
        self.identities['foreign'] = self.twin.issue_device(HOST, 'foreign',
                                                            [self.twin.certificate])

    def make_intermediate(self, issuer, name, common_name=None, subject=None, extensions=None):
        authority = Authority(self.lab.path(name))
        request = authority.request(subject or f'/O=General Hospital/CN={common_name}',
                                    authority.key)
        authority.certificate = issuer.issue(
            request, (extensions or INTERMEDIATE).format(host=HOST), name)
        return authority

    def crls(self):
        """All current lists, PEM: of the root, the station's CA, the other one."""
        return [crl_to_pem(path) for path in self.lab.crl_files()] + [
            read(self.held.path('ca.crl'))]

    def write_crls(self):
        return write(self.lab.path('crls.pem'), ''.join(self.crls()))


def make():
    return World(Lab())
