#!/usr/bin/python3
"""zmonitor-central probed by openssl, GnuTLS, curl and Python: who is let in before and after a
revocation, and what an attacker would try."""

import signal
import socket
import ssl

import clients
import world as worlds
from authority import write
from lab import Lab, Tap, wait_for

REFUSALS = {None: 'tls.no-certificate', 'foreign': 'chain.incomplete', 'expired': 'chain.expired',
            'revoked': 'chain.revoked', 'canary': 'chain.revoked'}
OK = 'HTTP/1.1 200'


class Central:
    """Its log, and who is let in."""

    def __init__(self, world):
        self.world = world
        self.lab = world.lab

    def log(self):
        with open(self.lab.path('log'), encoding='utf-8', errors='replace') as file:
            return file.read()

    def ask(self, client, name, version, *extra):
        return clients.ALL[client](self.lab.port, self.world.root, self.world.identities.get(name),
                                   version, *extra)

    def lets_in(self, name):
        return OK in self.ask('curl', name, '1.3')


def try_everybody(tap, central, refused, when):
    """Each refusal for its reason, which the log has by its code."""
    for name in ('ec', 'rsa', *REFUSALS):
        for version in clients.VERSIONS:
            for client in clients.ALL:
                before = len(central.log())
                shown = central.ask(client, name, version)
                words = f'{when}, TLS {version}, {client}: {name or "no certificate"}'
                if name not in refused:
                    tap.check(OK in shown, words + ' is let in', shown[-600:])
                    continue
                wait_for(lambda: refused[name] in central.log()[before:], words)
                tap.check(OK not in shown, f'{words} is refused by {refused[name]}', shown[-600:])


def try_old_tls(tap, central):
    for version, ciphers, wanted in (
            ('1.1', 'ALL:@SECLEVEL=0', 'alert protocol version'),
            ('1', 'ALL:@SECLEVEL=0', 'alert protocol version'),
            ('1.2', 'AES128-SHA', 'alert handshake failure'),
            ('1.2', 'AES256-GCM-SHA384', 'alert handshake failure'),
            ('1.2', 'ECDHE-ECDSA-AES128-SHA256', 'alert handshake failure'),
            ('1.2', 'aNULL:@SECLEVEL=0', 'alert handshake failure'),
            ('1.2', 'eNULL:@SECLEVEL=0', 'alert handshake failure')):
        shown = central.ask('openssl s_client', 'ec', version, '-cipher', ciphers)
        tap.check(wanted in shown and OK not in shown, f'TLS {version}, {ciphers}: {wanted}',
                  shown[-600:])


def context_of(world, name, version):
    context = ssl.create_default_context(cafile=world.root)
    context.minimum_version = context.maximum_version = clients.VERSIONS[version]
    context.load_cert_chain(*world.identities[name])
    return context


def exchange(central, context, session=None, host='localhost', request=clients.REQUEST):
    """(the whole answer, or why there is none; the session that came of it)"""
    try:
        with socket.create_connection(('127.0.0.1', central.lab.port), timeout=60) as plain, \
                context.wrap_socket(plain, server_hostname=host, session=session) as stream:
            stream.sendall(request.encode())
            answer = b''
            while chunk := stream.recv(65536):
                answer += chunk
            return answer.decode(errors='replace'), stream.session
    except OSError as error:
        return repr(error), None


