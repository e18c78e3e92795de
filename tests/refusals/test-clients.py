#!/usr/bin/python3
"""Clients that the Central Station must not let in, and requests that it must not answer. Whoever
runs it reads its log: each refusal is there with its check, what was seen and what was expected."""

import http.client
import json
import os
import shutil
import ssl

from device import ask
from hospital import Hospital
from lab import CENTRAL, wait_for
from refusals import BEGINS, ENDED, VALID, Station, fits, like

PAST = '20200101000000Z', '20210101000000Z'
FUTURE = '20400101000000Z', '20410101000000Z'
NONCE = 'nonce=' + '0' * 32
TLS = 'a handshake of TLS 1.2 or 1.3 that both sides agree on'


class Log:
    """What a Central Station wrote since the last look."""

    def __init__(self, path):
        self.path = path
        self.at = 0

    def take(self):
        with open(self.path, 'rb') as file:
            file.seek(self.at)
            lines = file.read()
            self.at = file.tell()
        return [json.loads(line) for line in lines.splitlines() if line.startswith(b'{')]


def start_central(lab, root, pem, key, crls, authorities=None, wait=True):
    """Its log is a file of its own."""
    reading, writing = os.pipe()
    argv = [CENTRAL, '--listen', f'127.0.0.1:{lab.port}', '--certificate', pem, '--key', key,
            '--root', root, '--ready-fd', str(writing)]
    for crl in crls:
        argv += ['--crl', crl]
    if authorities is not None:
        argv += ['--ca', authorities]
    process = lab.start(*argv, pass_fds=[writing], log='central.log')
    os.close(writing)
    with os.fdopen(reading) as ready:
        assert not wait or ready.readline()
    return process


def request(lab, root, pem=None, key=None, path='/zmonitor/v1/whoami?' + NONCE, method='GET',
            version=None, headers=None, body=None):
    """Status and answer, or (None, what TLS said)."""
    context = ssl.create_default_context(cafile=root)
    if pem is not None:
        context.load_cert_chain(pem, key)
    if version is not None:
        context.set_ciphers('ALL:@SECLEVEL=0')
        context.minimum_version = context.maximum_version = version
    connection = http.client.HTTPSConnection('localhost', lab.port, context=context, timeout=60)
    try:
        connection.request(method, path, body=body, headers=headers or {})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read() or b'{}')
    except (OSError, http.client.HTTPException) as error:
        return None, str(error)
    finally:
        connection.close()


def refuse(rows, log, name, act, event, check, seen, expected, status=None):
    """act() must be refused, and the log must say why; an answer says the same."""
    log.take()
    seen_status, answer = act()
    found = []
    wait_for(lambda: found.extend(log.take()) or
             any(record['event'] == event and 'check' in record for record in found), name)
    record = next(record for record in found if record['event'] == event and 'check' in record)
    faults = [f'{member} {record.get(member)!r}, expected {wanted!r}'
              for member, wanted in (('check', check), ('seen', seen), ('expected', expected))
              if not fits(record.get(member), wanted)]
    if seen_status != status:
        faults.append(f'status {seen_status}, expected {status}: {answer}')
    if status is not None and answer.get('error', {}).get('check') != check:
        faults.append(f'the client is told {answer}')
    if not record.get('message'):
        faults.append('no message')
    rows.row(name, faults)


def chain(lab, name, *files):
    return lab.write(lab.path(name), ''.join(open(file).read() for file in files))


