"""The auditor's script as a module, and as the program that it is."""

import importlib.util
import os
import subprocess
import sys

PATH = os.path.join(os.environ['G_TEST_SRCDIR'], '..', 'resources', 'verify-audit.py')


def load():
    spec = importlib.util.spec_from_file_location('verify_audit', PATH)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SCRIPT = load()


def run_script(directory, *options):
    """(exit code, verdict, what it says); isolated, so that nothing but the standard library can
    be found."""
    process = subprocess.run([sys.executable, '-I', '-S', PATH, directory, *options],
                             capture_output=True, text=True)
    return process.returncode, process.stdout.split(':')[0].strip(), process.stdout + process.stderr
