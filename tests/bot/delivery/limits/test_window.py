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


@given(st.lists(st.floats(0, 5), min_size=1, max_size=60))
def test_paced_events_keep_the_limit_and_wait_less_than_without(arrivals):
    def latest(waits):
        window, now, times = Window(20, 60.0), 0.0, []
        for arrival in arrivals:
            now = max(now, sum(arrivals[: len(times)]) + arrival)
            while (pause := waits(window, now)) > 0:
                now += pause
            window.take(now)
            times.append(now)
        return times

    paced = latest(lambda window, now: window.pace(now, 5))
    for first, later in zip(paced, paced[20:], strict=False):
        assert later - first >= 60 - 2 * TICK
    assert paced[:15] == latest(lambda window, now: window.wait(now))[:15]


def test_the_last_events_are_spread_until_the_first_expires():
    window = Window(20, 60.0)
    for _ in range(15):
        assert window.pace(0.0, 5) == 0
        window.take(0.0)
    times, now = [], 0.0
    for _ in range(6):
        now += window.pace(now, 5)
        window.take(now)
        times.append(round(now))
    assert times == [10, 20, 30, 40, 50, 60]
    assert window.left(now) == 20 - 6
