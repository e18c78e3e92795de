#!/usr/bin/python3
"""What else a person can get wrong at the station: each verb with something that is refused."""

import os

from forge import openssl
from lab import ADMIN, ROOT_PASSPHRASE, pipe_with
from refusals import Station, like

HEX32 = 'F' * 32
HEX64 = like('[0-9a-f]{64}')
ID = like(r'\[A-Za-z0-9\].+')


def add(lab, device_id, *more, label='Bed'):
    return lambda: lab.technician('device', 'add', device_id, '--label', label, *more)


def refuse_devices(lab):
    lab.technician('device', 'add', 'DEV-1', '--label', 'Bed 1')
    for name, act, check, code, seen, expected in (
            ('a device twice', add(lab, 'DEV-1'), 'registry.exists', 'conflict', 'DEV-1',
             'a device that is not registered yet'),
            ('an identifier with a slash', add(lab, 'DEV/1'), 'device.id', 'invalid', 'DEV/1', ID),
            ('an identifier of 65 characters', add(lab, 'x' * 65), 'device.id', 'invalid',
             'x' * 65, ID),
            ('an empty label', add(lab, 'DEV-2', label=''), 'device.label', 'invalid', '',
             '1 to 128 characters'),
            ('a label of 129 characters', add(lab, 'DEV-2', label='x' * 129), 'device.label',
             'invalid', 'x' * 129, like('UTF-8 .+')),
            ('a label that would be a formula', add(lab, 'DEV-2', label='=1+1'),
             'manifest.formula', 'invalid', '=1+1', like('.+')),
            ('a place with a line feed', add(lab, 'DEV-2', '--location', 'ICU\n2'),
             'manifest.text', 'invalid', 'ICU\\u{000A}2', like('UTF-8 .+')),
            ('a device that nobody knows, retired',
             lambda: lab.technician('device', 'retire', 'DEV-9'), 'device.unknown', 'not-found',
             'DEV-9', 'an entry of the table “devices”'),
            ('a code for a device that nobody knows',
             lambda: lab.technician('pair', 'issue-code', 'DEV-9'), 'device.unknown', 'not-found',
             'DEV-9', 'an entry of the table “devices”'),
            ('a factory record for no device',
             lambda: lab.admin('authority', 'device-key', 'DEV/9', '--out', lab.path('f')),
             'device.id', 'invalid', 'DEV/9', ID),
            ('a factory record over another file',
             lambda: lab.admin('authority', 'device-key', 'DEV-1', '--out', '/etc/passwd'),
             'file.exists', 'conflict', '/etc/passwd', 'a name that is free'),
    ):
        lab.refuse(name, act, check, code, seen, expected)


def refuse_ports(lab):
    def label(port, *name):
        return lambda: lab.technician('port', 'label', port, *name)

    lab.technician('port', 'label', '1-2.3', 'Left hub 3')
    for name, act, check, code, seen, expected in (
            ('a root hub', label('usb1', 'Left'), 'port.name', 'invalid', 'usb1',
             'a port such as 1-2.3'),
            ('a name that turns the writing round', label('1-2', '\u202etfeL'), 'port.label',
             'invalid', '\\u{202E}tfeL', like('.+')),
            ('a name of 65 characters', label('1-2', 'x' * 65), 'port.label', 'invalid', 'x' * 65,
             like('.+')),
            ('a name that another port has', label('1-2', 'Left hub 3'), 'port.label-taken',
             'conflict', '1-2.3', '1-2'),
            ('no name where there was none', label('1-2'), 'port.unknown', 'not-found', '1-2',
             'a port that has a name'),
    ):
        lab.refuse(name, act, check, code, seen, expected)


def refuse_people(lab):
    def sign_in(operator, pin):
        return lambda: lab.ctl('device', 'retire', 'DEV-1', operator=operator, pin=pin)

    def add_operator(name, pin='271828', role='technician'):
        return lambda: lab.admin('operator', 'add', name, '--role', role,
                                 secrets=[('--new-pin-fd', pin)])

    for name, act, check, code, seen, expected in (
            ('a technician who opens the window',
             lambda: lab.technician('window', 'open', '--devices', '1', '--minutes', '1'),
             'role.denied', 'denied', 'technician', 'administrator'),
            ('a PIN of five digits', add_operator('eva', '12345'), 'operator.pin', 'invalid', None,
             '6 to 12 digits'),
            ('a name that is taken', add_operator(ADMIN), 'operator.exists', 'conflict', ADMIN,
             like('.+')),
            ('a name with a line feed', add_operator('e\nva'), 'operator.name', 'invalid',
             like('.+'), like('.+')),
            ('an operator who is not there, removed',
             lambda: lab.admin('operator', 'remove', 'nobody'), 'operator.missing', 'not-found',
             'nobody', 'an active operator'),
            ('the last administrator, removed',
             lambda: lab.admin('operator', 'remove', ADMIN), 'operator.last-administrator',
             'conflict', ADMIN, 'another administrator'),
            ('a window for a million devices',
             lambda: lab.admin('window', 'open', '--devices', '1000000', '--minutes', '1'),
             'request.members', 'invalid', '1000000', like('1 to .+')),
            ('a wrong PIN', sign_in(ADMIN, '000000'), 'sign-in.refused', 'denied', None, None),
            ('a name that nobody has', sign_in('nobody', '000000'), 'sign-in.refused', 'denied',
             None, None),
    ):
        lab.refuse(name, act, check, code, seen, expected)


