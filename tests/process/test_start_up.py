"""What the command line loads: each import delays every command."""

import os
import subprocess
import sys

import pytest
from loopback import ROOT


@pytest.mark.parametrize(
    ("words", "status"),
    [(["--help"], 0), (["ask", "who built the bridge?"], 1), (["sources"], 0)],
)
def test_the_command_line_does_not_load_telegram(tmp_path, words, status):
    ended = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "bot", *words],
        cwd=ROOT,
        env=os.environ | {"QUOTEWIRE_DB": str(tmp_path / "quotewire.db")},
        capture_output=True,
        text=True,
        check=False,
    )
    loaded = {line.rpartition("|")[2].strip() for line in ended.stderr.splitlines()}
    assert ended.returncode == status
    assert "bot.cli.main" in loaded
    assert [name for name in loaded if name.partition(".")[0] == "telegram"] == []