def refuse_lists(rows, log, hospital, foreign):
    """What is put in the place of the revocation list while the Central Station runs."""
    def replace(source):
        shutil.copy(source, hospital.path('root.der~'))
        os.replace(hospital.path('root.der~'), hospital.path('root.der'))
        return None, None

    old = shutil.copy(hospital.path('root.der'), hospital.path('old.der'))
    refuse(rows, log, 'a list of another CA in its place',
           lambda: replace(foreign.path('root.der')), 'crl.refused', 'crl.issuer',
           like('.*Foreign.*'), like('the root.*'))
    hospital.write_list()
    wait_for(lambda: any(record['event'] == 'crl.loaded' for record in log.take()), 'a newer list')
    refuse(rows, log, 'an older list in its place', lambda: replace(old), 'crl.refused',
           'central.crl-older', like('.+'), like('.+'))
    refuse(rows, log, 'another list with its number',
           lambda: (hospital.write_list(again=True), None), 'crl.refused', 'central.crl-number',
           like('number .+'), like('number .+ or later'))
    forgotten = []
    hospital.forget()
    hospital.write_list()
    wait_for(lambda: forgotten.extend(record for record in log.take()
                                      if record['event'] == 'crl.forgets') or forgotten,
             'what is told of a list that lacks an entry of the one before')
    rows.tap.equal(len(forgotten[0]['serials']), 1, 'a list that forgets a revocation is told of')


def refuse_clients(lab, rows):
    """A CA of openssl's alone, so that any certificate can be made."""
    hospital = Hospital(lab)
    foreign = Hospital(lab, 'Foreign Hospital')
    pem, key = hospital.sign('server')
    made = {name: hospital.sign(name, purpose='clientAuth', **more) for name, more in (
        ('good', {}), ('revoked', {}), ('expired', {'start': PAST[0], 'end': PAST[1]}),
        ('future', {'start': FUTURE[0], 'end': FUTURE[1]}))}
    made['server'] = hospital.sign('another', purpose='serverAuth')
    made['foreign'] = foreign.sign('foreign', purpose='clientAuth')
    hospital.revoke(made['revoked'][0])
    hospital.write_list()
    foreign.write_list()
    process = start_central(lab, hospital.root, pem, key, [hospital.path('root.der')])
    log = Log(lab.path('central.log'))
    rows.tap.equal(request(lab, hospital.root, *made['good'])[0], 200, 'one that is let in')

    for name, client, check, seen, expected in (
            ('no certificate', (), 'tls.no-certificate', like('.+'), like('.+')),
            ('a certificate of another CA', made['foreign'], 'chain.incomplete', like('.+'),
             like('.+')),
            ('an expired certificate', made['expired'], 'chain.expired', ENDED, VALID),
            ('a certificate of the future', made['future'], 'chain.not-yet-valid', BEGINS, VALID),
            ('a revoked certificate', made['revoked'], 'chain.revoked', like('.+'), like('.+')),
            ('a server’s certificate', made['server'], 'chain.purpose', like('.+'), like('.+')),
    ):
        refuse(rows, log, 'a client with ' + name,
               lambda client=client: request(lab, hospital.root, *client), 'connection.refused',
               check, seen, expected)
    refuse(rows, log, 'a client of TLS 1.1',
           lambda: request(lab, hospital.root, *made['good'], version=ssl.TLSVersion.TLSv1_1),
           'connection.refused', 'tls.handshake', 'unsupported protocol', TLS)

    for name, path, check, seen, expected, status in (
            ('no nonce', '/zmonitor/v1/whoami', 'whoami.nonce', 'nothing',
             '32 hexadecimal digits', 400),
            ('a nonce of 31 digits', '/zmonitor/v1/whoami?nonce=' + '0' * 31, 'whoami.nonce',
             '0' * 31, like('32 .+'), 400),
            ('two nonces', f'/zmonitor/v1/whoami?{NONCE}&{NONCE}', 'whoami.nonce', '0' * 32,
             like('32 .+'), 400),
            ('a session that is none', f'/zmonitor/v1/whoami?{NONCE}&session=1', 'whoami.session',
             '1', 'one UUID', 400),
            ('a parameter too many', f'/zmonitor/v1/whoami?{NONCE}&x=1', 'whoami.query', 'x',
             'nonce and session', 400),
            ('a query of 300 bytes', f'/zmonitor/v1/whoami?{NONCE}&x={"y" * 300}', 'whoami.query',
             like('.+'), 'at most 256 bytes', 400),
            ('another path', '/admin', 'http.path', '/admin',
             'a path that is served here', 404),
    ):
        refuse(rows, log, 'a request with ' + name,
               lambda path=path: request(lab, hospital.root, *made['good'], path=path), 'request',
               check, seen, expected, status)
    refuse(rows, log, 'a request that posts',
           lambda: request(lab, hospital.root, *made['good'], method='POST'), 'request',
           'http.method', 'POST', 'GET', 405)
    refuse(rows, log, 'a request with a body',
           lambda: request(lab, hospital.root, *made['good'], body=b'x'), 'request', 'http.body', 'a body',
           'no body', 413)
    refuse(rows, log, 'a request with 9 KB of headers',
           lambda: request(lab, hospital.root, *made['good'], headers={'X': 'y' * 9000}), 'request',
           'http.headers', like('.+'), 'at most 8 KiB', 431)
    refuse_lists(rows, log, hospital, foreign)
    lab.stop(process)

    for name, root, identity, crl, check, seen, expected in (
            ('a certificate of another CA', hospital.root, foreign.sign('other-server'),
             'root.der', 'chain.incomplete', like('.+'), like('.+')),
            ('an expired certificate', hospital.root,
             hospital.sign('old', start=PAST[0], end=PAST[1]), 'root.der', 'chain.expired', ENDED,
             VALID),
            ('a client’s certificate', hospital.root, made['good'], 'root.der', 'chain.purpose',
             like('.+'), like('.+')),
            ('another key', hospital.root, (pem, made['good'][1]), 'root.der', 'central.key',
             like('.+'), like('.+')),
            ('a list that is none', hospital.root, (pem, key), 'ca.cnf', 'crl.encoding',
             like('.+'), like('.+')),
    ):
        def start(root=root, identity=identity, crl=crl):
            failed = start_central(lab, root, *identity, [hospital.path(crl)], wait=False)
            failed.wait(60)
            lab.processes.remove(failed)
            return None, None
        refuse(rows, log, 'a Central Station that is started with ' + name, start, 'failed', check,
               seen, expected)


