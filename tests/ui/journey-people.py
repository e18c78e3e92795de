#!/usr/bin/python3
"""The people at a desk: signing in by name, by a name from the desk's memory and by badge, the wait
after wrong PINs, a desk that is locked and unlocked, and one that somebody else takes over."""

import os

import lab as laboratory
import person
from lab import Tap
from steps import (PICTURES, STATION, approve, fill, found_station, journey, pair_by_code, records,
                   rows, sign_in, signed_in)

BEA, BEA_PIN = 'Bea', '141421'
UDO, UDO_PIN = 'Udo', '161803'
NEW_PIN = '173205'

tap = Tap()


def hire(lab, name, role, pin, **options):
    answer = lab.admin('operator', 'add', name, '--role', role,
                       secrets=[('--new-pin-fd', pin)], **options)
    tap.check(answer.ok, f'{name} is added', answer.error)


def everything(desk):
    """All that can be read of the program, on the screen or not."""
    nodes = desk.all()
    return '\n'.join(words for node, text in zip(nodes, person.texts_of(nodes))
                     for words in (node.name, text, node.description))


def give_pin(desk, pin, done, what):
    """Again after each wait that wrong PINs cost."""
    def ended():
        return done() or desk.says('You may try again in')
    person.wait_for(lambda: not desk.says('You may try again in'), 'the end of the wait')
    while not done():
        desk.type(pin)
        desk.press('Return')
        person.wait_for(ended, what)
        # The PIN may have been taken while the old wait was still to be read.
        person.wait_for(lambda: not desk.says('You may try again in'), 'the end of the wait')


def wrong_pins(desk):
    desk.find('Passphrase of the station')
    sign_in(desk, '000000', laboratory.PASSPHRASE)
    desk.read('sign-in.refused')
    for _ in range(3):
        desk.type('000000')
        desk.press('Return')
        desk.read('sign-in.')
    tap.check(desk.read('You may try again in'), 'after wrong PINs the time left is shown')
    desk.picture('wait')
    give_pin(desk, laboratory.TECHNICIAN_PIN,
             lambda: desk.says(f'{laboratory.TECHNICIAN} (technician)'), 'the sign-in')
    tap.check(signed_in(desk), 'then the right PIN signs in')


def locking(desk, lab, device):
    """In the middle of a session, with its number on the screen."""
    pair_by_code(desk, device)
    person.wait_for(lambda: desk.usable('The Numbers Match', 'push button'), 'the number')
    number = device.find('number')['number']
    code = device.find('ticket')['code']
    desk.press('ctrl+l')
    tap.check(desk.read('Locked'), 'Ctrl+L locks')
    desk.picture('locked')
    readable = everything(desk).replace('\u00a0', '')
    secret = [text for text in (number, code, device.id, 'ICU 2') if text in readable]
    tap.equal(secret, [], 'nothing of the session can be read')
    tap.check(person.wait_for(lambda: records(lab, 'operator.locked'), 'the record'),
              'that it was locked is on record')
    tap.equal(records(lab, 'operator.locked'),
              [(laboratory.TECHNICIAN, None, 'success', {'idle': False})], 'with the person')
    desk.press('ctrl+2')
    desk.press('ctrl+1', 'ctrl+f')
    tap.check(desk.look('Locked'), 'no key leads past it')

    desk.type('999999')
    desk.press('Return')
    tap.check(desk.read('sign-in.refused'), 'a wrong PIN leaves it locked')
    desk.picture('locked-wrong-pin')
    give_pin(desk, laboratory.TECHNICIAN_PIN,
             lambda: desk.usable('The Numbers Match', 'push button'), 'the session')
    tap.check(number in everything(desk).replace('\u00a0', ''), 'the right PIN shows it again')
    outcomes = [one.outcome for one in records(lab, 'operator.unlocked')]
    tap.equal((outcomes[0], outcomes[-1]), ('failure', 'success'), 'the tries are on record')
    tap.equal(rows(lab, 'SELECT count(*) FROM sessions'), [(0,)], 'what ran has not ended')


def going_on(desk, lab):
    """What runs goes on below."""
    desk.click('The Numbers Match')
    person.wait_for(lambda: desk.usable('Issue Certificate', 'push button'), 'the judgement')
    desk.click('Issue Certificate')
    desk.press('ctrl+l')
    desk.read('Locked')
    person.wait_for(lambda: rows(lab, "SELECT 1 FROM sessions WHERE state = 'verified'"),
                    'the end of the session')
    tap.check(desk.look('Locked'), 'a session ends while the desk is locked')


def taken_over(desk, lab):
    fill(desk, 'Name', UDO)
    tap.check(desk.read(f'Signs {laboratory.TECHNICIAN} out'), 'who comes is told what it means')
    desk.picture('another')
    fill(desk, 'PIN', UDO_PIN)
    desk.press('Return')
    tap.check(desk.read(f'{UDO} (auditor)'), 'another person signs in at a locked desk')
    tap.equal(records(lab, 'operator.signed-out'),
              [(laboratory.TECHNICIAN, None, 'success', {'replacedBy': UDO})],
              'which signs the first one out, on record')
    tap.check(desk.read('An Auditor Only Reads'), 'an auditor is told whose provisioning is')
    tap.check(not desk.look('Next Device', 'push button'), 'and has no bench')
    desk.press('ctrl+2')
    add = desk.described('Only a technician or a PKI administrator may do this.')
    tap.check(not add.has(person.State.SENSITIVE),
              'what another role may do stays there, and says whose it is')
    desk.picture('auditor')


