import random
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from corpus.store.recent_answers import (
    AHEAD,
    REMEMBERED_FOR,
    StoredAnswer,
    StoredAnswers,
    microseconds,
)
from corpus.store.store import Store

DAY = datetime(2025, 3, 5, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def answer(time=DAY, chat=7, body=b"{}"):
    return StoredAnswer(microseconds(time), chat, body)


def test_answers_come_back_oldest_first_when_the_store_is_opened_again(location):
    later = answer(DAY + SECOND, chat=-1008, body=b'"\xff"')
    with closing(Store(location)) as store:
        store.recent_answers.store([later, answer()])
    with closing(Store(location)) as store:
        assert store.recent_answers.answers(DAY + SECOND) == [answer(), later]


@pytest.mark.parametrize(
    ("age", "kept"),
    [
        (0 * SECOND, 1),
        (REMEMBERED_FOR - SECOND, 1),
        (REMEMBERED_FOR, 0),
        (-AHEAD, 1),
        (-9 * AHEAD, 0),
    ],
)
def test_an_answer_is_kept_for_an_hour(store, age, kept):
    store.recent_answers.store([answer(DAY - age)])
    assert len(store.recent_answers.answers(DAY)) == kept
    store.recent_answers.prune(DAY)
    assert len(store.recent_answers.answers(DAY - age)) == kept


def test_an_answer_is_replaced_in_one_step(store):
    answers = store.recent_answers
    answers.store([answer()])
    answers.store([answer(DAY + SECOND)], dropped=[answer().time, 12345])
    assert answers.answers(DAY + SECOND) == [answer(DAY + SECOND)]


def test_a_chats_answers_are_deleted_with_its_collection(store):
    for chat, change in [(7, lambda: store.forget("7")), (8, lambda: store.move("8", "-1008"))]:
        others = answer(chat=78)
        store.recent_answers.store([answer(DAY + SECOND, chat), others])
        change()
        assert store.recent_answers.answers(DAY + SECOND) == [others]


def test_a_chats_answers_are_deleted_while_another_bot_drops_those_of_others(postgresql_url):
    with (
        closing(Store(postgresql_url)) as one,
        closing(Store(postgresql_url, busy_seconds=0.05)) as other,
    ):
        one.recent_answers.store([answer(), answer(DAY + SECOND, chat=78)])
        with one.database.noting(durable=True) as connection:
            connection.execute("DELETE FROM recent WHERE chat = 78")
            other.forget("7")
        assert one.recent_answers.answers(DAY + SECOND) == []


def test_the_answers_of_a_chat_are_found_without_looking_at_all(postgresql_url):
    with closing(Store(postgresql_url)) as store, store.database.reading() as connection:
        store.recent_answers.store(answer(DAY + at * SECOND, chat=at % 50) for at in range(1000))
        connection.execute("ANALYZE recent")
        connection.execute("SET enable_seqscan = off")
        select = (
            "SELECT * FROM recent WHERE chat IN (7, 8) AND answered BETWEEN 0 AND 2e15::bigint"
        )
        plan = [line for (line,) in connection.execute(f"EXPLAIN {select}")]
    assert any("recent_chat" in line for line in plan)


def test_pruning_writes_nothing_while_nothing_is_to_be_deleted(file_store):
    file_store.recent_answers.store([answer()])
    file_store.recent_answers.prune(DAY)  # the first time, because of the last process
    with file_store.database.reading() as connection:
        before = connection.total_changes
        file_store.recent_answers.prune(DAY)
        assert connection.total_changes == before


@pytest.mark.parametrize("seed", [6, 27])  # with DELETE alone, copies stay for both of these
def test_no_copy_of_a_deleted_answer_stays_beside_others(tmp_path, seed):
    chance = random.Random(seed)
    path = tmp_path / "quotewire.db"
    now = DAY
    with closing(Store(path)) as store:
        for number in range(211):
            now += chance.choice([5, 20, 60, 90]) * SECOND
            words = f"Question {number:03}:" + "y" * chance.choice([50, 200, 300, 900, 3000])
            known = [one.time for one in store.recent_answers.answers(now)]
            dropped = [chance.choice(known)] if known and chance.random() < 0.15 else []
            store.recent_answers.store([answer(now, body=words.encode())], dropped)
            if number % 7 == 0:
                store.recent_answers.prune(now)
                store.erase_deleted()
                written = path.read_bytes() + path.with_name("quotewire.db-wal").read_bytes()
                kept = [one.body[:12] for one in store.recent_answers.answers(now)]
                every = (b"Question %03d" % one for one in range(number + 1))
                assert [one for one in every if one in written] == kept


def test_a_copy_can_be_cleared(store):
    store.recent_answers.store([answer()])
    StoredAnswers(store.database).clear()
    assert store.recent_answers.answers(DAY) == []
