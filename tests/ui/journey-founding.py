#!/usr/bin/python3
"""From nothing to a station that is open: the assistant, page by page and by the keyboard, what it
refuses on the way, an attempt that fails and is made again; then who founded it signs in."""

import json
import os
import subprocess
import tempfile

import person
from lab import PROGRAMS, Tap
from names import faults
from steps import PICTURES, STATION, choose_file, fill, journey

tap = Tap()

NAME, PIN = 'Ana', '271828'
PASSPHRASE, ROOT_PASSPHRASE = 'a passphrase for tests', 'another one for tests'


def audit(desk, page):
    tap.equal(sorted(set(faults(desk))), [], f'{page}: each thing has a name, and one')


def choose_folder(desk, path):
    desk.press('alt+h')
    choose_file(desk, 'Choose a Folder', path)


def go_on(desk, landmark):
    desk.press('alt+n')
    return desk.find(landmark)


def described_by(desk, words):
    """A field that a screen reader says that of."""
    return any(node.description.startswith(words) and node.has(person.State.FOCUSABLE)
               for node in desk.all())


def places_and_ways(desk, home):
    desk.click('Set Up a Station…')
    tap.check(desk.find('Folder of the station'), 'the assistant begins with where')
    tap.check(desk.read(os.path.join(home, 'zmonitor-station')), 'and has a folder of its own')
    audit(desk, 'place')
    desk.picture('place')
    go_on(desk, 'Make a new authority')
    audit(desk, 'way')
    desk.picture('way')
    go_on(desk, 'Name of the hospital')


def names(desk):
    tap.check(not desk.usable('Next', 'push button'), 'without names it does not go on')
    tap.check(desk.read('To go on, fill in “Name of the hospital”.'), 'and says what it waits for')
    desk.press('Return')
    tap.check(desk.read('The name of the hospital cannot be used.'),
              'Enter says what a field lacks that nobody has filled')
    tap.check(desk.read('for example: General Hospital'), 'and what a right one looks like')
    fill(desk, 'Name of the hospital', 'St. Elsewhere')
    fill(desk, 'Host in the devices', 'ID.example.org')
    fill(desk, 'Central Station (', 'https://central.example:8443')
    fill(desk, 'Distribution point of', 'http://crl.example/')
    tap.check(not desk.usable('Next', 'push button'), 'a host with capital letters is none')
    tap.check(desk.read('This is not a host. Write lower-case letters'), 'which is said beneath it')
    tap.check(desk.read('To go on, correct “Host in the devices’ identities'), 'and below the page')
    audit(desk, 'a wrong host')
    desk.picture('wrong-host')
    tap.check(described_by(desk, 'This is not a host.'), 'and the field is described by it')
    desk.press('Return')
    desk.type('id.example.org')
    person.wait_for(lambda: desk.usable('Next', 'push button'), 'the way on')
    desk.picture('names')
    go_on(desk, 'First PKI Administrator')


def people(desk):
    fill(desk, 'Name of the administrator', NAME)
    fill(desk, 'PIN', '12345')
    fill(desk, 'PIN once more', '12345')
    fill(desk, 'Passphrase', PASSPHRASE)
    fill(desk, 'Passphrase once more', PASSPHRASE)
    tap.check(not desk.usable('Next', 'push button'), 'five digits are no PIN')
    tap.check(desk.read('This is not a PIN.'), 'which is said')
    fill(desk, 'PIN', PIN)
    tap.check(not desk.usable('Next', 'push button'), 'two that differ are not one')
    tap.check(desk.read('The two entries differ.'), 'which is said')
    audit(desk, 'a wrong PIN')
    desk.picture('wrong-pin')
    fill(desk, 'PIN once more', PIN)
    person.wait_for(lambda: desk.usable('Next', 'push button'), 'the way on')
    go_on(desk, 'Root Key')


def root_key(desk, medium):
    tap.check(not desk.usable('Next', 'push button'), 'the root key needs a medium')
    tap.check(desk.read('To go on, choose a folder.'), 'which is said')
    choose_folder(desk, medium)
    tap.check(desk.read(medium), 'which is chosen')
    tap.check(desk.read('This folder is on this computer’s own disk.'),
              'a folder of the same disk is told from a medium')
    fill(desk, 'Passphrase of the root key', ROOT_PASSPHRASE)
    fill(desk, 'Passphrase of the root key once more', ROOT_PASSPHRASE)
    audit(desk, 'root key')
    desk.picture('root-key')
    go_on(desk, 'Read this once more')
    tap.check(desk.read('A new root, kept offline') and desk.read(NAME),
              'everything is said once more')
    audit(desk, 'summary')
    desk.picture('summary')


