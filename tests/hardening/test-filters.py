#!/usr/bin/python3
"""What each confined process must not do is tried, with the very functions by which it gives up its
rights, and ends as is written here. That the attempts themselves are good is shown where nothing is
given up, and that each is of one call where that call alone is allowed: whatever else it did would
end it, as if it had been refused."""

import errno
import signal
import subprocess
import sys

from lab import Tap

KILLED = 'SIGSYS'
WORKS = 'works'
# Let through to the kernel, which finds nothing there.
MISSING = 'ENOENT'

FILES = ['open-read', 'open-write', 'create', 'openat2', 'unlink', 'rename', 'chmod', 'chown', 'link']
NETWORK = ['socket-inet', 'socket-unix', 'connect', 'bind', 'listen']
CODE = ['mmap-code', 'mprotect-code', 'pkey_mprotect-code']
PROCESSES = ['execve', 'execveat', 'fork', 'ptrace', 'process_vm_readv', 'process_vm_writev',
             'pidfd_getfd', 'kill', 'tgkill', 'pidfd_send_signal']
SYSTEM = ['io_uring', 'bpf', 'perf_event_open', 'userfaultfd', 'keyctl', 'add_key', 'mount',
          'umount', 'fsopen', 'unshare', 'setns', 'chroot', 'module', 'reboot', 'setresuid',
          'personality', 'open_by_handle_at', 'mknod', 'other-abi']
ALL = FILES + NETWORK + CODE + PROCESSES + ['clone3'] + SYSTEM

# Who → what does not end by SIGSYS.
EXCEPTIONS = {
    'signer': {},
    'reader': {},
    'ceremony': {
        'open-read': WORKS, 'open-write': WORKS,
        **dict.fromkeys(['create', 'unlink', 'rename', 'link'], MISSING),
    },
    'central': {
        'open-read': WORKS, 'openat2': 'ENOSYS', 'clone3': 'ENOSYS',
        **dict.fromkeys(['open-write', 'create', 'unlink', 'rename', 'chmod', 'chown', 'link'],
                        'EACCES'),
        **dict.fromkeys(NETWORK, 'EACCES'),
    },
    'device': {
        'open-read': WORKS, 'open-write': WORKS, 'openat2': WORKS, 'clone3': 'ENOSYS',
        'socket-inet': WORKS, 'socket-unix': WORKS,
        **dict.fromkeys(['create', 'unlink', 'rename', 'chmod', 'chown', 'link'], MISSING),
        **dict.fromkeys(['connect', 'bind', 'listen'], 'ENOTSOCK'),
        **dict.fromkeys(CODE, WORKS),
    },
}

# Without a filter these work for anybody.
HARMLESS = ['open-read', 'open-write', 'openat2', 'socket-inet', 'socket-unix', 'fork',
            'clone3', 'kill', 'tgkill', 'mmap-code', 'mprotect-code', 'unshare', 'setresuid',
            'personality']


def run(probe, who, attempt):
    status = subprocess.run([probe, who, attempt], stdin=subprocess.DEVNULL,
                            check=False).returncode
    if status < 0:
        return signal.Signals(-status).name
    return WORKS if status == 0 else errno.errorcode.get(status, f'status {status}')


def main():
    tap = Tap()
    probe, reader_probe = sys.argv[1:]

    for attempt in HARMLESS:
        tap.equal(run(probe, 'nobody', attempt), WORKS, f'an open process: {attempt}')
    for attempt in set(ALL) - set(HARMLESS):
        tap.check(run(probe, 'nobody', attempt) != KILLED, f'an open process survives {attempt}')
    for attempt in ['execve', 'execveat']:
        tap.equal(run(probe, 'nobody', attempt), MISSING, f'an open process: {attempt} of nothing')
    # Of another architecture, which every filter of seccomp ends without a look at its rules.
    for attempt in set(ALL) - {'other-abi'}:
        tap.check(run(probe, 'alone', attempt) != KILLED, f'{attempt} is one call')
    for who, exceptions in EXCEPTIONS.items():
        program = reader_probe if who == 'reader' else probe
        tap.equal(run(program, who, 'nothing'), WORKS, f'{who}: does its work')
        for attempt in ALL:
            tap.equal(run(program, who, attempt), exceptions.get(attempt, KILLED),
                      f'{who}: {attempt}')
    tap.done()


main()
