"""The root ceremony, which makes a station from nothing: interrupted at any moment, the same call
makes it whole."""

import os

from remains import Disk
from story import Story

DESK, MEDIA = 'desk', 'media'


class Founding(Story):
    """The station's directory does not exist yet, so that the one above it is watched."""

    def owners(self):
        return (DESK, MEDIA)

    def set_up(self):
        os.mkdir(self.lab.path(DESK), 0o700)
        self.lab.station = self.lab.path(DESK, 'station')

    def day(self):
        self.expect(self.lab.create_authority(), 'the ceremony')
        self.mark('founded')

    # --- After the cut ---

    def look(self, owner, tree):
        return Disk(self.lab, tree)

    def compare(self, marks, disks):
        return []

    def judge(self, marks):
        answers = []
        if 'founded' not in marks:
            answers.append(self.lab.create_authority())
        answers.append(self.lab.admin('window', 'open', '--devices', '5', '--minutes', '30'))
        answers.append(self.lab.create_server())
        answers.append(self.lab.ctl('audit', 'verify'))
        self.forget_server()
        return [f'exit {answer.status}: {answer.error} {answer.stderr}'
                for answer in answers if answer.status != 0]

    def forget_server(self):
        for name in ('server.pem', 'server.key'):
            path = self.lab.path('central', name)
            if os.path.exists(path):
                os.unlink(path)
