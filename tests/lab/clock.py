"""A wall clock that is not the machine's, for programs that are started with it."""

import os

LIBRARY = '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1'


def environment(time):
    """time: as libfaketime spells it, in UTC. What counts seconds that pass stays right."""
    assert os.path.exists(LIBRARY), LIBRARY
    return {'LD_PRELOAD': LIBRARY, 'FAKETIME': time, 'FAKETIME_DONT_FAKE_MONOTONIC': '1',
            'DONT_FAKE_MONOTONIC': '1', 'TZ': 'UTC'}
