"""The conversations in the pictures, by the names of their files."""

import asyncio
from contextlib import contextmanager, nullcontext

from catalogues import compile_all
from web_server import page as served
from web_server import web

from bot.replies.about_me import HELLO
from bot.wording.catalogues import languages
from bot.wording.wording import speaking
from tests.pictures.articles import STORM, arabic_bridge, bridge, german_bridge, page, storm
from tests.pictures.stage import IN_GROUP, IN_PRIVATE, Place, Stage

compile_all()
SCENES = {}

ELSEWHERE = Place(
    {"id": -1009, "type": "supergroup", "title": "Football"}, "Football", "12 members"
)
SPAIN = "Who scored the goal in the World Cup final?"
DEAD = "How many people were killed in Norvik?"


def scene(play):
    """Add a scene under the name of its function."""
    SCENES[play.__name__] = contextmanager(play)
    return SCENES[play.__name__]


def scene_in(language):
    """Add a scene if the bot speaks the language of its people."""

    def add(play):
        with speaking(language) if language in languages() else nullcontext():
            return scene(play) if str(HELLO) != HELLO.message else play

    return add


@scene
def private():
    with Stage(IN_PRIVATE, [storm("Harbour Courier", "Four")]) as stage:
        stage.say(DEAD)
        stage.say("and who closed the schools?")
        stage.say("thanks!")
        yield stage


@scene
def group():
    with Stage(IN_GROUP, [storm("Harbour Courier", "Four")]) as stage:
        stage.say("Nine people were killed when the ferry terminal collapsed.", "Bruno")
        stage.say("@QuotewireBot is that true?", "Chidi", reply_to="person")
        stage.say("thanks!", "Bruno", reply_to="bot")
        yield stage


@scene
def quote():
    with Stage(IN_GROUP) as stage:
        stage.say(
            "Yesterday some of us talked about it in the office for an hour, and in the end "
            "nobody was sure, so I said that I would ask here, where somebody must know. "
            "@QuotewireBot When did Sweden join NATO? Thanks in advance, and have a good day!",
            "Dana",
        )
        yield stage


@scene
def link():
    with Stage(IN_PRIVATE) as stage:
        stage.say("/start q_When_did_Sweden_join_NATO-3f")
        yield stage


@scene
def context():
    with Stage(IN_PRIVATE) as stage:
        stage.say(SPAIN)
        stage.press("Context")
        stage.unfolded = True
        yield stage


@scene
def sources():
    with Stage(IN_PRIVATE, [storm("Harbour Courier", "Four")]) as stage:
        stage.say("/sources")
        stage.say("/sources courier")
        stage.say("/sources 11 3")
        yield stage


@scene
def help():  # noqa: A001 - the name of the command and of the picture
    with Stage(IN_PRIVATE) as stage:
        stage.say("/help")
        stage.say("/help groups")
        yield stage


@scene
def inline():
    with Stage(ELSEWHERE) as stage:
        stage.ask_inline("who scored in the world cup final")
        stage.pick(0)
        yield stage


@scene
def guest():
    with Stage(ELSEWHERE) as stage:
        stage.ask_as_guest(f"@QuotewireBot {SPAIN}", "Dana")
        yield stage


@scene
def welcome():
    with Stage(IN_GROUP) as stage:
        stage.join()
        yield stage


@scene
def crowd():
    with Stage(IN_GROUP) as stage:
        for _ in range(20):  # as many as Telegram allows in a minute
            stage.say("@QuotewireBot who won the World Cup?", "Dana", shown=False)
        stage.ask_at_once(
            "@QuotewireBot when did Sweden join NATO?",
            "@QuotewireBot when did Notre-Dame reopen?",
            "@QuotewireBot who captained Spain?",
        )
        yield stage


@scene
def watch():
    with Stage(IN_PRIVATE) as stage:
        stage.say("Who is the mayor of Norvik?")
        stage.press("Tell me when you know")
        stage.say("/watching")
        stage.add(bridge())
        stage.wait(120)
        yield stage


@scene
def latest():
    with Stage(IN_PRIVATE) as stage:
        stage.say("/latest Moon")
        stage.say("/digest daily 8:00")
        stage.add(bridge())
        stage.say("/latest")
        yield stage


@scene
def verify():
    pages = {"/storm": served(page(STORM.format(dead="Four")))}
    with web(pages) as (host, _):
        trusted = frozenset({"localhost"})
        loop = asyncio.SelectorEventLoop
        with Stage(IN_PRIVATE, loop=loop, quotewire_fetch_hosts=trusted) as stage:
            stage.say(f"/add {host}/storm", shown=False)
            stage.say(DEAD)
            pages["/storm"] = served(page(STORM.format(dead="Six")))
            stage.say("/verify", reply_to="bot")
            yield stage


@scene
def differ():
    both = [storm("Harbour Courier", "Four"), storm("Coast Gazette", "Six")]
    with Stage(IN_PRIVATE, both) as stage:
        stage.say(DEAD)
        yield stage


@scene
def why():
    with Stage(IN_PRIVATE) as stage:
        stage.say(SPAIN)
        stage.say("/why", reply_to="bot")
        yield stage


@scene
def operator():
    settings = {"quotewire_operators": {1}, "quotewire_keep_unanswered": True}
    with Stage(IN_PRIVATE, **settings) as stage:
        for question in (SPAIN, "When did Sweden join NATO?", "Who is the mayor of Norvik?"):
            stage.say(question, shown=False)
        stage.say("/stats")
        stage.say("/unanswered")
        yield stage


@scene_in("de")
def german():
    with Stage(IN_PRIVATE, [german_bridge()], language="de") as stage:
        stage.say("Was kostete der Bau der Brücke?")
        stage.say("/sources Brücke")
        stage.say("/help")
        yield stage


@scene_in("ar")
def arabic():
    with Stage(IN_PRIVATE, [arabic_bridge()], language="ar") as stage:
        stage.say("كم بلغت تكلفة بناء الجسر؟")
        stage.say("When did Sweden join NATO?")
        stage.say("/sources نورفيك")
        stage.say("/help")
        yield stage
