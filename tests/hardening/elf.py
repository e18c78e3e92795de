"""What a program's file says about how it defends itself, as binutils read it."""

import os
import re
import subprocess


def run(*argv):
    return subprocess.run(argv, capture_output=True, text=True, check=True,
                          env={**os.environ, 'LC_ALL': 'C'}).stdout


def read(*words):
    return run('readelf', '--wide', *words)


class Program:
    def __init__(self, path):
        self.header = read('--file-header', path)
        self.segments = read('--program-headers', path)
        self.dynamic = read('--dynamic', path)
        self.notes = read('--notes', path)
        self.symbols = read('--dyn-syms', path)
        self.code = run('objdump', '--disassemble=main', path)

    def flags_of(self, segment):
        """Flags of each segment of this type, such as 'R E'."""
        return [match[1] for match in re.finditer(
            rf'^ *{segment} +(?:0x[0-9a-f]+ +){{5}}([RWE ]{{3}}) ', self.segments, re.M)]

    def imports(self, pattern):
        return re.findall(rf' UND ({pattern})(?:@.*)?$', self.symbols, re.M)

    def defines(self, name):
        return re.search(rf' GLOBAL +DEFAULT +\d+ {name}$', self.symbols, re.M) is not None

    def is_pie(self):
        return 'Type:                              DYN' in self.header and \
            re.search(r'\(FLAGS_1\).*\bPIE\b', self.dynamic) is not None

    def has_relro(self):
        return bool(self.flags_of('GNU_RELRO'))

    def binds_now(self):
        return re.search(r'\(FLAGS(_1)?\).*\b(BIND_)?NOW\b', self.dynamic) is not None

    def protects_stack(self):
        return bool(self.imports('__stack_chk_fail'))

    def is_fortified(self):
        return bool(self.imports(r'__\w+_chk'))

    def has_data_stack(self):
        flags = self.flags_of('GNU_STACK')
        return len(flags) == 1 and 'E' not in flags[0]

    def separates_code(self):
        return not any('W' in flags and 'E' in flags for flags in self.flags_of('LOAD'))

    def tracks_branches(self):
        """The first instruction of main; whether the whole program is marked depends on the start-up
        objects of the system, of which Debian 12's have no mark."""
        return re.search(r'<main>:\n[^\n]*\bendbr64\b', self.code) is not None

    def is_marked_for_cet(self):
        return re.search(r'x86 feature: IBT, SHSTK', self.notes) is not None

    def has_fixed_libraries(self):
        return re.search(r'\((RPATH|RUNPATH)\)', self.dynamic) is None

    def has_constant_text(self):
        return 'TEXTREL' not in self.dynamic

    def wipes_what_it_frees(self):
        return self.defines('free') and self.defines('realloc')


CHECKS = [
    ('is position-independent', Program.is_pie),
    ('has read-only relocations', Program.has_relro),
    ('binds everything at its start', Program.binds_now),
    ('protects its stack', Program.protects_stack),
    ('has _FORTIFY_SOURCE', Program.is_fortified),
    ('has a stack that is no code', Program.has_data_stack),
    ('has no memory that is code and can be written', Program.separates_code),
    ('looks for libraries where the system does', Program.has_fixed_libraries),
    ('has no relocations in its text', Program.has_constant_text),
    ('wipes what it frees', Program.wipes_what_it_frees),
]

# What only processors of this kind have.
BRANCHES = ('marks where jumps may land (CET)', Program.tracks_branches)
# And only where the start-up objects of the system have it.
CET_NOTE = ('has the note of CET, IBT and SHSTK', Program.is_marked_for_cet)
