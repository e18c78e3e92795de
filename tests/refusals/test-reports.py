#!/usr/bin/python3
"""Devices that got a certificate and lie about what became of it; keys that come a second time;
sessions that are resumed with something else."""

import json
import ssl
import urllib.request

from forge import ec
from liar import Liar, step
from lab import TECHNICIAN, TECHNICIAN_PIN
from refusals import Station, like

HEX = like('[0-9a-f]{64}')
SERIAL = like('[0-9A-F]{32}')
NONCE = '0' * 32
OTHER = 'F' * 32


def tested(nonce, outcome='success', **members):
    return {'type': 'tested', 'nonce': nonce, 'outcome': outcome, **members}


def installed(outcome='success', **members):
    return {'type': 'installed', 'outcome': outcome, **members}


def first_steps():
    return [step(number) for number in (1, 2, 3, 4)]


def last_words(serial):
    return [step(5), step(6), installed(serial=serial)]


def proving(**lies):
    """A whole installation, whose test has these members."""
    def reports(liar, nonce):
        serial = liar.serial()
        truth = {'serial': serial, 'nonce': nonce}
        truth.update(lies)
        return [*first_steps(), tested(**truth), *last_words(serial)]
    return reports


def fetch_receipt(liar, nonce, session):
    """A receipt that the Central Station really signed for this device."""
    context = ssl.create_default_context(
        cafile=liar.lab.station + '/certificates/root.pem')
    context.load_cert_chain(liar.write_certificate(), liar.key.path)
    url = f'https://localhost:{liar.lab.port}/zmonitor/v1/whoami?nonce={nonce}&session={session}'
    with urllib.request.urlopen(url, context=context, timeout=60) as answer:
        return json.load(answer)['receipt']


def with_receipt(make):
    def reports(liar, nonce):
        return proving(receipt=make(liar, nonce))(liar, nonce)
    return reports


def turn(receipt):
    """The same receipt with one character of its signature turned."""
    return receipt[:-3] + ('A' if receipt[-3] != 'A' else 'B') + receipt[-2:]


def tables():
    """Name, the reports, and what must be said of them."""
    yield ('a second step before the first', lambda liar, nonce: [step(2)],
           'message.unexpected', 'invalid', 'step', 'signatures')
    yield ('a step twice', lambda liar, nonce: [step(1), step(1)],
           'message.unexpected', 'invalid', 'step', 'window-and-identity')
    yield ('a step after one that failed',
           lambda liar, nonce: [step(1, 'failure', check='payload.signature'), step(2)],
           'message.unexpected', 'invalid', 'step', 'window-and-identity')
    yield ('a test before the files', lambda liar, nonce: [step(1), tested(nonce)],
           'message.unexpected', 'invalid', 'tested', 'one test, after the configuration')
    yield ('two tests', lambda liar, nonce: [*first_steps(), tested(nonce), tested(nonce)],
           'message.unexpected', 'invalid', 'tested', 'one test, after the configuration')
    yield ('a clock that nobody asked for',
           lambda liar, nonce: [{'type': 'clock', 'time': '2026-01-01T00:00:00Z',
                                 'outcome': 'success'}],
           'message.unexpected', 'invalid', 'clock', 'step, tested or installed')
    yield ('its identity once more',
           lambda liar, nonce: [{'type': 'code-proof', 'proof': '0' * 64}],
           'message.phase', 'conflict', 'code-proof', like('.+'))
    yield ('a payload that it refuses',
           lambda liar, nonce: [step(1, 'failure', check='payload.signature'),
                                installed('failure', check='payload.signature', seen='one',
                                          expected='another', message='Not this one')],
           'payload.signature', 'refused', 'one', 'another')
    yield ('a refusal without a reason', lambda liar, nonce: [installed('failure')],
           'device.not-installed', 'refused', None, None)
    yield ('done without a step', lambda liar, nonce: [installed(serial=liar.serial())],
           'device.steps', 'refused', 'delivered', 'installed')
    yield ('another certificate than was sent', lambda liar, nonce: [installed(serial=OTHER)],
           'device.serial', 'refused', OTHER, SERIAL)
    yield ('no test', lambda liar, nonce: [*first_steps(), *last_words(liar.serial())],
           'mtls.unknown', 'unavailable', 'no report', 'a report')
    yield ('a test that failed without a reason',
           lambda liar, nonce: [*first_steps(), tested(nonce, 'failure'), installed('failure')],
           'mtls.failed', 'refused', None, None)
    yield ('the test of another day', proving(nonce=NONCE), 'mtls.nonce', 'refused', NONCE,
           like('[0-9a-f]{32}'))
    yield ('a server that saw another certificate', proving(serial=OTHER), 'mtls.serial', 'refused',
           OTHER, SERIAL)
    yield ('a receipt that is none', proving(receipt='a.b.c'), 'jws.form', 'invalid',
           None, like('.+'))
    yield ('a receipt for another test',
           with_receipt(lambda liar, nonce: fetch_receipt(liar, NONCE, liar.session)),
           'receipt.nonce', 'refused', NONCE, like('[0-9a-f]{32}'))
    yield ('a receipt for another session',
           with_receipt(lambda liar, nonce: fetch_receipt(
               liar, nonce, '00000000-0000-4000-8000-000000000000')),
           'receipt.session', 'refused', '00000000-0000-4000-8000-000000000000', like('.+'))
    yield ('a receipt with a bit turned',
           with_receipt(lambda liar, nonce: turn(fetch_receipt(liar, nonce, liar.session))),
           'jws.signature', 'refused', None, None)


