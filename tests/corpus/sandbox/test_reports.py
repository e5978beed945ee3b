import asyncio
import json
from dataclasses import asdict
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import LIBRARY, Article, LeftOut, Span
from corpus.errors import CorpusError, NotAnArticleError, UnavailableError
from corpus.metadata import Metadata
from corpus.reading import read_article
from corpus.sandbox.feed_items import Feed, Item
from corpus.sandbox.reports import Report, is_sound, read_report
from corpus.sandbox.task import FetchedPage, Task, read_task
from corpus.sandbox.worker import perform, written

PAGE = FetchedPage("http://a.example/", True, '"1"', None, 7)
NOON = datetime(2025, 3, 3, 12, tzinfo=UTC)
SOUND = {"text": "It rained.", "title": "Rain", "spans": [[0, 10]]}


def report(**fields):
    return read_report(written(fields), "a.txt")


def test_what_a_worker_writes_is_read_as_it_was():
    article = {"text": "It rained.", "title": "Rain", "spans": [[0, 10]], "left_out": [],
               "published": date(2025, 3, 21)}  # fmt: skip
    found = report(page=PAGE._asdict(), article=article)
    assert found.page == PAGE
    assert found.article == Article(
        "It rained.", "Rain", (Span(0, 10),), published=date(2025, 3, 21)
    )
    item = Item("http://a.example/1", "http://a.example/1", "A", NOON, "Ann", "<p>It rained.", 10)
    feed = Feed("T", (item, Item("tag:2", text="x", length=1)), "de")
    assert report(feed=asdict(feed)) == Report(feed=feed)


def test_an_error_comes_back_as_the_error_it_was():
    found = report(failure={"name": "b.txt", "reason": "is empty", "retry_after": None}).error
    assert (type(found), str(found)) == (CorpusError, "b.txt: is empty")
    found = report(failure={"name": "u", "reason": "is busy", "retry_after": 60}).error
    assert isinstance(found, UnavailableError)
    assert found.retry_after == 60


def test_a_page_without_an_article_comes_back_as_such():
    async def performed():
        page = b"<html><title>404</title><p>The page you requested could not be found.</p></html>"
        return [written(one) async for one in perform(Task("file", "a.html"), page)]

    [line] = asyncio.run(performed())
    found = read_report(line, "a.html").error
    assert isinstance(found, NotAnArticleError)
    assert found.reason == "is an error message (page not found), not an article"


def test_the_metadata_of_a_task_arrive_as_they_are():
    known = Metadata("Ferry", published=date(2025, 3, 21), updated=date(2025, 3, 22))
    task, _ = read_task(Task("file", "a.txt", overrides=known).written(0))
    assert task.overrides == known


@pytest.mark.parametrize(
    "changed",
    [
        {"spans": [[0, 11]]},
        {"spans": [[-1, 10]]},
        {"spans": [[5, 5]]},
        {"spans": [[3, 10], [0, 2]]},
        {"spans": [[0, 5], [4, 10]]},
        {"spans": []},
        {"spans": [[0, 5]], "left_out": [[4, 10, "date"]]},
        {"spans": [[0, 5]], "left_out": [[5, 10, "no such reason"]]},
        {"spans": [[0, 5]], "title_span": [2, 3]},
        {"url": "javascript:alert(1)"},
        {"source": "x" * 3000},
        {"title": "x" * 3000},
        {"text": "x" * 5000, "spans": [[0, 5000]]},
        {"text": "It rained." + " " * 500_000},
        {"text": "x " * 5001, "spans": [[2 * n, 2 * n + 1] for n in range(5001)]},
        {"language": "x" * 100},
        {"text": 7},
        {"text": None},
    ],
)
def test_an_article_that_no_file_gives_is_refused(changed):
    with pytest.raises(CorpusError, match="is damaged"):
        report(article=SOUND | changed)


