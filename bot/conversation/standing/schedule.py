"""When a digest is sent: how a reader says it, and the next time."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

MINUTES = 60  # in an hour
NOON = 12
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SHORTEST_NAME = 3  # letters of a weekday
ASKED = re.compile(
    r"""(?:(?P<daily>daily|(?:every|each)[ ]day)
    |(?P<weekly>weekly|(?:every|each)[ ]week)?[ ]?
    (?:on[ ]|every[ ]|each[ ])?(?P<day>[a-z]{3,9}?)?s?)[, ]*(?:at[ ])?
    (?P<hour>[0-9]{1,2})(?:[:.h](?P<minute>[0-9]{2}))?[ ]?(?P<half>[ap])?(?:(?<=[ap])\.?m\.?)?""",
    re.VERBOSE,
)


class Schedule(NamedTuple):
    """A minute of the day, and the weekday on which it counts, from 0, Monday; None for each."""

    minute: int
    weekday: int | None = None


def read_schedule(words: str) -> Schedule | None:
    """Return the schedule that a reader asks for; None if it is none.

    >>> read_schedule("daily 8:00"), read_schedule("weekly Friday at 5 pm")
    (Schedule(minute=480, weekday=None), Schedule(minute=1020, weekday=4))
    >>> read_schedule("daily 25:00")
    """
    found = ASKED.fullmatch(" ".join(words.lower().split()))
    if found is None:
        return None
    weekday = _weekday(found["day"])
    if found["day"] and weekday is None:
        return None
    if found["weekly"] and weekday is None:
        weekday = 0
    hour = _hour(int(found["hour"]), found["half"])
    minute = int(found["minute"] or 0)
    if hour is None or minute >= MINUTES:
        return None
    return Schedule(hour * MINUTES + minute, weekday)


def next_time(schedule: Schedule, after: datetime, zone: ZoneInfo) -> datetime:
    """Return the schedule's next time after another, in UTC.

    A time that a day lacks because the clocks go forward comes an hour later there; one that a day
    has twice counts the first time.
    """
    day = after.astimezone(zone).date()
    while True:
        at = _at(day, schedule.minute, zone)
        if at > after and schedule.weekday in (None, day.weekday()):
            return at
        day += timedelta(days=1)


def _at(day: date, minute: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(*divmod(minute, MINUTES)), zone).astimezone(UTC)


def _weekday(name: str | None) -> int | None:
    if not name or len(name) < SHORTEST_NAME:
        return None
    return next((at for at, day in enumerate(WEEKDAYS) if day.startswith(name)), None)


def _hour(hour: int, half: str | None) -> int | None:
    """The hour of the day; None if there is no such hour."""
    if half is None:
        return hour if hour < 2 * NOON else None
    if not 1 <= hour <= NOON:
        return None
    return hour % NOON + NOON * (half == "p")
