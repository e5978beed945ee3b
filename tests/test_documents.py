"""The documents match the code: links, files, commands, settings, metrics, JSON fields."""

import json
import re
import shlex
from contextlib import closing
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner
from documents import CODE, FENCE, NAMES, PAGES, ROOT, first_cells, prose, read, rows, section

from bot.cli.main import quotewire
from bot.monitoring.metrics import Metrics
from bot.replies.commands import Who, menu
from bot.settings import Settings
from corpus.store.database.schema import SCHEMA_VERSION
from corpus.store.store import Store

TOP = ("bot", "corpus", "retrieval")
PACKAGES = ("bot/", "corpus/", "retrieval/", "tests/", "docs/")

RULES = [(row[0], row[1]) for row in rows(section("CONTRIBUTING.md", "Where is …?"))]

COMMANDS = {name: quotewire.get_command(None, name) for name in quotewire.list_commands(None)}
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
SETTING = re.compile(r"\b(?:QUOTEWIRE|TELEGRAM)_[A-Z_]+\b")
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")
REDIRECTED = re.compile(r" [<>|].*")


# Links and files


def anchors(path):
    headings = HEADING.findall(FENCE.sub("", path.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in headings}


@pytest.mark.parametrize("name", NAMES)
def test_every_link_leads_to_a_file_and_a_heading(name):
    page = ROOT / name
    for link in LINK.findall(prose(name)):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("name", NAMES)
def test_every_file_named_on_a_page_exists(name):
    named = [code for code in CODE.findall(prose(name)) if code.startswith(PACKAGES)]
    where = read(name).partition("## Where is")[2].partition("\n## ")[0]  # has a test of its own
    missing = [code for code in named if code not in where and not (ROOT / code).exists()]
    assert missing == []


def test_the_readme_leads_to_every_page():
    reached = {ROOT / "README.md"}
    while True:
        links = {
            (page.parent / link.partition("#")[0]).resolve()
            for page in reached
            for link in LINK.findall(page.read_text(encoding="utf-8"))
        }
        if links & set(PAGES) <= reached:
            break
        reached |= links & set(PAGES)
    assert reached == set(PAGES)


def test_the_architecture_lists_every_sub_package():
    found = [path.parent for top in TOP for path in (ROOT / top).glob("*/__init__.py")]
    listed = [
        name for name in first_cells("docs/architecture.md", "Folders") if name.endswith("/")
    ]
    assert sorted(listed) == sorted(f"{path.relative_to(ROOT).as_posix()}/" for path in found)


def test_the_table_of_rules_is_there():
    assert len(RULES) >= 10


@pytest.mark.parametrize(("what", "where"), RULES)
def test_each_rule_is_in_one_file(what, where):
    (path,) = CODE.findall(where)
    assert (ROOT / path).is_file(), what


# Commands


def shell_commands():
    """The words after ``quotewire`` in each command that the pages show in a block of shell."""
    for name in NAMES:
        blocks = (block for language, block in FENCE.findall(read(name)) if language == "sh")
        for line in "\n".join(blocks).splitlines():
            shown = REDIRECTED.sub("", line.partition(" #")[0])
            for command in shown.split("&&"):
                words = shlex.split(command)
                programs = [word.rpartition("/")[2] for word in words]
                if "quotewire" in programs:
                    last = len(words) - programs[::-1].index("quotewire")
                    yield words[last:]


def check(words, *, complete):
    """Fail if the command or an option is unknown or, if ``complete``, anything is missing."""
    if not words or words[0] in ("--version", "--help"):
        return
    command = COMMANDS[words[0]]
    if complete:
        command.make_context(words[0], words[1:])
    known = {option for param in command.params for option in param.opts} | {"--help"}
    assert {word for word in words if word.startswith("--")} <= known, words


def test_every_command_in_a_block_of_shell_is_valid():
    commands = list(shell_commands())
    assert len(commands) > 20
    for words in commands:
        check(words, complete=True)


@pytest.mark.parametrize("name", [*NAMES, ".env.example"])
def test_every_command_named_on_a_page_exists(name):
    mentioned = CODE.findall(prose(name)) + re.findall(r'"(quotewire [^"]*)"', read(name))
    for code in mentioned:
        words = [word for word in code.split() if not word.isupper()]
        if words and words[0].rpartition("/")[2] == "quotewire":
            check(words[1:], complete=False)


def test_every_command_in_the_unit_exists():
    given = re.findall(r"bin/quotewire (\w+)", read("quotewire.service"))
    assert "run" in given
    assert set(given) <= set(COMMANDS)


def test_the_home_of_the_units_user_can_be_written():
    unit = read("quotewire.service")
    (state,) = re.findall(r"^StateDirectory=(.+)$", unit, re.M)
    assert f"useradd --system --home-dir /var/lib/{state} quotewire\n" in unit
    assert "ProtectHome=yes" in unit  # which hides /home


def test_the_changelog_names_the_version_of_the_database():
    (version,) = re.findall(
        r"The database has version (\d+)\.", read("CHANGELOG.md").split("## [0.2")[0]
    )
    assert int(version) == SCHEMA_VERSION


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("docs/")])
def test_every_option_named_on_a_page_exists(name):
    known = {
        option
        for command in COMMANDS.values()
        for param in command.params
        for option in param.opts
    }
    comments = [
        line.partition(" #")[2]
        for _, block in FENCE.findall(read(name))
        for line in block.splitlines()
    ]
    mentioned = OPTION.findall(" ".join([*CODE.findall(prose(name)), *comments]))
    assert set(mentioned) <= known | {"--help"}


