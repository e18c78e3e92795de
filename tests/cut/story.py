"""What is recorded: some work at one desk, with everything that changes a file."""

import os
import shutil
import signal
import subprocess

import strace
from preloaded import thrifty

MARKS = 'marks'
SNAPSHOT = 'snapshot '


class Story:
    """A story has set_up(), day(), owners(), and what judges its disks: look() at one, compare()
    them, and judge() by going on. snapshots: the real directories, by name, at moments when no
    program wrote."""

    def __init__(self):
        self.lab = thrifty()
        self.trace = self.lab.path('trace')
        self.snapshots = {}
        self.set_up()
        self.base = self.copy('base')
        self.record()

    @staticmethod
    def expect(answer, what):
        if answer.status != 0:
            raise RuntimeError(f'{what}: {answer.stdout}{answer.stderr}')
        return answer.ok

    def copy(self, name, owners=None):
        """The watched directories as they are."""
        path = self.lab.path('copies', name)
        for owner in owners or self.owners():
            shutil.copytree(self.lab.path(owner), os.path.join(path, owner),
                            ignore=shutil.ignore_patterns('*.socket'))
        return path

    # --- What stands in the journal beside the calls ---

    def mark(self, text):
        """Stands between what was before and what came after it."""
        with open(self.lab.path(MARKS), 'ab', buffering=0) as file:
            file.write(text.encode() + b'\n')

    def snapshot(self, name, owners=None):
        """Only while nobody writes there: the replayed tree must be the same at this mark."""
        self.mark(SNAPSHOT + name)
        self.snapshots[name] = self.copy(name, owners)

    # --- The recording ---

    def attach(self):
        """strace follows this process and all that it starts, so that one file has one order."""
        tracer = subprocess.Popen(['strace', *strace.OPTIONS, '-o', self.trace, '-p',
                                   str(os.getpid())], stderr=subprocess.PIPE, text=True)
        line = tracer.stderr.readline()
        if 'attached' not in line:
            tracer.wait()
            raise RuntimeError(f'strace: {line}{tracer.stderr.read()}')
        return tracer

    def record(self):
        tracer = self.attach()
        try:
            self.day()
            self.snapshot('the end')
        finally:
            tracer.send_signal(signal.SIGINT)
            tracer.wait()
            tracer.stderr.close()
