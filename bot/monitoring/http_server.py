"""The HTTP server behind the webhook and the status pages."""

import socket
import ssl
from collections.abc import Sequence

from tornado.httpserver import HTTPServer
from tornado.routing import URLSpec
from tornado.web import Application

LARGEST_BODY = 1 << 20  # bytes
SLOWEST_BODY = 10  # seconds
IDLE = 60  # seconds until a connection without requests is closed


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
    server = HTTPServer(
        Application(list(routes)),
        ssl_options=context,
        max_body_size=LARGEST_BODY,
        body_timeout=SLOWEST_BODY,
        idle_connection_timeout=IDLE,
    )
    server.add_socket(listening)
    return server


async def stop(server: HTTPServer) -> None:
    """Stop listening and close all connections."""
    server.stop()
    await server.close_all_connections()
