import json
import re
import sys
from contextlib import closing

import pytest
from meaning import FakeMeaning

from bot.cli import ask
from bot.cli.ask import Output, answer_lines, suggest_encoding
from bot.library.library import Library
from bot.library.vectors import vector_updater
from corpus.store.store import Store

NOWHERE = "Who built the Titanic?"


@pytest.fixture
def library(ferry, bridge):
    return Library.of([ferry, bridge])


def test_the_closest_sentences_are_not_shown_as_an_answer(library):
    lines, answer = answer_lines(library, NOWHERE, Output(near=True))
    assert not answer.found
    assert lines.index("I found nothing") < lines.index(
        "The closest sentences, which may not answer it:"
    )
    assert "│ The shipyard in Norvik" in lines
    assert "closest" not in answer_lines(library, NOWHERE, Output())[0]


def test_near_changes_nothing_when_there_is_an_answer(library):
    question = "Who built the vessel?"
    near = answer_lines(library, question, Output(near=True))
    assert near == answer_lines(library, question, Output())


def test_several_questions_are_answered_below_each(library):
    message = "Who built the vessel? Who built the Titanic?"
    lines, answer = answer_lines(library, message, Output(near=True, explain=True))
    assert answer.found
    assert re.search(r"Who built the vessel\?\S*\n│ The shipyard in Norvik", lines)
    assert re.search(r"Who built the Titanic\?\S*\nI found nothing", lines)
    assert lines.count("The closest sentences, which may not answer it:") == 1
    assert lines.count("[1] sentence 5, score") == 2


def test_small_talk_is_no_answer(library):
    lines, answer = answer_lines(library, "thanks!", Output(near=True, explain=True))
    assert lines.startswith("You’re welcome!")
    assert not answer.found


def test_an_explanation_shows_terms_and_features(library, monkeypatch):
    monkeypatch.setattr(ask, "SHOWN_FEATURES", 5)
    lines, _ = answer_lines(library, "Who built the vessel of Everest?", Output(explain=True))
    assert "confidence 0." in lines
    assert "[1] sentence 5, score" in lines
    assert "terms: in the sentence build, vessel; missing everest" in lines
    assert "window" in lines
    assert "other features" in lines


@pytest.mark.parametrize(
    ("meaning", "judged"), [(None, "words alone"), (FakeMeaning(), "meaning and words")]
)
def test_an_explanation_says_whether_meaning_counted(ferry, meaning, judged):
    library = Library(Store(":memory:"), samples=lambda: [ferry], meaning=meaning)
    lines, _ = answer_lines(library, "Who built the vessel?", Output(explain=True))
    needed = "0.26" if meaning else "0.28"
    line = rf"^confidence 0\.\d{{3}}, {needed} needed, judged by {judged}$"
    assert re.search(line, lines, re.MULTILINE)
    library.confidence_threshold = 0.5
    lines, _ = answer_lines(library, "Who built the vessel?", Output(explain=True))
    assert ", 0.5 needed, " in lines
    shape = json.loads(answer_lines(library, "Who built the vessel?", Output(as_json=True))[0])
    assert shape["by_meaning"] is (meaning is not None)


@pytest.mark.parametrize(
    ("limit", "is_terminal", "mentioned"), [(0, True, True), (0, False, False), (400, True, False)]
)
def test_on_a_terminal_stored_articles_without_vectors_are_mentioned(
    tmp_path, ferry, monkeypatch, capsys, limit, is_terminal, mentioned
):
    monkeypatch.setattr(vector_updater, "SOON", limit)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: is_terminal)
    with closing(Store(tmp_path / "quotewire.db")) as store:
        store.add(ferry)
        library = Library(store, meaning=FakeMeaning())
        library.sources()
        suggest_encoding(library)
    assert ("run quotewire encode" in capsys.readouterr().err) is mentioned


@pytest.mark.parametrize(("more", "by_meaning"), [(0, True), (-1, False)])
def test_files_that_are_not_too_long_are_judged_by_meaning(ferry, monkeypatch, more, by_meaning):
    monkeypatch.setattr(vector_updater, "SOON", 0)
    monkeypatch.setattr(vector_updater, "IN_MEMORY", len(ferry.spans) + more)
    library = Library.of([ferry], meaning=FakeMeaning())
    assert answer_lines(library, "Who built the vessel?", Output())[1].by_meaning is by_meaning


def test_json_holds_what_was_asked_for(library):
    def shape(**wanted):
        return json.loads(answer_lines(library, NOWHERE, Output(as_json=True, **wanted))[0])

    assert {"nearest", "explanations"}.isdisjoint(shape())
    nearest = shape(near=True)
    assert (nearest["found"], nearest["passages"]) == (False, [])
    assert nearest["nearest"][0]["quote"].startswith("The shipyard")
    (best, *_) = shape(explain=True)["explanations"]
    assert (best["number"], best["sentence"]) == (1, 5)
    assert best["terms"]["missing"] == ["titan"]
    assert best["score"] == pytest.approx(sum(part["added"] for part in best["features"]))


