"""Presses, reactions and guests' messages, which wait for nothing in their chats."""

import asyncio

import pytest
from fake_telegram import ALICE, GROUP, PRIVATE, message
from served import Served, run_fast

from bot.delivery.receipt import in_hand
from bot.updates.queues import asides

SHOWN = message("…", GROUP)
PRESS = {"id": "9", "from": ALICE, "chat_instance": "1", "data": "near", "message": SHOWN}
REACTION = {
    "chat": GROUP, "message_id": 5, "date": 1, "user": ALICE, "old_reaction": [],
    "new_reaction": [{"type": "emoji", "emoji": "👍"}],
}  # fmt: skip
GUEST = message("who?", GROUP, guest_query_id="7")
KINDS = {"callback_query": PRESS, "message_reaction": REACTION, "guest_message": GUEST}


def run(served, *bodies):
    """Handle updates; return when each was handled, by the loop's clock."""
    times = {}

    async def main():
        handle = served._handle  # noqa: SLF001 - extended here

        async def note(update):
            times[update.update_id] = asyncio.get_running_loop().time()
            if handle:
                await handle(update)

        served._handle = note  # noqa: SLF001 - as above
        served.dispatch.accept(bodies)
        await served.dispatch.idle()

    run_fast(main())
    return times


@pytest.mark.parametrize("kind", KINDS)
def test_an_aside_waits_neither_for_the_messages_of_its_chat_nor_for_its_limit(kind):
    served = Served()
    served.rooms[GROUP["id"]] = 60
    texts = [{"update_id": number, "message": message("who?", GROUP)} for number in range(20)]
    times = run(served, *texts, {"update_id": 50, kind: KINDS[kind]})
    assert times[50] == 0
    assert times[0] == 60
    assert served.inbox.waiting() == []
    assert served.dispatch.waiting == 0


@pytest.mark.parametrize("kind", KINDS)
def test_an_aside_that_a_run_left_is_handled_by_the_next(kind):
    async def forever(_):
        await asyncio.sleep(10**6)

    async def begin(served):
        served.dispatch.accept([{"update_id": 50, kind: KINDS[kind]}])
        await asyncio.sleep(1)
        await served.dispatch.close(1)

    first = Served(forever)
    run_fast(begin(first))
    assert first.handled == []
    second = Served(database=first.database)
    second.rooms[GROUP["id"]] = 60

    async def go_on():
        assert second.dispatch.resume() == 1
        await second.dispatch.idle()
        return asyncio.get_running_loop().time()

    assert run_fast(go_on()) == 0
    assert second.handled == [50]


def test_an_aside_is_retried_when_a_message_is_allowed():
    tries = []

    async def fail_once(_):
        tries.append(asyncio.get_running_loop().time())
        if len(tries) == 1:
            in_hand.get().retry_later(wait_known=True)

    served = Served(fail_once)
    served.rooms[GROUP["id"]] = 60
    run(served, {"update_id": 1, "callback_query": PRESS})
    assert tries == [0, 62]  # after the pause of 2 and the chat's 60 seconds
    assert served.inbox.waiting() == []


def test_a_chat_has_only_so_many_asides_at_once_and_delays_no_other():
    running, most = [], []

    async def slow(update):
        running.append(update.update_id)
        most.append(len(running))
        await asyncio.sleep(5)
        running.remove(update.update_id)

    presses = [{"update_id": n, "callback_query": PRESS} for n in range(3 * asides.MOST_OF_CHAT)]
    other = PRESS | {"message": message("…", PRIVATE)}
    times = run(Served(slow), *presses, {"update_id": 10**6, "callback_query": other})
    assert max(most) == asides.MOST_OF_CHAT + 1
    assert times[10**6] == 0
    assert len(times) == len(presses) + 1
