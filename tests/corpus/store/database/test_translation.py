import re
from string import printable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.store.database.location import is_server, shown
from corpus.store.database.schema import SCHEMA, UPGRADES
from corpus.store.database.translation import definitions, translated, views

PARTS = st.sampled_from(["?", "?1", "?12", "%", "'", '"', "''", "'?'", "a", " ", "=", "\n"])


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("SELECT ? WHERE a = ?", ("SELECT %s WHERE a = %s", False)),
        ("SELECT ?1 WHERE a = ?2 OR b = ?1", ("SELECT %(1)s WHERE a = %(2)s OR b = %(1)s", True)),
        ("SELECT 'Who?', \"?\", ?", ("SELECT 'Who?', \"?\", %s", False)),
        ("SELECT 'it''s?' % 100", ("SELECT 'it''s?' %% 100", False)),
        ("SELECT '100 %' LIKE ?", ("SELECT '100 %%' LIKE %s", False)),
        ("SELECT 1 FROM a INDEXED BY b WHERE c", ("SELECT 1 FROM a  WHERE c", False)),
        ("CAST(body AS BLOB) = ?", ("convert_to(body, 'UTF8') = %s", False)),
        ("instr(body, ?) > 0", ("strpos(body, %s) > 0", False)),
    ],
)
def test_statements_are_translated(statement, expected):
    assert translated(statement) == expected


@given(st.lists(PARTS).map("".join))
def test_only_marks_outside_quotes_become_places_for_values(statement):
    text, _ = translated(statement)
    plain = re.sub(r"%(\(\d+\))?s", "", text)
    assert "%" not in plain.replace("%%", "")
    outside = re.sub(r"'(?:[^']|'')*'|\"[^\"]*\"", "", statement)
    assert len(re.findall(r"%(?:\(\d+\))?s", text.replace("%%", ""))) == outside.count("?")


def test_nothing_that_only_sqlite_knows_is_left_in_definitions():
    script = definitions(";".join((SCHEMA, *UPGRADES)))
    known = "STRICT|ROWID|AUTOINCREMENT|BLOB|INTEGER|OR IGNORE|OR REPLACE|fingerprint|PRAGMA"
    assert not re.findall(known, script)
    assert not re.findall(r'\bTEXT\b(?! COLLATE "C")', script)


def test_views_are_made_again_after_each_upgrade():
    assert views(UPGRADES).startswith("CREATE OR REPLACE VIEW current AS SELECT * FROM article")


@pytest.mark.parametrize(
    ("location", "name"),
    [
        ("postgresql://me:secret@db.example:5433/news", "postgresql://db.example:5433/news"),
        ("postgres://db.example/news?password=secret", "postgres://db.example/news"),
        ("postgresql://me:s%40cret@a,b:5433/news", "postgresql://a,b:5433/news"),
        ("postgresql://me:secret/secret@a/news", "postgresql://a/news"),
        ("postgresql://me:sec?ret@a/news", "postgresql://..."),
        ("postgresql://a/news?password=s@cret", "postgresql://..."),
        ("postgresql:///news", "postgresql:///news"),
        ("postgresql://[::1]:5433,db.example/news", "postgresql://[::1]:5433,db.example/news"),
        ("postgresql://me:secret/news", "postgresql://..."),  # without a host
        ("postgresql://me:secret", "postgresql://..."),
        ("quotewire.db", "quotewire.db"),
    ],
)
def test_an_address_is_shown_without_its_password(location, name):
    assert shown(location) == name
    assert is_server(location) == (location != "quotewire.db")


@given(st.text("".join(set(printable) - set("@?#/")), min_size=1), st.sampled_from("?@#/"))
def test_no_part_of_a_password_is_shown(password, extra):
    secret = f"<{password}{extra}>"
    text = shown(f"postgresql://me:{secret}@db.example/news")
    assert text in ("postgresql://db.example/news", "postgresql://...")
