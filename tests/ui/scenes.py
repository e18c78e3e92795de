"""A walk past all that the window shows, in any language: each scene is left at something to be looked
at. What is clicked is looked up in the language's own catalogue, so that the walk needs no English."""

import gettext
import os
import re
import time

import lab as laboratory
import person
from steps import fill, found_station

DOMAIN = 'zmonitor-station'
DIRECTIVE = re.compile(r'%(?:\d+\$)?[a-z]')
CSV = 'deviceId,label\nDEV-090,ICU 4\nDEV-091,=1+1\nDEV 092,Ward\n'
AUDITOR, AUDITOR_PIN = 'Udo', '161803'


class Words:
    """What a text of the sources is on the screen."""

    def __init__(self, folder=None, language=None):
        self.catalogue = (gettext.translation(DOMAIN, folder, [language]) if folder
                          else gettext.NullTranslations())

    def __call__(self, text, *values):
        # Directives may have changed places; there is never more than one that matters here.
        shown = self.catalogue.gettext(text).replace('_', '')
        for value in values:
            shown = DIRECTIVE.sub(lambda _: value, shown, 1)
        return re.sub(r'\([A-Za-z]\)$', '', shown)


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


class Walk:
    def __init__(self, desk, words, lab, device):
        self.desk, self.words, self.lab, self.device = desk, words, lab, device

    # --- What a person does ---

    def click(self, text, *values, role='push button'):
        self.desk.click(self.words(text, *values), role)

    def find(self, text, *values, role=None):
        return self.desk.find(self.words(text, *values), role)

    def fill(self, text, value):
        fill(self.desk, self.words(text), value)

    def scroll(self, up):
        self.desk.xdotool('mousemove', '600', '450', 'click', '--repeat', '60', '--delay', '5',
                          '4' if up else '5')

    def tab_to(self, role):
        for _ in range(40):
            node = self.desk.focused()
            if node is not None and person.role_of(node) == role:
                return
            self.desk.press('Tab')
            time.sleep(person.POLL)
        raise person.NotFound(f'a thing to fill ({role}) by the Tab key')

    def escape(self, text, role=None):
        """Out of a dialog or a popover, whose name this is."""
        name = self.words(text)
        for _ in range(3):
            self.desk.press('Escape')
            try:
                person.wait_for(lambda: not self.desk.look(name, role), f'the end of “{name}”', 4)
                break
            except person.NotFound:
                continue
        self.desk.come_back()

    def choose_in_menu(self, text, opened_by='F10'):
        name = self.words(text)

        def has_focus():
            node = self.desk.focused()
            return node is not None and person.name_of(node).startswith(name)
        if opened_by:
            self.desk.press(opened_by)
        self.desk.find(name, 'menu item')
        for _ in range(12):
            if has_focus():
                break
            self.desk.press('Down')
        self.desk.press('Return')

    def activate(self, text):
        """A row that is reached and pressed by the keyboard, wherever it is scrolled to."""
        name = self.words(text)
        for _ in range(80):
            node = self.desk.focused()
            if node is not None and person.name_of(node).startswith(name):
                self.desk.press('Return')
                return
            self.desk.press('Tab')
        raise person.NotFound(f'“{name}” by the Tab key')

    # --- Scenes ---

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

    SCENES = ('signing_in', 'pairing', 'devices', 'importing', 'device_page', 'audit', 'authority', 'menu',
              'people', 'shortcuts', 'about', 'locked')

    def all(self, failed, chosen=None):
        """Yields each scene's name when it stands. failed(name, error): a scene that could not be
        reached, after which the next one is tried. chosen: the parts to walk through; None: all."""
        for name in self.SCENES:
            # Nothing is seen before that.
            if chosen is not None and name not in chosen and name != 'signing_in':
                continue
            try:
                yield from getattr(self, name)()
            except person.NotFound as error:
                failed(name, error)
                for _ in range(3):
                    self.desk.press('Escape')
                self.desk.come_back()
