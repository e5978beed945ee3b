import asyncio
import json
import ssl

import httpx
import pytest
from web_server import free_place

from bot.monitoring import http_server
from bot.monitoring.http_server import LARGEST_BODY, stop
from bot.updates.receiving.webhook import PROOF_HEADER, Webhook, public_part, serve_webhook
from corpus.errors import CorpusError

KEY = "a-secret-that-nobody-guesses"
URL = "https://bot.example/hook+1"
UPDATE = {"update_id": 7, "message": {"text": "who?"}}


def posted(*requests, accept=None, **options):
    """Return the statuses of the responses, and the updates that were accepted."""
    accepted = []

    async def main():
        place = free_place()
        server = serve_webhook(URL, place, KEY, accept or accepted.extend, **options)
        scheme = "https" if options else "http"
        try:
            async with httpx.AsyncClient(base_url=f"{scheme}://{place}", verify=False) as client:
                return [(await client.request(**request)).status_code for request in requests]
        finally:
            await stop(server)

    return asyncio.run(main()), accepted


def post(body=UPDATE, path="/hook+1", secret=KEY, method="POST"):
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return {"method": method, "url": path, "content": content, "headers": {PROOF_HEADER: secret}}


def test_an_update_with_the_secret_is_accepted():
    assert posted(post()) == ([200], [UPDATE])


@pytest.mark.parametrize("secret", ["", "wrong", KEY[:-1], KEY + "x"])
def test_without_the_secret_nothing_is_accepted(secret):
    assert posted(post(secret=secret)) == ([403], [])


def test_a_body_without_the_secret_takes_no_memory(monkeypatch):
    kept = []
    received = Webhook.data_received

    def note(handler, chunk):
        received(handler, chunk)
        kept.append(len(handler._body))  # noqa: SLF001 - the claim is about what it holds

    monkeypatch.setattr(Webhook, "data_received", note)
    body = b" " * 500_000
    assert posted(post(body, secret="wrong"))[0] == [403]
    assert max(kept) == 0
    assert posted(post(body))[0] == [400]
    assert max(kept) == len(body)


def test_telegram_gets_through_while_strangers_hold_half_sent_headers(monkeypatch):
    monkeypatch.setattr(http_server, "MOST_CONNECTIONS", 10)
    accepted = []

    async def main():
        place = free_place()
        server = serve_webhook(URL, place, KEY, accepted.extend)
        host, _, port = place.rpartition(":")
        async with httpx.AsyncClient(base_url=f"http://{place}") as telegram:
            try:
                answers = [await telegram.request(**post())]
                half = []
                for _ in range(30):
                    half.append(await asyncio.open_connection(host, int(port)))
                    half[-1][1].write(b"POST /hook+1 HTTP/1.1\r\nHost: a\r\n")
                for reader, _ in half[:20]:
                    assert await reader.read() == b""
                answers.append(await telegram.request(**post()))
                async with httpx.AsyncClient(base_url=f"http://{place}") as another:
                    answers.append(await another.request(**post()))
            finally:
                for _, writer in half:
                    writer.close()
                await stop(server)
        return [answer.status_code for answer in answers]

    assert asyncio.run(main()) == [200, 200, 200]
    assert accepted == [UPDATE] * 3


@pytest.mark.parametrize(
    "body", [b"", b"no", b"[" * 100_000, b"\xff", [], {}, {"update_id": "7"}, 5]
)
def test_invalid_bodies_are_rejected(body):
    assert posted(post(body), post()) == ([400, 200], [UPDATE])


def test_other_paths_methods_and_sizes_are_rejected():
    answers, accepted = posted(post(path="/"), post(path="/hookk1"), post(method="GET"))
    assert (answers, accepted) == ([404, 404, 405], [])
    with pytest.raises(httpx.HTTPError):
        posted(post(b" " * (LARGEST_BODY + 1)))


def test_an_update_that_could_not_be_stored_is_sent_again(caplog):
    def accept(_):
        raise CorpusError("quotewire.db", "cannot be written: the disk is full")

    assert posted(post(), accept=accept)[0] == [503]
    assert "the disk is full" in caplog.text


def test_an_invalid_certificate_is_an_error(tmp_path):
    path = tmp_path / "cert.pem"
    path.write_text("no")
    with pytest.raises(ssl.SSLError):
        posted(post(), certificate=path)


def test_only_the_certificate_is_uploaded_never_the_key(tmp_path):
    path = tmp_path / "both.pem"
    one = "-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----"
    key = "-----BEGIN PRIVATE KEY-----\nsecret\n-----END PRIVATE KEY-----"
    path.write_text(f"{key}\n{one}\n{one}\n")
    assert public_part(path).decode() == f"{one}\n{one}\n"
