#!/usr/bin/python3
"""The devices of a hospital, through the window: one added, a list of them imported with lines of every
kind, certificates of another CA adopted; searched, filtered, sorted, kept as a view, counted by ward;
one looked at, one revoked, one retired. What came of it is read outside the program: in the store, in
the revocation list, in the audit log."""

import csv
import os
import subprocess
import time

import lab as laboratory
import person
from lab import Tap
from steps import (PICTURES, STATION, ask, choose_file, focus_in_a_dialog, found_station, journey,
                   rows, sign_in)

PATIENCE = 10  # keys until what is looked for has the focus

# Line, and what is wrong with it: its check, and what was seen.
BAD = [
    ('DEV 900,Space in the name,,', 'device.id', 'DEV 900'),
    ('DEV-901,,,', 'device.label', ''),
    ('DEV-902,=SUM(A1),,', 'manifest.formula', '=SUM(A1)'),
    ('DEV-903,Too few', 'manifest.columns', ''),
    ('DEV-904,"Torn "quote,,', 'manifest.quote', ''),
    ('DEV-201,The same again,,', 'manifest.duplicate', 'DEV-201'),
    ('DEV-905,Long,' + 129 * 'x' + ',', 'manifest.text', 'xxx'),
]
GOOD = [
    'DEV-201,Monitor 201,"ICU 2, bed 1",T201',
    'DEV-202,Monitor 202,"ICU 2, bed 2",T202',
    'DEV-203,Monitor 203,"Ward 3, room 4",T203',
    'DEV-101,Moved away,"Ward 3, room 5",T101',  # which is registered already
]

EXTENSIONS = '''
[req]
distinguished_name=dn
[dn]
[root]
basicConstraints=critical,CA:TRUE
keyUsage=critical,keyCertSign,cRLSign
subjectKeyIdentifier=hash
[device]
basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature
extendedKeyUsage=clientAuth
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
'''

tap = Tap()


def openssl(*words):
    return subprocess.run(['openssl', *words], capture_output=True, text=True, check=True).stdout


class ForeignCa:
    """The CA of a maker, which has given two devices their certificates."""

    def __init__(self, lab):
        self.lab = lab
        self.config = lab.write(lab.path('foreign.cnf'), EXTENSIONS)
        self.root = self.key('maker')
        openssl('req', '-new', '-x509', '-key', self.root, '-out', self.file('maker.pem'), '-days', '900',
                '-subj', '/O=Maker/CN=Root', '-config', self.config, '-extensions', 'root')

    def file(self, name):
        return self.lab.path('foreign-' + name)

    def key(self, name):
        openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', self.file(name + '.key'))
        return self.file(name + '.key')

    def issue(self, device, serial, days):
        request = self.file(device + '.csr')
        openssl('req', '-new', '-key', self.key(device), '-subj', f'/CN={device}', '-out', request,
                '-config', self.config)
        openssl('x509', '-req', '-in', request, '-CA', self.file('maker.pem'), '-CAkey', self.root,
                '-set_serial', str(serial), '-days', str(days), '-sha256', '-extfile', self.config,
                '-extensions', 'device', '-out', self.file(device + '.pem'))
        return self.file(device + '.pem')


def records(lab, action):
    """As “stationctl audit” tells them, the oldest first."""
    found = lab.look('audit', 'list', '--action', action, '--limit', '1000').ok['records']
    return list(reversed(found))


def devices(lab):
    return {row['deviceId']: row for row in lab.look('device', 'list').ok['devices']}


def revoked_serials(lab):
    """What the list says that servers fetch."""
    text = openssl('crl', '-inform', 'DER', '-noout', '-text', '-in', lab.crl_files()[1])
    lines = [line.strip() for line in text.splitlines()]
    return {line.split(':')[1].strip(): ' '.join(lines[i + 1:i + 5]) for i, line in enumerate(lines)
            if line.startswith('Serial Number:')}


