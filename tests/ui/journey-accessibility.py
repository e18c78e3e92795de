#!/usr/bin/python3
"""Each page as those meet it who see nothing: whatever can have the focus has a name that a person
gave it, said once, and the Tab key comes by all of it. The audit must be able to find something: it
is first tried on a button without a name, and on two with a name too many."""

import os

import lab as laboratory
import person
from lab import BUILD, Tap
from names import doubled, faults
from steps import PICTURES, STATION, found_station, sign_in

UNNAMED = os.path.join(BUILD, 'tests/ui/unnamed')

TABS = 80

tap = Tap()


def audit(desk, page):
    tap.equal(sorted(set(faults(desk))), [], f'{page}: all that can have the focus has a name')


def audit_dialog(desk, dialog):
    tap.equal(doubled(desk), [], f'{dialog}: nothing is said twice')


def walk_by_tab(desk, expected):
    """The names that have the focus in turn, until all that is expected was among them, and which
    of it was not."""
    names, missing = [], list(expected)
    for _ in range(TABS):
        desk.press('Tab')
        node = desk.focused()
        if node is not None:
            name = node.name
            if names and name == names[0] and len(names) > 3:
                break
            names.append(name)
            missing = [begin for begin in missing if not name.startswith(begin)]
            if not missing:
                break
    return names, missing


def check_tab(desk, page, expected):
    names, missing = walk_by_tab(desk, expected)
    tap.check(not missing, f'{page}: the Tab key comes by what matters',
              f'missing {missing} in {names}')


def self_test():
    desk = person.Person([UNNAMED], os.path.join(PICTURES, 'unnamed'), (300, 200))
    found = list(faults(desk))
    desk.leave()
    tap.check(any('push button' in fault and 'has no name' in fault for fault in found),
              'the audit finds a button without a name', found)
    tap.check(any("'Next Next', twice" in fault for fault in found), 'one that is named twice', found)
    tap.check(any("'Issue the certificate Issue…', twice" in fault for fault in found),
              'and one with its label after its name', found)


def close(desk, name):
    desk.press('Escape')
    person.wait_for(lambda: not desk.look(name), f'the end of “{name}”')
    desk.come_back()


def welcome():
    desk = person.Person([STATION], os.path.join(PICTURES, 'accessibility-welcome'))
    desk.find('Start Training', 'push button')
    audit(desk, 'welcome')
    check_tab(desk, 'welcome', ['Start Training', 'Open a Station', 'Main Menu'])
    desk.press('F1')
    desk.find('Search the help')
    audit_dialog(desk, 'help')
    desk.press('Escape')
    desk.come_back()
    desk.press('ctrl+question')
    tap.check(desk.read('Try again what failed'), 'Ctrl+? shows the keyboard shortcuts')
    desk.picture('shortcuts')
    desk.leave()


