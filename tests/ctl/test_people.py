#!/usr/bin/env python3
"""Two persons for what one is not enough for, and who may sign in with which PIN."""

import sys

import desk
import tap

STATION = desk.Desk()
BEA = {'operator': 'Bea', 'pin': '141421'}
TOM = {'operator': 'Tom', 'pin': '314159'}
WIDE = ('window', 'open', '--devices', '51', '--minutes', '10')


def refused(answer):
    return answer.error['code'], answer.error['check']


def with_two(*verb, approver, pin, more=(), **who):
    return STATION.act('--approver', approver, '--approver-pin-fd', '{fd}', *verb,
                       more=[*more, pin], **who)


def records(action):
    return [record for record in STATION.look('audit', 'list').ok['records']
            if record['action'] == action]


def test_begins():
    STATION.create().ok
    STATION.serve()
    STATION.act('operator', 'add', 'Tom', '--role', 'technician', '--new-pin-fd', '{fd}',
                more=[TOM['pin']]).ok


def test_one_administrator_acts_alone():
    STATION.act(*WIDE).ok
    STATION.act('operator', 'add', 'Bea', '--role', 'administrator', '--new-pin-fd', '{fd}',
                more=[BEA['pin']]).ok


def test_two_have_to_agree():
    answer = STATION.act(*WIDE)
    tap.equal(refused(answer), ('denied', 'second-person.needed'))
    tap.contains(answer.error['remedy'], '--approver')
    tap.equal(refused(with_two(*WIDE, approver=desk.ADMINISTRATOR, pin=desk.PIN)),
              ('denied', 'second-person.same'))
    tap.equal(refused(with_two(*WIDE, approver='Tom', pin=TOM['pin'])),
              ('denied', 'second-person.role'))
    tap.equal(refused(with_two(*WIDE, approver='Bea', pin='999999')),
              ('denied', 'sign-in.refused'))
    tap.equal(with_two(*WIDE, approver='Bea', pin=BEA['pin']).ok['devicesLeft'], 51)


def test_both_are_on_record():
    given = records('approval.given')
    tap.equal([(record['outcome'], record['actor'], record['detail']['approver'])
               for record in given],
              [('success', desk.ADMINISTRATOR, 'Bea'), ('failure', desk.ADMINISTRATOR, 'Bea'),
               ('failure', desk.ADMINISTRATOR, 'Tom'),
               ('failure', desk.ADMINISTRATOR, desk.ADMINISTRATOR)])
    tap.equal(given[0]['detail']['request'], 'window-open')


def test_keys_leave_with_two():
    path = STATION.folder / 'device.json'
    export = ('authority', 'device-key', 'DEV-1', '--out', path)
    tap.equal(refused(STATION.act(*export)), ('denied', 'second-person.needed'))
    tap.equal(path.exists(), False)
    with_two(*export, approver='Bea', pin=BEA['pin']).ok
    tap.equal(path.exists(), True)
    tap.equal(records('approval.given')[0]['device'], 'DEV-1')


def test_limits_are_set_by_two():
    shown = STATION.look('limits', 'show').ok
    tap.equal(shown, {'windowDevices': 50, 'windowMinutes': 1440, 'revocations': 10,
                      'revocationMinutes': 60})
    change = ('limits', 'set', '--window-devices', '100')
    tap.equal(refused(STATION.act(*change)), ('denied', 'second-person.needed'))
    tap.equal(refused(STATION.act('limits', 'set', '--revocations', '-1')),
              ('usage', 'usage.arguments'))
    with_two(*change, approver='Bea', pin=BEA['pin']).ok
    tap.equal(STATION.look('limits', 'show').ok, shown | {'windowDevices': 100})
    STATION.act(*WIDE).ok


def test_pin_is_changed():
    def own(current, new, **who):
        return STATION.act('operator', 'pin', 'Tom', '--current-pin-fd', '{fd}', '--new-pin-fd',
                           '{fd}', more=[current, new], **who)
    tap.equal(refused(own('999999', '222222', **TOM)), ('denied', 'sign-in.refused'))
    own(TOM['pin'], '222222', **TOM).ok
    tap.equal(refused(STATION.act('operator', 'list', **TOM)), ('denied', 'sign-in.refused'))
    new = {'operator': 'Tom', 'pin': '222222'}
    STATION.act('operator', 'list', **new).ok

    def others(name, **who):
        return STATION.act('operator', 'pin', name, '--new-pin-fd', '{fd}', more=['333333'], **who)
    tap.equal(refused(others('Bea', **new)), ('denied', 'role.denied'))
    tap.equal(refused(others('Bea')), ('denied', 'second-person.needed'))
    tap.equal(refused(others('Nobody')), ('not-found', 'operator.missing'))
    others('Tom').ok
    STATION.act('operator', 'list', operator='Tom', pin='333333').ok
    tap.equal([record['detail']['operator'] for record in records('operator.pin-set')
               if record['outcome'] == 'success'], ['Tom', 'Tom'])


def test_administrators_go_with_two():
    remove = ('operator', 'remove', 'Bea')
    tap.equal(refused(STATION.act(*remove)), ('denied', 'second-person.needed'))
    with_two(*remove, approver='Bea', pin=BEA['pin']).ok
    tap.equal(refused(STATION.act('operator', 'remove', desk.ADMINISTRATOR)),
              ('conflict', 'operator.last-administrator'))


def test_log_is_intact():
    tap.equal(STATION.look('audit', 'verify').code in (0, 23), True)


if __name__ == '__main__':
    try:
        tap.run(sys.modules[__name__])
    finally:
        STATION.close()
