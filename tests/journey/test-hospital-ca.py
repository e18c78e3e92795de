#!/usr/bin/python3
"""The other way: a hospital's own CA, played by the openssl program alone, signs our requests with
the extension files that lie beside them, and a device is provisioned under it."""

import subprocess

from lab import Lab, Tap


def openssl(*argv):
    subprocess.run(['openssl', *argv], check=True, capture_output=True)


def main():
    tap = Tap()
    lab = Lab()
    ca, key = lab.path('ca.pem'), lab.path('ca.key')
    openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-384', '-nodes',
            '-keyout', key, '-out', ca, '-days', '3650', '-subj', '/O=General Hospital/CN=Root',
            '-addext', 'keyUsage=critical,keyCertSign,cRLSign')

    out = lab.path('requests')
    answer = lab.admin('authority', 'requests', '--hospital', 'General Hospital',
                       '--identity-host', 'id.general.example',
                       '--server-url', f'https://localhost:{lab.port}',
                       '--crl-url', f'http://localhost:{lab.crl_port}/', '--out', out)
    tap.check(answer.status == 0, 'the requests are written', answer.stdout + answer.stderr)
    for name in ('intermediate', 'station'):
        openssl('x509', '-req', '-in', f'{out}/{name}.csr', '-CA', ca, '-CAkey', key, '-days',
                '700', '-extfile', f'{out}/{name}.ext', '-out', f'{out}/{name}.pem')

    lab.write(lab.path('ca.cnf'), f'''
[ca]
default_ca = own
[own]
database = {lab.path('index')}
crlnumber = {lab.path('crlnumber')}
default_md = sha256
default_crl_days = 30
crl_extensions = crl
[crl]
authorityKeyIdentifier = keyid
''')
    lab.write(lab.path('index'), '')
    lab.write(lab.path('crlnumber'), '01\n')
    openssl('ca', '-config', lab.path('ca.cnf'), '-gencrl', '-cert', ca, '-keyfile', key,
            '-out', lab.path('root.crl'))
    answer = lab.admin('authority', 'import-intermediate', '--root', ca,
                       '--chain', f'{out}/intermediate.pem',
                       '--station-certificate', f'{out}/station.pem',
                       '--crl', lab.path('root.crl'))
    tap.check(answer.status == 0, 'the answers are taken', answer.stdout + answer.stderr)

    lab.make_server_by_hand(ca, key)
    lab.add_technician()
    lab.start_central()
    lab.admin('window', 'open', '--devices', '3', '--minutes', '30')
    device = lab.make_device('DEV-001', 'General ward, bed 1', '--key-type', 'rsa')
    device.switch_on()
    answer = device.provision()
    tap.equal((answer.ok or {}).get('state'), 'verified', 'an RSA device is verified under it')
    if answer.error:
        print('# ' + answer.stdout + answer.stderr)
    tap.equal(lab.ctl('audit', 'verify').status, 0, 'the audit log is intact')
    tap.done()


main()
