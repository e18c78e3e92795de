#!/usr/bin/python3
"""Labels from the window: printed with the keyboard alone, printed once more, refused to who may not;
the paper read by other people's programs, and the record looked up outside the program. First, that
the code on a device's screen is read off the real screen, in either style, at either scale."""

import json
import os
import re
import sqlite3
import subprocess
import tempfile

import lab as laboratory
import person
from lab import BUILD, CTL, Lab, Tap
from steps import fill, focus_in_a_dialog

STATION = os.path.join(BUILD, 'ui/zmonitor-station')
PICTURES = os.path.join(BUILD, 'tests/ui/pictures')
AUDITOR, AUDITOR_PIN = 'eve', '161803'

tap = Tap()


def run(*command):
    return subprocess.run([str(word) for word in command], capture_output=True, text=True,
                          check=False).stdout


def codes_in(picture):
    return run('zbarimg', '--quiet', '--raw', '--nodbus', picture).splitlines()


def paper(pdf):
    """The size of its pages in millimetres, its codes, and what people read."""
    found = re.search(r'Page size: +([\d.]+) x ([\d.]+) pts', run('pdfinfo', pdf))
    size = tuple(round(float(length) / 72 * 25.4, 1) for length in found.groups())
    picture = pdf.removesuffix('.pdf')
    run('pdftoppm', '-r', '203', '-gray', '-singlefile', pdf, picture)
    return size, codes_in(picture + '.pgm'), run('pdftotext', '-layout', pdf, '-')


def records(station):
    database = sqlite3.connect(f'file:{station}/station.db?mode=ro', uri=True)
    try:
        return [(action, actor, device, outcome, json.loads(detail))
                for action, actor, device, outcome, detail in database.execute(
                    'SELECT action, actor, device, outcome, detail FROM security_audit_log '
                    "WHERE action LIKE 'label.%' ORDER BY seq")]
    finally:
        database.close()


def show_device(desk, device):
    """With the keyboard."""
    desk.press('ctrl+2', 'ctrl+f')
    desk.press('ctrl+a', 'BackSpace')
    desk.type(device)
    person.wait_for(lambda: [node.name[:len(device)] for node in desk.shown('table row')
                             if '. ' in node.name] ==
                    [device], 'the one device')
    for _ in range(20):
        desk.press('Tab')
        node = desk.focused()
        if node is not None and node.name.startswith(f'{device}, '):
            break
    desk.press('Return')
    desk.find('Print Label', 'push button')


def open_dialog(desk):
    desk.press('alt+l')
    desk.find('Preview')


def save(desk, pdf, station, open_chooser):
    """Waits for the end of it all, which is the file."""
    before = len(records(station))
    open_chooser()
    person.wait_for(lambda: focus_in_a_dialog(desk, 'Name:'), 'the file chooser')
    desk.press('ctrl+a')
    desk.type(pdf)
    desk.press('Return')
    person.wait_for(lambda: os.path.exists(pdf), 'the PDF')
    person.wait_for(lambda: not desk.look('Preview'), 'the end of the dialog')
    tap.equal(len(records(station)), before + 1, 'one record was written')


def with_the_keyboard(desk, top, station):
    pdf = os.path.join(top, 'device.pdf')
    show_device(desk, 'DEV-014')
    open_dialog(desk)
    desk.picture('roll')
    save(desk, pdf, station, lambda: desk.press('alt+s'))
    size, codes, text = paper(pdf)
    tap.equal((size, codes), ((62.0, 29.0), ['ZMLABEL:1:D:DEV-014']),
              'the label has its size, and its code names the device')
    tap.check('DEV-014' in text and 'ICU 2, bed 7' in text, 'people read the same', text)
    tap.equal(records(station)[-1],
              ('label.printed', 'trainee', 'DEV-014', 'success',
               {'kind': 'device', 'size': '62x29', 'medium': 'pdf', 'copies': 1}),
              'the log has it')


