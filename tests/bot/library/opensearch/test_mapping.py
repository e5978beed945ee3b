import json
from base64 import b64decode

from hypothesis import example, given
from hypothesis import strategies as st

from bot.library.opensearch.feeding.bulk import PATIENCE
from bot.library.opensearch.mapping import (
    LONGEST,
    article_document,
    index_body,
    place_of,
    routing_of,
    sentence_documents,
    sentence_id,
    token,
)
from retrieval.index.entry import Entry
from retrieval.index.reading.packed import unpack

UNSPLIT = 255  # units of UTF-16 in a token that the engine leaves whole
ENTRY = Entry(
    [["a", "b", "a"], ["c"], ["d"], ["e"]],
    title=["t", "t"],
    headings=[1],
    day=7,
    publisher=["daily", "=daily news"],
    language="de",
)


def test_the_article_document_has_the_terms_of_title_and_beginning_and_the_packed_entry():
    found = article_document(3, "library", ENTRY)
    entry = unpack(b64decode(found.pop("entry")))
    assert [entry.vocabulary[at] for at in entry.tokens] == ["a", "b", "a", "c", "d", "e"]
    assert found == {
        "article": 3,
        "group": "library",
        "language": "de",
        "day": 7,
        "publisher": ["daily", "=daily news"],
        "title": ["t"],
        "first": ["a", "b"],
        "opening": ["a", "b", "c", "d"],
        "held": ["a", "b", "c", "d", "e"],
        "sentences": 4,
        "length": 6,
    }


def test_the_sentence_documents_have_the_terms_in_order_and_say_which_are_headings():
    found = list(sentence_documents(3, "library", ENTRY))
    assert [one["terms"] for one in found] == ["a b a", "c", "d", "e"]
    assert [one["number"] for one in found] == [0, 1, 2, 3]
    assert [one.get("heading", False) for one in found] == [False, True, False, False]
    assert {(one["group"], one["language"], one["day"]) for one in found} == {("library", "de", 7)}
    assert place_of(sentence_id(3, 2)) == (3, 2)


def test_an_article_without_sentences_is_not_found_by_its_title_or_publisher():
    found = article_document(3, "library", ENTRY._replace(sentences=[], headings=[]))
    assert found["title"] == []
    assert "publisher" not in found


@given(st.text(min_size=1), st.text(min_size=1))
@example("\U00010428", "\U00010429")
def test_tokens_are_short_and_in_utf8_and_differ_as_the_terms_do(one, other):
    for term in (one, other, one * LONGEST):
        assert 0 < len(token(term)) <= LONGEST
        assert len(token(term).encode("utf-16-le")) <= 2 * UNSPLIT
        assert json.loads(json.dumps(token(term), ensure_ascii=False).encode()) == token(term)
    if one != other and (one + other).isprintable():
        assert token(one) != token(other)
        assert token(one + "x" * LONGEST) != token(other + "x" * LONGEST)


def test_the_library_is_spread_over_the_shards_and_a_chats_own_articles_are_in_one():
    assert routing_of(1, "library") != routing_of(2, "library")
    assert routing_of(1, "-5") == routing_of(2, "-5")


def test_deletions_are_known_for_longer_than_a_feeder_tries_to_write_what_is_deleted():
    known = index_body()["settings"]["index"]["gc_deletes"]
    assert known.endswith("m")
    assert 60 * int(known[:-1]) >= 4 * PATIENCE


def test_a_larger_index_has_more_shards():
    def shards(sentences):
        return index_body(sentences)["settings"]["index"]["number_of_shards"]

    assert (shards(0), shards(1_000_000_000), shards(10**12)) == (1, 11, 30)
