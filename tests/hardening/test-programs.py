#!/usr/bin/python3
"""Every program that is installed defends itself as its compiler and linker can; that each look
would see it missing is shown on programs that are bad on purpose."""

import os
import platform
import subprocess
import sys
import tempfile

import elf
from lab import Tap

SOURCE = r'''
#include <stdio.h>
#include <string.h>
static int number = 1;
int *place = &number;
#ifdef WRITABLE_CODE
__asm__ (".section .both, \"awx\", @progbits\n.byte 0\n.previous");
#endif
int main (int argc, char **argv)
{
  char text[64];
  strcpy (text, argv[0]);
  return printf ("%s %d\n", text, *place) < argc;
}
'''

# How to make what each check must refuse.
GOOD = ['-O2', '-fPIE', '-pie']
BAD = {
    'is position-independent': ['-O2', '-fno-pie', '-no-pie'],
    'has read-only relocations': GOOD + ['-Wl,-z,norelro'],
    'binds everything at its start': GOOD + ['-Wl,-z,lazy'],
    'protects its stack': GOOD + ['-fno-stack-protector'],
    'has _FORTIFY_SOURCE': GOOD + ['-U_FORTIFY_SOURCE'],
    'has a stack that is no code': GOOD + ['-Wl,-z,execstack'],
    'has no memory that is code and can be written': GOOD + ['-DWRITABLE_CODE'],
    'looks for libraries where the system does': GOOD + ['-Wl,-rpath,/nowhere'],
    'has no relocations in its text': ['-O2', '-fno-pic', '-fno-pie', '-mcmodel=large', '-pie',
                                       '-Wl,-z,notext'],
    'wipes what it frees': GOOD,
    'marks where jumps may land (CET)': GOOD + ['-fcf-protection=none'],
    'has the note of CET, IBT and SHSTK': GOOD + ['-fcf-protection=none'],
}


def find_checks(compiler):
    if platform.machine() != 'x86_64':
        return elf.CHECKS
    start = elf.run(*compiler, '-print-file-name=Scrt1.o').strip()
    marked = 'IBT, SHSTK' in elf.read('--notes', start)
    return elf.CHECKS + [elf.BRANCHES] + ([elf.CET_NOTE] if marked else [])


def judge_bad(tap, compiler, checks, directory):
    source = os.path.join(directory, 'bad.c')
    with open(source, 'w', encoding='utf-8') as file:
        file.write(SOURCE)
    for name, look in checks:
        program = os.path.join(directory, 'bad')
        subprocess.run([*compiler, source, '-o', program, *BAD[name]], check=True,
                       stderr=subprocess.DEVNULL)
        tap.check(not look(elf.Program(program)), f'a bad program is found: {name}')


def main():
    tap = Tap()
    split = sys.argv.index('--')
    compiler, programs = sys.argv[1:split], sys.argv[split + 1:]
    checks = find_checks(compiler)

    with tempfile.TemporaryDirectory(prefix='zmh') as directory:
        judge_bad(tap, compiler, checks, directory)
    for path in programs:
        program = elf.Program(path)
        for name, look in checks:
            tap.check(look(program), f'{os.path.basename(path)} {name}')
    tap.done()


main()
