"""The main job: a station that works, and one device."""

import remains
from aftermath import Aftermath
from lab import Lab, wait_for
from remains import CentralDisk, DeviceDisk, StationDisk
from story import Story

STATION, CENTRAL = 'station', 'central'


class DeviceStory(Story):
    """device: the one that is worked on. before: its serial number until then. tickets: what it
    showed."""

    before = None

    def owners(self):
        return (STATION, CENTRAL, self.device.id)

    def set_up(self):
        lab = self.lab
        self.expect(lab.create_authority(), 'the ceremony')
        self.expect(lab.create_server(), 'a server certificate')
        self.expect(lab.add_technician(), 'a technician')
        self.open_window()
        central = lab.start_central()
        self.tickets = []
        self.device = self.prepare()
        lab.stop(central)

    def open_window(self):
        self.expect(self.lab.admin('window', 'open', '--devices', '5', '--minutes', '600'),
                    'the window')

    def provisioned(self, device_id, label):
        """A device that works already."""
        device = self.lab.make_device(device_id, label)
        device.switch_on()
        serial = self.expect(device.provision(), device_id)['serial']
        device.switch_off()
        return device, serial

    def day(self):
        central = self.lab.start_central()
        self.work()
        self.lab.stop(central)

    def read_ticket(self):
        with open(self.lab.path(self.device.id + '.ticket'), encoding='utf-8') as file:
            return file.read().strip()

    def provision(self, mark, *options, **how):
        device = self.device
        device.switch_on()
        shown = device.find('ticket')
        self.tickets.append(self.read_ticket())
        serial = self.expect(device.provision(*options, **how), mark)['serial']
        self.mark(f'{mark} {serial}')
        # A device shows another ticket when all of the last connection is done.
        wait_for(lambda: device.find('ticket') is not shown, 'another ticket')
        self.snapshot(mark, [STATION, device.id])
        device.switch_off()

    # --- After the cut ---

    def look(self, owner, tree):
        if owner == STATION:
            return StationDisk(self.lab, tree)
        if owner == CENTRAL:
            return CentralDisk(self.lab, tree)
        return DeviceDisk(self.device, tree)

    def compare(self, marks, disks):
        station, device = disks[STATION], disks[self.device.id]
        return [*remains.contradictions(station, device, disks[CENTRAL]),
                *remains.broken_promises(marks, station, device)]

    def judge(self, marks):
        aftermath = Aftermath(self.lab, self.device, self.before, self.tickets)
        try:
            return aftermath.judge()
        except Exception as error:
            aftermath.close()
            return aftermath.findings + [f'{type(error).__name__}: {error}']
        finally:
            # Central Station must not remember revocation lists of another case.
            while self.lab.processes:
                self.lab.stop(self.lab.processes[0])


class FirstCertificate(DeviceStory):
    """A device gets its first identity, by a code that the registry issued."""

    def prepare(self):
        self.code = self.lab.path('code')
        device = self.lab.make_device('DEV-001', 'Bed 1', '--code-file', self.code)
        answer = self.expect(self.lab.technician('pair', 'issue-code', device.id), 'a code')
        Lab.write(self.code, answer['code'] + '\n')
        return device

    def work(self):
        self.open_window()
        self.mark('window')
        self.provision('provisioned', code=self.code)


class NewKey(DeviceStory):
    """A device that works gets a new key by its ticket; then another's certificate is revoked."""

    def prepare(self):
        _, self.stolen = self.provisioned('DEV-002', 'Bed 2')
        device, self.before = self.provisioned('DEV-001', 'Bed 1')
        return device

    def work(self):
        self.provision('renewed', '--yes-rekey')
        self.expect(self.lab.technician('certificate', 'revoke', self.stolen,
                                        '--reason', 'keyCompromise'), 'the revocation')
        self.mark(f'revoked {self.stolen}')
