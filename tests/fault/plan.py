"""The plan of one accident, shared as memory with the programs that load the library fault.so."""

import errno
import mmap
import struct

CHANGE, WRITE, SEND, SYNC = 1, 2, 4, 8
COUNT, KILL, KILL_MIDDLE, FAIL, FAIL_ON = range(5)
ENOSPC, EIO = errno.ENOSPC, errno.EIO

# struct Plan of plan.h
HEAD = struct.Struct('32s32s7I')
CALL = struct.Struct('II24s')
CALLS = 16000


class Call:
    """A call that was counted."""

    def __init__(self, number, kind, length, name):
        self.number = number
        self.kind = kind
        self.length = length
        self.name = name

    def __str__(self):
        size = f' of {self.length} bytes' if self.length else ''
        return f'call {self.number}, {self.name}{size}'


class Plan:
    def __init__(self, path):
        self.path = path
        size = HEAD.size + CALLS * CALL.size
        with open(path, 'w+b') as file:
            file.truncate(size)
            self.memory = mmap.mmap(file.fileno(), size)

    def arm(self, program, kinds, action=COUNT, at=0, error=0, also=''):
        self.memory[:] = bytes(len(self.memory))
        self.memory[:HEAD.size] = HEAD.pack(program.encode(), also.encode(), 1, at, action, error,
                                            kinds, 0, 0)

    def disarm(self):
        """From here on nothing is counted and nothing goes wrong."""
        head = list(HEAD.unpack(self.memory[:HEAD.size]))
        head[2] = 0
        self.memory[:HEAD.size] = HEAD.pack(*head)

    @property
    def reached(self):
        return HEAD.unpack(self.memory[:HEAD.size])[7]

    @property
    def calls(self):
        count = HEAD.unpack(self.memory[:HEAD.size])[8]
        if count > CALLS:
            raise OverflowError(f'{count} calls; plan.h and plan.py have room for {CALLS}')
        calls = []
        for number in range(1, count + 1):
            at = HEAD.size + (number - 1) * CALL.size
            kind, length, name = CALL.unpack(self.memory[at:at + CALL.size])
            calls.append(Call(number, kind, length, name.rstrip(b'\0').decode()))
        return calls