def once_more(desk, top, station):
    pdf = os.path.join(top, 'again.pdf')
    open_dialog(desk)
    tap.check(desk.read('printed 1 time before'), 'the dialog says that it is not the first')
    tap.check(not desk.usable('Print…', 'push button') and
              not desk.usable('Save as PDF', 'push button'), 'and wants a reason first')
    person.wait_for(lambda: focus_in_a_dialog(desk, 'Reason'), 'the focus on the reason')
    desk.press('space')
    person.wait_for(lambda: desk.look('The label is lost'), 'the reasons')
    desk.press('Down', 'Down', 'Return')
    person.wait_for(lambda: desk.usable('Save as PDF', 'push button'), 'the button')
    desk.press('Tab')
    person.wait_for(lambda: focus_in_a_dialog(desk, 'Size'), 'the focus on the size')
    desk.press('space')
    person.wait_for(lambda: desk.look('A4 sheet'), 'the sizes')
    desk.press('Down', 'Return')
    desk.find('First free place')
    desk.press('Tab', 'Tab', 'ctrl+a')
    desk.type('2')
    desk.press('Tab', 'Tab', 'ctrl+a')
    desk.type('24\t')
    desk.picture('sheet')
    save(desk, pdf, station, lambda: desk.press('alt+s'))
    size, codes, _ = paper(pdf)
    tap.equal((size, codes), ((210.0, 297.0), ['ZMLABEL:1:D:DEV-014']),
              'the first sheet has one label, at its end')
    tap.check(re.search(r'Pages: +2\n', run('pdfinfo', pdf)), 'and the second is on a second sheet')
    tap.equal(records(station)[-1],
              ('label.reprinted', 'trainee', 'DEV-014', 'success',
               {'kind': 'device', 'size': 'a4', 'medium': 'pdf', 'copies': 2, 'earlier': 1,
                'reason': 'lost'}), 'the log has it as a reprint, with its reason')


def by_printer(desk, top, station):
    """The desktop's own dialog, with the one printer that every desk has: a file, output.pdf."""
    pdf = os.path.join(top, 'output.pdf')
    before = len(records(station))
    desk.press('ctrl+3')
    desk.click('Print the head of the log')
    desk.find('First free place')
    person.wait_for(lambda: focus_in_a_dialog(desk, 'Size'), 'the focus on the size')
    desk.press('space')
    person.wait_for(lambda: desk.look('Roll'), 'the sizes')
    desk.press('Up', 'Return')
    person.wait_for(lambda: not desk.look('First free place'), 'the roll')
    desk.press('ctrl+p')
    desk.find('Print to File')
    desk.picture('printers')
    desk.press('Escape')
    person.wait_for(lambda: not desk.look('Print to File'), 'the end of the print dialog')
    tap.equal(len(records(station)), before, 'who thinks better of it has printed nothing')
    desk.click('Print…')
    x, y = desk.place(desk.find('Print to File'))
    desk.xdotool('mousemove', str(x), str(y), 'click', '1')
    person.wait_for(lambda: desk.usable('Print', 'push button'), 'the printer to be chosen')
    desk.press('alt+p')
    person.wait_for(lambda: not desk.look('Preview'), 'the end of the dialog')
    size, codes, _ = paper(pdf)
    tap.equal(size, (62.0, 29.0), 'a printer gets the size of the label')
    shown = subprocess.run([CTL, '--station', station, '--json', 'label', 'read', '-'],
                           input=codes[0], capture_output=True, text=True, check=False)
    head = json.loads(shown.stdout)['ok']
    record = records(station)[-1]
    tap.equal((record[0], record[4]['kind'], record[4]['medium'], record[4]['root']),
              ('label.printed', 'audit-head', 'printer', head['root']),
              'the head that is on paper is on record')


