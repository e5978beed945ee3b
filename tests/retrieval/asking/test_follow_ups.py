import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.asking.follow_ups import OPEN, SAME, Leaning, leaning_of
from retrieval.words.analysis import ANALYSES

ENGLISH = ANALYSES["en"]


def leaning(question):
    return leaning_of(question, ENGLISH)


@pytest.mark.parametrize(
    "question",
    ["has it been used before?", "is she married?", "was he caught?", "How old is she?",
     "do they know what caused it", "Where was he then?", "who's in it?", "How many of them?",
     "had they tried before", "who saw him?", "Are they safe?"],
)  # fmt: skip
def test_a_pronoun_that_nothing_explains_is_a_sure_sign(question):
    assert leaning(question) is Leaning.SURE


@pytest.mark.parametrize(
    "question",
    ["why", "and when?", "How many?", "where to?", "so who?", "for how long?", "in which year?",
     "which one?", "thanks, and why?"],
)  # fmt: skip
def test_so_is_a_question_with_nothing_of_its_own(question):
    assert leaning(question) is Leaning.SURE


@pytest.mark.parametrize(
    "question",
    ["what about China?", "But who owns shares?", "and hungary?", "the same for Sweden",
     "how come", "since when?", "in london?", "after whom?", "which shipyard?",
     "ok and how many people does the company employ?", "was that bridge rebuilt?",
     "what did the mayor say about his plan?", "did the ferry stop when it hit the quay?"],
)  # fmt: skip
def test_a_weaker_sign_leaves_open_what_a_question_is_about(question):
    assert leaning(question) is Leaning.PERHAPS


@pytest.mark.parametrize(
    "question",
    ["more", "More!", "pls more", "hello, more", "tell me more", "Tell me more, please.",
     "more about that", "what else?",
     "who else", "and who else?", "anything else", "go on", "ok, go on", "really?", "and?",
     "some more details", "another one", "which others?", "is there more?"],
)  # fmt: skip
def test_some_ask_for_more_of_the_same(question):
    assert leaning(question) is Leaning.MORE


@pytest.mark.parametrize(
    "question",
    ["and the other one?", "and the first?", "the others?", "what about the second one?",
     "who was the other woman?"],
)  # fmt: skip
def test_some_ask_the_same_about_somebody_else(question):
    assert leaning(question) is Leaning.OTHER


@pytest.mark.parametrize(
    "question",
    ["context", "Context please", "what was that about?", "what's that?", "explain", "how so?",
     "show me the context", "what does that mean?"],
)  # fmt: skip
def test_some_ask_for_the_sentences_around(question):
    assert leaning(question) is Leaning.CONTEXT


@pytest.mark.parametrize(
    "question",
    ["And when do the Doobie Brothers tickets go on sale?", "Who is the mayor of Baltimore?",
     "How many troops did North Korea send?", "What did Putin say about his war?",
     "does it take long to get from Harwick to Sund", "hello", "thanks", "no", "", "?!", "👍"],
)  # fmt: skip
def test_other_messages_stand_alone(question):
    assert leaning(question) is Leaning.ALONE


@pytest.mark.parametrize(
    "question",
    ["is it true that there is an oxygen bar", "what happened this week", "is there a discount",
     "is it raining", "kursk troops number", "how much did the repairs cost?"],
)  # fmt: skip
def test_a_short_one_without_a_sign_or_a_name_may_leave_something_out(question):
    assert leaning(question) is Leaning.LITTLE


def test_more_of_something_else_is_no_plain_request_for_more():
    assert leaning("more people than ever voted in the Swedish election") not in SAME
    assert leaning("what else did he make?") is Leaning.SURE
    assert leaning("the first woman in space") not in SAME


@given(st.text(max_size=60))
def test_any_text_has_a_leaning(text):
    assert leaning(text) in Leaning
    assert not OPEN & SAME
