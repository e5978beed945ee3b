"""Each table is used by one module or one folder; the others call that."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]
OWNERS = {
    "article": "articles",
    "collection": "collections",
    "feed": "subscriptions",
    "item": "items",
    "page": "subscriptions",
    "line": "learned_lines",
    "sketch": "alike",
    "change": "changes",
    "inbox": "waiting_updates bots",
    "answered": "waiting_updates",
    "unanswered": "unanswered",
    "recent": "recent_answers",
    "tally": "tallies",
    "quoted": "tallies",
    "incident": "alerts",
    "alert": "alerts",
    "standing": "chats",
    "checked": "chats",
    "digest": "chats",
    "latest": "chats",
    "language": "chats",
    "introduced": "introduced",
}
SQL = re.compile(r"(?:FROM|JOIN|INTO|UPDATE|UPDATE OR REPLACE)\s+([a-z]+)\b")


def strings(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]


@cache
def tables(path):
    """The tables that a module's SQL names, without common table expressions."""
    sql = [text for text in strings(path) if isinstance(text, str)]
    return {name for text in sql for name in SQL.findall(text)} & OWNERS.keys()


@pytest.mark.parametrize("table", OWNERS)
def test_only_its_owner_names_a_table_in_sql(table):
    modules = [path for name in ("corpus", "bot") for path in (ROOT / name).rglob("*.py")]
    naming = [path for path in modules if path.stem != "schema" and table in tables(path)]
    assert {owner(path) for path in naming} == set(OWNERS[table].split())


def owner(path):
    """A module's name, or that of its folder if the table belongs to the whole folder."""
    owners = {name for names in OWNERS.values() for name in names.split()}
    return path.stem if path.stem in owners else path.parent.name


def test_every_table_of_the_schema_has_an_owner():
    schema = (ROOT / "corpus" / "store" / "database" / "schema.py").read_text(encoding="utf-8")
    assert set(re.findall(r"CREATE TABLE ([a-z]+)", schema)) == OWNERS.keys()
