from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.receipt import Receipt

TRANSITIONS = {
    "begin_attempt": lambda receipt: receipt.begin_attempt(),
    "retry_now": lambda receipt: receipt.retry_later(wait_known=False),
    "retry_when_told": lambda receipt: receipt.retry_later(wait_known=True),
    "count_failure": lambda receipt: receipt.count_failure(),
    "mark_admitted": lambda receipt: receipt.mark_admitted(),
    "mark_counted": lambda receipt: receipt.mark_counted(),
    "hand_over": lambda receipt: receipt.hand_over(),
    "mark_done": lambda receipt: receipt.mark_done(),
}


def test_work_is_recorded_until_everybody_has_ended_it_and_not_while_talking():
    noted = []
    receipt = Receipt(
        lambda: None, on_begin=lambda: noted.append(1), on_end=lambda: noted.append(0)
    )
    with receipt.talking():
        pass
    assert noted == []
    receipt.begin_work()
    receipt.begin_work()
    receipt.end_work()
    assert noted == [1]
    with receipt.talking():
        assert noted == [1, 0]
    assert noted == [1, 0, 1]
    with receipt.talking():
        receipt.mark_done()
    receipt.end_work()
    assert noted == [1, 0, 1, 0, 0]


@given(st.lists(st.sampled_from(sorted(TRANSITIONS))), st.booleans(), st.booleans())
def test_a_receipt_records_what_happens_in_any_order(names, crowded, suspect):
    closed = []
    receipt = Receipt(lambda: closed.append(1), crowded=crowded, suspect=suspect)
    for number, name in enumerate(names, 1):
        TRANSITIONS[name](receipt)
        past = names[:number]
        attempt = past[last_index(past, "begin_attempt") + 1 :]
        retries = [name for name in attempt if name.startswith("retry")]
        done = "mark_done" in past
        assert receipt.is_open is not done
        assert len(closed) == done  # called once, however often it is marked as done
        assert receipt.is_crowded is crowded
        assert receipt.is_suspect is suspect
        assert receipt.is_admitted is ("mark_admitted" in past)
        assert receipt.is_counted is ("mark_counted" in past)
        assert receipt.is_handed_over is ("hand_over" in past)
        assert receipt.failures == past.count("count_failure")
        assert receipt.is_retry_wanted is (bool(retries) and not done)
        assert receipt.is_wait_known is (retries[-1:] == ["retry_when_told"] and not done)


def last_index(names, name):
    """The last index of a name, or -1 if it is absent."""
    return max((index for index, other in enumerate(names) if other == name), default=-1)
