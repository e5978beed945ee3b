import json
import sys

import pytest
from articles import BRIDGE, FERRY
from click.testing import CliRunner
from command_line import program

from bot.upkeep.single_bot import SERVED, only_bot
from corpus.errors import CorpusError
from corpus.formats.decoding import MAX_BYTES
from corpus.store.schema import SCHEMA_VERSION
from corpus.store.store import Store

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["quotewire"])

    def run(*words, said=b""):
        return CliRunner().invoke(program, [str(word) for word in words], input=said)

    return run


@pytest.fixture
def files(tmp_path):
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a-ferry.txt").write_text(FERRY)
    (folder / "b-bridge.md").write_text("---\nsource: Courier\ndate: 2025-03-04\n---\n" + BRIDGE)
    (folder / "c-notes.doc").write_bytes(b"not read")
    return folder


def test_an_answer_is_a_quote_with_its_citation(run, files):
    run("add", files / "b-bridge.md")
    result = run("ask", "Who leads the inspection?")
    assert result.exit_code == 0
    assert result.stdout == (
        "│ Dr. Lena Fors, who leads the inspection, said the pillars are sound.\n"
        "[1] Storm closes the Kestrel Bridge, Courier, 4 March 2025, sentence 3\n"
    )


def test_a_question_need_not_be_quoted(run, files):
    assert run("ask", "--article", files, "who", "built", "the", "vessel").exit_code == 0


def test_what_is_not_found_is_said_with_status_1(run, files):
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
    result = run("ask", "--json", *words, "--limit", "2", "ferry between Harwick and Sund")
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


@pytest.mark.parametrize(
    "words",
    [
        ["ask"],
        ["ask", "  "],
        ["ask", "--batch", "Who?"],
        ["ask", "--limit", "0", "Who?"],
        ["ask", "--limit", "many", "Who?"],
        ["ask", "--nonsense", "Who?"],
        ["add"],
        ["nonsense"],
        ["show"],
    ],
)
def test_wrong_use_has_status_2(run, words):
    assert run(*words).exit_code == 2


def test_adding_tells_what_was_taken_in_and_left_out(run, tmp_path):
    page = tmp_path / "page.txt"
    page.write_text(FERRY.replace("\n\n", "\nSupport our newsroom: please donate today!\n"))
    result = run("add", page, "--source", "Courier", "--date", "2025-03-03")
    assert result.exit_code == 0
    assert result.stdout.startswith("Added New ferry links Harwick and Sund (")
    assert "5 sentences, left out: 1 × " in result.stdout
    assert "Already there:" in run("add", page).stdout
    assert "Courier, 2025-03-03" in run("sources").stdout


def test_a_folder_is_added_file_by_file_and_nothing_else_in_it(run, files):
    assert run("add", files).stdout.count("Added") == 2
    listed = run("sources").stdout.splitlines()
    assert listed[0].startswith("[1] New ferry links Harwick and Sund, 5 sentences, ")
    assert listed[1].startswith("[2] Storm closes the Kestrel Bridge, Courier, 2025-03-04, 4 ")


def test_standard_input_is_added_with_what_is_told_of_it(run):
    result = run(
        "add", "-", "--title", "Ferry", "--url", "https://c.example/1", said=FERRY.encode()
    )
    assert "Added Ferry (" in result.stdout
    shown = run("show", "1").stdout
    assert "https://c.example/1" in shown


def test_a_bad_file_does_not_stop_the_others(run, files):
    (files / "a-empty.txt").write_text("")
    result = run("add", files)
    assert result.exit_code == 2
    assert result.stdout.count("Added") == 2
    assert result.stderr == f"quotewire: {files / 'a-empty.txt'}: is empty\n"


def test_one_title_is_for_one_file(run, files):
    assert run("add", files, "--title", "News").exit_code == 2
    assert "sample articles" in run("sources").stdout


def test_reading_shows_what_would_be_taken_in_and_stores_nothing(run, files, db):
    result = run("read", "--json", files)
    shapes = [json.loads(line) for line in result.stdout.splitlines()]
    assert [shape["title"] for shape in shapes] == [
        "New ferry links Harwick and Sund",
        "Storm closes the Kestrel Bridge",
    ]
    assert shapes[1]["path"] == str(files / "b-bridge.md")
    for shape in shapes:
        for sentence in shape["sentences"]:
            assert sentence["text"] == shape["text"][sentence["start"] : sentence["end"]]
    assert "title  Storm closes" in run("read", files / "b-bridge.md").stdout
    assert not db.exists()


def test_an_article_is_shown_with_what_was_left_out_marked(run, tmp_path):
    page = tmp_path / "page.txt"
    page.write_text(FERRY + "Sign up to our free newsletter\n")
    run("add", page)
    shown = run("show", "1")
    assert "    5  The shipyard in Norvik" in shown.stdout
    assert "    -  Sign up to our free newsletter  [left out: " in shown.stdout
    assert json.loads(run("show", "1", "--json").stdout)["left_out"]


def test_an_article_is_removed_by_number_or_id(run, files):
    run("add", files)
    ident = run("sources").stdout.splitlines()[1].rpartition(" ")[2]
    assert run("remove", "1", ident).stdout.count("Removed") == 2
    assert "sample articles" in run("sources").stdout


