#!/usr/bin/python3
"""The main job under memcheck: a hospital is founded, a device is refused, provisioned to verified,
gets a new key and is revoked. Whoever reads or writes what is not its own, decides by bytes that
nobody wrote, or loses memory, fails here.

Usage: test-memcheck.py COMPILER…"""

import re
import subprocess
import sys

from lab import Tap
from memcheck import WatchedLab

# How often each program runs at least, of its own or started by the station.
RUNS = {'zmonitor-stationctl': 11, 'zmonitor-signer': 5, 'zmonitor-device': 2,
        'zmonitor-central': 1}
SUMMARY = re.compile(r'ERROR SUMMARY: \d+ errors from (\d+) contexts \(suppressed: 0 from 0\)')
LOST = 'definitely lost in loss record'
# A ceremony whose station is through may be ended amid a call; where its pointers were, in
# registers, memcheck does not see then.
KILLED = 'Process terminating with default action of signal 15'


def test_itself(tap, lab):
    """A program that does what must not be, in the same way as the others."""
    bad = lab.wrap(lab.compile('memcheck-bad'), 'bad')
    status = subprocess.run([bad], check=False).returncode
    text = ''.join(lab.logs_of('bad'))
    tap.equal(status, 99, 'self-test: memcheck says no')
    for finding in ('Conditional jump or move depends on uninitialised value',
                    '1,000 bytes in 1 blocks are definitely lost'):
        tap.check(finding in text, f'self-test: {finding}', text)


def do(tap, answer, what):
    if not tap.check(answer.status == 0, what, answer.stdout + answer.stderr):
        tap.done()
    return answer.ok


def found(tap, lab):
    do(tap, lab.create_authority(), 'a hospital is founded')
    do(tap, lab.create_server(), 'a server certificate from the root')
    signer = lab.start_signer()
    do(tap, lab.add_technician(), 'a technician')
    return signer, lab.start_central()


def provision(tap, lab, device):
    tap.equal(device.provision().error.get('check'), 'window.closed',
              'nothing is issued outside a window')
    do(tap, lab.admin('window', 'open', '--devices', '5', '--minutes', '240'), 'the window opens')
    for what, options in (('from the box', []), ('with a new key', ['--yes-rekey'])):
        shown = do(tap, device.provision(*options), f'a device is provisioned {what}')
        tap.equal(shown['state'], 'verified', 'and verified')
    return shown['serial']


def is_clean(text):
    summary = SUMMARY.search(text)
    excused = text.count(LOST) if KILLED in text else 0
    return summary is not None and int(summary.group(1)) == excused


def judge(tap, lab):
    for name, least in RUNS.items():
        texts = lab.logs_of(name)
        bad = [text for text in texts if not is_clean(text)]
        print(f'# {name}: {len(texts)} runs')
        ended = sum(KILLED not in text for text in texts)
        tap.check(len(texts) >= least and ended > 0, f'{name} was looked at', f'{len(texts)} of {least} runs, {ended} to the end')
        tap.check(not bad, f'{name} does nothing wrong', '\n'.join(bad))


def main():
    tap = Tap()
    lab = WatchedLab(sys.argv[1:])
    test_itself(tap, lab)

    signer, central = found(tap, lab)
    device = lab.make_device('DEV-001', 'Intensivpflege Zürich, Bett 7')
    device.switch_on()
    serial = provision(tap, lab, device)
    do(tap, lab.technician('certificate', 'revoke', serial, '--reason', 'keyCompromise'),
       'its certificate is revoked')
    do(tap, lab.ctl('audit', 'verify'), 'the audit log is intact')
    device.switch_off()
    lab.stop(central)
    lab.stop(signer)

    judge(tap, lab)
    tap.done()


main()
