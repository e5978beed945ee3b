"""Inline queries, which are handled at once or not at all."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st
from served import Served, run_fast

from bot.updates.queues import inline_queries


def asked(number, user=1, text="who?"):
    asker = {"id": user, "is_bot": False, "first_name": "Alice"}
    query = {"id": str(number), "from": asker, "query": text, "offset": ""}
    return {"update_id": number, "inline_query": query}


def run(handle, *polls):
    """Accept each poll's updates a tenth of a second after the one before; return the dispatch."""
    served = Served(handle)

    async def main():
        for bodies in polls:
            served.dispatch.accept(bodies)
            await asyncio.sleep(0.1)
        await served.dispatch.idle()

    run_fast(main())
    return served


def test_a_query_is_never_stored():
    waiting = []

    async def look(_):
        waiting.append(served.inbox.waiting())
        in_hand.append(served.dispatch.waiting)

    in_hand = []
    served = Served(look)

    async def main():
        served.dispatch.accept([asked(1)])
        await served.dispatch.idle()

    run_fast(main())
    assert (waiting, in_hand) == ([[]], [1])
    assert served.dispatch.left == served.dispatch.waiting == 0


def test_a_users_latest_query_replaces_the_one_that_has_not_begun():
    assert run(None, [asked(n, text="w" * n) for n in range(1, 9)]).handled == [8]


def test_a_query_that_comes_again_is_handled_once():
    assert run(None, [asked(1)], [asked(1), asked(2, user=2)], [asked(1)]).handled == [1, 2]


def test_a_user_who_types_fast_delays_nobody():
    began = []

    async def slow(update):
        began.append((update.update_id, asyncio.get_running_loop().time()))
        await asyncio.sleep(60)

    flood = [[asked(n)] for n in range(40)]
    run(slow, *flood[:15], [asked(100, user=2)], *flood[15:], [asked(101, user=3)])
    times = dict(began)
    assert times[100] == pytest.approx(1.5)
    assert times[101] < 61
    assert len(began) < 25


@given(st.lists(st.integers(1, 400), max_size=500))
def test_so_many_run_at_once_and_the_latest_of_each_user_is_handled(users):
    running, most = set(), [0]

    async def slow(update):
        running.add(update.update_id)
        most.append(len(running))
        await asyncio.sleep(1)
        running.discard(update.update_id)

    served = run(slow, [asked(number, user) for number, user in enumerate(users)])
    assert max(most) <= inline_queries.AT_ONCE
    latest = {user: number for number, user in enumerate(users)}
    if len(latest) <= inline_queries.MOST_WAITING:
        assert sorted(served.handled) == sorted(latest.values())
    else:
        assert len(served.handled) >= inline_queries.MOST_WAITING
