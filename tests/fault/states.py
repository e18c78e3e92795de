#!/usr/bin/python3
"""Each program is ended by SIGKILL in each state of a session; afterwards nothing is lost, and the
work goes on. "done" is the moment after the last state."""

import os
import re
import subprocess

from lab import PASSPHRASE, TECHNICIAN, TECHNICIAN_PIN, Tap, pipe_with
from rig import NAMES
from scenes import Provisioning

STATES = ['connected', 'paired', 'requested', 'approved', 'issued', 'delivered', 'installed',
          'verified']


class KilledAt(Provisioning):
    """A provisioning whose victim is ended when the station has told that state."""

    def begin(self):
        """The station's process, and where it is told the number."""
        reading, writing = os.pipe()
        fds = [pipe_with(PASSPHRASE), pipe_with(TECHNICIAN_PIN), reading]
        process = subprocess.Popen(
            [self.lab.programs['ctl'], '--station', self.lab.station, '--json', '--passphrase-fd',
             str(fds[0]), '--operator', TECHNICIAN, '--pin-fd', str(fds[1]), 'provision',
             '--tether', self.device.address, '--ticket',
             self.lab.path(self.device.id + '.ticket'), '--confirm-number', str(reading)],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
            pass_fds=fds, env=self.lab.environment)
        for fd in fds:
            os.close(fd)
        return process, writing

    def kill_at(self, state, victim):
        """True if that state was told."""
        signer = self.lab.start_signer()
        central = self.lab.processes[0]
        self.device.switch_on()
        with open(self.lab.path(self.device.id + '.ticket'), encoding='utf-8') as file:
            self.tickets.append(file.read().strip())
        station, number = self.begin()
        victims = {'station': station, 'signer': signer, 'device': self.device.process,
                   'central': central}
        told = False
        for line in station.stderr:
            shown = re.search(r'Number: (\d{6})', line)
            if shown:
                os.write(number, (shown.group(1) + '\n').encode())
            if re.search(rf'\b{state} \(', line):
                told = True
                victims[victim].kill()
        station.stderr.close()
        station.wait()
        os.close(number)
        return told


def main():
    tap = Tap()
    scene = KilledAt()
    survived = 0
    for victim, program in NAMES.items():
        for state in STATES:
            scene.set_up()
            told = scene.kill_at(state, victim)
            scene.end()
            findings = scene.judge()
            survived += tap.check(told and not findings, f'{program} killed when {state}',
                                  '\n'.join(findings) or f'{state} was not told')
    print(f'# {survived} of {len(NAMES) * len(STATES)} points survived')
    tap.done()


main()
