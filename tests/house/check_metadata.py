#!/usr/bin/env python3
"""What software centres and Flatpak read is valid: desktop file, metainfo, manifest."""

import subprocess
import sys
import tempfile
from pathlib import Path

import house

APPLICATION = 'org.zmonitor.Station'


def complaints(command):
    """What a validator says, if it refuses or warns."""
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    said = result.stdout + result.stderr
    warned = 'warning' in result.stderr.lower() or 'hint:' in result.stdout
    return said.strip() or 'refused' if result.returncode != 0 or warned else None


def check_template(tree, ending, *command):
    """The template differs from the file it becomes in its name only: .in, and no translations."""
    template = Path('resources', f'{APPLICATION}.{ending}.in')
    with tempfile.TemporaryDirectory(prefix='house-') as folder:
        target = Path(folder, template.stem)
        target.write_text(tree.text(template), encoding='utf-8')
        said = complaints([*command, target])
    if said:
        yield f'{template}: {said}'


def check(tree):
    yield from check_template(tree, 'desktop', 'desktop-file-validate')
    yield from check_template(tree, 'metainfo.xml', 'appstreamcli', 'validate', '--no-net')
    manifest = Path('flatpak', f'{APPLICATION}.yml')
    said = complaints(['flatpak-builder', '--show-manifest', tree.top / manifest])
    if said:
        yield f'{manifest}: {said}'


def cases(top):
    """The project's own files, each with one thing broken."""
    paths = [f'resources/{APPLICATION}.desktop.in', f'resources/{APPLICATION}.metainfo.xml.in',
             f'flatpak/{APPLICATION}.yml']
    files = {path: Path(top, path).read_text(encoding='utf-8') for path in paths}
    desktop, metainfo, manifest = paths

    def broken(path, old, new):
        assert old in files[path]
        return {**files, path: files[path].replace(old, new)}

    return [
        house.Case('a category that does not exist', broken(desktop, 'System;', 'Sistem;'),
                   desktop),
        house.Case('no name', broken(desktop, 'Name=', 'Nom='), desktop),
        house.Case('no summary', broken(metainfo, 'summary', 'summery'), metainfo),
        house.Case('a misspelt key', broken(manifest, 'finish-args', 'finnish-args'), manifest),
        house.Case('no YAML', broken(manifest, 'modules:', 'modules: ['), manifest),
    ]


if __name__ == '__main__':
    house.main(check, cases(sys.argv[1]))
