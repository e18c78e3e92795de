"""A camera without a camera: a session bus, PipeWire, WirePlumber and producers of generated frames,
all of them processes of a bed that ends them by their ids, in directories that are removed."""

import atexit
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

WIDTH, HEIGHT, RATE = 1280, 720, 30
WAIT = 60  # seconds until something that must happen is given up
CONVERT = '/usr/bin/convert'  # ImageMagick; another one may come first in the search path
PYTHON = '/usr/bin/python3'  # the one that has gi

BUS_CONFIG = '''<busconfig>
<type>session</type><listen>unix:path=%s/bus</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/></policy></busconfig>'''

# A row of each way to spoil a frame, as bad as can be read whichever code it is.
SPOILT = ['blur, 2.2 px', 'motion, 4 px', 'tilt, 45 degrees', 'rotation, 160 degrees',
          'noise, 45 steps', 'glare, 1.0', 'contrast, 0.1', 'screen grid, 0.7', 'uneven light, 0.5',
          'desk: held by hand', 'desk: on a stand, lamp', "desk: a device's screen"]

# A desk, a screen on it and a bit of everything that is no code.
DESK = 'gradient:#707880-#b0a898'


class Scene:
    """Grey frames in a folder, which a producer plays in turns."""

    def __init__(self, bed, name):
        self.path = bed.path(name)
        os.makedirs(self.path, exist_ok=True)
        self.count = 0

    def add(self, *arguments):
        """A frame as ImageMagick makes it of these arguments, to its full size."""
        self.count += 1
        target = os.path.join(self.path, f'{self.count:03}.gray')
        subprocess.run([CONVERT, *arguments, '-colorspace', 'gray', '-depth', '8',
                        '-extent', f'{WIDTH}x{HEIGHT}', f'gray:{target}'], check=True, timeout=WAIT)
        return self


def plain(bed, name, shade=DESK):
    """A desk with nothing on it, or all of one shade."""
    return Scene(bed, name).add('-size', f'{WIDTH}x{HEIGHT}', shade)


def sharp(bed, name, *pictures, size=420):
    """The codes side by side, as large as a person holds them."""
    scene = Scene(bed, name)
    arguments = ['-size', f'{WIDTH}x{HEIGHT}', DESK]
    for number, picture in enumerate(pictures):
        left = (number * 2 + 1) * WIDTH // (2 * len(pictures)) - size // 2
        arguments += ['(', picture, '-filter', 'point', '-resize', f'{size}x{size}', ')',
                      '-geometry', f'+{left}+{(HEIGHT - size) // 2}', '-composite']
    return scene.add(*arguments)


def spoilt(bed, name, text, row, seed=1, frames=6):
    """The code in frames that are spoilt as this row of tests/qr/degrade-table.c says; always the
    same."""
    scene = Scene(bed, name)
    subprocess.run([os.path.join(os.environ['G_TEST_BUILDDIR'], 'tests/qr/degrade-film'), row, text,
                    str(seed), str(frames), scene.path], check=True, timeout=WAIT)
    return scene


