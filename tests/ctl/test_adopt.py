#!/usr/bin/env python3
"""Devices that have a certificate already, from a CA that is not this station's."""

import sqlite3
import sys

import desk
import tap
from desk import openssl

STATION = desk.Desk()
CA = STATION.folder / 'foreign'
TOM = {'operator': 'Tom', 'pin': '314159'}

EXTENSIONS = '''
[root]
basicConstraints=critical,CA:TRUE
keyUsage=critical,keyCertSign,cRLSign
subjectKeyIdentifier=hash
[device]
basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature
extendedKeyUsage=clientAuth
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
[server]
basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature
extendedKeyUsage=serverAuth
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
'''


def make_key(name):
    openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', CA / f'{name}.key')


def make_root(name):
    make_key(name)
    openssl('req', '-new', '-x509', '-key', CA / f'{name}.key', '-out', CA / f'{name}.pem', '-days',
            '900', '-subj', f'/O={name}/CN=Root', '-config', CA / 'req.cnf')


def issue(name, subject, serial, issuer='hospital', section='device', key=None):
    make_key(name) if key is None else None
    openssl('req', '-new', '-key', CA / f'{key or name}.key', '-subj', subject, '-out',
            CA / f'{name}.csr', '-config', CA / 'req.cnf')
    openssl('x509', '-req', '-in', CA / f'{name}.csr', '-CA', CA / f'{issuer}.pem', '-CAkey',
            CA / f'{issuer}.key', '-set_serial', serial, '-days', '90', '-sha256', '-extfile',
            CA / 'ca.cnf', '-extensions', section, '-out', CA / f'{name}.pem')
    return CA / f'{name}.pem'


def adopt(*files, ca=True, more=(), **who):
    named = ['--ca', CA / 'hospital.pem'] if ca else []
    return STATION.act('device', 'adopt', *files, *named, *more, **who)


def refusals(answer):
    return [shown.get('refusal', {}).get('check')
            for shown in answer.error['detail']['certificates']]


def test_begins():
    STATION.create().ok
    STATION.serve()
    STATION.act('operator', 'add', 'Tom', '--role', 'technician', '--new-pin-fd', '{fd}',
                more=[TOM['pin']]).ok
    CA.mkdir()
    (CA / 'ca.cnf').write_text(EXTENSIONS, encoding='utf-8')
    (CA / 'req.cnf').write_text(
        '[req]\ndistinguished_name=dn\nx509_extensions=root\n[dn]\n' + EXTENSIONS,
        encoding='utf-8')
    make_root('hospital')
    make_root('stranger')
    issue('one', '/CN=DEV-501/OU=ZMonitor', '11')
    issue('two', '/CN=DEV-502/OU=ZMonitor', '12')
    openssl('x509', '-in', CA / 'two.pem', '-outform', 'DER', '-out', CA / 'two.der')


def test_nobody_trusts_a_foreign_ca_by_itself():
    answer = adopt(CA / 'one.pem', ca=False)
    tap.equal(answer.error['check'], 'adopt.nothing')
    tap.equal(refusals(answer), ['chain.incomplete'])
    tap.equal(STATION.look('device', 'list').ok['devices'], [])


def test_preview_changes_nothing():
    shown = adopt(CA / 'one.pem', CA / 'two.der', more=['--preview']).ok
    tap.equal(shown['adopted'], 0)
    tap.equal([(one['deviceId'], one['foreign'], one['registered'], one['revocationChecked'])
               for one in shown['certificates']],
              [('DEV-501', True, False, False), ('DEV-502', True, False, False)])
    tap.equal(STATION.look('device', 'list').ok['devices'], [])


def test_only_an_administrator_answers_for_a_foreign_ca():
    answer = adopt(CA / 'one.pem', **TOM)
    tap.equal((answer.error['code'], answer.error['check']), ('denied', 'role.denied'))
    tap.equal(STATION.look('device', 'list').ok['devices'], [])


