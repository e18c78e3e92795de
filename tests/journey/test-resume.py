#!/usr/bin/python3
"""A station that is killed in mid-session goes on where it was: the same certificate, one device,
an audit log that still verifies."""

import os
import re
import subprocess

from lab import CTL, PASSPHRASE, TECHNICIAN, TECHNICIAN_PIN, Lab, Tap, pipe_with

STATES = ['requested', 'issued', 'delivered', 'installed']


def provision_until(lab, device, state):
    """Starts a provisioning and kills the station when it has told this state."""
    reading, writing = os.pipe()
    fds = [pipe_with(PASSPHRASE), pipe_with(TECHNICIAN_PIN), reading]
    process = subprocess.Popen(
        [CTL, '--station', lab.station, '--json', '--passphrase-fd', str(fds[0]),
         '--operator', TECHNICIAN, '--pin-fd', str(fds[1]), 'provision',
         '--tether', device.address, '--ticket', lab.path(device.id + '.ticket'),
         '--confirm-number', str(reading)],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        pass_fds=fds)
    for fd in fds:
        os.close(fd)
    told = False
    for line in process.stderr:
        shown = re.search(r'Number: (\d{6})', line)
        if shown:
            os.write(writing, (shown.group(1) + '\n').encode())
        if re.search(rf'\b{state} \(', line):
            told = True
            process.kill()
            break
    process.kill()
    process.wait()
    process.stderr.close()
    os.close(writing)
    return told


def main():
    tap = Tap()
    lab = Lab()
    lab.create_authority()
    lab.create_server()
    lab.add_technician()
    lab.start_central()
    lab.admin('window', 'open', '--devices', '20', '--minutes', '30')

    for number, state in enumerate(STATES, 1):
        device = lab.make_device(f'DEV-{number:03}', f'Bed {number}')
        device.switch_on()
        tap.check(provision_until(lab, device, state), f'killed when {state}')

        sessions = [session for session in lab.ctl('session', 'list').ok['sessions']
                    if session['deviceId'] == device.id]
        tap.equal(len(sessions), 1, f'{device.id} has one session')
        session = sessions[0]
        if session['state'] == 'verified':
            tap.check(True, 'which had ended before the signal came')
        else:
            answer = lab.technician('session', 'resume', session['session'],
                                    '--tether', device.address, '--yes-issue')
            tap.equal((answer.ok or {}).get('state'), 'verified', f'resumed from {state}')
            if answer.error:
                print('# ' + answer.stdout + answer.stderr)
        certificates = [certificate for certificate in
                        lab.ctl('certificate', 'list').ok['certificates']
                        if certificate.get('deviceId') == device.id]
        tap.equal([certificate['state'] for certificate in certificates], ['active'],
                  f'{device.id} has one certificate, in use')

    device = lab.make_device('DEV-100', 'Bed 100')
    device.switch_on()
    answer = lab.technician('provision', '--tether', device.address,
                            '--ticket', lab.path('DEV-100.ticket'))
    tap.equal(answer.error.get('check'), 'passphrase.terminal',
              'a question that nobody can be asked is not a no')

    tap.equal(lab.ctl('audit', 'verify').status, 0, 'the audit log is intact')
    tap.done()


main()
