"""What the command line loads: each import delays every command."""

import os
import subprocess
import sys

import pytest
from loopback import ROOT


@pytest.fixture
def load(tmp_path):
    """Run a command; return its exit status and the modules that it loaded."""

    def load(*words):
        ended = subprocess.run(
            [sys.executable, "-X", "importtime", "-m", "bot", *words],
            cwd=ROOT,
            env=os.environ | {"QUOTEWIRE_DB": str(tmp_path / "quotewire.db")},
            capture_output=True,
            text=True,
            check=False,
        )
        loaded = {line.rpartition("|")[2].strip() for line in ended.stderr.splitlines()}
        assert "bot.cli.main" in loaded
        return ended.returncode, loaded

    return load


@pytest.mark.parametrize(
    ("words", "status"),
    [(["--help"], 0), (["ask", "who built the bridge?"], 1), (["sources"], 0)],
)
def test_the_command_line_does_not_load_telegram(load, words, status):
    ended, loaded = load(*words)
    assert ended == status
    assert [name for name in loaded if name.partition(".")[0] == "telegram"] == []


def test_a_command_loads_only_what_it_uses(load):
    assert load("ask", "Who?")[1].isdisjoint({"httpx", "tqdm", "filelock", "trafilatura"})
    assert "numpy" not in load("feeds")[1]


CLASSIFIER = "corpus.languages.classifier"
ENGLISH = "The ferry left the harbour on Monday with 412 passengers. It was an hour late."
GERMAN = "Die Fähre verließ am Montag mit 412 Passagieren den Hafen. Sie war zu spät."


@pytest.mark.parametrize(("text", "is_loaded"), [(ENGLISH, False), (GERMAN, True)])
def test_only_a_text_that_common_words_do_not_tell_loads_what_tells_languages(text, is_loaded):
    code = (
        "import sys; from corpus.reading import read_article; "
        f"read_article({text!r}.encode(), 'ferry.txt'); print({CLASSIFIER!r} in sys.modules)"
    )
    command = [sys.executable, "-c", code]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == str(is_loaded)


def test_reading_samples_and_asking_loads_nothing_that_tells_languages(load):
    for words in (["ask", "Who left?"], ["sources"], ["feeds"]):
        assert CLASSIFIER not in load(*words)[1]
