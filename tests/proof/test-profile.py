#!/usr/bin/python3
"""The profile of every certificate that the real programs issue, read by nothing of ours: a small
reader of DER over "openssl asn1parse", and what GnuTLS prints."""

import datetime
import os
import re
import subprocess

import judges
import world as worlds
from lab import Lab, Tap

LINE = re.compile(r'\s*(\d+):d=(\d+)\s+hl=\d+\s+l=\s*\d+ (?:prim|cons): ([^:]*?)\s*(?::(.*))?$')
ALLOWED = {'leaf': {'X509v3 Basic Constraints', 'X509v3 Key Usage', 'X509v3 Extended Key Usage',
                    'X509v3 Subject Alternative Name', 'X509v3 Subject Key Identifier',
                    'X509v3 Authority Key Identifier', 'X509v3 CRL Distribution Points'}}
ALLOWED['intermediate'] = (ALLOWED['leaf'] | {'X509v3 Name Constraints'}) - {
    'X509v3 Subject Alternative Name'}


def run(*argv):
    return subprocess.run(argv, capture_output=True, text=True, check=True, errors='replace').stdout


def elements(path, offset=None):
    """(depth, tag, value) of asn1parse; with offset, of the DER within a string there."""
    argv = ['openssl', 'asn1parse', '-in', path]
    if offset is not None:
        argv += ['-strparse', str(offset)]
    found = []
    for line in run(*argv).splitlines():
        match = LINE.match(line)
        if match:
            found.append((int(match[2]), match[3], match[4] or '', int(match[1])))
    return found


class Certificate:
    """What asn1parse shows of one."""

    def __init__(self, path):
        self.path = path
        self.elements = elements(path)
        self.serial = next(value for depth, tag, value, _ in self.elements
                           if depth == 2 and tag == 'INTEGER')
        self.times = [value for _, tag, value, _ in self.elements
                      if tag in ('UTCTIME', 'GENERALIZEDTIME')]
        self.subject = self.read_subject()
        self.extensions = self.read_extensions()
        self.gnutls = run('certtool', '-i', '--infile', path)

    def read_subject(self):
        """Types and values in their order, between the validity and the key."""
        start = 1 + max(number for number, item in enumerate(self.elements)
                        if item[1] in ('UTCTIME', 'GENERALIZEDTIME'))
        end = next(number for number, item in enumerate(self.elements)
                   if number > start and item[0] == 2)
        return [item[2] for item in self.elements[start:end]
                if item[1] == 'OBJECT' or 'STRING' in item[1]]

    def read_extensions(self):
        """name → (critical, offset of the string with its DER)."""
        found, name, critical = {}, None, False
        for depth, tag, value, offset in self.elements:
            if depth == 5 and tag == 'OBJECT' and value.startswith('X509v3'):
                name, critical = value, False
            elif depth == 5 and tag == 'BOOLEAN' and name:
                critical = True
            elif depth == 5 and tag.startswith('OCTET STRING') and name:
                found[name], name = (critical, offset), None
        return found

    def inner(self, name):
        return elements(self.path, self.extensions[name][1])

    def is_critical(self, name):
        return self.extensions[name][0]

    def usages(self):
        block = re.search(r'Key Usage \(critical\):\n((?:\t\t\t[^\n]*\n)+)', self.gnutls)
        return [line.strip(' \t.') for line in block[1].splitlines()]

    def purposes(self):
        return [value for _, tag, value, _ in self.inner('X509v3 Extended Key Usage')
                if tag == 'OBJECT']

    def lifetime(self):
        start, end = (datetime.datetime.strptime(time[-13:], '%y%m%d%H%M%SZ')
                      for time in self.times)
        return start, end


def judge_common(tap, what, certificate, kind):
    tap.check(set(certificate.extensions) <= ALLOWED[kind], f'{what}: no other extension',
              certificate.extensions)
    for name in ('Subject Key Identifier', 'Authority Key Identifier', 'CRL Distribution Points',
                 'Extended Key Usage'):
        tap.equal(certificate.is_critical('X509v3 ' + name), False, f'{what}: {name}, not critical')
    for name in ('Basic Constraints', 'Key Usage'):
        tap.equal(certificate.is_critical('X509v3 ' + name), True, f'{what}: {name}, critical')
    tap.equal(certificate.purposes(), ['TLS Web Client Authentication'],
              f'{what}: clientAuth alone')
    tap.check(re.search(r'http://[^\n]*\.crl', certificate.gnutls) is not None,
              f'{what}: a list is served over HTTP', certificate.gnutls)


