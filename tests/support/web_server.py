"""A web server on this machine."""

import contextlib
import gzip
import socket
import threading
import zlib
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from files import PAGE

PAGE_BYTES = PAGE.encode()


@contextmanager
def web(pages):
    """Serve pages, given as status, headers and body by path; record the requests."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append((self.path, dict(self.headers)))
            status, headers, body = pages[self.path]
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def raw_web(parts):
    """Serve bytes as they are: ``parts`` yields them for each connection, perhaps without end."""
    stopped = threading.Event()

    def serve(connection):
        with connection, contextlib.suppress(OSError):
            connection.recv(1 << 16)
            for part in parts():
                if stopped.is_set():
                    return
                connection.sendall(part)

    def accept(server):
        with contextlib.suppress(OSError):  # the server has been closed
            while True:
                connection, _ = server.accept()
                threads.append(threading.Thread(target=serve, args=[connection]))
                threads[-1].start()

    with socket.create_server(("127.0.0.1", 0)) as server:
        threads = [threading.Thread(target=accept, args=[server])]
        threads[0].start()
        try:
            yield f"http://localhost:{server.getsockname()[1]}"
        finally:
            stopped.set()
            server.shutdown(socket.SHUT_RDWR)
            for thread in threads:
                thread.join()


def page(body=PAGE_BYTES, kind="text/html; charset=utf-8", status=200, **headers):
    return status, {"Content-Type": kind} | headers, body


def bomb(layers, size):
    """Zeros compressed again and again, a chunk at a time so that it fits in memory."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, 31)
    data = b"".join(squeeze.compress(bytes(1 << 20)) for _ in range(size >> 20)) + squeeze.flush()
    for _ in range(layers - 1):
        data = gzip.compress(data, 9)
    return data


def free_place():
    """A host and port on which nothing listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{found.getsockname()[1]}"
