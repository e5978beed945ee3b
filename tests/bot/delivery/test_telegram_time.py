import asyncio
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.telegram_time import YEARS, TelegramTime

WRONG = datetime(2031, 1, 1, tzinfo=UTC)  # by this machine's clock
RIGHT = datetime(2026, 3, 1, 12, tzinfo=UTC)
HEADER = "Sun, 01 Mar 2026 12:00:00 GMT"


class Machine:
    """A machine's two clocks: anyone may set one, the other only counts seconds."""

    def __init__(self):
        self.clock = WRONG
        self.seconds = 1234.5
        self.time = TelegramTime(lambda: self.clock, lambda: self.seconds)

    def hear(self, **headers):
        asyncio.run(self.time.learn(httpx.Response(200, headers=headers)))


@pytest.fixture
def machine():
    return Machine()


def test_before_the_first_response_this_machines_clock_counts(machine):
    assert machine.time() == WRONG


def test_a_response_sets_the_clock_and_seconds_move_it_on(machine):
    machine.hear(Date=HEADER)
    assert machine.time() == RIGHT
    machine.seconds += 90
    assert machine.time() == RIGHT + timedelta(seconds=90)
    machine.hear(Date="Sun, 01 Mar 2026 12:01:00 GMT")
    assert machine.time() == RIGHT + timedelta(seconds=60)


def test_setting_this_machines_clock_changes_nothing(machine):
    machine.hear(Date=HEADER)
    machine.clock = datetime(1970, 1, 1, tzinfo=UTC)
    assert machine.time() == RIGHT


NONSENSE = [
    "",
    "now",
    "Sun, 01 Mar 2026 12:00:00",  # no zone
    "Sun, 01 Mar 2026 12:00:00 -0000",  # an unknown zone
    "Thu, 01 Jan 1970 00:00:00 GMT",
    "Fri, 31 Dec 9999 23:59:59 GMT",
    "Sun, 01 Mar 99999999999 12:00:00 GMT",
    "Sun, 01 Mar 2026 12:00:00 +" + "9" * 40,
    "Sun, 01 Mar " + "9" * 5000 + " 12:00:00 GMT",
]


@pytest.mark.parametrize("date", NONSENSE)
def test_a_nonsensical_date_changes_nothing(machine, date):
    machine.hear(Date=date)
    assert machine.time() == WRONG
    machine.hear(Date=HEADER)
    machine.hear(Date=date)
    machine.hear()
    assert machine.time() == RIGHT


PARTS = st.sampled_from([*HEADER.split(), "+9999", "0", "-1", "24:61:61", "9999", "(", ","])


@given(st.text() | st.lists(PARTS).map(" ".join))
def test_no_date_is_an_error(date):
    machine = Machine()
    machine.hear(Date=date.encode())
    assert machine.time() == WRONG or machine.time().year in YEARS
