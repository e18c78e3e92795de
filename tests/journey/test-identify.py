#!/usr/bin/python3
"""Which one is it? A person has the device on a cable show itself."""

import os
import threading

from lab import Lab, Tap, wait_for


def make_lamp(lab):
    folder = lab.path('leds', 'lamp')
    os.makedirs(folder)
    for name, value in (('brightness', '0'), ('max_brightness', '1')):
        lab.write(os.path.join(folder, name), value + '\n')
    return os.path.join(folder, 'brightness')


def read(path):
    with open(path, encoding='utf-8') as file:
        return file.read().strip()


def in_thread(act):
    """Gives a function that waits for the answer."""
    answers = []
    thread = threading.Thread(target=lambda: answers.append(act()))
    thread.start()

    def finish():
        thread.join()
        return answers[0]
    return finish


def refusal(answer):
    return answer.error.get('code'), answer.error.get('check')


def last_record(lab):
    shown = lab.look('audit', 'list').ok['records'][0]
    return shown['action'], shown['outcome'], shown.get('port')


def main():
    tap = Tap()
    lab = Lab()
    lab.create_authority()
    lab.add_technician()
    lamp = make_lamp(lab)
    device = lab.make_device('DEV-001', 'Bed 1', '--led', 'lamp', '--led-directory',
                             lab.path('leds'))
    device.switch_on()
    ticket = device.find('ticket')

    def identify(address=device.address):
        return lab.technician('device', 'identify', '--tether', address)

    finish = in_thread(identify)
    wait_for(lambda: device.find('identify'), 'the screen to show it')
    tap.check(wait_for(lambda: read(lamp) == '1', 'the light'), 'the light is on')
    tap.check(wait_for(lambda: read(lamp) == '0', 'the dark'), 'and off: it blinks')
    tap.equal(refusal(identify()), ('conflict', 'lease.taken'),
              'one cable is for one of us at a time')
    answer = finish()
    tap.equal((answer.status, answer.ok), (0, {'tether': device.address, 'seconds': 5}),
              'it has shown itself')
    tap.check(wait_for(lambda: device.find('identified'), 'the end'), 'the screen goes back')
    tap.equal(device.find('ticket')['text'], ticket['text'], 'to the same ticket')
    tap.equal(last_record(lab), ('device.identified', 'success', device.address),
              'the log says where')

    nowhere = 'virtual:' + lab.path('nowhere')
    tap.equal(refusal(identify(nowhere)), ('unavailable', 'tether.connect'), 'nobody is there')
    tap.equal(last_record(lab), ('device.identified', 'failure', nowhere), 'which the log says')
    tap.equal(refusal(lab.technician('device', 'identify')), ('usage', 'usage.arguments'),
              'a cable has to be named')
    tap.equal(refusal(lab.ctl('device', 'identify', '--tether', device.address)),
              ('usage', 'usage.arguments'), 'somebody has to be signed in')

    os.remove(lamp)
    tap.equal(refusal(identify()), ('refused', 'led.write'), 'a light that is gone is told')
    finish = in_thread(identify)
    wait_for(lambda: device.find('identify') is not None and
             device.events[-1]['event'] == 'identify', 'the screen to show it')
    device.cut_off()
    tap.equal(refusal(finish()), ('unavailable', 'tether.unplugged'), 'and so is a cable pulled')
    tap.equal(lab.ctl('audit', 'verify').status, 0, 'the audit log is intact')
    tap.done()


main()
