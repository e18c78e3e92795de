#!/usr/bin/python3
"""An administrator with the root's medium: the Central Station's certificate from its own request, a
new revocation list of the root and a renewal, and what the medium cannot do here; judged by openssl."""

import os
import pty
import select
import subprocess

import lab as laboratory
import person
import serials
from lab import Tap
from steps import PICTURES, STATION, choose_file, fill, found_station, journey, rows, sign_in

tap = Tap()

SIZE = tuple(int(side) for side in os.environ.get('ZM_SIZE', '1280x860').split('x'))
HOST = 'central.example'


def openssl(*argv):
    return subprocess.run(['openssl', *argv], check=False, capture_output=True, text=True)


def count(lab, action):
    return rows(lab, f"SELECT count(*) FROM security_audit_log WHERE action = '{action}' "
                     "AND outcome = 'success'")[0][0]


def hold(desk, lab, passphrase=laboratory.ROOT_PASSPHRASE):
    desk.press('alt+h')
    choose_file(desk, 'Folder on the Medium', lab.media)
    fill(desk, 'Passphrase of the root key', passphrase)
    desk.press('Return')


def close(desk, title):
    desk.press('Escape')
    person.wait_for(lambda: not desk.look(title, 'frame'), 'the dialog to close')
    desk.come_back()


def server(desk, lab):
    request, saved = lab.path('central.csr'), lab.path('central.pem')
    openssl('req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes',
            '-subj', '/CN=' + HOST, '-addext', 'subjectAltName=DNS:' + HOST, '-keyout',
            lab.path('central.key'), '-out', request)
    desk.press('alt+e')
    desk.find('Server Certificate', 'frame')
    desk.press('alt+r')
    choose_file(desk, 'Request of the Server', request)
    tap.check(desk.read(f'A certificate for the server {HOST}, until'), 'what it is for is said')
    desk.picture('server')
    hold(desk, lab, 'not the passphrase of it')
    tap.check(desk.read('key.passphrase'), 'a wrong passphrase is refused by name')
    desk.picture('wrong-passphrase')
    fill(desk, 'Passphrase of the root key', laboratory.ROOT_PASSPHRASE)
    desk.press('Return')
    desk.read('is issued and on record')
    desk.picture('issued')
    desk.press('alt+s')
    choose_file(desk, 'Save the Certificate', saved)
    person.wait_for(lambda: os.path.exists(saved), 'the file')
    root = os.path.join(lab.station, 'certificates/root.pem')
    tap.equal(openssl('verify', '-x509_strict', '-purpose', 'sslserver', '-verify_hostname', HOST,
                      '-CAfile', root, saved).returncode, 0, 'openssl takes it for that server')
    tap.equal(count(lab, 'server-certificate.issued'), 2, 'it is on record')
    close(desk, 'Server Certificate')


def root_list(desk, lab):
    def number():
        return max(crl['number'] for crl in lab.ctl('authority', 'show').ok['crls']
                   if 'Root' in crl['issuer'])
    before = number()
    desk.press('alt+n')
    desk.find('New List of the Root', 'frame')
    hold(desk, lab)
    desk.read('The root has issued a new revocation list')
    tap.equal(number(), before + 1, 'the root issues a new list')
    close(desk, 'New List of the Root')


def renewal(desk, lab):
    before = lab.ctl('authority', 'show').ok['certificates'][1]['serial']
    desk.press('alt+r')
    desk.find('Renew the Authority', 'frame')
    desk.picture('renew')
    hold(desk, lab)
    desk.read('The authority is renewed')
    desk.picture('renewed')
    after = lab.ctl('authority', 'show').ok['certificates'][1]['serial']
    tap.check(before != after, 'the intermediate is renewed', (before, after))
    close(desk, 'Renew the Authority')


def shown_command(desk):
    desk.click('If the key of the intermediate is in other hands', None)
    command = person.wait_for(lambda: next((text for text in person.texts_of(desk.all())
                                            if text.startswith('echo ')), None), 'the command')
    desk.picture('command')
    return command


def answer(terminal, passphrase):
    """Types it when it is asked for, and not before: what was typed too early is thrown away."""
    said = b''
    asked = False
    while select.select([terminal], [], [], person.WAIT)[0]:
        try:
            piece = os.read(terminal, 4096)
        except OSError:  # the terminal has no other end any more
            break
        said += piece
        if not piece:
            break
        if not asked:
            asked = True
            os.write(terminal, (passphrase + '\n').encode())
    os.close(terminal)
    return said


def run_offline(lab, command):
    """As it is printed, by a shell of the offline computer, whose terminal asks for the passphrase."""
    tap.check('FOLDER' in command, 'the command leaves the folder to be filled in', command)
    folder = lab.path('offline')
    os.mkdir(folder)
    environment = dict(os.environ, PATH=os.path.dirname(laboratory.SIGNER) + ':' + os.environ['PATH'])
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(folder)
        os.execvpe('sh', ['sh', '-c', command.replace('FOLDER', lab.media)], environment)
    said = answer(terminal, laboratory.ROOT_PASSPHRASE)
    _, status = os.waitpid(pid, 0)
    tap.equal(status, 0, 'the command for the offline computer runs as it is shown')
    path = os.path.join(folder, 'root.crl')
    shown = openssl('crl', '-in', path, '-noout', '-text')
    tap.check(shown.returncode == 0, 'it writes a list that openssl reads',
              f'{said.decode(errors="replace")}\n{shown.stderr}')
    return path, shown.stdout


def compromise(desk, lab):
    serial = lab.ctl('authority', 'show').ok['certificates'][1]['serial']
    path, text = run_offline(lab, shown_command(desk))
    tap.check(serial in serials.in_crl_text(text) and 'CA Compromise' in text,
              'on which the intermediate stands', text)
    desk.press('alt+i')
    choose_file(desk, 'Answers of the CA', path)
    desk.find('Import Answers')
    tap.check(desk.read('All of it fits this station'), 'and which the station takes as an answer')
    desk.picture('crl-of-the-compromise')
    close(desk, 'Import Answers')


def main():
    lab = found_station()
    lab.start_signer()
    desk = person.Person([STATION, '--station', lab.station], os.path.join(PICTURES, 'ceremonies'),
                         SIZE)
    with journey(desk, tap):
        desk.find('Sign In')
        sign_in(desk, laboratory.ADMIN_PIN, name=laboratory.ADMIN)
        desk.read(f'{laboratory.ADMIN} (administrator)')
        desk.press('ctrl+4')
        desk.read('The root key of this station is kept on a removable medium')
        desk.picture('page')
        server(desk, lab)
        root_list(desk, lab)
        renewal(desk, lab)
        compromise(desk, lab)
    tap.done()


if __name__ == '__main__':
    main()
