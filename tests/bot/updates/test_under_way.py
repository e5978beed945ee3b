from hypothesis import given
from hypothesis import strategies as st

from bot.updates.under_way import SLOTS, UnderWay

NUMBERS = st.integers(1 - (1 << 63), (1 << 63) - 1)


@given(st.lists(st.tuples(st.booleans(), st.sampled_from([-5, 0, 7, (1 << 63) - 1]))))
def test_what_has_begun_and_not_ended_is_left(tmp_path_factory, steps):
    path = tmp_path_factory.mktemp("marks") / "quotewire.db.under-way"
    under_way, open_now = UnderWay(path), set()
    under_way.clear()
    for begins, number in steps:
        (under_way.begin if begins else under_way.end)(number)
        (open_now.add if begins else open_now.discard)(number)
    assert UnderWay(path).left() == sorted(open_now)
    under_way.clear()
    assert UnderWay(path).left() == []


def test_a_limited_number_is_remembered(tmp_path):
    path = tmp_path / "marks"
    under_way = UnderWay(path)
    under_way.clear()
    for number in range(SLOTS + 5):
        under_way.begin(number)
    assert len(UnderWay(path).left()) == SLOTS
    for number in range(SLOTS + 5):
        under_way.end(number)
    assert UnderWay(path).left() == []


@given(st.binary(max_size=40))
def test_any_file_is_read(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("marks") / "marks"
    path.write_bytes(data)
    under_way = UnderWay(path)
    under_way.left()
    under_way.clear()
    under_way.begin(1)
    assert UnderWay(path).left() == [1]


def test_a_file_that_cannot_be_used_or_was_deleted_is_in_nobodys_way(tmp_path):
    path = tmp_path / "marks"
    for under_way in (UnderWay(), UnderWay(tmp_path), UnderWay(tmp_path / "no" / "marks")):
        under_way.clear()
        under_way.begin(1)
        assert under_way.left() == []
        under_way.end(1)
    deleted = UnderWay(path)
    path.unlink()
    deleted.clear()
    deleted.begin(1)
    assert UnderWay(path).left() == []
