"""What the house checks share: a look at the source tree, and TAP on standard output.

A check is a function from a Tree to findings, one sentence each. It must be able to turn red: each
comes with cases, small trees with what has to be found in them, and the real tree comes last.
"""

import os
import sys
import tempfile
from pathlib import Path


class Tree:
    def __init__(self, top):
        self.top = Path(top)

    def files(self, *endings, under=('app', 'ui', 'usb', 'tests')):
        """Paths relative to the top, sorted."""
        found = []
        for root in under:
            for folder, subfolders, names in os.walk(self.top / root):
                subfolders[:] = [name for name in subfolders if name != '__pycache__']
                found += [Path(folder, name).relative_to(self.top)
                          for name in names if name.endswith(endings)]
        return sorted(found)

    def text(self, path):
        return (self.top / path).read_text(encoding='utf-8')

    def lines(self, path):
        return self.text(path).splitlines()

    def exists(self, path):
        return (self.top / path).exists()


class Case:
    """A tree given as {path: text} and a piece of each finding that it must lead to."""

    def __init__(self, name, files, *expected):
        self.name = name
        self.files = files
        self.expected = expected

    def disagreement(self, check):
        with tempfile.TemporaryDirectory(prefix='house-') as top:
            for path, text in self.files.items():
                target = Path(top, path)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text, encoding='utf-8')
            findings = list(check(Tree(top)))
        if len(findings) != len(self.expected):
            return [f'{len(self.expected)} findings expected, seen:'] + findings
        return [f'“{piece}” is not in “{finding}”'
                for piece, finding in zip(self.expected, findings) if piece not in finding]


def report(number, name, complaints):
    print(f'{"not ok" if complaints else "ok"} {number} {name}')
    # On standard error, since that is what meson shows of a failed TAP program.
    for complaint in complaints:
        print(f'{name}: {complaint}', file=sys.stderr)


def main(check, cases, notes=None):
    """The program's only argument is the top of the source tree."""
    tree = Tree(sys.argv[1])
    print(f'1..{len(cases) + 1}')
    for number, case in enumerate(cases, 1):
        report(number, f'self-test: {case.name}', case.disagreement(check))
    report(len(cases) + 1, 'the source tree', list(check(tree)))
    for note in notes(tree) if notes else []:
        print(f'# {note}')
