"""The layout: what may import what, where a library may be used, and how long code may get."""

import ast
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("corpus", "retrieval", "bot")
MODULES = sorted(path for name in PACKAGES for path in (ROOT / name).rglob("*.py"))
FOLDERS = sorted({path.parent for path in MODULES})
CODE_FOLDERS = [folder for folder in FOLDERS if (folder / "__init__.py").exists()]

# The sub-packages, and the modules beside them, from low to high. Each imports only from the
# rows above its own, and from itself.
LAYERS = [
    "corpus.errors corpus.article corpus.clock corpus.fingerprint corpus.addresses",
    "corpus.placeholders",
    "corpus.languages",
    "corpus.metadata corpus.months corpus.revisions corpus.rewording",
    "corpus.sentences corpus.html",
    "corpus.formats",
    "corpus.left_out",
    "corpus.reading",
    "corpus.files corpus.store corpus.samples",
    "corpus.sandbox",
    "corpus.web",
    "retrieval.answer retrieval.array_file retrieval.scope",
    "retrieval.words",
    "retrieval.index retrieval.meaning",
    "retrieval.ranking",
    "retrieval.asking",
    "retrieval.answering retrieval.quality",
    "bot.settings",
    "bot.wording",
    "bot.replies bot.library bot.quality",
    "bot.monitoring bot.upkeep",
    "bot.delivery",
    "bot.jobs",
    "bot.conversation bot.updates bot.introduction",
    "bot.background",
    "bot.gauges",
    "bot.serving",
    "bot.application",
    "bot.cli",
    "bot.__main__",
]
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
HEIGHT = {unit: row for row, units in enumerate(LAYERS) for unit in units.split()}

# Each library, with the only folders and modules that import it.
HOME = {
    "telegram": (
        "bot/delivery/",
        "bot/jobs/",
        "bot/conversation/",
        "bot/updates/",
        "bot/background.py",
        "bot/introduction.py",
        "bot/application.py",
        "bot/serving.py",
        "bot/upkeep/doctor.py",
    ),
    "click": (
        "bot/cli/",
        "bot/__main__.py",
        "bot/quality/training.py",
        "retrieval/meaning/export.py",
        "retrieval/meaning/related_words.py",
        "retrieval/meaning/sample_vectors.py",
    ),
    "tqdm": ("bot/cli/", "bot/quality/indexed_set.py"),
    "pydantic": ("bot/settings.py", "corpus/sandbox/reports.py"),
    "pydantic_settings": ("bot/settings.py",),
    "platformdirs": ("bot/settings.py", "bot/library/index_folder.py"),
    "httpx": ("bot/", "corpus/sandbox/fetch.py"),
    "Stemmer": ("retrieval/words/terms/stemming.py",),
    "rapidfuzz": ("retrieval/words/spelling.py",),
    "rank_bm25": ("retrieval/index/bm25.py",),
    "py3langid": ("corpus/languages/classifier.py",),
    "numpy": (
        "corpus/languages/classifier.py",
        "retrieval/",
        "bot/quality/indexed_set.py",
        "bot/quality/training.py",
    ),
    "onnxruntime": ("retrieval/meaning/minilm.py", "retrieval/meaning/export.py"),
    "torch": ("retrieval/meaning/export.py",),
    "transformers": ("retrieval/meaning/export.py",),
    "tokenizers": ("retrieval/meaning/minilm.py",),
    "sqlite3": ("corpus/store/database/",),
    "psycopg": ("corpus/store/database/", "corpus/store/bots/session.py"),
    "opensearchpy": ("bot/library/opensearch/client.py", "bot/library/opensearch/node.py"),
    "urllib3": ("bot/library/opensearch/node.py",),
    "feedparser": ("corpus/sandbox/feed_formats.py",),
    "trafilatura": ("corpus/html/",),
    "lxml": ("corpus/html/",),
    "pypdfium2": ("corpus/formats/pdf/",),
    "docx": ("corpus/formats/docx/",),
    "zipfile": ("corpus/formats/",),
    "yaml": ("corpus/formats/front_matter.py",),
    "charset_normalizer": ("corpus/formats/decoding.py",),
}
# In retrieval; "minilm.py" only turns onnxruntime's telemetry off in the environment.
FILE_MODULES = {
    "array_file.py",
    "segment_file.py",
    "vector_file.py",
    "related.py",
    "export.py",
    "minilm.py",
    "related_words.py",
    "wordnet.py",
}
NOT_IN_RETRIEVAL = {"pathlib", "os", "io", "time", "socket", "sqlite3", "asyncio"}

