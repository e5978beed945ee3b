import json
from contextlib import closing
from datetime import UTC, datetime

import pytest
from articles import FERRY
from files import PAGE, archive

from corpus.errors import DatabaseError
from corpus.store.store import Store
from corpus.store.subscriptions import Page


def test_add_reports_sentences_and_what_was_left_out(run, tmp_path):
    page = tmp_path / "page.txt"
    page.write_text(FERRY.replace("\n\n", "\nSupport our newsroom: please donate today!\n"))
    result = run("add", page, "--source", "Courier", "--date", "2025-03-03")
    assert result.exit_code == 0
    assert result.stdout.startswith("Added New ferry links Harwick and Sund (")
    assert "5 sentences, left out: 1 × " in result.stdout
    assert "Already added:" in run("add", page).stdout
    assert "Courier, 2025-03-03" in run("sources").stdout


def test_add_names_the_three_most_frequent_reasons_for_leaving_lines_out(run, tmp_path):
    page = tmp_path / "page.txt"
    litter = ["Share this article", "Share this story", "Advertisement", "Read more", "Newsletter"]
    page.write_text(FERRY.replace("\n\n", "\n" + "\n".join([*litter, "Copy link"]) + "\n"))
    assert ", left out: 3 × sharing links, 1 × advertisement, 1 × read more and 1 more" in (
        run("add", page).stdout
    )


def test_options_for_a_stored_article_are_applied(run, tmp_path):
    page = tmp_path / "page.txt"
    page.write_text(FERRY)
    run("add", page)
    again = run("add", page, "--title", "Ferry", "--source", "Courier", "--date", "2025-03-03")
    assert again.stdout.splitlines()[0].startswith("Already added: New ferry links")
    assert again.stdout.splitlines()[1:] == [
        "  title: New ferry links Harwick and Sund → Ferry",
        "  source: none → Courier",
        "  date: none → 2025-03-03",
    ]
    assert "[1] Ferry, Courier, 2025-03-03, 5 " in run("sources").stdout
    assert run("add", page, "--title", "Ferry").stdout.endswith("  nothing to change\n")
    assert run("add", page).stdout.count("\n") == 1


def test_a_language_given_by_hand_is_taken_at_its_word(run, tmp_path):
    page = tmp_path / "page.txt"
    page.write_text(FERRY)
    run("add", page, "--language", "tlh")  # Quotewire knows nothing about it
    assert "language: tlh" in run("show", "1").stdout
    assert "  language: tlh → no" in run("add", page, "--language", "no").stdout
    assert run("edit", "1", "--language", "Klingon!").exit_code == 2


def test_a_newer_text_is_reported_as_such(run, tmp_path):
    page = tmp_path / "page.txt"
    page.write_text(FERRY)
    run("add", page, "--url", "https://courier.example/ferry", "--title", "Ferry")
    page.write_text(FERRY.replace("412", "431"))
    again = run("add", page, "--url", "https://courier.example/ferry")
    assert again.stdout.startswith("Updated Ferry (")


def test_a_file_rewritten_under_its_written_address_is_the_same_source(run, tmp_path):
    note = tmp_path / "note.md"
    for text in ("Tide\n\nThe tide is high.", "Ebb\n\nNobody can land."):
        note.write_text(f"---\nurl: https://courier.example/tide\n---\n{text}\n")
        said = run("add", note).stdout
    assert said.startswith("Updated Ebb")
    assert run("sources").stdout.startswith("[1] Ebb")


def test_saved_pages_that_name_one_address_stay_apart(run, tmp_path):
    for number, what in enumerate(["Ferry", "Bridge", "Harbour"]):
        page = PAGE.replace("New ferry links", f"{what} links").replace("ferry", what.lower())
        for word in ("Monday", "minutes", "Mayor Ida Holm", "elections", "million"):
            page = page.replace(word, f"{word} {what}")
        page = page.replace(f"courier.example/{what.lower()}", "courier.example/ferry")
        (tmp_path / f"{number}.html").write_text(page)
    assert run("add", *sorted(tmp_path.glob("*.html"))).stdout.count("Added") == 3
    assert len(run("sources").stdout.splitlines()) == 3


