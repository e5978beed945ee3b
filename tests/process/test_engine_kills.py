"""Kills of what feeds the search engine, and of the engine itself."""

import asyncio
import os
import subprocess
import sys
from contextlib import closing, suppress
from dataclasses import replace

import pytest
from articles import BRIDGE, FERRY
from fed_engine import FedEngine, an_article
from starting import wait_until
from stored import article

from bot.library.assembly.engine_health import EngineHealth
from bot.library.library import Library
from bot.library.opensearch.client import Address
from bot.library.opensearch.errors import EngineError
from bot.library.opensearch.feeding.loading import CHUNK
from bot.library.opensearch.feeding.rebuilding import Rebuild
from bot.library.opensearch.feeding.state import count_sentences, write_state
from bot.library.second_process import Responder
from corpus.clock import now
from corpus.store.articles import adding
from corpus.store.store import Store
from retrieval.words.analysis import ANALYSIS_VERSION

MANY = 3 * CHUNK
NAME = f"quotewire-{ANALYSIS_VERSION}-1"
PATIENCE = 120  # seconds
HOW_FAST, HOW_LONG = "How many minutes does the ferry take?", "How long do the repairs take?"
FOUND, LATER = (
    "It crosses the strait in 35 minutes",
    "Engineers expect repairs to take three weeks.",
)


@pytest.fixture
def store(tmp_path):
    with closing(Store(tmp_path / "quotewire.db")) as opened:
        yield opened


def fill(store, count):
    """Add articles of two sentences."""
    one = an_article("ferry", "mayor")
    with store.database.changing() as connection:
        for number in range(count):
            text = one.text.replace("Harwick", f"H{number:06}")
            adding.add(connection, replace(one, text=text, source=f"Paper {number}"), now())


def indexing(store, url):
    """Start ``quotewire index``."""
    environment = {
        **os.environ,
        "QUOTEWIRE_DB": str(store.path),
        "QUOTEWIRE_SEARCH": url,
        "QUOTEWIRE_MEANING": "false",
    }
    command = [sys.executable, "-m", "bot", "index"]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


def loaded(engine):
    """The number of sentences in the index that is being made."""
    with suppress(EngineError):
        engine.request("POST", f"/{NAME}/_refresh")
        return count_sentences(engine, NAME)
    return 0


def test_an_index_whose_making_is_killed_is_finished_by_the_next(store, opensearch):
    fill(store, MANY)
    fed = FedEngine(opensearch.urls[0], store)
    with indexing(store, fed.address.urls[0]) as killed:
        wait_until(lambda: loaded(fed.engine) > 100, PATIENCE, lambda: "nothing was loaded")
        killed.kill()
    assert fed.state() is None  # nothing is searched before all of it is there
    assert loaded(fed.engine) < 2 * MANY
    with indexing(store, fed.address.urls[0]) as again:
        said, _ = again.communicate(timeout=PATIENCE)
    assert said == f"The index has {2 * MANY:,} sentences.\n".replace(",", "")
    assert list(fed.indexes()) == [NAME]


def test_what_was_noted_as_loaded_is_not_loaded_again_and_what_lost_something_is_made_anew(
    store, opensearch
):
    fill(store, 2 * CHUNK + 10)
    fed = FedEngine(opensearch.urls[0], store)
    state = fed.feeder.feed()
    fed.engine.request("DELETE", f"/{state.name}/_doc/1", params={"routing": "1"})
    write_state(fed.engine, state._replace(loading=True, loaded=(0,)))
    fed.engine.request("POST", "/_aliases", {"actions": [{"remove": off(fed, state)}]})
    with pytest.raises(EngineError, match=r"lost something: it has 2009 of 2010 articles"):
        Rebuild(fed.engine, store).run()
    assert fed.indexes() == {}  # else the next one would begin with it again
    assert Rebuild(fed.engine, store).run().name == state.name
    assert fed.documents() == fed.wanted()


def off(fed, state):
    return {"index": state.name, "alias": fed.engine.alias}


def test_a_bot_answers_again_when_the_engine_is_back_and_takes_in_what_came(store, opensearch):
    store.add(article(FERRY))
    (node,) = opensearch.nodes

    async def answer(responder, library, question):
        return (await responder.answer(question, library.sources())).passages[0].sentence.text

    async def insist(responder, library, question):
        async with asyncio.timeout(PATIENCE):
            while True:
                with suppress(EngineError):
                    return await answer(responder, library, question)
                await asyncio.sleep(0.05)

    async def talk(library):
        responder = Responder(library)
        assert (await insist(responder, library, HOW_FAST)).startswith(FOUND)
        node.kill()
        with pytest.raises(EngineError) as caught:
            await answer(responder, library, HOW_FAST)
        assert caught.value.is_busy
        store.add(article(BRIDGE))
        assert library.behind or library.sources()
        await asyncio.to_thread(opensearch.start, "yellow")
        assert await insist(responder, library, HOW_LONG) == LATER
        assert (await insist(responder, library, HOW_FAST)).startswith(FOUND)
        responder.close()

    address = Address(opensearch.urls, timeout=5)
    with closing(Library(store, search=address, background=True)) as library:
        library.prepare()
        asyncio.run(talk(library))
        # It is looked at now and then.
        green = EngineHealth.GREEN
        wait_until(lambda: library.health == green, PATIENCE, lambda: f"it is {library.health}")
