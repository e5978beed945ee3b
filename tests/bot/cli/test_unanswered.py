import csv
import io
import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from unicodedata import category

from click.testing import CliRunner
from fake_telegram import GROUP, Talk
from hypothesis import given
from hypothesis import strategies as st

from bot.cli.main import quotewire
from bot.cli.unanswered import as_csv
from bot.library.library import Library
from corpus.store import unanswered
from corpus.store.chats.tallies import Event
from corpus.store.store import Store
from corpus.store.unanswered import Reason
from retrieval.asking.alike_questions import grouped

MONDAY = datetime(2025, 3, 3, 12, tzinfo=UTC)


@given(st.lists(st.tuples(st.text(), st.just("2025-03-01"), st.just("not found"))))
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
        assert [one.question for one in kept.questions()] == ["2", "3", "4"]


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
        asked = [one.question for one in library.store.unanswered.questions()]
        assert asked == ["What is the price of gold on Mars?", "who rules Venus"]
        assert "except those I could not answer" in talk.say("/privacy")[0]["text"]
        talk.press("forget")
        asked = [one.question for one in library.store.unanswered.questions()]
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
    assert "1,2025-03-03,'=1+1 gold,,0" in table.output


def test_disliked_answers_are_marked_and_feedback_is_counted(db):
    with closing(Store(db)) as store:
        store.unanswered.add("1", "who rules Venus", MONDAY)
        store.unanswered.add("2", "Who rules Venus?", MONDAY, Reason.DISLIKED)
        store.tallies.count(MONDAY.date(), Event.GOOD, 3)
        store.tallies.count(MONDAY.date(), Event.BAD)
    shown = CliRunner().invoke(quotewire, ["unanswered"])
    assert shown.output.splitlines() == [
        "   2  2025-03-03  who rules Venus (1 disliked answer)",
        "Feedback in the last 90 days: 3 good, 1 bad.",
    ]
    object_ = json.loads(CliRunner().invoke(quotewire, ["unanswered", "--json"]).output)
    assert object_["feedback"] == {"good": 3, "bad": 1}
    assert object_["questions"] == [
        {
            "count": 2,
            "not_found": 1,
            "disliked": 1,
            "last_asked": "2025-03-03",
            "wordings": ["who rules Venus", "Who rules Venus?"],
        }
    ]
    assert CliRunner().invoke(quotewire, ["unanswered", "--json", "--csv"]).exit_code == 2


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
        assert [one.question for one in kept.questions()] == ["new"]
        kept.prune(MONDAY, everything=True)
        assert kept.questions() == []


def test_a_disliked_answer_can_be_forgiven_even_before_it_is_stored(tmp_path):
    path = tmp_path / "quotewire.db"
    with closing(Store(path, busy_seconds=0)) as store:
        kept = store.unanswered
        kept.add("1", "who rules Venus", MONDAY)
        kept.add("1", "who rules Venus", MONDAY, Reason.DISLIKED)
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            kept.add("1", "who rules Mars", MONDAY, Reason.DISLIKED)
            kept.withdraw("1", "who rules Mars")
        kept.withdraw("1", "who rules Venus")
        kept.prune(MONDAY)
        assert kept.questions() == [("who rules Venus", "2025-03-03", Reason.NOT_FOUND)]


def test_dismissed_questions_are_gone_however_often_they_were_asked():
    with closing(Store(":memory:")) as store:
        kept = store.unanswered
        for chat, question in (("1", "who"), ("2", "who"), ("1", "what")):
            kept.add(chat, question, MONDAY)
        assert kept.dismiss({"who", "never asked"}) == 2
        assert [one.question for one in kept.questions()] == ["what"]
