#!/usr/bin/env python3
"""Labels as files: measured, rasterised as printers do it, read again by other people's programs,
and looked up in the audit log."""

import os
import re
import subprocess
import sys

import desk
import tap

STATION = desk.Desk()
TOM = {'operator': 'Tom', 'pin': '314159'}
EVE = {'operator': 'Eve', 'pin': '161803'}
PEOPLE = {'Tom': ('technician', TOM), 'Eve': ('auditor', EVE)}
LONG = 'DEV-' + 'W' * 60
BADGE = '漢字' * 32  # as many characters as a name may have, three bytes each
RESOLUTIONS = (203, 300)  # of a thermal printer, and of a better one
MILLIMETRE = 72 / 25.4


def run(*command):
    return subprocess.run([str(word) for word in command], capture_output=True, text=True,
                          check=True).stdout


def refused(answer):
    return answer.error['code'], answer.error['check']


def path_of(name):
    return STATION.folder / f'{name}.pdf'


def label(name, *arguments, **who):
    return STATION.act('label', *arguments, '--out', path_of(name), **who)


def decoded(pdf, resolution, *where):
    """Everything that zbarimg finds there, on the first page if nothing else is said."""
    picture = pdf.with_suffix('')
    run('pdftoppm', '-r', resolution, '-gray', '-singlefile', *where, pdf, picture)
    found = subprocess.run(['zbarimg', '--quiet', '--raw', '--nodbus', picture.with_suffix('.pgm')],
                           capture_output=True, text=True, check=False)
    return found.stdout.splitlines()


def places(pdf, page):
    """What each place of a sheet says, held before a scanner one after the other."""
    dots = 203 / 25.4
    found = []
    for place in range(24):
        left, top = place % 3 * 70, 0.5 + place // 3 * 37
        found.append(decoded(pdf, 203, '-f', page, '-x', round(left * dots), '-y', round(top * dots),
                             '-W', round(70 * dots), '-H', round(37 * dots)))
    return found


def page_sizes(pdf):
    found = re.findall(r'Page +\d+ size: +([\d.]+) x ([\d.]+) pts', run('pdfinfo', '-l', '-1', pdf))
    return [(float(width) / MILLIMETRE, float(height) / MILLIMETRE) for width, height in found]


def check_pages(pdf, count, width, height):
    sizes = page_sizes(pdf)
    tap.equal(len(sizes), count)
    for size in sizes:
        assert abs(size[0] - width) < 0.01 and abs(size[1] - height) < 0.01, size


def records():
    listed = STATION.look('audit', 'list', '--action', 'label.').ok['records']
    return list(reversed(listed))


def code_of(text):
    return STATION.look('label', 'read', '-', stdin=text)


def test_begins():
    STATION.create().ok
    STATION.serve()
    for name, (role, who) in PEOPLE.items():
        STATION.act('operator', 'add', name, '--role', role, '--new-pin-fd', '{fd}',
                    more=[who['pin']]).ok
    STATION.act('operator', 'add', BADGE, '--role', 'technician', '--new-pin-fd', '{fd}',
                more=['112233']).ok
    STATION.act('device', 'add', 'DEV-014', '--label', 'ICU 2, bed 7', '--location', 'West wing',
                '--asset-tag', 'A-20391').ok
    STATION.act('device', 'add', LONG, '--label', 'Überwachung ' * 10, '--location', 'מיטה 7').ok


def test_every_label_is_read_at_either_resolution():
    serial = STATION.look('certificate', 'list').ok['certificates'][0]['serial']
    made = {
        'device': label('device', 'device', 'DEV-014', **TOM).ok,
        'long': label('long', 'device', LONG, **TOM).ok,
        'badge': label('badge', 'badge', 'Tom', **TOM).ok,
        'long-badge': label('long-badge', 'badge', BADGE).ok,
        'certificate': label('certificate', 'certificate', serial, **TOM).ok,
        'head': label('head', 'audit-head', **EVE).ok,
    }
    for name, shown in made.items():
        check_pages(path_of(name), 1, 62, 29)
        for resolution in RESOLUTIONS:
            tap.equal((name, resolution, decoded(path_of(name), resolution)),
                      (name, resolution, [shown['code']]))
    tap.equal(made['device']['code'], 'ZMLABEL:1:D:DEV-014')
    tap.equal(made['badge']['code'], 'ZMLABEL:1:O:Tom')


