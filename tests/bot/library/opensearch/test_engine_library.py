"""A library whose sentences an engine finds: what is added, removed, and searched meanwhile."""

import asyncio
import re
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread, current_thread, main_thread

import pytest
from articles import BRIDGE, FERRY
from engine_server import silent
from fed_engine import FedEngine
from stored import article

from bot import conversation
from bot.library.assembly.engine_health import EngineHealth
from bot.library.library import Library
from bot.library.opensearch.client import Address
from bot.library.opensearch.errors import EngineError
from bot.library.opensearch.feeding import feeder
from bot.library.opensearch.feeding.state import State
from bot.library.opensearch.searching import caching
from bot.library.second_process import Responder
from corpus.store.changes import NO_CHANGE
from corpus.store.sources import Sources
from corpus.store.store import Store

HOW_FAST, HOW_LONG = "How many minutes does the ferry take?", "How long do the repairs take?"
FOUND, LATER = (
    "It crosses the strait in 35 minutes",
    "Engineers expect repairs to take three weeks.",
)
CONVERSATION = Path(conversation.__file__).parent
NOWHERE = Address(["http://127.0.0.1:9"], timeout=1)


@pytest.fixture
def store(tmp_path):
    with closing(Store(tmp_path / "quotewire.db")) as opened:
        opened.add(article(FERRY))
        yield opened


@pytest.fixture(params=["sqlite", "postgresql"])
def any_store(request, tmp_path):
    """A store of each kind with the article about the ferry."""
    is_file = request.param == "sqlite"
    place = tmp_path / "any.db" if is_file else request.getfixturevalue("postgresql_url")
    with closing(Store(place)) as opened:
        opened.add(article(FERRY))
        yield opened


@pytest.fixture
def address(opensearch):
    return Address(opensearch.urls, timeout=30)


def best(answer):
    return answer.passages[0].sentence.text if answer.passages else ""


def ask(library, question=HOW_FAST):
    return best(library.answer(question, library.sources()))


def test_a_command_has_the_engine_take_in_what_is_there_and_what_is_added(store, address):
    with closing(Library(store, search=address)) as library:
        assert ask(library).startswith(FOUND)
        assert library.size == 5
        store.add(article(BRIDGE))
        assert ask(library, HOW_LONG) == LATER
        assert library.size == 9
        assert library.change == store.changes(library.change)[0]
        assert not library.behind
        assert not library.opens_fast


def test_an_added_article_is_found_by_the_next_question_to_the_bot(
    any_store, address, tmp_path, monkeypatch
):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))

    async def talk(library):
        responder = Responder(library)
        for question, found in ((HOW_FAST, FOUND), (HOW_LONG, LATER)):
            answer = None
            while answer is None:
                try:
                    answer = await responder.answer(question, library.sources())
                except EngineError:  # at first, there is no index
                    await asyncio.sleep(0.01)
            assert best(answer).startswith(found)
            any_store.add(article(BRIDGE))
        responder.close()

    with closing(Library(any_store, search=address, background=True)) as library:
        library.prepare()
        asyncio.run(talk(library))


def test_a_removed_article_is_not_cited_though_the_engine_still_has_it(store, opensearch, address):
    FedEngine(opensearch.urls[0], store).feeder.feed()
    with (
        pytest.MonkeyPatch.context() as patch,
        closing(Library(store, search=address, writes=False)) as library,
    ):
        patch.setattr(feeder, "LONGEST_WAIT", 0.0)
        assert ask(library).startswith(FOUND)
        store.add(article(BRIDGE))
        (ferry,) = [one for one in store.at(store.positions()).values() if "ferry" in one.title]
        store.remove(ferry.id)
        assert FedEngine(opensearch.urls[0], store).documents()  # all of the ferry
        assert "strait" not in ask(library)


def test_questions_are_answered_while_the_index_is_made_anew(store, opensearch, address):
    store.add(article(BRIDGE))
    fed = FedEngine(opensearch.urls[0], store)
    fed.feeder.feed()
    done, answers = Event(), []

    def keep_asking():
        with closing(Store(store.path)) as own:
            library = Library(own, search=address, writes=False)
            while not done.is_set() or len(answers) < 3:
                answers.append(ask(library))
            library.close()

    asking = Thread(target=keep_asking)
    asking.start()
    try:
        names = {fed.feeder.rebuild(afresh=True).name for _ in range(3)}
    finally:
        done.set()
        asking.join()
    assert len(names) == 3
    assert all(answer.startswith(FOUND) for answer in answers)
    assert len(fed.indexes()) == 1


@pytest.fixture
def other(tmp_path):
    """Another database, in which a chat's own article is where the ferry is in ``store``."""
    with closing(Store(tmp_path / "other.db")) as opened:
        opened.add(replace(article(BRIDGE), collection="-7"))
        opened.add(article("Gulls return\nGulls came back to the harbour on Monday morning."))
        yield opened


