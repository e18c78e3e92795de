#!/usr/bin/env python3
"""A station from nothing, through the root ceremony, and what is left of it on disk."""

import fcntl
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import desk
import tap
from desk import PASSPHRASE, PIN, PLAN, ROOT_PASSPHRASE, openssl

STATION = desk.Desk()


def read_process(number, name):
    try:
        return Path('/proc', number, name).read_bytes()
    except OSError:
        return b''


def session_of(number):
    try:
        return os.getsid(int(number))
    except ProcessLookupError:
        return None


def watch_for_secrets(process):
    """Every command line and environment of every process, as often as possible until the end."""
    secrets = [secret.encode() for secret in (PASSPHRASE, PIN, ROOT_PASSPHRASE)]
    found = set()
    programs = set()
    while process.poll() is None:
        for number in filter(str.isdigit, os.listdir('/proc')):
            line = read_process(number, 'cmdline')
            words = line.split(b'\0')
            # Other tests run signers as well.
            if words[0].endswith(b'/zmonitor-signer') and session_of(number) == process.pid:
                programs.add(words[1])
            text = line + read_process(number, 'environ')
            found.update(secret for secret in secrets if secret in text)
    return found, programs


def test_needs_its_arguments():
    with desk.Desk() as empty:
        error = empty.look('authority', 'create', *PLAN, '--root-media', empty.media).error
        tap.equal((error['code'], error['check'], error['expected']),
                  ('usage', 'usage.arguments', '--operator NAME'))
        error = empty.look('--operator', 'Ana', 'authority', 'create', *PLAN).error
        tap.equal(error['expected'], '--root-media DIR')
        tap.equal(empty.station.exists(), False)


def test_refuses_a_short_passphrase_and_can_be_repeated():
    with desk.Desk() as half:
        process = desk.start_ctl(half.create_arguments(), ['short', PIN, ROOT_PASSPHRASE])
        tap.equal(desk.finish(process).error['check'], 'passphrase.short')
        tap.equal(half.create().ok['hospital'], 'St. Example')


def media_of(place):
    return os.open(place.media, os.O_RDONLY | os.O_DIRECTORY)


def test_says_that_another_ceremony_uses_the_media():
    with desk.Desk() as half:
        other = media_of(half)
        fcntl.flock(other, fcntl.LOCK_EX)
        error = half.create().error
        tap.equal((error['code'], error['check']), ('conflict', 'ceremony.locked'))
        records = half.look('audit', 'list').ok['records']
        tap.contains([record.get('detail', {}).get('check') for record in records],
                     'ceremony.locked')
        os.close(other)
        tap.equal(half.create().ok['hospital'], 'St. Example')


def ceremonies_of(process):
    return [int(number) for number in filter(str.isdigit, os.listdir('/proc'))
            if session_of(number) == process.pid and
            read_process(number, 'cmdline').split(b'\0')[1:2] == [b'--ceremony']]


