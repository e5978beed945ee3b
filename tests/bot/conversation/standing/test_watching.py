from contextlib import closing, contextmanager
from dataclasses import replace

import pytest
from fake_telegram import ALICE, BOT, FORUM, GROUP, NOW, PRIVATE, Talk, message
from sent import BUILT, COSTS, PRICE, QUESTION, buttons, only, quoted, text
from standing import sent_later

from bot.conversation.standing import telling
from bot.conversation.standing.incoming import Incoming
from bot.library.library import Library
from bot.wording.wording import spoken
from corpus.article import LIBRARY
from corpus.store.chats import standing_questions
from corpus.store.chats.standing_questions import MOST_IN_CHAT, StandingQuestions
from corpus.store.store import Store

WATCHES = "I’ll tell you here when a new article answers this:"
NEVER = "Who built the Titanic?"


def shown(chat=PRIVATE, number=5000, **fields):
    return {"message": message("…", chat, message_id=number, **{"from": BOT}) | fields}


@pytest.fixture
def library(bridge):
    return Library.of([bridge])


@pytest.fixture
def talk(library):
    with Talk(library) as conversation:
        yield conversation


def test_a_chat_is_told_once_when_an_article_that_comes_in_answers(talk, library, ferry):
    assert text(talk.say(f"/watch {QUESTION}")).startswith(f"{WATCHES}\n“{QUESTION}”")
    assert sent_later(talk) == []
    library.store.add(ferry)
    told = only(sent_later(talk))
    assert told["text"].splitlines()[0] == f"You asked: “{QUESTION}”"
    assert quoted(told)[0] == BUILT
    assert "[2] New ferry links Harwick and Sund, Harbour Courier, 3 Mar 2025" in told["text"]
    assert told["text"].endswith("I’m no longer watching for this.")
    library.store.add(replace(ferry, title="Again", text=ferry.text + " "))
    assert sent_later(talk) == []
    assert "not watching" in text(talk.say("/watching"))


def test_the_button_under_nothing_found_watches(talk, library, ferry):
    sent = only(talk.say(QUESTION))
    assert buttons(sent)["Tell me when you know"] == "watch"
    kept = only(talk.press("watch", **shown()))
    assert kept["text"].startswith(f"{WATCHES}\n“{QUESTION}”")
    assert list(buttons(kept)) == ["Stop watching"]
    library.store.add(ferry)
    assert quoted(only(sent_later(talk)))[0] == BUILT


def test_the_closest_sentences_can_still_be_shown(talk):
    sent = only(talk.say("Who measured the wind gusts?"))
    assert "near" in buttons(sent).values()
    under = {"reply_markup": sent["reply_markup"]}
    kept = only(talk.press("watch", **shown(**under)))
    assert list(buttons(kept)) == ["Show the closest sentences", "Stop watching"]
    assert quoted(talk.press("near", **shown()))


def test_after_a_restart_the_button_finds_its_question_in_the_message_replied_to(talk):
    asked = message(QUESTION, PRIVATE, message_id=20)
    kept = only(talk.press("watch", **shown(number=400, reply_to_message=asked)))
    assert f"“{QUESTION}”" in kept["text"]
    assert "no longer remember" in text(talk.press("watch", **shown(number=401)))


def test_a_command_in_reply_to_an_answer_watches_for_its_question(talk):
    talk.say(QUESTION)
    replied = message("…", PRIVATE, message_id=5000, **{"from": BOT})
    assert f"“{QUESTION}”" in text(talk.say("/watch", reply_to_message=replied))
    assert text(talk.say("/watch")).startswith("Send /watch and a question.")


def test_a_follow_up_is_watched_for_with_what_it_follows_up_on(talk, library, ferry):
    talk.say("Who built the vessel?")
    talk.say("and how much does a single ticket cost?")
    talk.press("watch", **shown(number=5001))
    kept = only(StandingQuestions(library.store.database).waiting())
    assert kept.before == "Who built the vessel?"
    library.store.add(ferry)
    assert COSTS in quoted(only(sent_later(talk)))[0]


