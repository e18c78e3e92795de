"""The scene of every line of the checklist: a hospital, its station, its Central Station, and
devices that wait at the tether."""

from lab import Lab
from relay import Relay

LABEL = 'Intensivpflege Zürich, Bett 7'


class Scene:
    def __init__(self):
        self.lab = Lab()
        for answer in (self.lab.create_authority(), self.lab.create_server(),
                       self.lab.add_technician(),
                       self.lab.admin('window', 'open', '--devices', '9', '--minutes', '59')):
            if answer.status != 0:
                raise RuntimeError(answer.stdout + answer.stderr)
        self.central = self.lab.start_central()

    def provision(self, device_id, *options, alter=None, wrapper=()):
        """The device, what the station said, and the relay that saw every frame between them."""
        device = self.lab.make_device(device_id, LABEL, *options)
        device.wrapper = wrapper
        device.switch_on()
        relay = Relay(device, alter) if alter else Relay(device)
        answer = device.provision(tether=relay.address)
        relay.close()
        device.poll()
        return device, answer, relay

    def log(self):
        with open(self.lab.path('log'), encoding='utf-8', errors='replace') as file:
            return file.read()
