"""TAP for tests that start real programs: each function of a module whose name begins with test_
is one line, in the order of the source."""

import sys
import traceback


class Skip(Exception):
    """What a test cannot do here, and why."""


def run(module):
    tests = [(name, function) for name, function in vars(module).items()
             if name.startswith('test_') and callable(function)]
    print(f'1..{len(tests)}', flush=True)
    failed = 0
    for number, (name, function) in enumerate(tests, 1):
        title = name.removeprefix('test_').replace('_', ' ')
        try:
            function()
        except Skip as reason:
            print(f'ok {number} {title} # SKIP {reason}', flush=True)
        except Exception:
            # On standard error, since that is what meson shows of a failed TAP program.
            traceback.print_exc()
            failed += 1
            print(f'not ok {number} {title}', flush=True)
        else:
            print(f'ok {number} {title}', flush=True)
    sys.exit(1 if failed else 0)


def equal(seen, expected):
    if seen != expected:
        raise AssertionError(f'{seen!r} is not {expected!r}')


def contains(text, piece):
    if piece not in text:
        raise AssertionError(f'{piece!r} is not in {text!r}')


def lacks(text, piece):
    if piece in text:
        raise AssertionError(f'{piece!r} is in {text!r}')
