#!/usr/bin/python3
"""mTLS handshake succeeds against Central Station."""

import json
import os

import clients
import serials
from lab import Tap
from scene import Scene


def main():
    tap = Tap()
    scene = Scene()
    device, answer, _ = scene.provision('DEV-001')
    proof = answer.ok or {}
    tap.equal(proof.get('state'), 'verified', 'a device is provisioned and verified')
    ticks = {tick['name']: tick['state'] for tick in proof.get('tests', [])}
    tap.equal(ticks.get('receipt'), 'good', 'by a receipt that the server signed')

    chain, key = device.files()
    serial = serials.of_certificate(chain)
    requests = [json.loads(line) for line in scene.log().splitlines()
                if line.startswith('{') and '"event":"request"' in line]
    seen = [request for request in requests if request.get('deviceId') == 'DEV-001']
    tap.equal([(request['status'], request['serial']) for request in seen], [(200, serial)],
              'the Central Station saw that certificate in a request, once')

    root = os.path.join(scene.lab.station, 'certificates/root.pem')
    for version in clients.VERSIONS:
        for name, ask in clients.ALL.items():
            shown = ask(scene.lab.port, root, (chain, key), version)
            tap.check('HTTP/1.1 200' in shown and serial.lstrip('0') in shown,
                      f'{name}, TLS {version}: it is let in with that identity', shown[-600:])
            shown = ask(scene.lab.port, root, None, version)
            tap.check('HTTP/1.1 200' not in shown, f'{name}, TLS {version}: and not without one')
    tap.done()


main()
