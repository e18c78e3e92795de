#!/usr/bin/python3
"""The units, users and directories of an installation, judged by systemd's own tools."""

import os
import re
import subprocess
import sys
import tempfile

from lab import Tap

# Exposure, in tenths, that is not surpassed; the Central Station needs the network.
BOUNDS = {'zmonitor-signer.service': 15, 'zmonitor-central.service': 20,
          'zmonitor-device.service': 20}
USERS = ['zmonitor', 'zmonitor-central', 'zmonitor-device', 'zmonitor-signer']


def run(*argv):
    process = subprocess.run(argv, capture_output=True, text=True, check=False)
    return process.returncode, (process.stdout + process.stderr).strip()


def copy_units(directory, programs, units):
    """As they will be installed, but with the programs of this build."""
    copies = []
    for unit in units:
        with open(unit, encoding='utf-8') as file:
            text = file.read()
        for program in programs:
            text = re.sub(rf'^(Exec\w+=\+?)\S*/{os.path.basename(program)} ', rf'\1{program} ', text,
                          flags=re.M)
        copies.append(os.path.join(directory, os.path.basename(unit)))
        with open(copies[-1], 'w', encoding='utf-8') as file:
            file.write(text)
    return copies


def judge_units(tap, directory, units):
    tap.equal(run('systemd-analyze', 'verify', '--man=no', *units), (0, ''), 'the units are clean')
    wrong = os.path.join(directory, 'wrong.service')
    with open(wrong, 'w', encoding='utf-8') as file:
        file.write('[Service]\nExecStart=/nonexistent\nNoNewPriviliges=yes\n')
    tap.check(run('systemd-analyze', 'verify', '--man=no', wrong)[1] != '', 'a bad one is not')
    for unit in units:
        bound = BOUNDS.get(os.path.basename(unit))
        if bound is None:
            continue
        status, text = run('systemd-analyze', 'security', '--offline=yes', '--no-pager',
                           f'--threshold={bound}', unit)
        tap.check(status == 0, text.splitlines()[-1].lstrip('→ ').strip(), text)
    tap.check(run('systemd-analyze', 'security', '--offline=yes', '--no-pager',
                  f'--threshold={max(BOUNDS.values())}', wrong)[0] != 0, 'an open one is found')


def judge_users(tap, root, users, directories):
    os.makedirs(os.path.join(root, 'etc'))
    tap.equal(run('systemd-sysusers', f'--root={root}', users)[0], 0, 'the users are made')
    with open(os.path.join(root, 'etc/passwd'), encoding='utf-8') as file:
        made = {line.split(':')[0]: line.split(':') for line in file}
    tap.equal(sorted(name for name in made if name.startswith('zmonitor')), USERS, 'all of them')
    tap.check(all(made[name][6].strip().endswith('nologin') for name in USERS), 'nobody logs in')
    if os.geteuid() != 0:
        return
    tap.equal(run('systemd-tmpfiles', f'--root={root}', '--create', directories)[0], 0,
              'the directories are made')
    status = os.stat(os.path.join(root, 'var/lib/zmonitor/station'))
    tap.equal((status.st_mode & 0o7777, status.st_uid), (0o700, int(made['zmonitor'][2])),
              'the station’s is closed to others')


def main():
    tap = Tap()
    users, directories, *rest = sys.argv[1:]
    split = rest.index('--')
    programs = [os.path.abspath(path) for path in rest[:split]]
    units = rest[split + 1:]

    with tempfile.TemporaryDirectory(prefix='zmu') as directory:
        judge_units(tap, directory, copy_units(directory, programs, units))
        judge_users(tap, os.path.join(directory, 'root'), users, directories)
    tap.done()


main()
