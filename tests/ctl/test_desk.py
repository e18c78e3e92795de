#!/usr/bin/env python3
"""The daily work at a desk: people, devices, the window, requests and codes."""

import hashlib
import json
import re
import stat
import sys

import desk
import tap

STATION = desk.Desk()
TOM = {'operator': 'Tom', 'pin': '314159'}
EVE = {'operator': 'Eve', 'pin': '161803'}


def refused(answer):
    return answer.error['code'], answer.error['check']


def test_begins():
    STATION.create().ok
    STATION.serve()


def test_administrator_adds_people():
    for person, role in ((TOM, 'technician'), (EVE, 'auditor')):
        shown = STATION.act('operator', 'add', person['operator'], '--role', role, '--new-pin-fd',
                            '{fd}', more=[person['pin']]).ok
        tap.equal(shown, {'operator': person['operator'], 'role': role})
    tap.equal(STATION.act('operator', 'list', **EVE).ok['operators'],
              [{'operator': desk.ADMINISTRATOR, 'role': 'administrator', 'active': True},
               {'operator': 'Eve', 'role': 'auditor', 'active': True},
               {'operator': 'Tom', 'role': 'technician', 'active': True}])


def test_names_and_pins_have_rules():
    def add(name, pin, role='technician'):
        return STATION.act('operator', 'add', name, '--role', role, '--new-pin-fd', '{fd}',
                           more=[pin])
    tap.equal(refused(add('Tom', '123456')), ('conflict', 'operator.exists'))
    tap.equal(refused(add('Ulla', '12345')), ('invalid', 'operator.pin'))
    tap.equal(refused(add('Ulla', '123456', 'king')), ('usage', 'usage.arguments'))
    tap.equal(refused(STATION.act('operator', 'remove', desk.ADMINISTRATOR)),
              ('conflict', 'operator.last-administrator'))


def test_roles_bind():
    tap.equal(refused(STATION.act('window', 'open', '--devices', '1', '--minutes', '1', **TOM)),
              ('denied', 'role.denied'))
    tap.equal(refused(STATION.act('device', 'add', 'DEV-9', '--label', 'x', **EVE)),
              ('denied', 'role.denied'))
    tap.equal(STATION.look('device', 'list').ok, {'devices': []})


def test_window_opens_and_closes():
    tap.equal(STATION.look('window', 'show').ok, {'open': False, 'devicesLeft': 0})
    shown = STATION.act('window', 'open', '--devices', '3', '--minutes', '10').ok
    tap.equal((shown['open'], shown['devicesLeft']), (True, 3))
    tap.equal(STATION.look('window', 'show').ok, shown)
    tap.equal(STATION.act('window', 'close').ok['open'], False)
    tap.equal(STATION.look('window', 'show').ok['open'], False)
    tap.equal(refused(STATION.act('window', 'open', '--devices', '0', '--minutes', '10')),
              ('usage', 'usage.arguments'))


def test_device_is_registered_once():
    shown = STATION.act('device', 'add', 'DEV-001', '--label', 'Bett 4, Süd', '--model', 'ZM-10',
                        **TOM).ok
    tap.equal((shown['deviceId'], shown['label'], shown['model'], shown['state']),
              ('DEV-001', 'Bett 4, Süd', 'ZM-10', 'registered'))
    tap.equal(refused(STATION.act('device', 'add', 'DEV-001', '--label', 'x', **TOM)),
              ('conflict', 'registry.exists'))
    tap.equal(refused(STATION.act('device', 'add', 'DEV 2', '--label', 'x', **TOM)),
              ('invalid', 'device.id'))
    tap.equal(refused(STATION.act('device', 'add', 'DEV-2', '--label', '=x', **TOM)),
              ('invalid', 'manifest.formula'))
    tap.equal(refused(STATION.act('device', 'add', 'DEV-2', **TOM)), ('usage', 'usage.arguments'))
    tap.equal(STATION.look('device', 'show', 'DEV-001').ok['certificates'], [])
    tap.equal(refused(STATION.look('device', 'show', 'DEV-2')), ('not-found', 'device.unknown'))


def test_import_is_all_or_nothing():
    bad = STATION.write('bad.csv', 'label,deviceId\r\nOne,DEV-101\r\nTwo,DEV-001\r\n=3,DEV-103\r\n')
    answer = STATION.act('device', 'import', bad, **TOM)
    tap.equal((answer.code, answer.error['check']), (3, 'manifest.lines'))
    tap.equal([(fault['line'], fault['check']) for fault in answer.error['detail']['faults']],
              [(3, 'registry.exists'), (4, 'manifest.formula')])
    tap.equal(len(STATION.look('device', 'list').ok['devices']), 1)


