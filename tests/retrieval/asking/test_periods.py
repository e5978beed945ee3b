from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.months import ENGLISH
from retrieval.asking.periods import asks_for_latest, label_of, read_period

TODAY = date(2025, 3, 20)  # a Thursday
PHRASES = st.sampled_from(
    "today;yesterday;this week;last week;last month;this year;recently;in the last 3 days;"
    "on Monday;last Friday;on 23 March;March 23rd, 2024;2024-02-29;29 February;in May;since 2020;"
    "before June 2021;in 2019;31 April;99 March;in the past 999 years;0 days;1999".split(";")
)


@pytest.mark.parametrize(
    ("question", "since", "until"),
    [
        ("what happened today?", TODAY, TODAY),
        ("any news from yesterday", date(2025, 3, 19), date(2025, 3, 19)),
        ("this week's news", date(2025, 3, 17), TODAY),
        ("who died last week", date(2025, 3, 10), date(2025, 3, 16)),
        ("this month", date(2025, 3, 1), TODAY),
        ("LAST MONTH", date(2025, 2, 1), date(2025, 2, 28)),
        ("floods this year", date(2025, 1, 1), TODAY),
        ("floods last year", date(2024, 1, 1), date(2024, 12, 31)),
        ("in the last 3 days", date(2025, 3, 17), TODAY),
        ("the past week", date(2025, 3, 13), TODAY),
        ("the past nine days", date(2025, 3, 11), TODAY),
        ("what has happened recently", date(2025, 2, 18), TODAY),
        ("since yesterday", date(2025, 3, 19), TODAY),
    ],
)
def test_a_relative_period_is_counted_from_today(question, since, until):
    period = read_period(question, TODAY)
    assert (period.since, period.until, period.is_relative) == (since, until, True)
    assert read_period(question, None) is None


@pytest.mark.parametrize(
    ("question", "since", "until"),
    [
        ("what happened on 23 March 2024?", date(2024, 3, 23), date(2024, 3, 23)),
        ("on the 3rd of May, 2024", date(2024, 5, 3), date(2024, 5, 3)),
        ("Sept. 3, 2024", date(2024, 9, 3), date(2024, 9, 3)),
        ("on 2024-02-29", date(2024, 2, 29), date(2024, 2, 29)),
        ("am 3.5.2024", date(2024, 5, 3), date(2024, 5, 3)),
        ("october 2018 news", date(2018, 10, 1), date(2018, 10, 31)),
        ("published in Feb 2024?", date(2024, 2, 1), date(2024, 2, 29)),
        ("articles from 2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("who won in 2014?", date(2014, 1, 1), date(2014, 12, 31)),
        ("before 2020", date.min, date(2019, 12, 31)),
        ("until June 2020", date.min, date(2020, 6, 30)),
        ("since May 2024", date(2024, 5, 1), TODAY),
        ("after 2023", date(2024, 1, 1), TODAY),
        ("on 12 March", date(2025, 3, 12), date(2025, 3, 12)),
        ("on 23 March", date(2024, 3, 23), date(2024, 3, 23)),
        ("in May", date(2024, 5, 1), date(2024, 5, 31)),
        ("on Monday", date(2025, 3, 17), date(2025, 3, 17)),
        ("on thursday", TODAY, TODAY),
        ("last Thursday", date(2025, 3, 13), date(2025, 3, 13)),
        ("since Monday", date(2025, 3, 17), TODAY),
    ],
)
def test_another_date_is_what_it_says(question, since, until):
    period = read_period(question, TODAY)
    assert (period.since, period.until, period.is_relative) == (since, until, False)


@pytest.mark.parametrize(
    "question",
    [
        "who won?", "may I ask you something", "the march of the penguins", "2,014 people",
        "$2014", "2000 troops", "Black Friday sales", "covid-2019", "in 1066", "in the 2010s",
        "Marchers in Maytown", "todayish", "last man standing", "the latest",
        "on 32 May", "2024-13-01", "12.13.2024",
    ],
)  # fmt: skip
def test_other_words_are_no_period(question):
    assert read_period(question, TODAY) is None


@given(
    st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["{d} {m} {y}", "{m} {d}, {y}"]),
)
def test_every_day_is_read_as_it_is_written(day, pattern):
    written = pattern.format(d=day.day, m=ENGLISH[day.month - 1].title(), y=day.year)
    period = read_period(f"what happened on {written}?", None)
    assert (period.since, period.until) == (day, day)


@given(st.lists(st.one_of(PHRASES, st.text(max_size=8)), max_size=5), st.dates())
def test_a_period_is_a_stretch_of_the_question_and_of_days(words, today):
    question = " ".join(words)
    period = read_period(question, today)
    if period is not None:
        start, end = period.span
        assert 0 <= start < end <= len(question)
        assert period.since <= period.until or period.since > today
        assert label_of(question, period)


def test_a_day_without_a_year_can_be_of_an_earlier_one():
    days = [one.since for one in read_period("on 23 March", TODAY).earlier()]
    assert days[:3] == [date(2024, 3, 23), date(2023, 3, 23), date(2022, 3, 23)]
    (only,) = read_period("on 23 March 2024", TODAY).earlier()
    assert only.since == date(2024, 3, 23)


def test_a_leap_day_without_a_year_is_of_a_leap_year():
    leap = date(2024, 3, 1)
    days = [one.since for one in read_period("on 29 February", leap).earlier()]
    assert days == [date(2024, 2, 29), date(2020, 2, 29), date(2016, 2, 29)]


@pytest.mark.parametrize(
    ("question", "label"),
    [("news from this week", "this week"), ("what happened recently?", "the last 30 days"),
     ("in the past 2 days", "the past 2 days"), ("today's news", "today")],
)  # fmt: skip
def test_a_relative_period_is_named_in_words_that_follow_from(question, label):
    assert label_of(question, read_period(question, TODAY)) == label


def test_a_week_begins_on_monday_and_every_day_is_in_one():
    for days in range(14):
        today = TODAY + timedelta(days)
        this, last = (read_period(words, today) for words in ("this week", "last week"))
        assert this.since.weekday() == 0
        assert last.until + timedelta(1) == this.since
        assert this.until == today


@pytest.mark.parametrize("question", ["the latest toll", "who is now mayor?", "most recent count"])
def test_what_is_newest_can_be_asked_for(question):
    assert asks_for_latest(question)
    assert not asks_for_latest("who was known as mayor?")
