#!/usr/bin/python3
"""Tickets, codes, cables and devices that are not what they should be, up to the certificate
request."""

import forge
from forge import ec
from liar import Liar, base32
from refusals import Station, like

HEX = like('[0-9a-f]{64}')
CODE = 'QRST-2345'
FORM = '[A-Z]{4}-[0-9]{4}'


class Bench:
    """Makes a liar for each row, and closes it."""

    def __init__(self, lab):
        self.lab = lab
        self.key = ec(lab, 'own')
        self.count = 0

    def refuse(self, name, check, code, seen, expected, options=('--register', 'A liar'),
               ticket=None, typed=None, number=None, say=None, key=None, liar=None, **lies):
        self.count += 1
        device_id = lies.pop('device_id', f'PAIR-{self.count:02}')
        used = liar or Liar(self.lab, device_id, key or self.key, **lies)
        text = ticket(used) if callable(ticket) else ticket
        answer = self.lab.refuse(name,
                                 lambda: self.lab.provision(used, *options, ticket=text, code=typed,
                                                            number=number, say=say),
                                 check, code, seen, expected)
        if liar is None:
            used.close()
        return answer


def refuse_tickets(bench):
    for name, parts, check, seen, expected in (
            ('a deviceId with a slash', {'id': 'DEV/1'}, 'ticket.device-id', 'DEV/1',
             '[A-Za-z0-9][A-Za-z0-9._-]{0,63}'),
            ('a code with a digit too few', {'code': 'ABCD-234'}, 'ticket.code', None, FORM),
            ('a key hash of 255 bits', {'key': 'A' * 51}, 'ticket.key-hash', None, like('.+')),
            ('a key hash with spare bits', {'key': 'A' * 51 + 'B'}, 'ticket.key-hash', None,
             like('.+')),
            ('a nonce of 75 bits', {'nonce': 'A' * 15}, 'ticket.nonce', None, like('.+')),
    ):
        bench.refuse(f'a ticket with {name}', check, 'invalid', seen, expected,
                     ticket=lambda liar, parts=parts: liar.ticket(**parts))
    for name, text, check, seen, expected in (
            ('a link', 'https://example.org/', 'ticket.form', None, 'ZM1:…'),
            ('a ticket of version 2', 'ZM2:A:B:C:D', 'ticket.version', 'ZM2', 'ZM1'),
            ('a ticket of four parts', 'ZM1:A:B:C', 'ticket.form', 'another number of parts',
             'five parts'),
            ('a ticket of 2 KB', 'ZM1:' + 'A' * 300, 'ticket.form', 'a longer text', 'ZM1:…'),
    ):
        bench.refuse(name, check, 'invalid', seen, expected, ticket=text)


def refuse_codes(bench):
    bench.refuse('three letters typed', 'code.form', 'invalid', None, like('.+'), typed='ABC-1234')
    bench.refuse('a QR code with another code', 'code.mismatch', 'refused', None,
                 'the code that belongs to this device', proved_code='WXYZ-9876')
    bench.refuse('a wrong code typed', 'code.mismatch', 'refused', None,
                 'the code that belongs to this device', typed='WXYZ-9876')

    lab = bench.lab
    lab.admin('device', 'add', 'ISSUED', '--label', 'Has a code from here')
    issued = lab.technician('pair', 'issue-code', 'ISSUED').ok['code']
    bench.refuse('the device’s own code where one was issued', 'code.mismatch', 'refused', None,
                 'the code that belongs to this device', device_id='ISSUED', typed=CODE)
    bench.refuse('an issued code that the device does not know', 'code.mismatch', 'refused', None,
                 'the code that belongs to this device', device_id='ISSUED', typed=issued)
    # Two more would wait 2 s and 8 s: the next row is what says so.
    waiting = Liar(lab, 'ISSUED', bench.key)
    lab.refuse('a third wrong code', lambda: lab.provision(waiting, code=CODE),
               'code.delay', 'unavailable', None, like(r'a wait of \d+ s'))
    waiting.close()

    # Its request names another device, which is found when the code is used up.
    spent = Liar(lab, 'SPENT', bench.key,
                 request=forge.request(bench.key, (('CN', 'SPENT'), ('OU', 'deviceId=DEV-2'))))
    bench.refuse('a request that fails after its code was used', 'csr.device-id', 'refused',
                 like('.*DEV-2'), like('SPENT.*'), liar=spent)
    bench.refuse('a used code', 'code.used', 'refused', None, 'a code that was not used before',
                 liar=spent)
    spent.close()


