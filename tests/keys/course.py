"""A provisioning that is watched: every secret of the laboratory, who may have it when, and the looks
at all processes and files."""

import os
import re
import shutil
import signal
import sqlite3
import threading
import time

import keyring
import lab as laboratory
from lab import Lab, Tap, wait_for
from watcher import LastBreath, Watcher

# What cannot be in memory by chance, not even its first eight characters.
laboratory.PASSPHRASE = 'kestrel7 quoin3 batten'
laboratory.ROOT_PASSPHRASE = 'vellum5 isobar2 trochee'
laboratory.ADMIN_PIN = '804917263559'
laboratory.TECHNICIAN_PIN = '371590846213'

# Who may have a secret at any time; the first row that fits. Whatever is not here may be nowhere.
HOLDERS = [
    (r'signer:.*', {'signer'}),
    (r'factory:.*', {'device'}),
    (r'device:.*', {'device'}),
    (r'central', {'central'}),
    (r'.*', set()),
]
# What is allowed beside that, moment by moment. The desk is what the person uses: the command line
# or the window.
EXTRA = {
    # The desk was given all of them by the person, and hands them on.
    'the founding': {('ceremony', 'root'), ('ceremony', 'root-passphrase'),
                     ('desk', 'root-passphrase'), ('desk', 'passphrase'), ('desk', 'pin:admin'),
                     ('signer', 'passphrase'), ('signer', 'pin:admin')},
    'a ceremony': {('ceremony', 'root'), ('ceremony', 'root-passphrase'),
                   ('desk', 'root-passphrase'), ('desk', 'pin:admin'), ('signer', 'pin:admin')},
    'the secrets are typed': {('device', 'code'), ('desk', 'passphrase'),
                              ('desk', 'pin:technician')},
    'the code is typed': {('desk', 'code'), ('device', 'code')},
    'the number is compared': {('desk', 'code'), ('device', 'code')},
    # The payload names the code, which is no secret any more, and the signer made the payload.
    'after the issue': {('desk', 'code'), ('device', 'code'), ('signer', 'code'),
                        ('signer', 'factory:DEV-001')},
    'after the delivery': {('desk', 'code'), ('device', 'code'), ('signer', 'code')},
    'at rest': {('device', 'code')},
    'the proof is shown': {('desk', 'code'), ('device', 'code')},
}
# Files that hold a secret, each for one process.
FILES = [
    (r'central/server\.key', r'central'),
    (r'DEV-001\.factory', r'factory:DEV-001'),
    (r'DEV-001/factory\.json', r'factory:DEV-001'),
    (r'DEV-001/.*key(\.pem)?', r'device:DEV-001'),
    (r'DEV-001\.ticket', r'code'),
]
# The session keeps the code that was used, see §6 of the design; so the window, too, has it in a file
# that is open.
FILES_LATER = [(r'station/station\.db(-wal)?', r'code')]
OPEN_LATER = ('desk', 'code', 'file')


class Course:
    def __init__(self, search, desk):
        self.tap = Tap()
        if os.geteuid() != 0:
            self.tap.check(False, 'only root may look into processes that nobody may trace')
            self.tap.done()
        self.watcher = Watcher(search)
        self.desk = desk
        self.lab = Lab()
        self.temporary = self.lab.path('tmp')
        os.mkdir(self.temporary, 0o700)
        os.environ['TMPDIR'] = self.temporary
        # Both overwrite some of what is freed, which is what the programs shall do themselves.
        for name in ('MALLOC_PERTURB_', 'G_DEBUG'):
            os.environ.pop(name, None)
        self.secrets = {}

    def know(self, secrets):
        self.secrets.update(secrets)
        self.watcher.needles = keyring.needles(self.secrets)

    def may_hold(self, role, secret, moment):
        roles = next(roles for pattern, roles in HOLDERS if re.fullmatch(pattern, secret))
        role = 'desk' if role == self.desk else role
        return role in roles or (role, secret) in EXTRA.get(moment, set())

    def is_used_code(self, role, secret, place):
        return (('desk' if role == self.desk else role, secret, place) == OPEN_LATER and
                state_of_session(self) == 'verified')

    def wrong(self, hits, moment):
        return [hit for hit in hits
                if not self.may_hold(hit[0], hit[1], moment) and not self.is_used_code(*hit)]

    def look(self, moment):
        hits, roles = self.watcher.look()
        return hits, roles, self.wrong(hits, moment)

    def check(self, moment, expected_roles):
        hits, roles, wrong = self.look(moment)
        # The reader of a camera's frames comes and goes with the Pair step, and may hold nothing.
        self.tap.equal(roles - {'reader'}, expected_roles,
                       f'{moment}: these processes are looked at')
        self.tap.equal(wrong, [], f'{moment}: no secret outside its holder')
        return {(role, secret) for role, secret, _ in hits}

    def check_files(self, allowed):
        hits = self.watcher.look_at_files(self.lab.top)
        wrong = [(path, secret) for path, secret in hits
                 if not any(re.fullmatch(where, path) and re.fullmatch(what, secret)
                            for where, what in allowed)]
        self.tap.equal(wrong, [], 'no file holds a secret of another process')
        return hits

    def check_key_files(self, allowed):
        hits = self.check_files(allowed)
        self.tap.check(('central/server.key', 'central') in hits and
                       ('DEV-001/factory.json', 'factory:DEV-001') in hits,
                       'keys are found in the files that hold them', hits)

    def finish(self):
        self.tap.equal(os.listdir(self.temporary), [], 'no temporary file stays')
        self.tap.check(True, f'{self.watcher.megabytes} MB were looked at for '
                       f'{len(self.secrets)} secrets')
        self.tap.done()


