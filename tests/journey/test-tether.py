#!/usr/bin/python3
"""A device without a network is provisioned through its cable: against zmonitor-central and nginx,
with a station that carries what it cannot read, and with a cable that is pulled or a station that is
killed in the middle."""

import json
import os
import re
import socket
import sqlite3
import struct
import subprocess

from lab import CTL, PASSPHRASE, TECHNICIAN, TECHNICIAN_PIN, Lab, Tap, pipe_with
from relay import HEADER, Relay
from servers import start_nginx

KIND_TUNNEL = 2
OPEN, DATA, CLOSE, CREDIT = 1, 2, 3, 4
# What a whoami says in the clear.
WORDS = (b'GET ', b'HTTP/1.1', b'whoami', b'nonce=', b'"serial"', b'application/json')


def tunnel_of(frame):
    """Channel, op and what follows, of a tunnel frame; or None."""
    if HEADER.unpack_from(frame)[2] != KIND_TUNNEL:
        return None
    channel, op = struct.unpack_from('<IB', frame, HEADER.size)
    return channel, op, frame[HEADER.size + 5:]


def records(lab, *actions):
    """What the audit log says of these actions, in order."""
    with sqlite3.connect(f'file:{lab.station}/station.db?mode=ro', uri=True) as database:
        rows = database.execute('SELECT action, outcome, session, detail FROM security_audit_log '
                                'ORDER BY seq').fetchall()
    return [(action, outcome, session, json.loads(detail)) for action, outcome, session, detail
            in rows if action in actions]


def make_device(lab, number, reach='tether', network=False):
    """One that has no network at all: not even a loopback interface, if we may take it away."""
    device = lab.make_device(f'DEV-{number:03}', f'Bed {number}', '--reach', reach)
    if os.geteuid() == 0 and not network:
        device.wrapper = ('unshare', '--net')
    device.switch_on()
    return device


def tick(answer, name):
    return next((tick for tick in (answer.ok or {}).get('tests', []) if tick['name'] == name), {})


def check_provisioned(tap, lab, answer, server, receipt):
    tap.check(answer.status == 0, f'provisioned through the cable against {server}',
              answer.stdout + answer.stderr)
    tap.equal((answer.ok or {}).get('state'), 'verified', 'and verified')
    tap.equal(tick(answer, 'receipt').get('state'), receipt, 'with the receipt that there is')
    session = (answer.ok or {}).get('session')
    tested = [detail for _, _, where, detail in records(lab, 'mtls.tested') if where == session]
    tap.equal([detail['report'].get('via') for detail in tested], ['tether'],
              'the log says that it went through the tether')
    rows = [(action, outcome, detail) for action, outcome, where, detail in
            records(lab, 'tunnel.opened', 'tunnel.closed') if where == session]
    tap.equal([(action, outcome) for action, outcome, _ in rows],
              [('tunnel.opened', 'success'), ('tunnel.closed', 'success')] * 2,
              'and that a tunnel was opened and closed for the test, and one for the wrong name')
    tap.check(all(detail['host'] == 'localhost' and detail['port'] == lab.port
                  for _, _, detail in rows), 'to the configured server', rows)
    tap.check(rows and rows[1][2]['toServer'] > 1000 and rows[1][2]['toDevice'] > 1000,
              'with bytes both ways', rows)


def test_central(tap, lab):
    device = make_device(lab, 1)
    relay = Relay(device)
    answer = device.provision(tether=relay.address)
    check_provisioned(tap, lab, answer, 'zmonitor-central', 'good')
    frames = [(to_device, step) for to_device, frame in relay.frames
              if (step := tunnel_of(frame)) is not None]
    tap.equal(frames[0], (False, (1, OPEN, b'')), 'the device opens the tunnel')
    carried = {way: b''.join(step[2] for to_device, step in frames
                             if to_device == way and step[1] == DATA) for way in (False, True)}
    tap.equal([carried[way][:2] for way in (False, True)], [b'\x16\x03', b'\x16\x03'],
              'what goes through it is TLS, both ways')
    tap.equal([word for word in WORDS for text in carried.values() if word in text], [],
              'of which nobody on the cable can read a word')
    seen = b''.join(frame for _, frame in relay.frames)
    tap.check(b'"installed"' in seen, 'who sits there does read the messages')
    relay.close()
    device.switch_off()


def test_nginx(tap, lab):
    nginx = start_nginx(lab)
    device = make_device(lab, 2)
    check_provisioned(tap, lab, device.provision(), 'nginx', 'unknown')
    device.switch_off()
    nginx.stop()


def test_either(tap, lab):
    """The network goes first; who has none goes through the cable unasked."""
    for number, network in ((3, True), (4, False)):
        if not network and os.geteuid() != 0:
            continue
        device = make_device(lab, number, 'either', network)
        answer = device.provision()
        where = (answer.ok or {}).get('session')
        ways = [detail['report'].get('via') for _, _, session, detail in
                records(lab, 'mtls.tested') if session == where]
        tap.equal(ways, ['network' if network else 'tether'],
                  f'{"with a" if network else "without"} network')
        opened = [row for row in records(lab, 'tunnel.opened') if row[2] == where]
        tap.equal(len(opened), 0 if network else 2, 'and no tunnel without need')
        device.switch_off()


def resume(tap, lab, device, session, name):
    answer = lab.technician('session', 'resume', session, '--tether', device.address,
                            '--yes-issue')
    tap.equal((answer.ok or {}).get('state'), 'verified', name)
    if answer.error:
        print('# ' + (answer.stdout + answer.stderr).replace('\n', '\n# '))
    shown = lab.ctl('device', 'show', device.id).ok or {}
    tap.equal([certificate['state'] for certificate in shown.get('certificates', [])], ['active'],
              'and its one certificate is in use')


