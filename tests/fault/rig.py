"""A laboratory whose programs have the library fault.so between them and the system."""

import os
import shutil

from lab import BUILD, PROGRAMS, Lab
from plan import Plan

LIBRARY = os.path.join(BUILD, 'tests/fault/fault.so')
NAMES = {'station': 'zmonitor-stationctl', 'signer': 'zmonitor-signer',
         'device': 'zmonitor-device', 'central': 'zmonitor-central'}


def make_rig():
    """A laboratory, and the plan of what goes wrong in it."""
    lab = Lab()
    directory = lab.path('programs')
    os.mkdir(directory)
    plan = Plan(lab.path('plan'))
    # A full disk is worth a warning, but none of them may break a promise.
    lab.environment = os.environ | {'LD_PRELOAD': LIBRARY, 'ZM_FAULT_PLAN': plan.path,
                                    'G_DEBUG': 'fatal-criticals'}
    # A station starts the signer that stands beside it, with an environment of its own making.
    lab.programs['ctl'] = shutil.copy(PROGRAMS['ctl'], directory)
    lab.programs['signer'] = lab.write(
        os.path.join(directory, 'zmonitor-signer'),
        f'#!/bin/sh\nLD_PRELOAD={LIBRARY} ZM_FAULT_PLAN={plan.path} '
        f'exec {PROGRAMS["signer"]} "$@"\n')
    os.chmod(lab.programs['signer'], 0o700)
    return lab, plan
