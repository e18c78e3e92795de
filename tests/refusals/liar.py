"""A device that speaks the protocol correctly, and lies where it is told to."""

import base64
import datetime
import hashlib
import hmac
import json
import os

import forge
import serials
from tether import Socket

STEPS = ['signatures', 'window-and-identity', 'files', 'configuration', 'mutual-tls', 'audit']


def now(**shift):
    time = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(**shift)
    return time.strftime('%Y-%m-%dT%H:%M:%SZ')


def base32(data):
    return base64.b32encode(data).decode().rstrip('=')


def step(number, outcome='success', **members):
    return {'type': 'step', 'step': number, 'name': STEPS[number - 1], 'outcome': outcome,
            **members}


class Liar:
    """Lies: request (its bytes), proved_code (what the proof is made of), possession (the
    key that signs it), and by the name of a message its members that are other than the truth;
    reports makes the messages that answer a payload, of this liar and the test's nonce."""

    def __init__(self, lab, device_id, key, request=None, code='QRST-2345', proved_code=None,
                 possession=None, reports=None, **members):
        self.lab = lab
        self.id = device_id
        self.key = key
        self.request = request if request is not None else forge.request(key, forge.subject(device_id))
        self.code = code
        self.proved_code = proved_code or code
        self.possession = possession or key
        self.reports = reports
        self.members = members
        self.nonce = os.urandom(10)
        self.number_to = None
        self.received = []
        path = lab.path(device_id + '.liar')
        self.address = 'virtual:' + path
        self.socket = Socket(path, self.talk)

    def close(self):
        self.socket.close()

    def ticket(self, **parts):
        """The text of its QR code, with parts that are other than the truth."""
        truth = {'id': self.id, 'code': self.code, 'key': base32(self.key.hash),
                 'nonce': base32(self.nonce)}
        truth.update(parts)
        return 'ZM1:{id}:{code}:{key}:{nonce}'.format(**truth)

    def say(self, side, kind, **members):
        members.update(self.members.get(kind.replace('-', '_'), {}))
        side.send({'type': kind, **members})

    def talk(self, side):
        while (message := side.receive()) is not None:
            self.received.append(message)
            answer = getattr(self, 'answer_' + message['type'].replace('-', '_'), None)
            if answer is None:
                return
            answer(side, message)

    def answer_hello(self, side, message):
        self.session = message['session']
        self.device_nonce = os.urandom(16)
        self.say(side, 'identity', protocol=1, deviceId=self.id, keyHash=self.key.hash.hex(),
                 deviceNonce=self.device_nonce.hex(), ticketNonce=self.nonce.hex(), time=now(),
                 state='new')

    def announced(self):
        """What it said of its key and itself, true or not."""
        identity = self.members.get('identity', {})
        return (bytes.fromhex(identity.get('keyHash', self.key.hash.hex())),
                identity.get('deviceId', self.id))

    def answer_reveal(self, side, message):
        key_hash, device_id = self.announced()
        self.nonces = self.device_nonce + bytes.fromhex(message['stationNonce'])
        number = hashlib.sha256(b'zmonitor pairing v1\0' + device_id.encode() + b'\0' + key_hash +
                                self.nonces).digest()
        if self.number_to is not None:
            os.write(self.number_to, b'%06d\n' % (int.from_bytes(number[:8], 'big') % 1000000))
        proof = hmac.digest(self.proved_code.encode(), b'zmonitor code v1\0' + self.nonces +
                            key_hash, 'sha256')
        self.say(side, 'code-proof', proof=proof.hex())

    def answer_request_csr(self, side, message):
        signed = (b'zmonitor possession v1\0' + self.nonces + self.session.encode() + b'\0' +
                  hashlib.sha256(self.request).digest())
        self.say(side, 'csr', csr=base64.b64encode(self.request).decode(),
                 possession=base64.b64encode(self.possession.sign(signed)).decode())

    def answer_set_clock(self, side, message):
        self.say(side, 'clock', time=message['time'], outcome='success')

    def answer_crls(self, side, message):
        self.say(side, 'crls-stored', count=len(message['crls']))

    def answer_install(self, side, message):
        self.payload = json.loads(message['payload'])
        for report in self.reports(self, message['testNonce']):
            side.send(report)

    def write_certificate(self):
        """The file with the chain that it was given."""
        return self.lab.write(self.lab.path(self.id + '.chain'), self.payload['clientCertificate'])

    def serial(self):
        return serials.of_certificate(self.write_certificate())

    def answer_test(self, side, message):
        self.say(side, 'tested', nonce=message['testNonce'], outcome='success')