def refuse_mistaken_devices(bench):
    other = ec(bench.lab, 'other')
    bench.refuse('the ticket of device A with the cable in B', 'guard.tether-device', 'refused',
                 'DEV-041', 'DEV-014', device_id='DEV-041',
                 ticket=lambda liar: liar.ticket(id='DEV-014'))
    bench.refuse('a ticket for another key', 'guard.ticket-key', 'refused', HEX, HEX,
                 ticket=lambda liar: liar.ticket(key=base32(other.hash)))
    bench.refuse('yesterday’s ticket', 'guard.ticket-nonce', 'refused', 'another nonce',
                 'the nonce of the scanned ticket',
                 ticket=lambda liar: liar.ticket(nonce='A' * 16))
    bench.refuse('a number that differs', 'guard.number', 'refused',
                 'another number on the device', like(r'\d{6}'), number='0')
    bench.refuse('a copied CSR without its key', 'guard.possession', 'refused',
                 'a signature by another key', 'a signature by the CSR’s key', possession=other)
    bench.refuse('a copied CSR beside a key of its own', 'guard.csr-key', 'refused', HEX, HEX,
                 request=forge.request(other, forge.subject('PAIR-99')))
    bench.refuse('possession proved over nothing', 'message.members', 'invalid', 'a text of 0 bytes',
                 like('1 to 384 bytes in base64'), csr={'possession': ''})


def refuse_strange_words(bench):
    for name, members, check, code, seen, expected in (
            ('an identity without a device', {'deviceId': ''}, 'message.members', 'invalid',
             'a text of 0 bytes', like('.*a device identifier')),
            ('an identity with a number for a name', {'deviceId': 7}, 'message.members', 'invalid',
             '7', like('.*a device identifier')),
            ('an identity with a member too many', {'root': 'yes'}, 'message.members', 'invalid',
             'root', None),
            ('an identity of tomorrow’s calendar', {'time': '2026-02-30T00:00:00Z'},
             'message.members', 'invalid', 'a text of 20 bytes', like('.*a time in UTC')),
            ('a message that is none', {'type': 'identify'}, 'message.type', 'invalid', 'identify',
             None),
            ('a message that is the station’s', {'type': 'hello'}, 'message.type', 'invalid',
             'hello', None),
    ):
        bench.refuse(name, check, code, seen, expected, identity=members)
    bench.refuse('another protocol', 'message.protocol', 'refused', '2', '1',
                 identity={'protocol': 2})


def refuse_answers(bench):
    """What a person at the terminal does not want, and what nobody can be asked."""
    lab = bench.lab
    bench.refuse('an unknown device that nobody registers', 'registry.unknown', 'refused',
                 like(r'PAIR-\d+'), None, options=(), say='')
    bench.refuse('a question that nobody can be asked', 'passphrase.terminal', 'unavailable',
                 'no terminal', like('.+'), options=())
    lab.admin('device', 'add', 'RETIRED', '--label', 'Out of use')
    lab.technician('device', 'retire', 'RETIRED')
    bench.refuse('a retired device that stays so', 'registry.retired', 'refused', 'RETIRED', None,
                 device_id='RETIRED', say='n')
    lab.refuse('a code for a retired device',
               lambda: lab.technician('pair', 'issue-code', 'RETIRED'),
               'registry.retired', 'refused', 'RETIRED', 'a device in use')


def refuse_places(bench):
    lab = bench.lab

    def at(address):
        return lambda: lab.technician('provision', '--tether', address, '--ticket',
                                      lab.write(lab.path('scanned'), 'ZM1:A'))

    def provision_at(address):
        ticket = 'ZM1:DEV:ABCD-2345:' + 'A' * 52 + ':' + 'A' * 16
        return lambda: lab.technician('provision', '--tether', address, '--ticket',
                                      lab.write(lab.path('scanned'), ticket))

    lab.refuse('a tether that does not exist', provision_at('virtual:' + lab.path('nowhere')),
               'tether.connect', 'unavailable', like('.+'), lab.path('nowhere'))
    lab.refuse('a tether of a kind that is not built', provision_at('serial:1'), 'tether.address',
               'invalid', 'serial:1', like('.+'))
    lab.refuse('a path longer than a socket may have', provision_at('virtual:/' + 'x' * 120),
               'tether.address', 'invalid', like('/x+'), 'a path of 1 to 107 bytes')
    lab.admin('window', 'close')
    lab.refuse('a window that is closed', provision_at('virtual:' + lab.path('nowhere')),
               'window.closed', 'refused', 'closed', 'an open window')


def main():
    lab = Station()
    lab.found()
    bench = Bench(lab)
    refuse_tickets(bench)
    refuse_mistaken_devices(bench)
    refuse_strange_words(bench)
    refuse_answers(bench)
    refuse_codes(bench)
    refuse_places(bench)
    lab.is_intact()
    lab.rows.done()


main()
