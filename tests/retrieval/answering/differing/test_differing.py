"""What other articles say differently stands beside the first sentence, and nowhere else."""

from datetime import date

from any_articles import article

from retrieval.answering.answerer import Answerer

QUESTION = "How many people died in the fire in Hull?"
TWELVE = "The fire at a hotel in Hull killed 12 people."
SEVENTEEN = "The fire at the hotel in Hull left 17 dead."


def answered(*reports, limit=3, threshold=0.05):
    answerer = Answerer()
    for text, day, language in reports:
        published = None if day is None else date(2025, 3, day)
        one = article(
            text, "It was a long night.", title="Fire", published=published, language=language
        )
        answerer.add(one)
    return answerer.answer(QUESTION, None, limit, threshold)


def texts(passages):
    return [one.sentence.text for one in passages]


def test_another_number_of_the_same_day_or_undated_stands_beside_the_first():
    for day in (3, None):
        found = answered((TWELVE, 3, "en"), (SEVENTEEN, day, "en"))
        first, *others = found.passages
        assert {first.sentence.text, *texts(first.differing)} == {TWELVE, SEVENTEEN}
        assert not {TWELVE, SEVENTEEN} & set(texts(others))


def test_what_differs_is_remembered_as_shown():
    found = answered((TWELVE, 3, "en"), (SEVENTEEN, 3, "en"))
    assert {(1, 0), (2, 0)} <= set(found.turn.shown)
    assert found.quoted[:2] == (found.passages[0], *found.passages[0].differing)


def test_another_number_of_another_day_is_news():
    found = answered((TWELVE, 3, "en"), (SEVENTEEN, 4, "en"))
    assert not any(one.differing for one in found.passages)


def test_only_english_is_compared():
    assert not answered((TWELVE, 3, "en"), (SEVENTEEN, 3, "de")).passages[0].differing


def test_the_closest_sentences_are_not_compared():
    found = answered((TWELVE, 3, "en"), (SEVENTEEN, 3, "en"), threshold=0.0)
    assert not any(one.differing for one in found.passages)


def test_at_most_two_articles_stand_beside_the_first():
    reports = [
        (f"The fire at the hotel in Hull left {count} dead.", 3, "en") for count in (20, 30, 40)
    ]
    first, *_ = answered((TWELVE, 3, "en"), *reports).passages
    assert len(first.differing) == 2
