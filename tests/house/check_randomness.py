#!/usr/bin/env python3
"""Randomness has one source: OpenSSL's private DRBG, asked for bytes in one file."""

import re

import house

DOOR = 'app/pki/random.c'
# What gives other numbers, or the same ones by another way.
OTHERS = re.compile(
    r'\b(?:s?rand(?:om)?(?:_r)?|[dejlmn]rand48|arc4random\w*|g_rand(?:om)?_\w+|g_uuid_string_random'
    r'|getrandom|getentropy|RAND_(?:bytes|pseudo|seed|add|set|load)\w*)\s*\('
    r'|/dev/(?:u|hw)?r(?:andom|ng)\b')
PRIVATE = re.compile(r'\bRAND_\w+\s*\(')
COMMENT = re.compile(r'/\*.*?\*/|//[^\n]*', re.S)


def check(tree):
    for path in tree.files('.c', '.h', under=('app', 'ui', 'usb')):
        text = COMMENT.sub(lambda match: re.sub(r'[^\n]', ' ', match[0]), tree.text(path))
        for number, line in enumerate(text.splitlines(), 1):
            match = OTHERS.search(line)
            if match is None and str(path) != DOOR:
                match = PRIVATE.search(line)
            if match:
                yield f'{path}:{number}: “{match[0]}” is not zm_random_bytes ()'


CASES = [
    house.Case('the door', {DOOR: 'RAND_priv_bytes (data, 1);\n'}),
    house.Case('a comment', {'app/base/a.c': '/* rand () is weak */\nint operand (int a);\n'}),
    house.Case('the private DRBG elsewhere', {'app/pki/key.c': 'RAND_priv_bytes (a, 1);\n'},
               'key.c:1'),
    house.Case('the public DRBG', {DOOR: 'RAND_bytes (data, 1);\n'}, 'RAND_bytes'),
    house.Case('the C library', {'usb/a.c': 'a = rand ();\n'}, 'rand ('),
    house.Case('GLib', {'ui/a.c': '\na = g_random_int ();\n'}, 'a.c:2'),
    house.Case('the kernel', {'app/base/a.c': 'getrandom (a, 1, 0);\n'}, 'getrandom'),
    house.Case('the device', {'app/base/a.c': 'open ("/dev/urandom", 0);\n'}, '/dev/urandom'),
]

if __name__ == '__main__':
    house.main(check, CASES)