@pytest.mark.parametrize(
    "changed",
    [{"url": "javascript:1"}, {"size": -1}, {"url": "http://a/" + "a" * 2000}, {"etag": "1" * 201},
     {"etag": "a\r\nCookie: b"}, {"modified": "ä"}],
)  # fmt: skip
def test_a_page_that_no_fetching_gives_is_refused(changed):
    with pytest.raises(CorpusError, match="is damaged"):
        report(page=PAGE._asdict() | changed)


@pytest.mark.parametrize(
    "items",
    [[{"link": "http://a:99999/"}], [{"link": "/a"}], [{}] * 2, [{"key": ""}], [{"key": 7}],
     [{"key": "a" * 2001}], [{"title": "a\nb"}], [{"author": "a" * 201}], [{"text": 7}],
     [{"text": "a", "length": 2}], [{"text": "a", "length": -1}], [{"text": "a" * 200_001}],
     [{"published": "2025-03-03T10:00:00"}], [{"published": "soon"}],
     [{"key": str(n), "text": "a" * 200_000} for n in range(11)],
     [{"key": str(n)} for n in range(401)]],
)  # fmt: skip
def test_a_feed_that_no_parsing_gives_is_refused(items):
    assert report(feed={"title": "T", "items": [{"key": "1"}]}).feed
    with pytest.raises(CorpusError, match="is damaged"):
        report(feed={"title": "T", "items": [{"key": "1"} | item for item in items]})


@pytest.mark.parametrize("changed", [{"title": ""}, {"title": "a\nb"}, {"language": "x" * 99}])
def test_a_feed_with_a_value_that_no_parsing_gives_is_refused(changed):
    with pytest.raises(CorpusError, match="is damaged"):
        report(feed={"title": "T", "items": []} | changed)


def test_a_worker_cannot_choose_where_an_article_belongs():
    claimed = {"collection": "7", "number": 1, "added": "2020-01-01T00:00:00Z"}
    found = report(article=SOUND | claimed).article
    assert (found.collection, found.number, found.added) == (LIBRARY, None, None)


@pytest.mark.parametrize(
    "line", [b"", b"{", b"[]", b"7\n", b"\xff\n", b'{"article":"x"}', b'{"page":[1]}', b"[" * 9999]
)
def test_a_line_that_is_no_report_is_an_error(line):
    with pytest.raises(CorpusError, match="is damaged"):
        read_report(line, "a.txt")


# Of all objects.
FIELDS = st.sampled_from(
    "failure page article feed name reason text spans title items key url".split()
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda values: st.lists(values, max_size=4) | st.dictionaries(FIELDS, values, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(FIELDS, JSON, max_size=4))
def test_any_json_is_a_sound_report_or_an_error(fields):
    try:
        found = read_report(json.dumps(fields).encode(), "a.txt")
    except CorpusError:
        return
    assert found.article is None or is_sound(found.article)


@given(st.text())
def test_every_article_that_is_read_is_sound_and_survives_the_way_back(text):
    try:
        article = read_article(text.encode("utf-8", "replace"), "a.txt")
    except CorpusError:
        return
    fields = {"text": article.text, "title": article.title, "spans": article.spans,
              "left_out": article.left_out, "title_span": article.title_span,
              "language": article.language, "published": article.published}  # fmt: skip
    assert report(article=fields).article == article


def test_lone_surrogates_become_question_marks():
    assert report(feed={"title": "a\ud800b", "items": []}).feed.title == "a?b"


@given(st.text(), st.binary(max_size=9), st.none() | st.text(max_size=9))
def test_a_task_survives_the_way_to_the_worker(name, data, etag):
    sent = Task("page", name, ("a.example",), (etag, None))
    assert read_task(sent.written(len(data))) == (sent, len(data))


def test_left_out_stretches_survive_the_way_back():
    article = SOUND | {"spans": [[0, 2]], "left_out": [[3, 10, "date"]]}
    assert report(article=article).article.left_out == (LeftOut(3, 10, "date"),)
