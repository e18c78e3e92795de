#!/usr/bin/python3
"""Lists of devices that cannot be imported: each fault with its line, and nothing of the list."""

import codecs

from refusals import Station, compare, like

HEAD = 'deviceId,label\n'
GOOD = HEAD + 'DEV-1,Bed 1\n'
COLUMNS = like('deviceId,label,.*')

# Name, the file, and what is said of it as a whole.
WHOLE = (
    ('nothing', b'', 'manifest.header', '', 'deviceId,label'),
    ('no header', b'DEV-1,Bed 1\n', 'manifest.header', 'DEV-1', COLUMNS),
    ('a column that nobody knows', b'deviceId,label,price\n', 'manifest.header', 'price', COLUMNS),
    ('a column twice', b'deviceId,label,label\n', 'manifest.header', 'label', 'each column once'),
    ('a column missing', b'deviceId\nDEV-1\n', 'manifest.header', '', 'label'),
    ('semicolons', b'deviceId;label\nDEV-1;Bed 1\n', 'manifest.header', 'deviceId;label', COLUMNS),
    ('a header with half a quote', b'"deviceId,label\n', 'manifest.header', '"', like('quotes.*')),
    ('UTF-16 with its mark', codecs.BOM_UTF16_LE + GOOD.encode('utf-16-le'), 'manifest.encoding',
     'UTF-16 (little-endian)', 'UTF-8'),
    ('UTF-16 the other way', codecs.BOM_UTF16_BE + GOOD.encode('utf-16-be'), 'manifest.encoding',
     'UTF-16 (big-endian)', 'UTF-8'),
    ('UTF-16 without a mark', GOOD.encode('utf-16-le'), 'manifest.encoding',
     'UTF-16 (little-endian)', 'UTF-8'),
    ('UTF-32', codecs.BOM_UTF32_LE + GOOD.encode('utf-32-le'), 'manifest.encoding',
     'UTF-32 (little-endian)', 'UTF-8'),
    ('Latin-1', (HEAD + 'DEV-1,Süd\n').encode('latin-1'), 'manifest.encoding',
     'ISO 8859 or a Windows code page', 'UTF-8'),
    ('a NUL', (GOOD + 'DEV-2,Bed\0 2\n').encode(), 'manifest.encoding', 'no text', 'UTF-8'),
    ('a picture', b'\x89PNG\r\n\x1a\n' + bytes(100), 'manifest.encoding', like('.+'), 'UTF-8'),
    ('17 MiB', HEAD.encode() + b'x' * (17 << 20), 'file.size', like('.+'), like('.+')),
)

