#!/usr/bin/python3
"""Central Stations that no device may trust. The device is the judge; its word is what the station
tells and what both audit logs have."""

import ssl

from device import in_own_log, new_ticket
from hospital import Hospital
from refusals import BEGINS, ENDED, VALID, Station, like
from server import Server

PAST = '20200101000000Z', '20210101000000Z'
FUTURE = '20400101000000Z', '20410101000000Z'
OTHER = 'F' * 32
TLS = 'a handshake of TLS 1.2 or 1.3 that both sides agree on'
PURPOSE = 'unsuitable certificate purpose', 'a certificate that was issued for this purpose'
NONCE = like('[0-9a-f]{32}')
SERIAL = like('[0-9A-F]{32}')


def make_certificates(lab, hospital):
    foreign = Hospital(lab, 'Foreign Hospital')
    made = {
        'good': hospital.sign('good'),
        'foreign': foreign.sign('foreign'),
        'other-name': hospital.sign('other-name', host='other.example'),
        'wildcard': hospital.sign('wildcard', host='*.localhost'),
        'expired': hospital.sign('expired', start=PAST[0], end=PAST[1]),
        'future': hospital.sign('future', start=FUTURE[0], end=FUTURE[1]),
        'client': hospital.sign('client', purpose='clientAuth'),
        'revoked': hospital.sign('revoked'),
        'root': (hospital.root, hospital.key),
    }
    hospital.revoke(made['revoked'][0])
    return made


def tables():
    """Name, the certificate, what else the server does, and what must be said of it."""
    yield ('a chain that ends elsewhere', 'foreign', {}, 'chain.incomplete',
           like('.+'), 'a chain of certificates up to the trusted root')
    yield ('another name', 'other-name', {}, 'tls.server-name', like('.+'), 'localhost')
    yield ('a wildcard for what is below the name', 'wildcard', {}, 'tls.server-name', like('.+'),
           'localhost')
    yield ('an expired certificate', 'expired', {}, 'chain.expired', ENDED, VALID)
    yield ('a certificate of the future', 'future', {}, 'chain.not-yet-valid', BEGINS, VALID)
    yield ('a revoked certificate', 'revoked', {}, 'chain.revoked', 'certificate revoked',
           'a certificate that is not revoked')
    yield ('a client’s certificate', 'client', {}, 'chain.purpose', PURPOSE[0], PURPOSE[1])
    yield ('the root itself', 'root', {}, 'chain.purpose', PURPOSE[0], PURPOSE[1])
    yield ('TLS 1.1', 'good', {'version': ssl.TLSVersion.TLSv1_1}, 'tls.alert', 'protocol version',
           TLS)
    yield ('no TLS', 'good', {'tls': False, 'raw': b'HTTP/1.1 200 OK\r\n\r\n'}, 'tls.handshake',
           'wrong version number', TLS)
    yield ('an answer of 404', 'good', {'status': '404 Not Found'}, 'mtls.status', '404',
           like('2.*'))
    yield ('an answer of 302', 'good', {'status': '302 Found'}, 'mtls.status', '302', like('2.*'))
    yield ('an answer that is no HTTP', 'good', {'raw': b'SSH-2.0-OpenSSH\r\n'}, 'http.answer',
           like('.+'), like('.+'))
    yield ('an answer without end', 'good', {'raw': b'HTTP/1.1 200 OK\r\nX: ' + b'x' * 100000},
           'http.answer', like('.+'), like('.+'))
    yield ('a body that is no JSON', 'good',
           {'raw': b'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello'}, 'mtls.body', like('.+'),
           like('.+'))
    yield ('another nonce', 'good', {'said': {'nonce': '0' * 32}}, 'mtls.nonce', '0' * 32, NONCE)
    yield ('another serial number', 'good', {'said': {'serial': OTHER}}, 'mtls.serial', OTHER,
           SERIAL)
    yield ('a server that asks for no certificate', 'good', {'asks': False}, 'mtls.serial', '',
           SERIAL)
    yield ('a receipt that is none', 'good', {'said': {'receipt': 'a.b.c'}}, 'jws.form',
           None, 'base64url')


def main():
    lab = Station()
    hospital = Hospital(lab)
    hospital.write_requests()
    hospital.sign_requests()
    certificates = make_certificates(lab, hospital)
    lab.serve()
    assert hospital.import_answers().status == 0
    lab.add_technician()
    lab.admin('window', 'open', '--devices', '60', '--minutes', '60')
    device = lab.make_device('DEV-001', 'Bed 1')
    device.switch_on()
    for name, certificate, options, check, seen, expected in tables():
        server = Server(lab, *certificates[certificate], hospital.root, **options)
        with new_ticket(device):
            code = 'invalid' if check.startswith('jws') else 'refused'
            lab.refuse(name, device.provision, check, code, seen, expected,
                       also=[] if check.startswith('jws') else [in_own_log(device)])
        server.close()
    lab.refuse('nobody listens', device.provision, 'tls.connect', 'unavailable', like('.+'),
               'a server that answers', also=[in_own_log(device)])
    lab.is_intact()
    lab.rows.done()


main()
