"""What is newer comes first among what is equal, and older numbers follow as such."""

from datetime import date
from itertools import permutations

import pytest
from any_articles import article
from processor_time import seconds_of

from retrieval.answering.answerer import Answerer

FIRE = [
    ("Seven people died in a fire at a hotel in Harwick on Saturday.", "Fire in Harwick hotel", 1),
    (
        "Twelve people have died in the fire at the hotel in Harwick.",
        "Harwick hotel fire",
        3,
    ),
    (
        "The fire at the hotel in Harwick killed 17 people, the mayor said.",
        "Harwick hotel toll",
        5,
    ),
]
QUESTION = "How many people died in the fire?"


def report(sentence, title, day, *others):
    published = day if day is None else date(2025, 3, 1).replace(day=day)
    return article(sentence, *others, "It was a long night.", title=title, published=published)


def answerer_of(*articles):
    answerer = Answerer()
    for one in articles:
        answerer.add(one)
    return answerer


def passages(question, *articles, limit=3):
    return answerer_of(*articles).answer(question, None, limit, 0.05).passages


def first_number(passage):
    return passage.sentence.text.split()[0]


def earlier(passage):
    return [
        (one.sentence.article.text[slice(*one.number)], one.sentence.article.published.day)
        for one in passage.earlier
    ]


@pytest.mark.parametrize("order", list(permutations(range(3))))
@pytest.mark.parametrize("question", [QUESTION, "how many died in the hotel fire in harwick"])
def test_the_newest_number_comes_first_and_the_older_ones_follow_it(order, question):
    first, *others = passages(question, *(report(*FIRE[at]) for at in order))
    assert "killed 17 people" in first.sentence.text
    assert earlier(first) == [("Twelve", 3), ("Seven", 1)]
    assert all("died" not in other.sentence.text for other in others)


def test_with_one_sentence_wanted_it_is_the_newest():
    (first,) = passages(QUESTION, *(report(*one) for one in FIRE), limit=1)
    assert "killed 17 people" in first.sentence.text


def test_the_same_number_is_not_an_earlier_one():
    again = (
        "Twelve people died in Harwick after their hotel caught fire at night.",
        "Hotel fire",
        4,
    )
    first, *_ = passages(QUESTION, report(*FIRE[0]), report(*FIRE[1]), report(*again))
    assert first.sentence.article.published.day == 4
    assert earlier(first) == [("Seven", 1)]


@pytest.mark.parametrize("days", [(3, 3), (None, 3), (3, None), (None, None)])
def test_numbers_of_one_day_or_of_unknown_days_are_both_shown(days):
    (one, title, _), (other, second, _) = FIRE[:2]
    reports = (report(one, title, days[0]), report(other, second, days[1]))
    shown = answerer_of(*reports).answer(QUESTION, None, 3, 0.05).quoted
    assert {first_number(passage) for passage in shown} == {"Seven", "Twelve"}
    assert [passage.earlier for passage in shown] == [(), ()]


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        ("Twelve people died in a fire at a hotel in Osterby on Monday.", "Fire in Osterby hotel"),
        ("Twelve people died in a fire at a hotel, police said.", "Hotel fire kills twelve"),
        ("Twelve people died in a crash on a road in Harwick.", "Crash in Harwick"),
        ("Twelve people fled the fire at the hotel in Harwick.", "Harwick hotel fire"),
        ("Seven people died in the fire in Harwick, 12 others slept.", "Harwick hotel fire"),
        ("The fire in Harwick, where people died, began on 12 March.", "Harwick hotel fire"),
        ("The 12th fire in Harwick in 2012 is where people died aged 12.", "Harwick hotel"),
    ],
)  # fmt: skip
def test_another_matter_gives_no_earlier_number(sentence, title):
    for day, other in ((1, 3), (3, 1)):
        shown = passages(QUESTION, report(*FIRE[0][:2], day), report(sentence, title, other))
        assert all(not earlier(passage) for passage in shown)


def test_two_fires_of_one_name_that_are_far_apart_are_two_matters():
    old = article(*FIRE[1][:1], title=FIRE[1][1], published=date(2019, 5, 1))
    shown = passages(QUESTION, report(*FIRE[0]), old)
    assert [passage.earlier for passage in shown] == [(), ()]
    assert shown[0].sentence.article.published.year == 2025


def test_a_sentence_with_two_such_numbers_stays_a_passage_of_its_own():
    unclear = "Ten people or 12 people died in the fire at the hotel in Harwick."
    shown = passages(QUESTION, report(*FIRE[0]), report(unclear, "Harwick hotel fire", 3))
    assert [first_number(passage) for passage in shown] == ["Ten", "Seven"]
    assert all(not passage.earlier for passage in shown)


def test_amounts_of_money_replace_one_another():
    one = report("The new ferry of Harwick will cost $5 million.", "Harwick ferry", 1)
    other = report("The new ferry of Harwick will cost $8 million, not 5.", "Harwick ferry", 4)
    (first, *_) = passages("How much will the new ferry cost?", one, other)
    assert "$8 million" in first.sentence.text
    assert earlier(first) == [("$5 million", 1)]


def test_what_is_newer_comes_first_among_equals_only():
    old = report("The mayor of Harwick is Mia Berg, the council says.", "Mayor", 1)
    new = report("The mayor of Harwick is Jens Holm, the council says.", "Mayor", 9)
    worse = report("Mayors are many.", "Mayors", 20)
    shown = passages("Who is the mayor of Harwick?", old, new, worse)
    assert "Jens Holm" in shown[0].sentence.text
    assert "Mia Berg" in shown[1].sentence.text


def test_without_dates_the_order_is_that_of_the_ranker():
    undated = [report(text, title, None) for text, title, _ in FIRE]
    answerer = answerer_of(*undated)
    explained = answerer.explain(QUESTION, None, 3)
    shown = answerer.answer(QUESTION, None, 3, 0.0).passages
    assert [one.sentence for one in shown] == [one.sentence for one in explained]


@pytest.mark.parametrize("hostile", ["12 dead, " * 2000, "1" * 20_000, "1-a" * 6000])
def test_a_hostile_sentence_is_searched_for_numbers_at_once(hostile):
    articles = [
        article(f"The ferry sank and left {dead} dead.", published=date(2025, 3, day))
        for dead, day in ((hostile, 1), ("17", 3))
    ]
    answerer = answerer_of(*articles)
    question = "how many dead when the ferry sank?"
    found = []
    assert seconds_of(lambda: found.append(answerer.answer(question, None, 3, 0.05))) < 1.0
    assert found[0].found
