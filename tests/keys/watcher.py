"""Stops every process of this test at one moment and looks for secrets in all that they have: their
memory, with arguments and environment in it, the files that they hold open, and the laboratory's."""

import os
import signal
import stat
import subprocess

from lab import BUILD


def of_process(pid, name):
    with open(f'/proc/{pid}/{name}', 'rb') as file:
        return file.read()


def role_of(pid):
    """What a process is called in the tables, or None for a stranger."""
    try:
        program = os.readlink(f'/proc/{pid}/exe')
        if os.getsid(pid) != os.getsid(0) or not program.startswith(BUILD + '/'):
            return None
        name = os.path.basename(program).removeprefix('zmonitor-')
        if b'\0--ceremony\0' in of_process(pid, 'cmdline'):
            name = 'ceremony'
    except OSError:
        return None  # it has ended, or belongs to the kernel
    return {'stationctl': 'ctl'}.get(name, name)


def processes():
    found = {}
    for entry in os.listdir('/proc'):
        role = role_of(int(entry)) if entry.isdigit() else None
        if role in ('signer', 'ceremony', 'central', 'device', 'reader', 'ctl', 'station'):
            found[int(entry)] = role
    return found


def open_files(pid):
    """Also those that have no name any more."""
    for fd in os.listdir(f'/proc/{pid}/fd'):
        path = f'/proc/{pid}/fd/{fd}'
        try:
            if stat.S_ISREG(os.stat(path).st_mode):
                yield path
        except OSError:
            pass


def files_below(top):
    for directory, _, names in os.walk(top):
        for name in names:
            path = os.path.join(directory, name)
            if stat.S_ISREG(os.lstat(path).st_mode):
                yield path


class Watcher:
    def __init__(self, program):
        self.program = program
        self.needles = ''
        self.megabytes = 0

    def search(self, targets):
        """(target, secret, place) of each hit."""
        process = subprocess.run([self.program, *targets], input=self.needles, text=True,
                                 capture_output=True, check=True)
        *lines, looked_at = process.stdout.splitlines()
        self.megabytes += int(looked_at) // 1000000
        return [tuple(line.split('\t')) for line in lines]

    def look(self):
        """(role, secret, place) of each hit in all processes, which stand still meanwhile, and the
        roles that were there."""
        pids = processes()
        for pid in list(pids):
            try:
                os.kill(pid, signal.SIGSTOP)
            except ProcessLookupError:
                del pids[pid]
        try:
            hits = []
            for pid, role in pids.items():
                try:
                    targets = [str(pid), *open_files(pid)]
                    hits += [(role, secret, place) for _, secret, place in self.search(targets)]
                except (subprocess.CalledProcessError, OSError):
                    # One that was ending when it was stopped has no memory any more.
                    if role_of(pid) is not None and of_process(pid, 'maps'):
                        raise
        finally:
            for pid in pids:
                try:
                    os.kill(pid, signal.SIGCONT)
                except ProcessLookupError:
                    pass
        return sorted(set(hits)), set(pids.values())

    def look_at_files(self, top):
        """(path below top, secret) of each hit."""
        hits = self.search(list(files_below(top)))
        return sorted({(os.path.relpath(path, top), secret) for path, secret, _ in hits})