def test_people_read_the_same():
    text = run('pdftotext', '-layout', path_of('device'), '-')
    for piece in ('DEV-014', 'ICU 2, bed 7', 'West wing', 'Asset tag A-20391'):
        tap.contains(text, piece)
    text = run('pdftotext', path_of('long'), '-')
    tap.equal(text.count('W'), LONG.count('W'))
    tap.contains(run('pdftotext', path_of('badge'), '-'), 'PIN')


def test_codes_say_what_they_name():
    tap.equal(code_of('ZMLABEL:1:D:DEV-014\n').ok, {'kind': 'device', 'deviceId': 'DEV-014'})
    tap.equal(code_of('ZMLABEL:1:O:Zo%C3%AB').ok, {'kind': 'badge', 'operator': 'Zoë'})
    certificate, = decoded(path_of('certificate'), 300)
    shown = code_of(certificate).ok
    tap.equal(shown['sha256'],
              STATION.look('certificate', 'show', shown['serial']).ok['sha256'])
    tap.equal(refused(code_of('ZM1:DEV-014:KTRW-4821:A:B')), ('invalid', 'label.form'))
    label_as_ticket = STATION.look('pair', 'parse', '-', stdin='ZMLABEL:1:D:DEV-014')
    tap.equal(refused(label_as_ticket), ('invalid', 'ticket.form'))


def test_a_printed_head_is_compared_with_the_log():
    head, = decoded(path_of('head'), 203)
    shown = STATION.look('label', 'check', '-', stdin=head).ok
    tap.equal((shown['kind'], shown['continued']), ('audit-head', True))
    records_then, root = shown['records'], head.split(':')[4]
    other = head.replace(root, 'A' * len(root))
    tap.equal(refused(STATION.look('label', 'check', '-', stdin=other)), ('corrupt', 'label.head'))
    later = head.replace(f':{records_then}:', f':{records_then + 100000}:')
    tap.equal(refused(STATION.look('label', 'check', '-', stdin=later)), ('corrupt', 'label.head'))
    foreign = head.rpartition(':')[0] + ':another-log'
    tap.equal(refused(STATION.look('label', 'check', '-', stdin=foreign)),
              ('refused', 'label.origin'))
    tap.equal(refused(STATION.look('label', 'check', '-', stdin='ZMLABEL:1:D:DEV-014')),
              ('invalid', 'label.kind'))


def test_sheets_begin_at_the_free_place():
    STATION.act('device', 'add', 'DEV-041', '--label', 'Ward 3').ok
    shown = label('sheet', 'device', 'DEV-041', '--size', 'a4', '--copies', '21', '--first', '6').ok
    tap.equal(shown['pages'], 2)
    check_pages(path_of('sheet'), 2, 210, 297)
    tap.equal(places(path_of('sheet'), 1), [[]] * 5 + [[shown['code']]] * 19)
    tap.equal(places(path_of('sheet'), 2), [[shown['code']]] * 2 + [[]] * 22)
    for arguments, check in ((('--size', 'a4', '--first', '25'), 'label.first'),
                             (('--copies', '0'), 'label.copies'),
                             (('--copies', '241'), 'label.copies')):
        tap.equal(refused(label('no', 'device', 'DEV-041', *arguments)), ('invalid', check))
    assert not path_of('no').exists()


def test_each_print_is_on_record():
    first = records()[0]
    tap.equal((first['action'], first['actor'], first['device'], first['outcome'], first['detail']),
              ('label.printed', 'Tom', 'DEV-014', 'success',
               {'kind': 'device', 'size': '62x29', 'medium': 'pdf', 'copies': 1}))
    kinds = [(record['actor'], record['detail']['kind']) for record in records()]
    assert ('Eve', 'audit-head') in kinds and ('Tom', 'certificate') in kinds, kinds
    badge = next(record for record in records() if record['detail']['kind'] == 'badge')
    tap.equal(badge['detail']['operator'], 'Tom')


