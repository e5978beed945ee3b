"""The repository's documents, read for tests."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PAGES = [
    *(ROOT / f"{name}.md" for name in ("README", "CONTRIBUTING", "CHANGELOG", "SECURITY")),
    *sorted((ROOT / "docs").rglob("*.md")),
    *(ROOT / "tests" / folder / "README.md" for folder in ("quality", "benchmarks")),
]
NAMES = [page.relative_to(ROOT).as_posix() for page in PAGES]

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")


def read(name):
    """A file's text."""
    return (ROOT / name).read_text(encoding="utf-8")


def prose(name):
    """A page without its blocks of code."""
    return FENCE.sub("", read(name))


def section(name, title):
    """A page's text under a heading, up to the next heading."""
    found = re.search(rf"^#+ {re.escape(title)}\n(.*?)(?=^#+ |\Z)", read(name), re.M | re.S)
    assert found, f"{name} has no section {title}"
    return found.group(1)


def rows(text):
    """The rows of every table in a text, each as a list of cells, without the headings."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    rules = [number for number, row in enumerate(cells) if set("".join(row)) <= set("-: ")]
    headings = {number - 1 for number in rules}
    return [row for number, row in enumerate(cells) if number not in {*rules, *headings}]


def first_cells(name, title):
    """The first cell of each row under a heading, without backticks."""
    return [row[0].strip("`") for row in rows(section(name, title))]
