#!/usr/bin/env python3
"""Static analysis of the product as TAP: "analyse.py TOOL SOURCE BUILD", with cppcheck, clang-tidy
or gcc -fanalyzer. One line for each room, a self-test with a file that is bad on purpose first.

What a tool must not say is in .clang-tidy, in the lists below, or beside the line that it is about
(NOLINT, cppcheck-suppress), each with its reason.
"""

import json
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOMS = ('app', 'usb', 'ui')
FILES_AT_ONCE = 8

BAD = '''#include <stdlib.h>
#include <string.h>
int bad (const char *text);
int bad (const char *text)
{
  char *copy = malloc (4);
  if (strcmp (text, "a"))
    return 1;
  free (copy);
  return copy[0] == 'a' ? 1 : 2;
}
'''

# What each tool must say of the bad file: if it does not, it is not looking.
SEEN_IN_BAD = {
    'cppcheck': [r'bad\.c:8: .* \[memleak\]$'],
    'gcc-analyzer': [r'bad\.c:7:.* \[-Wanalyzer-malloc-leak\]$',
                     r'bad\.c:10:.* \[-Wanalyzer-use-after-free\]$'],
    'clang-tidy': [r'bad\.c:7:.* \[bugprone-suspicious-string-compare\]$'],
}

# cppcheck's findings that say nothing here, by their names.
CPPCHECK_SILENT = {
    # Headers of libraries are not read, so that what their macros make of a member is not seen.
    'unusedStructMember': 'the members of a GObject or of a table are used through macros',
    'unknownMacro': 'G_DEFINE_…, G_GNUC_PRINTF: GLib\'s macros stand where cppcheck sees no code',
    'missingInclude': 'the headers of libraries are not looked at',
    'missingIncludeSystem': 'the same',
    'constParameter': 'a callback has the signature that its caller asks for',
    'constParameterPointer': 'the same',
    'shadowFunction': 'a record in a variable “record”; gcc -Wshadow has the cases that matter',
    'varFuncNullUB': 'NULL ends the arguments of g_strconcat() and its like; a pointer in POSIX',
    'variableScope': 'declarations stand at the top of a function, as in all of GLib\'s world',
}

ANALYZER_FLAGS = [
    # Paths of today's optimisation, not of none: what is inlined is seen in one piece.
    '-O1', '-fanalyzer', '-fdiagnostics-plain-output',
    # A caller's mistake, after which g_return_val_if_fail() gives NULL, is no path of its own.
    '-DG_DISABLE_CHECKS',
    # It loses the NULL of a g_autofree whose address goes into a call like g_object_get(); gcc's own
    # -Wmaybe-uninitialized is on in every build.
    '-Wno-analyzer-use-of-uninitialized-value',
]


class Source:
    def __init__(self, top, entry):
        self.path = (Path(entry['directory']) / entry['file']).resolve()
        self.name = str(self.path.relative_to(top))
        self.directory = entry['directory']
        self.command = shlex.split(entry['command'])
        self.room = '/'.join(self.name.split('/')[:2 if self.name.startswith('app/') else 1])


def read_sources(top, build):
    entries = json.loads((build / 'compile_commands.json').read_text(encoding='utf-8'))
    sources = {}
    for entry in entries:
        path = (Path(entry['directory']) / entry['file']).resolve()
        if path.is_relative_to(top) and not path.is_relative_to(build):
            if path.relative_to(top).parts[0] in ROOMS:
                source = Source(top, entry)
                sources[source.name] = source
    return [sources[name] for name in sorted(sources)]


def run(command, directory):
    return subprocess.run(command, cwd=directory, check=False, text=True, errors='replace',
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)


def findings_of(output, pattern):
    return [line for line in output.splitlines() if re.search(pattern, line)]


def cppcheck(paths, top, build):
    command = ['cppcheck', '--enable=warning,performance,portability,style', '--inline-suppr',
               '--std=c11', '--language=c', '--quiet', '--library=gtk',
               f'-I{top}', '--template={file}:{line}: {message} [{id}]']
    command += [f'--suppress={name}' for name in CPPCHECK_SILENT]
    return findings_of(run(command + paths, top).stdout, r'\[\w+\]$')


def clang_tidy(paths, top, build):
    # As an error even what .clang-tidy leaves out would be said.
    result = run(['clang-tidy', '-p', str(build), '--quiet', '--extra-arg=-Wno-error',
                  f'--config-file={top / ".clang-tidy"}', *paths], top)
    return findings_of(result.stdout, r'(warning|error): .*\[[\w.,-]+\]$')


def gcc_command(source):
    """The command that compiles it, without where the object and the list of headers go to."""
    command = [word for word in source.command if word != 'ccache']
    kept = []
    skip = False
    for word in command:
        if skip or word in ('-o', '-MF', '-MQ'):
            skip = not skip
        elif word not in ('-MD', '-c', '-Werror') and not word.startswith('-O'):
            kept.append(word)
    return kept + [*ANALYZER_FLAGS, '-c', '-o', '/dev/null']


def analyzer(source):
    result = run(gcc_command(source), source.directory)
    return findings_of(result.stdout, r'warning: .*\[-Wanalyzer|error: ')


def look(tool, sources, top, build):
    if tool == 'gcc-analyzer':
        return [finding for source in sources for finding in analyzer(source)]
    run_tool = {'cppcheck': cppcheck, 'clang-tidy': clang_tidy}[tool]
    paths = [str(source.path) for source in sources]
    findings = []
    for i in range(0, len(paths), FILES_AT_ONCE):
        findings += run_tool(paths[i:i + FILES_AT_ONCE], top, build)
    return findings


def self_test(tool, sources, top, build):
    """What the tool says of a leak, a use after free and a comparison that reads the wrong way."""
    with tempfile.TemporaryDirectory(prefix='analysis-') as folder:
        path = Path(folder, 'bad.c')
        path.write_text(BAD, encoding='utf-8')
        model = sources[0]
        entry = {'directory': model.directory, 'file': str(path),
                 'command': shlex.join([*model.command[:-1], str(path)])}
        Path(folder, 'compile_commands.json').write_text(json.dumps([entry]), encoding='utf-8')
        bad = Source(Path(folder).resolve(), entry)
        bad.command = shlex.split(entry['command'])
        if tool == 'clang-tidy':
            return clang_tidy([str(path)], top, Path(folder))
        return look(tool, [bad], top, build)


def missed(tool, findings):
    return [pattern for pattern in SEEN_IN_BAD[tool]
            if not any(re.search(pattern, finding) for finding in findings)]


def main():
    tool = sys.argv[1]
    top = Path(sys.argv[2]).resolve()
    build = Path(sys.argv[3]).resolve()
    sources = read_sources(top, build)
    rooms = sorted({source.room for source in sources})

    print(f'1..{len(rooms) + 1}')
    blind = missed(tool, self_test(tool, sources, top, build))
    print(f'{"not ok" if blind else "ok"} 1 self-test: a bad file', flush=True)
    for pattern in blind:
        print(f'not found: {pattern}', file=sys.stderr, flush=True)
    for number, room in enumerate(rooms, 2):
        inside = [source for source in sources if source.room == room]
        findings = sorted(set(look(tool, inside, top, build)))
        print(f'# {room}: {len(inside)} files, {len(findings)} findings')
        print(f'{"not ok" if findings else "ok"} {number} {room}', flush=True)
        for finding in findings:
            print(finding, file=sys.stderr, flush=True)


if __name__ == '__main__':
    main()
