"""A laboratory all of whose programs run under valgrind's memcheck, as they are delivered: only the
library memcheck-preload.c stands between them and the system."""

import os
import re
import shutil
import subprocess

import lab
from lab import PROGRAMS, Lab

HERE = os.path.dirname(os.path.abspath(__file__))
PATIENCE = 1200  # seconds for one command, which is some thirty times as slow as without
# The memory that a program still has at its end is no leak; what nothing points at any more is.
VALGRIND = ['valgrind', '--tool=memcheck', '--error-exitcode=99', '--leak-check=full',
            '--show-leak-kinds=definite', '--errors-for-leak-kinds=definite', '--num-callers=30',
            '--child-silent-after-fork=yes', '--vgdb=no']


class WatchedLab(Lab):
    def __init__(self, compiler):
        super().__init__()
        lab.WAIT = PATIENCE
        self.compiler = compiler
        self.logs = self.path('logs')
        self.folder = self.path('programs')
        os.mkdir(self.logs)
        os.mkdir(self.folder)
        self.preload = self.compile('memcheck-preload', '-shared', '-fPIC', '-lseccomp')
        self.programs |= {name: self.wrap(path, os.path.basename(path))
                          for name, path in PROGRAMS.items()}
        # A station starts the signer that stands beside it: our script.
        station = shutil.copy(PROGRAMS['ctl'], self.path('programs', 'station'))
        self.programs['ctl'] = self.wrap(station, 'zmonitor-stationctl')

    def compile(self, name, *options):
        out = self.path(name)
        subprocess.run([*self.compiler, '-D_GNU_SOURCE', '-g', '-O0', '-Wall', '-Werror',
                        os.path.join(HERE, name + '.c'), '-o', out, *options], check=True)
        return out

    def wrap(self, program, name):
        """A script that is the program under memcheck; its findings go to logs/NAME.PID."""
        script = self.write(os.path.join(self.folder, name), '#!/bin/sh\n'
                            f'LD_PRELOAD={self.preload} G_SLICE=always-malloc exec '
                            f'{" ".join(VALGRIND)} --log-file={self.logs}/{name}.%p '
                            f'{program} "$@"\n')
        os.chmod(script, 0o700)
        return script

    def ctl(self, *verb, timeout=PATIENCE, **options):
        return super().ctl(*verb, timeout=timeout, **options)

    def logs_of(self, name):
        texts = []
        for file in sorted(os.listdir(self.logs)):
            if file.startswith(name + '.'):
                with open(os.path.join(self.logs, file), encoding='utf-8', errors='replace') as log:
                    texts.append(re.sub(r'^==\d+== ?', '', log.read(), flags=re.MULTILINE))
        return texts