def of_a_certificate(desk, top, station):
    pdf = os.path.join(top, 'certificate.pdf')
    desk.press('ctrl+1')
    desk.click('Scan the screen of DEV-041')
    desk.click('The Numbers Match')
    desk.click('Issue Certificate')
    desk.find('Next Device', 'push button')
    desk.click('Certificate: done')
    for _ in range(40):
        if desk.focus_named('Print the fingerprint'):
            break
        desk.press('Tab')
    desk.picture('certificate-card')
    desk.press('Return')
    desk.find('Preview')
    desk.picture('certificate')
    tap.check(desk.look('First free place'), 'the size is remembered')
    save(desk, pdf, station, lambda: desk.click('Save as PDF…'))
    kind, serial = paper(pdf)[1][0].split(':')[2:4]
    database = sqlite3.connect(f'file:{station}/station.db?mode=ro', uri=True)
    tap.equal((kind, database.execute('SELECT device_id FROM certificates WHERE serial = ?',
                                      (serial,)).fetchall()), ('C', [('DEV-041',)]),
              'the fingerprint is that of the certificate')
    database.close()
    desk.press('ctrl+2')
    desk.click_on(desk.described('Back to the devices'))
    desk.find('Search devices')
    desk.press('ctrl+f', 'ctrl+a', 'BackSpace')
    desk.find('DEV-107, ')
    desk.click('DEV-041, ICU 2, bed 8: In service', 'table row')
    desk.described('Back to the devices')
    tap.check(desk.find('Print the fingerprint', 'push button'), 'the device’s page has it too')
    desk.picture('device')


def choose_badge(desk):
    desk.press('F10')
    person.wait_for(lambda: focus_in_a_dialog(desk, 'People…'), 'the menu')
    desk.press('Down')
    person.wait_for(lambda: focus_in_a_dialog(desk, 'Print My Badge…'), 'the badge in the menu')
    desk.press('Return')


def badge(desk, top, station):
    pdf = os.path.join(top, 'badge.pdf')
    choose_badge(desk)
    desk.find('Preview')
    desk.picture('badge')
    save(desk, pdf, station, lambda: desk.click('Save as PDF…'))
    tap.equal(paper(pdf)[1], ['ZMLABEL:1:O:trainee'], 'the badge says who it is')


def unrecorded(desk, top, station):
    """The badge again, while the log takes no such record."""
    pdf = os.path.join(top, 'unrecorded.pdf')
    database = sqlite3.connect(os.path.join(station, 'station.db'))
    database.execute('CREATE TRIGGER no_label BEFORE INSERT ON security_audit_log '
                     "WHEN NEW.action LIKE 'label.%' BEGIN SELECT RAISE(ABORT, 'full'); END")
    database.commit()
    choose_badge(desk)
    desk.read('printed 1 time before')
    person.wait_for(lambda: focus_in_a_dialog(desk, 'Reason'), 'the focus on the reason')
    desk.press('space')
    person.wait_for(lambda: desk.look('The label is lost'), 'the reasons')
    desk.press('Down', 'Return')
    desk.click('Save as PDF…')
    person.wait_for(lambda: focus_in_a_dialog(desk, 'Name:'), 'the file chooser')
    desk.press('ctrl+a')
    desk.type(pdf)
    desk.press('Return')
    tap.check(desk.read('database.'), 'a label that cannot be recorded is refused')
    desk.picture('unrecorded')
    tap.check(not os.path.exists(pdf), 'and not printed')
    database.execute('DROP TRIGGER no_label')
    database.commit()
    database.close()
    desk.click('Cancel')
    person.wait_for(lambda: not desk.look('Preview'), 'the end of the dialog')


def no_secrets(top, tickets):
    said = ''
    for name in sorted(os.listdir(top)):
        if name.endswith('.pdf'):
            _, codes, text = paper(os.path.join(top, name))
            said += text + '\n'.join(codes)
    said = re.sub(r'\s', '', said)
    pieces = [piece for ticket in tickets for piece in ticket.split(':')[2:]]
    tap.check(tickets and len(pieces) == 3 * len(tickets), 'the tickets that were alive are known')
    tap.equal([piece for piece in pieces if piece in said or piece.replace('-', '') in said], [],
              'no label has a code, a key’s hash or a nonce of theirs')


