#!/usr/bin/env python3
"""A public function is named after its file: app/pki/public-key.h declares zm_public_key_…"""

import re

import house

# These files hold one idea that has more than one name; openssl.h is the door within its room.
OTHER_PREFIXES = {
    'app/base/base64.h': ['zm_base64url_'],
    'app/base/device-id.h': ['zm_device_label_', 'zm_device_text_'],
    'app/pki/openssl.h': ['zm_certificate_', 'zm_key_', 'zm_public_key_', 'zm_x509_'],
}

COMMENT = re.compile(r'/\*.*?\*/|//[^\n]*', re.S)
# A declaration begins in the first column; macros are upper case.
FUNCTION = re.compile(r'^(?!typedef\b|#)(?:\w[\w \t*]*?[ \t*])?([a-z]\w*)\s*\(', re.M)
TYPE = re.compile(r'^G_DECLARE_\w+\s*\(\s*\w+\s*,\s*(\w+)', re.M)


def without_comments(text):
    return COMMENT.sub(lambda match: re.sub(r'[^\n]', ' ', match[0]), text)


def check(tree):
    for path in tree.files('.h', under=('app', 'ui', 'usb')):
        own = 'zm_' + path.stem.removesuffix('-private').replace('-', '_') + '_'
        prefixes = tuple([own] + OTHER_PREFIXES.get(str(path), []))
        text = without_comments(tree.text(path))
        for name in TYPE.findall(text):
            if name + '_' != own:
                yield f'{path}: the type {name} does not bear the name of its file'
        for name in FUNCTION.findall(text):
            if not name.startswith(prefixes):
                yield f'{path}: {name} () does not begin with {" or ".join(prefixes)}'


def header(text):
    return {'app/pki/public-key.h': text}


CASES = [
    house.Case('the name of the file',
               header('void     zm_public_key_free (ZmPublicKey *key,\n'
                      '                            void (*done) (void));\n'
                      'gboolean\nzm_public_key_is_good (void);\n'
                      'typedef void (*ZmPublicKeyCallback) (int a);\n'
                      'G_DECLARE_FINAL_TYPE (ZmPublicKey, zm_public_key, ZM, PUBLIC_KEY, GObject)\n'
                      '/* call\nother_function (a) */\n#define f(x) g (x)\n')),
    house.Case('the private side of a file',
               {'usb/tether-private.h': 'void zm_tether_wait (void);\n'}),
    house.Case('another prefix', header('ZmKey *zm_key_new (void);\n'), 'zm_key_new ()'),
    house.Case('another prefix on a line of its own', header('void\nzm_key_go (void);\n'),
               'zm_key_go ()'),
    house.Case('no prefix', header('const char *hello(void);\n'), 'hello ()'),
    house.Case('another type',
               header('G_DECLARE_FINAL_TYPE (ZmKey, zm_key, ZM, KEY, GObject)\n'), 'type zm_key'),
]

if __name__ == '__main__':
    house.main(check, CASES)
