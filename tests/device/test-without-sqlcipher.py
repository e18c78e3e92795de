#!/usr/bin/python3
"""The other configuration: the device built with -Dsqlcipher=disabled, from the same sources."""

import os
import subprocess
import tempfile

from lab import Tap

SOURCES = os.path.dirname(os.environ['G_TEST_SRCDIR'])
DEVICE = 'app/device/zmonitor-device'
TESTS = ['installation', 'interruption', 'state']

tap = Tap()


def run(*argv):
    process = subprocess.run(argv, capture_output=True, text=True)
    return process.returncode, process.stdout + process.stderr


with tempfile.TemporaryDirectory(prefix='zm') as build:
    status, text = run('meson', 'setup', build, SOURCES, '-Dsqlcipher=disabled', '-Dui=disabled',
                       '-Dwerror=true')
    tap.check(status == 0, 'it is configured', text)
    programs = ['tests/device/test-device-' + name for name in TESTS]
    status, text = run('ninja', '-C', build, '-j', '1', DEVICE, *programs)
    tap.check(status == 0, 'and built', text[-4000:])
    _, linked = run('readelf', '-d', os.path.join(build, DEVICE))
    tap.equal(('libsqlite3' in linked, 'libsqlcipher' in linked), (True, False),
              'it is linked to SQLite alone')
    for program in programs:
        status, text = run(os.path.join(build, program))
        tap.check(status == 0, os.path.basename(program), text[-4000:])
tap.done()
