"""A laboratory for journeys: a station, its Central Station and devices, all as real processes on
loopback, in a directory that is removed at the end."""

import atexit
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

BUILD = os.environ['G_TEST_BUILDDIR']
CTL = os.path.join(BUILD, 'app/ctl/zmonitor-stationctl')
DEVICE = os.path.join(BUILD, 'app/device/zmonitor-device')
CENTRAL = os.path.join(BUILD, 'app/central/zmonitor-central')
SIGNER = os.path.join(BUILD, 'app/signer/zmonitor-signer')
PROGRAMS = {'ctl': CTL, 'device': DEVICE, 'central': CENTRAL, 'signer': SIGNER}

ADMIN, ADMIN_PIN = 'ada', '123456'
TECHNICIAN, TECHNICIAN_PIN = 'mkeller', '654321'
PASSPHRASE = 'correct horse battery'
ROOT_PASSPHRASE = 'staple of the offline root'
WAIT = 60  # seconds until something that must happen is given up


class Tap:
    """Test results as the Test Anything Protocol; a failed one does not stop the others."""

    def __init__(self):
        self.count = 0
        self.failed = 0

    def check(self, condition, name, detail=''):
        self.count += 1
        self.failed += not condition
        print(f'{"ok" if condition else "not ok"} {self.count} - {name}', flush=True)
        if not condition and detail:
            for line in str(detail).splitlines():
                print(f'# {line}', flush=True)
        return condition

    def equal(self, seen, expected, name):
        return self.check(seen == expected, name, f'seen {seen!r}, expected {expected!r}')

    def done(self):
        print(f'1..{self.count}', flush=True)
        sys.exit(1 if self.failed else 0)


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


def wait_for(condition, what):
    deadline = time.monotonic() + WAIT
    while time.monotonic() < deadline:
        value = condition()
        if value:
            return value
        time.sleep(0.02)
    raise TimeoutError(what)


def pipe_with(*lines):
    """The reading end of a pipe that holds these lines."""
    reading, writing = os.pipe()
    os.write(writing, ''.join(line + '\n' for line in lines).encode())
    os.close(writing)
    return reading


class Answer:
    def __init__(self, process):
        self.status = process.returncode
        self.stderr = process.stderr
        try:
            self.json = json.loads(process.stdout)
        except ValueError:
            self.json = {}
        self.stdout = process.stdout

    @property
    def ok(self):
        return self.json.get('ok')

    @property
    def error(self):
        return self.json.get('error', {})


