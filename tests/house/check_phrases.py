#!/usr/bin/env python3
"""What a check saw and expected is said in every language: each phrase for people that a source says
stands in the table of phrases, and the table has none that no source says."""

import re

import house
import phrases

TABLE = 'app/station/phrase-table.c'
# Whose words are said as well.
OTHERS = ('app/station/value-words.c', 'app/station/judgement-words.c')
ROW = re.compile(r'NC_ \("expected",\s+((?:"(?:\\.|[^"\\])*"\s*)+)\)')
WORDS = re.compile(r'[A-Za-z]{2}')

# What is typed or stored, and no word of a language.
SYNTAX = {
    '--client USER', '1 GiB', '<name>+<8 hex digits>+<base64 of an Ed25519 key>', 'CA:FALSE', 'CA:TRUE',
    'GStreamer', 'HOST:PORT:ADDRESS', 'HTTP/1.1', 'PipeWire', 'UTF-8', 'ZM1', 'ZM1:…', 'ZMLABEL:…',
    '[A-Za-z0-9][A-Za-z0-9._-]{0,63}', '[station]', 'alg ES256', 'base64', 'base64url', 'bye', 'chunked',
    'delete', 'desk=…', 'deviceId,label', 'digitalSignature', 'https://host[:port][/path]', 'jpegdec',
    'key=value', 'keyCertSign, cRLSign', 'no typ', 'ok', 'org.freedesktop.portal.Camera',
    'stationSignature', 'wal', 'zmonitor-reader', '{"ok":{}}', '{serial, at in the past, reason}',
}


def strings_in(tree, path):
    """All that stands in strings, as phrases."""
    text = phrases.read(tree, path)
    return {*phrases.join(text, False), *phrases.join(text, True)}


def regex_of(entry):
    return re.compile(re.escape(entry).replace('%u', r'(?:%[us]|\d+)').replace('%s', r'\S+'))


def check(tree):
    if not tree.exists(TABLE):
        return
    said = phrases.collect(tree)
    entries = [''.join(phrases.join(row, False)) for row in ROW.findall(tree.text(TABLE))]
    known = [regex_of(entry) for entry in entries]
    others = set().union(*(strings_in(tree, path) for path in OTHERS if tree.exists(path)))
    for phrase, path in sorted(said.items()):
        if not (phrase in SYNTAX or phrase in others or not WORDS.search(phrase.replace('%s', '')) or
                any(regex.fullmatch(phrase) for regex in known)):
            yield f'{path}: {TABLE} has nothing for “{phrase}”'
    sources = set(said).union(*(strings_in(tree, path) for path in phrases.sources(tree)
                                if str(path) != TABLE))
    for entry, regex in zip(entries, known):
        if entry not in sources and not any(regex.fullmatch(phrase) for phrase in said):
            yield f'{TABLE}: no source says “{entry}”'
        if entries.count(entry) > 1:
            yield f'{TABLE}: “{entry}” stands twice'
    # A tree that is made for a self-test has none of them.
    for phrase in sorted(SYNTAX - set(said)) if tree.exists('meson.build') else []:
        yield f'no source says “{phrase}”, which is an exception'


SETTER = ('void\nzm_error_set (GError **error,\n              const char *check,\n'
          '              const char *seen,\n              const char *expected)\n{\n}\n')


def tree_of(body, *rows):
    table = ''.join(f'  NC_ ("expected", "{row}"),\n' for row in rows)
    return {'app/base/error.c': SETTER, TABLE: f'static const char *const phrases[] = {{\n{table}}};\n',
            'app/pki/a.c': body}


def function(*statements, head='void\nf (void)'):
    return head + '\n{\n' + ''.join(f'  {statement}\n' for statement in statements) + '}\n'


REFUSE = function('zm_error_set (error, "a.b", seen, NULL);',
                  head='static void\nrefuse (const char *seen,\n        GError **error)')
ROWS = ('typedef struct {\n  const char *check;\n  const char *expected;\n} Row;\n'
        'static const Row rows[] = {\n  [X] = { "a.b", "a camera" },\n};\n')

CASES = [
    house.Case('no table', {'app/pki/a.c': function('zm_error_set (error, "a.b", "a cat", NULL);')}),
    house.Case('all is known', tree_of(function('zm_error_set (error, "a.b", "a cat", "3 dogs");'),
                                       'a cat', '%u dogs')),
    house.Case('a phrase that was forgotten',
               tree_of(function('zm_error_set (error, "a.b", NULL, "a " /* big */ "cat");')), '“a cat”'),
    house.Case('by a choice', tree_of(function('zm_error_set (error, "a.b", is ? "a cat" : f ("no"), NULL);')),
               '“a cat”'),
    house.Case('by a function of the file',
               tree_of(REFUSE + function('return refuse ("a (cat)", error);')), '“a (cat)”'),
    house.Case('by a variable, made at run time',
               tree_of(function('seen = g_strdup_printf ("%" G_GUINT64_FORMAT " cats; %s", n, s);',
                                'zm_error_set (error, "a.b", seen, NULL);')), '“%u cats; %s”'),
    house.Case('by a table', tree_of(ROWS), '“a camera”'),
    house.Case('syntax', tree_of(function('zm_error_set (error, "a.b", "HTTP/1.1", "5a");'))),
    house.Case('a row that nobody says', tree_of('', 'a cat'), 'no source says “a cat”'),
    house.Case('a row that stands twice',
               tree_of(function('zm_error_set (error, "a.b", "a cat", NULL);'), 'a cat', 'a cat'),
               'twice', 'twice'),
]

if __name__ == '__main__':
    house.main(check, CASES)
