import pytest
from articles import FERRY

from bot.cli import opening
from bot.cli.main import COMMANDS, quotewire
from bot.cli.opening import Workspace
from bot.settings import load_settings
from bot.wording.wording import spoken
from corpus.formats.decoding import MAX_BYTES
from corpus.store.database.schema import SCHEMA_VERSION
from corpus.store.store import Store


@pytest.mark.parametrize(
    "words",
    [
        ["ask"],
        ["ask", "  "],
        ["ask", "--batch", "Who?"],
        ["ask", "--batch", "--after", "Who?"],
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


def test_a_mistyped_command_gets_a_suggestion(run):
    assert "Did you mean 'sources'?" in run("souces").stderr


@pytest.mark.parametrize("command", [[], ["ask", "--batch"]])
def test_sample_articles_are_announced_once(run, command):
    result = run(*command, said=b"Who scored the winning goal?\nHow many troops were sent?\n")
    assert result.stdout.count("Quotewire sample article") >= 2
    assert result.stdout.count("These are sample articles") == 1


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


@pytest.mark.parametrize("command", [["ask", "Who built it?"], ["sources"], ["run"], ["add", "a"]])
def test_an_unusable_database_is_named(run, db, files, monkeypatch, command):
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
    assert result.stderr.startswith("quotewire: QUOTEWIRE_LOG_LEVEL is invalid: ")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_of_the_list_has_help(run, name):
    shown = run(name, "--help")
    assert shown.exit_code == 0
    assert f"quotewire {name} " in shown.stdout.splitlines()[0]
    assert quotewire.get_command(None, name).name == name


def test_the_settings_are_loaded_once(run, files, monkeypatch):
    loaded = []

    def load():
        loaded.append(load_settings())
        return loaded[-1]

    monkeypatch.setattr(opening, "load_settings", load)
    for number, words in enumerate(
        [["add", files], ["ask", "Who?"], ["feeds"], ["refresh"], []], 1
    ):
        run(*words)
        assert len(loaded) == number


def test_help_needs_no_valid_settings(run, monkeypatch):
    monkeypatch.setenv("QUOTEWIRE_LOG_LEVEL", "LOUD")
    assert run("--help").exit_code == run("ask", "--help").exit_code == 0


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LC_ALL": "de_DE.UTF-8", "LANG": "fr_FR"}, "de"),
        ({"LC_ALL": "", "LC_MESSAGES": "de", "LANG": "C"}, "de"),
        ({"LC_ALL": "", "LANG": "de_AT@euro"}, "de"),
        ({"LC_ALL": "C.UTF-8", "LANG": "de"}, "en"),
        ({"LC_ALL": "", "LANG": "tlh"}, "en"),
    ],
)
def test_the_terminal_is_spoken_to_in_its_language(run, monkeypatch, variables, language):
    languages = []
    monkeypatch.setattr(Workspace, "existing_store", lambda _: languages.append(spoken()))
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, variables.get(name, ""))
    run("sources")
    assert languages == [language]
    assert spoken() == "en"


def test_the_bot_does_not_speak_the_language_of_its_terminal(run, monkeypatch):
    languages = []
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    monkeypatch.setattr(Workspace, "settings", property(lambda _: languages.append(spoken())))
    run("run")
    assert languages[:1] == ["en"]
