"""The scenes of the window: a station at work, how one begins, and one that waits for its CA."""

import os
import tempfile

import lab as laboratory
import person
import walk
from hospital import Hospital
from lab import Lab
from steps import choose_file, found_station

CSV = 'deviceId,label\nDEV-090,ICU 4\nDEV-091,=1+1\nDEV 092,Ward\n'
AUDITOR, AUDITOR_PIN = 'Udo', '161803'


def prepared_station():
    """With devices in service, one in the middle of it, people, and an open window."""
    lab = found_station()
    lab.admin('operator', 'add', AUDITOR, '--role', 'auditor', secrets=[('--new-pin-fd', AUDITOR_PIN)])
    lab.admin('window', 'open', '--devices', '9', '--minutes', '60')
    for number, place in (('014', 'ICU 2, bed 7'), ('041', 'ICU 2, bed 8')):
        device = lab.make_device('DEV-' + number, place)
        device.switch_on()
        answer = device.provision()
        if not answer.ok:
            raise RuntimeError(f'{device.id}: {answer.error}')
        device.switch_off()
    lab.admin('device', 'add', 'DEV-055', '--label', 'Ward 3')
    lab.write(lab.path('list.csv'), CSV)
    return lab


class Work(walk.Walk):
    """A station at work, and who founded it signs in."""

    def __init__(self, words):
        super().__init__(words)
        self.lab = prepared_station()
        self.device = self.lab.make_device('DEV-077', 'ICU 2, bed 9')
        self.device.switch_on()

    def arguments(self):
        return ['--station', self.lab.station, '--tether', self.device.address]

    def end(self):
        self.device.switch_off()
        self.lab.close()

    def signing_in(self):
        self.find('Passphrase of the station’s keys')
        yield 'sign-in'
        self.fill('Name', laboratory.ADMIN)
        self.fill('PIN', '000000')
        self.fill('Passphrase of the station’s keys', laboratory.PASSPHRASE)
        self.desk.press('Return')
        self.desk.read('sign-in.refused')
        yield 'sign-in-refused'
        self.fill('PIN', laboratory.ADMIN_PIN)
        self.desk.press('Return')
        self.desk.read(laboratory.ADMIN + ' (')
        yield 'bench'

    def pairing(self):
        if not self.desk.look(self.words('No picture? _Type the code')):
            # In a narrow window the guide is behind the bench.
            self.desk.click_on(self.desk.shown('list item')[0])
        self.find('No picture? _Type the code')
        self.tab_to('text')
        yield 'pairing'
        self.desk.type('abc')
        yield 'pairing-half-a-code'
        self.desk.press('BackSpace', 'BackSpace', 'BackSpace')
        self.desk.type(self.device.find('ticket')['code'].lower().replace('-', ' '))
        self.desk.press('Return')
        person.wait_for(lambda: self.desk.usable(self.words('The Numbers _Match'), 'push button'),
                        'the number')
        yield 'number'
        self.click('The Numbers _Match')
        person.wait_for(lambda: self.desk.usable(self.words('_Issue Certificate'), 'push button'),
                        'the judgement')
        yield 'judgement'
        self.activate('All Fields, Text and Files…')
        self.find('Save _PEM…', role='push button')
        yield 'request'
        self.escape('Save _PEM…', 'push button')
        self.scroll(up=True)
        self.click('_Issue Certificate')
        self.find('Proof _Card…', role='push button')
        yield 'done'
        self.activate('Proof _Card…')
        self.find('Proof Card of %s', self.device.id)
        yield 'proof'
        self.desk.press('Escape')
        self.desk.come_back()

    def devices(self):
        self.desk.press('ctrl+2')
        self.find('Search devices')
        self.desk.find('DEV-014')
        yield 'devices'
        self.click('_Filter', role='push button')
        self.find('_Half-done only')
        yield 'devices-filter'
        self.escape('_Half-done only')
        self.click('Order and columns', role='push button')
        self.find('Name of the view')
        yield 'devices-order'
        self.escape('Name of the view')
        self.click('Expiry by ward')
        yield 'expiry'
        self.click('Expiry by ward', role='push button')
        self.click('A_dd Device…')
        self.find('Inventory')
        yield 'add-device'
        self.fill('Device', 'DEV 1')
        self.desk.press('Return')
        yield 'add-device-wrong'
        self.escape('Inventory')

    def importing(self):
        self.desk.press('ctrl+2')
        self.click('More ways to add devices', role='push button')
        self.choose_in_menu('_Import a List…', None)
        self.find('Import a List of Devices')
        self.desk.press('ctrl+l')
        self.desk.press('ctrl+a')
        self.desk.type(self.lab.path('list.csv'))
        self.desk.press('Return')
        self.find('_Save Bad Lines…')
        yield 'import'
        self.escape('_Save Bad Lines…')

    def device_page(self):
        self.desk.press('ctrl+2')
        self.desk.click('DEV-014', 'table row')
        self.find('Certificates, the newest first')
        yield 'device'
        self.click('Print _Label…')
        self.find('Paper')
        yield 'label'
        self.escape('Paper')
        self.click('Re_voke…')
        self.find('Revoke: Not _Needed', role='push button')
        yield 'revoke'
        self.click('Revoke: Not _Needed')
        person.wait_for(lambda: not self.desk.look(self.words('Revoke: Not _Needed'), 'push button'), 'the end')
        self.desk.come_back()
        self.desk.find(self.words('Revoked'))
        yield 'revoked'
        self.click('_Retire…')
        self.find('_Keep', role='push button')
        yield 'retire'
        self.escape('_Keep', 'push button')
        self.desk.click_on(self.desk.described(self.words('Back to the devices')))

    def audit(self):
        self.desk.press('ctrl+3')
        self.find('Audit log, the newest record first')
        yield 'audit'
        self.click('_Verify')
        self.find('Close the verdict')
        yield 'audit-verified'
        self.click('Close the verdict')
        self.click('_Filter', role='push button')
        self.find('Outcome')
        yield 'audit-filter'
        self.desk.press('Escape')
        self.desk.come_back()
        self.click('E_xport', role='push button')
        self.find('To Read (_PDF)…', role='menu item')
        yield 'audit-export'
        self.desk.press('Escape')
        self.click('Story', role='page tab')
        yield 'audit-story'
        self.click('Records', role='page tab')

    def authority(self):
        self.desk.press('ctrl+4')
        self.find('Chain')
        self.find('_Test This Desk', role='push button')
        yield 'authority'
        person.wait_for(lambda: self.desk.usable(self.words('_Test This Desk'), 'push button'),
                        'the end of the test')
        self.scroll(up=False)
        yield 'authority-end'
        self.activate('C_hange…')
        self.find('From Now On')
        yield 'policy'
        self.escape('From Now On')

    def ceremony(self):
        self.desk.press('ctrl+4')
        self.scroll(up=True)
        self.click('_New Root List…')
        self.find('Folder on the removable medium')
        yield 'ceremony'
        self.escape('Folder on the removable medium')

    def help(self):
        self.desk.press('ctrl+1')
        self.desk.press('F1')
        self.find('Search the help')
        yield 'help'
        self.escape('Search the help')

    def people(self):
        self.choose_in_menu('_People…')
        self.find('_Add Person…')
        yield 'people'
        self.click('_Add Person…')
        self.find('Name of the person')
        yield 'person'
        self.escape('Name of the person')
        self.desk.press('Escape')
        self.desk.come_back()

    def shortcuts(self):
        self.choose_in_menu('_Keyboard Shortcuts')
        yield 'shortcuts'
        self.desk.press('Escape')
        self.desk.come_back()

    def about(self):
        self.choose_in_menu('_About ZMonitor Provisioning Station')
        yield 'about'
        self.desk.press('Escape')
        self.desk.come_back()

    def menu(self):
        self.desk.press('F10')
        self.find('_People…', role='menu item')
        yield 'menu'
        self.desk.press('Escape')

    def locked(self):
        self.desk.press('ctrl+l')
        self.find('Locked')
        yield 'locked'

    # The first one leads to all others.
    SCENES = ('signing_in', 'pairing', 'devices', 'importing', 'device_page', 'audit', 'authority',
              'ceremony', 'menu', 'people', 'help', 'shortcuts', 'about', 'locked')