class Lab:
    def __init__(self, programs=None, environment=None):
        self.programs = PROGRAMS | (programs or {})
        self.environment = environment
        self.top = tempfile.mkdtemp(prefix='zm')
        self.processes = []
        self.other_cas = []  # whose lists the Central Station is to believe too
        atexit.register(self.close)
        self.port = free_port()
        self.crl_port = free_port()
        self.station = self.path('station')
        self.media = self.path('media')
        os.mkdir(self.media, 0o700)

    def path(self, *names):
        return os.path.join(self.top, *names)

    def close(self):
        for process in self.processes:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
        shutil.rmtree(self.top, ignore_errors=True)

    def start(self, *argv, pass_fds=(), log='log'):
        log = open(self.path(log), 'ab')
        process = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                   pass_fds=pass_fds, env=self.environment)
        log.close()
        self.processes.append(process)
        return process

    def last_words(self):
        with open(self.path('log'), encoding='utf-8', errors='replace') as log:
            return log.read()[-300:]

    def stop(self, process):
        process.send_signal(signal.SIGTERM)
        process.wait(WAIT)
        self.processes.remove(process)

    def kill(self, process):
        """Ends a process as a power switch does; one that has ended already is only reaped."""
        process.kill()
        process.wait(WAIT)
        self.processes.remove(process)

    def ctl(self, *verb, operator=None, pin=None, secrets=(), pass_fds=(), timeout=120,
            preexec_fn=None):
        """One call of zmonitor-stationctl --json. secrets: pairs of option and line."""
        fds = list(pass_fds)

        def through_descriptors(pairs):
            words = []
            for option, line in pairs:
                fds.append(pipe_with(line))
                words += [option, str(fds[-1])]
            return words

        argv = [self.programs['ctl'], '--station', self.station, '--json']
        argv += through_descriptors([('--passphrase-fd', PASSPHRASE)])
        if operator:
            argv += ['--operator', operator] + through_descriptors([('--pin-fd', pin)])
        argv += list(verb) + through_descriptors(secrets)
        process = subprocess.run(argv, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                                 pass_fds=fds, timeout=timeout, env=self.environment,
                                 preexec_fn=preexec_fn)
        for fd in fds:
            os.close(fd)
        return Answer(process)

    def look(self, *verb):
        """What the files alone say: no signer is there, or is started for it."""
        return Answer(subprocess.run([self.programs['ctl'], '--station', self.station, '--json',
                                      *verb], stdin=subprocess.DEVNULL, capture_output=True,
                                     text=True, timeout=WAIT, env=self.environment))

    def admin(self, *verb, **options):
        return self.ctl(*verb, operator=ADMIN, pin=ADMIN_PIN, **options)

    def technician(self, *verb, **options):
        return self.ctl(*verb, operator=TECHNICIAN, pin=TECHNICIAN_PIN, **options)

    def create_authority(self):
        return self.admin('authority', 'create', '--hospital', 'Test Hospital',
                          '--identity-host', 'id.test.example',
                          '--server-url', f'https://localhost:{self.port}',
                          '--crl-url', f'http://localhost:{self.crl_port}/',
                          '--root-media', self.media,
                          secrets=[('--root-passphrase-fd', ROOT_PASSPHRASE)])

    def create_server(self):
        return self.admin('authority', 'server-certificate', '--root-media', self.media,
                          '--name', 'localhost', '--name', '127.0.0.1',
                          '--out', self.path('central'),
                          secrets=[('--root-passphrase-fd', ROOT_PASSPHRASE)])

    def add_technician(self):
        return self.admin('operator', 'add', TECHNICIAN, '--role', 'technician',
                          secrets=[('--new-pin-fd', TECHNICIAN_PIN)])

    @staticmethod
    def write(path, text):
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)
        return path

    def make_server_by_hand(self, ca, ca_key):
        """A server certificate of a CA that is not ours."""
        os.mkdir(self.path('central'), 0o700)
        extensions = self.write(self.path('server.ext'), '''
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = DNS:localhost
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
''')
        request = self.path('server.csr')
        subprocess.run(['openssl', 'req', '-new', '-newkey', 'ec', '-pkeyopt',
                        'ec_paramgen_curve:P-256', '-nodes', '-subj', '/CN=localhost',
                        '-keyout', self.path('central/server.key'), '-out', request],
                       check=True, capture_output=True)
        os.chmod(self.path('central/server.key'), 0o600)
        subprocess.run(['openssl', 'x509', '-req', '-in', request, '-CA', ca, '-CAkey', ca_key,
                        '-days', '300', '-extfile', extensions,
                        '-out', self.path('central/server.pem')], check=True,
                       capture_output=True)

    def crl_files(self):
        return [os.path.join(self.station, 'crl', name + '.crl')
                for name in ('root', 'intermediate')]

    def start_central(self):
        reading, writing = os.pipe()
        argv = [self.programs['central'], '--listen', f'127.0.0.1:{self.port}',
                '--crl-listen', f'127.0.0.1:{self.crl_port}',
                '--certificate', self.path('central/server.pem'),
                '--key', self.path('central/server.key'),
                '--root', os.path.join(self.station, 'certificates/root.pem'),
                '--crl-memory', self.path('central/crl'),
                '--ready-fd', str(writing)]
        for ca in [os.path.join(self.station, 'certificates/chain.pem'), *self.other_cas]:
            argv += ['--ca', ca]
        for crl in self.crl_files():
            argv += ['--crl', crl]
        return self.start_and_wait(argv, reading, writing)

    def start_and_wait(self, argv, reading, writing, pass_fds=()):
        """Starts a program that tells by a line on the descriptor writing that it serves."""
        process = self.start(*argv, pass_fds=[writing, *pass_fds])
        os.close(writing)
        with os.fdopen(reading) as ready:
            line = ready.readline()
        if not line or '"error"' in line:
            self.kill(process)
            raise RuntimeError(f'{os.path.basename(argv[0])} did not start: {line} {self.last_words()}')
        return process

    def start_signer(self):
        """A signer that outlives the commands; they use it instead of starting one each."""
        reading, writing = os.pipe()
        passphrase = pipe_with(PASSPHRASE)
        argv = [self.programs['signer'], '--station', self.station,
                '--passphrase-fd', str(passphrase), '--ready-fd', str(writing)]
        try:
            return self.start_and_wait(argv, reading, writing, [passphrase])
        finally:
            os.close(passphrase)

    def make_device(self, device_id, label, *options):
        return Device(self, device_id, label, options)


