from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.errors import CorpusError
from corpus.formats.front_matter import split_front_matter
from corpus.metadata import Metadata, check_url, parse_date


def test_a_header_becomes_metadata_and_the_rest_is_the_text():
    text = (
        "---\ntitle: Rain\nsource: Courier\nurl: https://c.example/1\n"
        "date: 2025-03-21\nlanguage: en\n---\nIt rained.\n"
    )
    known = Metadata("Rain", "Courier", "https://c.example/1", date(2025, 3, 21), language="en")
    assert split_front_matter(text, "rain.md") == (known, "It rained.\n")


def test_a_title_that_looks_like_a_number_or_a_date_stays_a_string():
    assert split_front_matter("---\ntitle: 1984\n---\n", "a.md")[0].title == "1984"
    assert split_front_matter("---\ntitle: 2024-01-01\n---\n", "a.md")[0].title == "2024-01-01"


def test_keys_have_synonyms_and_ignore_case():
    text = "---\nTitle: Rain\nPublisher: Courier\nlink: https://c.example/1\n---\n"
    known, _ = split_front_matter(text, "a.md")
    assert (known.title, known.source, known.url) == ("Rain", "Courier", "https://c.example/1")


@pytest.mark.parametrize(
    "text",
    [
        "It rained.\n---\ntitle: no\n---\n",
        "---\nIt rained, and then: it stopped: for good.\n---\nMore.",
        "---\njust a line\n---\nMore.",
        "---\n- a\n- list\n---\nMore.",
        "---\ntitle: never closed\n",
        "--- \x01\ntitle: a\n---\n",
        "---\n" + "[" * 5000 + "\n---\nMore.",
        "---\ntitle: " + "a" * 20_000 + "\n---\nMore.",
    ],
)
def test_text_that_is_not_a_header_is_kept(text):
    assert split_front_matter(text, "a.md") == (Metadata(), text)


def test_an_empty_header_is_removed():
    assert split_front_matter("---\n---\nIt rained.", "a.md") == (Metadata(), "It rained.")


def test_values_that_are_not_strings_are_ignored():
    known, _ = split_front_matter("---\ntitle: [a, b]\nsource: {a: b}\n---\n", "a.md")
    assert known == Metadata()


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("date: yesterday", "has an invalid date (expected one like 2025-03-21): yesterday"),
        ("date: 2025-13-01", "has an invalid date (expected one like 2025-03-21): 2025-13-01"),
        ("url: javascript:alert(1)", "has an invalid address (not http or https): javascript"),
        ('url: "https://[c.example"', "has an invalid address (not http or https): https://[c"),
        ("url: https://c.example:x/", "has an invalid address (not http or https): https://c.e"),
        ("url: //c.example", "has an invalid address (not http or https): //c.example"),
        ("title: " + "a" * 2001, "has an invalid title: longer than 2000 characters"),
    ],
)
def test_an_error_quotes_the_invalid_value(line, reason):
    with pytest.raises(CorpusError, match=r"^a\.md: ") as caught:
        split_front_matter(f"---\n{line}\n---\n", "a.md")
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_date_can_have_a_time():
    assert parse_date("2025-03-21T10:00:00Z", "--date") == date(2025, 3, 21)


def test_a_title_is_put_on_one_line():
    known, _ = split_front_matter('---\ntitle: "Rain\\n  again"\n---\n', "a.md")
    assert known.title == "Rain again"


def test_a_lone_surrogate_is_refused():
    with pytest.raises(CorpusError, match="not valid Unicode"):
        check_url("https://c.example/\udcff", "--url")


def test_given_metadata_overrides_the_header():
    overrides = Metadata(title="Flood")
    assert overrides.over(Metadata("Rain", "Courier")) == Metadata("Flood", "Courier")


@given(st.text(max_size=80), st.text(max_size=80))
def test_the_text_after_any_header_is_complete(header, body):
    text = f"---\n{header}\n---\n{body}"
    try:
        _, rest = split_front_matter(text, "a.md")
    except CorpusError as error:
        assert "\n" not in str(error)
    else:
        assert text.endswith(rest)


YAML = st.text(alphabet="-:[]{}&*!|>%@`'\"#?,<=~\n\t ay7é", max_size=200)


@given(YAML)
@example("a: &a [*a]")
@example("? [a]\n: b")
@example("<<: *a")
@example("title: !!python/object/apply:os.system [id]")
@example("a: " + "[" * 3000)
@example(
    "a: &a [x]\n"
    + "".join(f"{n}: &{n} [*{n - 1 or 'a'}, *{n - 1 or 'a'}]\n" for n in range(1, 30))
)
@example("date: 99999-99-99")
@example("title: \ud800")
def test_any_yaml_is_a_header_or_text_or_an_error(header):
    text = f"---\n{header}\n---\nIt rained."
    try:
        metadata, rest = split_front_matter(text, "a.txt")
    except CorpusError as error:
        assert "\n" not in str(error)
        return
    assert rest in ("It rained.", text) or text.endswith(rest)
    assert metadata.title is None or "\n" not in metadata.title


def test_a_title_can_have_a_colon_without_quotes():
    text = "---\ntitle: Ferry: 17 dead\nSource: Courier\n---\nIt sank."
    expected = Metadata(title="Ferry: 17 dead", source="Courier")
    assert split_front_matter(text, "a.md") == (expected, "It sank.")
    other = text.replace("Source", "A storm")
    assert split_front_matter(other, "a.md") == (Metadata(), other)
