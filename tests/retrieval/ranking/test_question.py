import pytest

from retrieval.ranking.question import parse_question
from retrieval.words.analysis import ANALYSES

ENGLISH = ANALYSES["en"]


def test_a_query_has_terms_words_names_and_a_kind():
    query = parse_question("How many troops did North Korea send to Kursk?", ENGLISH)
    assert query.terms == ("troop", "north", "korea", "send", "kursk")
    assert query.words["troops"] == "troop"
    assert query.names == {"north", "korea", "kursk"}
    assert ("north", "korea") in query.pairs
    assert query.kind == "number"


def test_stop_words_alone_are_no_terms():
    assert parse_question("Who is it?", ENGLISH).terms == ()


def test_a_respelled_term_replaces_the_misspelled_one_everywhere():
    query = parse_question("When did Zelenski meet Trump?", ENGLISH).respelled(
        {"zelenski": "zelenskyy"}
    )
    assert query.terms == ("zelenskyy", "meet", "trump")
    assert query.names == {"zelenskyy", "trump"}
    assert ("zelenskyy", "meet") in query.pairs
    assert query.words["zelenski"] == "zelenskyy"


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("What fell to 2.5 per cent?", [{"2.5"}]),
        ("How many of the 15 members voted?", [{"15"}]),
        ("What happened in 2019?", [{"2019"}]),
        ("What cost five million dollars?", [{"5000000"}]),
        ("7 per cent", [{"7"}]),
        ("Which two towns lost their ferry?", []),
        ("Name the 3 reasons", []),
        ("What are the top 10 ferries?", []),
        ("Who won the 2nd prize?", []),
        ("What closed on 21 March?", []),
        ("Who gave Covid-19 vaccinations?", []),
        ("Where did the A-380 land?", []),
    ],
)
def test_a_question_asks_about_numbers_unless_they_only_count_the_answers(question, numbers):
    assert list(parse_question(question, ENGLISH).numbers) == numbers
