from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from any_articles import article
from fake_telegram import GROUP, NOW, Talk, build_bot
from sent import only, quoted, text
from standing import MovableClock

from bot.library.library import Library
from corpus.store.store import Store

FERRY_LEAD = (
    "The first electric ferry between Harwick and Sund left port on Monday with 412 passengers."
)
BRIDGE_LEAD = (
    "The Kestrel Bridge was closed on Tuesday after gusts of 130 km/h damaged two cables."
)


@pytest.fixture
def clock():
    return MovableClock()


@pytest.fixture
def store(clock):
    return Store(":memory:", clock)


@pytest.fixture
def talk(store, clock):
    with Talk(Library(store), built=partial(build_bot, clock=clock)) as conversation:
        yield conversation


def test_a_chat_sees_each_article_once(talk, store, clock, ferry, bridge):
    store.add(ferry)
    first = only(talk.say("/latest"))
    assert first["text"].startswith("New since 2 Mar 2025, 11:06 UTC:\n\n")
    assert quoted(first) == [FERRY_LEAD]
    assert "[1] New ferry links Harwick and Sund, Harbour Courier, 3 Mar 2025" in first["text"]
    clock.pass_time(hours=1)
    assert text(talk.say("/latest")) == "Nothing new since 3 Mar 2025, 11:06 UTC."
    store.add(bridge)
    assert quoted(talk.say("/latest")) == [BRIDGE_LEAD]


def test_who_never_asked_sees_what_came_in_within_a_day(talk, store, clock, ferry, bridge):
    store.add(ferry)
    clock.pass_time(hours=25)
    store.add(bridge)
    assert quoted(talk.say("/latest")) == [BRIDGE_LEAD]


def test_only_articles_about_the_topic_are_shown_and_it_has_a_place_of_its_own(
    talk, store, ferry, bridge
):
    for one in (ferry, bridge):
        store.add(one)
    assert quoted(talk.say("/latest kestrel bridge")) == [BRIDGE_LEAD]
    again = text(talk.say("/latest Kestrel  Bridge"))
    assert again.startswith("Nothing new about “Kestrel Bridge” since")
    assert text(talk.say("/latest volcanoes")).startswith("Nothing new about “volcanoes”")
    assert quoted(talk.say("/latest")) == [FERRY_LEAD, BRIDGE_LEAD]  # it has no date


def test_the_newest_come_first_and_the_others_are_counted(talk, store):
    for day in range(1, 9):
        told = article(f"Ship number {day} came into the port of Harwick.")
        store.add(replace(told, title=f"Ship {day}", published=NOW.date() - timedelta(days=day)))
    sent = only(talk.say("/latest"))
    assert [quote[12] for quote in quoted(sent)] == ["1", "2", "3", "4", "5"]
    assert sent["text"].endswith("3 more articles: see /sources.")


def test_a_chat_sees_its_own_sources_but_not_those_of_others(talk, store, ferry, bridge):
    store.add(replace(ferry, collection="1"))
    store.add(replace(bridge, collection="8"))
    assert quoted(talk.say("/latest")) == [FERRY_LEAD]
    assert "Nothing new" in text(talk.say("/latest@QuotewireBot", GROUP))


def test_samples_are_not_new(talk):
    assert "Nothing new" in text(talk.say("/latest"))


def test_a_message_handled_twice_is_answered_alike(talk, store, ferry):
    store.add(ferry)
    asked = talk.message("/latest")
    assert talk.send("message", asked)[0]["text"] == talk.send("message", asked)[0]["text"]


def test_more_after_it_shows_further_articles(talk, store):
    for day in range(1, 8):
        told = article(f"Ship number {day} came into the port of Harwick.")
        store.add(replace(told, title=f"Ship {day}", published=NOW.date() - timedelta(days=day)))
    talk.say("/latest")
    assert [quote[12] for quote in quoted(talk.say("more"))] == ["6", "7"]


def in_russian(*sentences, title, day):
    published = NOW.date() - timedelta(days=day)
    told = article(*sentences, title=title)
    return replace(told, language="ru", published=published)


def russian_articles():
    quake = "Сильное землетрясение произошло в понедельник утром у берегов Камчатки."
    bridge = "Новый мост через Волгу открыли в субботу в городе Саратове."
    return (
        in_russian(quake, title="Землетрясение на Камчатке", day=1),
        in_russian(bridge, title="Мост через Волгу", day=2),
    )


def test_articles_in_other_languages_are_news_too(talk, store, ferry):
    quake, bridge = russian_articles()
    for one in (quake, bridge):
        store.add(one)
    assert quoted(talk.say("/latest")) == [quake.sentences[0].text, bridge.sentences[0].text]
    store.add(ferry)
    assert quoted(talk.say("/latest")) == [FERRY_LEAD]
    assert quoted(talk.say("/latest землетрясение")) == [quake.sentences[0].text]
    assert quoted(talk.say("/latest ferry")) == [FERRY_LEAD]
    assert text(talk.say("/latest вулкан")).startswith("Nothing new about “вулкан”")


def test_a_chat_with_articles_in_several_languages_sees_them_all_newest_first(talk, store, ferry):
    quake, bridge = russian_articles()
    for one in (bridge, ferry, quake):
        store.add(one)
    assert quoted(talk.say("/latest")) == [
        FERRY_LEAD,
        quake.sentences[0].text,
        bridge.sentences[0].text,
    ]


def test_a_name_in_the_articles_of_two_languages_is_a_topic_in_both(talk, store):
    english = article("Siemens will build forty trains for Egypt by 2030.", title="Siemens trains")
    russian = in_russian(
        "Компания Siemens построит в Саратове новый завод.", title="Завод Siemens", day=1
    )
    for one in (replace(english, published=NOW.date()), russian):
        store.add(one)
    assert quoted(talk.say("/latest Siemens")) == [
        english.sentences[0].text,
        russian.sentences[0].text,
    ]


def test_more_after_it_shows_further_articles_in_any_language(talk, store):
    for day in range(1, 8):
        told = f"Корабль номер {day} пришёл вчера утром в порт города."
        store.add(in_russian(told, title=f"Корабль {day}", day=day))
    talk.say("/latest")
    assert [quote[14] for quote in quoted(talk.say("ещё"))] == ["6", "7"]
