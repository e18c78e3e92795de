#!/usr/bin/env python3
"""The other way to an authority: a hospital's own CA signs the requests, with one more CA between
its root and the intermediate."""

import sys

import desk
import tap
from desk import ADMINISTRATOR, PASSPHRASE, PIN, PLAN, openssl

STATION = desk.Desk()
CA = STATION.folder / 'ca'
REQUESTS = STATION.folder / 'requests'

EXTENSIONS = '''
[root]
basicConstraints=critical,CA:TRUE
keyUsage=critical,keyCertSign,cRLSign
subjectKeyIdentifier=hash
[between]
basicConstraints=critical,CA:TRUE,pathlen:1
keyUsage=critical,keyCertSign,cRLSign
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
[intermediate]
basicConstraints=critical,CA:TRUE,pathlen:0
keyUsage=critical,keyCertSign,cRLSign
extendedKeyUsage=clientAuth
nameConstraints=critical,permitted;URI:id.example.org
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
[station]
basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature
extendedKeyUsage=1.3.6.1.5.5.7.3.36
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
[ca]
default_ca=this
[this]
database=index.txt
crlnumber=number
default_md=sha256
default_crl_days=30
crl_extensions=crl_extensions
[crl_extensions]
authorityKeyIdentifier=keyid
'''


def sign(csr, name, section, issuer, serial):
    openssl('x509', '-req', '-in', csr, '-CA', CA / f'{issuer}.pem', '-CAkey', CA / f'{issuer}.key',
            '-set_serial', serial, '-days', '900', '-sha256', '-extfile', CA / 'ca.cnf',
            '-extensions', section, '-out', CA / f'{name}.pem')


def make_key(name):
    openssl('genrsa', '-out', CA / f'{name}.key', '3072')


def make_crl(name):
    (CA / 'index.txt').write_text('')
    (CA / 'number').write_text('01\n')
    config = (CA / 'ca.cnf').read_text().replace('index.txt', str(CA / 'index.txt')).replace(
        'crlnumber=number', f'crlnumber={CA / "number"}')
    (CA / 'crl.cnf').write_text(config)
    openssl('ca', '-gencrl', '-config', CA / 'crl.cnf', '-cert', CA / f'{name}.pem', '-keyfile',
            CA / f'{name}.key', '-out', CA / f'{name}.crl')


def import_arguments(*more, chain='chain.pem', station='station.pem', root='root.pem'):
    return ['authority', 'import-intermediate', '--root', CA / root, '--chain', CA / chain,
            '--station-certificate', CA / station, *more]


def test_requests_are_exported():
    process = desk.start_ctl(
        ['--json', '--station', STATION.station, '--operator', ADMINISTRATOR, '--passphrase-fd',
         '{fd}', '--pin-fd', '{fd}', 'authority', 'requests', *PLAN, '--out', REQUESTS],
        [PASSPHRASE, PIN])
    tap.equal(desk.finish(process).ok['files'], ['intermediate.csr', 'station.csr'])
    for name in ('intermediate', 'station'):
        openssl('req', '-in', REQUESTS / f'{name}.csr', '-verify', '-noout')


def test_nothing_can_be_issued_yet():
    STATION.serve()
    answer = STATION.look('authority', 'show')
    tap.equal((answer.code, answer.error['check']), (7, 'authority.absent'))


def test_hospital_signs():
    CA.mkdir()
    (CA / 'ca.cnf').write_text(EXTENSIONS)
    make_key('root')
    openssl('req', '-new', '-key', CA / 'root.key', '-subj', '/O=St. Example/CN=Root',
            '-out', CA / 'root.csr')
    openssl('x509', '-req', '-in', CA / 'root.csr', '-signkey', CA / 'root.key', '-days', '3000',
            '-set_serial', '1', '-extfile', CA / 'ca.cnf', '-extensions', 'root', '-out',
            CA / 'root.pem')
    make_key('between')
    openssl('req', '-new', '-key', CA / 'between.key', '-subj', '/O=St. Example/CN=Between',
            '-out', CA / 'between.csr')
    sign(CA / 'between.csr', 'between', 'between', 'root', '2')
    sign(REQUESTS / 'intermediate.csr', 'intermediate', 'intermediate', 'between', '3')
    sign(REQUESTS / 'station.csr', 'station', 'station', 'root', '4')
    sign(REQUESTS / 'station.csr', 'indirect', 'station', 'between', '5')
    (CA / 'chain.pem').write_text((CA / 'intermediate.pem').read_text() +
                                  (CA / 'between.pem').read_text())
    make_crl('root')
    make_crl('between')


