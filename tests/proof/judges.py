"""Four verifiers that nobody here wrote, behind one call: judge (case) is True where the chain is
good. A case has leaf, untrusted, root, crls (files in PEM), purpose ('client' or 'server')."""

import os
import shutil
import subprocess

OIDS = {'client': '1.3.6.1.5.5.7.3.2', 'server': '1.3.6.1.5.5.7.3.1'}
JAVA = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'Judge.java')


def run(*argv, **options):
    process = subprocess.run(argv, capture_output=True, text=True, errors='replace', **options)
    return process.returncode, process.stdout + process.stderr


def join(paths, target):
    with open(target, 'w', encoding='utf-8') as out:
        for path in paths:
            with open(path, encoding='utf-8') as file:
                out.write(file.read())
    return target


def split(path, begin='-----BEGIN CERTIFICATE-----'):
    """The PEM blocks of a file."""
    with open(path, encoding='utf-8') as file:
        parts = file.read().split(begin)[1:]
    end = begin.replace('BEGIN', 'END')
    return [begin + part.split(end)[0] + end + '\n' for part in parts]


class OpenSSL:
    name = 'OpenSSL'

    def judge(self, case, folder):
        crls = join(case.crls, os.path.join(folder, 'crls.pem'))
        argv = ['openssl', 'verify', '-x509_strict', '-crl_check_all', '-purpose',
                'ssl' + case.purpose, '-no-CApath', '-no-CAstore', '-CAfile', case.root,
                '-CRLfile', crls]
        if case.untrusted:
            argv += ['-untrusted', join(case.untrusted, os.path.join(folder, 'untrusted.pem'))]
        status, text = run(*argv, case.leaf)
        return status == 0, text


class GnuTLS:
    name = 'GnuTLS'

    def judge(self, case, folder):
        chain = join([case.leaf, *case.untrusted], os.path.join(folder, 'chain.pem'))
        status, text = run('certtool', '--verify', '--verify-profile', 'medium',
                           '--verify-purpose', OIDS[case.purpose],
                           '--load-ca-certificate', case.root,
                           '--load-crl', join(case.crls, os.path.join(folder, 'crls.pem')),
                           '--infile', chain)
        return status == 0, text


class NSS:
    """CERT_PKIXVerifyCert by vfychain, with a database of the root, the chain and the lists."""
    name = 'NSS'
    # Without the first it would ask the distribution point in a certificate, and no list of ours.
    FLAGS = 'ignoreDefaultSrc,failIfNoInfo'

    def judge(self, case, folder):
        database = 'sql:' + os.path.join(folder, 'nss')
        os.mkdir(os.path.join(folder, 'nss'))
        run('certutil', '-N', '-d', database, '--empty-password')
        run('certutil', '-A', '-d', database, '-n', 'root', '-t', 'CT,C,C', '-a', '-i', case.root)
        texts = ''
        for number, block in enumerate([block for path in case.untrusted
                                        for block in split(path)]):
            path = os.path.join(folder, f'ca{number}.pem')
            with open(path, 'w', encoding='utf-8') as file:
                file.write(block)
            texts += run('certutil', '-A', '-d', database, '-n', f'ca{number}', '-t', ',,', '-a',
                         '-i', path)[1]
        for crl in case.crls:
            der = os.path.join(folder, 'crl.der')
            run('openssl', 'crl', '-in', crl, '-outform', 'DER', '-out', der)
            # Not -B: a list that its issuer did not sign is refused here already.
            texts += run('crlutil', '-I', '-d', database, '-i', der)[1]
        usage = {'client': '0', 'server': '1'}[case.purpose]
        revocation = ['-h', 'testLocalInfoFirst', '-m', 'crl', '-s', self.FLAGS]
        status, text = run('vfychain', '-pp', '-d', database, '-u', usage, '-g', 'leaf',
                           *revocation, '-g', 'chain', *revocation, '-a', case.leaf)
        return status == 0 and 'Chain is good' in text, texts + text


class Java:
    """PKIX of the JDK, one process for all cases: lines in, verdicts out."""
    name = 'Java'

    def __init__(self):
        self.process = subprocess.Popen(['java', '-Xshare:auto', JAVA], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)

    def judge(self, case, folder):
        chain = join([case.leaf, *case.untrusted], os.path.join(folder, 'java.pem'))
        crls = join(case.crls, os.path.join(folder, 'java.crl'))
        self.process.stdin.write('\t'.join([chain, case.root, crls, OIDS[case.purpose]]) + '\n')
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        return answer.startswith('good'), answer

    def close(self):
        self.process.stdin.close()
        self.process.wait(60)


def in_folder(parent, judge, case):
    """A verdict with a scratch directory of its own."""
    folder = os.path.join(parent, 'judge')
    shutil.rmtree(folder, ignore_errors=True)
    os.mkdir(folder)
    return judge.judge(case, folder)
