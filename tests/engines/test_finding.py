"""What is said where an engine is missing."""

import finding
import pytest
from finding import MissingError
from starting import found


@pytest.fixture
def bare(tmp_path, monkeypatch):
    """An empty machine: nothing on PATH, nothing in a cache."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(finding, "PLACES", ())
    monkeypatch.setattr(finding, "ENGINES", {})
    for name in ("postgresql", "opensearch"):
        monkeypatch.setitem(finding.ENGINES, name, getattr(finding, name).__wrapped__)


@pytest.mark.usefixtures("bare")
def test_a_bare_machine_has_no_engine_and_each_says_what_it_needs(capsys):
    finding.main()
    said = capsys.readouterr()
    assert said.out == "\n"
    assert said.err.splitlines() == [
        f"Tests of postgresql are skipped: they need {finding.POSTGRESQL}",
        f"Tests of opensearch are skipped: they need {finding.JAVA}",
    ]


def test_a_postgresql_that_is_too_old_is_none(monkeypatch):
    monkeypatch.setattr(finding, "postgresql_version", lambda _: 14)
    with pytest.raises(MissingError, match="PostgreSQL 15 or later"):
        finding.postgresql.__wrapped__()


def test_the_newest_postgresql_is_found(monkeypatch, tmp_path):
    for version in ("9", "15", "17"):
        (tmp_path / version).mkdir()
    monkeypatch.setattr(finding, "PLACES", (f"{tmp_path}/*",))
    monkeypatch.setattr(finding, "postgresql_version", lambda folder: int(folder.name))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert finding.postgresql.__wrapped__() == tmp_path / "17"


def test_if_maven_reaches_nothing_the_reason_is_said(monkeypatch, tmp_path):
    found("opensearch")  # or skip: Maven is missing
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("MAVEN_OPTS", f"-Duser.home={tmp_path}")
    settings = tmp_path / ".m2" / "settings.xml"
    settings.parent.mkdir()
    settings.write_text("<settings><offline>true</offline></settings>")
    with pytest.raises(MissingError, match=r"Maven Central \(mvn failed: .*offline"):
        finding.opensearch.__wrapped__()
    assert list((tmp_path / "quotewire-tests").iterdir()) == []


@pytest.mark.usefixtures("bare")
def test_a_test_without_its_engine_is_skipped_unless_it_must_run(monkeypatch):
    monkeypatch.setattr("starting.ENGINES", finding.ENGINES)
    monkeypatch.delenv("QUOTEWIRE_TEST_ENGINES", raising=False)
    with pytest.raises(pytest.skip.Exception, match="needs PostgreSQL 15"):
        found("postgresql")
    monkeypatch.setenv("QUOTEWIRE_TEST_ENGINES", "postgresql opensearch")
    with pytest.raises(pytest.fail.Exception, match="which needs PostgreSQL 15"):
        found("postgresql")
