#!/usr/bin/python3
"""The kernel gives no random numbers to one program after the other: it makes no key, signs nothing
and says so, instead of going on with numbers that somebody could guess; when there are some again
the same work succeeds."""

import os
import shutil
import subprocess

from chaos import accounted, audited, found, ledger, told, verified
from lab import CENTRAL, DEVICE, PROGRAMS, WAIT, Lab, Tap

DRY = os.environ['ZM_DRY']
CHECK = 'random.missing'
ALWAYS, NEVER, FOUNDING, CEREMONY = '*', 'never', '*--create*', '*--ceremony*'


class DryLab(Lab):
    """One whose station and signers can be without randomness."""

    def __init__(self):
        super().__init__()
        directory = self.path('programs')
        os.mkdir(directory)
        # A station starts the signer that stands beside it, with an environment of its own making.
        self.programs['ctl'] = shutil.copy(PROGRAMS['ctl'], directory)
        self.programs['signer'] = os.path.join(directory, 'zmonitor-signer')
        self.dry_signer(NEVER)

    def dry_signer(self, arguments):
        """The signers with these arguments, as a pattern of the shell's."""
        self.write(self.programs['signer'],
                   f'#!/bin/sh\ncase "$*" in {arguments}) export LD_PRELOAD={DRY};; esac\n'
                   f'exec {PROGRAMS["signer"]} "$@"\n')
        os.chmod(self.programs['signer'], 0o700)

    def dry_station(self, dry=True):
        self.environment = os.environ | ({'LD_PRELOAD': DRY} if dry else {})


def keys_in(*directories):
    """Files that hold a key, or what one is made from."""
    return [os.path.join(folder, name) for directory in directories
            for folder, _, names in os.walk(directory) for name in names
            if name.startswith('keys') or '.key' in name or name.endswith('.pem')]


def try_itself(tap):
    """The library does what it is there for."""
    dry = subprocess.run(['openssl', 'rand', '-hex', '8'], capture_output=True,
                         env=os.environ | {'LD_PRELOAD': DRY}, check=False)
    tap.check(dry.returncode and not dry.stdout, 'openssl has no random numbers either')


def try_founding(tap, lab):
    for name, signers in (('a new signer', FOUNDING), ('a ceremony', CEREMONY)):
        lab.dry_signer(signers)
        told(tap, lab.create_authority(), 10, CHECK, name)
        tap.check(not os.listdir(lab.media), f'{name}: no root key was made')
        if signers == FOUNDING:
            tap.equal(keys_in(lab.station), [], f'{name}: no key was made')
    lab.dry_signer(NEVER)


def try_device(tap, lab):
    """A new device, which would make its first key."""
    device = lab.make_device('DEV-001', 'Bed 1')
    run = subprocess.run([DEVICE, 'run', '--state', device.state, '--tether', device.address],
                         stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=WAIT,
                         env=os.environ | {'LD_PRELOAD': DRY}, check=False)
    tap.check(run.returncode and f'check: {CHECK}' in run.stderr, 'a device does not start',
              run.stderr)
    tap.equal(keys_in(device.state), [], 'and has no key')
    device.switch_on()
    return device


def try_central(tap, lab):
    central = subprocess.run([CENTRAL, '--listen', '127.0.0.1:0', '--crl-listen', '127.0.0.1:0',
                              '--certificate', lab.path('central/server.pem'), '--key',
                              lab.path('central/server.key'), '--root',
                              os.path.join(lab.station, 'certificates/root.pem')],
                             stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=WAIT,
                             env=os.environ | {'LD_PRELOAD': DRY}, check=False)
    tap.check(central.returncode and CHECK in central.stdout + central.stderr,
              'a Central Station does not start', central.stdout + central.stderr)


def try_work(tap, lab, device):
    """Neither with a signer nor with a station that has none."""
    for name, begin, end in (('a signer', lambda: lab.dry_signer(ALWAYS),
                              lambda: lab.dry_signer(NEVER)),
                             ('a station', lab.dry_station, lambda: lab.dry_station(False))):
        begin()
        signed = len(ledger(lab, 'issue.signed'))
        told(tap, device.provision('--yes-issue'), 10, CHECK, f'{name}: provisioning')
        told(tap, lab.technician('pair', 'issue-code', 'DEV-001'), 10, CHECK, f'{name}: a code')
        told(tap, lab.admin('operator', 'add', 'zoe', '--role', 'auditor',
                            secrets=[('--new-pin-fd', '222222')]), 10, CHECK, f'{name}: an operator')
        tap.equal(lab.look('device', 'list').status, 0, f'{name}: lists can be viewed')
        tap.equal(len(ledger(lab, 'issue.signed')), signed, f'{name}: nothing was signed')
        end()
    tap.check(audited(lab, CHECK), 'it is on record')


def main():
    tap = Tap()
    lab = DryLab()
    try_itself(tap)
    try_founding(tap, lab)
    found(lab=lab)
    device = try_device(tap, lab)
    try_central(tap, lab)
    try_work(tap, lab, device)
    verified(tap, device.provision('--yes-issue'), 'the same job with random numbers')
    accounted(tap, lab, 'after all that')
    tap.equal(lab.ctl('audit', 'verify').status, 0, 'the log verifies')
    tap.done()


main()