def is_free(place):
    media = media_of(place)
    try:
        fcntl.flock(media, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    except BlockingIOError:
        return False
    finally:
        os.close(media)


def test_ceremony_ends_with_its_station():
    """Whatever it does at that moment: it is held here, as by a slow media."""
    with desk.Desk() as half:
        process = desk.start_ctl(half.create_arguments(), [PASSPHRASE, PIN, ROOT_PASSPHRASE])
        # Where the media is taken, the ceremony has made its way to the work.
        desk.wait_until(lambda: ceremonies_of(process) and not is_free(half), 60)
        held = ceremonies_of(process)
        for number in held:
            os.kill(number, signal.SIGSTOP)
        process.kill()
        process.wait()
        try:
            desk.wait_until(lambda: ceremonies_of(process) == [])
        finally:
            for number in ceremonies_of(process):
                os.kill(number, signal.SIGKILL)
            process.communicate()
        tap.equal(half.create().ok['hospital'], 'St. Example')


def test_root_of_another_host_is_named():
    with desk.Desk() as first, desk.Desk() as second:
        first.create().ok
        second.media = first.media
        error = second.create('--identity-host', 'id.other.example').error
        tap.equal([error[name] for name in ('code', 'check', 'seen', 'expected')],
                  ['conflict', 'ceremony.identity-host', 'id.example.org', 'id.other.example'])
        tap.contains(error['remedy'], 'identity host')
        tap.equal(second.create().ok['identityHost'], 'id.example.org')


def test_creates():
    process = desk.start_ctl(STATION.create_arguments(), [PASSPHRASE, PIN, ROOT_PASSPHRASE])
    found, programs = watch_for_secrets(process)
    shown = desk.finish(process).ok

    tap.equal(shown['hospital'], 'St. Example')
    tap.equal(shown['identityHost'], 'id.example.org')
    tap.equal(shown['nameConstraints'], True)
    tap.equal(shown['deviceDays'], 365)
    tap.equal(shown['keyIds'], [{'keyId': 'sk-1', 'mode': 'derived'}])
    tap.equal([crl['entries'] for crl in shown['crls']], [1, 0])
    tap.equal(found, set())
    # The watch would have been blind otherwise.
    tap.equal(programs, {b'--station', b'--ceremony'})


def test_leaves_nothing_open_to_others():
    for folder, _, names in os.walk(STATION.station):
        tap.equal(stat.S_IMODE(os.stat(folder).st_mode), 0o700)
        for name in names:
            mode = stat.S_IMODE(os.lstat(Path(folder, name)).st_mode)
            # What is made to be published may be read, inside a closed directory.
            tap.equal(mode & 0o077, 0o044 if folder.endswith('/crl') else 0)


def test_keeps_no_secret_in_the_clear():
    secrets = [secret.encode() for secret in (PASSPHRASE, PIN, ROOT_PASSPHRASE)]
    for top in (STATION.station, STATION.media):
        for path in filter(Path.is_file, top.rglob('*')):
            content = path.read_bytes()
            tap.equal([secret for secret in secrets if secret in content], [])
            if 'canary' not in path.parts:
                tap.lacks(content, b'BEGIN PRIVATE KEY')


def test_root_key_stays_on_the_media():
    tap.equal((STATION.media / 'root.key').read_text().splitlines()[0],
              '-----BEGIN ENCRYPTED PRIVATE KEY-----')
    tap.equal([path for path in STATION.station.rglob('root.key')], [])


def make_pem_crls():
    files = []
    for name in ('intermediate', 'root'):
        files.append(STATION.folder / f'{name}.crl.pem')
        openssl('crl', '-inform', 'DER', '-in', STATION.station / 'crl' / f'{name}.crl',
                '-out', files[-1])
    return files


def test_openssl_verifies_the_chain():
    certificates = STATION.station / 'certificates'
    crls = make_pem_crls()
    arguments = ['verify', '-x509_strict', '-crl_check_all', '-CAfile', certificates / 'root.pem',
                 '-CRLfile', crls[0], '-CRLfile', crls[1]]

    openssl(*arguments, '-untrusted', certificates / 'chain.pem', certificates / 'station.pem')
    openssl(*arguments, certificates / 'chain.pem')
    refused = openssl(*arguments, '-untrusted', certificates / 'chain.pem',
                      STATION.station / 'canary' / 'canary.pem', check=False)
    tap.contains(refused.stderr, 'error 23')  # certificate revoked


def certtool(leaf):
    """GnuTLS's verdict on a leaf file with its chain."""
    certificates = STATION.station / 'certificates'
    crls = STATION.write('all.crl', ''.join(path.read_text() for path in make_pem_crls()))
    return subprocess.run(['certtool', '--verify', '--load-ca-certificate',
                           certificates / 'root.pem', '--load-crl', crls, '--infile', leaf],
                          capture_output=True, text=True, check=False)


def test_certtool_verifies_the_chain():
    certificates = STATION.station / 'certificates'
    good = STATION.write('chain.pem', (certificates / 'chain.pem').read_text())
    verdict = certtool(good)
    tap.equal(verdict.returncode, 0)
    tap.contains(verdict.stdout, 'Chain verification output: Verified.')
    refused = certtool(STATION.station / 'canary' / 'canary.pem')
    tap.contains(refused.stdout, 'revoked')


def test_records_what_it_did():
    actions = STATION.actions()
    tap.equal(actions[0], 'log.opened')
    for action in ('operator.signed-in', 'authority.created', 'server-key.added', 'canary.issued',
                   'crl.issued'):
        tap.contains(actions, action)
    tap.equal(len(list((STATION.station / 'checkpoints').glob('*.note'))), 1)


def test_creating_again_needs_the_same_media():
    other = STATION.folder / 'other'
    other.mkdir(mode=0o700)
    error = STATION.create('--root-media', other).error
    tap.equal((error['code'], error['check']), ('conflict', 'authority.exists'))
    tap.equal(list(other.iterdir()), [])


def test_same_media_renews_what_is_below_the_root():
    before = STATION.look('certificate', 'list').ok['certificates']
    shown = STATION.create().ok
    after = STATION.look('certificate', 'list').ok['certificates']
    tap.equal(shown['certificates'][0]['serial'],
              next(row['serial'] for row in before if row['kind'] == 'root'))
    tap.equal(sum(row['kind'] == 'intermediate' for row in after), 2)
    test_openssl_verifies_the_chain()


def test_server_certificate_with_key_and_by_request():
    out = STATION.folder / 'server'
    shown = STATION.act('authority', 'server-certificate', '--root-media', STATION.media,
                        '--root-passphrase-fd', '{fd}', '--name', 'central.example.org',
                        '--name', '192.0.2.7', '--out', out, more=[ROOT_PASSPHRASE]).ok
    tap.contains(shown['subject'], 'CN=central.example.org')
    tap.equal(stat.S_IMODE((out / 'server.key').stat().st_mode), 0o600)
    text = openssl('x509', '-in', out / 'server.pem', '-noout', '-ext', 'subjectAltName').stdout
    tap.contains(text, 'DNS:central.example.org, IP Address:192.0.2.7')
    openssl('verify', '-x509_strict', '-purpose', 'sslserver', '-CAfile',
            STATION.station / 'certificates' / 'root.pem', out / 'server.pem')

    csr = STATION.request('central', '/CN=central2.example.org')
    out = STATION.folder / 'server2'
    STATION.act('authority', 'server-certificate', '--root-media', STATION.media,
                '--root-passphrase-fd', '{fd}', '--csr', csr, '--name', 'central2.example.org',
                '--out', out, more=[ROOT_PASSPHRASE]).ok
    tap.equal([path.name for path in out.iterdir()], ['server.pem'])


def test_wrong_root_passphrase_is_denied():
    answer = STATION.act('authority', 'server-certificate', '--root-media', STATION.media,
                         '--root-passphrase-fd', '{fd}', '--name', 'x.example.org', '--out',
                         STATION.folder / 'server3', more=['not this one'])
    tap.equal((answer.code, answer.error['check']), (5, 'key.passphrase'))


if __name__ == '__main__':
    try:
        tap.run(sys.modules[__name__])
    finally:
        STATION.close()
