#!/usr/bin/python3
"""During a real provisioning no key, passphrase, PIN or live code is anywhere but with the process
that the design names (§2), not even in memory that was freed. Needs root, who alone may look."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time

import keyring
import lab as laboratory
from lab import BUILD, Lab, Tap, pipe_with, wait_for
from watcher import Watcher

# PINs that cannot be in memory by chance.
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
# What is allowed beside that, moment by moment.
EXTRA = {
    # The command was given both by the person, and hands them on.
    'a ceremony': {('ceremony', 'root'), ('ceremony', 'root-passphrase'), ('ctl', 'root-passphrase'),
                   ('ctl', 'pin:admin'), ('signer', 'pin:admin')},
    'the number is compared': {('ctl', 'code'), ('device', 'code')},
    # The payload names the code, which is no secret any more, and the signer made the payload.
    'after the issue': {('ctl', 'code'), ('device', 'code'), ('signer', 'code'),
                        ('signer', 'factory:DEV-001')},
    'after the delivery': {('ctl', 'code'), ('device', 'code'), ('signer', 'code')},
    'at rest': {('device', 'code')},
}
# Files that hold a secret, each for one process.
FILES = [
    (r'central/server\.key', r'central'),
    (r'DEV-001\.factory', r'factory:DEV-001'),
    (r'DEV-001/factory\.json', r'factory:DEV-001'),
    (r'DEV-001/.*key(\.pem)?', r'device:DEV-001'),
    (r'DEV-001\.ticket', r'code'),
]
# The session keeps the code that was used, see §6 of the design.
FILES_LATER = [(r'station/station\.db(-wal)?', r'code')]


def may_hold(role, secret, moment):
    roles = next(roles for pattern, roles in HOLDERS if re.fullmatch(pattern, secret))
    return role in roles or (role, secret) in EXTRA.get(moment, set())


class Course:
    def __init__(self, search):
        self.tap = Tap()
        self.watcher = Watcher(search)
        self.lab = Lab()
        self.temporary = self.lab.path('tmp')
        os.mkdir(self.temporary, 0o700)
        self.lab.environment = {**os.environ, 'TMPDIR': self.temporary}
        # Both overwrite some of what is freed, which is what the programs shall do themselves.
        for name in ('MALLOC_PERTURB_', 'G_DEBUG'):
            self.lab.environment.pop(name, None)
        self.secrets = {}

    def know(self, secrets):
        self.secrets.update(secrets)
        self.watcher.needles = keyring.needles(self.secrets)

    def look(self, moment):
        hits, roles = self.watcher.look()
        wrong = [hit for hit in hits if not may_hold(hit[0], hit[1], moment)]
        return hits, roles, wrong

    def check(self, moment, expected_roles):
        hits, roles, wrong = self.look(moment)
        self.tap.equal(roles, expected_roles, f'{moment}: these processes are looked at')
        self.tap.equal(wrong, [], f'{moment}: no secret outside its holder')
        return {(role, secret) for role, secret, _ in hits}


def found_station(course):
    lab = course.lab
    answer = lab.create_authority()
    course.tap.check(answer.status == 0, 'the root ceremony', answer.stdout + answer.stderr)
    course.know(keyring.of_signer(lab, laboratory.PASSPHRASE))
    course.know({
        'root': keyring.open_pem(os.path.join(lab.media, 'root.key'),
                                 laboratory.ROOT_PASSPHRASE),
        'root-passphrase': [laboratory.ROOT_PASSPHRASE],
        'passphrase': [laboratory.PASSPHRASE],
        'pin:admin': [laboratory.ADMIN_PIN],
        'pin:technician': [laboratory.TECHNICIAN_PIN],
    })


def watch_ceremony(course):
    """The root's key comes again for a server certificate, and nothing of it stays."""
    results = []
    work = threading.Thread(target=lambda: results.append(course.lab.create_server()))
    wrong, seen, looks = set(), set(), 0
    work.start()
    while work.is_alive():
        hits, _, now_wrong = course.look('a ceremony')
        wrong.update(now_wrong)
        seen.update((role, secret) for role, secret, _ in hits)
        looks += 1
        time.sleep(0.02)
    work.join()
    course.tap.equal(results[0].status, 0, 'a server certificate')
    course.tap.equal(sorted(wrong), [], 'during a ceremony: no secret outside its holder')
    course.tap.check(('ceremony', 'root') in seen, f'the root key was seen with its holder '
                     f'({looks} looks)', sorted(seen))
    course.know({'central': keyring.open_pem(course.lab.path('central/server.key'))})


