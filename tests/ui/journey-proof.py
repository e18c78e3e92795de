#!/usr/bin/python3
"""What a person sees and takes along of Check, Certificate and Test: the clocks, the certificate in full
and as a file, the proof card on the screen and as PDF. What came of it is read by other programs."""

import hashlib
import json
import os
import re
import subprocess
import tempfile

import person
from lab import Tap
from steps import PICTURES, STATION, focus_in_a_dialog, journey, rows

tap = Tap()


class Here:
    """The training station, for the steps that look into a lab's database."""

    def __init__(self, directory):
        self.station = os.path.join(directory, 'station')


def run(*argv):
    return subprocess.run(argv, capture_output=True, text=True, check=False)


def provision(desk, device):
    desk.click(f'Scan the screen of {device}')
    desk.click('The Numbers Match')
    person.wait_for(lambda: desk.usable('Issue Certificate', 'push button'), 'the judgement')


def activate(desk, name):
    """A row that is reached and pressed by the keyboard, wherever it is scrolled to."""
    for _ in range(80):
        node = desk.focused()
        if node is not None and node.name.startswith(name):
            desk.press('Return')
            return
        desk.press('Tab')
    raise person.NotFound(f'“{name}” by the Tab key')


def look_back(desk, stage):
    """At a step; the keys may have scrolled it away."""
    desk.xdotool('mousemove', '800', '500', 'click', '--repeat', '40', '--delay', '5', '4')
    desk.click(f'{stage}: done')


def close(desk, name):
    """Escape, also out of a chooser that still stands before it."""
    for _ in range(4):
        desk.press('Escape')
        try:
            person.wait_for(lambda: not desk.look(name, 'push button'), 'the end of it', 4)
            return
        except person.NotFound:
            pass
    raise person.NotFound(f'the end of “{name}”')


def save_as(desk, path):
    person.wait_for(lambda: focus_in_a_dialog(desk, 'Name:'), 'the file chooser')
    desk.press('ctrl+a')
    desk.type(path)
    desk.press('Return')


def check(desk):
    tap.check(desk.read('Policy: signature only') and desk.read('RFC 8813 §3'),
              'the judgement names the rule and its standard')
    look_back(desk, 'Check')
    for clock in ('Device’s clock, Right, ', 'Station’s clock, Right, ', 'Server’s clock, Not known'):
        tap.check(desk.find(clock), f'the clocks stand side by side: {clock}')
    desk.picture('check')
    node = person.wait_for(lambda: desk.look('Show all of ', 'push button'), 'the key’s hash')
    short = node.name.removeprefix('Show all of ')
    tap.check(re.fullmatch('[0-9a-f]{4} [0-9a-f]{4} … [0-9a-f]{4} [0-9a-f]{4}', short),
              'a hash is shown by its ends', short)
    activate(desk, 'Show all of ')
    whole = person.wait_for(lambda: next((text for text in map(person.text_of, desk.all('label'))
                                          if re.fullmatch('([0-9a-f]{4} ){15}[0-9a-f]{4}', text)),
                                         None), 'the whole hash')
    tap.check(whole.startswith(short[:9]) and whole.endswith(short[-9:]), 'all of it at one click')
    return whole.replace(' ', '')


def request(desk, key_hash):
    activate(desk, 'All Fields, Text and Files')
    desk.find('Save PEM', 'push button')
    tap.check(desk.look('keyUsage, critical: digitalSignature'),
              'the request says what it asks for, by its RFC name')
    tap.check(desk.look(f'SHA-256 (subjectPublicKeyInfo): {key_hash}'),
              'its key is the one of the check')
    desk.picture('request')
    desk.press('Escape')


def certificate(desk, top):
    look_back(desk, 'Certificate')
    tap.check(desk.read('Proves to servers which device this is, and nothing else'),
              'a certificate says what it is for')
    tap.check(desk.read('ZMonitor Intermediate CA, Training Hospital'), 'and by whom it was issued')
    activate(desk, 'All Fields, Text and Files')
    desk.find('Save PEM', 'push button')
    for row in ('basicConstraints, critical: CA:FALSE', 'extKeyUsage, not critical: clientAuth',
                'signatureAlgorithm: ecdsa-with-SHA256', 'version: v3'):
        tap.check(desk.look(row), f'in full: {row}')
    fingerprint = desk.look('SHA-256: ').name.removeprefix('SHA-256: ')
    desk.picture('certificate')
    pem, der = (os.path.join(top, name) for name in ('a.pem', 'a.der'))
    desk.press('alt+p')
    save_as(desk, pem)
    desk.find('Saved as a.pem')
    desk.press('alt+d')
    save_as(desk, der)
    desk.find('Saved as a.der')
    shown = run('openssl', 'x509', '-in', pem, '-noout', '-fingerprint', '-sha256', '-subject')
    tap.equal(shown.stdout.split('=', 1)[1].split('\n')[0].replace(':', '').lower(), fingerprint,
              'openssl reads the PEM and has the same fingerprint')
    with open(der, 'rb') as file:
        tap.equal(hashlib.sha256(file.read()).hexdigest(), fingerprint, 'and so has the DER')
    again(desk, pem)
    close(desk, 'Save PEM')
    return fingerprint


