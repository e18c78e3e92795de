"""The real device, looked at from outside."""

import contextlib
import json
import subprocess

from lab import DEVICE, wait_for


def ask(device, *verb):
    answer = subprocess.run([DEVICE, *verb, '--state', device.state, '--json'], capture_output=True,
                            text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


def records(device):
    return [json.loads(line) for line in ask(device, 'audit', 'list').splitlines()]


def in_own_log(device):
    """What is wrong with the word of the device's own log on what a person was shown."""
    before = len(records(device))

    def look(answer):
        check = answer.error.get('check')
        found = [record['detail'] for record in records(device)[before:]
                 if record['detail'].get('check') == check and record['outcome'] == 'failure']
        if not found:
            return [f'not in the device’s own log: {check}']
        return [f'the device’s own log has {found[0]}'] if any(
            found[0].get(member) != answer.error.get(member)
            for member in ('seen', 'expected')) else []
    return look


def keeps_identity(device, serial):
    """The old identity stays in use, whatever came over the cable."""
    def look(answer):
        shown = json.loads(ask(device, 'show'))
        return [] if shown.get('certificateSerial') == serial else [f'the device uses {shown}']
    return look


def count_tickets(device):
    device.poll()
    return sum(event['event'] == 'ticket' for event in device.events)


@contextlib.contextmanager
def new_ticket(device):
    """After what is done in here the device shows a new ticket, which the next one needs."""
    tickets = count_tickets(device)
    yield
    wait_for(lambda: count_tickets(device) > tickets, 'the next ticket of ' + device.id)
