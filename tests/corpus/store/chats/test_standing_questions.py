from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from corpus.store.chats import standing_questions
from corpus.store.chats.standing_questions import LONGEST, MOST_IN_CHAT, Full, StandingQuestions
from corpus.store.store import Store

NOW = datetime(2025, 3, 5, 9, tzinfo=UTC)


@pytest.fixture
def questions(store):
    return StandingQuestions(store.database)


def words(found):
    return [one.question for one in found]


def test_a_question_waits_until_it_is_found_and_ended(location):
    with closing(Store(location)) as store:
        kept = StandingQuestions(store.database).add(-7, 3, "And when?", "Who won?", NOW)
    with closing(Store(location)) as store:
        questions = StandingQuestions(store.database)
        assert questions.waiting() == [kept]
        questions.mark_found(kept.number, range(4, 9))
        assert questions.waiting() == []
        assert questions.found() == [kept._replace(found=range(4, 9))]
        questions.mark_found(kept.number, None)
        assert questions.waiting() == [kept]
        assert not questions.end(8, kept.number)
        assert questions.end(-7, kept.number)
        assert not questions.end(-7, kept.number)
        questions.mark_found(kept.number, range(4, 9))
        assert questions.of_chat(-7) == questions.found() == []


def test_the_same_question_is_kept_once_and_each_chat_has_few(questions):
    first = questions.add(7, None, "Who won?", None, NOW)
    assert questions.add(7, None, "who WON?", None, NOW) == first
    for number in range(1, MOST_IN_CHAT):
        questions.add(7, None, f"Who won race {number}?", None, NOW)
    assert questions.add(7, None, "Who lost?", None, NOW) is Full.CHAT
    assert questions.add(8, None, "Who lost?", None, NOW).chat == 8


def test_all_chats_together_have_a_limit(questions, monkeypatch):
    monkeypatch.setattr(standing_questions, "MOST", 2)
    for chat in (7, 8):
        questions.add(chat, None, "Who won?", None, NOW)
    monkeypatch.undo()
    assert len(questions.waiting()) == 2


def test_old_questions_expire(questions):
    questions.add(7, None, "Who won?", None, NOW - LONGEST - timedelta(seconds=1))
    questions.add(7, None, "Who lost?", None, NOW - LONGEST)
    questions.prune(NOW)
    assert words(questions.of_chat(7)) == ["Who lost?"]


def test_forgetting_a_chat_deletes_its_questions_and_moving_it_takes_them_along(store, questions):
    for chat in (-7, 8):
        questions.add(chat, None, "Who won?", None, NOW)
    store.move("-7", "-100")
    assert [one.chat for one in questions.waiting()] == [-100, 8]
    store.forget("-100")
    store.forget("library")
    assert [one.chat for one in questions.waiting()] == [8]
    questions.end_all(8)
    assert questions.waiting() == []


def test_articles_from_before_an_upgrade_count_as_checked(questions):
    assert questions.checked() == 0
    questions.mark_checked(5)
    questions.mark_checked(7)
    assert questions.checked() == 7


def test_groups_leave_room_for_private_chats(questions, monkeypatch):
    monkeypatch.setattr(standing_questions, "MOST_OF_GROUPS", 2)
    for group in (-1, -2):
        assert questions.add(group, None, "Who won?", None, NOW) not in list(Full)
    assert questions.add(-3, None, "Who won?", None, NOW) is Full.ALL
    assert questions.add(3, None, "Who won?", None, NOW) not in list(Full)
