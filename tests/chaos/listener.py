"""Something that listens in another's place, and serves each connection in a thread of its own."""

import socket
import threading


class Listener:
    """listener: a socket that listens. Whoever inherits says what is served, in serve (connection);
    an error of the operating system there is the other side's going away."""

    def __init__(self, listener):
        self.listener = listener
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                connection = self.listener.accept()[0]
            except OSError:
                return
            threading.Thread(target=self.serve_one, args=[connection], daemon=True).start()

    def serve_one(self, connection):
        try:
            with connection:
                self.serve(connection)
        except OSError:
            pass

    def serve(self, connection):
        raise NotImplementedError

    def leave(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()


def listen_local(path):
    """A socket as signer and device have one."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    listener.bind(path)
    listener.listen(8)
    return listener