def is_revoked(lab, liar):
    """What was issued for a session that failed must not be good anywhere."""
    def look(answer):
        if answer.error.get('code') == 'unavailable':
            return []
        shown = lab.ctl('device', 'show', liar.id).ok
        states = [certificate['state'] for certificate in shown['certificates']]
        return [] if states == ['revoked'] else [f'its certificate is {states}']
    return look


def refuse_reports(lab):
    for number, (name, reports, check, code, seen, expected) in enumerate(tables(), 1):
        device_id = f'REP-{number:02}'
        liar = Liar(lab, device_id, ec(lab, device_id), reports=reports)
        lab.refuse(name, lambda: lab.provision(liar, '--register', 'A liar'), check, code, seen,
                   expected, also=[is_revoked(lab, liar)])
        liar.close()
    return liar.key


def refuse_keys(lab, revoked_key):
    """The last one's key stood in a certificate that is revoked by now; another's is in use."""
    own = Liar(lab, 'OWNER', ec(lab, 'OWNER'), reports=proving())
    answer = lab.provision(own, '--register', 'Honest')
    lab.rows.tap.equal(answer.ok and answer.ok['state'], 'verified', 'one that does not lie')
    if not answer.ok:
        print('#', answer.error)
    own.close()
    thief = Liar(lab, 'THIEF', own.key)
    lab.refuse('a key of another device', lambda: lab.provision(thief, '--register', 'A liar'),
               'csr.key-reused', 'refused', like(r'[0-9a-f]{64} of OWNER'),
               'a key belongs to one device for ever')
    thief.close()
    back = Liar(lab, 'REP-19', revoked_key, code='BCDE-7654')
    lab.refuse('a key of a revoked certificate', lambda: lab.provision(back),
               'csr.key-revoked', 'refused', HEX, 'a key of a revoked certificate never comes back')
    back.close()
    again = Liar(lab, 'OWNER', ec(lab, 'again'))
    lab.refuse('a working device that gets no second certificate',
               lambda: lab.provision(again, say='n'), 'registry.active', 'refused', 'OWNER', None)
    again.close()


