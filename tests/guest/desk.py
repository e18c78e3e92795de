"""The desk in the guest: a station, and devices on the gadget."""

import os
import socket
import subprocess
import threading
import time

from inside import attached, note, read, wait_for
from lab import Device
from preloaded import thrifty

DIRECTORY = '/run/zmonitor-gadget'
STARTED = time.monotonic()


def mark(what):
    note(f'{time.monotonic() - STARTED:.0f} s: {what}')


class GadgetDevice(Device):
    """On the gadget, which hands plug in and pull out."""

    def __init__(self, lab, hands, device_id, label):
        super().__init__(lab, device_id, label)
        self.hands = hands
        self.address = 'gadget:' + DIRECTORY
        self.lock = threading.Lock()

    def poll(self):
        with self.lock:
            super().poll()

    def switch_on(self):
        """As its unit does; gives what it tells systemd."""
        told = self.lab.path('notify')
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        listener.bind(told)
        listener.settimeout(60)
        before = self.lab.environment
        self.lab.environment = (before or os.environ) | {'NOTIFY_SOCKET': told}
        super().switch_on()
        self.lab.environment = before
        os.unlink(told)
        return listener.recv(100).decode()

    def plug_in(self):
        answer = self.hands.gadget('bind')
        wait_for(attached, 'the device on the host')
        self.hands.settle()
        return answer

    def pull_when(self, event):
        """Pulls the cable as soon as the device's screen shows this."""
        def watch():
            wait_for(lambda: self.find(event), event)
            self.hands.pull()
        thread = threading.Thread(target=watch)
        thread.start()
        return thread


def found():
    lab = thrifty()
    lab.create_authority()
    lab.create_server()
    lab.add_technician()
    lab.start_signer()
    lab.start_central()
    lab.admin('window', 'open', '--devices', '20', '--minutes', '60')
    return lab


def put_on_gadget(tap, lab, hands, device_id, label):
    device = GadgetDevice(lab, hands, device_id, label)
    tap.equal(hands.gadget('up', '--state', device.state), [0, ''], f'{device_id}: a gadget for it')
    tap.equal(device.switch_on(), 'READY=1', f'{device_id}: tells that it is ready')
    tap.equal(device.plug_in(), [0, ''], f'{device_id}: plugged in')
    return device


def node_of(sysfs):
    return f'/dev/bus/usb/{int(read(sysfs + "/busnum")):03}/{int(read(sysfs + "/devnum")):03}'


def newest_session(lab, device):
    return next(session for session in lab.ctl('session', 'list').ok['sessions']
                if session['deviceId'] == device.id)


def verify(tap, lab, device):
    chain, _ = device.files()
    shown = subprocess.run(['openssl', 'verify', '-CAfile',
                            os.path.join(lab.station, 'certificates/root.pem'),
                            '-untrusted', chain, chain], capture_output=True, text=True, check=False)
    tap.equal(shown.returncode, 0, f'{device.id}: OpenSSL verifies its certificate')
    tap.equal(device.identity().get('state'), 'active', f'{device.id}: uses it')
