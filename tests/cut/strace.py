"""What strace wrote, line by line, as calls. What is not understood raises: a journal with a hole
in it would prove nothing."""

import re
from dataclasses import dataclass

# Each call that changes a file, a name or a mode, those that make changes durable, and those that
# would let one of our programs change a file past this list.
CALLS = ('open', 'openat', 'openat2', 'creat', 'open_by_handle_at',
         'write', 'writev', 'pwrite64', 'pwritev', 'pwritev2', 'lseek', 'mmap',
         'sendfile', 'splice', 'copy_file_range', 'io_uring_setup', 'io_setup',
         'truncate', 'ftruncate', 'fallocate',
         'fsync', 'fdatasync', 'sync', 'syncfs', 'sync_file_range', 'msync',
         'rename', 'renameat', 'renameat2', 'link', 'linkat', 'symlink', 'symlinkat',
         'unlink', 'unlinkat', 'mkdir', 'mkdirat', 'rmdir', 'mknod', 'mknodat',
         'chmod', 'fchmod', 'fchmodat')

GIVEN_UP = 'given up'  # a result

TEXT_MAX = 1 << 22  # bytes of one write; strace marks what is longer, and that raises

OPTIONS = ['-f', '-y', '-xx', '-s', str(TEXT_MAX), '-e', 'trace=' + ','.join(CALLS),
           '-e', 'signal=none']

LINE = re.compile(r'(\d+) +(.*)')
ENTRY = re.compile(r'([a-z_0-9]+)\((.*)', re.S)
RESUMED = re.compile(r'<\.\.\. ([a-z_0-9]+) resumed>(.*)', re.S)
# "= 5</path>", "= -1 ENOENT (No such file)", "= 0x7f…", "= ? ERESTARTSYS (…)", "= ?"
RESULT = re.compile(r'(.*)\) += (-?\d+|0x[0-9a-f]+|\?)(<(?:\\x[0-9a-f]{2})*>)?'
                    r'( E[A-Z0-9]+ \(.*\)| \(.*\))?', re.S)
ENDED = re.compile(r'\+\+\+ (exited with \d+|killed by SIG[A-Z]+) \+\+\+')
ESCAPED = re.compile(r'(?:\\x[0-9a-f]{2})*')
DESCRIPTOR = re.compile(r'(-?\d+|AT_FDCWD)(?:<((?:\\x[0-9a-f]{2})*)>)?(\(deleted\))?')


class Unreadable(Exception):
    pass


def unescape(text):
    if not ESCAPED.fullmatch(text):
        raise Unreadable(f'not hexadecimal: {text[:80]}')
    return bytes.fromhex(text.replace('\\x', ''))


@dataclass
class Descriptor:
    number: int
    path: str
    deleted: bool


@dataclass
class Call:
    """begins and ends are line numbers: between them it took effect."""
    name: str
    arguments: list
    begins: int
    ends: int
    result: str
    opened: str

    @property
    def failed(self):
        return self.result in ('-1', '?')

    def text(self, index):
        word = self.arguments[index]
        if not (len(word) >= 2 and word[0] == '"' and word[-1] == '"'):
            raise Unreadable(f'{self.name}: no whole text: {word[:40]}…{word[-20:]}')
        return unescape(word[1:-1])

    def path(self, index):
        return self.text(index).decode()

    def number(self, index):
        word = self.arguments[index]
        return int(word, 8 if word[:1] == '0' and word.isdigit() else 0)

    def descriptor(self, index):
        match = DESCRIPTOR.fullmatch(self.arguments[index])
        if not match:
            raise Unreadable(f'{self.name}: no descriptor: {self.arguments[index][:80]}')
        number = -1 if match[1] == 'AT_FDCWD' else int(match[1])
        path = unescape(match[2]).decode() if match[2] else ''
        return Descriptor(number, path, match[3] is not None)


def split_arguments(text):
    """At the commas that stand in no bracket; texts have none, since they are hexadecimal."""
    words, depth, start = [], 0, 0
    for at, char in enumerate(text):
        if char in '([{':
            depth += 1
        elif char in ')]}':
            depth -= 1
        elif char == ',' and depth == 0:
            words.append(text[start:at].strip())
            start = at + 1
    return words + [text[start:].strip()]


def finish(name, text, begins, ends):
    match = RESULT.fullmatch(text)
    if not match:
        raise Unreadable(f'line {ends + 1}: {name}({text[:120]}…{text[-80:]}')
    opened = unescape(match[3][1:-1]).decode() if match[3] else ''
    return Call(name, split_arguments(match[1]), begins, ends, match[2], opened)


class Reader:
    def __init__(self):
        self.unfinished = {}  # thread → (name, text, line)

    def take(self, number, line):
        """The call that ends in this line, if one does."""
        match = LINE.fullmatch(line)
        if not match:
            raise Unreadable(f'line {number + 1}: {line[:120]}')
        thread, text = match[1], match[2]
        if ENDED.fullmatch(text):
            return self.give_up(thread, number)
        resumed = RESUMED.fullmatch(text)
        if resumed:
            return self.resume(thread, resumed, number)
        entry = ENTRY.fullmatch(text)
        if not entry or entry[1] not in CALLS or thread in self.unfinished:
            raise Unreadable(f'line {number + 1}: {line[:120]}')
        if text.endswith('<unfinished ...>'):
            self.unfinished[thread] = (entry[1], entry[2].rsplit('<', 1)[0].rstrip(), number)
            return None
        return finish(entry[1], entry[2], number, number)

    def give_up(self, thread, number):
        """A thread that ended in the middle of a call: nobody knows what the call did."""
        if thread not in self.unfinished:
            return None
        name, text, begins = self.unfinished.pop(thread)
        return Call(name, split_arguments(text), begins, number, GIVEN_UP, '')

    def resume(self, thread, resumed, number):
        name, text, begins = self.unfinished.pop(thread, ('', '', 0))
        if name != resumed[1]:
            raise Unreadable(f'line {number + 1}: {resumed[1]} was not begun')
        return finish(name, text + resumed[2], begins, number)


def read(path):
    """All calls, in the order in which they ended."""
    reader = Reader()
    with open(path, encoding='ascii') as file:
        calls = [reader.take(number, line.rstrip('\n')) for number, line in enumerate(file)]
    if reader.unfinished:
        raise Unreadable(f'calls without an end: {reader.unfinished}')
    return [call for call in calls if call is not None]
