"""``quotewire index`` without a search engine."""

from contextlib import closing

import pytest
from articles import FERRY
from click.testing import CliRunner
from stored import article

from bot.cli.main import quotewire
from corpus.store.store import Store


@pytest.fixture
def run(db, monkeypatch):
    monkeypatch.setenv("QUOTEWIRE_MEANING", "false")
    with closing(Store(db)) as store:
        store.add(article(FERRY))
    return lambda *args: CliRunner().invoke(quotewire, ["index", *args])


def test_the_index_beside_the_database_is_brought_up_to_date(run):
    result = run()
    assert (result.exit_code, result.stdout) == (0, "The index has 5 sentences.\n")


def test_only_a_search_engines_index_is_made_anew(run):
    result = run("--rebuild")
    assert result.exit_code != 0
    assert "QUOTEWIRE_SEARCH" in str(result.exception) or "QUOTEWIRE_SEARCH" in result.output


def test_a_search_engine_that_is_not_there_is_named_without_its_password(run, monkeypatch):
    monkeypatch.setenv("QUOTEWIRE_SEARCH", "http://me:hidden@127.0.0.1:9")
    result = run()
    assert result.exit_code != 0
    assert str(result.exception) == "OpenSearch: cannot be reached"
    assert "hidden" not in result.output
