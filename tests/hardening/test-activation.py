#!/usr/bin/python3
"""A station as it is installed: the signer under a user of its own, started by its socket, with the
passphrase as a credential. Needs root, to be three users."""

import json
import os
import shutil
import subprocess

import lab as laboratory
import processes
from lab import Lab, Tap, pipe_with, wait_for
from processes import as_user

STATION, SIGNER, STRANGER = 64101, 64102, 64103
NAMES = {STATION: 'station', SIGNER: 'signer', STRANGER: 'stranger'}


def status_of(pid):
    with open(f'/proc/{pid}/status', encoding='utf-8') as file:
        return {name: value.strip() for name, _, value in (line.partition(':') for line in file)}


class Installation(Lab):
    def __init__(self):
        super().__init__()
        os.chmod(self.top, 0o711)
        self.bin = self.make_place('bin', 0, 0o755)
        for name, path in laboratory.PROGRAMS.items():
            shutil.copy(path, self.bin)
            if name in ('ctl', 'device', 'central'):
                self.programs[name] = self.wrap(name, os.path.basename(path))
        self.home = self.make_place('home', SIGNER, 0o700)
        self.make_place('station', STATION, 0o700)
        self.make_place('desk', STATION, 0o700)
        os.chown(self.media, STATION, STATION)
        self.passphrase_file = self.write(self.path('passphrase'), laboratory.PASSPHRASE + '\n')
        os.chown(self.passphrase_file, SIGNER, SIGNER)
        os.chmod(self.passphrase_file, 0o400)
        self.signer = os.path.join(self.bin, 'zmonitor-signer')
        self.socket = os.path.join(self.station, 'signer.socket')

    def make_place(self, name, owner, mode):
        path = self.path(name)
        os.makedirs(path, exist_ok=True)
        os.chown(path, owner, owner)
        os.chmod(path, mode)
        return path

    def wrap(self, name, program):
        """The desk runs everything but the signer, in its own corner of the laboratory."""
        words = ' '.join(as_user(STATION, os.path.join(self.bin, program)))
        path = self.write(os.path.join(self.bin, name), f'#!/bin/sh\nexec {words} "$@"\n')
        os.chmod(path, 0o755)
        return path

    def path(self, *names):
        """What the desk writes beside the station must be where it may write."""
        corner = [] if names[0] in ('station', 'media', 'bin', 'home', 'desk', 'log',
                                    'passphrase') else ['desk']
        return os.path.join(self.top, *corner, *names)

    def create_signer(self):
        ready, writing = os.pipe()
        secrets = pipe_with(laboratory.PASSPHRASE, laboratory.ADMIN_PIN)
        argv = as_user(SIGNER, self.signer, '--station', self.home, '--create', '--administrator',
                       laboratory.ADMIN, '--passphrase-fd', str(secrets), '--pin-fd', str(secrets),
                       '--ready-fd', str(writing))
        process = self.start_and_wait(argv, ready, writing, [secrets])
        os.close(secrets)
        self.stop(process)

    def listen(self, *options):
        process = self.start('systemd-socket-activate', '--seqpacket', '-l', self.socket,
                             *as_user(SIGNER, self.signer, '--station', self.home,
                                      '--passphrase-file', self.passphrase_file, *options))
        wait_for(lambda: os.path.exists(self.socket), 'the socket')
        # As SocketUser= and SocketMode= of the unit.
        os.chown(self.socket, STATION, STATION)
        os.chmod(self.socket, 0o600)
        return process

    def log(self):
        with open(self.path('log'), encoding='utf-8') as file:
            return file.read()


def ask(lab, uid, *requests):
    """What a user without the station's program gets from the signer."""
    script = '''
import json, socket, sys
with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as peer:
    peer.settimeout(60)
    try:
        peer.connect(sys.argv[1])
    except OSError as error:
        print(json.dumps({"connect": error.errno}))
        sys.exit()
    for request in sys.argv[2:]:
        peer.send(request.encode())
        print(peer.recv(1 << 18).decode())
'''
    output = subprocess.run(as_user(uid, '/usr/bin/python3', '-c', script, lab.socket, *requests),
                            capture_output=True, text=True, check=True, timeout=120).stdout
    return [json.loads(line) for line in output.splitlines()]


