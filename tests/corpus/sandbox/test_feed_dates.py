from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sandbox.feed_dates import json_date, xml_date
from corpus.sandbox.feed_formats import parse_feed

DAY = datetime(2025, 3, 4, tzinfo=UTC)
ITEM = "<item><link>/1</link><pubDate>{}</pubDate></item>"
FEED = "<rss version='2.0'><channel><title>T</title>{}</channel></rss>"


def read(written):
    feed = FEED.format(ITEM.format(written)).encode()
    (item,) = parse_feed(feed, "https://courier.example/").items
    return item.published


@pytest.mark.parametrize(
    "written",
    ["Tue, 04 Mar 2025 00:00:00 GMT", "Tue, 4 Mar 25 00:00 +0000", "2025-03-04T01:00:00+01:00",
     "Tuesday, 4 March 2025", "March 4, 2025", "Mar 4, 2025 12:00 AM", "2025/03/04", "2025.3.4",
     "04.03.2025", "Di, 04 März 2025 00:00:00 +0000", "mar., 04 mars 2025", "4 de marzo de 2025",
     "4. März 2025", "1741046400"],
)  # fmt: skip
def test_a_day_is_understood_in_the_ways_in_which_feeds_write_it(written):
    found = read(written)
    assert found is not None
    assert DAY <= found < DAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("written", "month"),
    [("4 juin 2025", 6), ("4 juillet 2025", 7), ("4 août 2025", 8), ("4. Dezember 2025", 12),
     ("4 ottobre 2025", 10), ("4 mei 2025", 5), ("4 de enero de 2025", 1)],
)  # fmt: skip
def test_months_are_known_by_name(written, month):
    assert xml_date(written, None) == datetime(2025, month, 4, tzinfo=UTC)


def test_the_time_of_a_day_is_read():
    assert read("Montag, 3. März 2025, 18:30 Uhr") == datetime(2025, 3, 3, 18, 30, tzinfo=UTC)
    assert read("Tue, 04 Mar 2025 23:59:60 GMT") == datetime(2025, 3, 4, 23, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    "written", ["", "yesterday", "0000-00-00", "31 Foo 2025", "45 March 2025", "31.31.2025",
                "Thu, 01 Jan 1970 00:00:00 GMT", "1741", "99999999999999"]
)  # fmt: skip
def test_what_is_no_date_is_none(written):
    assert read(written) is None


@given(st.text(max_size=60) | st.from_regex(r"[0-9 /.:,a-z-]{0,40}"))
def test_any_text_is_a_date_or_none(written):
    for found in (xml_date(written, None), json_date(written)):
        assert found is None or found.tzinfo is not None
