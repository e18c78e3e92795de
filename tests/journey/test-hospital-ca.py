#!/usr/bin/python3
"""The other way: a hospital's own CA, played by the openssl program alone, signs our requests with
the extension files that lie beside them, and a device is provisioned under it."""

from hospital import Hospital
from lab import Lab, Tap


def main():
    tap = Tap()
    lab = Lab()
    hospital = Hospital(lab)
    answer = hospital.write_requests()
    tap.check(answer.status == 0, 'the requests are written', answer.stdout + answer.stderr)
    hospital.sign_requests()
    answer = hospital.import_answers()
    tap.check(answer.status == 0, 'the answers are taken', answer.stdout + answer.stderr)

    lab.make_server_by_hand(hospital.root, hospital.key)
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
