#!/usr/bin/python3
"""A program that waits for a secret, as an ordinary user runs it: the other programs of that user
cannot look into it, and when it crashes nothing of it is written down. The window alone can be
looked into, for the portals of its desktop. Needs root, to be another user."""

import os
import re
import resource
import shutil
import signal
import subprocess

import lab as laboratory
from lab import BUILD, Lab, Tap, wait_for
from processes import as_user, can_enter, can_open, is_closed

USER = 64104
READER = os.path.join(BUILD, 'app/reader/zmonitor-reader')
STATION = os.path.join(BUILD, 'ui/zmonitor-station')
PROGRAMS = [path for path in (laboratory.CTL, laboratory.SIGNER, READER, STATION)
            if os.path.exists(path)]
CORE = re.compile(r'^Max core file size +(\S+) +(\S+) ', re.M)


def allow_dumps():
    resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def core_limits(pid):
    with open(f'/proc/{pid}/limits', encoding='utf-8') as file:
        return CORE.search(file.read()).groups()


def becomes(condition):
    """What a program gives up, it gives up some time after its start."""
    try:
        return wait_for(condition, 'a program that takes care')
    except TimeoutError:
        return False


class Bench:
    """Programs that wait on a pipe to which nobody writes."""

    def __init__(self):
        self.lab = Lab()
        os.chmod(self.lab.top, 0o711)
        self.home = self.make_place('home')
        self.make_place('media')
        # Where this user can reach them, wherever they were built.
        self.bin = self.make_place('bin')
        for path in PROGRAMS:
            shutil.copy(path, self.bin)
        self.silence, self.writing = os.pipe()
        self.environment = {**os.environ, 'HOME': self.home, 'XDG_RUNTIME_DIR': self.home,
                            'GTK_A11Y': 'none', 'G_DEBUG': ''}
        for name in ('XDG_CACHE_HOME', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME'):
            self.environment.pop(name, None)

    def make_place(self, name):
        path = self.lab.path(name)
        os.makedirs(path, exist_ok=True)
        os.chown(path, USER, USER)
        return path

    def start(self, *argv):
        process = subprocess.Popen(as_user(USER, *argv), stdin=self.silence,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                   pass_fds=[self.silence], cwd=self.home,
                                   env=self.environment, preexec_fn=allow_dumps)
        self.lab.processes.append(process)
        wait_for(lambda: os.path.basename(os.readlink(f'/proc/{process.pid}/exe')) ==
                 os.path.basename(argv[0]), argv[0])
        return process

    def crash(self, process):
        """Whether the system took a dump of it, to a file or through a pipe."""
        process.send_signal(signal.SIGSEGV)
        _, status = os.waitpid(process.pid, 0)
        process.returncode = status
        self.lab.processes.remove(process)
        return os.WIFSIGNALED(status) and os.WCOREDUMP(status)


def is_confined(process):
    return core_limits(process.pid) in (('0', '0'), ('1', '1'))


def judge(tap, bench, name, process, dumps):
    tap.check(becomes(lambda: is_confined(process)), f'{name} has no dump allowed',
              core_limits(process.pid))
    if name == 'zmonitor-station':
        tap.check(can_enter(USER, process.pid), f'{name} is known to the portals of its desktop')
    else:
        tap.check(becomes(lambda: is_closed(USER, process.pid)),
                  f'{name} is closed to its own user')
        tap.check(not can_enter(USER, process.pid), f'{name} cannot be entered')
    if dumps:
        tap.check(not bench.crash(process), f'{name} leaves nothing when it crashes')


def words_of(bench, name):
    secret = str(bench.silence)
    place = bench.lab.path('home', 'station')
    return {
        'zmonitor-stationctl': [
            '--station', place, '--operator', laboratory.ADMIN, '--passphrase-fd', secret,
            'authority', 'create', '--hospital', 'H', '--identity-host', 'h.example',
            '--server-url', 'https://h.example', '--crl-url', 'http://h.example/',
            '--root-media', bench.lab.media],
        'zmonitor-signer': ['--station', place, '--create', '--administrator', laboratory.ADMIN,
                            '--passphrase-fd', secret, '--pin-fd', secret],
        'zmonitor-signer --ceremony': ['--ceremony', '--root-media', bench.lab.media,
                                       '--passphrase-fd', secret],
    }.get(name, [])


def judge_stranger(tap, bench):
    """What every look would see of a program that takes no care. Where the system keeps dumps of
    nobody, there is nothing to see."""
    process = bench.start('/usr/bin/sleep', '60')
    tap.check(can_open(USER, process.pid, 'mem') and can_enter(USER, process.pid) and
              not is_closed(USER, process.pid) and not is_confined(process),
              'a program that takes no care is open to its user')
    dumps = bench.crash(process)
    tap.check(True, 'a dump is taken of it' + ('' if dumps else ' # SKIP no dumps on this system'))
    return dumps


def main():
    tap = Tap()
    if os.geteuid() != 0:
        tap.check(False, 'only root can be another user')
        tap.done()
    bench = Bench()
    dumps = judge_stranger(tap, bench)
    names = [os.path.basename(path) for path in PROGRAMS]
    for name in [*names, 'zmonitor-signer --ceremony']:
        program = os.path.join(bench.bin, name.split()[0])
        judge(tap, bench, name, bench.start(program, *words_of(bench, name)), dumps)
    tap.done()


main()