def again(desk, pem):
    """Somebody else's file is only replaced by who is asked."""
    with open(pem, 'w', encoding='ascii') as file:
        file.write('mine')
    desk.press('alt+p')
    save_as(desk, pem)
    desk.read('already exists')
    desk.picture('asked-before-replacing')
    desk.press('Escape')
    with open(pem, encoding='ascii') as file:
        tap.equal(file.read(), 'mine', 'a file that is there is not written over unasked')
    close(desk, 'Cancel')


def paper(desk, pdf, here, fingerprint, serial):
    desk.press('alt+s')
    save_as(desk, pdf)
    desk.find('The proof card is out')
    text = run('pdftotext', '-layout', pdf, '-').stdout
    flat = ' '.join(text.split())
    session, = rows(here, 'SELECT session_id FROM sessions')[0]
    for piece in ('DEV-014', 'ICU 2, bed 7', 'TLSv1.3', 'certificate revoked', 'tls.server-name',
                  'certificate required', 'This identity works, and what must be refused is',
                  'proved by the server’s receipt', session):
        tap.check(piece in flat, f'the paper says {piece}', flat)
    squeezed = flat.replace(' ', '')
    tap.check(serial in squeezed, 'and which certificate the server saw')
    tap.check(fingerprint[:24] in squeezed, 'and the certificate’s fingerprint')
    tap.check('Pages:           1' in run('pdfinfo', pdf).stdout, 'on one sheet')
    details = [json.loads(detail) for detail, in
               rows(here, "SELECT detail FROM security_audit_log WHERE action = 'proof.printed'")]
    tap.equal(details, [{'copies': 1, 'medium': 'pdf', 'state': 'good'}], 'it is on record')


def proof(desk, top, here, fingerprint):
    look_back(desk, 'Test')
    tap.check(desk.read('This identity works, and what must be refused is refused.'),
              'the test has one verdict')
    for row in ('Version, TLSv1.3, Proved, proved by the server’s receipt',
                'A client whose certificate is revoked, Refused: certificate revoked, Proved',
                'A server of another name, Refused: The server’s certificate is for another host '
                '(tls.server-name), Reported, tried by the device'):
        tap.check(desk.look(row), f'in words: {row}')
    drawn = desk.find('From the device to the Central Station')
    told = drawn.description
    tap.check('Connection: Cipher suite: TLS_' in told and 'canary' not in told,
              'what is drawn is told', told)
    desk.picture('test')
    serial, = rows(here, 'SELECT serial FROM sessions')[0]
    desk.press('alt+c')
    desk.find('Proof Card of DEV-014')
    desk.picture('proof')
    paper(desk, os.path.join(top, 'card.pdf'), here, fingerprint, serial)
    desk.press('Escape')
    kinds = rows(here, 'SELECT kind, outcome, proved_by FROM tests ORDER BY id')
    tap.equal(kinds, [('mtls', 'success', 'server'), ('no-certificate', 'success', 'station'),
                      ('canary', 'success', 'station'), ('wrong-name', 'success', 'device')],
              'each test is in the store')


def from_the_device(desk):
    desk.press('ctrl+2')
    desk.click('DEV-014, ICU 2, bed 7: In service. ', 'table row')
    desk.click('Proof card')
    desk.find('Proof Card of DEV-014')
    tap.check(True, 'an old session’s card opens from the device')
    desk.press('Escape')
    desk.click('All fields of the certificate')
    desk.find('Save PEM', 'push button')
    tap.check(desk.look('subjectPublicKeyInfo: EC P-256'), 'and so does its certificate')
    desk.press('Escape')


def main():
    with tempfile.TemporaryDirectory(prefix='zmj') as top:
        directory = os.path.join(top, 'training')
        here = Here(directory)
        desk = person.Person([STATION, '--training', '--station', directory],
                             os.path.join(PICTURES, 'proof'))
        with journey(desk, tap):
            provision(desk, 'DEV-014')
            key_hash = check(desk)
            request(desk, key_hash)
            desk.press('alt+i')
            desk.find('Proof Card…', 'push button')
            fingerprint = certificate(desk, top)
            proof(desk, top, here, fingerprint)
            from_the_device(desk)
    tap.done()


if __name__ == '__main__':
    main()
