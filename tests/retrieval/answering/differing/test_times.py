"""A sentence's date is that of its words, or of its article's day."""

from datetime import date

import pytest

from retrieval.answering.differing.coverage import said_in
from retrieval.answering.differing.statements import Statement
from retrieval.answering.differing.times import Agreement, agreement
from retrieval.words.analysis import ANALYSES

SAME, OTHER, UNKNOWN = Agreement
DAY = date(2024, 3, 7)  # a Thursday


def agreed(claim, text, day=DAY):
    english = ANALYSES["en"]
    found, claimed = Statement(text, english, day=day), Statement(claim, english)
    return agreement(claimed, found, said_in(claimed, found))


@pytest.mark.parametrize(
    ("claim", "text", "found"),
    [
        ("Holm signed", "Holm signed on Thursday.", SAME),
        ("Holm signed in 2024", "Holm signed on Thursday.", SAME),
        ("Holm signed in March", "Holm signed on Friday.", SAME),  # the first of March
        ("Holm signed in February", "Holm signed on Friday.", OTHER),
        ("Holm signed in 2022", "Holm signed on Thursday.", OTHER),
        ("Holm signed on March 7, 2024", "Holm signed on Thursday.", SAME),
        ("Holm signed on 8 March", "Holm signed on Thursday.", OTHER),
        ("Holm signed on Monday", "Holm signed on Thursday.", OTHER),
        ("Holm signed in 2023", "Holm signed on Dec. 7.", SAME),
        ("Holm signed in May 2023", "Holm signed last year.", UNKNOWN),
        ("Holm signed in 2023", "Holm signed last year.", SAME),
        ("Holm signed in 2022", "Holm signed last year.", OTHER),
        ("Holm signed in February 2024", "Holm signed last month.", SAME),
        ("Holm signed in March 2024", "Holm signed yesterday.", SAME),
        ("Holm signed in 2024", "Holm signed.", UNKNOWN),
        ("Holm signed in 2024", "Holm signed on May 18 of that year.", UNKNOWN),
        ("Holm signed in 2024", "Holm signed a deal that runs until 2024.", UNKNOWN),
        ("Holm signed in 2019", "Holm, founded in 1950, signed in 2019.", SAME),
        ("Holm signed in 2024", "Holm signed after it lost money on Monday.", UNKNOWN),
    ],
)
def test_a_date_agrees_with_the_one_of_the_same_event(claim, text, found):
    assert agreed(claim, text) is found


def test_a_day_of_the_week_has_no_year_without_an_article_s_day():
    assert agreed("Holm signed in 2024", "Holm signed on Thursday.", None) is UNKNOWN
    assert agreed("Holm signed on Thursday", "Holm signed on Thursday.", None) is SAME
