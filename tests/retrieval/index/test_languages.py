"""Articles in several languages, in one index."""

import pytest
from any_articles import article
from hypothesis import given
from hypothesis import strategies as st
from indexes import ALL, queries, some

from retrieval.index.entry import Entry, entry, language_in
from retrieval.index.index import Index
from retrieval.index.merging import merged
from retrieval.scope import UNKNOWN_DAY, Narrowed

languages = st.sampled_from(["en", "ru", "zh"])
entries = st.builds(
    Entry,
    st.lists(st.lists(st.sampled_from("abcde"), max_size=4), max_size=3),
    title=st.just(()),
    sections=st.just((0,)),
    headings=st.just(()),
    day=st.just(UNKNOWN_DAY),
    publisher=st.just(()),
    author=st.just(()),
    language=languages,
)
corpora = st.dictionaries(st.integers(1, 9), entries)


def index_of(corpus):
    index = Index()
    for key, one in corpus.items():
        index.add(key, "g", one)
    return index


def merge(index):
    """Merge all parts into one segment, without removed articles."""
    parts = list(dict.fromkeys([*index.unsettled(tail=1), *index.segments]))
    index.replace(parts, merged(parts))


@some
@given(corpora, corpora, st.frozensets(st.integers(1, 9)), languages, queries)
def test_parts_merged_without_removed_articles_keep_the_languages(
    first, later, gone, language, query
):
    index = index_of(first)
    merge(index)
    for key, one in later.items():
        index.add(key + 10, "g", one)
    left = {**first, **{key + 10: one for key, one in later.items()}}
    for key in gone & left.keys():
        index.remove(key)
        del left[key]
    merge(index)
    chosen = {key: one for key, one in left.items() if one.language == language}
    alone = index_of(chosen)
    hits = index.search(query, Narrowed(language=language), ALL)
    expected = alone.search(query, None, ALL)
    assert [hit[:2] for hit in hits] == [hit[:2] for hit in expected]
    assert [hit.score for hit in hits] == pytest.approx([hit.score for hit in expected])
    with_sentences = (one.language for one in left.values() if one.sentences)
    assert set(index.languages()) == set(with_sentences)
    for part in index.segments:
        assert set(part.languages) == {left[key].language for key in part.keys.tolist()}


def test_one_language_needs_no_mask():
    index = index_of({1: Entry([["a"]], language="ru"), 2: Entry([["b"]], language="ru")})
    (part,) = index.segments or [index.tail]
    assert part.scoped(Narrowed(language="ru")) is part.scoped(None)
    assert part.scoped(Narrowed(language="ru")).mask is None
    assert part.scoped(Narrowed(language="en")).rows == 0


@pytest.mark.parametrize(
    ("text", "told", "language"),
    [
        ("It rained.", None, "en"),
        ("It rained.", "de-AT", "de"),
        ("Шёл дождь, и он не вышел из дома.", None, "ru"),
        ("Шёл дождь.", "tlh", "ru"),
        ("Nothing tells.", "tlh", "en"),
        ("Шёл дождь.", "en", "ru"),
        ("It rained.", "ru", "en"),
        ("雨が降った。Tokyo", "ja", "ja"),
    ],
)
def test_what_is_told_about_an_article_decides_or_else_its_text(text, told, language):
    one = article(text, language=told)
    assert language_in(one) == entry(one).language == language