class Beginning(walk.Walk):
    """Nobody has a station yet."""

    SCENES = ('welcome', 'founding')

    def welcome(self):
        self.find('Start Training', role='push button')
        yield 'welcome'

    def go_on(self, landmark):
        self.click('_Next')
        self.find(landmark)

    def founding(self):
        self.click('Set Up a Station…')
        self.find('Folder of the station')
        yield 'founding-place'
        self.go_on('Make a new authority')
        yield 'founding-way'
        self.go_on('Name of the hospital')
        self.fill('Name of the hospital', 'St. Elsewhere')
        self.fill('Host in the devices’ identities (id.example.org)', 'ID.example.org')
        yield 'founding-names-wrong'
        self.fill('Host in the devices’ identities (id.example.org)', 'id.example.org')
        self.fill('Central Station (https://…)', 'https://central.example:8443')
        self.fill('Distribution point of the revocation lists (http://…/)', 'http://crl.example/')
        self.go_on('First PKI Administrator')
        self.fill('Name of the administrator', laboratory.ADMIN)
        for field, value in (('PIN', laboratory.ADMIN_PIN), ('Passphrase', laboratory.PASSPHRASE)):
            self.fill(field, value)
            self.fill(field + ' once more', value)
        yield 'founding-people'
        self.go_on('Passphrase of the root key')
        with tempfile.TemporaryDirectory(prefix='zmf') as medium:
            self.click('C_hoose…')
            choose_file(self.desk, self.words('Choose a Folder'), medium)
            self.fill('Passphrase of the root key', laboratory.ROOT_PASSPHRASE)
            self.fill('Passphrase of the root key once more', laboratory.ROOT_PASSPHRASE)
            yield 'founding-root'
            self.go_on('What is set up')
            yield 'founding-summary'