def test_an_article_is_edited_and_found_by_its_new_title(run, files):
    run("add", files)
    assert "None of them mentions “gale”" in run("ask", "What about a gale?").stdout
    listed = run("sources").stdout.splitlines()[1]
    result = run(
        *("edit", "2", "--title", "Gale shuts the crossing", "--source", "", "--date", ""),
        *("--updated", "2026-03-03", "--url", "https://c.example/1", "--author", "Mia Berg"),
        *("--language", "en-GB"),
    )
    article_id = listed.rpartition(" ")[2]
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        f"[2] Gale shuts the crossing ({article_id})",
        "  title: Storm closes the Kestrel Bridge → Gale shuts the crossing",
        "  source: Courier → none",
        "  date: 2025-03-04 → none",
        "  updated: none → 2026-03-03",
        "  url: none → https://c.example/1",
        "  author: none → Mia Berg",
        "  language: en → en-GB",
    ]
    listed = run("sources").stdout.splitlines()[1]
    assert listed == f"[2] Gale shuts the crossing, updated 2026-03-03, 4 sentences, {article_id}"
    assert "None of them mentions" not in run("ask", "What about a gale?").stdout
    assert run("edit", article_id, "--title", "Gale shuts the crossing").stdout.endswith(
        "  nothing to change\n"
    )


def test_the_fields_that_can_be_edited_are_shown(run, files):
    run("add", files)
    given = ("--date", "2026-03-02", "--updated", "2026-03-03", "--author", "Mia Berg")
    run("edit", "2", *given, "--language", "en-GB", "--url", "https://c.example/1")
    head = run("show", "2").stdout.partition("\n\n")[0].splitlines()
    assert ", updated 2026-03-03, " in head[0]
    assert head[1:] == [
        "https://c.example/1", "author: Mia Berg", "date: 2026-03-02", "language: en-GB"
    ]  # fmt: skip


def test_an_article_without_a_title_is_called_untitled(run, files):
    article_id = run("add", files / "b-bridge.md").stdout.partition("(")[2].partition(")")[0]
    run("edit", "1", "--title", "")
    assert f"Already added: Untitled ({article_id})" in run("add", files / "b-bridge.md").stdout
    assert run("remove", "1").stdout == f"Removed Untitled ({article_id})\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["1", "--date", "yesterday"], "invalid date"),
        (["1", "--updated", "3 March"], "invalid date"),
        (["1", "--url", "courier.example"], "invalid address"),
        (["1", "--language", "English, mostly"], "invalid language"),
        (["1", "--title", "x" * 3000], "longer than 2000 characters"),
        (["9", "--title", "x"], "is not the number or id"),
        (["1"], "Name a field to change"),
    ],
)
def test_an_edit_that_is_not_valid_changes_nothing(run, files, words, said):
    run("add", files)
    before = run("sources").stdout
    result = run("edit", *words)
    assert result.exit_code == 2
    assert said in result.output
    assert run("sources").stdout == before


def test_a_sample_article_is_not_edited(run):
    assert "sample article" in run("edit", "1", "--title", "x").output


def test_an_article_whose_page_is_lost_says_so(run, files, db):
    run("add", files)
    since = datetime(2026, 3, 3, 9, tzinfo=UTC)
    with closing(Store(db)) as store:
        store.subscriptions.watch_new(
            Page("library", 2, "https://c.example/1", None, None, since, 0, since, "is gone")
        )
    first, second = run("sources").stdout.splitlines()
    assert "readable" not in first
    assert second.endswith(", no longer readable since 2026-03-03")
    line = "Its page is no longer readable (since 2026-03-03): https://c.example/1 is gone"
    assert run("show", "2").stdout.splitlines()[0] == line
    assert json.loads(run("show", "2", "--json").stdout)["unreadable_because"] == "is gone"


def test_add_and_read_say_that_a_page_shows_only_the_beginning(run, tmp_path):
    page = tmp_path / "page.html"
    text = "".join(f"<p>{line}</p>" for line in FERRY.split("\n\n"))
    closed = '{"@type": "NewsArticle", "isAccessibleForFree": false}'
    script = f'<script type="application/ld+json">{closed}</script>'
    page.write_text(f"<html><head>{script}</head><body><article>{text}</article></body></html>")
    assert "Perhaps incomplete" in run("read", page).stdout
    assert "Perhaps incomplete" in run("add", page).stdout
    page.write_text(f"<html><body><article>{text}</article></body></html>")
    assert "Perhaps incomplete" not in run("add", page).stdout


def test_the_readable_files_of_a_folder_are_added(run, files):
    assert run("add", files).stdout.count("Added") == 2
    listed = run("sources").stdout.splitlines()
    assert listed[0].startswith("[1] New ferry links Harwick and Sund, 5 sentences, ")
    assert listed[1].startswith("[2] Storm closes the Kestrel Bridge, Courier, 2025-03-04, 4 ")


