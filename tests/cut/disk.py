"""A file system that may lose its power: what the programs see, what is durable, and the trees that
may be found afterwards.

It is as pessimistic as the journalling file systems of Linux are to a program that relies on POSIX
alone. fsync of a file makes its bytes durable, and not its name; fsync of a directory makes the
names in it durable, and not what they name. Names change one after the other: what is lost of them
is lost from the end, directory by directory. Sizes may be ahead of the bytes, which are zero then.
The bytes of a file may reach the disk in any order, sector by sector, each as it was at any moment
since the last fsync."""

import hashlib
import os
import random
import stat
from dataclasses import dataclass, field

SECTOR = 512


@dataclass
class File:
    mode: int
    durable: bytes = b''
    pending: list = field(default_factory=list)  # ('write', offset, bytes) | ('size', length)
    volatile: bytearray = field(default_factory=bytearray)
    appended: bool = True  # whether write() goes to the end
    settled: int = 0       # changes that are durable

    def write(self, offset, data):
        self.pending.append(('write', offset, data))
        apply_to(self.volatile, self.pending[-1])

    def resize(self, length):
        self.pending.append(('size', length))
        apply_to(self.volatile, self.pending[-1])

    def settle(self, count):
        """What was pending when an fsync was called is durable when it returns."""
        content = bytearray(self.durable)
        for change in self.pending[:count]:
            apply_to(content, change)
        self.durable = bytes(content)
        forget(self, count)


@dataclass
class Directory:
    mode: int
    durable: dict = field(default_factory=dict)
    pending: list = field(default_factory=list)  # functions that change a dict of names
    volatile: dict = field(default_factory=dict)
    settled: int = 0

    def change(self, function):
        self.pending.append(function)
        function(self.volatile)

    def settle(self, count):
        for function in self.pending[:count]:
            function(self.durable)
        forget(self, count)

    def names(self, count):
        names = dict(self.durable)
        for function in self.pending[:count]:
            function(names)
        return names


def forget(node, count):
    node.settled += count
    del node.pending[:count]


def apply_to(content, change):
    if change[0] == 'size':
        del content[change[1]:]
        content.extend(bytes(change[1] - len(content)))
        return
    _, offset, data = change
    content.extend(bytes(max(0, offset - len(content))))
    content[offset:offset + len(data)] = data


def link(name, node):
    return lambda names: names.__setitem__(name, node)


def unlink(name):
    return lambda names: names.pop(name, None)


def rename(name, other):
    """Nothing is left of it where the creation of the old name was itself lost."""
    def change(names):
        if name in names:
            names[other] = names.pop(name)
    return change


# --- How much a power cut may take ---


class Durable:
    """Only what was made durable."""

    def names(self, directory):
        return directory.durable

    def content(self, file):
        return file.durable


class Everything:
    """All that was written: the disk was quick."""

    def names(self, directory):
        return directory.volatile

    def content(self, file):
        return bytes(file.volatile)


class NamesFirst(Everything):
    """Names and sizes are there, the bytes are not."""

    def content(self, file):
        return file.durable[:len(file.volatile)].ljust(len(file.volatile), b'\0')


class BytesFirst(Durable):
    """The bytes are there, the names are not."""

    def content(self, file):
        return bytes(file.volatile)


class Torn(Everything):
    """Half of the sectors of each file's last write were on the disk; the size is what it was to
    be."""

    def __init__(self, first_half):
        self.first_half = first_half

    def content(self, file):
        writes = [at for at, change in enumerate(file.pending) if change[0] == 'write']
        if not writes:
            return bytes(file.volatile)
        content = bytearray(file.durable)
        for change in file.pending[:writes[-1]]:
            apply_to(content, change)
        _, offset, data = file.pending[writes[-1]]
        half = max(0, (offset + len(data) // 2) // SECTOR * SECTOR - offset)
        apply_to(content, ('write', offset, data[:half]) if self.first_half else
                 ('write', offset + half, data[half:]))
        return bytes(content.ljust(len(file.volatile), b'\0'))


class Mixed:
    """Each directory and each file loses another part."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def names(self, directory):
        return directory.names(self.random.randint(0, len(directory.pending)))

    def content(self, file):
        if not file.pending:
            return file.durable
        versions = [bytearray(file.durable)]
        for change in file.pending:
            versions.append(bytearray(versions[-1]))
            apply_to(versions[-1], change)
        # Two thirds of the files lose all or nothing, as when they were written at one go.
        fate = self.random.randrange(3)
        if fate < 2:
            return bytes(versions[-fate])
        length = len(self.random.choice(versions))
        content = b''.join(bytes(self.random.choice(versions)[at:at + SECTOR]).ljust(SECTOR, b'\0')
                           for at in range(0, length, SECTOR))
        return content[:length]


# --- Trees of names and bytes ---


def image_of(directory, loss, prefix=''):
    """Path → (mode, bytes, or None for a directory)."""
    tree = {}
    for name, node in sorted(loss.names(directory).items()):
        path = prefix + name
        if isinstance(node, Directory):
            tree[path] = (node.mode, None)
            tree.update(image_of(node, loss, path + '/'))
        else:
            tree[path] = (node.mode, loss.content(node))
    return tree


def fingerprint(tree):
    digest = hashlib.sha256()
    for path, (mode, content) in sorted(tree.items()):
        digest.update(f'{path}\0{mode}\0{-1 if content is None else len(content)}\0'.encode())
        digest.update(content or b'')
    return digest.digest()


def load(path):
    """What lies on the real disk, all of it durable. Sockets and FIFOs hold nothing."""
    directory = Directory(stat.S_IMODE(os.stat(path).st_mode))
    for entry in os.scandir(path):
        if entry.is_dir(follow_symlinks=False):
            directory.durable[entry.name] = load(entry.path)
        elif entry.is_file(follow_symlinks=False):
            with open(entry.path, 'rb') as file:
                content = file.read()
            directory.durable[entry.name] = File(stat.S_IMODE(entry.stat().st_mode), content,
                                                 volatile=bytearray(content), appended=False)
    directory.volatile = dict(directory.durable)
    return directory


def store(tree, path):
    """Writes a tree into an existing, empty directory."""
    for name, (mode, content) in sorted(tree.items()):
        place = os.path.join(path, name)
        if content is None:
            os.mkdir(place)
        else:
            with open(place, 'wb') as file:
                file.write(content)
        os.chmod(place, mode)
