"""Several bots over one PostgreSQL: who answers what, who leads, and what a kill costs."""

import random
from contextlib import closing
from time import monotonic

import psycopg
import pytest
from bots import FATAL, PRIVATE, Crew, check
from patience import PATIENCE
from sent import BUILT
from starting import wait_until

from corpus.store.bots.session import BOTS
from corpus.store.store import Store

TAKEN_OVER = 10.0  # seconds until another bot leads
KILLS = 6
AT_ONCE = 20  # questions; when some of them are answered, a bot is killed
TAKING_PART = f"""
SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database
WHERE classid = {BOTS} AND datname = current_database()
"""


@pytest.fixture
def crew_over(tmp_path, ferry):
    """A function that returns a crew over an empty database, to which it adds an article."""

    def begin(url, **options):
        with closing(Store(url)) as store:
            store.add(ferry)
        return Crew(url, tmp_path, **options)

    return begin


@pytest.fixture
def crew(crew_over, postgresql_url):
    with crew_over(postgresql_url) as crew:
        yield crew


@pytest.fixture
def hooked(crew_over, postgresql_url):
    """Bots that receive webhooks."""
    with crew_over(postgresql_url, hooked=True) as crew:
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
    assert crew.telegram.wait(crew.every) == crew.every
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
    assert crew.telegram.wait(crew.every) == crew.every
    assert check(crew, []) == 0


def test_bots_go_on_when_a_standby_takes_over_and_nothing_is_lost(postgresql_pair, crew_over):
    pair = postgresql_pair
    with crew_over(pair.url(pair.primary.create())) as crew:
        start_two(crew)
        for _ in range(40):
            crew.ask()
        assert crew.telegram.wait(10) >= 10
        pair.primary.kill()
        for _ in range(20):
            crew.ask()
        pair.standby.promote()
        for _ in range(20):
            crew.ask()
        assert crew.telegram.wait(crew.every) == crew.every
        assert check(crew, []) == 0


def test_bots_answer_while_a_node_of_the_engine_is_away(
    opensearch_cluster, crew_over, postgresql_url
):
    node, *_ = opensearch_cluster.nodes
    with crew_over(postgresql_url, search=opensearch_cluster.urls) as crew:
        start_two(crew)
        crew.ask()
        assert crew.telegram.wait(1) == 1
        opensearch_cluster.wait()  # until the index has a copy
        for _ in range(20):
            crew.ask()
        node.kill()
        for _ in range(20):
            crew.ask()
        assert crew.telegram.wait(crew.every) == crew.every
        node.start()
        for _ in range(20):
            crew.ask()
        assert crew.telegram.wait(crew.every) == crew.every
        opensearch_cluster.wait()
        assert check(crew, []) == 0
        assert all(BUILT in one.text for one in crew.telegram.sent())


def test_two_bots_share_what_webhooks_bring_and_keep_its_order(hooked):
    lives = hooked.start(), hooked.start()
    while {one.life for one in hooked.telegram.sent()} != {*lives}:
        for _ in range(20):
            hooked.ask()
        assert hooked.telegram.wait(hooked.every) == hooked.every
    assert check(hooked, []) == 0
    assert hooked.received[lives[0]] == hooked.received[lives[1]]
    assert not any(map(hooked.telegram.has_polled, lives))


def test_what_a_killed_bot_held_of_webhooks_is_answered_by_the_other(hooked, postgresql_url):
    killed = hooked.start()
    wait_for(postgresql_url, TAKING_PART, (1,))  # so its number is 1
    hooked.start()
    held = (0,)
    while held == (0,):
        hooked.go_on(killed)
        for _ in range(AT_ONCE):
            hooked.ask(PRIVATE[0])
            hooked.ask(PRIVATE[1])
            hooked.ask()
        hooked.pause(killed)
        held = row(postgresql_url, "SELECT count(*) FROM inbox WHERE bot = 1")
    hooked.kill(killed)
    for _ in range(AT_ONCE):
        hooked.ask()
    assert hooked.telegram.wait(hooked.every) == hooked.every
    check(hooked, [killed])
    wait_for(postgresql_url, "SELECT count(*) FROM inbox WHERE body IS NOT NULL", (0,))


def test_a_bot_that_stops_leaves_its_updates_to_the_others_at_once(crew, postgresql_url):
    _, other = start_two(crew)
    for _ in range(60):
        crew.ask(PRIVATE[0])
        crew.ask(PRIVATE[1])
    crew.stop(other)
    bots = "SELECT count(*) FROM inbox WHERE bot = 2"
    assert row(postgresql_url, bots) == (0,)
    assert crew.telegram.wait(crew.every) == crew.every
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
