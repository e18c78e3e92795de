"""Sixteen devices at once against one, everything included: pairing, issuance by the signer, delivery,
and the device's own test at the Central Station."""

import json
import os
import statistics
import subprocess

import lab as laboratory
from figures import Row, processor_seconds
from lab import BUILD, Lab
from usbdesk import UsbDesk

SESSIONS = os.path.join(BUILD, 'tests/usb/usb-sessions')
PORTS = [f'1-{a}.{b}.{c}' for a in (1, 2) for b in (1, 2) for c in (1, 2, 3, 4)]
GOAL = 2
ROUNDS = 3  # of one station: it issues no more than 60 certificates an hour


def found():
    lab = Lab()
    for step in (lab.create_authority, lab.create_server, lab.add_technician):
        answer = step()
        if not answer.ok:
            raise RuntimeError(f'{step.__name__}: {answer.error or answer.stderr}')
    lab.central = lab.start_central()
    lab.signer = lab.start_signer()
    lab.admin('window', 'open', '--devices', '512', '--minutes', '600')
    return lab


class Crowd:
    def __init__(self, spent):
        self.lab = found()
        self.usb = UsbDesk(self.lab)
        self.made = 0
        self.spent = spent  # processor seconds of each program

    def close(self):
        self.usb.close()
        self.lab.close()

    def make(self):
        self.made += 1
        device = self.lab.make_device(f'DEV-{self.made:03}', f'Bed {self.made}')
        device.switch_on()
        return device

    def look(self, devices):
        programs = {'central': [self.lab.central], 'signer': [self.lab.signer],
                    'mocked USB': [self.usb.process], 'devices': [one.process for one in devices]}
        return {name: sum(processor_seconds(process.pid) for process in processes)
                for name, processes in programs.items()}

    def run(self, places):
        """All at once; gives the seconds until the last one was done."""
        devices = [device for _, device in places]
        words = [word for port, device in places
                 for word in (f'usb:{port}', device.find('ticket')['code'])]
        before = self.look(devices)
        process = subprocess.Popen([SESSIONS, self.lab.station, laboratory.TECHNICIAN,
                                    laboratory.TECHNICIAN_PIN, *words], stdout=subprocess.PIPE,
                                   text=True, env=os.environ | self.usb.environment)
        result = json.loads(process.stdout.read().splitlines()[-1])
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        checks = [session.get('check') for session in result['sessions'] if 'check' in session]
        if status != 0 or checks:
            raise RuntimeError(f'{status} {checks}')
        after = self.look(devices)
        after['station'] = usage.ru_utime + usage.ru_stime
        for name, seconds in after.items():
            self.spent[name] = self.spent.get(name, 0) + seconds - before.get(name, 0)
        return result['seconds']

    def measure(self, ports):
        places = [(port, self.make()) for port in ports]
        for place in places:
            self.usb.plug(*place)
        seconds = self.run(places)
        for port, device in places:
            self.usb.unplug(port)
            device.switch_off()
        return seconds


def tell(spent, provisioned, many, one):
    each = {name: seconds / provisioned for name, seconds in sorted(spent.items())}
    total = sum(each.values())
    print(f'Processor seconds a device: {total:.3f} (' +
          ', '.join(f'{name} {seconds:.3f}' for name, seconds in each.items()) + ')')
    print(f'So {many} devices keep {os.cpu_count()} processors busy for '
          f'{many * total / os.cpu_count():.2f} s at least; one took {one:.2f} s')


def rows(rounds, many=len(PORTS)):
    spent, one, together = {}, [], []
    for i in range(rounds):
        if i % ROUNDS == 0:
            crowd = Crowd(spent)
        one.append(crowd.measure(PORTS[:1]))
        together.append(crowd.measure(PORTS[:many]))
        if i % ROUNDS == ROUNDS - 1 or i == rounds - 1:
            crowd.close()
    tell(spent, rounds * (1 + many), many, statistics.median(one))
    return [Row(f'{many} devices : 1', together, one, GOAL, most=True)]
