"""What stands on the window in a language that is no language: what can be read without its brackets
never went through gettext. Whatever is on the screen meanwhile is also asked for its name."""

import os
import re
import sys

import lab as laboratory
import person
from names import doubled
from steps import PICTURES, STATION
from walk import Words

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'languages'))
import pseudo  # noqa: E402

# By the walks.
TYPED = ('St. Elsewhere', laboratory.PASSPHRASE, laboratory.ROOT_PASSPHRASE)

# What needs no translation, by what it is. All of it stands in the station's own facts, or is GTK's.
DATA = [re.compile(pattern) for pattern in (
    r'ZMonitor (?:Root|Intermediate) CA|\bsk-\d\b',      # names in certificates, and of keys
    r'\babc\b|^DEV-\d+ → .*$',                                # what the walk typed
    r'-----BEGIN [^-]+-----[^-]*-----END [^-]+-----',       # PEM
    r'\bRFC \d+ §[\d.]+|\bISO \d+',                         # clauses of a standard
    r'\b(?:[A-Z]{1,2}=[^,]*,)*[A-Z]{1,2}=[^,⟦⟧]*',           # a Name of X.501
    r'\bCA:(?:TRUE|FALSE)|\b(?:CN|OU|O|SAN(?: DNS| IP)?)\b',
    r'\b(?:SAN|directoryName) \w+:?|\b[a-z]+(?:[A-Z][a-z]*)+\b', # as ASN.1 names it: keyUsage, deviceId
    r'^(?:signature|subject|version|issuer|validity)$',      # fields of ASN.1 in one word
    r'\becdsa-with-SHA\d+\b|\bZMonitor\b|\bSAN URI\b|\bURI\b|\bSHA-256\b|\bTLS_[A-Z0-9_]+|subjectPublicKeyInfo',
    r'\bcertificate (?:required|revoked)\b',                # alerts of TLS, as OpenSSL calls them
    r'\S*/\S+|\S+@\S+|[\w-]+(?:\.[\w-]+)+',             # paths, addresses, hosts, names of checks
    r'DEV[- ]\d+|\b(?:ICU \d(?:, bed \d+)?|Ward \d)\b', # devices and labels that the tests gave
    '|'.join(map(re.escape, TYPED)),
    r'\b(?:ada|mkeller|Udo|Desk 1|Test Hospital|localhost|system|station)\b',
    r'\b[0-9a-f]{4}(?: [0-9a-f]{4})+(?: [0-9a-f]{2})?\b', # of an odd number of bytes, too
    r'\b[0-9A-Fa-f]{4,}(?:…[0-9A-Fa-f]{4,})?\b',
    r'\d{4}-\d\d-\d\d|\d+(?:[:.,]\d+)*|\bF\d+\b|\b(?:Ctrl|Alt|Shift)\+[\w?]+',
    r'\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b',
    r'\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec|AM|PM)\b',
    r'\b(?:SHA-\d+|TLS_AES_256_GCM_SHA384|ECDSA|EC|RSA|P-256|TLSv?[\d.]*|TLS_\w+|X\.509|PEM|DER|UTC|RFC \d+)\b',
)]
# GTK's own words, which are in GTK's own catalogue.
GTK = {'Close', 'Close the window', 'Maximize', 'Maximize the window', 'Minimize', 'Minimize the window',
       'Show Text', 'Hide Text', 'Shortcuts', 'About', 'Details', 'Legal', 'Credits', 'Copy', 'Paste',
       'Ctrl', 'Alt', 'Shift'}


def bare(text):
    """What of it stands outside of all brackets, and is no data."""
    inner = re.compile(f'{pseudo.OPEN}[^{pseudo.OPEN}{pseudo.CLOSE}]*{pseudo.CLOSE}')
    while inner.search(text):
        text = inner.sub(' ', text)
    for pattern in DATA:
        text = pattern.sub(' ', text)
    return text.strip()


def is_foreign(text):
    """In one that was ellipsized by its widget the bracket at the end is there all the same."""
    return text not in GTK and re.search(r'[^\W\d_]{2}', bare(text)) is not None


def readable(desk, words):
    nodes = desk.shown()
    for node, inner in zip(nodes, person.texts_of(nodes)):
        # The message of a refusal is for the engineer, and the same as in the audit log.
        if node.description == words('In English'):
            continue
        for text in {node.name, inner, node.description}:
            if person.is_real_name(text):
                yield node.role, text


def take(walk, tap, pictures):
    """Walks past all scenes, each of which is a test."""
    name_of_walk = type(walk).__name__.lower()
    desk = walk.desk = person.Person([STATION] + walk.arguments(), os.path.join(pictures, name_of_walk),
                                     (1280, 860))
    seen = set()
    failures = []

    def failed(name, error):
        desk.picture('failure-' + name)
        failures.append(f'{name}: {error}')

    # The help has files of its own, which house-help looks after.
    for scene in walk.all(failed, [name for name in walk.SCENES if name != 'help']):
        desk.picture(scene)
        found = set()
        for role, text in readable(desk, walk.words):
            if text in seen or not is_foreign(text):
                continue
            seen.add(text)
            found.add(f'{role}: {text}')
        tap.equal(sorted(found), [], f'{scene}: everything can be translated')
        tap.equal(doubled(desk), [], f'{scene}: nothing is said twice')
    tap.equal(failures, [], f'{name_of_walk}: every scene was reached')
    tap.equal(desk.leave(), 0, f'{name_of_walk}: the program ends well')
    tap.equal(desk.complaints(), [], f'{name_of_walk}: the program had nothing to complain of')


def journey(kinds, tap):
    """Through the walks of these kinds, in a language that was made for it."""
    pictures = os.path.join(PICTURES, 'pseudo')
    folder = pseudo.make(os.path.join(os.path.dirname(__file__), '..', '..'),
                         os.path.join(pictures, 'locale-' + kinds[0].__name__.lower()))
    os.environ.update({'TEXTDOMAINDIR': folder, 'LANGUAGE': pseudo.LANGUAGE})
    for kind in kinds:
        walk = kind(Words(folder, pseudo.LANGUAGE))
        try:
            take(walk, tap, pictures)
        finally:
            walk.end()
    tap.done()
