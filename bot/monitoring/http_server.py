"""The HTTP server behind the webhook and the status pages."""

import socket
import ssl
from collections import Counter
from collections.abc import Iterable, Sequence
from copy import copy

from tornado.http1connection import HTTP1ServerConnection
from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPConnection, HTTPMessageDelegate, HTTPServerRequest
from tornado.routing import URLSpec
from tornado.web import Application

LARGEST_BODY = 1 << 20  # bytes
SLOWEST_BODY = 10  # seconds
SLOWEST_HEADER = 10  # seconds, from the connection or the last response to a complete header
IDLE = 60  # seconds between two requests on a connection that ``let_idle`` allows to wait
MOST_CONNECTIONS = 200  # Telegram opens up to 40


class BoundedServer(HTTPServer):
    """A server with at most MOST_CONNECTIONS connections; one more closes an old one.

    That is the oldest connection from the address that has the most. Connections that may be idle
    are closed only if there are no others.
    """

    def initialize(self, *args: object, **options: object) -> None:
        """Begin without connections."""
        super().initialize(*args, **options)  # type: ignore[arg-type]  # tornado passes them on
        self._open: dict[HTTP1ServerConnection, None] = {}  # in the order of their last request

    def start_request(
        self, server_conn: object, request_conn: HTTPConnection
    ) -> HTTPMessageDelegate:
        """Note that a connection is waiting for a request."""
        if isinstance(server_conn, HTTP1ServerConnection):
            self._open.pop(server_conn, None)
            self._open[server_conn] = None
            if len(self._open) > MOST_CONNECTIONS:
                closed = self._least_wanted()
                del self._open[closed]
                closed.stream.close()
        return super().start_request(server_conn, request_conn)

    def on_close(self, server_conn: object) -> None:
        """Forget a connection."""
        if isinstance(server_conn, HTTP1ServerConnection):
            self._open.pop(server_conn, None)
        super().on_close(server_conn)

    def _least_wanted(self) -> HTTP1ServerConnection:
        *older, _ = self._open
        strangers = [one for one in older if one.params is self.conn_params]
        return _oldest_of_most_frequent(strangers or older)


def _oldest_of_most_frequent(
    connections: Iterable[HTTP1ServerConnection],
) -> HTTP1ServerConnection:
    """The first of the connections from the address that has the most."""
    addresses = {one: getattr(one.context, "remote_ip", "") for one in connections}
    ((most, _),) = Counter(addresses.values()).most_common(1)
    return next(one for one, address in addresses.items() if address == most)


def let_idle(request: HTTPServerRequest) -> None:
    """Allow the connection of a request to wait for the next one, for up to IDLE seconds."""
    connection = request.server_connection
    if isinstance(connection, HTTP1ServerConnection):
        connection.params = copy(connection.params)
        connection.params.header_timeout = IDLE


def listen(
    address: str, routes: Sequence[URLSpec], context: ssl.SSLContext | None = None
) -> HTTPServer:
    """Start a server on ``address``, "host:port"; with ``context``, it uses TLS.

    Raises:
        OSError: The port cannot be used.
    """
    host, _, port = address.rpartition(":")
    host = host.strip("[]")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # ``HTTPServer.listen`` (6.5) leaves the socket open when the port is taken.
    listening = socket.create_server((host, int(port)), family=family)
    listening.setblocking(False)
    server = BoundedServer(
        Application(list(routes)),
        ssl_options=context,
        max_body_size=LARGEST_BODY,
        body_timeout=SLOWEST_BODY,
        idle_connection_timeout=SLOWEST_HEADER,
    )
    server.add_socket(listening)
    return server


async def stop(server: HTTPServer) -> None:
    """Stop listening and close all connections."""
    server.stop()
    await server.close_all_connections()
