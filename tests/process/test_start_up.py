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