def test_what_is_known_already_is_answered_at_once(talk, library, ferry):
    library.store.add(ferry)
    sent = only(talk.say(f"/watch {QUESTION}"))
    assert sent["text"].startswith("I can already answer that:")
    assert quoted(sent)[0] == BUILT
    assert "not watching" in text(talk.say("/watching"))


def test_asking_again_for_what_has_come_in_meanwhile_ends_the_question(talk, library, ferry):
    talk.say(f"/watch {QUESTION}")
    library.store.add(ferry)
    assert quoted(only(talk.say(f"/watch {QUESTION}")))[0] == BUILT
    assert sent_later(talk) == []


def test_what_came_in_between_the_question_and_the_press_is_not_missed(talk, library, ferry):
    talk.say(QUESTION)
    library.store.add(ferry)
    assert quoted(only(talk.press("watch", **shown())))[0] == BUILT


def test_what_does_not_answer_is_not_told(talk, library, ferry):
    talk.say(f"/watch {NEVER}")
    library.store.add(ferry)
    assert sent_later(talk) == []
    assert f"1. “{NEVER}”" in text(talk.say("/watching"))


def test_the_samples_are_never_told_of_but_the_first_article_is(ferry):
    library = Library(Store(":memory:"))
    with Talk(library) as talk:
        talk.say(f"/watch {QUESTION}")
        talk.say("/watch How many troops did North Korea send?")
        assert sent_later(talk) == []
        library.store.add(ferry)
        assert quoted(only(sent_later(talk)))[0] == BUILT


def test_an_updated_source_counts_as_coming_in(talk, library, ferry):
    page = "https://courier.example/ferry"
    start = ferry.text.index("\n", 40)
    spans = tuple(one for one in ferry.spans if one.end <= start)
    library.store.add(replace(ferry, text=ferry.text[:start], spans=spans), page=page)
    talk.say(f"/watch {QUESTION}")
    assert sent_later(talk) == []
    library.store.add(ferry, page=page)
    assert library.store.count(LIBRARY) == 2
    assert quoted(only(sent_later(talk)))[0] == BUILT


def test_an_edit_or_an_undone_removal_does_not_come_in(talk, library, ferry):
    library.store.add(ferry)
    library.store.set_aside(ferry.id)
    talk.say(f"/watch {QUESTION}")
    sent_later(talk)
    library.store.put_back(ferry.id, LIBRARY)
    assert sent_later(talk) == []


def test_one_chat_is_not_told_of_what_another_one_added(talk, library, ferry):
    talk.say(f"/watch {QUESTION}")
    library.store.add(replace(ferry, collection="8"))
    assert sent_later(talk) == []
    library.store.add(replace(ferry, collection="1"))
    assert "[C1]" in only(sent_later(talk))["text"]


@pytest.fixture
def path(tmp_path, bridge):
    with closing(Store(tmp_path / "quotewire.db")) as store:
        store.add(bridge)
    return tmp_path / "quotewire.db"


@contextmanager
def run(path):
    """Run the bot over a file."""
    with closing(Store(path)) as store, closing(Library(store)) as opened, Talk(opened) as talk:
        yield talk


def add(path, article):
    """Add an article as another process does."""
    with closing(Store(path)) as store:
        store.add(article)


def test_a_question_survives_a_restart_and_what_came_in_meanwhile_is_told(path, ferry):
    with run(path) as talk:
        talk.say(f"/watch {QUESTION}")
    add(path, ferry)
    with run(path) as talk:
        assert quoted(only(sent_later(talk)))[0] == BUILT
        assert sent_later(talk) == []


def test_what_another_process_adds_is_told(path, ferry):
    with run(path) as talk:
        talk.say(f"/watch {QUESTION}")
        sent_later(talk)
        add(path, ferry)
        assert quoted(only(sent_later(talk)))[0] == BUILT


def test_a_kill_after_finding_an_answer_loses_nothing_and_after_sending_it_repeats_once(
    path, ferry, monkeypatch
):
    with run(path) as talk:
        talk.say(f"/watch {QUESTION}")
        add(path, ferry)
        with monkeypatch.context() as killed:
            killed.setattr(StandingQuestions, "end", _kill)
            assert len(sent_later(talk)) == 1
    with run(path) as talk:
        assert len(sent_later(talk)) == 1
    with run(path) as talk:
        assert sent_later(talk) == []


