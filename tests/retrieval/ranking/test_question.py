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


def test_a_greeting_has_no_terms():
    assert parse_question("Good morning!", ENGLISH).terms == ()


def test_a_respelled_term_replaces_the_misspelled_one_everywhere():
    query = parse_question("When did Zelenski meet Trump?", ENGLISH).respelled(
        {"zelenski": "zelenskyy"}
    )
    assert query.terms == ("zelenskyy", "meet", "trump")
    assert query.names == {"zelenskyy", "trump"}
    assert ("zelenskyy", "meet") in query.pairs
    assert query.words["zelenski"] == "zelenskyy"