def test_standard_input_is_added_with_the_given_metadata(run):
    result = run(
        "add", "-", "--title", "Ferry", "--url", "https://c.example/1", said=FERRY.encode()
    )
    assert "Added Ferry (" in result.stdout
    shown = run("show", "1").stdout
    assert "https://c.example/1" in shown


@pytest.mark.parametrize(
    ("command", "shown", "done"), [("add", "Added", "added"), ("read", "title", "read")]
)
def test_a_bad_file_does_not_stop_the_others(run, files, tmp_path, command, shown, done):
    (files / "a-empty.txt").write_text("")
    (tmp_path / "none").mkdir()
    (tmp_path / "two.zip").write_bytes(archive(a_txt=FERRY.replace("412", "413"), b_txt=""))
    result = run(command, "x" * 5000, tmp_path / "none", files, tmp_path / "two.zip")
    assert result.exit_code == 1
    assert result.stdout.count(shown) == 3
    lines = result.stderr.splitlines()
    assert lines[0].endswith("cannot be read: File name too long")
    assert lines[1].startswith(f"quotewire: {tmp_path / 'none'}: contains no file")
    assert lines[2] == f"quotewire: {files / 'a-empty.txt'}: is empty"
    assert lines[3] == f"quotewire: {tmp_path / 'two.zip'}/b.txt: is empty"
    assert lines[4:] == [f"quotewire: 4 of 7 could not be {done}"]


@pytest.mark.parametrize("command", ["add", "read"])
def test_the_error_about_a_single_file_says_enough(run, tmp_path, command):
    result = run(command, tmp_path / "none.txt")
    assert result.exit_code == 2
    assert result.stderr.endswith("cannot be read: No such file or directory\n")
    assert result.stderr.count("\n") == 1


def test_files_that_accompany_others_are_not_read(run, files):
    for name in ("._a-ferry.txt", "~$report.docx"):
        (files / name).write_bytes(b"\0\5\26\7")
    assert run("read", files).exit_code == 0


def test_a_title_cannot_be_given_to_several_files(run, files):
    assert run("add", files, "--title", "News").exit_code == 2
    assert "sample articles" in run("sources").stdout


def test_read_shows_an_article_and_stores_nothing(run, files, db):
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


def test_show_marks_what_was_left_out(run, tmp_path):
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


def test_a_sample_article_cannot_be_removed(run):
    result = run("remove", "1")
    assert result.exit_code == 2
    assert "sample article" in result.stderr


def test_an_empty_folder_is_named(run, tmp_path):
    (tmp_path / "none").mkdir()
    result = run("add", tmp_path / "none")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "contains no file of these types" in result.stderr


@pytest.mark.parametrize(
    "words", [["--date", "soon"], ["--url", "ftp://c.example"], ["--source", "a" * 3000]]
)
def test_an_invalid_option_is_named(run, files, words):
    result = run("add", files / "a-ferry.txt", *words)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"quotewire: {words[0]}: ")


def test_the_appeal_on_the_pasted_page_is_left_out(run, sample_path):
    shape = json.loads(run("read", "--json", sample_path).stdout)
    lines = shape["text"].split("\n")
    left_out = [shape["text"][one["start"] : one["end"]] for one in shape["left_out"]]
    assert left_out == lines[1:7]
    assert shape["title"] == lines[0]
    assert [one["text"] for one in shape["sentences"]] == lines[7:]


def test_a_full_disk_is_one_line(run, files, monkeypatch):
    def refuse(store, _article, **_options):
        raise DatabaseError(store.path, "cannot be written: the disk is full", "SQLITE_FULL")

    monkeypatch.setattr(Store, "add", refuse)
    done = run("add", files)
    assert done.exit_code == 2
    (line,) = done.output.splitlines()
    assert line.endswith("the disk is full")


def test_headings_are_shown_as_such_and_never_quoted(run, tmp_path):
    page = tmp_path / "news.md"
    page.write_text("# News\n\nRain fell.\n\n## Bicycle parking\n\nThere is room for 900.\n")
    run("add", page)
    for shown in (run("show", "1").stdout, run("read", page).stdout):
        assert "\n    1  Rain fell.\n" in shown
        assert "\n    2  Bicycle parking  [heading]\n    3  There is room" in shown
    kinds = [one["kind"] for one in json.loads(run("show", "1", "--json").stdout)["sentences"]]
    assert kinds == ["sentence", "heading", "sentence"]
    found = json.loads(run("ask", "--json", "bicycle parking").stdout)
    assert [passage["sentence"] for passage in found["passages"]] == [3]
