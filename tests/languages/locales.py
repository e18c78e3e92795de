#!/usr/bin/env python3
"""Makes the C library's locales that a test wants, wherever they are not installed.

usage: locales.py FOLDER NAME…, for example de_DE: FOLDER is then good as LOCPATH, for NAME.UTF-8
"""

import os
import subprocess
import sys


def make(folder, *names):
    os.makedirs(folder, exist_ok=True)
    for name in names:
        path = os.path.join(folder, name + '.UTF-8')
        if not os.path.isdir(path):
            # It complains of what other systems lack, with a status of its own.
            subprocess.run(['localedef', '--no-archive', '-i', name, '-f', 'UTF-8', path + '.new'],
                           check=False, capture_output=True)
            os.rename(path + '.new', path)
    return folder


if __name__ == '__main__':
    make(*sys.argv[1:])
