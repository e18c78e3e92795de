#!/usr/bin/env python3
"""A machine with a real kernel, in which this machine's own files and programs run.

    guest.py kernel DIRECTORY               fetches Debian's kernel into it, unless it is there
    guest.py run DIRECTORY PROGRAM ARGUMENT…  runs a program in the guest; its standard output is ours

The root of this machine is the guest's, read-only, under a layer of memory: nothing the guest does
is left, except in the directory that it knows as /mnt and that GUEST_EXCHANGE names outside.
"""

import glob
import gzip
import lzma
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

from redir import Outside

HERE = os.path.dirname(os.path.abspath(__file__))
TIMEOUT = 840  # seconds; the test that starts this has a little more
MEMORY = 1536  # MiB

# What it takes to see the root; everything else is loaded from there.
BOOT_MODULES = ['virtio_pci', '9pnet_virtio', '9p', 'overlay']

# Kept for the program inside, which is a user's as if it had been started out here.
KEPT = re.compile(r'^(ASAN_|UBSAN_|G_|GSETTINGS_|GTK_|LC_|PYTHON|ZM_)')


def run(*argv, **options):
    return subprocess.run(argv, check=True, stdout=subprocess.PIPE, text=True, **options).stdout


def kernel_package():
    """The package behind linux-image-amd64, and its version."""
    text = run('apt-cache', 'depends', '--important', 'linux-image-amd64')
    name = re.search(r'Depends: (linux-image-\S+)', text)[1]
    return name, re.search(r'^Version: (\S+)$', run('apt-cache', 'show', name), re.M)[1]


def unpack_image(path):
    """An uncompressed kernel starts in half the time, since the guest need not unpack it."""
    with open(path, 'rb') as file:
        image = file.read()
    for magic, make in ((b'\xfd7zXZ\0', lzma.LZMADecompressor), (b'\x1f\x8b\x08', None)):
        at = image.find(magic)
        if at < 0:
            continue
        unpacked = make().decompress(image[at:]) if make else gzip.decompress(image[at:])
        if unpacked.startswith(b'\x7fELF'):
            return unpacked
    raise SystemExit(f'{path}: packed in an unknown way')


def fetch_kernel(directory):
    package, version = kernel_package()
    place = os.path.join(directory, f'{package}_{version}'.replace(':', '%3a'))
    current = os.path.join(directory, 'current')
    if not os.path.exists(os.path.join(place, 'vmlinux')):
        shutil.rmtree(place, ignore_errors=True)
        os.makedirs(place)
        with tempfile.TemporaryDirectory(prefix='zmk') as scratch:
            run('apt-get', '--quiet', '--option=APT::Sandbox::User=root', 'download', package,
                cwd=scratch)
            run('dpkg', '-x', *glob.glob(os.path.join(scratch, '*.deb')), place)
        release = os.listdir(os.path.join(place, 'lib/modules'))[0]
        run('depmod', '-b', place, release)
        image = unpack_image(os.path.join(place, f'boot/vmlinuz-{release}'))
        with open(os.path.join(place, 'vmlinux.new'), 'wb') as file:
            file.write(image)
        os.rename(os.path.join(place, 'vmlinux.new'), os.path.join(place, 'vmlinux'))
    if os.path.lexists(current):
        os.unlink(current)
    os.symlink(os.path.basename(place), current)


class Kernel:
    def __init__(self, directory):
        self.place = os.path.realpath(os.path.join(directory, 'current'))
        self.image = os.path.join(self.place, 'vmlinux')
        if not os.path.exists(self.image):
            raise SystemExit(f'There is no kernel in {directory}: “./dev acceptance” fetches one')
        self.release = os.listdir(os.path.join(self.place, 'lib/modules'))[0]
        self.modules = os.path.join(self.place, 'lib/modules', self.release)

    def order(self):
        """Files of the modules for the start, those that others need first."""
        files = []
        for module in BOOT_MODULES:
            text = run('modprobe', '-d', self.place, '-S', self.release, '--show-depends', module)
            for line in text.splitlines():
                if line.startswith('insmod ') and line.split()[1] not in files:
                    files.append(line.split()[1])
        return files


