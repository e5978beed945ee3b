"""The limits of messages while the server that counts them is away, and after it was killed."""

import asyncio
from contextlib import closing
from time import monotonic

import pytest
from telegram.error import RetryAfter

from bot.delivery.limits.flood_limits import SPREAD, MessageRate
from bot.delivery.limits.published import MESSAGES_PER_MINUTE_IN_GROUP
from bot.delivery.limits.shared_counts import counting_in
from corpus.store.database.opening import open_database

GROUP = -1


def test_what_cannot_be_counted_is_not_sent_and_what_was_counted_still_counts(
    postgresql, postgresql_url
):
    sent = []

    async def send():
        sent.append(GROUP)

    async def main(database):
        def to_send(rate):
            return rate.process_request(send, (), {}, "sendMessage", {"chat_id": GROUP}, None)

        rate = MessageRate(counting=counting_in(database, "token"))
        for _ in range(3):
            await to_send(rate)
        with database.noting(durable=True) as connection:  # which takes what was counted to disk
            connection.execute("INSERT INTO incident VALUES ('a', 'b')")
        postgresql.kill()
        began = monotonic()
        with pytest.raises(RetryAfter):
            await to_send(rate)
        assert monotonic() - began < 15
        assert len(sent) == 3
        postgresql.start()
        with closing(open_database(postgresql_url)) as anew:  # by a bot that knows nothing
            other = MessageRate(counting=counting_in(anew, "token"))
            await to_send(other)
            assert other.left(GROUP) == MESSAGES_PER_MINUTE_IN_GROUP - 4 - SPREAD

    with closing(open_database(postgresql_url)) as database:
        asyncio.run(main(database))
    assert len(sent) == 4