def refuse_certificates(lab):
    root = next(row['serial'] for row in lab.ctl('certificate', 'list').ok['certificates']
                if row['kind'] == 'root')

    def revoke(serial):
        return lambda: lab.technician('certificate', 'revoke', serial, '--reason', 'superseded')

    def verify(content):
        path = lab.path(f'judged-{len(content)}')
        with open(path, 'wb') as file:
            file.write(content)
        return lambda: lab.ctl('certificate', 'verify', path)

    with open(lab.station + '/canary/canary.pem', 'rb') as file:
        canary_pem = file.read()
    der = openssl('x509', '-outform', 'DER', data=canary_pem)
    for name, act, check, code, seen, expected in (
            ('a serial number that nobody has, revoked', revoke(HEX32), 'certificate.unknown',
             'not-found', HEX32, like('.+')),
            ('the root, revoked', revoke(root), 'certificate.issuer', 'refused', 'root',
             'a device certificate'),
            ('the canary, verified', verify(canary_pem), 'chain.revoked', 'refused',
             'certificate revoked', 'a certificate that is not revoked'),
            ('half a certificate', verify(der[:100]), 'certificate.encoding', 'invalid',
             'an encoding that is not DER', like('.+')),
            ('a certificate and a half', verify(der + der[:9]), 'certificate.encoding', 'invalid',
             'bytes after its end', like('.+')),
            ('a certificate that is empty', verify(b''), 'certificate.encoding', 'invalid',
             'nothing', like('.+')),
            ('a text that is none', verify(b'-----BEGIN CERTIFICATE-----\nAAAA\n'),
             'certificate.pem', 'invalid', None, like('.+')),
            ('a certificate of 20 KB', verify(b'0' * 20000), 'certificate.size', 'invalid',
             '20000 bytes', 'at most 16384 bytes'),
            ('a serial number that nobody has, exported',
             lambda: lab.ctl('certificate', 'export', HEX32, '--out', lab.path('out')),
             'certificate.unknown', 'not-found', HEX32, like('.+')),
    ):
        lab.refuse(name, act, check, code, seen, expected)


def refuse_authority(lab):
    """Ceremonies with other media, and requests that no certificate may come of."""
    def server(*more, media=lab.media, passphrase=ROOT_PASSPHRASE):
        return lambda: lab.admin('authority', 'server-certificate', '--root-media', media, *more,
                                 '--out', lab.path('out'),
                                 secrets=[('--root-passphrase-fd', passphrase)])

    empty = lab.path('empty')
    os.mkdir(empty, 0o700)
    openssl('req', '-new', '-newkey', 'rsa:2048', '-nodes', '-keyout', lab.path('weak.key'),
            '-subj', '/CN=x', '-addext', 'subjectAltName=DNS:a.example', '-out',
            lab.path('weak.csr'))
    for name, act, check, code, seen, expected in (
            ('a ceremony with another root', server('--name', 'a.example', media=empty),
             'authority.exists', 'conflict', 'no root of its own', HEX64),
            ('a ceremony with another passphrase', server('--name', 'a.example', passphrase='no'),
             'key.passphrase', 'denied', None, None),
            ('a ceremony whose media is not there', server('--name', 'a.example',
                                                           media=lab.path('away')),
             'media.missing', 'not-found', lab.path('away'), 'a directory'),
            ('a server with a name that is none', server('--name', 'a b'), 'profile.dns-name',
             'invalid', 'a b', 'a DNS name or an IP address'),
            ('a server with a key of RSA 2048', server('--csr', lab.path('weak.csr')), 'key.type',
             'refused', 'RSA 2048', like('.+')),
            ('answers that are none',
             lambda: lab.admin('authority', 'import-intermediate', '--root', '/etc/passwd',
                               '--chain', '/etc/passwd', '--station-certificate', '/etc/passwd'),
             'certificate.pem', 'invalid', None, like('.+')),
    ):
        lab.refuse(name, act, check, code, seen, expected)


def refuse_signer(lab):
    """The signer's own passphrase, when nobody has started it."""
    lab.stop(lab.signer)
    wrong = pipe_with('not the passphrase')
    lab.refuse('a wrong passphrase of the signer',
               lambda: lab.ctl('authority', 'show', '--passphrase-fd', str(wrong),
                               pass_fds=[wrong]),
               'seal.passphrase', 'denied', None, None)


def main():
    lab = Station()
    lab.found()
    refuse_devices(lab)
    refuse_certificates(lab)
    refuse_authority(lab)
    refuse_ports(lab)
    refuse_people(lab)
    refuse_signer(lab)
    lab.is_intact()
    lab.rows.done()


main()
