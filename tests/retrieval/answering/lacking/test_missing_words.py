from datetime import date

import pytest
from any_articles import article

from retrieval.answer import Answer, Passage
from retrieval.answering.answerer import Answerer
from retrieval.answering.lacking.missing_words import Missing, missing_words, telling
from retrieval.words.analysis import ANALYSES

STORM = article(
    "The city spent the night without power.",
    "On Tuesday morning Russian drones hit the harbour of Kharkiv.",
    "Mayor Ida Holm said nobody was hurt.",
    "Ferries of the Bank of Sund sail again.",
    title="Drones hit the harbour",
    source="Harbour Courier",
    published=date(2025, 3, 3),
)


def missing(question, *unknown, sure=False, shown=2):
    """What an answer lacks that shows a sentence, given the question's unknown words."""
    passage = Passage(STORM.sentences[shown - 1], 1.0)
    query = ANALYSES["en"].query(question)
    return missing_words(Answer(question, query, (passage,), 0.5, unknown), sure=sure)


@pytest.mark.parametrize("sure", [True, False])
def test_a_name_that_no_source_holds_is_always_named(sure):
    found = missing("Did Russian drones hit Odesa?", "Odesa", sure=sure)
    assert found == Missing(("Odesa",), subject="Russian drones")


@pytest.mark.parametrize("word", ["odesa", "norway", "paris", "bitcoin", "jll"])
def test_a_name_counts_in_small_letters(word):
    assert missing(f"which drones hit {word}", word, sure=True).unknown == (word,)


@pytest.mark.parametrize("sure", [True, False])
def test_so_is_a_number(sure):
    assert missing("Which drones hit it in 2031?", "2031", sure=sure).unknown == ("2031",)


def test_another_word_is_named_only_if_the_answer_is_not_sure():
    assert missing("which drones injured fishermen", "fishermen", sure=True) == Missing()
    assert missing("which drones injured fishermen", "fishermen").unknown == ("fishermen",)


@pytest.mark.parametrize(
    "word", ["please", "exactly", "happened", "quick", "roughly", "u", "people", "want"]
)
def test_words_that_say_little_are_not_missed(word):
    assert missing(f"{word} drones hit harbour", word) == Missing()


def test_only_the_words_of_a_phrase_that_are_missed_are_named():
    found = missing("which drones exactly seized fishermen", "exactly seized fishermen")
    assert found.unknown == ("seized", "fishermen")


@pytest.mark.parametrize(
    ("phrase", "named"),
    [
        ("ferry sank", ["ferry", "sank"]),
        ("taxes donate", ["taxes", "donate"]),
        ("Elon Musk's PAC donate", ["Elon Musk's PAC", "donate"]),
        ("elon musk", ["elon musk"]),
        ("iPhone 17", ["iPhone 17"]),
        ("Odesa news Norway", ["Odesa", "Norway"]),  # which do not stand together
        ("donate donate", ["donate"]),
    ],
)
def test_only_a_name_of_several_words_is_in_one_pair_of_quotation_marks(phrase, named):
    assert telling(Answer("", (), (), 0.0, (phrase,))) == named
    assert list(missing(f"which drones {phrase}", phrase).unknown) == named


def test_words_are_named_once_over_several_phrases():
    assert telling(Answer("", (), (), 0.0, ("donate", "taxes donate"))) == ["donate", "taxes"]


def test_a_word_with_a_related_one_next_to_the_answer_is_not_missed():
    assert missing("was anybody wounded by drones", "wounded") == Missing()
    assert missing("was anybody wounded by ferries", "wounded", shown=4) == Missing()
    assert missing("was anybody wounded by power", "wounded", shown=1).unknown == ("wounded",)


def test_initials_of_words_next_to_the_answer_are_not_missed():
    assert missing("What does the BoS own?", "BoS", shown=4, sure=True) == Missing()
    assert missing("What does the BoX own?", "BoX", shown=4, sure=True).unknown == ("BoX",)


def test_known_words_that_the_answer_lacks_are_named_unless_it_is_sure():
    assert missing("where did power sink drones") == Missing(lacking=("sink",))
    assert missing("where did power sink drones", sure=True) == Missing()


def test_an_answer_that_lacks_most_words_is_only_called_the_closest():
    assert missing("which pilots sink white boats") == Missing()


@pytest.mark.parametrize(
    "question",
    [
        "drones in march 2025",
        "drones on 3 March",
        "what did the courier say about drones",
        "drones hit the city without power",  # it is in the sentence before
        "who is Peter Holm",  # part of the name is there
    ],
)
def test_what_is_known_about_the_article_and_stands_next_to_the_answer_is_not_lacking(question):
    assert missing(question) == Missing()


def test_a_number_that_the_answer_lacks_is_named():
    assert missing("drones hit harbour in 2024").lacking == ("2024",)


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("Did Ida Holm see Odesa?", ""),
        ("Have Russian drones been near Odesa?", "Russian drones"),
        ("Did the Russian army hit Odesa?", ""),
        ("were russian drones near odesa", "Russian drones"),
        ("Is Kharkiv near Odesa?", "Kharkiv"),
        ("Which drones hit Odesa on Tuesday?", "Tuesday"),
        ("What hit Odesa?", ""),
        ("Does the Bank of Sund sail to Odesa?", "Bank of Sund"),
    ],
)
def test_the_subject_begins_with_a_name_in_the_sentence_and_the_question(question, subject):
    shown = 4 if "Bank" in question else 2
    assert missing(question, "Odesa", shown=shown).subject == subject


def test_misspelled_words_that_were_respelled_are_not_lacking(ferry):
    answerer = Answerer()
    answerer.add(ferry)
    answer = answerer.answer("who built the vesel in Norvik", {ferry.id}, confidence_threshold=0)
    assert missing_words(answer, sure=False) == Missing()


def test_only_telling_words_are_named_where_nothing_is_found():
    unknown = ("bitcoin today", "u", "exactly", "Today", "rude")
    answer = Answer("", (), (), 0.0, unknown)
    assert telling(answer) == ["bitcoin", "Today", "rude"]
