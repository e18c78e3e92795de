"""A founded station and a device, kept aside so that each case of a matrix begins with the same."""

import os
import shutil
import tempfile

from lab import Lab


class Snapshot:
    """Copies of some directories of a laboratory. Whatever writes there must have ended."""

    def __init__(self, lab, names):
        self.lab = lab
        self.names = names
        self.store = tempfile.mkdtemp(prefix='snapshot', dir=lab.top)
        for name in names:
            self.copy(lab.path(name), os.path.join(self.store, name))

    @staticmethod
    def copy(source, target):
        if os.path.isdir(source):
            shutil.copytree(source, target, ignore=shutil.ignore_patterns('*.socket'))
        else:
            shutil.copy2(source, target)

    def restore(self):
        """The laboratory's paths and ports stay what they were."""
        for name in self.names:
            path = self.lab.path(name)
            if os.path.isdir(path):
                shutil.rmtree(path)
            self.copy(os.path.join(self.store, name), path)


def found(lab=None, device_id='DEV-001', label='Bed 1'):
    """A station with a server, a technician, an open window, and a device that was never switched
    on: the laboratory, the device, and the snapshot of both. Nothing of it runs."""
    lab = lab or Lab()
    for answer in [lab.create_authority(), lab.create_server(), lab.add_technician(),
                   lab.admin('window', 'open', '--devices', '50', '--minutes', '600')]:
        if answer.status != 0:
            raise RuntimeError(answer.stdout + answer.stderr)
    device = lab.make_device(device_id, label)
    return lab, device, Snapshot(lab, ['station', 'central', 'media', device_id])
