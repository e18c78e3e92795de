#!/usr/bin/python3
"""Stations in other languages: people read their own, with their commas and dates, and what programs
and other stations read is the same to the byte."""

import csv
import json
import os
import re
import subprocess
import sys

from lab import Lab, Tap

LOCALES, CATALOGUES, TOP = sys.argv[1:4]
LANGUAGES = ('de_DE', 'ar_EG', 'zh_CN')
# English months that are not German ones too.
MONTH = re.compile(r'\b(?:January|February|March|May|June|July|October|December)\b')
# Letters that English does not have.
LETTERS = re.compile('[äöüßÄÖÜ\u0600-\u06ff\u4e00-\u9fff]')

tap = Tap()


def environment(locale):
    return dict(os.environ, LOCPATH=LOCALES, LC_ALL=locale + '.UTF-8', TEXTDOMAINDIR=CATALOGUES,
                LANGUAGE='')


def catalogue(language):
    folder = os.path.join(CATALOGUES, language, 'LC_MESSAGES', 'zmonitor-station.mo')
    return subprocess.run(['msgunfmt', '--no-wrap', folder], check=True, capture_output=True,
                          encoding='utf-8').stdout


def founded(locale):
    lab = Lab(environment=environment(locale))
    for step in (lab.create_authority, lab.create_server, lab.add_technician):
        answer = step()
        tap.check(answer.ok, f'{locale}: {step.__name__}', answer.error or answer.stderr)
    lab.start_central()
    lab.admin('window', 'open', '--devices', '3', '--minutes', '60')
    device = lab.make_device('DEV-014', 'ICU 2, bed 7')
    device.switch_on()
    answer = device.provision()
    tap.check(answer.ok, f'{locale}: a device is provisioned', answer.error or answer.stderr)
    device.switch_off()
    return lab


def exported(lab, name, locale, form):
    """What a locale writes of one and the same log."""
    lab.environment = environment(locale)
    path = lab.path(f'{name}.{form}')
    answer = lab.technician('audit', 'export', '--format', form, '--out', path, '--action',
                            'certificate.issued')
    tap.check(answer.ok, f'{locale}: {form} is written', answer.error or answer.stderr)
    return path


def of_records(path):
    if path.endswith('.csv'):
        with open(path, encoding='utf-8', newline='') as file:
            return list(csv.reader(file))
    with open(path, encoding='utf-8') as file:
        return json.load(file)['records']


def drawn(lab, name, locale):
    """Where a label has its ink, with English texts: a comma in a PDF's number is another number."""
    lab.environment = dict(environment(locale), LANGUAGE='en')
    path = lab.path(name + '.pdf')
    answer = lab.technician('label', 'badge', 'mkeller', '--out', path, '--reason', 'other')
    tap.check(answer.ok, f'{locale}: a label is printed', answer.error or answer.stderr)
    return subprocess.run(['pdftoppm', '-r', '150', '-gray', path], check=True,
                          capture_output=True).stdout


def machines(lab, locale):
    for form in ('csv', 'json'):
        own, plain = (of_records(exported(lab, f'{name}-{form}', name, form)) for name in (locale, 'C'))
        tap.equal(own, plain, f'{locale}: {form} is the same as without a language')
    lab.technician('label', 'badge', 'mkeller', '--out', lab.path('first.pdf'))
    tap.check(drawn(lab, locale, locale) == drawn(lab, locale + '-c', 'C'),
              f'{locale}: a label is drawn to the dot as without a language')
    lab.environment = environment(locale)
    verified = lab.ctl('audit', 'verify')
    tap.equal(verified.status, 0, f'{locale}: the audit log is intact')
    judged = subprocess.run([sys.executable, os.path.join(TOP, 'resources/verify-audit.py'), lab.station],
                            capture_output=True, text=True, check=False,
                            env=environment('C'))
    tap.equal(judged.returncode in (0, 23), True, f'{locale}: another verifier agrees')
    details = subprocess.run(['sqlite3', os.path.join(lab.station, 'station.db'),
                              'SELECT action, detail FROM security_audit_log'],
                             capture_output=True, text=True, check=True).stdout
    tap.check(not LETTERS.search(details), f'{locale}: the audit log speaks no language', details)


def people(lab, locale, language):
    texts = catalogue(language)
    lab.environment = environment(locale)
    refused = lab.technician('device', 'show', 'DEV-999').error
    tap.check(refused['remedy'] in texts, f'{locale}: what to do is said in the language', refused)
    tap.check(not LETTERS.search(refused['message']), f'{locale}: the message is the log’s', refused)
    findings = lab.ctl('check').ok['findings']
    seen = [finding['seen'] for finding in findings if finding.get('seen')]
    tap.check(seen and not any(MONTH.search(text) for text in seen),
              f'{locale}: no date has an English month', seen)
    disk = next(finding['seen'] for finding in findings if finding['check'] == 'disk.free')
    mark = ',' if locale == 'de_DE' else '[.]'
    tap.check(re.search(rf'\d{mark}\d', disk), f'{locale}: a size has the mark of the language', disk)


def main():
    for locale in LANGUAGES:
        language = locale if locale == 'zh_CN' else locale[:2]
        lab = founded(locale)
        machines(lab, locale)
        people(lab, locale, language)
        lab.close()
    tap.done()


main()
