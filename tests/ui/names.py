"""What a screen reader says of each thing on the screen, and what is wrong with it."""

import re

import person

# What holds others and takes no focus of its own, whatever GTK 4.8 says of it.
CONTAINERS = ('frame', 'scroll pane', 'panel', 'filler', 'viewport')

# In whose names the underscore is no mnemonic: cipher suites and paths.
UNDERSCORED = re.compile(r'TLS(_[A-Z0-9]+)+|/\S+')
MNEMONIC = re.compile(r'_\w')


def is_said_twice(name):
    words = name.replace('_', '').split()
    half = len(words) // 2
    if len(words) > 1 and len(words) % 2 == 0 and words[:half] == words[half:]:
        return True
    # “Life of a certificate in days Life of a certificate”
    return any(words[at:] == words[:len(words) - at] for at in range(half + 1, len(words) - 1))


def has_its_label_after_its_name(node, name):
    """Of a button with a name of its own GTK 4.8 says what stands on it as well: “Issue the
    certificate Issue…”."""
    words = name.split()
    return 'button' in node.role and len(words) > 2 and (
        words[0].rstrip('…') == words[-1].rstrip('…'))


def faults(desk):
    for node in desk.shown():
        role, name = node.role, node.name
        if role in CONTAINERS:
            continue
        if node.has(person.State.FOCUSABLE):
            if not person.is_real_name(name):
                yield f'a {role} at {desk.place(node)} has no name: {name!r}'
            elif MNEMONIC.search(UNDERSCORED.sub('', name)):
                yield f'a {role} is called {name!r}, with its underscore'
            elif is_said_twice(name) or has_its_label_after_its_name(node, name):
                yield f'a {role} is called {name!r}, twice'


def doubled(desk):
    """Only what is said twice: of dialogs, whose lists are GTK's own and have no names."""
    return sorted({fault for fault in faults(desk) if 'twice' in fault or 'underscore' in fault})
