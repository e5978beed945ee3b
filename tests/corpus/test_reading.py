import io
import os
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.errors import CorpusError
from corpus.files import find_files, load_file, name_of
from corpus.formats.decoding import MAX_BYTES
from corpus.metadata import Metadata
from corpus.reading import read_article

PLEA = "Support our newsroom: please donate today!"


def quoted(article):
    return [sentence.text for sentence in article.sentences]


def test_the_first_line_is_the_title_and_is_never_quoted():
    article = read_article(b"Rain over Sund\nIt rained for 3 days. Roads flooded.", "a.txt")
    assert article.title == "Rain over Sund"
    assert article.text[slice(*article.title_span)] == "Rain over Sund"
    assert quoted(article) == ["It rained for 3 days.", "Roads flooded."]


@pytest.mark.parametrize(
    "text",
    [
        "It rained for three days.\nRoads flooded.",
        "It rained.",
        "One line without a full stop",
        "long " * 60 + "\nRoads flooded.",
    ],
)
def test_a_text_without_a_title_line_is_named_after_its_file(text):
    article = read_article(text.encode(), "news/2025-rain.txt")
    assert article.title == "2025-rain"
    assert article.title_span is None
    assert quoted(article)


def test_standard_input_without_a_title_is_named_after_its_first_words(monkeypatch):
    words = "It rained " + "and rained " * 20 + "for days."
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(words.encode())))
    stdin = Path("-")
    title = read_article(load_file(stdin), name_of(stdin)).title
    assert title.startswith("It rained and rained")
    assert (len(title), title[-1]) == (80, "…")
    assert read_article(b"It rained.", "standard input").title == "It rained."


@pytest.mark.parametrize("headline", ["Why is it raining?", "Rain again!", "“Rain”, they say"])
def test_a_headline_can_be_a_question_or_an_exclamation(headline):
    assert read_article(f"{headline}\nIt rained.".encode(), "a.txt").title == headline


def test_a_given_title_wins_and_its_variant_in_the_text_is_not_a_sentence():
    overrides = Metadata(title="Rain over Sund", source="Courier", published=date(2025, 3, 3))
    article = read_article(b"Rain over all of Sund\nIt rained.", "a.txt", overrides)
    assert (article.title, article.source, article.published.day) == (
        "Rain over Sund",
        "Courier",
        3,
    )
    assert quoted(article) == ["It rained."]


def test_a_first_line_unlike_the_given_title_is_kept():
    article = read_article(
        b"Roads flooded in the north\nIt rained.", "a.txt", Metadata(title="Sund")
    )
    assert quoted(article) == ["Roads flooded in the north", "It rained."]


def test_a_header_sets_the_title_and_publisher_and_is_not_part_of_the_text():
    data = b"---\ntitle: Rain\nsource: Courier\nlang: en\n---\n\nIt rained.\n"
    article = read_article(data, "a.md")
    assert (article.title, article.source, article.language) == ("Rain", "Courier", "en")
    assert article.text == "\nIt rained.\n"


def test_marks_of_markdown_headings_are_not_quoted():
    article = read_article(
        b"# Rain over Sund\n\nIt rained.\n\n## Roads\n\nThey flooded.\n", "a.md"
    )
    assert article.title == "Rain over Sund"
    assert quoted(article) == ["It rained.", "Roads", "They flooded."]
    assert [stretch.reason for stretch in article.left_out] == ["heading mark"] * 2
    assert [one.text for one in article.sentences if one.is_heading] == ["Roads"]


def test_a_text_of_headings_alone_can_be_quoted():
    article = read_article(b"# Rain over Sund\n\n## Roads flooded\n\n## Trains stopped", "a.md")
    assert quoted(article) == ["Roads flooded", "Trains stopped"]
    assert article.headings == ()


def test_a_number_sign_in_plain_text_is_quoted():
    assert quoted(read_article(b"# 1 in the charts. It rained.", "a.txt"))[0].startswith("#")


def test_boilerplate_is_kept_in_the_text_but_not_quoted():
    article = read_article(f"Rain\nIt rained in Sund.\n{PLEA}\nRoads flooded.".encode(), "a.txt")
    assert PLEA in article.text
    assert quoted(article) == ["It rained in Sund.", "Roads flooded."]
    (stretch,) = article.left_out
    assert article.text[stretch.start : stretch.end] == PLEA
    assert stretch.reason


