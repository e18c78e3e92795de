#!/usr/bin/python3
"""Certificates, lists and chains of the real programs, and what an intruder would present, judged
by OpenSSL, GnuTLS, NSS and Java: all four must say what is expected."""

from collections import namedtuple

import judges
import world as worlds
from authority import Authority, INTERMEDIATE, read, write
from lab import Lab, Tap

Case = namedtuple('Case', 'name good leaf untrusted root crls purpose')

# (verifier, case) → why it says otherwise, by its nature and not by ours.
UNVERIFIED = 'certtool compares serial numbers with the lists that it is given, and asks no more'
NO_MEANING = 'RFC 5280 gives an extended key usage no meaning in a CA'
DIFFERENCES = {
    ('GnuTLS', 'a list that is too old'): UNVERIFIED,
    ('GnuTLS', 'the list of another issuer'): UNVERIFIED,
    ('GnuTLS', 'a list of the right name by another key'): UNVERIFIED,
    ('GnuTLS', 'another name than the CA may give'): 'GnuTLS knows no constraints of URIs',
    ('NSS', 'the list of another issuer'): 'NSS asks the lists that it has, and misses none',
    ('NSS', 'a list that is too old'): 'NSS takes the newest list that it has, however old',
    ('NSS', 'an intermediate for servers only'): NO_MEANING,
    ('Java', 'an intermediate for servers only'): NO_MEANING,
}


def own_root_cases(lab):
    """The usual depth: our root, our intermediate."""
    for answer in (lab.create_authority(), lab.create_server(), lab.add_technician()):
        assert answer.status == 0, answer.stdout + answer.stderr
    lab.start_central()
    lab.admin('window', 'open', '--devices', '2', '--minutes', '30')
    root, chain = lab.station + '/certificates/root.pem', lab.station + '/certificates/chain.pem'
    for name, options in (('EC', ()), ('RSA', ('--key-type', 'rsa'))):
        device = lab.make_device('DEV-' + name, worlds.LABEL, *options)
        device.switch_on()
        answer = device.provision()
        assert answer.status == 0, answer.stdout + answer.stderr
        yield f'own root, {name}', True, device.files()[0]
    yield 'own root, canary', False, lab.station + '/canary/canary.pem'


def make_cases(world, own):
    lab = world.lab
    lists = [write(lab.path(f'list{number}.pem'), text)
             for number, text in enumerate(world.crls())]
    root_crl, station_crl, held_crl = lists

    def case(name, good, leaf, untrusted=(world.intermediate,), crls=lists, purpose='client',
             root=world.root):
        first = write(lab.path(f'leaf{len(made)}.pem'), judges.split(leaf)[0])
        made.append(Case(name, good, first, list(untrusted), root, list(crls), purpose))

    made = []
    held, host = world.held, world.host
    held_chain = [held.certificate]
    leaf = {name: files[0] for name, files in world.identities.items()}

    for name, good, path in own_root_cases(own):
        own_lists = [write(own.path(f'own{number}.pem'), worlds.crl_to_pem(file))
                     for number, file in enumerate(own.crl_files())]
        case(name, good, path, [own.station + '/certificates/chain.pem'], own_lists,
             root=own.station + '/certificates/root.pem')

    case('hospital CA, EC', True, leaf['ec'])
    case('hospital CA, RSA', True, leaf['rsa'])
    case('hospital CA, revoked', False, leaf['revoked'])
    case('hospital CA, canary', False, leaf['canary'])
    good = held.issue_device(host, 'good')[0]
    case('another intermediate of the same root', True, good, held_chain)
    case('expired', False, leaf['expired'], held_chain)
    case('not yet valid', False, held.issue_device(host, 'early', start='490101000000Z',
                                                   end='491201000000Z')[0], held_chain)
    case('foreign', False, leaf['foreign'], [world.twin.certificate])
    case('foreign leaf, our intermediate', False, leaf['foreign'])
    case('our leaf, foreign intermediate', False, leaf['ec'], [world.twin.certificate])
    case('missing intermediate', False, leaf['ec'], [])
    case('another intermediate in its place', False, leaf['ec'], held_chain)
    case('a list that is too old', False, good, held_chain,
         [root_crl, station_crl, held.publish('old', '240101000000Z', '240201000000Z')])
    case('the list of another issuer', False, good, held_chain, [root_crl, station_crl])
    case('a list of the right name by another key', False, leaf['ec'], crls=[
        root_crl, held_crl, world.twin.path('ca.crl')])
    case('another name than the CA may give', False,
         held.issue_device('id.elsewhere.example', 'elsewhere')[0], held_chain)
    case('a server as a client', False, held.issue_device(host, 'server', purpose='serverAuth')[0],
         held_chain)
    case('a device as a server', False, leaf['ec'], purpose='server')
    case('the Central Station as a client', False, lab.path('central/server.pem'), [])
    case('the Central Station', True, lab.path('central/server.pem'), [], purpose='server')

    for name, options in (('a device as a CA', {}),
                          ('a device with CA:TRUE', {'ca': 'CA:TRUE', 'usage': 'keyCertSign'})):
        chain, key = held.issue_device(host, 'parent', **options)
        parent = Authority(lab.path('parent'), key, chain)
        child = parent.issue_device(host, 'child')[0]
        empty = parent.publish()
        case(name, False, child, [chain, *held_chain], [*lists, empty])

    second = world.make_intermediate(world.hospital, 'second', 'Revoked Device CA')
    chain = second.issue_device(host, 'orphan')[0]
    world.hospital.revoke(second.certificate)
    case('a revoked intermediate', False, chain, [second.certificate],
         [world.hospital.publish('newer'), second.publish()])
    weak = world.make_intermediate(world.hospital, 'weak', 'Server CA',
                                   extensions=INTERMEDIATE.replace('clientAuth', 'serverAuth'))
    case('an intermediate for servers only', False, weak.issue_device(host, 'wrong')[0],
         [weak.certificate], [*lists, weak.publish()])
    return made


def judge_all(tap, lab, cases, verifiers):
    agreed = 0
    for case in cases:
        for verifier in verifiers:
            verdict, text = judges.in_folder(lab.top, verifier, case)
            reason = DIFFERENCES.get((verifier.name, case.name))
            expected = case.good if reason is None else not case.good
            words = f'{case.name}: {verifier.name} says {"good" if expected else "bad"}'
            tap.check(verdict == expected, words + (f' ({reason})' if reason else ''), text)
            agreed += verdict == case.good
    return agreed


def main():
    tap = Tap()
    world, own = worlds.make(), Lab()
    cases = make_cases(world, own)
    java = judges.Java()
    verifiers = [judges.OpenSSL(), judges.GnuTLS(), judges.NSS(), java]
    agreed = judge_all(tap, world.lab, cases, verifiers)
    java.close()
    tap.equal(agreed + len(DIFFERENCES), len(verifiers) * len(cases), 'every verdict was given')
    print(f'# verifiers that agree: {len(verifiers)} × {len(cases)} cases, '
          f'but for {len(DIFFERENCES)} verdicts with a reason')
    tap.done()


main()
