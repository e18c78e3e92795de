#!/usr/bin/env python3
"""What the command line takes and gives: options, help, exit codes, two kinds of output."""

import os
import sys

import desk
import tap

EMPTY = desk.Desk()


def run(*arguments, **environment):
    process = desk.start_ctl(arguments, env={**os.environ, **environment})
    return desk.finish(process)


def test_help_lists_every_verb():
    answer = run('--help')
    tap.equal(answer.code, 0)
    for verb in ('authority create', 'authority show', 'authority requests',
                 'authority import-intermediate', 'authority device-key',
                 'authority server-certificate', 'authority crl', 'authority policy', 'operator add', 'operator list',
                 'operator pin', 'operator remove', 'limits show', 'limits set', 'window open',
                 'window close', 'window show', 'device import',
                 'device add', 'device list', 'device show', 'pair issue-code', 'pair parse',
                 'port label', 'port list', 'request judge', 'request show', 'provision',
                 'session list', 'session show', 'session resume', 'session abandon',
                 'certificate list', 'certificate show', 'certificate export',
                 'certificate verify', 'certificate revoke', 'audit list', 'audit verify', 'check',
                 'training'):
        tap.contains(answer.out, f'\n  {verb} ')


def test_help_documents_every_exit_code():
    table = [line for line in run('--help').out.splitlines() if line.startswith('| ')]
    codes = [int(line.split('|')[1]) for line in table[1:]]
    tap.equal(codes, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 21, 22, 23, 30, 31])


def test_readme_tells_the_same_exit_codes():
    readme = os.path.join(os.environ['G_TEST_SRCDIR'], '..', 'README.md')
    with open(readme, encoding='utf-8') as file:
        text = file.read()
    tap.contains(text, run('--help').out.split('\n\n')[-1].strip())


def test_every_verb_has_help():
    lines = run('--help').out.split('Verbs (each has a --help of its own):\n')[1].splitlines()
    verbs = [line[2:38].split('  ')[0].strip() for line in lines[:lines.index('')]]
    for verb in verbs:
        words = [word for word in verb.split() if word.islower()]
        answer = run(*words, '--help')
        tap.equal((verb, answer.code), (verb, 0))
        tap.contains(answer.out, ' '.join(words))


def test_every_group_of_verbs_has_help():
    lines = run('--help').out.split('Verbs (each has a --help of its own):\n')[1].splitlines()
    verbs = [line[2:38].split('  ')[0].strip() for line in lines[:lines.index('')]]
    groups = {verb.split()[0] for verb in verbs if len(verb.split()) > 1
              and verb.split()[1].islower()}
    tap.equal('label' in groups and 'provision' not in groups, True)
    for group in groups:
        answer = run(group, '--help')
        tap.equal((group, answer.code), (group, 0))
        shown = [line[2:38].split('  ')[0].strip() for line in answer.out.splitlines()
                 if line.startswith(f'  {group} ')]
        tap.equal(shown, [verb for verb in verbs if verb.startswith(group + ' ')])


def test_a_verb_that_a_group_has_not_is_named():
    for arguments in (['label', 'nothing'], ['label', 'nothing', '--help']):
        error = run('--json', *arguments).error
        tap.equal((error['check'], error['seen'], error['expected']),
                  ('usage.verb', 'label nothing', 'a verb, see label --help'))


def test_wrong_use_is_named():
    for check, *arguments in (('usage.verb', 'no-such-verb'), ('usage.verb',),
                              ('usage.verb', 'device'),
                              ('usage.options', '--no-such-option', 'check'),
                              ('usage.options', 'device', 'list', '--no-such-option'),
                              ('usage.options', '--pin-fd', 'x', 'check'),
                              ('usage.arguments', 'device', 'show'),
                              ('usage.arguments', 'device', 'show', 'A', 'B')):
        answer = run('--json', *arguments)
        tap.equal((arguments, answer.code, answer.error['code'], answer.error['check']),
                  (arguments, 2, 'usage', check))


def test_options_stand_before_and_after_the_verb():
    for arguments in (['--json', '--station', EMPTY.station, 'device', 'list'],
                      ['device', 'list', '--json', '--station', EMPTY.station]):
        answer = run(*arguments)
        tap.equal((answer.code, answer.error['check']), (6, 'station.missing'))


def test_default_directory_is_the_user_s():
    error = run('--json', 'device', 'list', XDG_DATA_HOME=str(EMPTY.folder)).error
    tap.equal(error['seen'], str(EMPTY.folder / 'zmonitor-station'))


def test_people_get_the_error_on_standard_error():
    answer = run('--station', EMPTY.station, 'device', 'list')
    tap.equal((answer.code, answer.out), (6, ''))
    for line in ('zmonitor-stationctl: There is no station', '  check: station.missing',
                 '  expected: a directory with a station.conf', '  what to do: '):
        tap.contains(answer.err, line)


def test_programs_get_one_object_on_standard_output():
    answer = run('--json', '--station', EMPTY.station, 'device', 'list')
    tap.equal(sorted(answer.json), ['error'])
    tap.equal(sorted(answer.error), ['check', 'code', 'expected', 'message', 'remedy', 'seen'])
    tap.equal(answer.err, '')


def test_foreign_text_cannot_act_on_the_terminal():
    hostile = 'x\x1b[31m\u202e\x07y'
    for arguments in (['--station', EMPTY.folder / hostile, 'device', 'list'],
                      ['--json', '--station', EMPTY.folder / hostile, 'device', 'list']):
        answer = run(*arguments)
        for sign in ('\x1b', '\u202e', '\x07'):
            tap.lacks(answer.out + answer.err, sign)
        tap.contains(answer.out + answer.err, 'u{')


def test_secrets_are_not_asked_without_a_terminal():
    answer = run('--json', '--station', EMPTY.station, '--operator', 'Ana', 'authority', 'create',
                 *desk.PLAN, '--root-media', EMPTY.media)
    tap.equal((answer.code, answer.error['check']), (8, 'passphrase.terminal'))
    tap.equal(EMPTY.station.exists(), False)


def test_bad_configuration_names_the_line():
    with desk.Desk() as station:
        station.create().ok
        path = station.station / 'station.conf'
        number = len(path.read_text(encoding='utf-8').splitlines()) + 1
        with open(path, 'a', encoding='utf-8') as config:
            config.write('colour=red\n')
        answer = station.look('device', 'list')
        tap.equal((answer.code, answer.error['check'], answer.error['seen']),
                  (3, 'config.key', 'colour=red'))
        tap.contains(answer.error['message'], f'Line {number} ')
        tap.equal(station.look('check').code, 31)


def test_open_directory_is_refused():
    with desk.Desk() as station:
        station.create().ok
        station.station.chmod(0o755)
        answer = station.look('device', 'list')
        tap.equal((answer.code, answer.error['check']), (4, 'file.directory'))


if __name__ == '__main__':
    try:
        tap.run(sys.modules[__name__])
    finally:
        EMPTY.close()