def start_ctl(course, device):
    """zmonitor-stationctl provision, as far as the question whether the numbers are the same."""
    lab = course.lab
    reading, writing = os.pipe()
    pin = pipe_with(laboratory.TECHNICIAN_PIN)
    process = subprocess.Popen(
        [laboratory.CTL, '--station', lab.station, '--json', '--operator',
         laboratory.TECHNICIAN, '--pin-fd', str(pin), 'provision', '--tether', device.address,
         '--ticket-image', lab.path(device.id + '.png'), '--confirm-number', str(reading)],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        pass_fds=[pin, reading], env=lab.environment)
    os.close(pin)
    os.close(reading)
    lab.processes.append(process)
    for line in process.stderr:
        if 'Number: ' in line:
            break
    return process, writing


def state_of_session(course):
    database = sqlite3.connect(f'file:{course.lab.station}/station.db?mode=ro', uri=True)
    row = database.execute('SELECT state FROM sessions').fetchone()
    database.close()
    return row[0] if row else None


def check_files(course, allowed):
    hits = course.watcher.look_at_files(course.lab.top)
    wrong = [(path, secret) for path, secret in hits
             if not any(re.fullmatch(where, path) and re.fullmatch(what, secret)
                        for where, what in allowed)]
    course.tap.equal(wrong, [], 'no file holds a secret of another process')
    course.tap.check(('central/server.key', 'central') in hits and
                     ('DEV-001/factory.json', 'factory:DEV-001') in hits,
                     'keys are found in the files that hold them', hits)


def provision(course, device, central):
    everybody = {'signer', 'ctl', 'central', 'device'}
    ctl, answer = start_ctl(course, device)
    course.check('the number is compared', everybody)
    check_files(course, FILES)
    # The device tests its connection against a server that does not answer yet.
    os.kill(central.pid, signal.SIGSTOP)
    number = wait_for(lambda: device.find('number'), 'the number')['number']
    os.write(answer, (number + '\n').encode())
    os.close(answer)
    wait_for(lambda: state_of_session(course) not in ('paired', 'requested', 'approved'),
             'the issue')
    course.know(keyring.keys_of_device(device))
    course.check('after the issue', everybody)
    os.kill(central.pid, signal.SIGSTOP)
    wait_for(lambda: state_of_session(course) in ('delivered', 'installed'), 'the delivery')
    course.check('after the delivery', everybody)
    os.kill(central.pid, signal.SIGCONT)
    ctl.communicate(timeout=120)
    course.tap.equal(ctl.returncode, 0, 'the device is provisioned')
    course.tap.equal(state_of_session(course), 'verified', 'and verified')


def watch_reader(course):
    """The reader with all of the picture but its end."""
    with open(course.lab.path('DEV-001.png'), 'rb') as file:
        picture = file.read()
    process = subprocess.Popen([os.path.join(BUILD, 'app/reader/zmonitor-reader')],
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    course.lab.processes.append(process)
    os.write(process.stdin.fileno(), picture[:-1])
    wait_for(lambda: b'Seccomp:\t2' in open(f'/proc/{process.pid}/status', 'rb').read(),
             'the filter of the reader')
    hits, roles, wrong = course.look('a picture is read')
    course.tap.check('reader' in roles and not [hit for hit in hits if hit[0] == 'reader'],
                     'the reader holds nothing', hits)
    course.tap.equal([hit for hit in wrong if hit[1] != 'code'], [], 'nor does anybody else')
    output, _ = process.communicate(picture[-1:], timeout=60)
    course.tap.check(b'ZM1:DEV-001:' in output, 'the reader reads the picture', output)


def main():
    course = Course(sys.argv[1])
    if os.geteuid() != 0:
        course.tap.check(False, 'only root may look into processes that nobody may trace')
        course.tap.done()
    lab = course.lab
    found_station(course)
    signer = lab.start_signer()
    watch_ceremony(course)
    lab.add_technician()
    lab.admin('window', 'open', '--devices', '1', '--minutes', '30')
    central = lab.start_central()
    device = lab.make_device('DEV-001', 'ICU 1, bed 1')
    course.know(keyring.of_device(device))
    device.switch_on()
    with open(lab.path('DEV-001.ticket'), encoding='utf-8') as ticket:
        course.know({'code': [ticket.read().split(':')[2]]})

    found = course.check('at rest', {'signer', 'central', 'device'})
    for holder in [('signer', 'signer:intermediate'), ('signer', 'signer:station'),
                   ('signer', 'signer:checkpoint'), ('signer', 'signer:code'),
                   ('signer', 'signer:server:sk-1'), ('central', 'central'),
                   ('device', 'factory:DEV-001'), ('device', 'code')]:
        course.tap.check(holder in found, f'the search finds {holder[1]} with {holder[0]}')
    provision(course, device, central)
    course.check('at rest', {'signer', 'central', 'device'})
    watch_reader(course)
    check_files(course, FILES + FILES_LATER)
    course.tap.equal(os.listdir(course.temporary), [], 'no temporary file stays')
    lab.stop(signer)
    course.tap.check(True, f'{course.watcher.megabytes} MB were looked at for '
                     f'{len(course.secrets)} secrets')
    course.tap.done()


main()
