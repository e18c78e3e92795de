#!/usr/bin/python3
"""A provisioning through the window, by a person who types passphrase, PIN and code: no key of
anybody's is ever in it, and of what was typed nothing stays once it was handed on. Needs root, who
alone may look."""

import os
import sys

import lab as laboratory
import person
import steps
from course import (FILES, FILES_LATER, Course, found_station, prepare, state_of_session,
                    watch_provisioning)
from lab import BUILD
from watcher import processes

STATION = os.path.join(BUILD, 'ui/zmonitor-station')


def sign_in(course, desk):
    desk.find('Passphrase of the station')
    course.check('at rest', {'station', 'central', 'device'})
    steps.fill_sign_in(desk, laboratory.TECHNICIAN_PIN, laboratory.PASSPHRASE)
    found = course.check('the secrets are typed', {'station', 'central', 'device'})
    for secret in ('passphrase', 'pin:technician'):
        course.tap.check(('station', secret) in found, f'{secret} is found where it is typed')
    desk.press('Return')
    course.tap.check(steps.signed_in(desk), 'a person is signed in')
    found = course.check('at rest', {'station', 'signer', 'central', 'device'})
    course.tap.check(('signer', 'signer:intermediate') in found,
                     'the keys are with the signer that the window started')


def pair(course, desk, device):
    steps.type_code(desk, device.find('ticket')['code'])
    found = course.check('the code is typed', {'station', 'signer', 'central', 'device'})
    course.tap.check(('station', 'code') in found, 'the code is found where it is typed')
    desk.press('Return')
    person.wait_for(lambda: desk.usable('The Numbers Match', 'push button'), 'the number')


def provision(course, desk, device, central):
    def confirm(number):
        course.tap.equal(steps.shown_number(desk), number, 'the numbers are the same')
        desk.click('The Numbers Match')
        person.wait_for(lambda: desk.usable('Issue Certificate', 'push button'), 'the judgement')
        desk.click('Issue Certificate')

    watch_provisioning(course, device, central, confirm)
    desk.find('Next Device', 'push button')
    course.tap.equal(state_of_session(course), 'verified', 'the device is provisioned and verified')
    course.check('the proof is shown', {'station', 'signer', 'central', 'device'})
    desk.click('Next Device')
    desk.find('No picture? Type the code')
    course.check('at rest', {'station', 'signer', 'central', 'device'})


def sign_out(course, desk):
    desk.choose_in_menu('Sign Out')
    desk.read('Sign In')
    steps.sign_in(desk, laboratory.TECHNICIAN_PIN)
    course.tap.check(steps.signed_in(desk), 'the person signs out and in again')
    course.check('at rest', {'station', 'signer', 'central', 'device'})


def main():
    course = Course(sys.argv[1], 'station')
    lab = course.lab
    found_station(course)
    lab.add_technician()
    central, device = prepare(course)
    pictures = lab.path('pictures')
    desk = person.Person([STATION, '--station', lab.station, '--tether', device.address], pictures)
    try:
        sign_in(course, desk)
        pair(course, desk, device)
        provision(course, desk, device, central)
        sign_out(course, desk)
    except person.NotFound as failure:
        course.tap.check(False, 'the journey comes to its end', repr(failure))
    course.tap.equal(desk.leave(), 0, 'the program ends well')
    course.tap.equal(set(processes().values()), {'central', 'device'}, 'its signer ends with it')
    course.check_key_files(FILES + FILES_LATER)
    course.tap.equal(course.watcher.look_at_files(os.environ['HOME']), [],
                     'nothing of it stays in the home')
    course.finish()


main()