def judge_device(tap, what, path, device_id, host, key, label):
    certificate = Certificate(path)
    judge_common(tap, what, certificate, 'leaf')
    tap.equal(certificate.subject, ['commonName', device_id, 'organizationalUnitName', 'ZMonitor'],
              f'{what}: CN, then OU')
    serial = certificate.serial
    tap.check(re.fullmatch(r'[0-9A-F]{26,32}', serial) and int(serial, 16).bit_length() <= 128,
              f'{what}: a positive serial number of 128 random bits', serial)
    tap.equal(certificate.usages(), ['Digital signature'] + (
        ['Key encipherment'] if key == 'rsa' else []), f'{what}: key usage of {key.upper()}')
    constraints = [item[1:3] for item in certificate.inner('X509v3 Basic Constraints')]
    tap.equal(constraints, [('SEQUENCE', '')], f'{what}: no CA, as DER leaves it out')

    tap.equal(certificate.is_critical('X509v3 Subject Alternative Name'), False,
              f'{what}: SAN, not critical')
    names = certificate.inner('X509v3 Subject Alternative Name')
    tap.equal([item[1] for item in names if item[0] == 1], ['cont [ 6 ]', 'cont [ 4 ]'],
              f'{what}: exactly one URI and one directoryName')
    tap.equal(re.findall(r'URI: (https:[^\n]*)', certificate.gnutls),
              [f'https://{host}/zmonitor/device/{device_id}'], f'{what}: the machine identity')
    texts = [(tag, value) for _, tag, value, _ in names if tag in ('OBJECT', 'UTF8STRING')]
    tap.equal([value for tag, value in texts if tag == 'OBJECT'], ['commonName', 'description'],
              f'{what}: a directoryName of id and label')
    der = subprocess.run(['openssl', 'x509', '-in', path, '-outform', 'DER'], capture_output=True,
                         check=True).stdout
    tap.equal(der.count(label.encode()), 1, f'{what}: the label in UTF-8, encoded once')
    start, end = certificate.lifetime()
    now = datetime.datetime.utcnow()
    tap.check(start < now < end and now - start < datetime.timedelta(minutes=30),
              f'{what}: valid since minutes ago', f'{start} {end}')
    return end


def judge_intermediate(tap, what, path, host):
    certificate = Certificate(path)
    judge_common(tap, what, certificate, 'intermediate')
    constraints = [item[1:3] for item in certificate.inner('X509v3 Basic Constraints')]
    tap.check(constraints[0][0] == 'SEQUENCE' and constraints[1][0] == 'BOOLEAN' and
              constraints[2] == ('INTEGER', '00'), f'{what}: CA:TRUE, pathlen:0', constraints)
    tap.equal(certificate.is_critical('X509v3 Name Constraints'), True,
              f'{what}: name constraints, critical')
    names = certificate.inner('X509v3 Name Constraints')
    tap.equal([item[1] for item in names if item[1].startswith('cont')],
              ['cont [ 0 ]', 'cont [ 6 ]'], f'{what}: one permitted URI')
    tap.check(host in certificate.gnutls, f'{what}: of the identity host')
    tap.equal(certificate.usages(), ['Certificate signing', 'CRL signing'], f'{what}: key usage')
    return certificate.lifetime()[1]


def found(lab):
    for answer in (lab.create_authority(), lab.create_server(), lab.add_technician(),
                   lab.admin('window', 'open', '--devices', '5', '--minutes', '30')):
        assert answer.status == 0, answer.stdout + answer.stderr
    lab.start_central()


def main():
    tap = Tap()
    lab = Lab()
    found(lab)
    host = 'id.test.example'
    intermediate = os.path.join(lab.station, 'certificates/chain.pem')
    until = judge_intermediate(tap, 'the intermediate', intermediate, host)
    serials = set()
    for key, options in (('ec', ()), ('rsa', ('--key-type', 'rsa'))):
        device = lab.make_device('DEV-' + key, worlds.LABEL, *options)
        device.switch_on()
        answer = device.provision()
        assert answer.status == 0, answer.stdout + answer.stderr
        path = Lab.write(lab.path(key + '.pem'), judges.split(device.files()[0])[0])
        end = judge_device(tap, f'the {key.upper()} device', path, device.id, host, key,
                           worlds.LABEL)
        tap.check(end <= until, f'{key}: not longer than its CA')
        serials.add(Certificate(path).serial)
    tap.equal(len(serials), 2, 'serial numbers differ')
    tap.done()


main()
