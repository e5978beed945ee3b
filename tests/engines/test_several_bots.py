"""Several bots over one PostgreSQL: who answers what, who leads, and what a kill costs."""

from contextlib import closing

import pytest
from bots import Crew, check

from corpus.store.store import Store


@pytest.fixture
def crew(postgresql_url, tmp_path, ferry):
    with closing(Store(postgresql_url)) as store:
        store.add(ferry)
    with Crew(postgresql_url, tmp_path) as crew:
        yield crew


def test_two_bots_share_the_questions(crew):
    first = crew.start()
    crew.telegram.wait_for_poll(first)
    second = crew.start()
    for _ in range(300):
        crew.ask()
    assert crew.telegram.wait(crew.every) == crew.every
    assert check(crew, []) == 0
    lives = {one.life for one in crew.telegram.sent()}
    assert lives == {first, second}
