"""What the doctor says of the search engine."""

import sys
from contextlib import closing

import pytest
from fed_engine import FedEngine, an_article

from bot.library.opensearch.client import Engine
from bot.library.opensearch.feeding.state import write_state
from bot.settings import load_settings
from bot.upkeep.engine_checks import check_engine
from corpus.store.store import Store

REACHED = "ok the search engine can be reached"


@pytest.fixture
def doctor(db, opensearch, monkeypatch):
    """The lines about an engine at an address, by default the one that runs."""

    def lines(url=opensearch.urls[0]):
        monkeypatch.setenv("QUOTEWIRE_SEARCH", url)
        monkeypatch.setenv("QUOTEWIRE_SEARCH_TIMEOUT", "5")
        return [finding.line for finding in check_engine(load_settings())]

    assert not db.exists()
    return lines


def test_without_an_engine_there_is_nothing_to_say(doctor):
    assert doctor("") == []


def test_an_engine_goes_from_empty_to_complete_to_behind(doctor, db, opensearch):
    with closing(Store(db)) as store:
        assert doctor() == [
            REACHED,
            "-- the search engine has no index yet: the bot makes it when it starts, and "
            "quotewire index at once",
        ]
        store.add(an_article("ferry"))
        state = FedEngine(opensearch.urls[0], store).feeder.feed()
        assert doctor() == [REACHED, "ok the search engine has taken in all articles"]
        store.add(an_article("bridge", source="Another paper"))
        (_, behind) = doctor()
        assert behind.startswith("-- the search engine still has to take in 1 article: ")
        engine = FedEngine(opensearch.urls[0], store).engine
        write_state(engine, state._replace(analysis=state.analysis - 1))
        (_, older) = doctor()
        assert older.startswith("-- another version of Quotewire made the search engine's index")
        write_state(engine, state._replace(analysis=state.analysis + 1))
        (_, newer) = doctor()
        assert newer.startswith("!! a newer version of Quotewire made the search engine's index: ")


def test_the_index_of_another_database_is_a_problem(doctor, db, opensearch, tmp_path):
    with closing(Store(tmp_path / "other.db")) as other, closing(Store(db)) as store:
        other.add(an_article("ferry"))
        FedEngine(opensearch.urls[0], other).feeder.feed()
        store.add(an_article("bridge"))
        (_, line) = doctor()
        assert line.startswith("!! the search engine has the index of another database; quotewire")


def test_an_index_without_its_copies_is_noted(doctor, db, opensearch):
    with closing(Store(db)) as store:
        state = FedEngine(opensearch.urls[0], store).feeder.feed()
    copies = {"index": {"auto_expand_replicas": "false", "number_of_replicas": 1}}
    opensearch.call("PUT", f"/{state.name}/_settings", copies)
    first, _ = doctor()
    assert first.startswith("-- the search engine lacks copies of the index (status yellow)")


@pytest.mark.parametrize(
    ("version", "named"),
    [
        ({"distribution": "opensearch", "number": "1.3.20"}, "opensearch, version 1.3.20"),
        ({"distribution": "opensearch", "number": "2.190.0"}, "opensearch, version 2.190.0"),
        ({"number": "8.15.0"}, "not OpenSearch, version 8.15.0"),
    ],
)
def test_another_program_or_version_is_noted(doctor, monkeypatch, version, named):
    request = Engine.request

    def answered(engine, method, path, *rest, **given):
        found = request(engine, method, path, *rest, **given)
        return {"version": version} if path == "/" else found

    monkeypatch.setattr(Engine, "request", answered)
    reached, noted, _ = doctor()
    assert reached == REACHED
    assert noted == (
        f"-- the search engine is {named}: Quotewire is tested with OpenSearch 2.19.x"
    )


def test_an_index_that_takes_no_changes_is_a_problem(doctor, db, opensearch):
    with closing(Store(db)) as store:
        state = FedEngine(opensearch.urls[0], store).feeder.feed()
    opensearch.call("PUT", f"/{state.name}/_settings", {"index.blocks.write": True})
    _, blocked, _ = doctor()
    assert blocked.startswith("!! the search engine's index is blocked, as when a disk of its")


def test_an_engine_that_is_not_there_is_a_problem_and_its_password_is_not_shown(doctor):
    (line,) = doctor("http://somebody:secret@127.0.0.1:9")
    assert line.startswith("!! the search engine cannot be reached: check QUOTEWIRE_SEARCH, ")
    assert "secret" not in line


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_a_file_without_certificates_is_named(doctor, monkeypatch, tmp_path, content):
    if content is not None:
        (tmp_path / "ca.pem").write_text(content)
    monkeypatch.setenv("QUOTEWIRE_SEARCH_CA", str(tmp_path / "ca.pem"))
    (line,) = doctor("https://127.0.0.1:9")
    assert line.startswith("!! QUOTEWIRE_SEARCH_CA names ")


def test_a_password_that_others_can_read_is_noted(doctor):
    first, *_ = doctor("http://somebody:secret@search.invalid:9200")
    assert first == (
        "-- QUOTEWIRE_SEARCH sends its password over the network unencrypted: use https:// unless "
        "the network is your own"
    )


def test_a_missing_client_is_named(doctor, monkeypatch):
    monkeypatch.setitem(sys.modules, "opensearchpy", None)
    monkeypatch.delitem(sys.modules, "bot.library.opensearch.client")
    (line,) = doctor()
    assert line == ("!! QUOTEWIRE_SEARCH needs opensearch-py: pip install '.[opensearch]'")
