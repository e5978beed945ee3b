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
def test_a_full_queue_takes_only_what_is_required_and_one_is_told(chat, longest):
    queues = ChatQueues()
    kept = [
        queues.append(chat, number, Arrival(0.0, chat), is_required=False)
        for number in range(longest + 5)
    ]
    assert sum(kept) == longest
    assert queues.append(chat, 10**6, Arrival(0.0, chat), is_required=True)
    assert [queues.must_tell(chat) for _ in range(3)] == [True, False, False]
    queues.remove(chat, range(longest // 2))
    assert not queues.must_tell(chat)
    queues.remove(chat, range(longest // 2, longest))
    assert queues.waiting(chat) == (10**6,)
    assert queues.must_tell(chat)


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

    @rule(chat=CHATS, places=st.sets(st.integers(0, 40), max_size=4))
    def remove(self, chat, places):
        queue = self.expected.get(chat, [])
        done = [queue[place] for place in sorted(places) if place < len(queue)]
        if done:
            self.queues.remove(chat, done)
            self.expected[chat] = [number for number in queue if number not in done]

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
            assert self.queues.waiting(chat) == tuple(queue)


TestModel = Model.TestCase
