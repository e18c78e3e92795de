"""The one who is root in the guest: plugs and pulls for scenes that run as the desk's user, as a
person's hands would, and says how the system took it."""

import ctypes
import fcntl
import json
import os
import pwd
import shutil
import socket
import sys

from inside import must, plug_controller, read, run, wait_for

UDC_FILE = '/sys/kernel/config/usb_gadget/zmonitor/UDC'
RULES = '/run/udev/rules.d'
HERE = os.path.dirname(os.path.abspath(__file__))

SYS_PIDFD_GETFD = 438
# linux/usbdevice_fs.h
USBDEVFS_RESET = 0x5514
USBDEVFS_ALLOW_SUSPEND = 0x5522


def write(path, text):
    with open(path, 'w', encoding='utf-8') as file:
        file.write(text)


def borrow(process, path):
    """The descriptor under which another process has the file open."""
    directory = f'/proc/{process}/fd'
    number = next(int(name) for name in os.listdir(directory)
                  if os.readlink(f'{directory}/{name}') == path)
    descriptor = ctypes.CDLL(None, use_errno=True).syscall(SYS_PIDFD_GETFD,
                                                           os.pidfd_open(process), number, 0)
    if descriptor < 0:
        raise OSError(ctypes.get_errno(), path)
    return descriptor


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
        write(UDC_FILE, '\n')

    def reset(self, node):
        """As a program that found the device stuck would."""
        with open(node, 'r+b', buffering=0) as device:
            fcntl.ioctl(device, USBDEVFS_RESET)

    def authorize(self, device, yes):
        """Whether the kernel has anything to do with what is plugged in there."""
        write(device + '/authorized', '1' if yes else '0')

    def suspend(self, process, device, node):
        """Puts to sleep a device that the process has open, then freezes all processes, as a host
        does on its way to sleep; gives what the kernel says of the device when it woke again."""
        write(device + '/power/autosuspend_delay_ms', '0')
        write(device + '/power/control', 'auto')
        fcntl.ioctl(borrow(process, node), USBDEVFS_ALLOW_SUSPEND)
        wait_for(lambda: read(device + '/power/runtime_status') == 'suspended', 'sleep')
        write('/sys/module/suspend/parameters/pm_test_delay', '1')
        write('/sys/power/pm_test', 'freezer')
        write('/sys/power/state', 'freeze')
        write(device + '/power/control', 'on')
        return read(device + '/power/runtime_status')

    def as_stranger(self, station, ticket):
        """The scene of stranger.py, with copies that are the stranger's own."""
        copies = '/run/stranger'
        os.mkdir(copies)
        must('cp', '-R', station, ticket, copies)
        must('chown', '-R', 'nobody:nogroup', copies)
        return run('setpriv', '--reuid=nobody', '--regid=nogroup', '--clear-groups',
                   sys.executable, os.path.join(HERE, 'stranger.py'),
                   os.path.join(copies, os.path.basename(station)),
                   os.path.join(copies, os.path.basename(ticket)))

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
