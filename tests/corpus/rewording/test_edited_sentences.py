from datetime import UTC, date, datetime

from corpus.reading import read_article
from corpus.rewording.edited_sentences import last_rewording

DAYS = [datetime(2025, 3, day, 12, tzinfo=UTC) for day in (12, 10, 8)]
RAIN = "It rained in Sund all day."


def told(*texts):
    """The last rewording of the second sentence of the first text; the others are older."""
    articles = [read_article(f"Title\n{RAIN}\n{text}\n".encode(), "a.txt") for text in texts]
    found = last_rewording(articles[0].sentences[1], zip(articles[1:], DAYS, strict=False))
    return found and (found.before.text, found.day)


def test_another_number_is_a_rewording():
    assert told("Six people died in Vik.", "Two people died in Vik.") == (
        "Two people died in Vik.",
        date(2025, 3, 12),
    )


def test_the_last_of_several_rewordings_counts():
    six, two, one = (f"{number} people died in Vik." for number in ("Six", "Two", "One"))
    assert told(six, two, one) == (two, date(2025, 3, 12))
    assert told(six, six, two) == (two, date(2025, 3, 10))


def test_typography_and_punctuation_are_none():
    assert told("“Six people” died in Vik.", 'Six people died, in "Vik".') is None
    assert told("Six people died in Vik.", "Six  people died in Vik.") is None


def test_a_change_before_one_of_punctuation_counts():
    now, comma, two = "Six people died in Vik.", "Six people died, in Vik.", "Two died in Vik."
    assert told(now, comma, two) == (two, date(2025, 3, 10))


def test_a_sentence_that_was_added_is_none():
    assert told("Six people died in Vik.", "The harbour opens on Friday at noon.") is None
