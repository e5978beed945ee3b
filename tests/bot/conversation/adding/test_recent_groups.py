import asyncio

import pytest
from fake_telegram import GROUP, PRIVATE, FastLoop, message
from telegram import Message

from bot.conversation.adding import recent_groups
from bot.conversation.adding.recent_groups import RecentGroups


@pytest.fixture
def runner():
    with asyncio.Runner(loop_factory=FastLoop) as runner:
        yield runner


def part(number, chat=PRIVATE):
    return Message.de_json(message("It rained.", chat, message_id=number), None)


def test_a_group_is_found_by_each_of_its_messages_for_an_hour(runner):
    async def talk():
        groups = RecentGroups()
        group = (part(1), part(2))
        groups.remember(group)
        await asyncio.sleep(3599)
        assert groups.find(part(2)) is group
        assert groups.find(part(1, GROUP)) == (part(1, GROUP),)
        await asyncio.sleep(2)
        assert groups.find(part(2)) == (part(2),)

    runner.run(talk())


def test_the_oldest_groups_are_forgotten_first_and_those_of_a_chat_at_once(runner, monkeypatch):
    monkeypatch.setattr(recent_groups, "MOST_MESSAGES", 5)

    async def talk():
        groups = RecentGroups()
        for number in (1, 3, 5):
            groups.remember((part(number), part(number + 1)))
        assert [len(groups.find(part(number))) for number in (2, 4, 6)] == [1, 2, 2]
        groups.remember((part(7, GROUP), part(8, GROUP)))
        groups.forget_chat(PRIVATE["id"])
        assert [len(groups.find(part(number))) for number in (4, 6)] == [1, 1]
        assert len(groups.find(part(7, GROUP))) == 2

    runner.run(talk())