def founding(desk, home, medium):
    station = os.path.join(home, 'zmonitor-station')
    tap.check(not os.path.exists(station), 'until then nothing is written')
    # What was a medium is none now: it was pulled.
    os.rename(medium, medium + '.away')
    desk.press('alt+s')
    tap.check(desk.read('media.missing'), 'a medium that is gone is told by name')
    desk.picture('medium-gone')
    os.rename(medium + '.away', medium)
    desk.press('alt+s')
    tap.check(desk.read('The station is set up', seconds=120), 'and it is done when it is back')
    audit(desk, 'done')
    desk.picture('done')
    tap.check(any('root' in name for name in os.listdir(medium)), 'the root key is on the medium',
              os.listdir(medium))
    found = [os.path.join(top, name) for top, _, names in os.walk(station) for name in names]
    tap.check(not any('root' in os.path.basename(name) and name.endswith('.key')
                      for name in found), 'and not at the station', found)
    return station


def told(station, *verb):
    read, write = os.pipe()
    os.write(write, (PASSPHRASE + '\n').encode())
    os.close(write)
    process = subprocess.run([PROGRAMS['ctl'], '--station', station, '--json', '--passphrase-fd',
                              str(read), *verb], capture_output=True, text=True, check=False,
                             pass_fds=[read], stdin=subprocess.DEVNULL)
    os.close(read)
    return json.loads(process.stdout)


def what_is_next(desk):
    """From the new station to its first device."""
    tap.check(desk.find('Add another person: Not yet'), 'a new station says what is next')
    tap.check(desk.look('Give the Central Station its certificate: Not yet') and
              desk.look('Put devices on the list: Not yet') and
              desk.look('Open the enrolment window: Not yet') and
              desk.look('Plug the first device in: Not yet'), 'step by step')
    audit(desk, 'what is next')
    desk.picture('next')
    desk.press('F1')
    tap.check(desk.find('The first steps', 'heading'), 'F1 opens the page for it')
    desk.press('Escape')
    desk.come_back()
    desk.click('Add People…')
    tap.check(desk.read('There is one PKI administrator'), 'a button leads to where it is done')
    desk.press('Escape')
    desk.come_back()
    desk.click('Go to Devices')
    desk.click('Add Device…')
    desk.find('Asset tag')
    fill(desk, 'Device', 'DEV-014')
    fill(desk, 'Label', 'ICU 2, bed 7')
    desk.press('Return')
    desk.find('DEV-014, ICU 2, bed 7')
    desk.press('ctrl+1')
    tap.check(desk.find('Put devices on the list: Done'), 'what was done is told from the rest')


def signing_in(desk, station):
    tap.check(desk.focus_named('Open the Station'), 'the way on has the focus')
    desk.press('Return')
    desk.find('Passphrase of the station')
    desk.come_back()
    fill(desk, 'Name', NAME)
    fill(desk, 'PIN', PIN)
    fill(desk, 'Passphrase of the station', PASSPHRASE)
    desk.press('Return')
    tap.check(desk.read(f'{NAME} (administrator)'), 'who founded it signs in')
    what_is_next(desk)
    desk.press('ctrl+4')
    tap.check(desk.read('Root CA, kept offline'), 'under the new authority')
    desk.picture('opened')
    shown = told(station, 'authority', 'show')['ok']
    tap.equal((shown['hospital'], shown['identityHost'], shown['serverUrl'], shown['crlUrl']),
              ('St. Elsewhere', 'id.example.org', 'https://central.example:8443',
               'http://crl.example/'), 'which says what was typed')


def main():
    with tempfile.TemporaryDirectory(prefix='zmf') as home:
        os.environ['XDG_DATA_HOME'] = home
        medium = os.path.join(home, 'medium')
        os.mkdir(medium)
        desk = person.Person([STATION], os.path.join(PICTURES, 'founding'))
        with journey(desk, tap):
            places_and_ways(desk, home)
            names(desk)
            people(desk)
            root_key(desk, medium)
            signing_in(desk, founding(desk, home, medium))
    tap.done()


if __name__ == '__main__':
    main()
