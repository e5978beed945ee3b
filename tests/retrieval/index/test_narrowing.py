"""A narrowed scope is searched like an index of only the articles in it."""

import tempfile
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from any_articles import article
from hypothesis import given
from hypothesis import strategies as st
from indexes import ALL, queries, some

from retrieval.index.entry import Entry, entry
from retrieval.index.index import Index
from retrieval.index.merging import merged
from retrieval.index.part import AUTHOR, PUBLISHER
from retrieval.index.segment_file import read_segment, write_segment
from retrieval.scope import LAST_DAY, UNKNOWN_DAY, Narrowed

words = st.lists(st.sampled_from(["daily", "telegraph", "courier"]), max_size=2)
days = st.sampled_from([UNKNOWN_DAY, 5, 6, 7])
languages = st.sampled_from(["en", "ru", "zh"])
entries = st.builds(
    Entry,
    st.lists(st.lists(st.sampled_from("abcde"), max_size=4), max_size=3),
    title=st.just(()),
    sections=st.just((0,)),
    headings=st.just(()),
    day=days,
    publisher=words,
    author=words,
    language=languages,
)
corpora = st.dictionaries(st.integers(1, 9), st.tuples(st.sampled_from("gh"), entries))
names = st.frozensets(st.lists(st.sampled_from(["daily", "courier", "x"]), min_size=1).map(tuple))
scopes = st.builds(
    Narrowed,
    groups=st.none() | st.frozensets(st.sampled_from("gh")),
    since=days,
    until=st.sampled_from([5, 6, LAST_DAY]),
    publishers=names,
    authors=names,
    keys=st.none() | st.builds(range, st.integers(1, 9), st.integers(1, 10)),
    language=st.none() | languages,
)


def is_in(scope, key, group, one):
    def has(name, wanted):
        return not wanted or any(set(some) <= set(name) for some in wanted)

    return (
        (scope.groups is None or group in scope.groups)
        and (scope.keys is None or key in scope.keys)
        and scope.since <= one.day <= scope.until
        and scope.language in (None, one.language)
        and has(one.publisher, scope.publishers)
        and has(one.author, scope.authors)
    )


def index_of(corpus):
    index = Index()
    for key, (group, one) in corpus.items():
        index.add(key, group, one)
    return index


def settle(index):
    while parts := index.unsettled(tail=1):
        index.replace(parts, merged(parts))


def reloaded(index):
    settle(index)
    read = Index()
    with tempfile.TemporaryDirectory() as folder:
        for number, segment in enumerate(index.segments):
            write_segment(Path(folder) / f"{number}.segment", segment)
            read.insert(read_segment(Path(folder) / f"{number}.segment"))
    return read


@some
@given(corpora, corpora, scopes, queries, st.sampled_from(["tail", "segment", "file"]))
def test_a_narrowed_search_equals_a_search_of_the_articles_filtered_by_hand(
    corpus, gone, scope, query, kind
):
    index = index_of(corpus)
    if kind == "segment":
        settle(index)
    index = reloaded(index) if kind == "file" else index
    for key in gone.keys() & set(index.keys()):
        index.remove(key)
    left = {key: one for key, one in corpus.items() if key not in gone and one[1].sentences}
    chosen = {key: one for key, one in left.items() if is_in(scope, key, *one)}
    alone = index_of(chosen)
    hits, expected = index.search(query, scope, ALL), alone.search(query, None, ALL)
    assert {hit[:2]: hit.score for hit in hits} == pytest.approx(
        {hit[:2]: hit.score for hit in expected}
    )
    assert index.df(query, scope) == alone.df(query, None)
    assert index.term_weights(query, scope) == alone.term_weights(query, None)
    assert index.sizes_in(scope, ALL) == alone.sizes_in(None, ALL)
    newest = sorted(chosen, key=lambda key: (chosen[key][1].day, key), reverse=True)
    assert index.newest(scope) == newest
    assert index.days(chosen) == {key: one.day for key, (_, one) in chosen.items()}
    sentences = Counter(one.language for _, one in chosen.values() for _ in one.sentences)
    spoken = index.languages(scope)
    assert spoken == sorted(spoken, key=lambda language: -sentences[language])
    assert set(spoken) == set(sentences)
    assert all(index.language(key) == one.language for key, (_, one) in chosen.items())


@some
@given(corpora, scopes)
def test_words_of_names_are_counted_by_article_and_not_in_sentences(corpus, scope):
    index = index_of(corpus)
    chosen = [
        one
        for key, (group, one) in corpus.items()
        if is_in(scope, key, group, one) and one.sentences
    ]
    for prefix, kind in ((PUBLISHER, "publisher"), (AUTHOR, "author")):
        count = sum("daily" in getattr(one, kind) for one in chosen)
        assert index.about(prefix, ["daily"], scope) == {"daily": count}
    assert index.df(["daily"], scope) == {"daily": 0}


def test_an_entry_knows_the_day_of_the_last_change_and_the_names():
    known = {"source": "The Daily Telegraph", "author": "Amélie O'Neill"}
    changed = article("It rained.", published=date(2024, 3, 2), updated=date(2024, 5, 1), **known)
    found = entry(changed)
    assert found.day == date(2024, 5, 1).toordinal()
    assert entry(replace(changed, updated=None)).day == date(2024, 3, 2).toordinal()
    assert found.publisher == ["daily", "telegraph", "=daily telegraph", "=telegraph"]
    assert found.author == ["amelie", "oneill"]


def test_an_article_without_metadata_has_no_day_and_no_names():
    found = entry(article("It rained.", published=None))
    assert (found.day, found.publisher, found.author) == (UNKNOWN_DAY, [], [])
