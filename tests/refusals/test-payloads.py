#!/usr/bin/python3
"""Payloads that are changed on the cable, come again, come late or are another device's. The device
is the judge: its word is what the station tells and what both audit logs have."""

import base64
import datetime
import json
import subprocess

from device import in_own_log, keeps_identity, new_ticket
from lab import DEVICE
from refusals import Station, like
from relay import Relay

# What the device says of a payload that its server key has not signed as it stands.
UNSIGNED = 'payload.signature', 'a signature by another key, or of another text', 'sk-1'
HEX = like('[0-9a-f]{64}')
TIME = like(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ')


def on_payload(edit):
    """Changes the payload's members; edit gets them and gives them or a whole text."""
    def change(message):
        if message['type'] != 'install':
            return [message]
        payload = edit(json.loads(message['payload']))
        text = payload if isinstance(payload, str) else json.dumps(payload)
        return [dict(message, payload=text)]
    return change


def with_member(**members):
    def edit(payload):
        payload.update(members)
        return payload
    return on_payload(edit)


def without(member):
    def edit(payload):
        del payload[member]
        return payload
    return on_payload(edit)


def turn(text, at):
    """The same base64 with the bit of one byte turned."""
    data = bytearray(base64.b64decode(text))
    data[at] ^= 1
    return base64.b64encode(data).decode()


def turned_signature(payload):
    payload['signature'] = turn(payload['signature'], 7)
    return payload


def turned_station_signature(payload):
    payload['stationSignature'] = payload['stationSignature'][:-4] + 'AAAA'
    return payload


def with_clock(**shift):
    """Sets the device's clock on the way, as the station could, and hides the answer."""
    def change(message):
        if message['type'] == 'clock':
            return []
        if message['type'] != 'install':
            return [message]
        time = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(**shift)
        return [{'type': 'set-clock', 'time': time.strftime('%Y-%m-%dT%H:%M:%SZ')}, message]
    return change


def with_payload(text):
    return on_payload(lambda payload: text)


def with_crl_turned(message):
    if message['type'] == 'crls':
        return [dict(message, crls=[turn(crl, -1) for crl in message['crls']])]
    return [message]


def tables(first, other):
    """Name, the change, and what must be said; first and other are payloads that were good once."""
    yield ('a server of somebody else', with_member(serverUrl='https://evil.example'),
           *UNSIGNED)
    yield ('a bit of the signature turned', on_payload(turned_signature), *UNSIGNED)
    yield ('a signature of 31 bytes', with_member(signature='A' * 42 + '=='),
           'payload.signature', like('.+'), like('.+'))
    yield ('a signature that is no base64', with_member(signature='not base64 at all'),
           'payload.signature', like('.+'), like('.+'))
    yield ('another station’s signature', on_payload(turned_station_signature),
           'payload.station-signature', None, None)
    yield ('a key of another number', with_member(keyId='key-99'), 'payload.key', 'key-99',
           like('.+'))
    yield ('a private key in it', with_member(clientPrivateKey='x'), 'payload.members',
           'clientPrivateKey', 'the members of a payload alone')
    yield ('a member too few', without('serverUrl'), 'payload.members', like('.+'), like('.+'))
    yield ('a server that is no https', with_member(serverUrl='http://a.example'),
           'payload.members', 'http://a.example', like('https://.+'))
    yield ('half a payload', on_payload(lambda payload: json.dumps(payload)[:-9]), 'payload.json',
           like('.+'), 'one JSON object')
    yield ('a payload of 70 KB', with_member(serverUrl='https://a.example/' + 'x' * 70000),
           'payload.size', like(r'\d+ bytes'), 'at most 65,536 bytes')
    yield ('the payload of another device', with_payload(other), *UNSIGNED)
    yield ('the payload of its last session', with_payload(first), 'payload.identity', HEX, HEX)
    yield ('revocation lists that are not signed', with_crl_turned, 'crls.issuer', like('.*Intermediate CA'),
           'the root or a CA of the chain')
    yield ('a payload two hours late', with_clock(hours=2), 'payload.window', TIME,
           like('.+ to .+'))


def provision(relay, device):
    """Over the cable that lies."""
    straight = device.address
    device.address = relay.address
    try:
        with new_ticket(device):
            return device.provision('--yes-rekey')
    finally:
        device.address = straight


def good_payload(lab, device_id):
    """A device in use, and the payload that made it so."""
    device = lab.make_device(device_id, 'Bed of ' + device_id)
    device.switch_on()
    relay = Relay(lab, device)
    answer = provision(relay, device)
    lab.rows.tap.equal((answer.ok or {}).get('state'), 'verified', f'{device_id} is in use')
    return device, relay, relay.last('install')['payload'], answer.ok['serial']


def refuse_early_payload(lab):
    """A device that was never told the time, so that its clock can still be set back."""
    device = lab.make_device('DEV-003', 'Bed of DEV-003')
    device.switch_on()
    relay = Relay(lab, device)
    relay.change = with_clock(minutes=-2)
    lab.refuse('a payload from the future', lambda: provision(relay, device), 'payload.window',
               'refused', TIME, like('.+ to .+'), also=[in_own_log(device)])


def main():
    lab = Station()
    lab.found()
    lab.create_server()
    lab.start_central()
    _, _, other, _ = good_payload(lab, 'DEV-002')
    device, relay, first, serial = good_payload(lab, 'DEV-001')
    for name, change, check, seen, expected in tables(first, other):
        relay.change = change
        lab.refuse(name, lambda: provision(relay, device), check, 'refused', seen, expected,
                   also=[in_own_log(device), keeps_identity(device, serial)])
    refuse_early_payload(lab)
    lab.is_intact()
    lab.rows.tap.equal(subprocess.run([DEVICE, 'audit', 'verify', '--state', device.state],
                                      stdout=subprocess.DEVNULL).returncode, 0,
                       'the device’s audit log is intact')
    lab.rows.done()


main()
