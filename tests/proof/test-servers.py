#!/usr/bin/python3
"""nginx, gnutls-serv, stunnel and openssl s_server with our server certificate and our lists let
good devices in and nobody else, each for the right reason, whoever asks."""

import re

import clients
import loopback
import servers
import world as worlds
from lab import Lab, Tap, free_port, wait_for

GOOD = ('ec', 'rsa')
# What the server writes down (OpenSSL's words, GnuTLS's words), and the alert where there is one:
# gnutls-serv has the same for every certificate that it does not trust.
REASONS = {
    None: ('client sent no required SSL certificate|peer did not return a certificate|'
           'No certificate was found|Certificate is required',
           'certificate required|Certificate is required|handshake failure|Handshake failed|'
           'decode.error'),
    # OpenSSL may look for the list of an unknown CA before it has given up looking for the CA.
    'foreign': ('unable to get local issuer certificate|unable to get certificate CRL|'
                'issuer is unknown|not trusted',
                'unknown.ca|CA is unknown|access.denied|Access was denied'),
    'expired': ('certificate has expired|expired certificate',
                'certificate.expired|Certificate is expired|access.denied|Access was denied'),
    'revoked': ('certificate revoked|certificate chain is revoked|chain revoked',
                'certificate.revoked|Certificate was revoked|access.denied|Access was denied'),
}
REASONS['canary'] = REASONS['revoked']
ANY_ALERT = re.compile(r'alert[^\n]*', re.I)


def try_one(tap, world, server, version, client, name):
    before = len(server.log())
    shown = clients.ALL[client](server.port, world.root, world.identities.get(name), version)
    accepted = re.search(r'HTTP/1\.[01] 200', shown) is not None
    words = f'{server.name}, TLS {version}, {client}: {name or "no certificate"}'
    if name in GOOD:
        return tap.check(accepted, words + ' is let in', shown[-600:])

    logged, alerts = REASONS[name]
    try:
        wait_for(lambda: re.search(logged, server.log()[before:]), words)
        told = True
    except TimeoutError:
        told = False
    # Where the alert comes after the client has gone on, the end of the connection may overtake it.
    alert = ANY_ALERT.search(shown)
    right = alert is None or re.search(alerts, alert[0], re.I) is not None
    return tap.check(not accepted and told and right, words + ' is refused, and for that',
                     f'{shown[-600:]}\n{server.log()[before:]}')


def provision(tap, lab):
    """The device's own test of its new identity, which nginx can answer; the others cannot name the
    serial that they saw, and the device must not take their pages for a proof."""
    for start, verified in ((servers.start_nginx, True), (servers.start_openssl, False),
                            (servers.start_stunnel, False)):
        server = start(lab, servers.pem_of_crls(lab), lab.port)
        device = lab.make_device('DEV-' + server.name.split()[-1], worlds.LABEL)
        device.switch_on()
        answer = device.provision()
        tap.equal((answer.ok or {}).get('state') == 'verified', verified,
                  f'{server.name}: a device {"is verified" if verified else "finds no proof"}')
        device.switch_off()
        server.stop()


def main():
    loopback.enter()
    tap = Tap()
    world = worlds.World(Lab())
    counted = 0
    for start in servers.ALL:
        server = start(world.lab, ''.join(world.crls()), free_port())
        for name in (*GOOD, *REASONS):
            for version in clients.VERSIONS:
                for client in clients.ALL:
                    try_one(tap, world, server, version, client, name)
                    counted += 1
        server.stop()
    provision(tap, world.lab)
    print(f'# handshakes of {len(clients.ALL)} clients with {len(servers.ALL)} servers: {counted}')
    tap.done()


main()
