from dataclasses import replace

import pytest
from any_articles import article

from retrieval.answering.answerer import Answerer
from retrieval.answering.narrowing.by_words import WithWords, articles_with

STORM = article("Ferries stopped.", title="Storm closes the bridge", source="Harbour Courier")
FERRY = article("The storms are over.", title="New ferry", author="Ida Holm", source="Herald")
OTHER = replace(article("Ferries sail.", title="Calm in Sund"), source="The Daily Herald")
SCOPE = frozenset({STORM.id, FERRY.id, OTHER.id})


@pytest.fixture(scope="module")
def index():
    answerer = Answerer()
    for one in (STORM, FERRY, OTHER):
        answerer.add(one)
    return answerer.index


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("storm", [1]),  # in a title, so that the one with it in its text is not found
        ("STORMS, bridges!", [1]),
        ("the courier", [1]),
        ("herald", [3, 2]),
        ("Holm ferry", [2]),
        ("holm storm", []),
        ("", []),
        ("?!", []),
    ],
)
def test_each_word_must_be_in_the_title_the_publisher_or_the_author(index, words, keys):
    assert articles_with(words, index, SCOPE) == WithWords(keys)


@pytest.mark.parametrize(("words", "keys"), [("sail", [3]), ("the storms over", [2])])
def test_otherwise_each_word_must_be_in_the_text(index, words, keys):
    assert articles_with(words, index, SCOPE) == WithWords(keys, in_text=True)


def test_only_the_scope_is_searched(index):
    assert articles_with("herald", index, frozenset({OTHER.id})) == WithWords([3])
    assert articles_with("storm", index, frozenset({OTHER.id})) == WithWords([])


def test_removed_articles_are_not_found():
    answerer = Answerer()
    answerer.add(STORM)
    answerer.index.remove(1)
    assert articles_with("storm", answerer.index, SCOPE) == WithWords([])


def test_more_words_than_a_title_has_are_ignored(index):
    assert articles_with("storm " * 100_000 + "zebra", index, SCOPE).keys == [1]