def test_wrong_answers_are_refused():
    (CA / 'reversed.pem').write_text((CA / 'between.pem').read_text() +
                                     (CA / 'intermediate.pem').read_text())
    for arguments in (import_arguments(chain='reversed.pem'),
                      import_arguments(station='intermediate.pem'),
                      # A payload carries the station's certificate alone.
                      import_arguments(station='indirect.pem'),
                      import_arguments(chain='intermediate.pem'),
                      import_arguments(root='between.pem'),
                      import_arguments('--crl', STATION.write('x.crl', 'no list'))):
        answer = STATION.act(*arguments)
        tap.equal(answer.code in (3, 4), True)
        tap.equal(STATION.look('authority', 'show').error['check'], 'authority.absent')


def test_right_answers_are_taken():
    shown = STATION.act(*import_arguments('--crl', CA / 'root.crl', '--crl', CA / 'between.crl')).ok
    tap.equal([row['serial'] for row in shown['certificates']],
              ['0' * 31 + digit for digit in '1234'])
    issuers = [crl['issuer'] for crl in shown['crls']]
    tap.equal(issuers, [shown['certificates'][i]['subject'] for i in (2, 1, 0)])
    tap.equal(sorted(path.name for path in (STATION.station / 'crl').iterdir()),
              ['ca-1.crl', 'intermediate.crl', 'root.crl'])


def test_openssl_verifies_the_chain():
    lists = []
    for path in (STATION.station / 'crl').iterdir():
        lists += ['-CRLfile', STATION.folder / (path.name + '.pem')]
        openssl('crl', '-inform', 'DER', '-in', path, '-out', lists[-1])
    certificates = STATION.station / 'certificates'
    refused = openssl('verify', '-x509_strict', '-crl_check_all', *lists, '-CAfile',
                      certificates / 'root.pem', '-untrusted', certificates / 'chain.pem',
                      STATION.station / 'canary' / 'canary.pem', check=False)
    tap.contains(refused.stderr, 'error 23')
    openssl('verify', '-x509_strict', '-crl_check_all', *lists, '-CAfile',
            certificates / 'root.pem', '-untrusted', certificates / 'chain.pem',
            certificates / 'station.pem')


def test_station_verifies_what_it_took():
    for name in ('root', 'between', 'intermediate', 'station'):
        tap.equal(STATION.look('certificate', 'verify', CA / f'{name}.pem').ok['valid'], True)
    answer = STATION.look('certificate', 'verify', STATION.station / 'canary' / 'canary.pem')
    tap.equal((answer.code, answer.error['check']), (4, 'chain.revoked'))


def test_what_others_issued_is_not_revoked_here():
    answer = STATION.act('certificate', 'revoke', '4', '--reason', 'superseded')
    tap.equal((answer.code, answer.error['check']), (4, 'certificate.issuer'))


def test_revoking_again_is_no_error():
    canary = next(row for row in STATION.look('certificate', 'list').ok['certificates']
                  if row['kind'] == 'canary')
    for spelling in (canary['serial'].lower(), ':'.join(
            canary['serial'][i:i + 2] for i in range(0, 32, 2))):
        shown = STATION.act('certificate', 'revoke', spelling, '--reason', 'keyCompromise').ok
        tap.equal((shown['serial'], shown['reason']), (canary['serial'], 'cessationOfOperation'))
    tap.equal(STATION.act('certificate', 'revoke', 'FF' * 16, '--reason', 'superseded').code, 6)
    tap.equal(STATION.act('certificate', 'revoke', canary['serial'], '--reason', 'x').code, 2)


def test_certificates_are_exported():
    out = STATION.folder / 'export'
    serial = STATION.look('certificate', 'list').ok['certificates'][0]['serial']
    tap.equal(STATION.look('certificate', 'export', serial, '--out', out).ok['files'],
              ['certificate.pem', 'fullchain.pem', 'root.pem'])
    tap.equal((out / 'fullchain.pem').read_text().count('BEGIN CERTIFICATE'), 3)
    text = openssl('x509', '-in', out / 'certificate.pem', '-noout', '-serial').stdout
    # OpenSSL leaves leading zero octets out.
    tap.equal(text.strip().partition('=')[2].zfill(32), serial)


if __name__ == '__main__':
    try:
        tap.run(sys.modules[__name__])
    finally:
        STATION.close()