def open_session(lab, device):
    return next(session['session'] for session in lab.ctl('session', 'list').ok['sessions']
                if session['deviceId'] == device.id)


class AtTunnelFrame:
    """Lets frames pass until so many of the tunnel have come, and then acts."""

    def __init__(self, count, act):
        self.left = count
        self.act = act

    def __call__(self, to_device, frame):
        self.left -= tunnel_of(frame) is not None
        if self.left == 0:
            self.left = -1
            self.act()
        return frame


def pull():
    raise OSError('pulled')


def test_pulled(tap, lab):
    for number, count in ((5, 1), (6, 3), (7, 5)):
        device = make_device(lab, number)
        relay = Relay(device, AtTunnelFrame(count, pull))
        answer = device.provision(tether=relay.address)
        tap.equal((answer.error.get('check'), answer.error.get('code')),
                  ('tether.unplugged', 'unavailable'),
                  f'the cable is pulled at frame {count} of the tunnel')
        relay.close()
        resume(tap, lab, device, open_session(lab, device), 'resumed')
        device.switch_off()


def provision_until_killed(lab, device, relay, process_of):
    """A station that is gone all at once."""
    reading, writing = os.pipe()
    fds = [pipe_with(PASSPHRASE), pipe_with(TECHNICIAN_PIN), reading]
    process = subprocess.Popen(
        [CTL, '--station', lab.station, '--json', '--passphrase-fd', str(fds[0]),
         '--operator', TECHNICIAN, '--pin-fd', str(fds[1]), 'provision',
         '--tether', relay.address, '--ticket', lab.path(device.id + '.ticket'),
         '--confirm-number', str(reading)],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        pass_fds=fds)
    process_of.append(process)
    for fd in fds:
        os.close(fd)
    for line in process.stderr:
        if shown := re.search(r'Number: (\d{6})', line):
            os.write(writing, (shown.group(1) + '\n').encode())
    process.wait()
    process.stderr.close()
    os.close(writing)
    return process.returncode


def test_killed(tap, lab):
    device = make_device(lab, 8)
    process_of = []
    relay = Relay(device, AtTunnelFrame(3, lambda: process_of[0].kill()))
    tap.equal(provision_until_killed(lab, device, relay, process_of), -9,
              'the station is killed in the middle of the tunnel')
    relay.close()
    resume(tap, lab, device, open_session(lab, device), 'another one goes on')
    device.switch_off()


def test_unreachable(tap, lab, central):
    """What the device says is a check that can be understood, and the session waits."""
    lab.stop(central)
    device = make_device(lab, 9)
    answer = device.provision()
    tap.equal((answer.error.get('check'), answer.error.get('code')),
              ('tls.connect', 'unavailable'), 'the station cannot reach the server, either')
    ends = [detail for _, outcome, _, detail in records(lab, 'tunnel.closed')][-1]
    tap.equal(ends.get('check'), 'tls.connect', 'which its log says')
    tap.check('refused' in ends.get('seen', ''), 'with the reason', ends)
    central = lab.start_central()
    resume(tap, lab, device, open_session(lab, device), 'it waits until the server runs')
    device.switch_off()
    return central


def test_silent(tap, lab, central):
    """A server that takes the connection and says nothing."""
    lab.stop(central)
    device = make_device(lab, 11)
    with socket.create_server(('127.0.0.1', lab.port)):
        answer = device.provision()
    tap.equal((answer.error.get('check'), answer.error.get('code')),
              ('tls.timeout', 'unavailable'), 'a server that says nothing is given up')
    ends = [detail for _, _, _, detail in records(lab, 'tunnel.closed')][-1]
    tap.equal((ends.get('endedBy'), ends['toDevice']), ('device', 0), 'by the device')
    central = lab.start_central()
    resume(tap, lab, device, open_session(lab, device), 'another one answers')
    device.switch_off()
    return central


def set_address(lab, address):
    path = os.path.join(lab.station, 'station.conf')
    with open(path, encoding='utf-8') as file:
        lines = [line for line in file if not line.startswith('server-address=')]
    with open(path, 'w', encoding='utf-8') as file:
        file.writelines([*lines, f'server-address={address}\n'])


def test_address(tap, lab):
    """Where the server's name means nothing at the desk, station.conf says where it is."""
    device = make_device(lab, 10)
    set_address(lab, '127.0.0.9')
    answer = device.provision()
    tap.equal(answer.error.get('check'), 'tls.connect', 'nobody is at the address of station.conf')
    set_address(lab, '127.0.0.1')
    resume(tap, lab, device, open_session(lab, device), 'the server is at the other one')
    set_address(lab, 'by-name')
    device.switch_off()


def main():
    tap = Tap()
    lab = Lab()
    lab.create_authority()
    lab.create_server()
    lab.add_technician()
    central = lab.start_central()
    lab.admin('window', 'open', '--devices', '40', '--minutes', '60')
    test_central(tap, lab)
    test_either(tap, lab)
    test_pulled(tap, lab)
    test_killed(tap, lab)
    test_address(tap, lab)
    central = test_unreachable(tap, lab, central)
    central = test_silent(tap, lab, central)
    lab.stop(central)
    test_nginx(tap, lab)
    tap.equal(lab.ctl('audit', 'verify').status, 0, 'the audit log is intact')
    tap.done()


main()
