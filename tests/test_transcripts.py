"""Conversations that must not change: questions with their exact answers, the model in use.

After an intended change, rewrite them with ``python tests/test_transcripts.py``.
"""

import re
import sys
from pathlib import Path

import click
import pytest

from bot.cli.terminal import render
from bot.library.library import Library
from bot.replies.talk.messages import message_reply
from bot.wording.wording import speaking
from retrieval.meaning.minilm import MiniLM

HERE = Path(__file__).parent / "transcripts"
README = Path(__file__).parent.parent / "README.md"
BLOCK = re.compile("```text\n(.*?)```", re.DOTALL)  # a conversation


def conversation(lines):
    """The questions of a conversation, each with its answer as the terminal shows it."""
    library = Library.of([], meaning=MiniLM())
    said = []
    for line in lines:
        if line.startswith("> "):
            answer = library.answer(line[2:], library.sources())
            reply = message_reply(answer, library.sources(), sys.maxsize)
            said.append(f"{line}\n{click.unstyle(render(reply))}")
    return "\n\n".join(said) + "\n"


@pytest.mark.parametrize("path", sorted(HERE.glob("*.txt")), ids=lambda path: path.stem)
def test_a_conversation_has_not_changed(path):
    text = path.read_text(encoding="utf-8")
    assert text.startswith("> ")
    assert conversation(text.splitlines()) == text


def test_the_readme_shows_what_the_bot_says():
    for language, shown in zip(
        ["en", "ru"], BLOCK.findall(README.read_text("utf-8")), strict=True
    ):
        with speaking(language):
            said = conversation(shown.splitlines()).splitlines()
        assert len(shown.splitlines()) > 5
        assert [line for line in shown.splitlines() if line not in said] == []


if __name__ == "__main__":
    for path in HERE.glob("*.txt"):
        lines = path.read_text(encoding="utf-8").splitlines()
        path.write_text(conversation(lines), encoding="utf-8")
