"""Replays the calls of all processes, in one order, on the disk that may lose its power."""

import os
from dataclasses import dataclass

import disk
from disk import Directory, File
from story import MARKS, SNAPSHOT
from strace import GIVEN_UP, Unreadable

UMASK = 0o022
# Not the products of our programs, or nothing that would be kept: see compare().
SHARED_MEMORY = '-shm'
SOCKET = '.socket'

SYNCS = ('fsync', 'fdatasync')
# None of these may touch a file of ours: the disk does not know what it would come to.
UNKNOWN = ('openat2', 'open_by_handle_at', 'writev', 'pwritev', 'pwritev2', 'sendfile', 'splice',
           'copy_file_range', 'truncate', 'fallocate', 'sync_file_range', 'syncfs', 'link',
           'linkat', 'symlink', 'symlinkat', 'mknod', 'mknodat', 'chmod', 'fchmodat')
# Where only one of two files is changed: the argument that is.
TARGETS = {'sendfile': 0, 'splice': 2, 'copy_file_range': 2}
# Nor these be called at all.
FORBIDDEN = ('io_uring_setup', 'io_setup', 'sync')


@dataclass
class Moment:
    """The power goes here."""
    line: int
    when: str   # 'before' or 'after'
    path: str   # what is being made durable
    marks: tuple

    def __str__(self):
        return f'{self.when} the sync of {self.path} in line {self.line + 1}'