class Bed:
    def __init__(self):
        self.top = tempfile.mkdtemp(prefix='zc')
        os.chmod(self.top, 0o700)
        self.processes = []
        self.environment = {
            'PATH': os.environ['PATH'], 'LC_ALL': 'C.UTF-8', 'HOME': self.top,
            'XDG_RUNTIME_DIR': self.top, 'XDG_CACHE_HOME': self.plugin_cache(),
            'DBUS_SESSION_BUS_ADDRESS': f'unix:path={self.top}/bus', 'GSETTINGS_BACKEND': 'memory',
        }
        for name, value in os.environ.items():
            if name.endswith('SAN_OPTIONS') or name.startswith('G_TEST_'):
                self.environment[name] = value
        atexit.register(self.close)

    def path(self, *names):
        return os.path.join(self.top, *names)

    @staticmethod
    def plugin_cache():
        """GStreamer's list of plugins takes seconds to make, and is the same for all tests."""
        path = os.path.join(os.environ.get('G_TEST_BUILDDIR', tempfile.gettempdir()),
                            'tests', 'camera', 'cache')
        os.makedirs(path, exist_ok=True)
        return path

    def start(self, *argv, name='log', **more):
        with open(self.path(name + '.txt'), 'ab') as log:
            process = subprocess.Popen(argv, **({'stdin': subprocess.DEVNULL, 'stdout': log,
                                                 'stderr': log, 'env': self.environment} | more))
        self.processes.append(process)
        return process

    def stop(self, process):
        if process.poll() is None:
            process.send_signal(signal.SIGCONT)
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(WAIT)
        self.processes.remove(process)

    def kill(self, process):
        """As a cable that is pulled."""
        process.kill()
        process.wait(WAIT)
        self.processes.remove(process)

    def close(self):
        for process in reversed(self.processes[:]):
            self.stop(process)
        shutil.rmtree(self.top, ignore_errors=True)

    def wait_for(self, condition, what):
        deadline = time.monotonic() + WAIT
        while time.monotonic() < deadline:
            value = condition()
            if value:
                return value
            time.sleep(0.02)
        raise TimeoutError(f'{what}\n{self.last_words()}')

    def last_words(self):
        words = ''
        for name in sorted(os.listdir(self.top)):
            if name.endswith('.txt'):
                with open(self.path(name), encoding='utf-8', errors='replace') as log:
                    words += f'{name}: {log.read()[-600:]}\n'
        return words

    def start_bus(self):
        with open(self.path('bus.conf'), 'w', encoding='utf-8') as file:
            file.write(BUS_CONFIG % self.top)
        self.bus = self.start('dbus-daemon', '--nofork', '--nopidfile', '--nosyslog',
                              '--config-file', self.path('bus.conf'), name='bus')
        self.wait_for(lambda: os.path.exists(self.path('bus')), 'the session bus')

    def start_pipewire(self):
        self.pipewire = self.start('pipewire', name='pipewire')
        self.wait_for(lambda: os.path.exists(self.path('pipewire-0')), 'PipeWire')
        self.wireplumber = self.start('wireplumber', name='wireplumber')

    def stop_pipewire(self):
        self.stop(self.wireplumber)
        self.stop(self.pipewire)

    def start_portal(self):
        """The real frontend and permission store, and a dialog of ours that answers at once what
        the file "answer" says."""
        portals = self.path('portals')
        os.mkdir(portals)
        with open(os.path.join(portals, 'test.portal'), 'w', encoding='utf-8') as file:
            file.write('[portal]\nDBusName=org.freedesktop.impl.portal.desktop.test\n'
                       'Interfaces=org.freedesktop.impl.portal.Access;'
                       'org.freedesktop.impl.portal.Lockdown\nUseIn=test\n')
        self.environment |= {'XDG_DESKTOP_PORTAL_DIR': portals, 'XDG_CURRENT_DESKTOP': 'test',
                             'XDG_DATA_HOME': self.path('data')}
        self.answer('no')
        self.start('/usr/libexec/xdg-permission-store', name='permissions')
        self.start(PYTHON, os.path.abspath(__file__), 'dialog', self.path('answer'), name='dialog')
        self.wait_for_name('org.freedesktop.impl.portal.PermissionStore')
        self.wait_for_name('org.freedesktop.impl.portal.desktop.test')
        self.start('/usr/libexec/xdg-desktop-portal', '--verbose', name='portal')
        self.wait_for_name('org.freedesktop.portal.Desktop')

    def call(self, *words):
        return subprocess.run(['gdbus', 'call', '--session', *words], env=self.environment,
                              capture_output=True, text=True, timeout=WAIT)

    def wait_for_name(self, name):
        self.wait_for(lambda: 'true' in self.call(
            '--dest', 'org.freedesktop.DBus', '--object-path', '/org/freedesktop/DBus',
            '--method', 'org.freedesktop.DBus.NameHasOwner', name).stdout, name)

    def answer(self, word):
        with open(self.path('answer'), 'w', encoding='utf-8') as file:
            file.write(word)

    def asked(self):
        """How often the dialog came up."""
        try:
            with open(self.path('answer.asked'), encoding='utf-8') as file:
                return len(file.read())
        except FileNotFoundError:
            return 0

    def permit(self, word):
        """What the person said before: "yes", "no", or None for not yet asked."""
        store = ['--dest', 'org.freedesktop.impl.portal.PermissionStore', '--object-path',
                 '/org/freedesktop/impl/portal/PermissionStore', '--method']
        method = 'org.freedesktop.impl.portal.PermissionStore.'
        if word is None:
            return self.call(*store, method + 'Delete', 'devices', 'camera')
        return self.call(*store, method + 'SetPermission', 'devices', 'true', 'camera', '',
                         f"['{word}']")

    def produce(self, scene, name='Virtual Desk Camera', node='virtual-1'):
        return Producer(self, scene, name, node)


