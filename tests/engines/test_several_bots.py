"""Several bots over one PostgreSQL: who answers what, who leads, and what a kill costs."""

import random
from contextlib import closing
from time import monotonic

import psycopg
import pytest
from bots import FATAL, PRIVATE, Crew, check
from starting import wait_until

from corpus.store.bots.session import BOTS
from corpus.store.store import Store

TAKEN_OVER = 10.0  # seconds until another bot leads
KILLS = 6
AT_ONCE = 20  # questions; when some of them are answered, a bot is killed
PATIENCE = 60
TAKING_PART = f"""
SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database
WHERE classid = {BOTS} AND datname = current_database()
"""


@pytest.fixture
def crew(postgresql_url, tmp_path, ferry):
    with closing(Store(postgresql_url)) as store:
        store.add(ferry)
    with Crew(postgresql_url, tmp_path) as crew:
        yield crew


def start_two(crew):
    leading = crew.start()
    crew.telegram.wait_for_poll(leading)
    other = crew.start()
    wait_for(crew.url, TAKING_PART, (2,))
    return leading, other


def row(url, select):
    with psycopg.connect(url) as connection:
        return connection.execute(select).fetchone()


def wait_for(url, select, wanted):
    wait_until(lambda: row(url, select) == wanted, PATIENCE, lambda: str(row(url, select)))


def test_two_bots_share_the_questions_and_keep_their_order(crew):
    lives = start_two(crew)
    while {one.life for one in crew.telegram.sent()} != {*lives}:
        for _ in range(20):
            crew.ask()
        assert crew.telegram.wait(crew.every) == crew.every
    assert check(crew, []) == 0
    assert not crew.telegram.has_polled(lives[1])


def test_when_the_bot_that_leads_is_killed_another_one_polls(crew):
    leading, other = start_two(crew)
    crew.kill(leading)
    killed = monotonic()
    crew.telegram.wait_for_poll(other)
    assert monotonic() - killed < TAKEN_OVER
    crew.ask()
    assert crew.telegram.wait(1) == 1


def test_after_kills_of_any_bots_every_question_is_answered_in_its_order(crew, postgresql_url):
    chance = random.Random(3)
    start_two(crew)
    kills = []
    for _ in range(KILLS):
        for _ in range(AT_ONCE):
            crew.ask()
        crew.telegram.wait(crew.every - chance.randrange(AT_ONCE))
        kills.append(chance.choice([*crew.living]))
        crew.kill(kills[-1])
        crew.start()
    assert crew.telegram.wait(crew.every, PATIENCE) == crew.every
    check(crew, kills)
    wait_for(postgresql_url, "SELECT count(*) FROM inbox WHERE body IS NOT NULL", (0,))


@pytest.mark.parametrize("how", ["restart", "crash", "cut"])
def test_while_the_server_is_away_answers_wait_and_nothing_is_lost(
    crew, postgresql, postgresql_url, how
):
    start_two(crew)
    for _ in range(40):
        crew.ask()
    assert crew.telegram.wait(10) >= 10
    if how == "cut":
        postgresql.cut(postgresql_url.rpartition("/")[2])
    elif how == "restart":
        postgresql.restart()
    else:
        postgresql.kill()
        postgresql.start()
    for _ in range(40):
        crew.ask()
    assert crew.telegram.wait(crew.every, PATIENCE) == crew.every
    assert check(crew, []) == 0


def test_a_bot_that_stops_leaves_its_updates_to_the_others_at_once(crew, postgresql_url):
    _, other = start_two(crew)
    for _ in range(60):
        crew.ask(PRIVATE[0])
        crew.ask(PRIVATE[1])
    crew.stop(other)
    bots = "SELECT count(*) FROM inbox WHERE bot = 2"
    assert row(postgresql_url, bots) == (0,)
    assert crew.telegram.wait(crew.every, PATIENCE) == crew.every
    assert check(crew, []) == 0


def test_a_question_that_ends_two_bots_is_set_aside_and_the_others_are_answered(crew):
    start_two(crew)
    for chat in PRIVATE[:5]:
        crew.ask(chat)
    crew.ask(PRIVATE[0], FATAL)
    for chat in PRIVATE[:5]:
        crew.ask(chat)
    ended = []
    while crew.telegram.wait(crew.every, 1) < crew.every and len(ended) < 5:
        for life in crew.ended():
            ended.append(life)
            crew.start()
    assert len(ended) == 2
    fatal = crew.asked[PRIVATE[0]["id"]][1]
    (told,) = [one.text for one in crew.telegram.sent() if one.question == fatal]
    assert "ended" in told or "sorry" in told.lower()