def test_bad_ones_are_refused_by_name():
    bad = [
        (issue('nameless', '/O=Somebody', '21'), 'adopt.identity'),
        (issue('server', '/CN=DEV-503', '22', section='server'), 'chain.purpose'),
        (issue('other', '/CN=DEV-504', '23', issuer='stranger'), 'chain.incomplete'),
        (CA / 'stranger.pem', 'adopt.leaf'),
        (STATION.write('noise.der', b'noise'), 'certificate.encoding'),
    ]
    answer = adopt(*[file for file, _ in bad])
    tap.equal(refusals(answer), [check for _, check in bad])
    tap.equal(answer.error['check'], 'adopt.nothing')


def test_many_at_once():
    STATION.act('device', 'add', 'DEV-502', '--label', 'Bett 2, Süd').ok
    bundle = STATION.write('bundle.pem', ''.join(
        (CA / name).read_text() for name in ('hospital.pem', 'one.pem', 'server.pem')))
    shown = adopt(bundle, CA / 'two.der').ok
    tap.equal(shown['adopted'], 2)
    tap.equal([one.get('refusal', {}).get('check') for one in shown['certificates']],
              [None, 'chain.purpose', None])
    devices = {one['deviceId']: one for one in STATION.look('device', 'list').ok['devices']}
    tap.equal({name: (one['label'], one['state']) for name, one in devices.items()},
              {'DEV-501': ('DEV-501', 'active'), 'DEV-502': ('Bett 2, Süd', 'active')})
    certificates = STATION.look('device', 'show', 'DEV-501').ok['certificates']
    tap.equal([(one['serial'], one['state']) for one in certificates],
              [('0000000000000000000000000000000B', 'issued')])
    records = [one for one in STATION.look('audit', 'list', '--action', 'certificate.adopted',
                                           '--outcome', 'success').ok['records']]
    tap.equal([(one['device'], one['detail']['authority']) for one in records],
              [('DEV-502', 'foreign'), ('DEV-501', 'foreign')])


def test_again_and_with_anothers_key():
    tap.equal(refusals(adopt(CA / 'one.pem')), ['adopt.exists'])
    issue('thief', '/CN=DEV-505', '31', key='one')
    tap.equal(refusals(adopt(CA / 'thief.pem')), ['adopt.key'])


def test_the_signer_does_not_miss_them():
    """The station goes on: what was adopted is not taken for a ledger that forgot."""
    STATION.act('window', 'open', '--devices', '1', '--minutes', '5').ok
    tap.equal(STATION.act('check').code in (0, 30), True)


def test_only_its_own_ca_revokes_it():
    answer = STATION.act('certificate', 'revoke', '0B', '--reason', 'superseded')
    tap.equal(answer.error['check'], 'certificate.adopted')
    tap.equal(STATION.act('device', 'retire', 'DEV-501').ok['state'], 'retired')
    tap.equal([one['state'] for one in STATION.look('device', 'show', 'DEV-501').ok['certificates']],
              ['superseded'])
    tap.equal(STATION.look('audit', 'list', '--action', 'certificate.given-up')
              .ok['records'][0]['device'], 'DEV-501')
    issue('again', '/CN=DEV-501', '41')
    tap.equal(refusals(adopt(CA / 'again.pem')), ['adopt.retired'])


def test_a_leaf_is_no_ca():
    answer = STATION.act('device', 'adopt', CA / 'one.pem', '--ca', CA / 'two.pem')
    tap.equal((answer.error['code'], answer.error['check']), ('invalid', 'adopt.authority'))


def test_what_was_issued_here_is_recovered_instead():
    """The canary stands for a certificate whose record was lost."""
    canary = next(STATION.station.glob('canary/*.pem'))
    tap.equal(refusals(adopt(canary)), ['adopt.exists'])
    with sqlite3.connect(STATION.station / 'station.db') as database:
        database.execute("DELETE FROM certificates WHERE kind = 'canary'")
    tap.equal(refusals(adopt(canary)), ['adopt.own'])


if __name__ == '__main__':
    try:
        tap.run(sys.modules[__name__])
    finally:
        STATION.close()