def shown(desk):
    """The devices whose rows are on the screen, from top to bottom."""
    rows_here = [node for node in desk.all('table row') if '. ' in node.name]
    return [name for _, name in sorted((place[1], node.name.split(',')[0])
                                       for node, place in zip(rows_here, desk.places(rows_here)) if place)]


def await_shown(desk, expected, name):
    try:
        person.wait_for(lambda: shown(desk) == expected, name, 20)
    except person.NotFound:
        pass
    tap.equal(shown(desk), expected, name)


def enter(desk, field, text):
    """Into the field that is called just so."""
    def look():
        return next((node for node in desk.all('text') if node.name == field and
                     desk.place(node)), None)
    x, y = desk.place(person.wait_for(look, f'the field “{field}”'))
    desk.xdotool('mousemove', str(x), str(y), 'click', '1')
    time.sleep(0.2)
    desk.press('ctrl+a', 'BackSpace')
    desk.type(text)


def point(desk, name):
    x, y = desk.place(desk.find(name))
    desk.xdotool('mousemove', str(x), str(y), 'click', '1')


def tab_to(desk, name):
    for _ in range(PATIENCE):
        if focus_in_a_dialog(desk, name):
            return
        desk.press('Tab')
        time.sleep(0.1)
    raise person.NotFound(f'no way by Tab to “{name}”')


def choose_in_menu(desk, steps):
    """Of the ways to add devices beside the first one."""
    point(desk, 'More ways to add devices')
    desk.find('Import a List', 'menu item')
    for _ in range(steps):
        desk.press('Down')
    desk.press('Return')


def add_one(desk, lab):
    desk.press('ctrl+2')
    desk.find('No Devices Yet')
    desk.picture('empty')
    desk.press('alt+d')
    desk.find('The device is called what its own screen says')
    enter(desk, 'Device', 'DEV 101')
    enter(desk, 'Label', 'Monitor 101')
    tap.check(not any(node.name == 'Add' and node.has(person.State.SENSITIVE)
                      for node in desk.all('push button')), 'what is no name of a device cannot be added')
    enter(desk, 'Device', 'DEV-101')
    enter(desk, 'Location', 'ICU 2, bed 9')
    desk.picture('add')
    desk.press('Return')
    person.wait_for(lambda: 'DEV-101' in devices(lab), 'the device in the store')
    desk.come_back()
    await_shown(desk, ['DEV-101'], 'a device that was added stands in the list')
    tap.equal(rows(lab, 'SELECT device_id, label, location, state FROM devices'),
              [('DEV-101', 'Monitor 101', 'ICU 2, bed 9', 'registered')], 'the store has it')
    tap.equal([(one['actor'], one['device'], one['outcome']) for one in records(lab, 'device.registered')],
              [(laboratory.ADMIN, 'DEV-101', 'success')], 'and the log')


def write_list(lab):
    lines = ['deviceId,label,location,assetTag'] + GOOD + [line for line, _, _ in BAD]
    return lab.write(lab.path('inventory.csv'), '\n'.join(lines) + '\n')


def choose_group(desk, steps):
    tab_to(desk, 'Show')
    desk.press('space')
    time.sleep(0.3)
    for _ in range(steps):
        desk.press('Down')
    desk.press('Return')


def lines_shown(desk):
    return [node.name for node in desk.shown('list item') if node.name.startswith('Line ')]


def bad_lines(desk):
    """All of them, of which the dialog shows but a few at once."""
    told = {}

    def turn_the_wheel():
        told.update((line, True) for line in lines_shown(desk) if 'Bad.' in line)
        desk.xdotool('click', '5')
        return len(told) == len(BAD)
    place = person.wait_for(lambda: next(filter(None, desk.places(desk.shown('list item'))), None),
                            'a line')
    desk.xdotool('mousemove', *map(str, place))
    person.wait_for(turn_the_wheel, 'the bad lines')
    return list(told)