class Device:
    """A zmonitor-device process with its screen."""

    wrapper = ()  # a command in front of it, such as strace

    def __init__(self, lab, device_id, label, options=()):
        self.lab = lab
        self.id = device_id
        self.state = lab.path(device_id)
        self.socket = lab.path(device_id + '.socket')
        self.address = 'virtual:' + self.socket
        self.events = []
        self.process = None
        self.options = list(options)
        factory = lab.path(device_id + '.factory')
        lab.admin('device', 'add', device_id, '--label', label)
        lab.admin('authority', 'device-key', device_id, '--out', factory)
        subprocess.run([lab.programs['device'], 'init', '--state', self.state,
                        '--factory', factory, '--label', label], check=True,
                       stdout=subprocess.DEVNULL, env=lab.environment)

    def switch_on(self):
        reading, writing = os.pipe()
        self.events = []
        self.process = self.lab.start(
            *self.wrapper, self.lab.programs['device'], 'run', '--state', self.state,
            '--tether', self.address,
            '--ticket-png', self.lab.path(self.id + '.png'),
            '--ticket-text', self.lab.path(self.id + '.ticket'),
            '--events-fd', str(writing), *self.options, pass_fds=[writing])
        os.close(writing)
        os.set_blocking(reading, False)
        self.reading = reading
        self.buffer = b''
        wait_for(lambda: self.find('ticket') or self.process.poll() is not None,
                 'the ticket of ' + self.id)
        if not self.find('ticket'):
            raise RuntimeError(f'{self.id} ended with {self.process.returncode}')

    def switch_off(self):
        self.lab.stop(self.process)
        os.close(self.reading)

    def cut_off(self):
        """Without power; one that has ended already is only reaped."""
        self.lab.kill(self.process)
        os.close(self.reading)

    def ask(self, *words):
        """A command that looks at the device's directory, whether it runs or not."""
        return subprocess.run([self.lab.programs['device'], *words, '--state', self.state],
                              stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=WAIT, env=self.lab.environment)

    def identity(self):
        """What it says of itself; {} if it cannot."""
        shown = self.ask('show', '--json')
        return json.loads(shown.stdout) if shown.returncode == 0 else {}

    def poll(self):
        try:
            chunk = os.read(self.reading, 65536)
        except BlockingIOError:
            return
        self.buffer += chunk
        *lines, self.buffer = self.buffer.split(b'\n')
        self.events += [json.loads(line) for line in lines]

    def find(self, name):
        """The latest event of this name."""
        self.poll()
        return next((event for event in reversed(self.events) if event['event'] == name), None)

    def screen_text(self):
        """What the code on its screen says."""
        with open(self.lab.path(self.id + '.ticket'), encoding='utf-8') as file:
            return file.read().strip()

    def files(self):
        """Certificate chain and key that it uses, for a client that is not the device."""
        shown = json.loads(self.ask('show', '--json').stdout)
        slot = os.path.join(self.state, 'slots', shown['slot'])
        return os.path.join(slot, 'chain.pem'), os.path.join(slot, 'key.pem')

    def provision(self, *options, ticket=None, code=None, picture=None, camera=None, tether=None,
                  **patience):
        """Provisions as a technician who compares what the device's screen shows. patience:
        timeout, where the laboratory's own is not right."""
        confirm_reading, confirm_writing = os.pipe()
        brought = (['--code', code] if code else ['--ticket-image', picture] if picture else
                   camera if camera else ['--ticket', ticket or self.lab.path(self.id + '.ticket')])
        seen = self.find('number')
        argv = ['provision', '--tether', tether or self.address, *brought,
                '--confirm-number', str(confirm_reading), *options]
        ended = threading.Event()

        def read_number():
            while not ended.is_set():
                event = self.find('number')
                if event is not None and event is not seen:
                    os.write(confirm_writing, (event['number'] + '\n').encode())
                    return
                time.sleep(0.02)

        person = threading.Thread(target=read_number)
        person.start()
        answer = self.lab.technician(*argv, pass_fds=[confirm_reading], **patience)
        ended.set()
        person.join()
        os.close(confirm_writing)
        return answer