class Journal:
    """Of one story. owners: the directories that are watched, one for each participant's disk."""

    def __init__(self, story):
        self.top = story.lab.top
        self.marks_path = story.lab.path(MARKS)
        self.owners = {name: disk.load(os.path.join(story.base, name)) for name in story.owners()}
        self.snapshots = story.snapshots
        self.differences = {}  # at each snapshot, from the real directories
        self.marks = []
        self.syncing = {}  # line of the call → how many changes it covers

    # --- Where a path leads ---

    def split(self, path):
        """The names below top, or None where nothing is watched."""
        path = os.path.normpath(path)
        if not path.startswith(self.top + '/'):
            return None
        names = path[len(self.top) + 1:].split('/')
        return names if names[0] in self.owners else None

    def find(self, path):
        names = self.split(path)
        if names is None:
            return None
        node = self.owners[names[0]]
        for name in names[1:]:
            node = node.volatile.get(name) if isinstance(node, Directory) else None
        return node

    def parent(self, path):
        """The directory that a watched path is in, and its name there."""
        names = self.split(path)
        if names is None or names[-1].endswith(SOCKET):
            return None, ''
        directory = self.find(os.path.dirname(os.path.normpath(path)))
        if len(names) < 2 or not isinstance(directory, Directory):
            raise Unreadable(f'a change outside every known directory: {path}')
        return directory, names[-1]

    def file_of(self, call):
        """The watched file behind the first argument."""
        descriptor = call.descriptor(0)
        if self.split(descriptor.path) is None:
            return None
        node = self.find(descriptor.path)
        if descriptor.deleted or not isinstance(node, File):
            raise Unreadable(f'{call.name} to a file without a name: {descriptor.path}')
        return node

    @staticmethod
    def at(call, index):
        """The path of an …at() call."""
        return os.path.join(call.descriptor(index).path, call.path(index + 1))

    def touches(self, call):
        """Whether an argument names what is watched."""
        for index, word in enumerate(call.arguments):
            if index != TARGETS.get(call.name, index):
                continue
            if word.startswith('"'):
                path = os.path.join(call.descriptor(index - 1).path if index else '/',
                                    call.path(index)) if call.name.endswith('at') \
                    else call.path(index)
                if self.split(path) is not None:
                    return True
            elif '<' in word and self.split(call.descriptor(index).path) is not None:
                return True
        return False

    # --- The calls ---

    def do_open(self, path, flags, mode):
        if 'O_TMPFILE' in flags and self.split(path) is not None:
            raise Unreadable(f'a file without a name: {path}')
        writes = 'O_WRONLY' in flags or 'O_RDWR' in flags
        if not writes or self.split(path) is None:
            return
        directory, name = self.parent(path)
        if directory is None:
            return
        file = directory.volatile.get(name)
        if file is None:
            file = File(mode & ~UMASK)
            directory.change(disk.link(name, file))
        elif 'O_TRUNC' in flags:
            file.resize(0)
        file.appended = not file.volatile or 'O_APPEND' in flags

    def on_openat(self, call):
        mode = call.number(3) if len(call.arguments) > 3 else 0
        self.do_open(self.at(call, 0), call.arguments[2], mode)

    def on_open(self, call):
        mode = call.number(2) if len(call.arguments) > 2 else 0
        self.do_open(call.path(0), call.arguments[1], mode)

    def on_creat(self, call):
        self.do_open(call.path(0), 'O_WRONLY|O_CREAT|O_TRUNC', call.number(1))

    def take_mark(self, text):
        name = text.removeprefix(SNAPSHOT)
        if name == text:
            self.marks.append(text)
        else:
            self.differences[name] = compare(self, self.snapshots[name])

    def on_write(self, call):
        if call.descriptor(0).path == self.marks_path:
            self.take_mark(call.text(1).decode().strip())
            return
        file = self.file_of(call)
        if file is not None:
            if not file.appended:
                raise Unreadable(f'a write to an unknown place: {call.descriptor(0).path}')
            file.write(len(file.volatile), call.text(1)[:int(call.result)])

    def on_pwrite64(self, call):
        file = self.file_of(call)
        if file is not None:
            file.write(call.number(3), call.text(1)[:int(call.result)])
            file.appended = False

    def on_lseek(self, call):
        node = self.find(call.descriptor(0).path)
        if isinstance(node, File) and call.arguments[1:] != ['0', 'SEEK_CUR']:
            node.appended = False

    def on_ftruncate(self, call):
        file = self.file_of(call)
        if file is not None:
            file.resize(call.number(1))

    def on_fchmod(self, call):
        file = self.file_of(call)
        if file is not None:
            file.mode = call.number(1)

    def on_mmap(self, call):
        shared = 'MAP_SHARED' in call.arguments[3] and 'PROT_WRITE' in call.arguments[2]
        if not shared or '<' not in call.arguments[4]:
            return
        path = call.descriptor(4).path
        if self.split(path) is not None and not path.endswith(SHARED_MEMORY):
            raise Unreadable(f'a file is changed through memory: {path}')

    def on_msync(self, call):
        raise Unreadable('msync')

    def do_rename(self, old, new):
        directory, name = self.parent(old)
        other, new_name = self.parent(new)
        if directory is not other:
            raise Unreadable(f'a rename from one directory to another: {old}, {new}')
        if directory is not None:
            if not isinstance(directory.volatile.get(name), File):
                raise Unreadable(f'a rename of what is no file: {old}')
            directory.change(disk.rename(name, new_name))

    def on_rename(self, call):
        self.do_rename(call.path(0), call.path(1))

    def on_renameat(self, call):
        self.do_rename(self.at(call, 0), self.at(call, 2))

    def on_renameat2(self, call):
        if call.arguments[4] not in ('0', 'RENAME_NOREPLACE'):
            raise Unreadable(f'renameat2 with {call.arguments[4]}')
        self.on_renameat(call)

    def do_unlink(self, path):
        directory, name = self.parent(path)
        if directory is not None:
            if name not in directory.volatile:
                raise Unreadable(f'a name that is not known is removed: {path}')
            directory.change(disk.unlink(name))

    def on_unlink(self, call):
        self.do_unlink(call.path(0))

    on_rmdir = on_unlink

    def on_unlinkat(self, call):
        self.do_unlink(self.at(call, 0))

    def do_mkdir(self, path, mode):
        directory, name = self.parent(path)
        if directory is not None:
            directory.change(disk.link(name, Directory(mode & ~UMASK)))

    def on_mkdir(self, call):
        self.do_mkdir(call.path(0), call.number(1))

    def on_mkdirat(self, call):
        self.do_mkdir(self.at(call, 0), call.number(2))

    # --- All of them, with the moments between ---

    def do(self, call):
        if call.name in FORBIDDEN or (call.name in UNKNOWN and self.touches(call)):
            raise Unreadable(f'line {call.ends + 1}: {call.name} is not foreseen')
        if call.name not in UNKNOWN:
            getattr(self, 'on_' + call.name)(call)

    def moments(self, calls):
        """Replays, and stops before and after everything that makes something durable."""
        steps = [(call.ends, 2, call) for call in calls]
        steps += [(call.begins, 1, call) for call in calls if call.name in SYNCS]
        for line, phase, call in sorted(steps, key=lambda step: step[:2]):
            if call.result == GIVEN_UP:
                if self.touches(call):
                    raise Unreadable(f'line {line + 1}: {call.name} did not come to its end')
            elif call.failed:
                if call.name in SYNCS:
                    raise Unreadable(f'line {line + 1}: {call.name} failed')
            elif call.name not in SYNCS:
                self.do(call)
            else:
                yield from self.sync(line, phase, call)

    def sync(self, line, phase, call):
        descriptor = call.descriptor(0)
        node = self.find(descriptor.path)
        if node is None:
            return
        if phase == 1:
            yield Moment(line, 'before', self.below(descriptor.path), tuple(self.marks))
            self.syncing[call.begins] = node.settled + len(node.pending)
        else:
            node.settle(max(0, self.syncing.pop(call.begins) - node.settled))
            yield Moment(line, 'after', self.below(descriptor.path), tuple(self.marks))

    def below(self, path):
        return path[len(self.top) + 1:]

    def image(self, losses):
        """losses: owner → what its disk loses. Path below top → (mode, bytes or None)."""
        tree = {}
        for owner, directory in self.owners.items():
            tree[owner] = (directory.mode, None)
            tree.update(disk.image_of(directory, losses[owner], owner + '/'))
        return tree


def compare(journal, path):
    """How the replayed trees differ from the real ones in path. The bytes of SQLite's shared memory
    are not compared: they are written through a mapping, which no call tells of, and SQLite builds
    them anew from the log when it opens a database that nobody else has open."""
    differences = []
    for owner in os.listdir(path):
        seen = disk.image_of(disk.load(os.path.join(path, owner)), disk.Durable(), owner + '/')
        replayed = disk.image_of(journal.owners[owner], disk.Everything(), owner + '/')
        for name in sorted(seen.keys() | replayed.keys()):
            ours, theirs = replayed.get(name), seen.get(name)
            if name.endswith(SHARED_MEMORY) and ours and theirs:
                ours, theirs = ours[0], theirs[0]
            if ours != theirs:
                differences.append(f'{name}: {describe(ours)}, really {describe(theirs)}')
    return differences


def describe(node):
    if node is None:
        return 'nothing'
    mode, content = node
    return f'mode {mode:o}, ' + ('a directory' if content is None else f'{len(content)} bytes')
