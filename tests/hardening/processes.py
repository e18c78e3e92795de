"""What a user can see of a process."""

import os
import subprocess


def as_user(uid, *argv):
    return ['setpriv', f'--reuid={uid}', f'--regid={uid}', '--clear-groups', '--inh-caps=-all',
            *argv]


# Opening is what the kernel judges; the first page of memory cannot be read in any process.
OPEN = 'import sys; open(sys.argv[1], "rb").close()'


def can_open(uid, pid, name):
    return subprocess.run(as_user(uid, '/usr/bin/python3', '-c', OPEN, f'/proc/{pid}/{name}'),
                          stderr=subprocess.DEVNULL, check=False).returncode == 0


def can_enter(uid, pid):
    """As the portals do before they serve a process."""
    return subprocess.run(as_user(uid, 'test', '-d', f'/proc/{pid}/root/.'),
                          check=False).returncode == 0


def is_closed(uid, pid):
    """To a debugger and to everybody else."""
    return os.path.exists(f'/proc/{pid}/mem') and \
        not any(can_open(uid, pid, name) for name in ('mem', 'environ'))