def try_requests(tap, central):
    context = context_of(central.world, 'ec', '1.3')
    line = f'GET {clients.PATH} HTTP/1.1\r\nHost: localhost\r\n'
    for name, request, status in (
            ('another path', 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n', '404'),
            ('a path above', 'GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n', '404'),
            ('another method', line.replace('GET', 'DELETE') + '\r\n', '405'),
            ('a body', line.replace('GET', 'POST') + 'Content-Length: 2\r\n\r\n{}', '413'),
            ('large headers', line + f'X-Large: {"a" * 9000}\r\n\r\n', '431'),
            ('many headers', line + 'X-Many: yes\r\n' * 2000 + '\r\n', '431'),
            ('no nonce', 'GET /zmonitor/v1/whoami HTTP/1.1\r\nHost: localhost\r\n\r\n', '400')):
        shown, _ = exchange(central, context, request=request)
        tap.check(shown.startswith(f'HTTP/1.1 {status}'), f'{name}: {status}', shown[:300])
    shown, _ = exchange(central, context, request='GARBAGE\r\n\r\n' * 10)
    tap.check(OK not in shown, 'no request at all', shown[:300])
    tap.check(central.lets_in('ec'), 'and the next device is let in')


def try_names(tap, central):
    """The server has one name; what a client calls it does not make it another."""
    context = context_of(central.world, 'ec', '1.3')
    context.check_hostname = False
    for host in (None, 'elsewhere.example', 'x' * 60 + '.example'):
        shown, _ = exchange(central, context, host=host)
        tap.check(OK in shown, f'with the name {host} in the handshake it is the same server',
                  shown[:300])
    context.check_hostname = True
    shown, _ = exchange(central, context, host='elsewhere.example')
    tap.check('certificate verify failed' in shown, 'a client that wants another name goes away')


def try_renegotiation(tap, central):
    """R makes openssl ask for it."""
    shown = clients.run(['openssl', 's_client', '-connect', f'127.0.0.1:{central.lab.port}',
                         '-tls1_2', '-CAfile', central.world.root, '-cert',
                         central.world.identities['ec'][0], '-key',
                         central.world.identities['ec'][1], '-cert_chain',
                         central.world.intermediate], 'R\n' + clients.REQUEST)
    tap.check('no renegotiation' in shown or OK not in shown, 'renegotiation is refused',
              shown[-600:])


def keep_session(central, version):
    context = context_of(central.world, 'rsa', version)
    shown, session = exchange(central, context)
    return context, session, OK in shown


def try_resumption(tap, central, kept):
    """A session from before the revocation is no way around it."""
    for version, (context, session, accepted) in kept.items():
        tap.check(accepted, f'TLS {version}: a session was made before')
        tap.check(session is None or not session.has_ticket,
                  f'TLS {version}: the server gave no ticket for it')
        for offered in ([session] if session is not None else []) + [None]:
            shown, _ = exchange(central, context, offered)
            tap.check(OK not in shown and 'revoked' in shown.lower(),
                      f'TLS {version}: it is refused with {"" if offered else "no "}session',
                      shown[:300])


def try_lists(tap, central, process):
    """Lists that are forged, damaged or old change nothing, now or after a restart."""
    lab, world = central.lab, central.world
    path = lab.crl_files()[1]
    with open(path, 'rb') as file:
        good = file.read()
    for name, content, check in (
            ('forged', open(world.twin.publish(), 'rb').read(), 'crl.issuer'),
            ('damaged', good[:-1] + bytes([good[-1] ^ 1]), 'crl.signature'),
            ('empty', b'', 'crl.encoding'),
            ('old', central.old, 'central.crl-older')):
        before = len(central.log())
        with open(path, 'wb') as file:
            file.write(content)
        process.send_signal(signal.SIGHUP)
        wait_for(lambda: f'"check":"{check}"' in central.log()[before:], name)
        tap.check(central.lets_in('ec') and not central.lets_in('rsa'),
                  f'a list that is {name} is refused by {check}, and the last good one stays')
        lab.stop(process)
        process = lab.start_central()
        tap.check(central.lets_in('ec') and not central.lets_in('rsa'),
                  f'{name}: after a restart too')
    with open(path, 'wb') as file:
        file.write(good)


def start(world):
    """With the lists of all CAs, also of the one that is not the station's."""
    lab = world.lab
    chain = write(lab.path('held.crl'), world.crls()[2])
    plain = lab.crl_files
    lab.crl_files = lambda: [*plain(), chain]
    lab.other_cas = [world.held.certificate]
    return lab.start_central()


def main():
    tap = Tap()
    world = worlds.World(Lab())
    central = Central(world)
    process = start(world)
    try_everybody(tap, central, REFUSALS, 'before')
    try_old_tls(tap, central)
    try_requests(tap, central)
    try_names(tap, central)
    try_renegotiation(tap, central)

    kept = {version: keep_session(central, version) for version in clients.VERSIONS}
    with open(world.lab.crl_files()[1], 'rb') as file:
        central.old = file.read()
    world.must(world.lab.technician('certificate', 'revoke', 'DEV-rsa', '--reason',
                                    'keyCompromise'))
    wait_for(lambda: not central.lets_in('rsa'), 'the new list')
    tap.check(process.poll() is None, 'the new list is taken without a restart')
    try_everybody(tap, central, {**REFUSALS, 'rsa': 'chain.revoked'}, 'after')
    try_resumption(tap, central, kept)
    try_lists(tap, central, process)
    tap.done()


main()
