#!/usr/bin/env python3
"""results.py counts right: it decides whether "./dev test" is green."""

import house
import results

OK = 'TAP version 13\n1..2\nok 1 /a\n# ok 9 no\n    ok 9 nested\nok 2 /b\n'

# name, meson's result, standard output, passed, skipped, failed, failed with CI set
CASES = [
    ('all good', 'OK', OK, 2, 0, 0, 0),
    ('one bad line', 'FAIL', OK + 'not ok 3 /c\n', 2, 0, 1, 1),
    ('a skipped line', 'OK', OK + 'ok 3 /c # SKIP no display\n', 2, 1, 0, 1),
    ('a skipped program', 'SKIP', '1..0 # SKIP no display\n', 0, 1, 0, 1),
    ('known to fail', 'OK', 'not ok 1 /a # TODO later\n', 1, 0, 0, 0),
    ('known to fail, yet passes', 'FAIL', 'ok 1 /a # TODO later\n', 0, 0, 1, 1),
    ('crashed after good lines', 'ERROR', OK, 2, 0, 1, 1),
    ('timed out', 'TIMEOUT', OK, 2, 0, 1, 1),
    ('crashed at a bad line', 'ERROR', 'not ok 1 /a\nBail out!\n', 0, 0, 1, 1),
    ('said nothing', 'ERROR', '', 0, 0, 1, 1),
    ('no TAP, good', 'OK', 'hello\n', 1, 0, 0, 0),
    ('no TAP, bad', 'FAIL', 'hello\n', 0, 0, 1, 1),
    ('no TAP, skipped', 'SKIP', '', 0, 1, 0, 1),
]


def disagreement(result, output, expected, skips_fail):
    tally = results.Tally(skips_fail)
    tally.add_program({'name': 'x', 'result': result, 'stdout': output})
    seen = (tally.passed, tally.skipped, len(tally.failures))
    return [] if seen == expected else [f'{seen} instead of {expected}: {tally.failures}']


def main():
    print(f'1..{len(CASES)}')
    for number, case in enumerate(CASES, 1):
        name, result, output, passed, skipped, failed, failed_in_ci = case
        complaints = disagreement(result, output, (passed, skipped, failed), False)
        complaints += disagreement(result, output, (passed, skipped, failed_in_ci), True)
        house.report(number, name, complaints)


if __name__ == '__main__':
    main()
