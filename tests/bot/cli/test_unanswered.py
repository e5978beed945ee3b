import csv
import io
from contextlib import closing
from datetime import UTC, datetime, timedelta
from unicodedata import category

from click.testing import CliRunner
from fake_telegram import GROUP, Talk
from hypothesis import given
from hypothesis import strategies as st

from bot.cli.main import quotewire
from bot.cli.unanswered import as_csv, grouped
from bot.library.library import Library
from corpus.store import unanswered
from corpus.store.store import Store

MONDAY = datetime(2025, 3, 3, 12, tzinfo=UTC)


def test_similar_questions_are_grouped_and_the_largest_group_comes_first():
    asked = [
        ("Who is the mayor of Baltimore?", "2025-03-01"),
        ("who won the lottery", "2025-03-02"),
        ("who's Baltimore's mayor", "2025-03-04"),
        ("Who is the mayor of Baltimore?", "2025-03-03"),
    ]
    first, second = grouped(asked)
    assert first == (3, "2025-03-04", [asked[0][0], asked[2][0]])
    assert second == (1, "2025-03-02", ["who won the lottery"])


@given(st.lists(st.tuples(st.text(), st.just("2025-03-01"))))
def test_csv_has_no_formulas_and_no_control_characters(asked):
    rows = list(csv.reader(io.StringIO(as_csv(grouped(asked)))))
    assert sum(int(row[0]) for row in rows[1:]) == len(asked)
    for row in rows[1:]:
        assert not row[2].startswith(("=", "+", "-", "@", "\t", "\r"))
        assert not any(category(one) in ("Cc", "Cs", "Zl", "Zp") for one in "".join(row))


def test_only_the_latest_are_kept(monkeypatch):
    monkeypatch.setattr(unanswered, "MOST", 3)
    with closing(Store(":memory:")) as store:
        kept = store.unanswered
        for number in range(5):
            kept.add("1", f"{number}", MONDAY)
        assert [question for question, _ in kept.questions()] == ["2", "3", "4"]


def test_nothing_is_kept_unless_the_operator_wants_it(ferry):
    library = Library.of([ferry])
    with Talk(library) as talk:
        talk.say("What is the price of gold on Mars?")
        assert library.store.unanswered.questions() == []
        assert "I delete your questions an hour after" in talk.say("/privacy")[0]["text"]


def test_privacy_mentions_stored_questions_and_forget_deletes_them(ferry):
    library = Library.of([ferry])
    with Talk(library, quotewire_keep_unanswered=True) as talk:
        talk.say("What is the price of gold on Mars?")
        talk.say("Who built the vessel?")
        talk.say("@QuotewireBot who rules Venus", GROUP)
        asked = [question for question, _ in library.store.unanswered.questions()]
        assert asked == ["What is the price of gold on Mars?", "who rules Venus"]
        assert "except those I could not answer" in talk.say("/privacy")[0]["text"]
        talk.press("forget")
        asked = [question for question, _ in library.store.unanswered.questions()]
        assert asked == ["who rules Venus"]


def test_the_command_shows_groups_or_a_table(db):
    with closing(Store(db)) as store:
        for question in ("who rules Venus", "Who rules Venus?", "=1+1 gold"):
            store.unanswered.add("1", question, MONDAY)
    shown = CliRunner().invoke(quotewire, ["unanswered"])
    assert shown.output.splitlines() == [
        "   2  2025-03-03  who rules Venus",
        "   1  2025-03-03  =1+1 gold",
    ]
    table = CliRunner().invoke(quotewire, ["unanswered", "--csv"])
    assert "1,2025-03-03,'=1+1 gold," in table.output


def test_without_stored_questions_the_command_says_how_to_store_them(db):
    Store(db).close()
    shown = CliRunner().invoke(quotewire, ["unanswered"])
    assert "QUOTEWIRE_KEEP_UNANSWERED=true" in shown.output


def test_old_questions_are_deleted_and_all_of_them_on_request():
    with closing(Store(":memory:")) as store:
        kept = store.unanswered
        kept.add("1", "old", MONDAY - timedelta(days=91))
        kept.add("1", "new", MONDAY)
        kept.prune(MONDAY)
        assert [question for question, _ in kept.questions()] == ["new"]
        kept.prune(MONDAY, everything=True)
        assert kept.questions() == []