class Producer:
    """A camera that is plugged in."""

    def __init__(self, bed, scene, name, node):
        self.bed = bed
        self.process = bed.start(PYTHON, os.path.abspath(__file__), 'produce', node, name,
                                 name='producer', stdin=subprocess.PIPE, text=True)
        self.show(scene)

    def tell(self, line):
        self.process.stdin.write(line + '\n')
        self.process.stdin.flush()

    def show(self, scene):
        self.tell('show ' + scene.path)

    def stall(self):
        """It stays plugged in and gives no more frames."""
        self.tell('stall')

    def pull(self):
        self.process.stdin.close()
        self.bed.kill(self.process)


def produce(node, name):
    """The producer's process: commands on standard input."""
    import gi
    gi.require_version('Gst', '1.0')
    from gi.repository import GLib, Gst

    Gst.init(None)
    pipeline = Gst.parse_launch(
        'appsrc name=in is-live=true do-timestamp=true format=time max-buffers=2 leaky-type=2 '
        f'caps=video/x-raw,format=YUY2,width={WIDTH},height={HEIGHT},framerate={RATE}/1 '
        '! identity drop-allocation=true ! pipewiresink name=out mode=provide')
    properties = Gst.Structure.new_empty('properties')
    for key, value in {'media.class': 'Video/Source', 'media.role': 'Camera', 'node.name': node,
                       'node.description': name}.items():
        properties.set_value(key, value)
    pipeline.get_by_name('out').set_property('stream-properties', properties)
    source = pipeline.get_by_name('in')
    state = {'frames': [], 'turn': 0, 'stalled': False}
    loop = GLib.MainLoop()

    def load(path):
        grey = open(path, 'rb').read()
        frame = bytearray(2 * WIDTH * HEIGHT)
        frame[0::2] = grey
        frame[1::2] = b'\x80' * len(grey)
        return bytes(frame)

    def obey(channel, condition):
        line = channel.readline()
        if not line:
            loop.quit()
            return False
        if line.strip() == 'stall':
            state['stalled'] = True
        elif line.startswith('show '):
            folder = line[5:].strip()
            state.update(frames=[load(os.path.join(folder, entry))
                                 for entry in sorted(os.listdir(folder))], turn=0, stalled=False)
        return True

    def push():
        if state['frames'] and not state['stalled']:
            # A camera's picture stays for a while, and then the hand has moved.
            frame = state['frames'][state['turn'] // 3 % len(state['frames'])]
            state['turn'] += 1
            source.emit('push-buffer', Gst.Buffer.new_wrapped(frame))
        return True

    GLib.io_add_watch(sys.stdin, GLib.IO_IN | GLib.IO_HUP, obey)
    GLib.timeout_add(1000 // RATE, push)
    pipeline.set_state(Gst.State.PLAYING)
    loop.run()
    pipeline.set_state(Gst.State.NULL)


DIALOG = '''<node><interface name="org.freedesktop.impl.portal.Access">
<method name="AccessDialog"><arg type="o" direction="in"/><arg type="s" direction="in"/>
<arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="s" direction="in"/>
<arg type="s" direction="in"/><arg type="a{sv}" direction="in"/><arg type="u" direction="out"/>
<arg type="a{sv}" direction="out"/></method></interface>
<interface name="org.freedesktop.impl.portal.Lockdown">
<property name="disable-camera" type="b" access="readwrite"/></interface></node>'''


def show_dialogs(answer):
    """The dialog's process: a person who always says the same."""
    import gi
    from gi.repository import Gio, GLib

    loop = GLib.MainLoop()
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    interfaces = Gio.DBusNodeInfo.new_for_xml(DIALOG).interfaces

    def called(connection, sender, path, interface, method, parameters, invocation):
        with open(answer + '.asked', 'a', encoding='utf-8') as file:
            file.write('.')
        with open(answer, encoding='utf-8') as file:
            word = file.read()
        if word != 'nothing':
            invocation.return_value(GLib.Variant('(ua{sv})', (0 if word == 'yes' else 1, {})))

    for interface in interfaces:
        bus.register_object('/org/freedesktop/portal/desktop', interface, called,
                            lambda *arguments: GLib.Variant('b', False), lambda *arguments: True)
    Gio.bus_own_name_on_connection(bus, 'org.freedesktop.impl.portal.desktop.test', 0, None,
                                   lambda *arguments: loop.quit())
    loop.run()


def check_spoilt(tap, bed, probe, camera, ticket, way):
    """Every kind of spoilt frames is read through a camera that is at work; the ticket is of
    DEV-014, and each kind has a device of its own."""
    for number, row in enumerate(SPOILT):
        text = ticket.replace('DEV-014', f'DEV-{number + 100}')
        camera.show(spoilt(bed, f'spoilt-{way}-{number}', text, row))
        tap.check(probe.wait('tickets', text), f'{way}: {row}')


class Probe:
    """tests/camera/camera-probe.c at work in a bed."""

    def __init__(self, bed, program, access='direct'):
        self.bed = bed
        self.process = bed.start(program, access, name='probe', stdin=subprocess.PIPE,
                                 stdout=subprocess.PIPE, text=True)
        os.set_blocking(self.process.stdout.fileno(), False)
        self.buffer = ''
        self.lines = []  # [milliseconds, word, rest]

    def tell(self, line):
        self.process.stdin.write(line + '\n')
        self.process.stdin.flush()

    def poll(self):
        try:
            chunk = os.read(self.process.stdout.fileno(), 65536).decode()
        except BlockingIOError:
            return
        self.buffer += chunk
        *lines, self.buffer = self.buffer.split('\n')
        self.lines += [line.split(' ', 2) for line in lines]

    def find(self, word, piece='', since=0):
        """The first line of this word, with this in it, from so many lines on."""
        self.poll()
        return next((line for line in self.lines[since:] if line[1] == word and piece in line[2]),
                    None)

    def wait(self, word, piece='', since=0):
        try:
            return self.bed.wait_for(lambda: self.find(word, piece, since), f'{word} {piece}')
        except TimeoutError as error:
            raise TimeoutError(f'{error}\n{self.lines}') from None

    def mark(self):
        self.poll()
        return len(self.lines)

    def ask(self, word):
        since = self.mark()
        self.tell(word)
        return [int(figure) for figure in self.wait(word, since=since)[2].split()]

    def quit(self):
        self.tell('quit')
        status = self.process.wait(WAIT)
        self.bed.processes.remove(self.process)
        return status


if __name__ == '__main__':
    {'produce': produce, 'dialog': show_dialogs}[sys.argv[1]](*sys.argv[2:])