def _kill(*_):
    raise RuntimeError("as if killed")


def test_a_failed_message_is_sent_again(talk, library, ferry):
    talk.say(f"/watch {QUESTION}")
    library.store.add(ferry)
    talk.api.fail("sendMessage", 502, "Bad Gateway", times=4)
    assert len(sent_later(talk, 20)) == 4
    assert sent_later(talk, 10) == []
    assert len(sent_later(talk, 20)) == 1
    assert "not watching" in text(talk.say("/watching"))


@pytest.mark.parametrize(
    ("status", "description"),
    [(403, "Forbidden: bot was blocked by the user"), (400, "Bad Request: chat not found")],
)
def test_the_questions_of_a_chat_that_is_gone_are_deleted(
    talk, library, ferry, status, description
):
    talk.say(f"/watch {QUESTION}")
    talk.say(f"/watch {NEVER}")
    library.store.add(ferry)
    talk.api.fail("sendMessage", status, description)
    sent_later(talk)
    assert StandingQuestions(library.store.database).of_chat(1) == []


def test_what_telegram_refuses_ends_only_that_question(talk, library, ferry):
    talk.say(f"/watch {QUESTION}")
    talk.say(f"/watch {NEVER}")
    library.store.add(ferry)
    talk.api.fail("sendMessage", 400, "Bad Request: not enough rights to send text messages")
    assert len(sent_later(talk)) == 1
    assert [one.question for one in StandingQuestions(library.store.database).of_chat(1)] == [
        NEVER
    ]


def test_an_article_removed_before_its_chat_was_told_is_not_told(talk, library, ferry):
    questions = StandingQuestions(library.store.database)
    kept = questions.add(1, None, QUESTION, None, NOW)
    questions.mark_found(kept.number, range(2, 3))
    assert sent_later(talk) == []
    library.store.add(ferry)
    assert len(sent_later(talk)) == 1


def test_the_list_has_a_button_to_end_each_question(talk):
    talk.say(f"/watch {QUESTION}")
    ends = buttons(talk.say(f"/watch {NEVER}"))["Stop watching"]
    listed = only(talk.say("/watching"))
    assert f"1. “{QUESTION}”, since 3 Mar 2025\n2. “{NEVER}”" in listed["text"]
    left = only(talk.press(buttons(listed)["Stop 1"], **shown()))
    assert QUESTION not in left["text"]
    assert list(buttons(left)) == ["Stop 1"]
    assert text(talk.press(ends, **shown())) == f"Stopped watching for this:\n“{NEVER}”"
    assert text(talk.press(ends, **shown())) == "I’m no longer watching for that."


def test_a_forged_button_does_not_end_another_chats_question(talk, library):
    questions = StandingQuestions(library.store.database)
    kept = questions.add(8, None, QUESTION, None, NOW)
    talk.press(f"unwatch:{kept.number}", **shown())
    talk.press(f"unwatch:{kept.number}:list", **shown())
    talk.press("unwatch:999999999999999999", **shown())
    assert questions.of_chat(8) == [kept]


def test_what_cannot_be_watched_for_is_refused(talk, monkeypatch):
    assert text(talk.say("/watch hello")).startswith("Send /watch")
    assert "one question at a time" in text(talk.say(f"/watch {NEVER} {PRICE}"))
    assert "300 characters" in text(talk.say("/watch who " + "x" * 300))
    for number in range(MOST_IN_CHAT):
        talk.say(f"/watch Who built the Titanic number {number}?")
    assert "10 questions in a chat" in text(talk.say(f"/watch {QUESTION}"))
    monkeypatch.setattr(standing_questions, "MOST", 10)
    talk.api.administrators.add(ALICE["id"])
    asked = f"/watch@QuotewireBot {QUESTION}"
    assert "as many questions as I can" in text(talk.say(asked, GROUP))


def test_in_a_group_only_administrators_set_and_end_questions(talk, library):
    questions = StandingQuestions(library.store.database)
    asked = f"/watch@QuotewireBot {QUESTION}"
    assert "Only administrators" in text(talk.say(asked, GROUP))
    talk.say(f"/ask@QuotewireBot {QUESTION}", GROUP)
    assert talk.press("watch", **shown(GROUP, 5001)) == []
    assert questions.of_chat(GROUP["id"]) == []
    talk.api.administrators.add(ALICE["id"])
    kept = only(talk.press("watch", **shown(GROUP, 5001)))
    talk.api.administrators.clear()
    assert talk.press(buttons(kept)["Stop watching"], **shown(GROUP, 5001)) == []
    assert len(questions.of_chat(GROUP["id"])) == 1