def test_import_shows_what_it_would_do():
    mixed = STATION.write('mixed.csv', 'label,deviceId\r\nBett 5,DEV-001\r\nNew,DEV-102\r\n=3,DEV-103\r\n')
    shown = STATION.act('device', 'import', mixed, '--preview', **TOM).ok
    tap.equal({kind: shown[kind] for kind in ('new', 'changed', 'same', 'bad')},
              {'new': 1, 'changed': 1, 'same': 0, 'bad': 1})
    tap.equal([(line['line'], line['kind']) for line in shown['lines']],
              [(2, 'changed'), (3, 'new'), (4, 'bad')])
    tap.equal(shown['lines'][0]['changes'], {'label': {'old': 'Bett 4, Süd', 'new': 'Bett 5'}})
    tap.equal((shown['lines'][2]['check'], shown['lines'][2]['seen']), ('manifest.formula', '=3'))
    tap.equal(STATION.look('device', 'show', 'DEV-001').ok['label'], 'Bett 4, Süd')
    tap.equal(STATION.act('device', 'import', mixed, '--preview', '--accept', **TOM).code, 2)


def test_import_accepts_what_is_good():
    part = STATION.write('part.csv', 'deviceId,label\r\nDEV-001,Bett 6\r\nDEV 9,x\r\n')
    shown = STATION.act('device', 'import', part, '--accept', **TOM).ok
    tap.equal((shown['changed'], shown['bad']), (1, 1))
    tap.equal(STATION.look('device', 'show', 'DEV-001').ok['label'], 'Bett 6')
    tap.equal(refused(STATION.act('device', 'import', part, '--accept', **TOM)),
              ('conflict', 'import.nothing'))
    back = STATION.write('back.csv', 'deviceId,label\r\nDEV-001,"Bett 4, Süd"\r\n')
    tap.equal(STATION.act('device', 'import', back, '--accept', **TOM).ok['changed'], 1)


def test_import_registers_all():
    rows = ''.join(f'Monitor {i},DEV-{i:05},ICU\r\n' for i in range(1000, 2000))
    good = STATION.write('good.csv', '\ufefflabel,deviceId,location\r\n' + rows)
    tap.equal(STATION.act('device', 'import', good, **TOM).ok['devices'], 1000)
    devices = STATION.look('device', 'list').ok['devices']
    tap.equal(len(devices), 1001)
    tap.equal(devices[-1]['label'], 'Monitor 1999')
    tap.equal(refused(STATION.act('device', 'import', good, **TOM)), ('invalid', 'manifest.lines'))


def test_other_encodings_are_named():
    for encoding, seen in (('utf-16', 'UTF-16 (little-endian)'),
                           ('cp1252', 'ISO 8859 or a Windows code page')):
        path = STATION.write('other.csv', 'deviceId,label\nA,Süd\n'.encode(encoding))
        error = STATION.act('device', 'import', path, **TOM).error
        tap.equal((error['check'], error['seen']), ('manifest.encoding', seen))


def judge(csr, device='DEV-001'):
    return STATION.act('request', 'judge', csr, '--device', device, **TOM)


def test_good_request_is_accepted():
    csr = STATION.request('good', '/CN=DEV-001/OU=ZMonitor')
    shown = judge(csr).ok
    rows = {row['field']: row for row in shown['rows']}
    tap.equal(shown['accepted'], True)
    tap.equal((rows['CN']['verdict'], rows['SAN deviceLabel']['issued']),
              ('granted', 'Bett 4, Süd'))


def test_bad_requests_are_refused_by_name():
    csr = STATION.request('other', '/CN=DEV-002/OU=ZMonitor')
    answer = judge(csr)
    tap.equal((answer.code, answer.error['check']), (4, 'csr.device-id'))
    tap.equal(answer.error['detail']['accepted'], False)

    key, csr = STATION.folder / 'rsa.key', STATION.folder / 'rsa.csr'
    desk.openssl('genrsa', '-out', key, '2048')
    desk.openssl('req', '-new', '-key', key, '-subj', '/CN=DEV-001/OU=ZMonitor', '-out', csr)
    tap.equal(judge(csr).error['seen'], 'RSA 2048')

    text = STATION.write('broken.csr', '-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n')
    tap.equal(judge(text).code, 3)
    tap.equal(refused(judge(STATION.folder / 'nowhere.csr')), ('not-found', 'file.read'))


def test_request_is_shown_in_full():
    csr = STATION.request('shown', '/CN=DEV-001/OU=ZMonitor')
    shown = STATION.look('request', 'show', csr).ok
    fields = {row['name']: row for row in shown['fields']}
    der = STATION.folder / 'shown.der'
    desk.openssl('req', '-in', csr, '-outform', 'DER', '-out', der)
    tap.equal(shown['sha256'], hashlib.sha256(der.read_bytes()).hexdigest())
    tap.equal((shown['deviceId'], shown['key']), ('DEV-001', 'EC P-256'))
    tap.equal((fields['subject']['value'], fields['subject']['standard']),
              ('OU=ZMonitor,CN=DEV-001', 'RFC 2986 §4.1'))
    tap.equal(fields['SHA-256']['value'], shown['sha256'])
    tap.contains(shown['pem'], 'BEGIN CERTIFICATE REQUEST')
    text = STATION.write('nothing.csr', 'no request')
    tap.equal(STATION.look('request', 'show', text).code, 3)


