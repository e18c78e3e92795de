#!/usr/bin/python3
"""Rotation and revocation paths tested: revocation. A certificate is not renewed yet."""

import os
import subprocess

import clients
import serials
from lab import Tap, wait_for
from scene import Scene


def is_listed(lab, chain):
    """Whether openssl finds the certificate in the list that is published over HTTP."""
    path = lab.path('fetched.crl')
    subprocess.run(['curl', '--silent', '--fail', '--noproxy', '*', '--output', path,
                    f'http://127.0.0.1:{lab.crl_port}/intermediate.crl'], check=True)
    return serials.of_certificate(chain) in serials.in_crl(path)


def main():
    tap = Tap()
    scene = Scene()
    lab = scene.lab
    root = os.path.join(lab.station, 'certificates/root.pem')
    devices = [scene.provision(name)[0] for name in ('DEV-001', 'DEV-002')]
    lost, kept = [device.files() for device in devices]

    def let_in(identity):
        return 'HTTP/1.1 200' in clients.ask_openssl(lab.port, root, identity, '1.3')

    tap.check(let_in(lost) and let_in(kept), 'two devices are let in')
    tap.check(not is_listed(lab, lost[0]), 'the published list has neither')
    answer = lab.technician('certificate', 'revoke', 'DEV-001', '--reason', 'keyCompromise')
    tap.equal(answer.status, 0, 'one is revoked')
    wait_for(lambda: not let_in(lost), 'the Central Station takes the new list by itself')
    for version in clients.VERSIONS:
        for name, ask in clients.ALL.items():
            shown = ask(lab.port, root, lost, version)
            tap.check('HTTP/1.1 200' not in shown and 'revoked' in shown.lower(),
                      f'{name}, TLS {version}: it is refused as revoked', shown[-600:])
    tap.check(let_in(kept), 'the other is still let in')
    tap.check(is_listed(lab, lost[0]) and not is_listed(lab, kept[0]),
              'and the published list has the one alone')
    tap.equal(lab.ctl('certificate', 'show', 'DEV-001').ok.get('state'), 'revoked',
              'the station shows it so')
    tap.done()


main()
