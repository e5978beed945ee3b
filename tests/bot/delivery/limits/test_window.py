from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.limits.window import TICK, Window


def test_a_window_has_room_again_when_its_oldest_event_expires():
    window = Window(2, 10.0)
    assert window.is_idle(0.0)
    for now in (0.0, 4.0):
        assert window.wait(now) == 0
        window.take(now)
    assert (window.wait(5.0), window.wait(10.0)) == (5.0, 0.0)
    window.take(10.0)
    assert window.wait(10.0) == 4.0
    assert (window.is_idle(19.0), window.is_idle(20.0)) == (False, True)


@given(
    st.integers(1, 5),
    st.floats(0.5, 100),
    st.lists(st.floats(0, 50), max_size=40),
)
def test_no_window_holds_more_events_than_allowed(most, seconds, pauses):
    window, times, now = Window(most, seconds), [], 0.0
    for pause in pauses:
        now += pause
        now += window.wait(now)
        window.take(now)
        times.append(now)
    for first, later in zip(times, times[most:], strict=False):
        assert later - first >= seconds - 2 * TICK
