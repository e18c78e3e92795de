"""A station in a temporary directory, worked on with the real programs."""

import json
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

BUILD = Path(os.environ['G_TEST_BUILDDIR'])
STATIONCTL = BUILD / 'app' / 'ctl' / 'zmonitor-stationctl'
SIGNER = BUILD / 'app' / 'signer' / 'zmonitor-signer'

PASSPHRASE = 'a passphrase for the signer'
ROOT_PASSPHRASE = 'a passphrase for the root'
PIN = '271828'
ADMINISTRATOR = 'Ana Admin'

PLAN = ['--hospital', 'St. Example', '--identity-host', 'id.example.org',
        '--server-url', 'https://central.example.org', '--crl-url', 'http://crl.example.org/']


class Answer:
    """What one call of zmonitor-stationctl came to."""

    def __init__(self, code, out, err):
        self.code = code
        self.out = out
        self.err = err

    @property
    def json(self):
        return json.loads(self.out)

    @property
    def ok(self):
        assert self.code == 0, f'exit code {self.code}: {self.out}{self.err}'
        return self.json['ok']

    @property
    def error(self):
        assert self.code != 0, f'no failure: {self.out}'
        return self.json['error']


def pipe_with(lines):
    """The reading end of a pipe that holds these lines."""
    reading, writing = os.pipe()
    os.write(writing, ''.join(line + '\n' for line in lines).encode())
    os.close(writing)
    return reading


def start_ctl(arguments, secrets=(), stdin=None, **kwargs):
    """'{fd}' in an argument is the descriptor that the secrets come from."""
    descriptor = pipe_with(secrets)
    command = [str(argument).replace('{fd}', str(descriptor)) for argument in arguments]
    process = subprocess.Popen([STATIONCTL, *command], pass_fds=[descriptor],
                               stdin=subprocess.DEVNULL if stdin is None else subprocess.PIPE,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                               start_new_session=True, **kwargs)
    os.close(descriptor)
    return process


def finish(process, stdin=None):
    out, err = process.communicate(stdin, timeout=120)
    return Answer(process.returncode, out, err)


class Desk:
    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix='zm-ctl-'))
        self.station = self.folder / 'station'
        self.media = self.folder / 'media'
        self.media.mkdir(mode=0o700)
        self.signer = None

    def close(self):
        if self.signer is not None:
            self.signer.terminate()
            self.signer.wait(timeout=20)
        shutil.rmtree(self.folder)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def create_arguments(self, *more):
        return ['--json', '--station', self.station, '--operator', ADMINISTRATOR,
                '--passphrase-fd', '{fd}', '--pin-fd', '{fd}', 'authority', 'create', *PLAN,
                '--root-media', self.media, '--root-passphrase-fd', '{fd}', '--desk', 'Desk 1',
                *more]

    def create(self, *more):
        return finish(start_ctl(self.create_arguments(*more), [PASSPHRASE, PIN, ROOT_PASSPHRASE]))

    def serve(self):
        """A signer that listens, so that each call does not have to start its own."""
        descriptor = pipe_with([PASSPHRASE])
        ready, told = os.pipe()
        self.signer = subprocess.Popen(
            [SIGNER, '--station', self.station, '--passphrase-fd', str(descriptor),
             '--ready-fd', str(told)], pass_fds=[descriptor, told])
        os.close(descriptor)
        os.close(told)
        with os.fdopen(ready) as stream:
            assert json.loads(stream.readline()) == {'ok': {}}

    def look(self, *arguments, stdin=None):
        """Without a sign-in."""
        process = start_ctl(['--json', '--station', self.station, *arguments], stdin=stdin)
        return finish(process, stdin)

    def act(self, *arguments, operator=ADMINISTRATOR, pin=PIN, more=(), stdin=None):
        """Signed in; what is in more follows the PIN on the descriptor."""
        secrets = [pin, *more] if self.signer else [PASSPHRASE, pin, *more]
        process = start_ctl(['--json', '--station', self.station, '--operator', operator,
                             '--pin-fd', '{fd}', '--passphrase-fd', '{fd}', *arguments],
                            secrets, stdin)
        return finish(process, stdin)

    def write(self, name, content):
        path = self.folder / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content, encoding='utf-8', newline='')
        return path

    def request(self, name, subject):
        """A key and a certificate request of a device, by openssl."""
        key, csr = self.folder / f'{name}.key', self.folder / f'{name}.csr'
        openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', key)
        openssl('req', '-new', '-key', key, '-subj', subject, '-out', csr)
        return csr

    def actions(self):
        records = self.look('audit', 'list').ok['records']
        return [record['action'] for record in reversed(records)]


def openssl(*arguments, check=True):
    result = subprocess.run(['openssl', *map(str, arguments)], capture_output=True, text=True,
                            check=False)
    if check and result.returncode != 0:
        raise AssertionError(f'openssl {arguments}: {result.stderr}{result.stdout}')
    return result


def wait_until(condition, seconds=10):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, 'it did not happen in time'
        time.sleep(0.02)