def refuse_resuming(lab):
    """A session that was interrupted before its end."""
    def resume(session, liar):
        return lambda: lab.technician('session', 'resume', session, '--tether', liar.address,
                                      '--yes-issue')

    early = Liar(lab, 'EARLY', ec(lab, 'EARLY'))
    early.answer_request_csr = lambda side, message: side.close()
    lab.refuse('a cable that is pulled before the request',
               lambda: lab.provision(early, '--register', 'A liar'), 'tether.unplugged',
               'unavailable', like('virtual:.+'), None)
    lab.refuse('a session without a request', resume(early.session, early), 'session.code-needed',
               'conflict', 'paired', 'a session with a CSR on record')
    early.close()
    liar = Liar(lab, 'RESUMED', ec(lab, 'RESUMED'), reports=lambda liar, nonce: [])
    liar.answer_install = lambda side, message: side.close()
    lab.refuse('a cable that is pulled', lambda: lab.provision(liar, '--register', 'A liar'),
               'tether.unplugged', 'unavailable', like('virtual:.+'), None)
    session = liar.session
    liar.close()
    other = Liar(lab, 'OTHER', ec(lab, 'OTHER'))
    lab.refuse('another device on the cable', resume(session, other), 'guard.tether-device',
               'refused', 'OTHER', 'RESUMED')
    other.close()
    new = Liar(lab, 'RESUMED', ec(lab, 'new'))
    lab.refuse('a new key since', resume(session, new), 'guard.session-key', 'refused', HEX, HEX)
    new.close()
    copy = Liar(lab, 'RESUMED', liar.key, possession=ec(lab, 'copy'))
    lab.refuse('the old key without its private part', resume(session, copy), 'guard.possession',
               'refused', 'a signature by another key', 'a signature by the CSR’s key')
    copy.close()
    lab.refuse('a session that nobody began',
               resume('00000000-0000-4000-8000-000000000000', liar), 'session.unknown',
               'not-found', '00000000-0000-4000-8000-000000000000', like('.+'))
    lab.technician('session', 'abandon', session)
    lab.refuse('a session that has ended', resume(session, liar), 'session.ended', 'conflict',
               'abandoned', 'an open session')
    lab.refuse('a session that ends twice', lambda: lab.technician('session', 'abandon', session),
               'session.ended', 'conflict', 'abandoned', 'an open session')


def refuse_issue(lab):
    liar = Liar(lab, 'UNWANTED', ec(lab, 'UNWANTED'))
    ticket = lab.write(lab.path('scanned'), liar.ticket() + '\n')
    verb = ['provision', '--tether', liar.address, '--ticket', ticket, '--register', 'Unwanted']
    lab.refuse('a certificate that nobody approves',
               lambda: lab.at_terminal(TECHNICIAN, TECHNICIAN_PIN, *verb, say='y\nn'),
               'approval.refused', 'refused', None, None)
    liar.close()
    lab.admin('window', 'open', '--devices', '1', '--minutes', '10')
    for device_id in 'FULL-1', 'FULL-2':
        liar = Liar(lab, device_id, ec(lab, device_id), reports=proving())
        if device_id == 'FULL-1':
            lab.provision(liar, '--register', 'The last')
        else:
            lab.refuse('one device more than the window is for',
                       lambda: lab.provision(liar, '--register', 'One more'), 'window.closed',
                       'refused', 'closed', 'an open window')
        liar.close()


def refuse_voices(lab):
    """A device that speaks as if it were the station."""
    liar = Liar(lab, 'VOICE', ec(lab, 'VOICE'))
    liar.answer_hello = lambda side, message: side.send({
        'type': 'error', 'code': 'corrupt', 'check': 'audit.chain',
        'message': 'Records were removed'})
    lab.refuse('a device that says the station’s log is broken',
               lambda: lab.provision(liar, '--register', 'A liar'), 'device.reports', 'refused',
               'audit.chain', None)
    liar.close()


def refuse_to_show(lab):
    """A device that is asked which one it is, and cannot say."""
    liar = Liar(lab, 'SHY', ec(lab, 'SHY'))
    liar.answer_identify = lambda side, message: side.send({'type': 'identified',
                                                            'outcome': 'failure'})
    lab.refuse('a device that does not show itself',
               lambda: lab.technician('device', 'identify', '--tether', liar.address),
               'device.not-identified', 'refused', None, None)
    liar.close()


def main():
    lab = Station()
    lab.found()
    lab.create_server()
    lab.start_central()
    revoked_key = refuse_reports(lab)
    refuse_keys(lab, revoked_key)
    refuse_resuming(lab)
    refuse_voices(lab)
    refuse_issue(lab)
    refuse_to_show(lab)
    lab.is_intact()
    lab.rows.done()


main()
