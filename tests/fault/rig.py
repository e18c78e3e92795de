"""A laboratory whose programs have the library fault.so between them and the system."""

import os

from lab import BUILD, Lab
from plan import Plan
from preloaded import preload

LIBRARY = os.path.join(BUILD, 'tests/fault/fault.so')
NAMES = {'station': 'zmonitor-stationctl', 'signer': 'zmonitor-signer',
         'device': 'zmonitor-device', 'central': 'zmonitor-central'}


def make_rig():
    """A laboratory, and the plan of what goes wrong in it."""
    lab = Lab()
    plan = Plan(lab.path('plan'))
    # A full disk is worth a warning, but none of them may break a promise.
    preload(lab, LIBRARY, ZM_FAULT_PLAN=plan.path, G_DEBUG='fatal-criticals')
    return lab, plan