def training(top):
    station = os.path.join(top, 'training', 'station')
    os.chdir(top)
    desk = person.Person([STATION, '--training', '--station', os.path.join(top, 'training')],
                         os.path.join(PICTURES, 'labels'))
    try:
        desk.find('Scan the screen of DEV-014', 'push button')
        tickets = [code for code in codes_in(desk.picture('bench')) if code.startswith('ZM1:')]
        with_the_keyboard(desk, top, station)
        once_more(desk, top, station)
        of_a_certificate(desk, top, station)
        badge(desk, top, station)
        unrecorded(desk, top, station)
        # Without a window manager the keyboard is lost to a dialog upon a dialog: the last of all.
        by_printer(desk, top, station)
        no_secrets(top, tickets)
        verdict = json.loads(run(CTL, '--station', station, '--json', 'audit', 'verify'))
        tap.equal(verdict['ok']['verdict'], 'intact', 'the log is intact')
    except Exception as failure:  # pylint: disable=broad-except
        desk.picture('failure')
        tap.check(False, 'the journey comes to its end', repr(failure))
    tap.equal(desk.leave(), 0, 'the program ends well')
    tap.equal([line for line in desk.complaints() if 'A refusal could not be recorded' not in line],
              [], 'the program had nothing else to complain of')


def refused_to_an_auditor():
    lab = Lab()
    for step in (lab.create_authority, lab.create_server):
        answer = step()
        if not answer.ok:
            raise RuntimeError(f'{step.__name__}: {answer.error or answer.stderr}')
    lab.admin('operator', 'add', AUDITOR, '--role', 'auditor',
              secrets=[('--new-pin-fd', AUDITOR_PIN)])
    lab.admin('device', 'add', 'DEV-014', '--label', 'ICU 2, bed 7')
    desk = person.Person([STATION, '--station', lab.station], os.path.join(PICTURES, 'labels-auditor'))
    try:
        desk.find('Passphrase of the station')
        fill(desk, 'Name', AUDITOR)
        fill(desk, 'PIN', AUDITOR_PIN)
        fill(desk, 'Passphrase of the station', laboratory.PASSPHRASE)
        desk.press('Return')
        desk.read(f'{AUDITOR} (auditor)')
        show_device(desk, 'DEV-014')
        desk.press('alt+l')
        tap.check(desk.read('role.denied'), 'an auditor prints no device’s label')
        tap.check(not desk.usable('Print…', 'push button') and not desk.look('Preview'),
                  'and sees nothing to print')
        desk.picture('refused')
        tap.equal([(row[0], row[1], row[3], row[4]['check']) for row in records(lab.station)],
                  [('label.printed', AUDITOR, 'failure', 'role.denied')], 'the log has the refusal')
        desk.press('Escape')
        person.wait_for(lambda: not desk.look('Save as PDF'), 'the end of the dialog')
        desk.press('ctrl+3')
        desk.click('Print the head of the log')
        tap.check(desk.find('Preview'), 'the head of the log is everybody’s')
        desk.picture('head')
    except Exception as failure:  # pylint: disable=broad-except
        desk.picture('failure')
        tap.check(False, 'the auditor’s journey comes to its end', repr(failure))
    tap.equal(desk.leave(), 0, 'the program ends well')
    tap.equal(desk.complaints(), [], 'the program had nothing to complain of')


def crisp(style, scale):
    os.environ.update(ADW_DEBUG_COLOR_SCHEME=style, GDK_SCALE=str(scale))
    desk = person.Person([STATION, '--training'], os.path.join(PICTURES, f'labels-{style}-{scale}'),
                         (1400, 900))
    try:
        desk.find('Scan the screen of DEV-014', 'push button')
        codes = [code for code in codes_in(desk.picture('bench')) if code.startswith('ZM1:DEV-')]
        tap.check(codes, f'the screen’s code is read off the screen ({style}, scale {scale})')
    finally:
        desk.leave()
        del os.environ['ADW_DEBUG_COLOR_SCHEME'], os.environ['GDK_SCALE']


def main():
    for style in ('prefer-light', 'prefer-dark'):
        for scale in (1, 2):
            crisp(style, scale)
    with tempfile.TemporaryDirectory(prefix='zmj') as top:
        training(top)
        os.chdir('/')
    refused_to_an_auditor()
    tap.done()


if __name__ == '__main__':
    main()