class Beside:
    """A command that runs while others look."""

    def __init__(self, command):
        self.answers = []
        self.thread = threading.Thread(target=lambda: self.answers.append(command()))
        self.thread.start()

    def runs(self):
        return self.thread.is_alive()

    def answer(self):
        self.thread.join()
        return self.answers[0]


def know_founding(course, answer):
    course.tap.check(answer.status == 0, 'the root ceremony', answer.stdout + answer.stderr)
    course.know(keyring.of_signer(course.lab, laboratory.PASSPHRASE))
    course.know({
        'root': keyring.open_pem(os.path.join(course.lab.media, 'root.key'),
                                 laboratory.ROOT_PASSPHRASE),
        'root-passphrase': [laboratory.ROOT_PASSPHRASE],
        'passphrase': [laboratory.PASSPHRASE],
        'pin:admin': [laboratory.ADMIN_PIN],
        'pin:technician': [laboratory.TECHNICIAN_PIN],
    })


def know_server(course, answer):
    course.tap.check(answer.status == 0, 'a server certificate', answer.stdout + answer.stderr)
    course.know({'central': keyring.open_pem(course.lab.path('central/server.key'))})


def found_station(course):
    know_founding(course, course.lab.create_authority())
    know_server(course, course.lab.create_server())


def judge_founding(course, kept):
    hits = course.watcher.look_at_kept(kept)
    seen = {(role, secret) for role, secret, _ in hits}
    course.tap.equal(course.wrong(hits, 'the founding'), [],
                     'during the founding: no secret outside its holder')
    for holder in [('ceremony', 'root'), ('ceremony', 'root-passphrase'),
                   ('signer', 'signer:intermediate'), ('signer', 'signer:server:sk-1'),
                   ('ctl', 'root-passphrase')]:
        course.tap.check(holder in seen, f'{holder[1]} was seen with {holder[0]} '
                         f'({len(kept)} copies)', sorted(seen))
    course.check('after the founding', set())
    course.check_files([])


def watch_founding(course):
    """The secrets are made meanwhile, so everything is kept, and searched when they are known."""
    kept = []
    work = Beside(course.lab.create_authority)
    while work.runs():
        copies = course.watcher.keep(course.lab.top)
        kept += copies
        time.sleep(0.02 if any(role == 'ceremony' for role, _, _ in copies) else 0.1)
    know_founding(course, work.answer())
    judge_founding(course, kept)


def watch_ceremony(course):
    """The root's key comes again for a server certificate, and nothing of it stays."""
    work = Beside(course.lab.create_server)
    wrong, seen, looks = set(), set(), 0
    while work.runs():
        hits, roles, now_wrong = course.look('a ceremony')
        wrong.update(now_wrong)
        seen.update((role, secret) for role, secret, _ in hits)
        looks += 1
        # The key is there for a few hundredths of a second, which must not be slept away.
        hurry = 'ceremony' in roles and ('ceremony', 'root') not in seen
        time.sleep(0.002 if hurry else 0.02)
    know_server(course, work.answer())
    course.tap.equal(sorted(wrong), [], 'during a ceremony: no secret outside its holder')
    course.tap.check(('ceremony', 'root') in seen, f'the root key was seen with its holder '
                     f'({looks} looks)', sorted(seen))


def watch_last_breath(course):
    """The ceremony is held when it has done everything but to give its memory back."""
    aside = course.lab.path('aside')
    work = Beside(lambda: course.lab.admin(
        'authority', 'server-certificate', '--root-media', course.lab.media, '--name', 'localhost',
        '--out', aside, secrets=[('--root-passphrase-fd', laboratory.ROOT_PASSPHRASE)]))
    breath = LastBreath('ceremony')
    course.tap.equal(breath.status, 0, 'the ceremony ends by itself, without a signal')
    hits = course.watcher.look_at(breath.pid)
    breath.let_go()
    course.tap.equal(work.answer().status, 0, 'a ceremony whose end is looked at')
    course.tap.equal(hits, [], 'at its end a ceremony has nothing any more')
    shutil.rmtree(aside)


def prepare(course):
    """A founded station with a device that waits."""
    lab = course.lab
    lab.admin('window', 'open', '--devices', '1', '--minutes', '30')
    central = lab.start_central()
    device = lab.make_device('DEV-001', 'ICU 1, bed 1')
    course.know(keyring.of_device(device))
    device.switch_on()
    with open(lab.path('DEV-001.ticket'), encoding='utf-8') as ticket:
        course.know({'code': [ticket.read().split(':')[2]]})
    return central, device


def state_of_session(course):
    database = sqlite3.connect(f'file:{course.lab.station}/station.db?mode=ro', uri=True)
    row = database.execute('SELECT state FROM sessions').fetchone()
    database.close()
    return row[0] if row else None


def watch_provisioning(course, device, central, confirm):
    """From the comparison of the numbers to the proof."""
    everybody = {'signer', course.desk, 'central', 'device'}
    course.check('the number is compared', everybody)
    course.check_key_files(FILES)
    # The device tests its connection against a server that does not answer yet.
    os.kill(central.pid, signal.SIGSTOP)
    confirm(wait_for(lambda: device.find('number'), 'the number')['number'])
    wait_for(lambda: state_of_session(course) not in ('paired', 'requested', 'approved'),
             'the issue')
    course.know(keyring.keys_of_device(device))
    course.check('after the issue', everybody)
    os.kill(central.pid, signal.SIGSTOP)
    wait_for(lambda: state_of_session(course) in ('delivered', 'installed'), 'the delivery')
    course.check('after the delivery', everybody)
    os.kill(central.pid, signal.SIGCONT)
