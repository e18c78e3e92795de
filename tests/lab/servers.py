"""Servers that nobody here wrote, each told in its own way to let in who has a good certificate of
our root, by our revocation lists. All on loopback; gnutls-serv cannot be told where, and wants
a network that has nothing else (loopback.py)."""

import http.server
import os
import socket
import subprocess
import threading

import loopback
from lab import Lab, free_port, wait_for


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(('127.0.0.1', port)) == 0


def pem_of_crls(lab):
    return ''.join(subprocess.run(['openssl', 'crl', '-inform', 'DER', '-in', path],
                                  capture_output=True, text=True, check=True).stdout
                   for path in lab.crl_files())


class Server:
    """A running one: name, port, what it logged."""

    def __init__(self, lab, name, port, folder):
        self.lab = lab
        self.name = name
        self.port = port
        self.folder = folder
        self.log_path = os.path.join(folder, 'log')

    def start(self, *argv):
        with open(self.log_path, 'ab') as log:
            self.process = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=log, stderr=log)
        self.lab.processes.append(self.process)
        wait_for(lambda: listens(self.port) or self.process.poll() is not None, self.name)
        if self.process.poll() is not None:
            raise RuntimeError(f'{self.name} did not start: {self.log()}')
        return self

    def log(self):
        with open(self.log_path, encoding='utf-8', errors='replace') as file:
            return file.read()

    def stop(self):
        self.lab.stop(self.process)
        self.process.stdin.close()


class Files:
    """What every server needs: own certificate and key, the root, the lists as PEM in one file."""

    def __init__(self, lab, crls, name):
        self.folder = lab.path(name)
        os.makedirs(self.folder, exist_ok=True)
        self.certificate = lab.path('central/server.pem')
        self.key = lab.path('central/server.key')
        self.root = os.path.join(lab.station, 'certificates/root.pem')
        self.crls = Lab.write(self.path('crls.pem'), crls)

    def path(self, name):
        return os.path.join(self.folder, name)


def start_nginx(lab, crls=None, port=None):
    """A Central Station made of nginx alone: its whoami is made of its variables."""
    port = port or lab.port
    files = Files(lab, crls or pem_of_crls(lab), 'nginx')
    server = Server(lab, 'nginx', port, files.folder)
    Lab.write(files.path('nginx.conf'), f'''
daemon off;
user root;
worker_processes 1;
pid {files.folder}/pid;
error_log {server.log_path} info;
events {{ worker_connections 64; }}
http {{
  access_log off;
  client_body_temp_path {files.folder}/body;
  proxy_temp_path {files.folder}/proxy;
  fastcgi_temp_path {files.folder}/fastcgi;
  uwsgi_temp_path {files.folder}/uwsgi;
  scgi_temp_path {files.folder}/scgi;
  server {{
    listen 127.0.0.1:{port} ssl;
    ssl_certificate {files.certificate};
    ssl_certificate_key {files.key};
    ssl_protocols TLSv1.2 TLSv1.3;
    ssl_verify_client on;
    ssl_verify_depth 3;
    ssl_client_certificate {files.root};
    ssl_crl {files.crls};
    location = /zmonitor/v1/whoami {{
      default_type application/json;
      return 200 '{{"nonce":"$arg_nonce","serial":"$ssl_client_serial"}}';
    }}
  }}
}}
''')
    return server.start('/usr/sbin/nginx', '-c', files.path('nginx.conf'), '-p', files.folder)


def start_openssl(lab, crls, port=None):
    """-CRL takes one list only; a CAfile may have any number of them."""
    port = port or free_port()
    files = Files(lab, crls, 's_server')
    with open(files.root, encoding='utf-8') as root:
        trust = Lab.write(files.path('trust.pem'), root.read() + crls)
    return Server(lab, 'openssl s_server', port, files.folder).start(
        'openssl', 's_server', '-accept', f'127.0.0.1:{port}', '-cert', files.certificate,
        '-key', files.key, '-CAfile', trust, '-no-CApath', '-no-CAstore', '-crl_check_all',
        '-x509_strict', '-Verify', '4', '-verify_return_error', '-www')


def start_gnutls(lab, crls, port=None):
    assert loopback.MARK in os.environ, 'gnutls-serv listens on every interface that there is'
    port = port or free_port()
    files = Files(lab, crls, 'gnutls-serv')
    return Server(lab, 'gnutls-serv', port, files.folder).start(
        'stdbuf', '-oL', 'gnutls-serv', '--http', '--port', str(port), '--require-client-cert',
        '--verify-client-cert', '--x509cafile', files.root, '--x509crlfile', files.crls,
        '--x509certfile', files.certificate, '--x509keyfile', files.key)


class Backend(http.server.BaseHTTPRequestHandler):
    """What stands behind stunnel."""

    def do_GET(self):
        self.send_response(200)
        self.send_header('Content-Length', '3')
        self.end_headers()
        self.wfile.write(b'ok\n')

    def log_message(self, *arguments):
        pass


def start_stunnel(lab, crls, port=None):
    port = port or free_port()
    files = Files(lab, crls, 'stunnel')
    backend = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Backend)
    threading.Thread(target=backend.serve_forever, daemon=True).start()
    config = Lab.write(files.path('stunnel.conf'), f'''
foreground = yes
pid =
debug = info
syslog = no
[https]
accept = 127.0.0.1:{port}
connect = 127.0.0.1:{backend.server_port}
cert = {files.certificate}
key = {files.key}
CAfile = {files.root}
CRLfile = {files.crls}
verifyChain = yes
requireCert = yes
sslVersionMin = TLSv1.2
''')
    return Server(lab, 'stunnel', port, files.folder).start('stunnel', config)


ALL = (start_nginx, start_gnutls, start_stunnel, start_openssl)