def test_reprint_has_a_reason():
    tap.equal(refused(label('again', 'device', 'DEV-014', **TOM)), ('refused', 'label.reason'))
    assert not path_of('again').exists()
    tap.equal((records()[-1]['outcome'], records()[-1]['detail']['check']),
              ('failure', 'label.reason'))
    label('again', 'device', 'DEV-014', '--reason', 'lost', **TOM).ok
    label('again-2', 'device', 'DEV-014', '--reason', 'damaged', '--copies', '2').ok
    tap.equal([(record['action'], record['actor'], record['detail']['earlier'],
                record['detail']['reason']) for record in records()[-2:]],
              [('label.reprinted', 'Tom', 1, 'lost'),
               ('label.reprinted', desk.ADMINISTRATOR, 2, 'damaged')])
    tap.equal(refused(label('again', 'device', 'DEV-014', '--reason', 'fun')),
              ('usage', 'usage.arguments'))
    # Another badge, and another head, are other labels.
    label('eve', 'badge', 'Eve').ok
    label('head-2', 'audit-head', **EVE).ok


def test_auditor_prints_the_head_alone():
    for arguments in (('device', 'DEV-014', '--reason', 'lost'), ('badge', 'Eve'),
                      ('certificate', 'canary')):
        tap.equal(refused(label('eves', *arguments, **EVE)), ('denied', 'role.denied'))
    assert not path_of('eves').exists()


def test_what_is_not_there_has_no_label():
    tap.equal(refused(label('no', 'device', 'DEV-999')), ('not-found', 'device.unknown'))
    tap.equal(refused(label('no', 'badge', 'Nobody')), ('not-found', 'operator.missing'))
    STATION.act('operator', 'remove', BADGE).ok
    tap.equal(refused(label('no', 'badge', BADGE)), ('not-found', 'operator.missing'))
    tap.equal(refused(STATION.act('label', 'device', 'DEV-014')), ('usage', 'usage.arguments'))
    tap.equal(refused(label('no', 'device', 'DEV-014', '--size', 'a5')),
              ('usage', 'usage.arguments'))
    assert not path_of('no').exists()


def test_what_cannot_be_written_was_not_printed():
    """And counts for no print when the next one is asked why."""
    before = [record for record in records() if record['outcome'] == 'success']
    letter = STATION.folder / 'letter.pdf'
    letter.write_text('of somebody else', encoding='utf-8')
    for place, error in ((STATION.folder / 'nowhere' / 'badge.pdf', ('not-found', 'file.write')),
                         (letter, ('conflict', 'file.exists')),
                         ('/dev/null', ('conflict', 'file.exists'))):
        answer = STATION.act('label', 'badge', 'Tom', '--reason', 'moved', '--out', place)
        tap.equal(refused(answer), error)
    tap.equal(letter.read_text(encoding='utf-8'), 'of somebody else')
    assert os.path.exists('/dev/null') and not os.path.isfile('/dev/null')
    tap.equal([record for record in records() if record['outcome'] == 'success'], before)
    letter.unlink()


def test_nothing_is_printed_without_a_record():
    database = STATION.station / 'station.db'
    run('sqlite3', database, 'CREATE TRIGGER no_label BEFORE INSERT ON security_audit_log '
        "WHEN NEW.action LIKE 'label.%' BEGIN SELECT RAISE(ABORT, 'the log is full'); END")
    try:
        answer = label('unrecorded', 'badge', 'Tom', '--reason', 'lost')
    finally:
        run('sqlite3', database, 'DROP TRIGGER no_label')
    assert answer.code != 0 and not path_of('unrecorded').exists(), answer.out


def test_no_label_has_a_code():
    """While a pairing code is alive, and after all of them were printed once more."""
    code = STATION.act('pair', 'issue-code', 'DEV-014', **TOM).ok['code']
    label('live', 'device', 'DEV-014', '--reason', 'other', **TOM).ok
    label('live-head', 'audit-head').ok
    for pdf in sorted(STATION.folder.glob('*.pdf')):
        said = run('pdftotext', pdf, '-') + '\n'.join(decoded(pdf, 300))
        for secret in (code, code.replace('-', ''), TOM['pin'], desk.PIN, 'ZM1:'):
            tap.lacks(said.replace(' ', ''), secret)
    listed = STATION.look('audit', 'list', '--action', 'label.').out
    tap.lacks(listed, code)


def test_log_is_intact():
    tap.equal(STATION.look('audit', 'verify').ok['verdict'], 'intact')


if __name__ == '__main__':
    os.umask(0o077)
    try:
        tap.run(sys.modules[__name__])
    finally:
        STATION.close()
