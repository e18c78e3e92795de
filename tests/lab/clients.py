"""Clients that nobody here wrote, for one request over TLS with a certificate or without one.
Each gives all that it said: the answer of the server, or why there is none."""

import http.client
import socket
import ssl
import subprocess
import tempfile

PATH = '/zmonitor/v1/whoami?nonce=' + '0' * 32
REQUEST = f'GET {PATH} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'
END = '-----END CERTIFICATE-----\n'
VERSIONS = {'1.2': ssl.TLSVersion.TLSv1_2, '1.3': ssl.TLSVersion.TLSv1_3}


def run(argv, request=None):
    process = subprocess.run(['timeout', '60', *argv], input=request, capture_output=True,
                             text=True, errors='replace')
    return process.stdout + process.stderr


def ask_openssl(port, root, identity, version, *extra):
    argv = ['openssl', 's_client', '-connect', f'127.0.0.1:{port}', '-servername', 'localhost',
            '-verify_hostname', 'localhost', '-verify_return_error', '-CAfile', root,
            '-no-CApath', '-no-CAstore', '-ign_eof', '-tls' + version.replace('.', '_'), *extra]
    if not identity:
        return run(argv, REQUEST)
    # What -cert_chain names is sent as it stands after the certificate of -cert.
    with tempfile.NamedTemporaryFile('w', suffix='.pem') as above, open(identity[0]) as chain:
        above.write(END.join(chain.read().split(END)[1:]))
        above.flush()
        return run([*argv, '-cert', identity[0], '-cert_chain', above.name, '-key', identity[1]],
                   REQUEST)


def ask_gnutls(port, root, identity, version):
    argv = ['gnutls-cli', '--x509cafile', root, '--port', str(port), '--priority',
            f'NORMAL:-VERS-ALL:+VERS-TLS{version}', 'localhost']
    if identity:
        argv += ['--x509certfile', identity[0], '--x509keyfile', identity[1]]
    return run(argv, REQUEST)


def ask_curl(port, root, identity, version):
    argv = ['curl', '--silent', '--show-error', '--include', '--noproxy', '*', '--cacert', root,
            '--tlsv' + version, '--tls-max', version, '--resolve', f'localhost:{port}:127.0.0.1']
    if identity:
        argv += ['--cert', identity[0], '--key', identity[1]]
    return run([*argv, f'https://localhost:{port}{PATH}'])


def ask_python(port, root, identity, version):
    context = ssl.create_default_context(cafile=root)
    context.minimum_version = context.maximum_version = VERSIONS[version]
    if identity:
        context.load_cert_chain(*identity)
    try:
        with socket.create_connection(('127.0.0.1', port), timeout=60) as plain, \
                context.wrap_socket(plain, server_hostname='localhost') as stream:
            stream.sendall(REQUEST.encode())
            answer = http.client.HTTPResponse(stream)
            answer.begin()
            return f'HTTP/1.1 {answer.status} {answer.reason}\n' + answer.read().decode()
    except (OSError, http.client.HTTPException) as error:
        return repr(error)


ALL = {'openssl s_client': ask_openssl, 'gnutls-cli': ask_gnutls, 'curl': ask_curl,
       'Python ssl': ask_python}
