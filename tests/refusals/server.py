"""A Central Station that is not what it should be: a TLS server of Python's, with any certificate,
which says what it is told to."""

import json
import re
import socket
import ssl
import threading

import serials


class Server:
    """said: the members of the whoami answer that are other than the truth; raw: all bytes of the
    answer; tls: False for a server that speaks none."""

    def __init__(self, lab, pem, key, root, version=None, said=None, raw=None, status='200 OK',
                 tls=True, asks=True):
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(pem, key)
        if version is not None:
            self.context.set_ciphers('ALL:@SECLEVEL=0')
            self.context.minimum_version = self.context.maximum_version = version
        if asks:
            self.context.load_verify_locations(root)
            self.context.verify_mode = ssl.CERT_OPTIONAL
        self.said = said or {}
        self.raw = raw
        self.status = status
        self.tls = tls
        self.listener = socket.create_server(('127.0.0.1', lab.port))
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def close(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join(60)

    def serve(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            connection.settimeout(30)
            try:
                if self.tls:
                    connection = self.context.wrap_socket(connection, server_side=True)
                self.answer(connection)
            except OSError:  # SSLError is one
                pass
            finally:
                connection.close()

    def answer(self, connection):
        request = connection.recv(65536).decode('latin-1')
        if self.raw is not None:
            connection.sendall(self.raw)
            return
        members = {'nonce': re.search('nonce=([0-9a-f]+)', request)[1],
                   'serial': serial_of(connection.getpeercert(True))}
        members.update(self.said)
        body = json.dumps(members)
        connection.sendall((f'HTTP/1.1 {self.status}\r\nContent-Type: application/json\r\n'
                            f'Content-Length: {len(body)}\r\nConnection: close\r\n\r\n'
                            f'{body}').encode())


def serial_of(der):
    return '' if der is None else serials.of_certificate(der, 'DER')
