"""Index files that are cut short while processes have them mapped.

Reading what is gone ends a process with SIGBUS, so each test asks in a process of its own.
"""

import os
import subprocess
import sys

import pytest
from kept_vectors import opened
from loopback import ROOT
from meaning import FakeMeaning
from patience import PATIENCE
from ships import fill, found

from bot.library.index_folder import SUFFIX

NUMBERS = range(1, 13)

HERE = """
import logging, os, sys
from contextlib import closing
from pathlib import Path
from bot.library.library import Library
from corpus.store.store import Store

def ask(library):
    found = set()
    for number in range(1, 13):
        one = library.nearest(f"ship{number}", library.sources()).passages
        if one and f"Ship{number} " in one[0].sentence.text:
            found.add(number)
    return sorted(found)

path, background, size = sys.argv[1], sys.argv[2] == "background", int(sys.argv[3])
logging.basicConfig(format="%(message)s")
with closing(Store(path)) as store, closing(Library(store, background=background)) as library:
    library.prepare()
    print(len(ask(library)))
    for file in Path(f"{path}.index").glob("*.segment"):
        os.truncate(file, size)
    library.sources()
    while library.behind:
        library.sources()
    print(len(ask(library)), library.size)
"""

BETWEEN = """
import os, sys
from contextlib import closing
from pathlib import Path
from bot.library.library import Library
from corpus.store.store import Store

path = sys.argv[1]
with closing(Store(path)) as store, closing(Library(store)) as library:
    sources = library.sources()
    for file in Path(f"{path}.index").glob("*.segment"):
        os.truncate(file, 0)
    library.nearest("ship1", sources)
    print(bool(library.nearest("ship1", library.sources()).passages))
"""

VECTORS = """
import logging, os, sys
from contextlib import closing
from pathlib import Path
from bot.library.library import Library
from corpus.store.store import Store
from meaning import FakeMeaning

path, background, size = sys.argv[1], sys.argv[2] == "background", int(sys.argv[3])
logging.basicConfig(format="%(message)s")
meaning = FakeMeaning()
with (
    closing(Store(path)) as store,
    closing(Library(store, meaning=meaning, background=background)) as library,
):
    sources = library.sources()
    print(library.nearest("Where is ship1?", sources).by_meaning, len(meaning.encoded))
    for file in Path(f"{path}.index").glob("*.vectors"):
        os.truncate(file, size)
    print(bool(library.nearest("Where is ship1?", sources).passages))
    library.scrub()
    library.sources()
    while library.encodes:
        library.sources()
    print(library.nearest("Where is ship1?", library.sources()).by_meaning, len(meaning.encoded))
"""

SECOND = """
import asyncio, os, sys
from pathlib import Path
from bot.library import second_process as module
from bot.library.library import Library
from corpus.store.store import Store

async def main(path):
    library = Library(Store(path))
    library.prepare()
    answering = module.Responder(library)
    for _ in range(module.LONG):
        await answering.answer("ship1", library.sources())
        await answering.look(1e-9)
    for file in Path(f"{path}.index").glob("*.segment"):
        os.truncate(file, 0)
    sources = library.sources()
    library.answer = None  # this process could not
    answer = await answering.answer("Where did ship1 carry cargo1?", sources)
    print(answering.has_second, answer.unknown)
    answering.close()

if __name__ == "__main__":
    module.processors = lambda: 2
    module.PATIENCE = 300.0  # a busy machine may need long
    asyncio.run(main(sys.argv[1]))
"""


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "quotewire.db"
    fill(path, *NUMBERS)
    assert found(path) == list(NUMBERS)
    assert list(path.with_name("quotewire.db.index").glob(f"*{SUFFIX}"))
    return path


def run(program, *words, folder):
    file = folder / "program.py"
    file.write_text(program)
    return subprocess.run(
        [sys.executable, file, *map(str, words)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=PATIENCE,
    )  # fmt: skip


@pytest.mark.parametrize("size", [0, 100])
@pytest.mark.parametrize("way", ["background", "at once"])
def test_a_library_survives_and_answers(path, tmp_path, way, size):
    ended = run(HERE, path, way, size, folder=tmp_path)
    assert ended.stdout.splitlines() == ["12", "12 24"]
    assert ended.returncode == 0
    (line,) = ended.stderr.splitlines()
    assert line.startswith("An index file was cut short and will be rebuilt: ")
    assert found(path) == list(NUMBERS)


@pytest.mark.parametrize("size", [0, 100])
@pytest.mark.parametrize("way", ["background", "at once"])
def test_a_library_survives_that_vectors_are_cut(path, tmp_path, monkeypatch, way, size):
    with opened(path, FakeMeaning()):
        pass
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), str(ROOT / "tests/support")]))
    ended = run(VECTORS, path, way, size, folder=tmp_path)
    assert ended.stdout.splitlines() == ["True 0", "True", "True 24"]
    assert ended.returncode == 0
    (line,) = ended.stderr.splitlines()
    assert line.startswith("A file of vectors was cut short; they will be made again: ")


def test_a_question_that_waited_meanwhile_survives(path, tmp_path):
    ended = run(BETWEEN, path, folder=tmp_path)
    assert (ended.returncode, ended.stdout) == (0, "True\n")


def test_the_second_process_survives_and_answers(path, tmp_path):
    ended = run(SECOND, path, folder=tmp_path)
    assert ended.stdout == "True ()\n"
    assert ended.returncode == 0
