"""A server that gives one response to whatever it is asked, and one that gives none."""

import socket
import threading
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

JSON = "application/json"


class Quiet(ThreadingHTTPServer):
    """Does not print what fails: clients that close the connection are what is tested."""

    daemon_threads = True

    def handle_error(self, *_):
        pass


@contextmanager
def answering(status, body, kind=JSON, *, user="ann:hunter%402", tls=None, **headers):
    """Serve one response; give the server's URL, and the requests that it records.

    ``body`` is bytes, or a function of all pieces that the server sends one after the other, until
    the client closes the connection. ``tls`` is the context of a server with TLS.
    """
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            length = int(self.headers.get("Content-Length", 0))
            asked.append((self.path, dict(self.headers), self.rfile.read(length)))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            for name, value in headers.items():
                self.send_header(name, value)
            if isinstance(body, bytes):
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(OSError):
                for piece in [body] if isinstance(body, bytes) else body():
                    self.wfile.write(piece)

        def do_GET(self):
            self.do_POST()

        def log_message(self, *_):
            pass

    server = Quiet(("127.0.0.1", 0), Handler)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        scheme = "https" if tls else "http"
        yield f"{scheme}://{user}@127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def silent():
    """The port of a server that takes connections and never says anything."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]
