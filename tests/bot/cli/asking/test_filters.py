import json

import pytest

FERRY = "---\nsource: The Harbour Courier\nauthor: Mia Bérg\ndate: 2025-03-03\n---\n"
BRIDGE = "---\nsource: Sund Times\ndate: 2024-05-01\n---\n"
TEXT = "The ferry between Harwick and Sund carries {} cars, the owner said on Monday."
QUESTION = "How many cars does the ferry carry?"


@pytest.fixture
def ask(run, tmp_path):
    (tmp_path / "a.md").write_text(FERRY + TEXT.format(40), encoding="utf-8")
    (tmp_path / "b.md").write_text(BRIDGE + TEXT.format(35), encoding="utf-8")

    def ask(*words, **given):
        return run("ask", "--article", tmp_path, *words, **given)

    return ask


def quotes(result):
    return [one["quote"] for one in json.loads(result.stdout)["passages"]]


@pytest.mark.parametrize(
    ("options", "cars"),
    [
        (["--source", "courier"], [40]),
        (["--source", "sund TIMES"], [35]),
        (["--author", "berg"], [40]),
        (["--author", "MIA BÉRG"], [40]),
        (["--since", "2025-01-01"], [40]),
        (["--until", "2024-05-01"], [35]),
        (["--since", "2024-05-01", "--until", "2025-03-03", "--source", "times"], [35]),
    ],
)
def test_only_articles_that_pass_are_searched(ask, options, cars):
    result = ask("--json", *options, QUESTION)
    assert result.exit_code == 0
    assert quotes(result) == [TEXT.format(number) for number in cars]


def test_a_filter_can_be_repeated_and_holds_for_a_batch(ask):
    result = ask("--json", "--source", "courier", "--source", "sund", QUESTION)
    assert len(json.loads(result.stdout)["passages"]) == 2
    twice = f"{QUESTION}\n{QUESTION}\n".encode()
    result = ask("--json", "--source", "sund", "--batch", said=twice)
    assert [json.loads(line)["found"] for line in result.stdout.splitlines()] == [True, True]
    assert TEXT.format(40) not in result.stdout


@pytest.mark.parametrize(
    ("options", "line"),
    [
        (["--source", "foo"], "Error: No article is by a publisher called “foo”."),
        (["--source", "courier", "--source", "f\x1boo"],
         "Error: No article is by a publisher called “f\ufffdoo”."),
        (["--author", "foo"], "Error: No article is by an author called “foo”."),
        (["--since", "2026-01-01"],
         "Error: No article was published or changed on or after 2026-01-01."),
        (["--since", "2024-06-01", "--until", "2024-07-01"],
         "Error: No article was published or changed on or after 2024-06-01 and on or before "
         "2024-07-01."),
        (["--source", "courier", "--until", "2024-07-01"],
         "Error: No article has all that --source, --author, --since and --until ask for."),
    ],
)  # fmt: skip
def test_a_filter_that_no_article_passes_is_an_error_in_one_line(ask, options, line):
    result = ask(*options, QUESTION)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"{line}\n"


@pytest.mark.parametrize("options", [["--source", "!"], ["--since", "March"], ["--until", ""]])
def test_a_malformed_filter_is_an_error(ask, options):
    result = ask(*options, QUESTION)
    assert result.exit_code == 2
    assert "Invalid value" in result.stderr