def test_code_goes_to_standard_output_only():
    answer = STATION.act('pair', 'issue-code', 'DEV-001', **TOM)
    code = answer.ok['code']
    tap.equal(re.fullmatch('[A-Z]{4}-[0-9]{4}', code) is not None, True)
    tap.lacks(answer.err, code)
    tap.lacks(json.dumps(STATION.look('audit', 'list').json), code)
    tap.lacks((STATION.station / 'station.db').read_bytes(), code.encode())
    tap.equal(refused(STATION.act('pair', 'issue-code', 'NOBODY', **TOM)),
              ('not-found', 'device.unknown'))


TICKET = ('ZM1:DEV-001:ABCD-1234:' + 'A' * 51 + 'A' + ':' + 'A' * 16)


def test_ticket_is_read_from_a_file_or_standard_input():
    path = STATION.write('ticket.txt', TICKET + '\n')
    shown = STATION.look('pair', 'parse', path).ok
    tap.equal((shown['deviceId'], shown['keySha256'], shown['nonce']),
              ('DEV-001', '0' * 64, '0' * 20))
    tap.lacks(json.dumps(shown), 'ABCD')
    tap.equal(STATION.look('pair', 'parse', '-', stdin=TICKET).ok, shown)
    error = STATION.look('pair', 'parse', '-', stdin='ZM2' + TICKET[3:]).error
    tap.equal((error['code'], error['check']), ('invalid', 'ticket.version'))
    tap.lacks(json.dumps(error), 'ABCD')


def test_factory_record_is_a_file_of_its_own():
    path = STATION.folder / 'device.json'
    STATION.act('authority', 'device-key', 'DEV-001', '--out', path).ok
    tap.equal(stat.S_IMODE(path.stat().st_mode), 0o600)
    record = json.loads(path.read_text())
    tap.equal(sorted(record), ['deviceId', 'keyHex', 'keyId', 'mode', 'rootSha256'])
    tap.equal(refused(STATION.act('authority', 'device-key', 'DEV-001', '--out', path)),
              ('conflict', 'file.exists'))
    tap.equal(json.loads(path.read_text()), record)
    tap.equal(refused(STATION.act('authority', 'device-key', 'DEV-001', '--out',
                                  STATION.folder / 'x.json', **TOM)), ('denied', 'role.denied'))


def test_device_is_retired():
    tap.equal(STATION.act('device', 'retire', 'DEV-001', **TOM).ok['state'], 'retired')


def test_wrong_pin_is_denied_and_slowed():
    answer = STATION.act('device', 'retire', 'DEV-001', operator='Eve', pin='000000')
    tap.equal((answer.code, answer.error['code']), (5, 'denied'))
    failure = STATION.look('audit', 'list', '--action', 'operator.signed-in', '--outcome',
                           'failure').ok['records']
    tap.equal((failure[0]['detail']['operator'], failure[0]['actor']), ('Eve', 'system'))


def test_removed_person_stays_out():
    tap.equal(STATION.act('operator', 'remove', 'Tom').ok['active'], False)
    tap.equal(STATION.act('device', 'list', **TOM).code, 0)  # needs no sign-in
    tap.equal(STATION.act('device', 'retire', 'DEV-001', **TOM).code, 5)


def test_everything_is_on_record():
    records = STATION.look('audit', 'list', '--limit', '100000').ok['records']
    actions = [record['action'] for record in records]
    for action in ('operator.added', 'operator.removed', 'window.opened', 'window.closed',
                   'device.registered', 'registry.imported', 'code.issued',
                   'device-key.exported', 'device.state-set'):
        tap.contains(actions, action)
    registered = [record for record in records if record['action'] == 'device.registered']
    tap.equal(sum(record['outcome'] == 'success' for record in registered), 1001)
    tap.equal({record['detail']['check'] for record in registered
               if record['outcome'] == 'failure'},
              {'registry.exists', 'device.id', 'manifest.formula'})
    added = [record for record in records if record['action'] == 'operator.added']
    tap.equal([(record['actor'], record['role']) for record in added
               if record['outcome'] == 'success'],
              [(desk.ADMINISTRATOR, 'administrator')] * 2)
    tap.equal({record['detail']['check'] for record in added if record['outcome'] == 'failure'},
              {'operator.exists', 'operator.pin'})


def test_audit_list_filters():
    def listed(*arguments):
        return STATION.look('audit', 'list', *arguments).ok['records']
    tap.equal({record['device'] for record in listed('--device', 'DEV-001')}, {'DEV-001'})
    tap.equal(len(listed('--limit', '3')), 3)
    tap.equal(listed('--until', '2020-01-01T00:00:00Z'), [])
    tap.equal(len(listed('--since', '2020-01-01T00:00:00Z', '--limit', '5')), 5)
    tap.equal(refused(STATION.look('audit', 'list', '--since', 'yesterday')),
              ('usage', 'usage.arguments'))


if __name__ == '__main__':
    try:
        tap.run(sys.modules[__name__])
    finally:
        STATION.close()
