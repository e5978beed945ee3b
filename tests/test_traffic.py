import asyncio

from fake_telegram import GROUP, PRIVATE, FastLoop, Talk, message
from telegram import Update

from bot.library import Library
from bot.traffic import ChatOrder


def update(chat):
    return Update.de_json({"update_id": 1, "message": message("who?", chat)}, None)


def order_of(*chats):
    """The order in which updates end, if the first ones take longest."""
    ended = []

    async def take(number):
        await asyncio.sleep(10 - number)
        ended.append(number)

    async def serve():
        order = ChatOrder()
        work = [order.process_update(update(chat), take(n)) for n, chat in enumerate(chats)]
        await asyncio.gather(*work)

    with asyncio.Runner(loop_factory=FastLoop) as runner:
        runner.run(serve())
    return ended


def test_updates_of_one_chat_keep_their_order():
    assert order_of(GROUP, GROUP, GROUP) == [0, 1, 2]


def test_one_chat_does_not_wait_for_another():
    assert order_of(GROUP, PRIVATE, {"id": 3, "type": "private"}) == [2, 1, 0]


def test_an_update_without_a_chat_waits_for_none():
    async def serve():
        order = ChatOrder()
        await order.initialize()
        await order.process_update(Update(1), asyncio.sleep(0))
        await order.process_update("no update", asyncio.sleep(0))
        await order.shutdown()

    asyncio.run(serve())


def test_a_group_gets_twenty_answers_a_minute_and_typing_is_not_counted(ferry):
    with Talk(Library.of([ferry])) as talk:
        loop = talk.runner.get_loop()
        for _ in range(20):
            talk.say("@QuotewireBot who built the vessel?", GROUP)
        assert loop.time() < 1
        talk.say("@QuotewireBot who built the vessel?", GROUP)
        assert loop.time() > 1