def from_memory(desk):
    desk.choose_in_menu('Sign Out')
    desk.find('Who signed in here lately')
    desk.picture('recent')
    desk.click(laboratory.TECHNICIAN)
    give_pin(desk, laboratory.TECHNICIAN_PIN,
             lambda: desk.says(f'{laboratory.TECHNICIAN} (technician)'), 'the sign-in')
    tap.check(signed_in(desk), 'a name from the desk’s memory needs the PIN alone')


def as_administrator(desk):
    desk.choose_in_menu('Sign Out')
    desk.find('Who signed in here lately')
    fill(desk, 'Name', laboratory.ADMIN)
    fill(desk, 'PIN', laboratory.ADMIN_PIN)
    desk.press('Return')
    desk.read(f'{laboratory.ADMIN} (administrator)')


def add_person(desk, name, role, pin):
    desk.click('Add Person')
    fill(desk, 'Name of the person', name)
    desk.press('Tab', 'space')
    for _ in range(role):
        desk.press('Down')
    desk.press('Return')
    fill(desk, 'New PIN', pin[:5])
    desk.read('This is not a PIN.')
    fill(desk, 'New PIN', pin)
    fill(desk, 'The same PIN again', pin)
    desk.picture('add-' + name)
    desk.press('Return')


def remove(desk, name):
    desk.click(f'Remove {name}')
    desk.read(f'Remove {name}?')
    desk.press('alt+r')


def people(lab):
    return [(row['operator'], row['role'], row['active'])
            for row in lab.admin('operator', 'list').ok['operators']]


def managing(desk, lab):
    desk.choose_in_menu('People')
    tap.check(desk.read('There is one PKI administrator'), 'a single administrator is told so')
    desk.picture('people')
    add_person(desk, BEA, 1, BEA_PIN)
    person.wait_for(lambda: (BEA, 'administrator', True) in people(lab), 'the new administrator')
    tap.check(desk.find(f'Remove {BEA}', 'push button'), 'an administrator is added')
    tap.check(person.wait_for(lambda: not desk.says('There is one PKI administrator'), 'two'),
              'and is not alone any more')

    add_person(desk, 'Cem', 1, '271828')
    tap.check(desk.read('Make Cem an administrator.'), 'a third takes two persons')
    desk.picture('second-person')
    approve(desk, laboratory.ADMIN, laboratory.ADMIN_PIN)
    tap.check(desk.read('second-person.same'), 'who asks is not the second one')
    desk.picture('same-person')
    approve(desk, BEA, BEA_PIN)
    person.wait_for(lambda: ('Cem', 'administrator', True) in people(lab), 'the third')
    tap.equal([(one.actor, one.outcome, one.detail['approver'])
               for one in records(lab, 'approval.given')],
              [(laboratory.ADMIN, 'failure', laboratory.ADMIN),
               (laboratory.ADMIN, 'success', BEA)], 'both persons are on record')

    remove(desk, 'Cem')
    desk.find('Name of the second person')
    desk.press('Escape')
    tap.check(desk.read('second-person.declined'), 'closed without an answer, nobody approves')
    desk.picture('declined')
    tap.check(('Cem', 'administrator', True) in people(lab), 'and nothing is done')
    remove(desk, UDO)
    person.wait_for(lambda: (UDO, 'auditor', False) in people(lab), 'the removal')
    tap.check(desk.read('Auditor, removed'), 'who was removed stays known by name')

    desk.click(f'Set a new PIN for {laboratory.TECHNICIAN}')
    fill(desk, 'New PIN', NEW_PIN)
    fill(desk, 'The same PIN again', NEW_PIN)
    desk.picture('new-pin')
    desk.press('Return')
    person.wait_for(lambda: records(lab, 'operator.pin-set'), 'the new PIN')
    tap.check(lab.ctl('operator', 'list', operator=laboratory.TECHNICIAN, pin=NEW_PIN).ok,
              'a PIN that was set signs in')
    desk.picture('people-many')
    desk.press('Escape')


def main():
    lab = found_station()
    hire(lab, UDO, 'auditor', UDO_PIN)
    answer = lab.admin('window', 'open', '--devices', '9', '--minutes', '60')
    tap.check(answer.ok, 'the window is open', answer.error)
    device = lab.make_device('DEV-014', 'ICU 2, bed 7')
    device.switch_on()
    desk = person.Person([STATION, '--station', lab.station, '--tether', device.address],
                         os.path.join(PICTURES, 'people'))
    with journey(desk, tap):
        wrong_pins(desk)
        locking(desk, lab, device)
        going_on(desk, lab)
        taken_over(desk, lab)
        from_memory(desk)
        as_administrator(desk)
        managing(desk, lab)
    tap.equal(lab.ctl('audit', 'verify').status, 0, 'the audit log is intact')
    tap.done()


if __name__ == '__main__':
    main()
