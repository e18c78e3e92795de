#!/usr/bin/env python3
"""The C files are laid out as "./dev format" would: uncrustify with .uncrustify.cfg, then columns.

Headers are left out: their prototypes stand in columns over the whole file, which uncrustify takes
apart.
"""

import subprocess
from pathlib import Path

import columns
import house

CONFIGURATION = Path(__file__).resolve().parents[2] / '.uncrustify.cfg'
ADVICE = 'not as "./dev format" lays it out'


def uncrustify_findings(tree, paths):
    result = subprocess.run(
        ['uncrustify', '-q', '-l', 'C', '-c', CONFIGURATION, '--check', *paths],
        cwd=tree.top, capture_output=True, text=True, check=False)
    refused = [line.split()[1] for line in result.stderr.splitlines() if line.startswith('FAIL: ')]
    if result.returncode != 0 and not refused:
        yield f'uncrustify failed: {result.stderr}'
    for path in refused:
        yield f'{path}: {ADVICE}'


def check(tree):
    paths = tree.files('.c')
    if paths:
        yield from uncrustify_findings(tree, paths)
    for path in paths:
        text = tree.text(path)
        if columns.align(text) != text:
            yield f'{path}: parameters {ADVICE}'


GOOD = '''static gboolean
read_all (int          fd,
          GByteArray  *content,
          GError     **error)
{
  if (fd < 0 ||
      content == NULL)
    {
      fail (_("No file"), error);
      return FALSE;
    }

  json_array_foreach (content, i, item)
    {
      g_autoptr(GBytes) bytes = NULL;
    }

  switch (fd)
    {
    case 1:
      return TRUE;
    default:
      return (gboolean) read (fd);
    }
}
'''


def c_file(text):
    return {'app/base/a.c': text}


CASES = [
    house.Case('laid out', c_file(GOOD)),
    house.Case('braces at the end of the line', c_file(GOOD.replace('NULL)\n    {', 'NULL) {')),
               ADVICE),
    house.Case('another indent', c_file(GOOD.replace('      return FALSE', '    return FALSE')),
               ADVICE),
    house.Case('no space before the parenthesis', c_file(GOOD.replace('read (fd)', 'read(fd)')),
               ADVICE),
    house.Case('the type on the line of the name', c_file(GOOD.replace('gboolean\n', 'gboolean ')),
               ADVICE),
    house.Case('operator at the beginning', c_file(GOOD.replace(' ||\n      ', '\n      || ')),
               ADVICE),
    house.Case('parameters out of column', c_file(GOOD.replace('int          fd', 'int fd')),
               'parameters'),
]

if __name__ == '__main__':
    house.main(check, CASES)
