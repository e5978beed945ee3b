import sys

import pytest

from bot.cli.chat import chat, help_text
from bot.library.library import Library
from corpus.errors import CorpusError


class Terminal:
    """Standard input at a terminal, where somebody types lines."""

    def __init__(self, *lines):
        self.lines = list(lines)

    def isatty(self):
        return True

    def input(self, prompt):
        assert prompt == "> "
        line = self.lines.pop(0)
        if isinstance(line, BaseException):
            raise line
        return line


@pytest.fixture
def typed(monkeypatch, capsys, ferry):
    def typed(*lines):
        terminal = Terminal(*lines)
        monkeypatch.setattr(sys, "stdin", terminal)
        monkeypatch.setattr("builtins.input", terminal.input)
        chat(Library.of([ferry]))
        return capsys.readouterr().out

    return typed


@pytest.mark.parametrize("end", [EOFError(), KeyboardInterrupt()])
def test_a_chat_says_how_to_use_it_answers_and_ends(typed, end):
    said = typed("Who built the vessel?", end)
    assert said.startswith(help_text())
    assert "│ The shipyard in Norvik" in said
    assert "https://courier.example/ferry" in said


def test_invalid_text_does_not_end_the_chat(typed):
    wrong = UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte")
    assert "not valid text" in typed(wrong, EOFError())


def test_an_unknown_source_is_reported(typed):
    assert "There is no source 7" in typed("/sources 7", EOFError())


def test_an_unknown_command_is_named_with_the_one_that_was_meant(typed):
    said = typed("/nonsense \x1b[2J", "/soruces", EOFError())
    assert "There is no command /nonsense. Type help" in said
    assert "There is no command /soruces. Did you mean /sources?" in said


def test_a_command_of_telegram_is_known(typed):
    assert "/add works only in Telegram." in typed("/add https://a.example", EOFError())


@pytest.mark.parametrize("words", ["help", "/help", "HELP"])
def test_help_is_shown_again(typed, words):
    said = typed(words, EOFError())
    assert said.count(help_text()) == 2
    assert "There is no command" not in said


@pytest.mark.parametrize("words", ["quit", "exit", "/quit", "/exit", "Quit"])
def test_words_that_end_the_chat(typed, words):
    assert typed(words) == help_text() + "\n\n"


def test_a_claim_to_check_is_not_asked_for_as_in_telegram(typed):
    said = typed("is that true?", "more", EOFError())
    assert "Which claim do you mean? Type it here." in said
    assert "Ask a question first." in said
    assert "reply" not in said


def test_why_explains_the_last_answer(typed):
    said = typed("/why", "Who built the vessel?", "/why", EOFError())
    assert "Ask a question first." in said
    assert "Why [1], sentence 5:\nIt has “built” and “vessel” from your question.\n" in said


def test_context_shows_the_sentences_around(typed):
    said = typed("Who built the vessel?", "/context", EOFError())
    assert said.index("│ The shipyard in Norvik") < said.index("│ A single ticket costs")


def test_a_sentence_of_a_source_is_shown_with_its_neighbors(typed):
    said = typed("/sources 1 5", "/sources [1] 1-2", "/sources 1 99", "/sources 9 1", EOFError())
    assert said.count("│ The shipyard in Norvik") == 1
    assert "sentence 5 of 5" in said
    assert "sentences 1–2 of 5" in said
    assert "[1] has 5 sentences, numbered from 1." in said
    assert "There is no source 9 1" in said


def test_sources_are_searched(typed):
    said = typed("/sources harbour", "/sources zeppelin", EOFError())
    assert "1 source has “harbour” in its title, publisher or author:" in said
    assert "My only source does not mention “zeppelin”." in said


def test_latest_shows_what_came_in_once(typed):
    said = typed("/latest", "/latest", "/latest chess", EOFError())
    assert said.count("New since ") == 1
    assert said.count("│ The first electric ferry") == 1
    assert said.count("Nothing new since ") == 1
    assert said.count("Nothing new about “chess” since ") == 1


def test_verify_checks_the_last_answer_at_its_source(typed, monkeypatch):
    async def fetch(url, *_):
        raise CorpusError(url, "cannot be fetched: its server cannot be reached")

    monkeypatch.setattr("corpus.web.quoted_pages.fetch_article", fetch)
    said = typed("/verify", "hello", "/verify", "Who built the vessel?", "/verify", EOFError())
    assert said.count("Ask a question first.") == 1
    assert said.count("The last answer quotes nothing.") == 1
    assert "Not checked; its page cannot be fetched: its server cannot be reached:" in said
    assert said.count("│ The shipyard in Norvik") == 2


def test_a_greeting_is_told_how_to_ask(typed):
    assert "Ask me about the news" in typed("hello", EOFError())


def test_a_question_may_follow_up_the_one_before(typed):
    first = "How many passengers did the ferry take?"
    said = typed(first, "thanks", "and how fast does it cross?", EOFError())
    assert said.count("412 passengers") == 1
    assert said.index("412 passengers") < said.index("│ It crosses the strait in 35 minutes")


def test_the_context_of_the_last_answer_can_be_asked_for(typed):
    said = typed("Who built the vessel?", "context", EOFError())
    assert said.index("│ The shipyard in Norvik") < said.index("│ A single ticket costs")
    assert said.count("The shipyard in Norvik") == 1


def test_near_shows_the_sentences_closest_to_a_follow_up_too(typed):
    said = typed("Who called it a turning point?", "and how old is she?", "/near", EOFError())
    assert said.count("│ Mayor Ida Holm") == 1
    assert said.index("nothing more about that") < said.index("The closest sentences")


def test_near_shows_the_sentences_closest_to_the_last_question(typed):
    said = typed("/near", "Who built the Titanic?", "/near", EOFError())
    assert "Ask a question first." in said
    assert said.index("nothing about that") < said.index("│ The shipyard in Norvik")


def test_without_a_command_it_is_a_chat(run, files):
    run("add", files)
    lines = (
        b"Who built the vessel?\n\n/sources\n/sources 2\n/sources 9\n/help\n/ask repairs weeks\n"
    )
    result = run(said=lines)
    assert result.exit_code == 0
    assert result.stdout.startswith("│ The shipyard in Norvik")
    assert "[2] Storm closes the Kestrel Bridge" in result.stdout
    assert "    2  Engineers expect repairs" in result.stdout
    assert "There is no source 9" in result.stdout
    assert "Ctrl-D" in result.stdout
    assert "│ Engineers expect repairs" in result.stdout
