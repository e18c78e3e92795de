"""Stops every process of this test at one moment and looks for secrets in all that they have: their
memory, with arguments and environment in it, the files that they hold open, and the laboratory's."""

import atexit
import contextlib
import ctypes
import os
import shutil
import signal
import stat
import subprocess
import tempfile

from lab import BUILD, wait_for


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


def kept_ranges(pid):
    """What of a process's memory is not simply a program or a library."""
    for line in of_process(pid, 'maps').decode(errors='surrogateescape').splitlines():
        where, rights, _, _, _, *path = line.split(maxsplit=5)
        path = path[0] if path else ''
        if rights[0] != 'r' or path.startswith('[v') or \
                (rights[1] != 'w' and path.startswith(('/usr/', BUILD + '/'))):
            continue
        start, _, end = where.partition('-')
        yield int(start, 16), int(end, 16)


def copy_memory(pid, path):
    with open(f'/proc/{pid}/mem', 'rb', buffering=0) as memory, open(path, 'wb') as copy:
        for start, end in kept_ranges(pid):
            memory.seek(start)
            while start < end and (data := memory.read(min(end - start, 1 << 24))):
                copy.write(data)
                start += len(data)


@contextlib.contextmanager
def standing_still():
    """The processes that there are, with their roles."""
    pids = processes()
    for pid in list(pids):
        try:
            os.kill(pid, signal.SIGSTOP)
        except ProcessLookupError:
            del pids[pid]
    try:
        yield pids
    finally:
        for pid in pids:
            try:
                os.kill(pid, signal.SIGCONT)
            except ProcessLookupError:
                pass


def has_ended(pid):
    """One that was ending when it was stopped has no memory any more."""
    return role_of(pid) is None or not of_process(pid, 'maps')


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

    def look_at(self, pid):
        """(secret, place) of each hit in one process, which stands still."""
        return [(secret, place) for _, secret, place in self.search([str(pid), *open_files(pid)])]

    def look(self):
        """(role, secret, place) of each hit in all processes, which stand still meanwhile, and the
        roles that were there."""
        hits = []
        with standing_still() as pids:
            for pid, role in pids.items():
                try:
                    hits += [(role, *hit) for hit in self.look_at(pid)]
                except (subprocess.CalledProcessError, OSError):
                    if not has_ended(pid):
                        raise
        return sorted(set(hits)), set(pids.values())

    def look_at_files(self, top):
        """(path below top, secret) of each hit."""
        hits = self.search(list(files_below(top)))
        return sorted({(os.path.relpath(path, top), secret) for path, secret, _ in hits})

    def keep(self, top):
        """Copies of all processes' memory and open files, and of the files below top, for when it is
        known what to search for: (role, what it is, path of the copy)."""
        place = tempfile.mkdtemp(prefix='zmkept', dir='/tmp')
        atexit.register(shutil.rmtree, place, ignore_errors=True)
        kept = []

        def copy(role, what, write, source):
            path = os.path.join(place, str(len(kept)))
            write(source, path)
            kept.append((role, what, path))

        with standing_still() as pids:
            for pid, role in pids.items():
                try:
                    copy(role, 'memory', copy_memory, pid)
                    for path in open_files(pid):
                        copy(role, 'open file', shutil.copyfile, path)
                except OSError:
                    if not has_ended(pid):
                        raise
            for path in files_below(top):
                copy('file', os.path.relpath(path, top), shutil.copyfile, path)
        return kept

    def look_at_kept(self, kept):
        """(role, secret, what it was) of each hit."""
        names = {path: (role, what) for role, what, path in kept}
        hits = []
        for start in range(0, len(kept), 100):
            hits += self.search([path for _, _, path in kept[start:start + 100]])
        return sorted({(names[path][0], secret, names[path][1]) for path, secret, _ in hits})


# <linux/ptrace.h>
PTRACE_CONT, PTRACE_DETACH, PTRACE_GETEVENTMSG, PTRACE_SEIZE = 7, 17, 0x4201, 0x4206
PTRACE_O_TRACEEXIT, PTRACE_EVENT_EXIT = 1 << 6, 6
WALL = 0x40000000


class LastBreath:
    """A process of this role, held at the moment when it is about to lose its memory; status is the
    wait status that it will have."""

    def __init__(self, role):
        self.libc = ctypes.CDLL(None, use_errno=True)
        self.pid = wait_for(lambda: next((pid for pid, its in processes().items() if its == role),
                                         None), role)
        self.trace(PTRACE_SEIZE, PTRACE_O_TRACEEXIT)
        self.wait_for_end()
        status = ctypes.c_ulong()
        self.trace(PTRACE_GETEVENTMSG, ctypes.byref(status))
        self.status = status.value

    def trace(self, request, data):
        data = ctypes.cast(data, ctypes.c_void_p) if hasattr(data, '_obj') else \
            ctypes.c_void_p(data)
        if self.libc.ptrace(ctypes.c_long(request), ctypes.c_long(self.pid), None, data) != 0:
            raise OSError(ctypes.get_errno(), 'ptrace')

    def wait_for_end(self):
        while True:
            _, status = os.waitpid(self.pid, WALL)
            if status >> 8 == signal.SIGTRAP | PTRACE_EVENT_EXIT << 8:
                return
            if not os.WIFSTOPPED(status):
                raise ProcessLookupError(self.pid)
            # Signals are for the process.
            self.trace(PTRACE_CONT, os.WSTOPSIG(status) if status >> 16 == 0 else 0)

    def let_go(self):
        self.trace(PTRACE_DETACH, 0)