def test_an_answer_is_a_quote_with_its_citation(run, files):
    run("add", files / "b-bridge.md")
    result = run("ask", "Who leads the inspection?")
    assert result.exit_code == 0
    assert result.stdout == (
        "│ Dr. Lena Fors, who leads the inspection, said the pillars are sound.\n"
        "[1] Storm closes the Kestrel Bridge, Courier, 4 Mar 2025, sentence 3\n"
    )


def test_a_question_need_not_be_quoted(run, files):
    assert run("ask", "--article", files, "who", "built", "the", "vessel").exit_code == 0


def test_no_answer_has_status_1(run, files):
    run("add", files)
    result = run("ask", "Who won the World Series?")
    assert (result.exit_code, result.stdout) == (
        1,
        "I found nothing about that in my 2 sources. None of them mentions “World Series”.\n",
    )


def test_the_first_question_is_answered_from_the_sample_articles(run, db):
    result = run("ask", "Who won the Women's World Cup?")
    assert result.exit_code == 0
    assert "Quotewire sample article" in result.stdout
    assert not db.exists()


def test_questions_about_files_store_nothing(run, files, db):
    result = run("ask", "--json", "--article", files / "a-ferry.txt", "Who built the vessel?")
    answer = json.loads(result.stdout)
    assert answer["found"]
    assert answer["passages"][0]["quote"].startswith("The shipyard in Norvik")
    assert answer["passages"][0]["article"]["number"] == 1
    assert not db.exists()


def test_several_files_can_be_asked_together(run, files):
    words = ["--article", files / "a-ferry.txt", "--article", files / "b-bridge.md"]
    result = run(
        "ask", "--json", *words, "--limit", "2", "Is there a ferry between Harwick and Sund?"
    )
    passages = json.loads(result.stdout)["passages"]
    assert {passage["article"]["number"] for passage in passages} == {1, 2}
    assert [passage["rank"] for passage in passages] == [1, 2]


def test_a_batch_answers_each_line_with_one_object(run, files):
    questions = "Who built the vessel?\n\nWho won the World Series?\r\n\xff\n".encode("latin-1")
    result = run("ask", "--batch", "--json", "--article", files, said=questions)
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [answer["found"] for answer in answers] == [True, False, False, False]
    assert answers[2]["question"] == "Who won the World Series?"
    assert result.exit_code == 0


def test_a_batch_that_finds_nothing_has_status_1(run, files):
    assert run("ask", "--batch", "--article", files, said=b"World Series?\n").exit_code == 1


def test_a_batch_is_readable_without_json(run, files):
    result = run("ask", "--batch", "--article", files, said=b"Who built the vessel?\nhello\n")
    assert result.stdout.startswith("│ The shipyard in Norvik")
    assert "\n\n" in result.stdout


def test_a_question_can_follow_up_on_earlier_ones(run, files):
    first = "How many passengers did the ferry take?"
    said = run("ask", "--article", files, "--after", first, "and how fast does it cross?")
    assert said.exit_code == 0
    assert "It crosses the strait in 35 minutes" in said.stdout
    assert "412 passengers" not in said.stdout
    alone = run("ask", "--article", files, "and for how much?")
    assert alone.exit_code == 1


@pytest.mark.parametrize("options", [[], ["--json"], ["--near"], ["--explain"]])
def test_earlier_questions_change_nothing_for_a_question_that_stands_alone(run, files, options):
    words = ["ask", "--article", files, *options, "Who built the vessel?"]
    earlier = ["--after", "When was the Kestrel Bridge closed?", "--after", "and why?"]
    assert run(*words, *earlier).stdout == run(*words).stdout


def test_a_line_of_a_batch_can_name_earlier_questions(run, files):
    asked = {"question": "more", "after": ["Who built the vessel?"]}
    lines = f"{json.dumps(asked)}\nmore\n".encode()
    result = run("ask", "--batch", "--json", "--article", files, said=lines)
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [answer["question"] for answer in answers] == ["more"] * 2
    assert [answer["found"] for answer in answers] == [True, False]


def test_a_malformed_line_ends_a_batch_with_one_line_and_status_2(run, files):
    lines = b"Who built the vessel?\n{who?}\nWho built the vessel?\n"
    result = run("ask", "--batch", "--json", "--article", files, said=lines)
    assert len(result.stdout.splitlines()) == 1
    assert result.stderr.startswith("Error: Line 2 begins with {")
    assert len(result.stderr.splitlines()) == 1
    assert result.exit_code == 2


def test_the_pasted_page_answers_questions(run, sample_path):
    def first(question):
        result = run("ask", "--json", "--article", sample_path, question)
        passages = json.loads(result.stdout)["passages"]
        return passages[0]["quote"].split(" ")[0:3] if passages else None

    assert first("Who landed in North Korea?") == ["Russian", "president", "Vladimir"]
    assert first("When was the strategic partnership treaty signed?")[1] == "Pyongyang"
    assert first("did north korean state media report the visit") == ["The", "TASS", "report"]
    pact = first("What does the mutual defence pact oblige the countries to do?")
    assert pact == ["The", "pact", "obligates"]
    for question in ("What is Elon Musk's PAC?", "How can I donate?", "Who won the World Series?"):
        assert first(question) is None
