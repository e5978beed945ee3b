from bot.delivery.limits.counting import OwnCounts
from bot.delivery.limits.windows import Windows


def test_each_key_has_a_window_and_only_so_many_are_kept():
    windows = Windows("visits to", 1, 60.0, OwnCounts(), room=2)
    assert [windows.take(key, 0.0) for key in "aab"] == [True, False, True]
    assert windows.take("c", 1.0)  # in place of the one known longest
    assert [windows.take(key, 1.0) for key in "bca"] == [False, False, True]
    assert windows.take("d", 61.5)  # in place of idle ones
    assert [windows.take(key, 61.5) for key in "da"] == [False, True]
