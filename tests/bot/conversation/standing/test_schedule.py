from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.standing.schedule import WEEKDAYS, Schedule, next_time, read_schedule

PARIS = ZoneInfo("Europe/Paris")
ZONES = ("UTC", "Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu")
schedules = st.builds(Schedule, st.integers(0, 24 * 60 - 1), st.none() | st.integers(0, 6))
times = st.datetimes(datetime(2000, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone


@pytest.mark.parametrize(
    "words",
    ["daily 8:00", "8", "08:00", "8 am", "8AM", "at 8", "Every day at 8.00", "daily, 8 a.m."],
)
def test_eight_in_the_morning_is_said_in_many_ways(words):
    assert read_schedule(words) == Schedule(480)


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("12 am", Schedule(0)),
        ("12:30 pm", Schedule(750)),
        ("23:59", Schedule(1439)),
        ("weekly 8:00", Schedule(480, 0)),
        ("weekly on Friday at 5 pm", Schedule(1020, 4)),
        ("tues 8", Schedule(480, 1)),
        ("Sundays 9:15", Schedule(555, 6)),
    ],
)
def test_times_and_weekdays_are_read(words, read):
    assert read_schedule(words) == read


@pytest.mark.parametrize(
    "words", ["24:00", "8:60", "0 am", "13 pm", "daily", "tomorrow 8", "on 8:00:00", "٨:٠٠", "-8"]
)
def test_what_is_no_time_is_not_read(words):
    assert read_schedule(words) is None


@given(schedules, st.sampled_from(["daily ", "", "at "]))
def test_any_time_is_read_as_it_is_written(schedule, beginning):
    hour, minute = divmod(schedule.minute, 60)
    weekly = schedule.weekday is not None
    beginning = f"weekly {WEEKDAYS[schedule.weekday]} at " if weekly else beginning
    assert read_schedule(f"{beginning}{hour:02}:{minute:02}") == schedule
    half = f"{hour % 12 or 12}:{minute:02} {'pm' if hour >= 12 else 'am'}"
    assert read_schedule(f"{beginning}{half}") == schedule


@given(st.text(max_size=40))
def test_any_words_are_read_or_not(words):
    read_schedule(words)


@given(schedules, times, st.sampled_from(ZONES).map(ZoneInfo))
def test_each_next_time_is_on_another_day_at_that_time(schedule, now, zone):
    first = next_time(schedule, now, zone)
    second = next_time(schedule, first, zone)
    days = 7 if schedule.weekday is not None else 1
    assert now < first <= now + timedelta(days=days, hours=2)
    assert first < second
    on = [one.astimezone(zone) for one in (first, second)]
    # Where the clocks go forward at that time, it is an hour later, at most on the next day.
    for one in on:
        past = (one.hour * 60 + one.minute - schedule.minute) % (24 * 60)
        assert past in (0, 30, 60)
    assert (second - first) >= timedelta(days=days, hours=-2)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2025-03-29T02:00", "2025-03-30T01:30"),  # 2:30 does not exist; the clocks go to 3:00
        ("2025-03-30T02:00", "2025-03-31T00:30"),
        ("2025-10-25T12:00", "2025-10-26T00:30"),  # 2:30 comes twice
        ("2025-10-26T00:30", "2025-10-27T01:30"),
    ],
)
def test_a_time_comes_once_on_the_days_on_which_the_clocks_change(now, then):
    now, then = (datetime.fromisoformat(one).replace(tzinfo=UTC) for one in (now, then))
    assert next_time(Schedule(150), now, PARIS) == then