def test_boilerplate_above_the_title_does_not_hide_it():
    page = f"{PLEA}\nRain over Sund\nIt rained in Sund for three days.\nRoads flooded."
    article = read_article(page.encode(), "a.txt")
    assert article.title == "Rain over Sund"
    assert len(article.spans) == 2


@pytest.mark.parametrize("data", [b"---\ntitle: Rain\n---\n", b"---\ntitle: Rain\n---\nRain\n"])
def test_an_error_names_a_file_without_a_sentence(data):
    with pytest.raises(CorpusError, match=r"^a\.md: contains no sentence to quote$"):
        read_article(data, "a.md")


def test_folders_yield_their_readable_files_sorted(tmp_path):
    for name in ("b.txt", "a/z.MD", "a/y.txt", "a/x.pdf", "c.doc", "d.zip"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("It rained.")
    (tmp_path / "d.txt").mkdir()
    found = [file.relative_to(tmp_path).as_posix() for file in find_files([tmp_path])]
    assert found == ["a/x.pdf", "a/y.txt", "a/z.MD", "b.txt", "d.zip"]


def test_paths_that_are_not_folders_are_unchanged():
    assert list(find_files([Path("gone.txt"), Path("-")])) == [Path("gone.txt"), Path("-")]


@pytest.mark.parametrize("name", ["gone.txt", "x" * 5000, "a\0b.txt"])
def test_an_error_names_an_unreadable_path(tmp_path, name):
    with pytest.raises(CorpusError, match="cannot be read"):
        load_file(tmp_path / name)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no file modes")
def test_an_error_names_a_file_without_permission(tmp_path, monkeypatch):
    path = tmp_path / "secret.txt"
    path.write_text("It rained.")
    path.chmod(0)
    if os.access(path, os.R_OK):  # root reads every file
        monkeypatch.setattr(Path, "open", _refused)
    with pytest.raises(CorpusError, match=r"secret\.txt: cannot be read: Permission denied"):
        load_file(path)


def _refused(*_):
    raise PermissionError(13, "Permission denied")


def test_a_huge_file_is_refused_before_all_of_it_is_read(tmp_path):
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES * 100)
    with pytest.raises(CorpusError, match="larger than 20 MB"):
        load_file(path)


LINES = st.lists(
    st.one_of(
        st.text(max_size=60),
        st.sampled_from(
            [PLEA, "Rain over Sund", "Mr. Holm said: “It rained.” Then it stopped.", "",
             " \u2028 ", "## Roads", "Sign up to our newsletter", "• one • two", "e\u0301 🚢"]
        ),
    ),
    max_size=8,
)  # fmt: skip


@given(LINES, st.sampled_from(["a.txt", "a.md"]))
@example(["\x1c", "a"], "a.txt")
@example(["---", "title: x", "---", "y"], "a.md")
def test_title_sentences_and_left_out_stretches_tile_the_text(lines, name):
    data = "\n".join(lines).encode("utf-8", "replace")
    try:
        article = read_article(data, name)
    except CorpusError as error:
        assert "\n" not in str(error)
        return
    at = 0
    for _, span, _ in article.pieces():
        assert at <= span.start < span.end
        assert not article.text[at : span.start].strip()
        piece = article.text[span.start : span.end]
        assert piece == piece.strip()
        at = span.end
    assert not article.text[at:].strip()
    assert article.title.strip()
    assert "\n" not in article.title
    assert list(article.headings) == [span for span in article.spans if span in article.headings]
    assert len(article.headings) < len(article.spans)


def test_a_sentence_that_no_message_has_room_for_is_left_out():
    long = "It rained" + " and rained" * 400
    article = read_article(f"{long}.\n\nRoads flooded.".encode(), "a.txt")
    assert quoted(article) == ["Roads flooded."]
    assert [article.text[start:end] for start, end, why in article.left_out] == [f"{long}."]
    with pytest.raises(CorpusError, match="no sentence to quote"):
        read_article(f"{long}.".encode(), "a.txt")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("It rained. " * 5001, "more than 5,000 sentences"),
        ("It rained.\n" + "Rain fell on the whole of the country all day. " * 11_000,
         "more than 500,000 characters"),
    ],
)  # fmt: skip
def test_an_article_that_would_delay_all_answers_is_refused(text, reason):
    with pytest.raises(CorpusError, match=reason):
        read_article(text.encode(), "a.txt")


def test_a_title_is_never_longer_than_other_values():
    assert len(read_article(b"It rained.", "x" * 60_000 + ".txt").title) == 2000
