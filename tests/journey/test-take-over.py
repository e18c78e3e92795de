#!/usr/bin/python3
"""A retired device comes back: it takes two persons, whom both the audit log and the signer name."""

from lab import TECHNICIAN, Lab, Tap

BEA, BEA_PIN = 'Bea', '141421'


def approvals(lab):
    return [(record['outcome'], record['actor'], record['detail']['approver'], record['device'])
            for record in lab.look('audit', 'list').ok['records']
            if record['action'] == 'approval.given']


def main():
    tap = Tap()
    lab = Lab()
    for answer in (lab.create_authority(), lab.create_server(), lab.add_technician(),
                   lab.admin('window', 'open', '--devices', '9', '--minutes', '60')):
        tap.equal(answer.status, 0, 'the station is set up')
    lab.start_central()
    lab.start_signer()
    device = lab.make_device('DEV-001', 'General ward, bed 1')
    device.switch_on()
    tap.equal((device.provision().ok or {}).get('state'), 'verified', 'a device is provisioned')
    tap.equal(lab.technician('device', 'retire', 'DEV-001').status, 0, 'and retired')

    device.cut_off()
    device.switch_on()
    answer = device.provision('--yes-take-over')
    tap.equal((answer.error or {}).get('check'), 'second-person.needed',
              'the technician alone does not take it over')

    lab.admin('operator', 'add', BEA, '--role', 'technician', secrets=[('--new-pin-fd', BEA_PIN)])
    device.cut_off()
    device.switch_on()
    answer = device.provision('--yes-take-over', '--approver', BEA,
                              secrets=[('--approver-pin-fd', BEA_PIN)])
    tap.equal((answer.ok or {}).get('state'), 'verified', 'two do')
    if answer.error:
        print('# ' + answer.stdout + answer.stderr)
    tap.equal(approvals(lab), [('success', TECHNICIAN, BEA, 'DEV-001')], 'both are on record')
    with open(lab.path('station/signer/ledger'), encoding='utf-8') as ledger:
        prepared = [line for line in ledger if '"issue.prepared"' in line]
    tap.check(f'"approver":"{BEA}"' in prepared[-1], 'and in the ledger of the signer')
    tap.equal(lab.ctl('audit', 'verify').status, 0, 'the audit log is intact')
    tap.done()


main()
