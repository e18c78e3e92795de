#!/usr/bin/python3
"""Payload signature verified before installation."""

import json
import os
import re

from lab import Tap
from relay import message_of, with_message
from scene import Scene

CALLS = 'openat,open,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,symlink,symlinkat'
MAKES = re.compile(r'O_CREAT|\b(?:creat|mkdir|mkdirat|rename\w*|link\w*|symlink\w*)\(')


def other_letter(text, at=10):
    return text[:at] + ('B' if text[at] == 'A' else 'A') + text[at + 1:]


def change(member, function):
    """On the cable: one member of the payload."""
    def alter(to_device, frame):
        message = message_of(frame)
        if not to_device or message is None or message['type'] != 'install':
            return frame
        payload = json.loads(message['payload'])
        payload[member] = function(payload[member])
        return with_message(frame, {**message, 'payload': json.dumps(payload)})
    return alter


CASES = {
    'signature': change('signature', other_letter),
    'station-signature': change('stationSignature',
                                lambda text: other_letter(text, len(text) - 20)),
    'content': change('serverUrl', lambda url: url.replace('localhost', 'localghost')),
}
CHECKS = {'signature': 'payload.signature', 'station-signature': 'payload.station-signature',
          'content': 'payload.signature'}


def traced(scene, name):
    path = scene.lab.path(name + '.strace')
    return path, ('strace', '-D', '-f', '-q', '-s', '300', '-e', 'trace=' + CALLS, '-o', path)


def made_in_slots(path, device):
    """Calls that would make something where identities are kept."""
    with open(path, encoding='utf-8', errors='replace') as file:
        return [line for line in file if MAKES.search(line) and
                (os.path.join(device.state, 'slots', '') in line or '.pem' in line)]


def steps(device):
    return [(event['name'], event['outcome']) for event in device.events
            if event['event'] == 'step']


def main():
    tap = Tap()
    scene = Scene()
    for name, alter in CASES.items():
        path, wrapper = traced(scene, name)
        device, answer, relay = scene.provision('DEV-' + name, alter=alter, wrapper=wrapper)
        tap.check(answer.status != 0, f'{name}: a payload that was changed is refused',
                  answer.stdout)
        installs = [message for to_device, message in relay.messages()
                    if message['type'] == 'installed']
        tap.equal([(message['outcome'], message['check']) for message in installs],
                  [('failure', CHECKS[name])], f'{name}: by the check of that name')
        tap.equal(steps(device), [('signatures', 'failure')],
                  f'{name}: the first step fails, and there is no second')
        tap.equal([file for _, _, files in os.walk(os.path.join(device.state, 'slots'))
                   for file in files], [], f'{name}: no file of an identity is there')
        tap.equal(made_in_slots(path, device), [], f'{name}: nor was one ever made')

    path, wrapper = traced(scene, 'good')
    device, answer, _ = scene.provision('DEV-good', wrapper=wrapper)
    tap.equal((answer.ok or {}).get('state'), 'verified', 'the same payload unchanged is installed')
    tap.equal([name for name, outcome in steps(device) if outcome == 'success'],
              ['signatures', 'window-and-identity', 'files', 'configuration', 'mutual-tls',
               'audit'],
              'in the order of the design')
    tap.check(made_in_slots(path, device), 'and then the trace shows the files being made')
    tap.done()


main()
