#!/usr/bin/python3
"""The main job with real processes: from an empty directory to a verified device, judged by
programs that are not ours, then its revocation."""

import os
import sqlite3
import ssl
import subprocess
import urllib.error
import urllib.request

from lab import Lab, Tap
from servers import pem_of_crls, start_nginx


def run(*argv):
    process = subprocess.run(argv, capture_output=True, text=True)
    return process.returncode, process.stdout


def proved_by_server(answer):
    """Whether the Central Station's own receipt is what the station believes."""
    ticks = {tick['name']: tick['state'] for tick in (answer.ok or {}).get('tests', [])}
    return ticks.get('receipt')


def whoami(lab, certificate, key):
    """The status of a request by Python's own TLS, or the reason of its refusal."""
    context = ssl.create_default_context(cafile=os.path.join(lab.station,
                                                             'certificates/root.pem'))
    context.load_cert_chain(certificate, key)
    url = f'https://localhost:{lab.port}/zmonitor/v1/whoami?nonce={"0" * 32}'
    try:
        with urllib.request.urlopen(url, context=context, timeout=20) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except (OSError, ssl.SSLError) as error:
        return str(error)


def judge_chain(tap, lab, out, expected, what):
    root = os.path.join(lab.station, 'certificates/root.pem')
    chain = Lab.write(lab.path('chain.pem'), open(os.path.join(lab.station,
                                                           'certificates/chain.pem')).read())
    crls = Lab.write(lab.path('crls.pem'), pem_of_crls(lab))
    status, text = run('openssl', 'verify', '-x509_strict', '-crl_check_all', '-purpose',
                       'sslclient', '-CAfile', root, '-untrusted', chain, '-CRLfile', crls, out)
    tap.equal(status == 0, expected, f'openssl verify: {what}')
    status, text = run('certtool', '--verify', '--load-ca-certificate', root,
                       '--load-crl', crls, '--infile', Lab.write(
                           lab.path('whole.pem'), open(out).read() + open(chain).read()))
    tap.equal(status == 0, expected, f'certtool --verify: {what}')
    return text


def rows_of(answer):
    return {row['name']: (row['state'], row['value']) for row in (answer.ok or {}).get('rows', [])}


def check_proofs(tap, lab):
    """The cards of both sessions, as other programs read them: of our server, and of nginx."""
    sessions = {row['deviceId']: row['session'] for row in lab.ctl('session', 'list').ok['sessions']
                if row['state'] == 'verified'}
    for device, state in (('DEV-001', 'good'), ('DEV-002', 'unknown')):
        pdf = lab.path(f'{device}.pdf')
        answer = lab.technician('session', 'proof', sessions[device], '--out', pdf)
        rows = rows_of(answer)
        tap.equal((answer.ok or {}).get('state'), state, f'the proof card of {device} is {state}')
        tap.equal((rows['canary'][0], rows['no-certificate'][0], rows['wrong-name'][0]),
                  ('good', 'good', 'reported'),
                  'what must be refused was refused, of another name by the device’s word')
        text = ' '.join(run('pdftotext', '-layout', pdf, '-')[1].split())
        tap.check(device in text and rows['canary'][1] in text and sessions[device] in text,
                  'and the paper says so', text)
    again = lab.technician('session', 'proof', sessions['DEV-001'], '--out', pdf)
    tap.equal(again.error.get('check'), 'file.exists', 'it is never written over')


def main():
    tap = Tap()
    lab = Lab()

    answer = lab.create_authority()
    if not tap.check(answer.status == 0, 'the root ceremony', answer.stdout + answer.stderr):
        tap.done()
    tap.check(lab.create_server().status == 0, 'a server certificate from the root')
    tap.check(lab.add_technician().status == 0, 'a technician')
    central = lab.start_central()
    first = lab.make_device('DEV-001', 'Intensivpflege Zürich, Bett 7')
    second = lab.make_device('DEV-002', 'ICU 2, bed 8')
    first.switch_on()

    status, text = run('zbarimg', '--quiet', '--raw', lab.path('DEV-001.png'))
    tap.equal(text.strip(), open(lab.path('DEV-001.ticket')).read().strip(),
              'zbarimg reads the ticket')

    answer = first.provision()
    tap.equal(answer.error.get('check'), 'window.closed', 'nothing is issued outside a window')
    tap.check(lab.admin('window', 'open', '--devices', '5', '--minutes', '30').status == 0,
              'an administrator opens the window')
    answer = first.provision()
    tap.check(answer.status == 0, 'DEV-001 is provisioned', answer.stdout + answer.stderr)
    tap.equal((answer.ok or {}).get('state'), 'verified', 'and verified')
    tap.equal(proved_by_server(answer), 'good', 'by a receipt of zmonitor-central')
    serial = (answer.ok or {}).get('serial')

    tap.check(lab.technician('certificate', 'export', 'DEV-001', '--out',
                             lab.path('export')).status == 0, 'the certificate is exported')
    leaf = lab.path('export', 'certificate.pem')
    judge_chain(tap, lab, leaf, True, 'the chain is good')

    files = first.files()
    tap.equal(whoami(lab, *files), 200,
              'zmonitor-central accepts it from another client')

    lab.stop(central)
    nginx = start_nginx(lab)
    second.switch_on()
    answer = second.provision()
    tap.check(answer.status == 0, 'DEV-002 is provisioned against nginx',
              answer.stdout + answer.stderr)
    tap.equal(proved_by_server(answer), 'unknown',
              'without a receipt the device’s word stands as such')

    tap.check(lab.technician('certificate', 'revoke', serial, '--reason',
                             'keyCompromise').status == 0, 'DEV-001 is revoked')
    judge_chain(tap, lab, leaf, False, 'the revoked one')
    nginx.stop()
    nginx = start_nginx(lab)
    tap.equal(whoami(lab, *files), 400,
              'nginx refuses the revoked certificate')
    other = second.files()
    tap.equal(whoami(lab, *other), 200,
              'and still accepts the other')
    nginx.stop()

    check_proofs(tap, lab)
    answer = lab.ctl('audit', 'verify')
    tap.equal(answer.status, 0, 'the audit log is intact')
    database = sqlite3.connect('file:' + os.path.join(lab.station, 'station.db') + '?mode=ro',
                               uri=True)
    actions = [row[0] for row in database.execute('SELECT action FROM security_audit_log')]
    for action in ('authority.created', 'certificate.issued', 'session.verified', 'mtls.tested',
                   'certificate.revoked'):
        tap.check(action in actions, f'the log has {action}', actions)
    dump = ''.join(database.iterdump())
    code = open(lab.path('DEV-001.ticket')).read().split(':')[2]
    tap.check(code not in dump, 'the log and the tables do not have the pairing code')
    tap.done()


main()
