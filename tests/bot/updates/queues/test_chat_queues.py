import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.updates.queues import chat_queues
from bot.updates.queues.chat_queues import Arrival, ChatQueues

GROUP, READER = -1, 7
CHATS = st.sampled_from([GROUP, -2, READER, 8])


@pytest.mark.parametrize(
    ("chat", "longest"),
    [(GROUP, chat_queues.LONGEST_GROUP_QUEUE), (READER, chat_queues.LONGEST_PRIVATE_QUEUE)],
)
def test_in_a_full_queue_one_more_is_kept_to_be_told_so(chat, longest):
    queues = ChatQueues()
    kept = [
        queues.append(chat, number, Arrival(0.0, chat), is_required=False)
        for number in range(longest + 5)
    ]
    assert sum(kept) == longest + 1
    assert queues.is_crowded(chat, longest)
    assert queues.append(chat, 10**6, Arrival(0.0, chat), is_required=True)
    for _ in range(longest + 1):
        queues.remove_first(chat)
    assert queues.first(chat) == 10**6
    assert not queues.is_crowded(chat, longest)


class Model(RuleBasedStateMachine):
    """The queues, and lists that they must equal."""

    def __init__(self):
        super().__init__()
        self.queues = ChatQueues()
        self.expected = {}
        self.numbers = iter(range(10**6))

    @rule(chat=CHATS, count=st.integers(1, 30), is_required=st.booleans())
    def append(self, chat, count, is_required):
        for _ in range(count):
            number = next(self.numbers)
            queue = self.expected.setdefault(chat, [])
            if self.queues.append(chat, number, Arrival(1.0, chat), is_required=is_required):
                queue.append(number)

    @rule(chat=CHATS)
    def remove(self, chat):
        if self.expected.get(chat):
            assert self.queues.first(chat) == self.expected[chat].pop(0)
            self.queues.remove_first(chat)

    @rule(chat=CHATS)
    def close(self, chat):
        if chat in self.expected:
            self.queues.close(chat)
            del self.expected[chat]

    @invariant()
    def they_are_equal_and_keep_no_trace_of_others(self):
        waiting = [number for queue in self.expected.values() for number in queue]
        assert len(self.queues) == len(waiting)
        assert self.queues._arrivals.keys() == set(waiting)  # noqa: SLF001 - nothing else shows what is kept
        for chat, queue in self.expected.items():
            assert chat in self.queues
            assert self.queues.first(chat) == (queue[0] if queue else None)


TestModel = Model.TestCase
