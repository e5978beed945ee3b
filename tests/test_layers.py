"""Imports point one way: corpus <- retrieval <- bot; a library is used in its own place only."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = [path for name in ("corpus", "retrieval", "bot") for path in (ROOT / name).rglob("*.py")]
MAY_IMPORT = {
    "corpus": {"corpus"},
    "retrieval": {"corpus", "retrieval"},
    "bot": {"corpus", "retrieval", "bot"},
}
HOME = {
    "telegram": "bot/",
    "click": "bot/",
    "tqdm": ("bot/cli/main.py", "bot/quality/training.py"),
    "pydantic": "bot/settings.py",
    "pydantic_settings": "bot/settings.py",
    "platformdirs": "bot/settings.py",
    "httpx": ("bot/", "corpus/web/"),
    "rapidfuzz": "retrieval/words/spelling.py",
    "rank_bm25": "retrieval/index/bm25.py",
    "numpy": ("retrieval/", "bot/quality/training.py"),
    "sqlite3": tuple(
        f"corpus/store/{name}.py" for name in ("database", "store", "rows", "learned_lines")
    ),
    "feedparser": "corpus/web/feed_formats.py",
    "trafilatura": "corpus/formats/html.py",
    "pypdfium2": "corpus/formats/pdf.py",
    "docx": "corpus/formats/docx.py",
    "zipfile": ("corpus/formats/archives.py", "corpus/formats/docx.py"),
    "yaml": "corpus/formats/front_matter.py",
    "charset_normalizer": "corpus/formats/decoding.py",
}
NOT_IN_RETRIEVAL = {"pathlib", "os", "io", "time", "datetime", "socket", "sqlite3", "asyncio"}


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").partition(".")[0]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_one_way_and_libraries_stay_at_home(path):
    place = path.relative_to(ROOT).as_posix()
    package = place.partition("/")[0]
    names = set(imported(path))
    assert names & MAY_IMPORT.keys() <= MAY_IMPORT[package]
    assert [name for name in names & HOME.keys() if not place.startswith(HOME[name])] == []
    if package == "retrieval" and place != "retrieval/index/segment_file.py":
        assert not names & NOT_IN_RETRIEVAL