class Nowhere(walk.Walk):
    """The folder of a station is not one."""

    SCENES = ('failure',)

    def __init__(self, words):
        super().__init__(words)
        self.folder = tempfile.mkdtemp(prefix='zmn')

    def arguments(self):
        return ['--station', self.folder]

    def end(self):
        os.rmdir(self.folder)

    def failure(self):
        self.find('Back to the Start', role='push button')
        yield 'failure'


class Waiting(walk.Walk):
    """The hospital's own CA has yet to answer."""

    SCENES = ('answers',)

    def __init__(self, words):
        super().__init__(words)
        self.lab = Lab()
        self.hospital = Hospital(self.lab)
        for answer in (self.hospital.write_requests(), self.lab.add_technician()):
            if not answer.ok:
                raise RuntimeError(answer.error)
        self.hospital.sign_requests()
        self.lab.start_signer()

    def arguments(self):
        return ['--station', self.lab.station]

    def end(self):
        self.lab.close()

    def answers(self):
        self.fill('Name', laboratory.ADMIN)
        self.fill('PIN', laboratory.ADMIN_PIN)
        self.desk.press('Return')
        self.desk.read(laboratory.ADMIN + ' (')
        yield 'bench-of-a-new-station'
        self.desk.press('ctrl+4')
        self.find('What is waited for')
        yield 'authority-waits'
        self.activate('_Import Answers…')
        choose_file(self.desk, self.words('Answers of the CA'), self.hospital.path('requests/intermediate.pem'))
        self.find('_Add Files…', role='push button')
        yield 'answers'
        self.escape('_Add Files…', 'push button')


WALKS = (Work, Beginning, Nowhere, Waiting)
