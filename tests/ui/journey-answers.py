#!/usr/bin/python3
"""A station under a hospital's own CA: what it waits for, the answers brought in file by file, wrong
ones refused with the reason, a new revocation list and a renewed intermediate later on; and who may."""

import os
import subprocess

import lab as laboratory
import person
from hospital import Hospital
from lab import Lab, Tap
from steps import PICTURES, STATION, choose_file, journey, rows, sign_in

tap = Tap()

SIZE = tuple(int(side) for side in os.environ.get('ZM_SIZE', '1280x860').split('x'))


def bring(desk, path):
    desk.press('alt+i')
    choose_file(desk, 'Answers of the CA', path)
    desk.find('Import Answers')


def add(desk, path, landmark):
    desk.press('alt+a')
    choose_file(desk, 'More Answers', path)
    return desk.read(landmark)


def cancel(desk):
    desk.press('Escape')
    person.wait_for(lambda: not desk.look('Import Answers', 'frame'), 'the dialog to close')
    desk.come_back()


def import_button(desk):
    """The page below has one whose name begins alike."""
    return next((node for node in desk.all('push button') if node.name == 'Import' and
                 desk.place(node)), None)


def take(desk):
    button = person.wait_for(lambda: import_button(desk), 'the button')
    x, y = desk.place(button)
    desk.xdotool('mousemove', str(x), str(y), 'click', '1')
    person.wait_for(lambda: not desk.look('Import Answers', 'frame'), 'the dialog to close', 60)
    desk.come_back()


def count(lab, action):
    return rows(lab, f"SELECT count(*) FROM security_audit_log WHERE action = '{action}' "
                     "AND outcome = 'success'")[0][0]


def waiting(desk, hospital):
    desk.press('ctrl+4')
    tap.check(desk.read('The CA has to answer the requests that'), 'what is waited for is said')
    tap.check(desk.says('wrote on') and desk.says(hospital.path('requests')),
              'with who wrote the requests, and where')
    shown = subprocess.run(['openssl', 'req', '-in', hospital.path('requests/intermediate.csr'),
                            '-outform', 'DER'], capture_output=True, check=True).stdout
    digest = subprocess.run(['openssl', 'dgst', '-sha256', '-r'], input=shown, capture_output=True,
                            check=True).stdout.decode().split()[0]
    tap.check(desk.says(digest), 'and the fingerprint of the request, as openssl computes it')
    desk.picture('waiting')


def wrong(desk, lab, hospital):
    other = Hospital(lab, 'Other Hospital')
    bring(desk, other.root)
    tap.check(desk.read('The intermediate certificate is still missing'), 'what is missing is said')
    add(desk, hospital.path('requests/intermediate.pem'), 'Something does not fit')
    tap.check(desk.read('chain.incomplete'), 'an intermediate of another CA is refused by name')
    desk.picture('refused')
    tap.check(not import_button(desk), 'and nothing can be imported')
    cancel(desk)
    answer = lab.ctl('authority', 'show')
    tap.equal(answer.error['check'], 'authority.absent', 'nothing was')


def answers(desk, lab, hospital):
    bring(desk, hospital.root)
    add(desk, hospital.path('requests/intermediate.pem'), 'The station certificate is still missing')
    desk.picture('missing')
    add(desk, hospital.path('requests/station.pem'), 'All of it fits what was asked for')
    tap.check(desk.read('Asked for and given'), 'each check says what was asked for')
    desk.press('alt+a')
    choose_file(desk, 'More Answers', hospital.path('root.crl'))
    person.wait_for(lambda: import_button(desk), 'the judgement')
    desk.picture('fits')
    take(desk)
    tap.check(desk.read('own CA signed what is in force'), 'the answers are taken')
    tap.check(desk.read('The chain ends on'), 'and the chain is shown')
    desk.picture('answered')
    shown = lab.ctl('authority', 'show').ok
    tap.equal(len(shown['certificates']), 3, 'the signer has the chain')
    certificates = os.path.join(lab.station, 'certificates')
    verified = subprocess.run(['openssl', 'verify', '-x509_strict', '-CAfile', hospital.root,
                               '-untrusted', os.path.join(certificates, 'chain.pem'),
                               os.path.join(certificates, 'station.pem')], check=False,
                              capture_output=True, text=True)
    tap.equal(verified.returncode, 0, 'openssl verifies it')
    tap.equal(count(lab, 'authority.imported'), 1, 'it is on record')


def new_list(desk, lab, hospital):
    hospital.write_list()
    bring(desk, hospital.path('root.der'))
    tap.check(desk.read('All of it fits this station'), 'a new list in DER fits')
    desk.picture('new-list')
    take(desk)
    tap.check(person.wait_for(lambda: count(lab, 'crl.imported') == 1, 'the record'),
              'it is on record')
    number = max(crl['number'] for crl in lab.ctl('authority', 'show').ok['crls']
                 if 'Root' in crl['issuer'])
    tap.equal(number, 2, 'and in force')
    hospital.write_list(again=True)
    bring(desk, hospital.path('root.der'))
    tap.check(desk.read('crl.older'), 'another list of the same number is refused by name')
    cancel(desk)


def renewal(desk, lab, hospital):
    before = lab.ctl('authority', 'show').ok['certificates'][1]['serial']
    desk.press('alt+w')
    choose_file(desk, 'Folder for the Requests', hospital.path('requests'))
    tap.check(desk.read('The certificates that were renewed'), 'new requests wait for new answers')
    hospital.sign_requests()
    bring(desk, hospital.path('requests/intermediate.pem'))
    take(desk)
    person.wait_for(lambda: count(lab, 'authority.imported') == 2, 'the record')
    after = lab.ctl('authority', 'show').ok['certificates'][1]['serial']
    tap.check(before != after, 'the intermediate is renewed alone', (before, after))
    verified = subprocess.run(['openssl', 'verify', '-x509_strict', '-CAfile', hospital.root,
                               '-untrusted', os.path.join(lab.station, 'certificates/chain.pem'),
                               os.path.join(lab.station, 'canary/canary.pem')], check=False,
                              capture_output=True, text=True)
    tap.equal(verified.returncode, 0, 'openssl verifies what it issues')


def technician(desk):
    desk.press('F10')
    person.wait_for(lambda: desk.usable('Sign Out', 'menu item'), 'the menu')
    desk.press('Return')
    desk.find('PIN')
    sign_in(desk, laboratory.TECHNICIAN_PIN)
    desk.press('ctrl+4')
    tap.check(desk.find('Import Answers…', 'push button') and
              not desk.usable('Import Answers…', 'push button'), 'a technician imports nothing')
    desk.picture('technician')


def main():
    lab = Lab()
    hospital = Hospital(lab)
    written = hospital.write_requests()
    tap.check(written.ok, 'the requests are written', written.error)
    hospital.sign_requests()
    hospital.write_list()
    added = lab.add_technician()
    tap.check(added.ok, 'there is a technician', added.error)
    lab.start_signer()
    desk = person.Person([STATION, '--station', lab.station], os.path.join(PICTURES, 'answers'), SIZE)
    with journey(desk, tap):
        desk.find('Sign In')
        sign_in(desk, laboratory.ADMIN_PIN, name=laboratory.ADMIN)
        desk.read(f'{laboratory.ADMIN} (administrator)')
        waiting(desk, hospital)
        wrong(desk, lab, hospital)
        answers(desk, lab, hospital)
        new_list(desk, lab, hospital)
        renewal(desk, lab, hospital)
        technician(desk)
    tap.done()


if __name__ == '__main__':
    main()
