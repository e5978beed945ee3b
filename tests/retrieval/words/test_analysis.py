import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.languages.known import language_of
from retrieval.words.analysis import ANALYSES, Analysis, analysis_for
from retrieval.words.folding import fold
from retrieval.words.numbers import JOINT

ENGLISH = ANALYSES["en"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Putin's", "putin"),
        ("Putin’s", "Putin"),
        ("O'Brien", "O’Brien"),
        ("11,000", "11000"),
        ("1,234,567.5", "1234567.5"),
        ("11\u202f000", "11000"),
        ("U.S. troops", "US troops"),
        ("U.S.", "US"),
        ("D.C.", "DC"),
        ("U.N.", "UN"),
        ("anti‑missile", "anti-missile"),
        ("Café", "cafe"),
        ("cafe\u0301", "café"),
        ("Zürich", "ZURICH"),
        ("Straße", "Strasse"),
        ("Łódź", "Lodz"),
        ("obligates", "oblige"),
        ("landed", "landing"),
        ("They've", "they"),
    ],
)
def test_two_spellings_have_the_same_terms(one, other):
    assert ENGLISH.terms(one) == ENGLISH.terms(other)


@pytest.mark.parametrize("question", ["missile", "antimissile", "anti"])
def test_a_compound_is_found_by_its_parts_and_its_whole(question):
    assert set(ENGLISH.terms(question)) <= set(ENGLISH.terms("an anti-missile system"))


def test_us_is_a_country_only_in_capitals():
    assert ENGLISH.terms("The US told us") == ["us", "told"]


def test_stop_words_stay_stop_words_in_a_text_all_in_capitals():
    assert ENGLISH.terms("WHO LANDED IN NORTH KOREA") == ["land", "north", "korea"]


def test_different_numbers_stay_different():
    assert ENGLISH.terms("1,2,3") == ["1", "2", "3"]
    assert ENGLISH.terms("4.2% in 2024-25") == ["4.2", "percent", "2024", "25"]


def test_words_have_their_positions_in_the_text():
    text = "Mr Shoigu’s anti-missile plan, e\u0301tude 🚀 11,000 troops"
    printed = [text[word.start : word.end] for word in ENGLISH.words(text)]
    compound = ["anti-missile"] * 3
    assert printed == ["Mr", "Shoigu’s", *compound, "plan", "e\u0301tude", "11,000", "troops"]


@pytest.mark.parametrize(
    "question",
    ["", "   ", "?!", "😀", "who is it?", "What's that?", "WHY", "how are you doing"],
)
def test_a_question_of_stop_words_has_no_query(question):
    assert ENGLISH.query(question) == ()


@pytest.mark.parametrize("question", ["good news", "Who won?", "Hello Kitty", "WHO report"])
def test_one_other_word_makes_a_query(question):
    assert ENGLISH.query(question)


def test_a_query_has_each_term_once_in_order():
    assert ENGLISH.query("Troops? Which troops did Kim send, troops?") == ("troop", "kim", "send")


def test_a_language_without_an_analysis_gets_the_english_one():
    assert analysis_for(None) is analysis_for("en-GB") is analysis_for("xx") is ENGLISH


def test_marks_of_other_scripts_are_kept():
    assert fold("Київ") != fold("Киів")
    assert fold("ё") == "ё"


def test_an_endless_word_is_one_term():
    assert ENGLISH.terms("a" * 100_000) == ["a" * 100_000]


@given(st.text())
def test_any_text_has_words_inside_it_in_order(text):
    words = ENGLISH.words(text)
    assert all(0 <= word.start < word.end <= len(text) and word.term for word in words)
    assert words == sorted(words, key=lambda word: (word.start, word.end))


PIECES = ["ship", "U.S.", "p.m", "11,000", "1\u202f000", "4.2", "anti-", "’s", "e\u0301", "_", "."]


@given(st.lists(st.sampled_from([*PIECES, " ", "\n", "\u00a0"]) | st.characters(), max_size=12))
def test_words_are_the_same_with_and_without_their_positions(pieces):
    text = "".join(pieces)
    printed = [one.word for one in ENGLISH.printed(text)]
    assert printed == [word.replace(JOINT, " ") for _, _, word in ENGLISH.placed(text)]
    assert [word.term for word in ENGLISH.words(text)] == ENGLISH.terms(text)


def test_a_word_is_stemmed_once_whatever_surrounds_it():
    analysis = Analysis(language_of("en"))
    stemmed = []
    rules = analysis._rules  # noqa: SLF001 - counts calls
    rules.stem = lambda word: stemmed.append(word) or word
    for between in (" ", "\n", "\t", ",", "\u00a0", "\u3000"):
        assert len(analysis.terms(between.join(["harbour", "ferry"] * 1000))) == 2000
    assert stemmed == ["harbour", "ferry"]


def test_only_single_words_are_cached():
    analysis = Analysis(language_of("en"))
    analysis.terms("harbour, ferry,bridge,storm " + "a" * 100)
    assert set(analysis._words_cache) == {"harbour,"}  # noqa: SLF001 - what is cached


@given(st.text())
def test_a_text_has_the_same_terms_as_a_question_and_as_a_sentence(text):
    assert set(ENGLISH.query(text)) <= set(ENGLISH.terms(text))


@pytest.mark.parametrize(
    ("printed", "typed"),
    [
        ("Erdoğan", "erdogan"),
        ("Škoda", "skoda"),
        ("Łódź", "lodz"),
        ("Malmö", "malmo"),
        ("Ørsted", "orsted"),
        ("Beyonce\u0301’s", "beyonce"),
        ("NGUYỄN", "nguyen"),
        ("İstanbul", "istanbul"),
        ("Đoković", "dokovic"),
    ],
)
def test_names_are_found_without_their_accents(printed, typed):
    assert ANALYSES["en"].terms(printed) == ANALYSES["en"].terms(typed)