@pytest.mark.parametrize("reference", ["7", "nothing", "99999999999999999999"])
@pytest.mark.parametrize("command", ["show", "remove"])
def test_an_unknown_article_is_named_and_nothing_is_removed(run, files, command, reference):
    run("add", files)
    result = run(command, reference)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"quotewire: {reference}: ")
    assert len(run("sources").stdout.splitlines()) == 2


@pytest.mark.parametrize("command", [[], ["ask", "--batch"]])
def test_that_articles_are_samples_is_said_once(run, command):
    result = run(*command, said=b"Who scored the winning goal?\nHow many troops were sent?\n")
    assert result.stdout.count("Quotewire sample article") >= 2
    assert result.stdout.count("These are sample articles") == 1


def test_a_sample_article_cannot_be_removed(run):
    result = run("remove", "1")
    assert result.exit_code == 2
    assert "sample article" in result.stderr


BAD_FILES = {
    "missing.txt": None,
    "empty.txt": b"",
    "blank.txt": b" \n \n",
    "binary.txt": b"\x7fELF\x02\x01\x01\x00\x00",
    "nul.txt": b"It rained.\x00",
    "huge.txt": b"a" * (MAX_BYTES + 1),
    "title-only.md": b"---\ntitle: Rain\n---\n",
    "date.md": b"---\ndate: soon\n---\nIt rained.",
}


@pytest.mark.parametrize("name", BAD_FILES)
@pytest.mark.parametrize("command", [["add"], ["read"], ["ask", "Who?", "--article"]])
def test_a_bad_file_gets_one_line_that_names_it(run, tmp_path, name, command):
    path = tmp_path / name
    if BAD_FILES[name] is not None:
        path.write_bytes(BAD_FILES[name])
    result = run(*command, path)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith(f"quotewire: {path}: ")
    assert result.stderr.count("\n") == 1


def test_an_empty_folder_is_named(run, tmp_path):
    (tmp_path / "none").mkdir()
    result = run("add", tmp_path / "none")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "contains no file of these types" in result.stderr


@pytest.mark.parametrize(
    "words", [["--date", "soon"], ["--url", "ftp://c.example"], ["--source", "a" * 3000]]
)
def test_a_value_that_cannot_be_used_is_named(run, files, words):
    result = run("add", files / "a-ferry.txt", *words)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"quotewire: {words[0]}: ")


@pytest.mark.parametrize("command", [["ask", "Who built it?"], ["sources"], ["run"], ["add", "a"]])
def test_a_database_that_cannot_be_used_is_named(run, db, files, monkeypatch, command):
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123456789:AAtest-token_of-the-right-form_0123456")
    run("add", files)
    with Store(db).database.reading() as raw:
        raw.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    (files.parent / "a").write_text(FERRY)
    result = run(*command)
    assert result.exit_code == 2
    assert result.stderr == f"quotewire: {db}: was written by a newer version of Quotewire\n"


def test_a_bad_setting_is_named(run, monkeypatch):
    monkeypatch.setenv("QUOTEWIRE_LOG_LEVEL", "LOUD")
    result = run("ask", "Who?")
    assert result.exit_code == 2
    assert result.stderr.startswith("quotewire: QUOTEWIRE_LOG_LEVEL cannot be used: ")


@pytest.mark.parametrize("token", ["", "not-a-token"])
def test_the_bot_names_a_token_that_is_missing_or_malformed(run, db, monkeypatch, token):
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", token)
    result = run("run")
    assert result.exit_code == 2
    assert result.stderr.startswith("quotewire: TELEGRAM_BOT_TOKEN ")
    assert result.stderr.count("\n") == 1
    assert not db.exists()


def test_a_second_bot_over_the_same_database_is_refused(run, db, monkeypatch):
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123456789:" + "A" * 35)
    with only_bot(db):
        result = run("run")
    assert result.exit_code == 2
    assert result.stderr == f"quotewire: {db}: {SERVED}\n"
    with only_bot(db):  # the first one has ended
        pass


def test_a_second_bot_is_refused_by_whatever_name_it_calls_the_database(db):
    other = db.with_name("link.db")
    other.symlink_to(db)
    with only_bot(db), pytest.raises(CorpusError, match="another bot"), only_bot(other):
        pass


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


def test_the_pasted_page_is_answered_from(run, sample_path):
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


def test_the_pasted_pages_plea_is_left_out_whole(run, sample_path):
    shape = json.loads(run("read", "--json", sample_path).stdout)
    lines = shape["text"].split("\n")
    left_out = [shape["text"][one["start"] : one["end"]] for one in shape["left_out"]]
    assert left_out == lines[1:7]
    assert shape["title"] == lines[0]
    assert [one["text"] for one in shape["sentences"]] == lines[7:]


def test_answer_quality_is_measured_over_a_judged_set(run, tmp_path, db):
    document = {"id": "d", "title": "Ferry", "sentences": ["A yard built it.", "It is new."]}
    question = {"question": "Who built it?", "doc_id": "d", "relevant": [0], "answerable": True}
    (tmp_path / "docs.jsonl").write_text(json.dumps(document))
    (tmp_path / "questions.jsonl").write_text(json.dumps(question))
    shown = json.loads(run("evaluate", "--json", tmp_path, "--absent", tmp_path).stdout)
    assert (shown["questions"], shown["p_at_1"], shown["false_answer_rate"]) == (2, 1, 1)
    assert "p at 1                100.0 %" in run("evaluate", tmp_path, "--scope", "corpus").stdout
    assert run("evaluate", tmp_path / "none").exit_code == 2
    assert not db.exists()