def import_list(desk, lab):
    choose_in_menu(desk, 0)
    choose_file(desk, 'Import a List of Devices', write_list(lab))
    desk.read('3 new, 1 changed, 0 the same, 7 bad')
    desk.picture('import')
    choose_group(desk, 1)
    lines = bad_lines(desk)
    told = '\n'.join(lines)
    for number, (_, check, seen) in enumerate(BAD, start=len(GOOD) + 2):
        line = next((text for text in lines if text.startswith((f'Line {number},',
                                                                f'Line {number}:'))), '')
        tap.check(f'({check})' in line and seen in line and 'Bad.' in line,
                  f'the preview names line {number} and what is wrong with it: {check}', told)
    desk.picture('import-bad')
    tap.equal(sorted(devices(lab)), ['DEV-101'], 'a preview writes nothing')
    save_bad_lines(desk, lab)
    desk.click('Import 4 Rows')
    person.wait_for(lambda: len(devices(lab)) == 4, 'the devices in the store')
    desk.come_back()
    await_shown(desk, ['DEV-101', 'DEV-201', 'DEV-202', 'DEV-203'], 'the good lines are taken')
    tap.equal(rows(lab, "SELECT label, location, asset_tag FROM devices WHERE device_id = 'DEV-101'"),
              [('Moved away', 'Ward 3, room 5', 'T101')], 'a changed line changes its device')
    record = records(lab, 'registry.imported')[-1]
    tap.equal((record['actor'], record['outcome'],
               {name: record['detail'][name] for name in ('devices', 'changed', 'bad')}),
              (laboratory.ADMIN, 'success', {'devices': 3, 'changed': 1, 'bad': 7}),
              'the log says how many of each')


def save_bad_lines(desk, lab):
    path = lab.path('bad.csv')
    desk.press('alt+s')
    person.wait_for(lambda: focus_in_a_dialog(desk, 'Name:'), 'the file chooser')
    desk.press('ctrl+a')
    desk.type(path)
    desk.press('Return')
    person.wait_for(lambda: os.path.exists(path), 'the file')
    with open(path, encoding='utf-8') as file:
        checks = [line['check'] for line in csv.DictReader(file)]
    tap.equal(checks, [check for _, check, _ in BAD], 'the bad lines are in a file, to be mended')


def adopt(desk, lab):
    maker = ForeignCa(lab)
    maker.issue('DEV-202', 11, 20)
    maker.issue('DEV-301', 12, 60)
    bundle = maker.file('all.pem')
    with open(bundle, 'w', encoding='utf-8') as target:
        for name in ('DEV-202', 'DEV-301'):
            with open(maker.file(name + '.pem'), encoding='utf-8') as source:
                target.write(source.read())
    choose_in_menu(desk, 1)
    choose_file(desk, 'Adopt Certificates of Devices', bundle)
    tap.check(desk.read('0 can be adopted, 2 are refused'), 'nobody trusts a foreign CA by itself')
    tap.check(desk.says('chain.incomplete'), 'and the reason is named')
    desk.picture('adopt-refused')
    desk.press('alt+t')
    choose_file(desk, 'Certificate of the Other CA', maker.file('maker.pem'))
    desk.read('2 can be adopted, 0 are refused')
    desk.picture('adopt')
    tap.equal(rows(lab, "SELECT count(*) FROM certificates WHERE kind = 'device'"), [(0,)],
              'a preview adopts nothing')
    desk.click('Adopt 2 Certificates')
    person.wait_for(lambda: len(devices(lab)) == 5, 'the devices in the store')
    desk.come_back()
    tap.equal(rows(lab, 'SELECT device_id, origin, state FROM certificates '
                        "WHERE kind = 'device' ORDER BY device_id"),
              [('DEV-202', 'adopted', 'issued'), ('DEV-301', 'adopted', 'issued')],
              'the store has the certificates')
    tap.equal([(one['device'], one['outcome'], one['detail']['authority'])
               for one in records(lab, 'certificate.adopted')],
              [('DEV-202', 'success', 'foreign'), ('DEV-301', 'success', 'foreign')],
              'and the log says whose they are')
    await_shown(desk, ['DEV-101', 'DEV-201', 'DEV-202', 'DEV-203', 'DEV-301'],
                'they stand in the list')