def test_every_module_run_on_a_page_exists():
    run = re.compile(r"python3? -m ((?:bot|corpus|retrieval|tests)[\w.]*)")
    # The changelog names modules of earlier versions, too.
    found = {
        module for name in NAMES if name != "CHANGELOG.md" for module in run.findall(read(name))
    }
    assert len(found) > 1
    for module in found:
        path = ROOT / module.replace(".", "/")
        assert path.with_suffix(".py").exists() or (path / "__main__.py").exists(), module


def test_the_table_of_commands_matches_help():
    named = [name.split()[1:] for name in first_cells("docs/commands.md", "Commands")]
    assert sorted(name for words in named for name in words) == sorted(COMMANDS)


def test_the_table_of_telegram_commands_matches_the_menu():
    named = {name.strip("/") for name in first_cells("docs/telegram.md", "Commands")}
    assert named == set(menu((Who.EVERYONE, Who.EDITORS)))


# Settings and figures


@pytest.mark.parametrize("name", [*NAMES, "compose.yaml", "Dockerfile", "quotewire.service"])
def test_every_setting_named_on_a_page_exists(name):
    known = {field.upper() for field in Settings.model_fields}
    assert set(SETTING.findall(read(name))) <= known


def shown_default(default):
    if isinstance(default, bool):
        return str(default).lower()
    if isinstance(default, int | float):
        return f"{default:g}"
    return default or ""  # none, a text, or an empty set


def test_the_example_file_shows_every_default():
    lines = re.findall(r"^# ((?:QUOTEWIRE|TELEGRAM)_[A-Z_]+)=(.*)$", read(".env.example"), re.M)
    real = {
        name.upper(): "" if field.default_factory else shown_default(field.default)
        for name, field in Settings.model_fields.items()
        if name != "telegram_bot_token"  # it has no default, and its line is not a comment
    }
    assert dict(lines) == real


def test_the_table_of_metrics_matches_the_code():
    counted = re.findall(rb"^# TYPE (\w+) (?:counter|histogram)", Metrics().text(), re.MULTILINE)
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "bot").rglob("*.py"))
    watched = re.findall(r'\.watch\(\s*"(\w+)"', source)
    real = {name.decode() for name in counted if not name.endswith(b"_created")}
    real |= {f"quotewire_{name}" for name in watched}
    assert set(first_cells("docs/operating.md", "Health and metrics")) == real


# JSON


@pytest.fixture
def run(db):
    assert not db.exists()  # the sample articles answer

    def run(*args):
        result = CliRunner().invoke(quotewire, args)
        assert result.exit_code in (0, 1), result.output
        return json.loads(result.stdout)

    return run


def fields(title):
    return first_cells("docs/json.md", title)


def test_the_fields_of_an_answer_match_the_output_of_ask(run):
    shape = run("ask", "--json", "--near", "--explain", "who scored the winning goal")
    assert fields("Answer") == list(shape)
    (passage, *_) = shape["passages"]
    ((_, block),) = FENCE.findall(read("docs/json.md"))
    example = json.loads(block)
    assert list(example) == fields("Answer")[:-2]  # without --near and --explain
    assert example["passages"][0].keys() == passage.keys()
    assert example["passages"][0]["article"].keys() == passage["article"].keys()
    assert fields("Passage") == list(passage)
    assert fields("Article of a passage") == list(passage["article"])
    why = shape["explanations"][0]
    assert fields("Explanation") == list(why)
    assert fields("Terms") == list(why["terms"])
    assert fields("Feature") == list(why["features"][0])


def test_the_fields_of_unanswered_questions_match_the_output(db):
    with closing(Store(db)) as store:
        store.unanswered.add("1", "who rules Venus", datetime(2025, 3, 3, tzinfo=UTC))
    result = CliRunner().invoke(quotewire, ["unanswered", "--json"])
    shape = json.loads(result.stdout)
    assert fields("Unanswered questions") == list(shape)
    assert fields("Group of questions") == list(shape["questions"][0])


@pytest.mark.usefixtures("read_here")
def test_the_fields_of_a_place_match_the_output_of_ask(run, tmp_path):
    said = "The tanker Aurora sank near the port of Brevik on Monday evening."
    files = []
    for number in range(2):
        path = tmp_path / f"{number}.txt"
        path.write_text(f"Report {number}\n\n{said} It was number {number}.\n")
        files += ["--article", str(path)]
    shape = run("ask", "--json", *files, "which tanker sank near Brevik?")
    assert fields("Place") == list(shape["passages"][0]["also"][0])


@pytest.mark.usefixtures("read_here")
def test_the_fields_of_an_article_match_the_output_of_read(run, tmp_path):
    path = tmp_path / "page.txt"
    path.write_text("A ferry sank\n\nAdvertisement\n\nIt sank near Brevik on Monday.\n")
    shape = run("read", "--json", str(path))
    assert fields("Article") == list(shape)
    assert fields("Sentence") == list(shape["sentences"][0])
    assert fields("Left out") == list(shape["left_out"][0])


def test_the_figures_match_the_output_of_evaluate(run, tmp_path):
    document = {"id": "d", "title": "Ferry", "sentences": ["It was built in Gdansk.", "It sank."]}
    question = {"question": "Where was it built?", "doc_id": "d", "relevant": [0]}
    (tmp_path / "docs.jsonl").write_text(json.dumps(document))
    (tmp_path / "questions.jsonl").write_text(json.dumps({**question, "answerable": True}))
    assert fields("Figures") == list(run("evaluate", "--json", str(tmp_path)))