def test_a_topic_is_told_what_was_asked_there(talk, library, ferry):
    talk.api.administrators.add(ALICE["id"])
    in_topic = {"message_thread_id": 33, "is_topic_message": True}
    talk.say(f"/watch@QuotewireBot {QUESTION}", FORUM, **in_topic)
    library.store.add(ferry)
    told = only(sent_later(talk))
    assert (told["chat_id"], told["message_thread_id"]) == (FORUM["id"], 33)


def test_a_topic_that_is_gone_does_not_keep_its_chat_from_being_told(talk, library, ferry):
    talk.api.administrators.add(ALICE["id"])
    in_topic = {"message_thread_id": 33, "is_topic_message": True}
    talk.say(f"/watch@QuotewireBot {QUESTION}", FORUM, **in_topic)
    library.store.add(ferry)
    talk.api.fail("sendMessage", 400, "Bad Request: message thread not found")
    assert "message_thread_id" not in sent_later(talk)[-1]


def test_the_next_question_can_follow_up_on_what_was_told(talk, library, ferry):
    talk.say(f"/watch {QUESTION}")
    library.store.add(ferry)
    sent_later(talk)
    replied = message("…", PRIVATE, message_id=5001, **{"from": BOT})
    assert quoted(talk.say("and what does a ticket cost?", reply_to_message=replied))[0] == COSTS


def test_forgetting_a_chat_ends_its_questions(talk, library, ferry):
    talk.say(f"/watch {QUESTION}")
    talk.press("forget", **shown())
    library.store.add(ferry)
    assert sent_later(talk) == []


def test_a_removed_group_is_not_told_and_a_migrated_one_is(library):
    questions = StandingQuestions(library.store.database)
    questions.add(GROUP["id"], None, QUESTION, None, NOW)
    questions.add(-5, None, QUESTION, None, NOW)
    library.store.move("-5", "-1002")
    library.store.forget(str(GROUP["id"]))
    assert [one.chat for one in questions.waiting()] == [-1002]


def test_a_chat_that_is_served_no_longer_is_not_told(bridge, ferry):
    library = Library.of([bridge])
    StandingQuestions(library.store.database).add(1, None, QUESTION, None, NOW)
    with Talk(library, quotewire_allowed_chats=frozenset({2})) as talk:
        library.store.add(ferry)
        assert sent_later(talk) == []
    assert StandingQuestions(library.store.database).of_chat(1) == []


def test_a_question_that_fails_costs_the_others_nothing(talk, library, ferry, monkeypatch, caplog):
    answer = Incoming.answer

    async def fail_once(self, question, positions):
        if question.question == NEVER:
            raise RuntimeError("a surprise")
        return await answer(self, question, positions)

    monkeypatch.setattr(Incoming, "answer", fail_once)
    talk.say(f"/watch {NEVER}")
    talk.say(f"/watch {QUESTION}")
    library.store.add(ferry)
    assert len(sent_later(talk, 120)) == 1
    assert caplog.text.count("RuntimeError: a surprise") == 1


def test_what_a_question_follows_up_on_may_not_be_long_either(talk):
    talk.say(f"Who built the vessel {'of the harbour ' * 30}?")
    talk.say("and how much does a single ticket cost?")
    talk.press("watch", **shown(number=5001))
    assert "not watching" in text(talk.say("/watching"))


def test_a_chat_is_told_in_the_language_in_which_it_asked(talk, library, ferry, monkeypatch):
    deliver, languages = telling.deliver, []

    async def note(*args):
        languages.append(spoken())
        return await deliver(*args)

    monkeypatch.setattr(telling, "deliver", note)
    talk.say(f"/watch {QUESTION}", **{"from": ALICE | {"language_code": "de"}})
    library.store.add(ferry)
    assert len(sent_later(talk)) == 1
    assert languages == ["de"]