def search(desk, text):
    desk.press('ctrl+f')
    desk.press('ctrl+a', 'BackSpace')
    if text:
        desk.type(text)


def look_for(desk):
    search(desk, 'ward 3')
    await_shown(desk, ['DEV-101', 'DEV-203'], 'a search finds by place, whatever the case')
    search(desk, '0C')
    await_shown(desk, ['DEV-301'], 'and by the serial number of a certificate')
    tap.check(desk.says('1 of 5 devices'), 'it says of how many')
    search(desk, 'nowhere')
    tap.check(desk.read('No Device Found'), 'and when there is none')
    desk.press('alt+a')
    await_shown(desk, ['DEV-101', 'DEV-201', 'DEV-202', 'DEV-203', 'DEV-301'], 'all are shown again')


def filter_and_keep(desk):
    """By the certificate, sorted by its end, and kept under a name."""
    desk.press('alt+f')
    time.sleep(0.5)
    desk.press('alt+c', 'space')
    time.sleep(0.3)
    for _ in range(8):
        desk.press('Down')  # to the devices without one
    desk.press('Return')
    desk.picture('filter')
    desk.press('Escape')
    desk.come_back()
    await_shown(desk, ['DEV-101', 'DEV-201', 'DEV-203'], 'a filter lets those without a certificate through')
    point(desk, 'Order and columns')
    time.sleep(0.5)
    desk.press('alt+v')
    desk.type('To be done')
    desk.picture('keep')
    desk.press('Tab', 'Return')
    desk.come_back()
    with open(os.path.join(os.environ['XDG_CONFIG_HOME'], 'zmonitor-station', 'choices.ini'),
              encoding='utf-8') as file:
        tap.check('To%20be%20done' in file.read(), 'a view is kept, in the person’s own file')
    desk.press('alt+a')
    await_shown(desk, ['DEV-101', 'DEV-201', 'DEV-202', 'DEV-203', 'DEV-301'], 'everything again')
    point(desk, 'View')
    time.sleep(0.3)
    desk.press(*4 * ['Down'], 'Return')  # after those that every desk has
    await_shown(desk, ['DEV-101', 'DEV-201', 'DEV-203'], 'the kept view shows what it was kept for')
    desk.picture('kept')
    desk.press('alt+a')


def sort_by_expiry(desk):
    desk.find('DEV-301, ')
    for expected, name in ((['DEV-202', 'DEV-301', 'DEV-101', 'DEV-201', 'DEV-203'],
                            'sorted by the end of their certificates: what ends first'),
                           (['DEV-301', 'DEV-202', 'DEV-203', 'DEV-201', 'DEV-101'],
                            'and the other way round')):
        point(desk, 'Certificate until')
        await_shown(desk, expected, name)
    desk.picture('sorted')


def expiry_by_ward(desk):
    point(desk, 'Expiry by ward')
    tap.check(desk.find('ICU 2, Within 30 days: 1 device', 'push button'),
              'wards are told with how many certificates end when')
    desk.picture('wards')
    desk.click('ICU 2, Within 30 days: 1 device')
    await_shown(desk, ['DEV-202'], 'a number leads to its devices')
    desk.press('alt+a')
    point(desk, 'Expiry by ward')


def provision(lab, name, label):
    device = lab.make_device(name, label)
    device.switch_on()
    answer = device.provision()
    device.switch_off()
    if not answer.ok:
        raise RuntimeError(f'{name}: {answer.error or answer.stderr}')


def serial_of(lab, name):
    return rows(lab, f"SELECT serial FROM certificates WHERE device_id = '{name}' "
                     'ORDER BY issued_at DESC')[0][0]


def open_page(desk, name):
    search(desk, name)
    await_shown(desk, [name], f'{name} is found')
    desk.click(f'{name}, ', 'table row')
    desk.described('Back to the devices')


