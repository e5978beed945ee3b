"""The model of meaning is not loaded, nor its libraries imported, before a question needs them."""

import os
import subprocess
import sys

import pytest
from patience import PATIENCE

STARTS = {
    "importing the bot": "import bot.application, bot.cli.main, bot.library.second_process",
    "importing the model": "import retrieval.meaning.minilm",
    "opening the library": """
from bot.library.library import Library
from corpus.store.store import Store
from retrieval.meaning.minilm import MiniLM
library = Library(Store(":memory:"), meaning=MiniLM())
library.prepare()
assert library.sources().samples
""",
}
NOT_LOADED = """
import sys
loaded = {"onnxruntime", "tokenizers", "huggingface_hub", "torch"} & sys.modules.keys()
sys.exit(f"{loaded} loaded" if loaded else 0)
"""
# Neither library can be imported, as if they were not installed.
WITHOUT = """
import sys
sys.modules["onnxruntime"] = sys.modules["tokenizers"] = None
from retrieval.meaning.minilm import MiniLM
assert MiniLM().question("Who runs the harbour?") is None
"""


USED = """
from retrieval.meaning.minilm import MiniLM
model = MiniLM(threads=2)
model.question("Who runs the harbour?")
model.sentences(["The port is headed by Marta Lindqvist."] * 20)
"""


def run(code, **options):
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=PATIENCE, **options
    )


@pytest.mark.parametrize("start", STARTS.values(), ids=STARTS)
def test_the_model_is_not_loaded_by(start):
    ended = run(start + NOT_LOADED)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_without_the_libraries_the_model_is_unusable_and_says_so_once():
    ended = run(WITHOUT)
    assert ended.returncode == 0
    (line,) = ended.stderr.splitlines()
    assert "onnxruntime" in line


def test_a_process_that_starts_others_prints_nothing():
    forks = 'import subprocess, sys; subprocess.run([sys.executable, "-c", ""], preexec_fn=int)'
    ended = run(USED + forks)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")


def test_onnxruntime_prepares_no_telemetry(tmp_path):
    # Without variables such as CI, which turn it off, too.
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    ended = run(USED, env={**kept, "HOME": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"})
    assert (ended.returncode, ended.stderr) == (0, "")
    assert list(tmp_path.rglob("*")) == []  # it would keep what it sends in a database here
