"""Links and feeds that a chat adds, fetched from a server and read by the worker process."""

import asyncio
from functools import partial

import pytest
from fake_telegram import GROUP, Talk
from web_server import page, web

from bot.library.library import Library

RSS = b"<rss version='2.0'><channel><title>Courier</title></channel></rss>"


@pytest.fixture
def talk_over_http():
    """Start a conversation by the real clock, which a server and a worker process need."""
    return partial(Talk, Library.of([]), asyncio.SelectorEventLoop)


def last(sent):
    """Return the final text; on a busy machine a progress message comes before it."""
    return sent[-1]["text"]


def test_a_link_is_fetched(talk_over_http):
    with web({"/ferry": page()}) as (host, _):
        with talk_over_http() as talk:
            refused = last(talk.say(f"/add {host}/ferry"))
            assert refused == "I could not add that: it is not on the public internet."
        with talk_over_http(quotewire_fetch_hosts="localhost") as talk:
            added = last(talk.say(f"/add {host}/ferry"))
            assert added.startswith("Added [C1] New ferry links Harwick and Sund, Harbour Courier")


def test_a_chat_follows_its_own_feeds(talk_over_http):
    with (
        web({"/rss": page(RSS, "application/rss+xml")}) as (host, _),
        talk_over_http(quotewire_fetch_hosts="localhost") as talk,
    ):
        assert last(talk.say("/feeds")).startswith("No feeds are followed")
        assert last(talk.say("/follow news")).startswith("That is no web address")
        assert last(talk.say(f"/follow {host}/rss")).startswith(f"Following Courier, {host}/rss")
        assert last(talk.say("/feeds")) == f"1. Courier, {host}/rss"
        assert "Only administrators" in last(talk.say(f"/follow@QuotewireBot {host}/rss", GROUP))
        assert last(talk.say("/feeds@QuotewireBot", GROUP)).startswith("No feeds are followed")
        assert "number from /feeds" in last(talk.say("/unfollow 2"))
        assert last(talk.say("/unfollow 1")).startswith("Stopped following Courier")
        assert last(talk.say("/feeds")).startswith("No feeds are followed")