def refuse_own(lab, rows):
    """What the station itself has revoked, and the canary, at a Central Station of its own."""
    lab.found()
    lab.create_server()
    root = lab.station + '/certificates/root.pem'
    process = start_central(lab, root, lab.path('central/server.pem'),
                            lab.path('central/server.key'), lab.crl_files(),
                            lab.station + '/certificates/chain.pem')
    log = Log(lab.path('central.log'))
    device = lab.make_device('DEV-001', 'Bed 1')
    device.switch_on()
    serial = device.provision().ok['serial']
    slot = f'{device.state}/slots/{json.loads(ask(device, "show"))["slot"]}/'
    rows.tap.equal(request(lab, root, slot + 'chain.pem', slot + 'key.pem')[0], 200,
                   'a device is let in')
    log.take()
    lab.technician('certificate', 'revoke', serial, '--reason', 'keyCompromise')
    wait_for(lambda: any(record['event'] == 'crl.loaded' for record in log.take()), 'the new list')
    refuse(rows, log, 'a device that was revoked a moment ago',
           lambda: request(lab, root, slot + 'chain.pem', slot + 'key.pem'), 'connection.refused',
           'chain.revoked', like('.+'), like('.+'))
    canary = chain(lab, 'canary.pem', lab.station + '/canary/canary.pem',
                   lab.station + '/certificates/chain.pem')
    refuse(rows, log, 'the canary',
           lambda: request(lab, root, canary, lab.station + '/canary/canary.key'),
           'connection.refused', 'chain.revoked', like('.+'), like('.+'))
    lab.stop(process)


def main():
    lab = Station()
    refuse_clients(lab, lab.rows)
    refuse_own(lab, lab.rows)
    lab.rows.done()


main()
