"""A cable that changes what goes over it, between a real station and a real device."""

import select

from tether import Socket, connect


class Relay:
    """change (message) is asked for everything that goes over the cable, and gives what goes on
    instead, a list of messages. Frames are numbered anew, so that nothing shows of what was left
    out or added."""

    def __init__(self, lab, device):
        self.device = device
        self.change = None
        self.seen = []
        path = lab.path(device.id + '.relay')
        self.address = 'virtual:' + path
        self.socket = Socket(path, self.talk)

    def close(self):
        self.socket.close()

    def talk(self, station):
        device = connect(self.device.socket)
        try:
            self.carry(station, device)
        finally:
            device.close()

    def carry(self, station, device):
        other = {station: device, device: station}
        while True:
            ready, _, _ = select.select([side.connection for side in other], [], [], 60)
            if not ready:
                return
            for side in other:
                if side.connection not in ready:
                    continue
                message = side.receive()
                if message is None:
                    return
                self.pass_on(message, other[side])

    def pass_on(self, message, target):
        self.seen.append(message)
        for changed in self.change(message) if self.change else [message]:
            target.send(changed)

    def last(self, kind):
        return next(message for message in reversed(self.seen) if message['type'] == kind)
