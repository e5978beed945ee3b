import asyncio

from tornado.routing import URLSpec
from tornado.web import RequestHandler
from web_server import free_place

from bot.monitoring.http_server import listen, stop


def test_a_slow_request_is_cut_off(monkeypatch):
    monkeypatch.setattr("bot.monitoring.http_server.SLOWEST_BODY", 0.2)

    async def main():
        place = free_place()
        server = listen(place, [URLSpec("/", RequestHandler)])
        host, _, port = place.rpartition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{")
        async with asyncio.timeout(5):
            rest = await reader.read()
        writer.close()
        await stop(server)
        return rest

    assert asyncio.run(main()) == b""
