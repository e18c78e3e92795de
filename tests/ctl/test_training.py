#!/usr/bin/env python3
"""The whole job in a throw-away station, as somebody does it who has just installed the program."""

import os
import sys
import tempfile
from pathlib import Path

import desk
import tap


def train(*arguments, **environment):
    process = desk.start_ctl(['--json', 'training', *arguments],
                             env={**os.environ, **environment})
    return desk.finish(process)


def leftovers(word):
    found = []
    for number in filter(str.isdigit, os.listdir('/proc')):
        try:
            line = Path('/proc', number, 'cmdline').read_bytes()
        except OSError:
            continue
        if word.encode() in line:
            found.append(line)
    return found


def test_ends_with_a_tested_certificate():
    with tempfile.TemporaryDirectory(prefix='zm-training-') as folder:
        shown = train(TMPDIR=folder).ok
        tap.equal(shown['state'], 'verified')
        for table in ('guard', 'clocks', 'steps', 'tests'):
            tap.equal({row['state'] for row in shown[table]}, {'good'})
        # Nothing is left of it: no file, no process.
        tap.equal(list(Path(folder).iterdir()), [])
        tap.equal(leftovers(folder), [])


def test_keeps_what_it_made():
    with tempfile.TemporaryDirectory(prefix='zm-training-') as folder:
        kept = Path(folder, 'kept')
        station = Path(train('--keep', kept).ok['directory'])
        tap.equal(leftovers(folder), [])

        verdict = desk.finish(desk.start_ctl(['--json', '--station', station, 'audit', 'verify']))
        tap.equal((verdict.code, verdict.ok['verdict']), (0, 'intact'))
        listed = desk.finish(desk.start_ctl(['--json', '--station', station, 'session', 'list']))
        sessions = listed.ok['sessions']
        tap.equal([(row['deviceId'], row['state']) for row in sessions], [('DEV-014', 'verified')])
        shown = desk.finish(desk.start_ctl(['--json', '--station', station, 'session', 'show',
                                            sessions[0]['session']]))
        tap.equal({(test['outcome'], test['provedBy']) for test in shown.ok['tests']
                   if test['kind'] == 'mtls'}, {('success', 'server')})
        certificate = desk.finish(desk.start_ctl(['--json', '--station', station, 'certificate',
                                                  'show', 'DEV-014']))
        tap.equal((certificate.ok['state'], certificate.ok['deviceLabel']),
                  ('active', 'ICU 2, bed 7'))
        pem = Path(folder, 'device.pem')
        pem.write_text(certificate.ok['pem'])
        certificates = station / 'certificates'
        desk.openssl('verify', '-x509_strict', '-purpose', 'sslclient', '-CAfile',
                     certificates / 'root.pem', '-untrusted', certificates / 'chain.pem', pem)


def test_will_not_use_a_directory_that_is_there():
    with tempfile.TemporaryDirectory(prefix='zm-training-') as folder:
        answer = train('--keep', folder)
        tap.equal((answer.code, answer.error['check']), (7, 'file.exists'))
        tap.equal(list(Path(folder).iterdir()), [])


if __name__ == '__main__':
    tap.run(sys.modules[__name__])
