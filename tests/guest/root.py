"""The one who is root in the guest: plugs and pulls for scenes that run as the desk's user, as a
person's hands would, and says how the system took it."""

import json
import os
import pwd
import shutil
import socket

from inside import must, plug_controller, run

UDC_FILE = '/sys/kernel/config/usb_gadget/zmonitor/UDC'
RULES = '/run/udev/rules.d'


class Root:
    """What can be asked for; each gives something that JSON can say."""

    def __init__(self, script, rules, device):
        self.script = script
        self.rules = rules
        self.device = device

    def gadget(self, command, *options):
        """The shipped script, for a device of the desk's own user."""
        return run('/bin/sh', self.script, command, '--user', 'zmonitor', '--program', self.device,
                   *options)

    def controller(self, speed):
        return plug_controller(speed)

    def pull(self):
        """At once, without a program in between."""
        with open(UDC_FILE, 'w', encoding='utf-8') as file:
            file.write('\n')

    def install_rules(self):
        os.makedirs(RULES, exist_ok=True)
        shutil.copy(self.rules, RULES)
        must('udevadm', 'control', '--reload')

    def test_rules(self, device):
        return run('udevadm', 'test', device)

    def settle(self):
        return run('udevadm', 'settle', '--timeout=30')

    def serve(self, connection):
        with connection.makefile('rw', encoding='utf-8') as stream:
            for line in stream:
                name, *arguments = json.loads(line)
                print(json.dumps(getattr(self, name)(*arguments)), file=stream, flush=True)


class Hands:
    """The desk's end: hands.pull () has root do it."""

    def __init__(self, connection):
        self.stream = connection.makefile('rw', encoding='utf-8')

    def __getattr__(self, name):
        def ask(*arguments):
            print(json.dumps([name, *arguments]), file=self.stream, flush=True)
            return json.loads(self.stream.readline())
        return ask


def open_the_way(path):
    """The desk's user has to get at the programs, wherever they were built."""
    while path != '/':
        os.chmod(path, os.stat(path).st_mode | 0o011)
        path = os.path.dirname(path)


def become(name):
    person = pwd.getpwnam(name)
    os.makedirs(person.pw_dir, exist_ok=True)
    os.chown(person.pw_dir, person.pw_uid, person.pw_gid)
    os.initgroups(name, person.pw_gid)
    os.setgid(person.pw_gid)
    os.setuid(person.pw_uid)
    os.environ.update(HOME=person.pw_dir, USER=name, LOGNAME=name)
    os.chdir('/')


def start_udev(sysusers):
    must('systemd-sysusers', sysusers)
    must('/lib/systemd/systemd-udevd', '--daemon')
    must('udevadm', 'trigger', '--type=subsystems', '--action=add')
    must('udevadm', 'trigger', '--subsystem-match=usb', '--action=add')
    must('udevadm', 'settle')


def play(scenes, script, rules, sysusers):
    """Runs scenes (hands) as user zmonitor, with udev at work; gives the exit status."""
    build = os.environ['G_TEST_BUILDDIR']
    open_the_way(build)
    open_the_way(os.path.dirname(os.path.abspath(__file__)))
    for module in ('libcomposite', 'xhci_pci'):
        must('modprobe', module)
    start_udev(sysusers)
    os.chmod(os.environ['GUEST_EXCHANGE'], 0o1777)
    ours, theirs = socket.socketpair()
    child = os.fork()
    if child == 0:
        ours.close()
        become('zmonitor')
        scenes(Hands(theirs))
        os._exit(0)
    theirs.close()
    Root(script, rules, os.path.join(build, 'app/device/zmonitor-device')).serve(ours)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
