"""Bulk requests to an engine that is busy or refuses, which a real one rarely does."""

import json

import pytest

from bot.library.opensearch.errors import EngineError
from bot.library.opensearch.feeding import bulk as bulk_module
from bot.library.opensearch.feeding.bulk import Action, Bulk

ERROR = {"type": "some_kind"}


class BusyEngine:
    """Takes a document unless one of its ``answers`` says otherwise, one for each request.

    An answer is the status of each document, or an error.
    """

    def __init__(self, *answers):
        self._answers = list(answers)
        self.requests = []

    def request(self, method, path, body, params):
        assert (method, path, params["require_alias"]) == ("POST", "/news-feed/_bulk", "true")
        lines = [json.loads(line) for line in body.splitlines()]
        abouts = [line for line in lines if {"index", "delete"} & line.keys()]
        self.requests.append([about[kind]["_id"] for about in abouts for kind in about])
        answer = self._answers.pop(0) if self._answers else [201] * len(abouts)
        if isinstance(answer, Exception):
            raise answer
        items = [
            {kind: {"status": status} | ({"error": ERROR} if status not in (201, 404) else {})}
            for about, status in zip(abouts, answer, strict=True)
            for kind in about
        ]
        return {"errors": any(status >= 300 for status in answer), "items": items}


def writing(engine):
    pauses = []
    return Bulk(engine, "news-feed", pauses.append), pauses


def documents(count, size=0):
    return [Action(str(number), "a", 1, {"terms": "x" * size}) for number in range(count)]


def test_what_the_engine_was_too_busy_for_is_sent_again_after_a_growing_pause():
    engine = BusyEngine([201, 429, 201], [429], [503])
    bulk, pauses = writing(engine)
    bulk.write(documents(3))
    assert engine.requests == [["0", "1", "2"], ["1"], ["1"], ["1"]]
    assert pauses == [0.05, 0.1, 0.2]


def test_a_request_that_got_no_answer_is_sent_again():
    engine = BusyEngine(EngineError("cannot be reached"), EngineError("is busy", 429))
    bulk, pauses = writing(engine)
    bulk.write(documents(2))
    assert engine.requests == [["0", "1"]] * 3
    assert len(pauses) == 2


@pytest.mark.parametrize("answer", [[429], EngineError("cannot be reached")])
def test_an_engine_that_takes_nothing_for_long_is_given_up(answer, monkeypatch):
    now = [0.0]
    monkeypatch.setattr(bulk_module, "monotonic", lambda: now[0])
    engine = BusyEngine(*[answer] * 100)

    def pause(seconds):
        now[0] += seconds

    with pytest.raises(EngineError) as caught:
        Bulk(engine, "news-feed", pause).write(documents(1))
    assert caught.value.is_busy
    assert bulk_module.PATIENCE <= now[0] < bulk_module.PATIENCE + 2 * bulk_module.LONGEST_PAUSE


def test_a_refused_document_is_an_error_that_names_its_kind_alone():
    bulk, pauses = writing(BusyEngine([201, 400]))
    with pytest.raises(
        EngineError, match=r"^OpenSearch: refuses a document \(some_kind\)$"
    ) as one:
        bulk.write(documents(2))
    assert not one.value.is_busy
    assert pauses == []


def test_a_right_that_is_missing_is_named(monkeypatch):
    said = "no permissions for [indices:data/write/bulk[s]] and User [name=ann]"
    monkeypatch.setitem(ERROR, "type", "security_exception")
    monkeypatch.setitem(ERROR, "reason", said)
    bulk, _ = writing(BusyEngine([403]))
    with pytest.raises(EngineError, match=r"do that: indices:data/write/bulk\[s\]$"):
        bulk.write(documents(1))


def test_a_newer_document_and_a_missing_one_are_no_errors():
    engine = BusyEngine([409, 404])
    writing(engine)[0].write([*documents(1), Action("7", "a", 1)])
    assert engine.requests == [["0", "7"]]


def test_requests_are_bounded_in_documents_and_in_bytes():
    engine = BusyEngine()
    bulk, _ = writing(engine)
    bulk.write(documents(bulk_module.MOST_DOCUMENTS + 1))
    assert [len(one) for one in engine.requests] == [bulk_module.MOST_DOCUMENTS, 1]
    engine.requests.clear()
    bulk.write(documents(5, bulk_module.MOST_BYTES // 2))
    assert [len(one) for one in engine.requests] == [1] * 5
    engine.requests.clear()
    bulk.write([])
    assert engine.requests == []
