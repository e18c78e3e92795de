#!/usr/bin/python3
"""The help, by keyboard alone: F1 opens the page for where a person is, links and the search lead to
others, the card of a refusal leads to its own, and none of it is in the way of the work."""

import os

import person
from lab import Tap
from steps import PICTURES, STATION

DEVICE = 'DEV-014'
SEARCH = 'Search the help'

tap = Tap()


def read_page(desk, title):
    """The page is there, and a screen reader stands on it."""
    return person.wait_for(lambda: title in focused_names(desk), f'the page “{title}”')


def focused_names(desk):
    return [node.name for node in desk.all() if node.has(person.State.FOCUSED)]


def headings(desk):
    return [node.name for node in desk.shown('heading')]


def help_is_closed(desk):
    return person.wait_for(lambda: desk.look(SEARCH) is None, 'the end of the help')


def close(desk):
    desk.press('Escape')
    help_is_closed(desk)
    desk.come_back()


def opened_by_f1(desk, title, where):
    desk.press('F1')
    tap.check(read_page(desk, title), f'F1 {where} opens “{title}”')


def places(desk):
    opened_by_f1(desk, 'Pair a device', 'on Provision')
    desk.picture('pair')
    close(desk)
    tap.check(desk.find(f'Scan the screen of {DEVICE}'), 'Escape closes the help, and nothing else')
    for keys, title, where in (('ctrl+2', 'A lost or stolen device', 'on Devices'),
                               ('ctrl+3', 'Read the audit log, and verify it', 'on Audit'),
                               ('ctrl+4', 'The authority: window, test, policy', 'on Authority')):
        desk.press(keys)
        opened_by_f1(desk, title, where)
        close(desk)
    desk.press('ctrl+1')


def links(desk):
    desk.press('F1')
    read_page(desk, 'Pair a device')
    desk.press('Tab', 'Return')
    tap.check(read_page(desk, 'The authority: window, test, policy'),
              'Tab and Return follow the first link')
    tap.check('Pair a device' not in headings(desk), 'one page is on the screen', headings(desk))
    desk.press('alt+Left')
    tap.check(read_page(desk, 'Pair a device'), 'Alt+Left goes back')


def search(desk):
    desk.press('ctrl+f')
    person.wait_for(lambda: SEARCH in focused_names(desk), 'the search')
    desk.type('stolen')
    person.wait_for(lambda: not desk.look('The clocks differ', 'list item'), 'the search to filter')
    tap.check(desk.look('A lost or stolen device', 'list item'), 'the search looks into the texts')
    desk.picture('search')
    desk.press('Return')
    tap.check(read_page(desk, 'A lost or stolen device'), 'Return opens what was found')
    desk.press('ctrl+f', 'ctrl+a')
    desk.type('xyz')
    tap.check(desk.read('No page says this.'), 'what is not there is said')
    desk.press('Escape')
    tap.check(desk.find('The clocks differ', 'list item'), 'Escape ends the search first')
    close(desk)


def refusal(desk):
    """The numbers differ: the card leads to the page for its check, which also names it."""
    desk.click(f'Scan the screen of {DEVICE}')
    person.wait_for(lambda: desk.usable('They Differ', 'push button'), 'the question')
    desk.press('alt+d')
    desk.read('guard.number')
    desk.click('Help')
    tap.check(read_page(desk, 'Pair a device'), 'the card of a refusal leads to its page')
    tap.check(desk.read('guard.…'), 'the page says which codes lead there')
    desk.picture('from-the-card')
    close(desk)


def beside_a_dialog(desk):
    desk.press('ctrl+2')
    desk.click('Add Device…')
    desk.find('Asset tag')
    opened_by_f1(desk, 'Pair a device', 'in a dialog')
    desk.press('ctrl+f')
    desk.type('badge')
    tap.check(desk.find('People, PIN, badge, lock', 'list item'),
              'the help can be used while a dialog waits')
    desk.picture('beside-a-dialog')


def journey(desk):
    desk.find('Start Training', 'push button')
    opened_by_f1(desk, 'Begin at this desk', 'before any station')
    close(desk)
    desk.click('Start Training')
    desk.find(f'Scan the screen of {DEVICE}', 'push button', seconds=60)
    places(desk)
    links(desk)
    search(desk)
    refusal(desk)
    beside_a_dialog(desk)


def main():
    desk = person.Person([STATION], os.path.join(PICTURES, 'help'))
    try:
        journey(desk)
    except Exception as failure:  # pylint: disable=broad-except
        desk.picture('failure')
        tap.check(False, 'the help was read', repr(failure))
    tap.equal(desk.leave(), 0, 'the program ends while the help is open')
    tap.equal(desk.complaints(), [], 'and has nothing to complain of')
    tap.done()


if __name__ == '__main__':
    main()