def make_initramfs(kernel, scratch):
    root = os.path.join(scratch, 'root')
    os.makedirs(os.path.join(root, 'bin'))
    os.makedirs(os.path.join(root, 'modules'))
    shutil.copy(shutil.which('busybox'), os.path.join(root, 'bin/busybox'))
    os.symlink('busybox', os.path.join(root, 'bin/sh'))
    shutil.copy(os.path.join(HERE, 'init.sh'), os.path.join(root, 'init'))
    os.chmod(os.path.join(root, 'init'), 0o755)
    files = kernel.order()
    for file in files:
        shutil.copy(file, os.path.join(root, 'modules'))
    with open(os.path.join(root, 'modules/order'), 'w', encoding='utf-8') as order:
        order.writelines(os.path.basename(file) + '\n' for file in files)
    names = run('find', '.', cwd=root)
    path = os.path.join(scratch, 'initramfs')
    with open(path, 'wb') as archive:
        subprocess.run(['cpio', '--create', '--format=newc', '--quiet'], check=True, cwd=root,
                       input=names.encode(), stdout=archive)
    return path


def write_script(kernel, exchange, argv):
    kept = {name: value for name, value in os.environ.items() if KEPT.match(name)}
    kept.update(PATH='/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOME='/root',
                GUEST_EXCHANGE='/mnt')
    with open(os.path.join(exchange, 'settings'), 'w', encoding='utf-8') as file:
        file.write(f'KERNEL={shlex.quote(kernel.release)}\nMODULES={shlex.quote(kernel.modules)}\n')
    with open(os.path.join(exchange, 'run'), 'w', encoding='utf-8') as file:
        file.writelines(f'export {name}={shlex.quote(value)}\n' for name, value in kept.items())
        file.write(f'cd {shlex.quote(os.getcwd())}\nexec {shlex.join(argv)}\n')


def machine(kernel, initramfs, exchange, extra):
    share = 'local,security_model=none,multidevs=remap'
    return [
        'timeout', '--kill-after=10', str(TIMEOUT), 'qemu-system-x86_64',
        '-accel', 'tcg,thread=multi,tb-size=512', '-cpu', 'max', '-smp', '2', '-M', 'q35',
        '-m', str(MEMORY), '-nodefaults', '-no-user-config', '-display', 'none', '-no-reboot',
        '-kernel', kernel.image, '-initrd', initramfs,
        '-append', 'console=ttyS0 quiet panic=-1 random.trust_cpu=on',
        '-serial', f'file:{os.path.join(exchange, "console")}', '-serial', 'stdio',
        '-virtfs', f'{share},path=/,mount_tag=root,readonly=on',
        '-virtfs', f'{share},path={exchange},mount_tag=exchange',
        *extra,
    ]


def keep_pictures(directory, exchange):
    """What a person might want to look at, beside the kernel."""
    shutil.rmtree(os.path.join(directory, 'pictures'), ignore_errors=True)
    shutil.copytree(os.path.join(exchange, 'pictures'), os.path.join(directory, 'pictures'))


def tell_console(exchange):
    """Whoever looks for the fault needs the kernel's last words."""
    with open(os.path.join(exchange, 'console'), encoding='utf-8', errors='replace') as file:
        for line in file.read().splitlines()[-60:]:
            print('# console:', line, file=sys.stderr)


def boot(directory, argv):
    """Gives the program's exit status, or 125 when the guest came to no end of its own."""
    kernel = Kernel(directory)
    with tempfile.TemporaryDirectory(prefix='zmg') as scratch:
        exchange = os.environ.get('GUEST_EXCHANGE') or os.path.join(scratch, 'exchange')
        os.makedirs(exchange, exist_ok=True)
        write_script(kernel, exchange, argv)
        initramfs = make_initramfs(kernel, scratch)
        subprocess.run(machine(kernel, initramfs, exchange, Outside(exchange).options()),
                       stdin=subprocess.DEVNULL, check=False)
        if os.path.isdir(os.path.join(exchange, 'pictures')):
            keep_pictures(directory, exchange)
        try:
            with open(os.path.join(exchange, 'status'), encoding='utf-8') as file:
                status = int(file.read())
        except (OSError, ValueError):
            status = 125
        if status != 0:
            tell_console(exchange)
        return status


if __name__ == '__main__':
    if len(sys.argv) == 3 and sys.argv[1] == 'kernel':
        fetch_kernel(sys.argv[2])
    elif len(sys.argv) > 3 and sys.argv[1] == 'run':
        sys.exit(boot(sys.argv[2], sys.argv[3:]))
    else:
        raise SystemExit(__doc__)