def training(desk):
    desk.find('Scan the screen of DEV-014', 'push button')
    audit(desk, 'bench')
    check_tab(desk, 'bench', ['DEV-014, ICU 2, bed 7', 'Scan the screen of DEV-014',
                              'Scan This Screen', 'Open a Picture', 'No picture? Type the code'])
    # It may have scrolled out of sight by then: the keys bring it back.
    walk_by_tab(desk, ['Scan the screen of DEV-014'])
    desk.press('space')
    person.wait_for(lambda: desk.usable('The Numbers Match', 'push button'), 'the question')
    audit(desk, 'number')
    check_tab(desk, 'number', ['They Differ', 'The Numbers Match', 'Device on the QR code: Agrees'])
    desk.click('The Numbers Match')
    person.wait_for(lambda: desk.usable('Issue Certificate', 'push button'), 'the judgement')
    audit(desk, 'judgement')
    desk.click('Issue Certificate')
    desk.find('Next Device', 'push button')
    audit(desk, 'done')
    check_tab(desk, 'done', ['Next Device', 'Copy the serial number', 'Certificate: done'])
    desk.press('ctrl+2')
    desk.find('DEV-014, ICU 2, bed 7: In service. ')
    audit(desk, 'devices')
    check_tab(desk, 'devices', ['Search devices', 'Add Device', 'DEV-014, ICU 2, bed 7'])
    for button, landmark in (('Filter', 'Half-done only'), ('Order and columns', 'Name of the view')):
        desk.click(button, 'push button')
        desk.find(landmark)
        audit(desk, button)
        close(desk, landmark)
    desk.click('Add Device…')
    desk.find('Serial number')
    audit(desk, 'adding a device')
    desk.picture('add-device')
    desk.press('Escape')
    desk.press('ctrl+3')
    desk.find('Verify', 'push button')
    person.wait_for(lambda: desk.look('20', 'list item'), 'the audit log')
    audit(desk, 'audit')
    check_tab(desk, 'audit', ['Filter', 'Records', 'Story', 'Export', 'Verify', 'Timeline', '20'])
    desk.picture('audit')
    desk.click('Filter')
    desk.find('Outcome')
    audit(desk, 'filter')
    desk.picture('filter')
    desk.press('Escape')
    desk.press('ctrl+4')
    desk.read('looked at on')
    audit(desk, 'authority')
    check_tab(desk, 'authority', ['Enrolment window', 'Test This Desk', 'What is well',
                                  'Root CA, kept offline', 'Copy the SHA-256 fingerprint',
                                  'Distribution point'])
    desk.picture('authority')


def administrator():
    """Who opens and closes the enrolment window, which nobody has opened yet."""
    lab = found_station()
    desk = person.Person([STATION, '--station', lab.station],
                         os.path.join(PICTURES, 'accessibility-administrator'))
    sign_in(desk, laboratory.ADMIN_PIN, laboratory.PASSPHRASE, laboratory.ADMIN)
    desk.read(f'{laboratory.ADMIN} (administrator)')
    desk.press('ctrl+4')
    desk.read('looked at on')
    audit(desk, 'administrator')
    check_tab(desk, 'administrator', ['For how many devices', 'For how many minutes', 'Open Window',
                                      'Test This Desk', 'Change'])
    desk.picture('authority')
    dialogs(desk)
    desk.leave()


def dialogs(desk):
    """Those over the page of the authority."""
    desk.press('alt+e')
    desk.find('Server Certificate', 'frame')
    audit_dialog(desk, 'server certificate')
    close(desk, 'Server Certificate')
    desk.press('alt+n')
    desk.find('New List of the Root', 'frame')
    audit_dialog(desk, 'new list of the root')
    close(desk, 'New List of the Root')
    desk.press('alt+h')
    desk.find('From Now On')
    audit_dialog(desk, 'change of the policy')
    close(desk, 'From Now On')
    desk.press('alt+p')
    desk.click('Add Person')
    desk.find('Name of the person')
    audit_dialog(desk, 'adding a person')
    close(desk, 'Name of the person')
    person.wait_for(lambda: desk.usable(f'Remove {laboratory.TECHNICIAN}', 'push button'), 'people')
    audit_dialog(desk, 'people')
    desk.press('Tab')
    desk.click(f'Remove {laboratory.TECHNICIAN}')
    desk.read(f'Remove {laboratory.TECHNICIAN}?')
    audit_dialog(desk, 'removing a person')
    tap.equal(desk.focused().name, 'Keep', 'what is safe has the focus')


def main():
    self_test()
    welcome()
    administrator()
    desk = person.Person([STATION, '--training'], os.path.join(PICTURES, 'accessibility'))
    try:
        training(desk)
    except Exception as failure:  # pylint: disable=broad-except
        desk.picture('failure')
        tap.check(False, 'every page was seen', repr(failure))
    tap.equal(desk.leave(), 0, 'the program ends well')
    tap.equal(desk.complaints(), [], 'the program had nothing to complain of')
    tap.done()


if __name__ == '__main__':
    main()