def test_an_index_is_not_asked_once_it_is_of_another_database(
    store, other, opensearch, address, monkeypatch
):
    monkeypatch.setattr(caching, "FRESH", 0.0)
    FedEngine(opensearch.urls[0], other).feeder.feed()
    with closing(Library(other, search=address, writes=False)) as library:
        assert "Gulls" in ask(library, "When did the gulls come back?")
        FedEngine(opensearch.urls[0], store).feeder.feed()
        with pytest.raises(EngineError, match="index of another database"):
            ask(library)


def test_no_text_of_another_chat_is_quoted_though_the_index_has_its_place(
    store, other, opensearch, address, monkeypatch
):
    FedEngine(opensearch.urls[0], store).feeder.feed()
    monkeypatch.setattr(feeder, "LONGEST_WAIT", 0.0)
    monkeypatch.setattr(feeder.Feeder, "check", lambda *_: None)
    with closing(Library(other, search=address, writes=False)) as library:
        sources = library.sources()
        with pytest.raises(EngineError, match="index of another database"):
            library.nearest(HOW_FAST, sources)


@pytest.mark.parametrize("background", [False, True])
def test_without_an_engine_a_question_fails_and_the_library_does_not(store, background):
    with closing(Library(store, search=NOWHERE, background=background)) as library:
        if background:
            library.prepare()
        with pytest.raises(EngineError, match="OpenSearch: cannot be reached"):
            ask(library)
        assert library.health in (EngineHealth.UNREACHABLE, EngineHealth.NONE)


def test_whatever_asks_the_engine_waits_for_it_in_a_thread(store, monkeypatch):
    asked = []

    def ask(*_, **__):
        asked.append(current_thread())

    async def talk(library):
        responder, sources = Responder(library), Sources(store)
        await responder.answer(HOW_FAST, sources)
        await responder.nearest(HOW_FAST, sources)
        await responder.explain(None, sources, 3)
        await responder.with_words("ferry", sources)
        responder.close()

    for name in ("answer", "nearest", "explain", "with_words"):
        monkeypatch.setattr(Library, name, ask)
    monkeypatch.setattr(Library, "sources", lambda *_: Sources(store))
    with closing(Library(store, search=NOWHERE)) as library:
        asyncio.run(talk(library))
    assert len(asked) == 4
    assert main_thread() not in asked


def test_no_conversation_asks_the_engine_itself():
    asking = re.compile(r"library\.(answer|nearest|explain|with_words|unmatched)\(")
    found = [path for path in CONVERSATION.rglob("*.py") if asking.search(path.read_text("utf-8"))]
    assert found == []


def test_samples_are_no_sources_any_more_though_the_engine_failed_when_the_first_came(
    tmp_path, monkeypatch
):
    with (
        closing(Store(tmp_path / "new.db")) as new,
        closing(Library(new, search=NOWHERE, writes=False)) as library,
    ):
        state = State("quotewire-1-1", 1, new.changes(NO_CHANGE)[0])
        monkeypatch.setattr(feeder.Feeder, "wait_for", lambda *_: state)
        assert library.sources().samples
        monkeypatch.undo()
        new.add(article(FERRY))
        with pytest.raises(EngineError):
            library.sources()
        monkeypatch.setattr(feeder.Feeder, "wait_for", lambda *_: state)
        assert not library.sources().samples


def test_the_changes_left_are_counted_and_not_listed(store, monkeypatch):
    state = State("quotewire-1-1", 1, store.changes(NO_CHANGE)[0])
    monkeypatch.setattr(feeder.Feeder, "wait_for", lambda *_: state)
    with closing(Library(store, search=NOWHERE, writes=False)) as library:
        library.sources()
        store.add(article(BRIDGE))
        last, listed, changes = store.changes(NO_CHANGE)[0], [], store.changes

        def noted(since):
            listed.append((found := changes(since))[1])
            return found

        monkeypatch.setattr(store, "changes", noted)
        assert library.changes_left == last.number - state.change.number > 0
        assert not any(listed)


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("background", [False, True])
def test_an_engine_that_never_responds_holds_up_neither_start_nor_question(
    store, scheme, background, monkeypatch
):
    monkeypatch.setattr(feeder, "LONGEST_WAIT", 0.0)
    with silent() as port:
        address = Address([f"{scheme}://127.0.0.1:{port}"], timeout=0.05)
        with closing(Library(store, search=address, background=background)) as library:
            if background:
                library.prepare()
            with pytest.raises(EngineError, match="OpenSearch: did not respond in time"):
                ask(library)


def test_the_bot_keeps_running_while_the_engine_cannot_be_reached(store):
    async def talk(library):
        responder = Responder(library)
        with pytest.raises(EngineError):
            await responder.answer(HOW_FAST, library.sources())
        responder.close()

    with closing(Library(store, search=NOWHERE, background=True)) as library:
        asyncio.run(talk(library))
