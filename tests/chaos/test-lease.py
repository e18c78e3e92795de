#!/usr/bin/python3
"""Two programs and one device: the second is told who has it, may look meanwhile, and gets it when
the first one ends, however it ends."""

from chaos import Progress, found, session_of, switched_on, told, verified
from lab import Tap


def main():
    tap = Tap()
    lab = found()
    signer = lab.start_signer()
    device = switched_on(lab, 'DEV-001')

    first = Progress(lab, device, '--yes-issue')
    tap.check(first.number(), 'one program waits for a person to compare numbers')
    answer = device.provision('--yes-issue')
    told(tap, answer, 7, 'lease.taken', 'another one with the same device')
    tap.check(f'process {first.process.pid},' in answer.error.get('seen', ''),
              'which is told who has it', answer.error.get('seen'))
    tap.equal(lab.ctl('session', 'list').status, 0, 'it may look')
    tap.equal(lab.technician('device', 'add', 'DEV-002', '--label', 'x').status, 0,
              'and work with other devices')
    told(tap, lab.admin('recover', '--from', lab.path('backup')), 7, 'lease.taken',
         'nobody exchanges the database meanwhile')

    first.process.kill()
    first.process.wait()
    device.switch_off()
    device.switch_on()
    verified(tap, device.provision('--yes-issue'), 'the kernel gives it free')
    tap.equal(session_of(lab, device)['state'], 'verified', 'it is one session')
    lab.stop(signer)
    tap.done()


main()
