import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.asking.publishers import read_name
from retrieval.words.names import name_words, short_names

PUBLISHERS = ["The Daily Telegraph", "Harbour Courier", "Wired", "Washington Post", "BBC News"]
AUTHORS = ["Ann Lind", "Molly Wood", "Émile Zola and John Smith"]


class Names:
    def publishes(self, words):
        return any(tuple(words) in short_names(name_words(name)) for name in PUBLISHERS)

    def writes(self, words):
        return any(set(words) <= set(name_words(name)) for name in AUTHORS)


def read(question):
    named = read_name(question, Names())
    left = named and " ".join(
        f"{question[: named.span.start]} {question[named.span.end :]}".split()
    )
    return named, left


@pytest.mark.parametrize(
    ("question", "name", "left"),
    [
        ("what did the telegraph write about mugabe", "telegraph", "mugabe"),
        ("What has the BBC reported on the flood?", "bbc", "the flood?"),
        ("did the Courier report that the bridge fell?", "courier", "the bridge fell?"),
        ("articles by ann lind", "ann lind", ""),
        ("which articles did ann lind write?", "ann lind", "?"),
        ("stories written by Zola about trains", "zola", "about trains"),
        ("news from the courier", "courier", ""),
        ("anything new from the Harbour Courier?", "harbour courier", "anything ?"),
        ("what did Smith write about", "smith", ""),
    ],
)
def test_a_question_asks_for_articles_by_somebody(question, name, left):
    named, rest = read(question)
    assert (" ".join(named.words), rest, named.is_sure) == (name, left, True)
    assert named.is_author == (name in {"ann lind", "zola", "smith"})


@pytest.mark.parametrize(
    ("question", "name", "left"),
    [
        ("according to the telegraph, how many died?", "telegraph", ", how many died?"),
        ("how many died according to the BBC?", "bbc", "how many died ?"),
        ("the telegraph on brexit", "telegraph", "brexit"),
        ("Telegraph: mugabe", "telegraph", "mugabe"),
        ("bbc news", "bbc", ""),
        ("wired's stories about phones", "wired", "phones"),
        ("a summary of the telegraph's articles on brexit", "telegraph", "a summary on brexit"),
        ("what was in the courier about ferries", "courier", "what was about ferries"),
        ("what did Wired say about its editor?", "wired", "its editor?"),
        ("molly wood", "molly wood", ""),
        ("any news about ferries from the Courier?", "courier", "any news about ferries"),
    ],
)
def test_a_name_that_can_be_the_subject_is_not_sure(question, name, left):
    named, rest = read(question)
    assert (" ".join(named.words), rest, named.is_sure) == (name, left, False)


@pytest.mark.parametrize(
    "question",
    [
        "did Wired fire its editor?", "Washington Post sues Trump", "who owns Wired?",
        "news from washington", "flights from washington", "fire in Washington", "is Wired good",
        "killed by John Smith", "what did Smith say about the fire", "smith", "by ann lind",
        "the news", "articles by", "what did write about", "",
    ],
)  # fmt: skip
def test_a_name_elsewhere_in_a_question_is_its_subject(question):
    assert read(question)[0] is None


@given(
    st.lists(
        st.sampled_from(
            [
                *"the,of,in,by,articles,news,from,did,what,write,say".split(","),
                *PUBLISHERS,
                *AUTHORS,
                "about",
                "?",
                "’s",
                ":",
                "\n",
            ]
        ),
        max_size=9,
    )
)
def test_any_words_can_be_read(words):
    question = " ".join(words)
    named, _ = read(question)
    if named is not None:
        start, end = named.span
        assert 0 <= start < end <= len(question)
        assert named.name in question
        assert name_words(named.name) == list(named.words)


@given(st.text(max_size=80))
def test_any_text_can_be_read(question):
    read(question)


def test_a_publisher_goes_by_the_end_of_its_name():
    assert set(short_names(["daily", "telegraph"])) == {("telegraph",), ("daily", "telegraph")}
    assert set(short_names(["news"])) == set()
    assert ("bbc",) in set(short_names(["bbc", "co", "uk"]))
