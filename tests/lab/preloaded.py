"""A laboratory whose programs have libraries of the tests between them and the system's."""

import os
import shutil

from lab import PROGRAMS, Lab

THRIFT = os.environ.get('ZM_THRIFT')  # where it can be loaded: a sanitizer wants to be first


def thrifty():
    """A laboratory in which stretching a passphrase costs nothing, where that can be had."""
    return preload(Lab()) if THRIFT else Lab()


def preload(lab, *libraries, **variables):
    """Has the laboratory's programs started with the libraries, the thrifty one among them, and with
    the environment variables."""
    directory = lab.path('programs')
    os.mkdir(directory)
    variables = {'LD_PRELOAD': ':'.join([*libraries, THRIFT])} | variables
    lab.environment = os.environ | variables
    # A station starts the signer that stands beside it, with an environment of its own making.
    lab.programs['ctl'] = shutil.copy(PROGRAMS['ctl'], directory)
    words = ' '.join(f'{name}={value}' for name, value in variables.items())
    lab.programs['signer'] = lab.write(os.path.join(directory, 'zmonitor-signer'),
                                       f'#!/bin/sh\n{words} exec {PROGRAMS["signer"]} "$@"\n')
    os.chmod(lab.programs['signer'], 0o700)
    return lab