# Name, the lines after the header, and of each fault its line, check, column, seen and expected.
LINES = (
    ('a field too few', 'DEV-1\n', [(2, 'manifest.columns', None, '1 fields', '2 fields')]),
    ('a field too many', 'DEV-1,Bed,1\n', [(2, 'manifest.columns', None, '3 fields', '2 fields')]),
    ('an identifier with a space', 'DEV 1,Bed 1\n',
     [(2, 'device.id', 'deviceId', 'DEV 1', like(r'\[A-Za-z0-9\].+'))]),
    ('no label', 'DEV-1,\n', [(2, 'device.label', 'label', '', '1 to 128 characters')]),
    ('a label that turns the writing round', 'DEV-1,Bed\u202e1\n',
     [(2, 'device.label', 'label', 'Bed\\u{202E}1', like('UTF-8 .+'))]),
    ('the same device twice', 'DEV-1,Bed 1\nDEV-2,Bed 2\nDEV-1,Bed 3\n',
     [(4, 'manifest.duplicate', 'deviceId', 'DEV-1', 'each device once; it stands in line 2')]),
    ('a device that is registered', 'KNOWN,Bed 1\n',
     [(2, 'registry.exists', 'deviceId', 'KNOWN', 'a device that is not registered yet')]),
    ('a quote within a field', 'DEV-1,Bed "1"\n',
     [(2, 'manifest.quote', None, None, like('quotes .+'))]),
    ('a quote that does not end', 'DEV-1,"Bed 1\nDEV-2,Bed 2\n',
     [(2, 'manifest.quote', None, None, like('quotes .+'))]),
    *((f'a formula with {name}', f'DEV-1,"{first}SUM(A1)"\n',
       [(2, 'manifest.formula', 'label', like('.*SUM.*'), like('a text that does not begin .+'))])
      for name, first in (('=', '='), ('+', '+'), ('-', '-'), ('@', '@'), ('a tab', '\t'),
                          ('a carriage return', '\r'))),
    ('a line of 1 MB', 'DEV-1,' + 'x' * 1000000 + '\n',
     [(2, 'device.label', 'label', 'x' * 200, like('UTF-8 .+'))]),
    ('CRLF, a mark and a bad third line', '\r\nDEV-1,Bed 1\r\nDEV/2,Bed 2\r\n',
     [(4, 'device.id', 'deviceId', 'DEV/2', like(r'\[A-Za-z0-9\].+'))]),
    ('every line another fault', 'DEV-1\nDEV 2,x\nDEV-3,=1\nDEV-4,Bed\nDEV-4,Bed\n',
     [(2, 'manifest.columns', None, '1 fields', '2 fields'),
      (3, 'device.id', 'deviceId', 'DEV 2', like('.+')),
      (4, 'manifest.formula', 'label', '=1', like('.+')),
      (6, 'manifest.duplicate', 'deviceId', 'DEV-4', like('.+in line 5'))]),
)


def imports(lab, content):
    path = lab.path('list.csv')
    with open(path, 'wb') as file:
        file.write(content)
    return lambda: lab.technician('device', 'import', path)


def has_faults(wanted):
    """What is wrong with the faults that a person is shown beside the error."""
    def look(answer):
        shown = answer.error.get('detail', {}).get('faults', [])
        if len(shown) != len(wanted):
            return [f'{len(shown)} faults are shown, expected {len(wanted)}']
        faults = []
        for fault, (line, check, column, seen, expected) in zip(shown, wanted):
            if fault['line'] != line or fault.get('column') != column:
                faults.append(f'line {fault["line"]}, column {fault.get("column")}, expected '
                              f'{line}, {column}')
            faults += compare(dict(fault, message='-', remedy='-', code='-'), check, '-', seen,
                              expected)
        return faults
    return look


def nothing_came(lab):
    def look(answer):
        devices = [device['deviceId'] for device in lab.ctl('device', 'list').ok['devices']]
        return [] if devices == ['KNOWN'] else [f'these are registered now: {devices}']
    return look


def main():
    lab = Station()
    lab.found()
    lab.admin('device', 'add', 'KNOWN', '--label', 'Known')
    for name, content, check, seen, expected in WHOLE:
        lab.refuse(name, imports(lab, content), check, 'invalid', seen, expected,
                   also=[nothing_came(lab)])
    for name, lines, faults in LINES:
        lab.refuse(name, imports(lab, codecs.BOM_UTF8 + (HEAD + lines).encode()),
                   'manifest.lines', 'invalid',
                   like(rf'{len(faults)} faults?, the first in line {faults[0][0]} '
                        rf'\({faults[0][1]}\)'),
                   'a list without faults', also=[has_faults(faults), nothing_came(lab)])
    lab.refuse('a list that is not there', lambda: lab.technician('device', 'import', '/nowhere'),
               'file.read', 'not-found', 'No such file or directory', '/nowhere')
    answer = imports(lab, codecs.BOM_UTF8 + HEAD.replace('\n', '\r\n').encode() +
                     '"DEV-1","Bett 4, ""Süd"""\r\n\r\n'.encode())()
    lab.rows.tap.equal(answer.ok.get('devices') if answer.ok else answer.stdout, 1,
                       'a mark, CRLF, quotes and an empty line are no fault')
    lab.is_intact()
    lab.rows.done()


main()