def found(tap, lab):
    lab.create_signer()
    refused = lab.listen()
    ask(lab, STATION)
    refused.wait(60)
    tap.check('options.client' in lab.log(), 'a passed socket without --client is not served',
              lab.log())
    lab.processes.remove(refused)
    os.unlink(lab.socket)

    signer = lab.listen('--client', str(STATION))
    answer = lab.create_authority()
    tap.equal(answer.status, 0, 'the station is founded on the installed signer')
    if answer.status:
        tap.check(False, 'founding', answer.stdout + answer.stderr + lab.log())
        tap.done()
    tap.check(not os.path.exists(os.path.join(lab.station, 'signer')),
              'no key lies with the station')
    return signer


def provision(tap, lab):
    tap.equal(lab.create_server().status, 0, 'a server certificate')
    lab.add_technician()
    lab.admin('window', 'open', '--devices', '1', '--minutes', '30')
    central = lab.start_central()
    device = lab.make_device('DEV-001', 'ICU 1, bed 1')
    device.switch_on()
    for name, process in {'central': central, 'device': device.process}.items():
        tap.check(processes.is_closed(STATION, process.pid),
                  f'the memory of the {name} is closed to its own user')
    answer = device.provision()
    tap.equal((answer.ok or {}).get('state'), 'verified', 'a device is provisioned')
    answer = lab.ctl('check')
    wrong = [finding for finding in (answer.ok or {}).get('findings', [])
             if finding.get('severity') != 'ok']
    tap.equal((answer.status, wrong), (0, []), '“check” has nothing to say against it')


def judge_rights(tap, lab, pid):
    status = status_of(pid)
    tap.equal(status['Uid'].split(), [str(SIGNER)] * 4, 'the signer is its own user')
    tap.equal([status[name] for name in ('CapInh', 'CapPrm', 'CapEff', 'CapAmb')],
              ['0' * 16] * 4, 'it has no capability')
    tap.equal((status['Seccomp'], status['NoNewPrivs']), ('2', '1'),
              'it has its filter and gains nothing by exec')
    tap.check(int(status['VmLck'].split()[0]) > 0, 'secrets are locked in memory', status['VmLck'])
    for uid in (SIGNER, STATION):
        tap.check(processes.is_closed(uid, pid), f'it is closed to the {NAMES[uid]}’s user')
    tap.check(subprocess.run(as_user(STATION, 'cat', lab.path('home', 'signer', 'keys')),
                             capture_output=True, check=False).returncode != 0,
              'the station cannot read its keys')
    tap.check(subprocess.run(as_user(STATION, 'kill', str(pid)), capture_output=True,
                             check=False).returncode != 0, 'nor end it')


def judge_peers(tap, lab):
    status = json.dumps({'request': 'status'})
    tap.equal(ask(lab, STRANGER, status), [{'connect': 13}], 'the socket is closed to others')
    # Somebody opens it: the signer itself looks who is there.
    os.chmod(lab.station, 0o755)
    os.chmod(lab.socket, 0o666)
    answers = ask(lab, STRANGER, status, status)
    tap.equal([answer.get('error', {}).get('check') for answer in answers],
              ['signer.stranger'] * 2, 'a stranger is refused with a code')
    tap.equal(answers[0].get('error', {}).get('seen'), f'user {STRANGER}', 'who is named')
    tap.check('ok' in ask(lab, STATION, status)[0], 'the station is served')
    with open(lab.path('home', 'signer', 'ledger'), encoding='utf-8') as file:
        refused = [entry for entry in map(json.loads, file) if entry['kind'] == 'peer.refused']
    tap.equal([entry['user'] for entry in refused], [STRANGER], 'the ledger has it once')
    os.chmod(lab.station, 0o700)
    os.chmod(lab.socket, 0o600)


def judge_credential(tap, lab, signer):
    """One that others may read is none."""
    lab.stop(signer)
    os.unlink(lab.socket)
    os.chmod(lab.passphrase_file, 0o444)
    signer = lab.listen('--client', str(STATION))
    ask(lab, STATION)
    signer.wait(60)
    lab.processes.remove(signer)
    tap.check('file.mode' in lab.log(), 'a passphrase that is open to others is refused', lab.log())


def main():
    tap = Tap()
    if os.geteuid() != 0:
        tap.check(False, 'only root can be three users')
        tap.done()
    lab = Installation()
    signer = found(tap, lab)
    provision(tap, lab)
    judge_rights(tap, lab, signer.pid)
    judge_peers(tap, lab)
    judge_credential(tap, lab, signer)
    tap.done()


main()
