"""The jobs in which something goes wrong, and how each is judged afterwards.

A scene is set up while nothing is counted, played while everything is, and judged when all of its
processes have ended."""

import subprocess

import snapshot
from aftermath import Aftermath, Ledger
from lab import wait_for
from rig import make_rig


class Scene:
    """before: the serial number of the device's identity when the scene begins, or None."""

    before = None

    def __init__(self):
        self.lab, self.plan = make_rig()
        self.answers = []
        self.tickets = []
        self.found()

    def found(self):
        self.lab, self.device, self.snapshot = snapshot.found(self.lab)

    def set_up(self):
        self.snapshot.restore()
        self.answers = []
        self.tickets = []

    def play(self):
        raise NotImplementedError

    def end(self):
        """Nothing survives the scene but the files."""
        for process in list(self.lab.processes):
            self.lab.kill(process)

    def judge(self):
        """All that is wrong, as a list of texts."""
        return Aftermath(self.lab, self.device, self.before, self.tickets).judge()


class Provisioning(Scene):
    """A device from the box becomes verified."""

    def set_up(self):
        super().set_up()
        self.lab.start_central()

    def play(self):
        try:
            signer = self.lab.start_signer()
            self.device.switch_on()
        except RuntimeError:
            return
        with open(self.lab.path(self.device.id + '.ticket'), encoding='utf-8') as file:
            self.tickets.append(file.read().strip())
        shown = self.device.find('ticket')
        self.answers.append(self.device.provision('--yes-rekey'))
        if self.answers[0].status == 0:
            # What it does after the last word is counted too.
            wait_for(lambda: self.device.find('ticket') is not shown or
                     self.device.process.poll() is not None, 'the next ticket')
        if self.device.process.poll() is None:
            self.device.switch_off()
        self.lab.stop(signer)


class Rekeying(Provisioning):
    """A device that works gets a new key and certificate."""

    def found(self):
        super().found()
        Provisioning.set_up(self)
        Provisioning.play(self)
        self.end()
        self.before = self.device.identity().get('certificateSerial')
        if self.before is None:
            raise RuntimeError('the device was not provisioned')
        self.snapshot = snapshot.Snapshot(self.lab, self.snapshot.names)


class Revocation(Rekeying):
    """A certificate in use is revoked, and the list published."""

    def set_up(self):
        Scene.set_up(self)

    def revoke(self):
        return self.lab.admin('certificate', 'revoke', self.before, '--reason', 'keyCompromise')

    def play(self):
        try:
            signer = self.lab.start_signer()
        except RuntimeError:
            return
        self.answers.append(self.revoke())
        self.lab.stop(signer)

    def judge(self):
        return RevocationAftermath(self).judge()


class RevocationAftermath(Aftermath):
    """Whatever the signer has revoked the books know when the station has started again; and
    revoking again does what was left."""

    def __init__(self, scene):
        super().__init__(scene.lab, scene.device, scene.before)
        self.scene = scene

    def identity_works(self):
        """Or is revoked, by the books and by the list alike."""
        revoked = self.before in Ledger(self.lab.station).revoked
        said = self.scene.answers and self.scene.answers[0].status == 0
        self.find(revoked or not said, 'it was said to be revoked, and is not')
        if not revoked:
            super().identity_works()
        self.revocation_list_agrees(Ledger(self.lab.station))

    def go_on(self):
        self.expect(self.scene.revoke(), 0, 'revoking again')
        self.revocation_list_agrees(Ledger(self.lab.station))
        return (super().go_on() and
                self.find(self.identity().get('certificateSerial') != self.before,
                          'the device still uses what was revoked'))

    def is_done(self, session):
        """Verified, but revoked since."""
        return False


class Founding(Scene):
    """A station is made: its signer, root and intermediate CA. The same again, with the same media,
    goes on where it was; what was done already is only renewed."""

    def found(self):
        self.device = None
        self.snapshot = snapshot.Snapshot(self.lab, ['media'])

    def set_up(self):
        super().set_up()
        subprocess.run(['rm', '-rf', self.lab.station, self.lab.path('central'),
                        self.lab.path('DEV-001'), self.lab.path('DEV-001.factory')], check=True)

    def play(self):
        self.answers.append(self.lab.create_authority())

    def judge(self):
        findings = []
        again = self.lab.create_authority()
        if again.status != 0:
            findings.append(f'founding again: exit {again.status} {again.error} {again.stderr}')
        shown = self.lab.ctl('authority', 'show')
        if shown.status != 0:
            findings.append(f'authority show: exit {shown.status} {shown.error}')
        return findings or self.judge_work()

    def judge_work(self):
        """What was made in two goes can do its work."""
        for answer in [self.lab.create_server(), self.lab.add_technician(),
                       self.lab.admin('window', 'open', '--devices', '9', '--minutes', '600')]:
            if answer.status != 0:
                return [f'after the founding: exit {answer.status} {answer.error}']
        device = self.lab.make_device('DEV-001', 'Bed 1')
        return Aftermath(self.lab, device).judge()


SCENES = {'provisioning': Provisioning, 'rekeying': Rekeying, 'revocation': Revocation,
          'founding': Founding}