def go_back(desk):
    desk.click_on(desk.described('Back to the devices'))
    desk.find('Search devices')


def look_at_page(desk, lab):
    open_page(desk, 'DEV-401')
    tap.check(desk.read('In use'), 'a device’s page has its certificate')
    tap.check(desk.find('Sessions', 'list') and desk.says('Verified'), 'and its sessions')
    desk.picture('page')
    desk.click('Show in the Audit Log')
    tap.check(desk.read('DEV-401'), 'its story is one step away')
    desk.picture('story')
    desk.press('ctrl+2')
    desk.described('Back to the devices')


def revoke(desk, lab):
    serial = serial_of(lab, 'DEV-401')
    desk.press('alt+v')
    desk.read('Revoke the Certificates of DEV-401?')
    desk.picture('revoke')
    desk.press('Escape')
    person.wait_for(lambda: not desk.look('Revoke the Certificates'), 'the end of the question')
    tap.check(serial not in revoked_serials(lab), 'Escape revokes nothing')
    desk.come_back()
    desk.press('alt+v')
    desk.read('Revoke the Certificates of DEV-401?')
    desk.press('alt+o')
    person.wait_for(lambda: serial in revoked_serials(lab), 'the serial in the list')
    desk.come_back()
    tap.check('Key Compromise' in revoked_serials(lab)[serial],
              'the revocation list has it with its reason', revoked_serials(lab))
    tap.equal(rows(lab, f"SELECT state, revocation_reason FROM certificates WHERE serial = '{serial}'"),
              [('revoked', 'keyCompromise')], 'and so has the store')
    record = records(lab, 'certificate.revoked')[-1]
    tap.equal((record['actor'], record['device'], record['outcome'], record['detail']['reason']),
              (laboratory.ADMIN, 'DEV-401', 'success', 'keyCompromise'), 'and the log')
    tap.check(desk.read('Revoked'), 'the page says so')
    desk.picture('revoked')
    tap.check(person.wait_for(lambda: not desk.usable('Revoke…', 'push button'), 'the button'),
              'and offers it no more')
    go_back(desk)


def retire(desk, lab):
    serial = serial_of(lab, 'DEV-402')
    open_page(desk, 'DEV-402')
    desk.press('alt+r')
    desk.read('Retire DEV-402?')
    desk.picture('retire')
    desk.press('alt+r')
    person.wait_for(lambda: devices(lab)['DEV-402']['state'] == 'retired', 'the state in the store')
    desk.come_back()
    tap.check(serial in revoked_serials(lab), 'a retired device’s certificate is revoked')
    tap.equal([(one['device'], one['actor']) for one in records(lab, 'device.state-set')
               if one['detail'] == {'state': 'retired'}],
              [('DEV-402', laboratory.ADMIN)], 'and it is on record')
    tap.check(desk.read('Retired'), 'the page says so')
    desk.picture('retired')
    go_back(desk)


def main():
    lab = found_station()
    ask(lab, 'window', 'open', '--devices', '9', '--minutes', '60')
    desk = person.Person([STATION, '--station', lab.station], os.path.join(PICTURES, 'devices'),
                         (1280, 860))
    with journey(desk, tap):
        desk.find('Passphrase of the station')
        sign_in(desk, laboratory.ADMIN_PIN, laboratory.PASSPHRASE, laboratory.ADMIN)
        desk.read(f'{laboratory.ADMIN} (administrator)')
        add_one(desk, lab)
        import_list(desk, lab)
        adopt(desk, lab)
        look_for(desk)
        filter_and_keep(desk)
        sort_by_expiry(desk)
        expiry_by_ward(desk)
        for name in ('DEV-401', 'DEV-402'):
            provision(lab, name, f'Monitor {name}')
        look_at_page(desk, lab)
        revoke(desk, lab)
        retire(desk, lab)
    tap.equal(lab.ctl('audit', 'verify').status, 0, 'the audit log is intact')
    tap.done()


if __name__ == '__main__':
    main()