MOST_MODULES = 12  # in a folder
MOST_LINES = 300  # in a module
MOST_FUNCTION_LINES = 30  # from "def" to the last line
BANNED = {"utils", "util", "common", "misc", "helpers", "manager", "service", "data", "info"}


class Import(NamedTuple):
    """An import statement of ours, by the modules it joins."""

    importer: str
    imported: str


def place(path):
    return path.relative_to(ROOT).as_posix()


def dotted(path):
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def layer(module):
    """Return the sub-package, or the module beside the sub-packages, that a module belongs to."""
    return ".".join(module.split(".")[:2])


NAMES = {dotted(path) for path in MODULES}


@cache
def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imported(path):
    """Return the dotted names of the modules that a module imports, wherever in it."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{place(path)} has a relative import"
            deeper = {f"{node.module}.{name.name}" for name in node.names}
            found |= (deeper & NAMES) or {node.module}
    return found


def our_imports():
    return [
        Import(dotted(path), name) for path in MODULES for name in sorted(imported(path) & NAMES)
    ]


def test_every_sub_package_and_module_beside_one_is_in_a_layer():
    assert max(Counter(unit for row in LAYERS for unit in row.split()).values()) == 1
    assert {layer(name) for name in NAMES - set(PACKAGES)} == HEIGHT.keys()


def test_imports_point_down():
    rising = [
        one
        for one in our_imports()
        if layer(one.importer) != layer(one.imported)
        and HEIGHT[layer(one.imported)] >= HEIGHT[layer(one.importer)]
    ]
    assert rising == []


def test_modules_do_not_import_one_another_in_a_circle():
    left = {name: set() for name in NAMES}
    for one in our_imports():
        left[one.importer].add(one.imported)
    while free := {name for name, needs in left.items() if not needs & left.keys()}:
        left = {name: needs for name, needs in left.items() if name not in free}
    assert sorted(left) == [], "each of these imports another one of them"


@pytest.mark.parametrize("path", MODULES, ids=place)
def test_libraries_are_used_only_where_they_belong(path):
    names = {name.partition(".")[0] for name in imported(path)}
    strays = [name for name in names & HOME.keys() if not place(path).startswith(HOME[name])]
    assert strays == []
    if place(path).startswith("retrieval/") and path.name not in FILE_MODULES:
        assert not names & NOT_IN_RETRIEVAL
        calls = (node.func for node in ast.walk(tree(path)) if isinstance(node, ast.Call))
        called = {func.attr for func in calls if isinstance(func, ast.Attribute)}
        assert not called & {"today", "now", "utcnow"}, "the caller says what day it is"


@pytest.mark.parametrize("folder", CODE_FOLDERS, ids=place)
def test_a_folder_says_in_one_line_what_it_holds_and_has_few_modules(folder):
    (line,) = (folder / "__init__.py").read_text(encoding="utf-8").splitlines()
    assert ast.get_docstring(ast.parse(line))
    assert len(list(folder.glob("*.py"))) - 1 <= MOST_MODULES


def test_every_folder_with_code_is_a_package():
    assert FOLDERS == CODE_FOLDERS


def test_names_say_what_a_module_holds():
    assert [place(path) for path in [*MODULES, *FOLDERS] if path.stem in BANNED] == []


def test_modules_are_short():
    long = [
        place(path)
        for path in MODULES
        if len(path.read_text(encoding="utf-8").splitlines()) > MOST_LINES
    ]
    assert long == []


def test_functions_are_short():
    long = [
        f"{place(path)}: {node.name}"
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, FUNCTIONS) and node.end_lineno - node.lineno >= MOST_FUNCTION_LINES
    ]
    assert long == []


def test_an_import_inside_a_function_has_a_comment_that_says_why():
    silent = [
        f"{place(path)}:{node.lineno}"
        for path in MODULES
        for function in ast.walk(tree(path))
        if isinstance(function, FUNCTIONS)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom) and not is_explained(path, node)
    ]
    assert silent == []


def is_explained(path, node):
    """Return whether a comment stands on the statement's first line or above its block."""
    lines = path.read_text(encoding="utf-8").splitlines()
    at = node.lineno - 1
    while "#" not in lines[at] and lines[at - 1].strip().startswith(("import ", "from ", "#")):
        at -= 1
    return "#" in lines[at]


@pytest.mark.parametrize("path", sorted((ROOT / "tests").rglob("test_*.py")), ids=place)
def test_tests_share_through_support_and_not_with_one_another(path):
    names = {part for name in imported(path) for part in name.split(".")}
    assert [name for name in names if name.startswith("test_") or name == "conftest"] == []
