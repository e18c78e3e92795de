#!/usr/bin/python3
"""During a real founding and provisioning on the command line no key, passphrase, PIN or live code is
anywhere but with the process that the design names (§2), not even in memory that was freed. Needs
root, who alone may look."""

import os
import subprocess
import sys

import lab as laboratory
from course import (FILES, FILES_LATER, Course, prepare, state_of_session, watch_ceremony,
                    watch_founding, watch_last_breath, watch_provisioning)
from lab import BUILD, pipe_with, wait_for


def start_ctl(course, device):
    """zmonitor-stationctl provision, as far as the question whether the numbers are the same."""
    lab = course.lab
    reading, writing = os.pipe()
    pin = pipe_with(laboratory.TECHNICIAN_PIN)
    process = subprocess.Popen(
        [laboratory.CTL, '--station', lab.station, '--json', '--operator',
         laboratory.TECHNICIAN, '--pin-fd', str(pin), 'provision', '--tether', device.address,
         '--ticket-image', lab.path(device.id + '.png'), '--confirm-number', str(reading)],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        pass_fds=[pin, reading], env=lab.environment)
    os.close(pin)
    os.close(reading)
    lab.processes.append(process)
    for line in process.stderr:
        if 'Number: ' in line:
            break
    return process, writing


def provision(course, device, central):
    ctl, answer = start_ctl(course, device)

    def confirm(number):
        os.write(answer, (number + '\n').encode())
        os.close(answer)

    watch_provisioning(course, device, central, confirm)
    ctl.communicate(timeout=120)
    course.tap.equal(ctl.returncode, 0, 'the device is provisioned')
    course.tap.equal(state_of_session(course), 'verified', 'and verified')


def watch_reader(course):
    """The reader with all of the picture but its end."""
    with open(course.lab.path('DEV-001.png'), 'rb') as file:
        picture = file.read()
    process = subprocess.Popen([os.path.join(BUILD, 'app/reader/zmonitor-reader')],
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    course.lab.processes.append(process)
    os.write(process.stdin.fileno(), picture[:-1])
    wait_for(lambda: b'Seccomp:\t2' in open(f'/proc/{process.pid}/status', 'rb').read(),
             'the filter of the reader')
    hits, roles, wrong = course.look('a picture is read')
    course.tap.check('reader' in roles and not [hit for hit in hits if hit[0] == 'reader'],
                     'the reader holds nothing', hits)
    course.tap.equal([hit for hit in wrong if hit[1] != 'code'], [], 'nor does anybody else')
    output, _ = process.communicate(picture[-1:], timeout=60)
    course.tap.check(b'ZM1:DEV-001:' in output, 'the reader reads the picture', output)


def main():
    course = Course(sys.argv[1], 'ctl')
    lab = course.lab
    watch_founding(course)
    signer = lab.start_signer()
    watch_ceremony(course)
    watch_last_breath(course)
    lab.add_technician()
    central, device = prepare(course)

    found = course.check('at rest', {'signer', 'central', 'device'})
    for holder in [('signer', 'signer:intermediate'), ('signer', 'signer:station'),
                   ('signer', 'signer:checkpoint'), ('signer', 'signer:code'),
                   ('signer', 'signer:server:sk-1'), ('central', 'central'),
                   ('device', 'factory:DEV-001'), ('device', 'code')]:
        course.tap.check(holder in found, f'the search finds {holder[1]} with {holder[0]}')
    provision(course, device, central)
    course.check('at rest', {'signer', 'central', 'device'})
    watch_reader(course)
    course.check_key_files(FILES + FILES_LATER)
    lab.stop(signer)
    course.finish()


main()
