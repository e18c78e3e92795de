#!/usr/bin/env python3
"""Runs a program on a desktop of its own: an X server without a screen, a home that is thrown away,
and, with --bus, a session bus that can start the accessibility bus and nothing else.

Whatever is missing is a failure, never a reason to skip: a screen that nobody has looked at is not
tested. All that is started here ends here, by its process id.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile

XVFB = ['Xvfb', '-nolisten', 'tcp', '-noreset', '+extension', 'RANDR']

BUS = '''<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir={home}</listen>
  <auth>EXTERNAL</auth>
  <servicedir>{home}/services</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
'''

SETTINGS = '''[Settings]
gtk-font-name=Cantarell 11
gtk-enable-animations=false
gtk-cursor-blink=false
'''


class Desktop:
    def __init__(self, size, bus):
        self.processes = []
        self.home = tempfile.mkdtemp(prefix='zmui')
        self.environment = dict(os.environ)
        self.set_up_home()
        self.start_display(size)
        if bus:
            self.start_bus()

    def path(self, *names):
        return os.path.join(self.home, *names)

    def set_up_home(self):
        for name in ('run', 'services', 'config/gtk-4.0'):
            os.makedirs(self.path(name), mode=0o700)
        with open(self.path('config/gtk-4.0/settings.ini'), 'w', encoding='utf-8') as settings:
            settings.write(SETTINGS)
        self.environment.update({
            'HOME': self.home,
            'XDG_CACHE_HOME': self.path('cache'),
            'XDG_CONFIG_HOME': self.path('config'),
            'XDG_DATA_HOME': self.path('data'),
            'XDG_RUNTIME_DIR': self.path('run'),
            'GDK_BACKEND': 'x11',
            'GSETTINGS_BACKEND': 'memory',
            'GTK_USE_PORTAL': '0',
            'GVFS_DISABLE_FUSE': '1',
            'TZ': 'UTC',
        })
        # The picture is the same everywhere, and needs no graphics card.
        self.environment.setdefault('GSK_RENDERER', 'cairo')
        for name in ('WAYLAND_DISPLAY', 'DBUS_SESSION_BUS_ADDRESS', 'AT_SPI_BUS_ADDRESS'):
            self.environment.pop(name, None)

    def start(self, argv, report):
        """Starts a server that writes one line about itself to the descriptor report."""
        reading, writing = os.pipe()
        argv = [word.format(fd=writing) for word in argv]
        self.processes.append(subprocess.Popen(
            argv, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            pass_fds=[writing], env=self.environment))
        os.close(writing)
        with os.fdopen(reading) as pipe:
            line = pipe.readline().strip()
        if not line:
            raise RuntimeError(f'{argv[0]} did not start ({report})')
        return line

    def start_display(self, size):
        number = self.start(XVFB + ['-screen', '0', f'{size}x24', '-displayfd', '{fd}'], 'display')
        self.environment['DISPLAY'] = f':{number}'

    def start_bus(self):
        with open(self.path('bus.conf'), 'w', encoding='utf-8') as configuration:
            configuration.write(BUS.format(home=self.home))
        service = '/usr/share/dbus-1/services/org.a11y.Bus.service'
        if not os.path.exists(service):
            raise RuntimeError(f'{service} is missing (at-spi2-core)')
        shutil.copy(service, self.path('services'))
        self.environment['DBUS_SESSION_BUS_ADDRESS'] = self.start(
            ['dbus-daemon', '--nofork', f'--config-file={self.path("bus.conf")}',
             '--print-address={fd}'], 'session bus')

    def run(self, command):
        return subprocess.run(command, env=self.environment, check=False).returncode

    def close(self):
        for process in reversed(self.processes):
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        shutil.rmtree(self.home, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--bus', action='store_true')
    parser.add_argument('--size', default='1400x900')
    parser.add_argument('command', nargs=argparse.REMAINDER)
    arguments = parser.parse_args()

    try:
        desktop = Desktop(arguments.size, arguments.bus)
    except (OSError, RuntimeError) as error:
        print(f'Bail out! No desktop: {error}')
        return 1
    try:
        return desktop.run(arguments.command)
    finally:
        desktop.close()


if __name__ == '__main__':
    sys.exit(main())
