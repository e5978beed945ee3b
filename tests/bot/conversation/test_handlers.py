import gc
import logging
import re

import pytest
from fake_telegram import (
    ALICE,
    BOT,
    FORUM,
    GROUP,
    MONDAY,
    NOW,
    PRIVATE,
    Talk,
    covered,
    message,
)
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation import memory as answered
from bot.library.library import Library
from bot.replies.about_me import NOT_SERVED
from bot.updates.inbox import Inbox
from corpus.article import Article, Span
from corpus.errors import CorpusError

QUESTION = "Who built the vessel?"
BUILT = "The shipyard in Norvik built the vessel for 48 million euros."
PRICE = "What does a single ticket cost?"
COSTS = "A single ticket costs 6.50 euros; children under twelve travel free."
# python-telegram-bot 22.8 warns of its own use of RetryAfter.retry_after.
SECRET = "who built the secret vessel?"


@pytest.fixture
def talk(ferry, bridge):
    with Talk(Library.of([ferry, bridge])) as conversation:
        yield conversation


@pytest.fixture
def pages():
    """A talk with a bot that has three pages of sources."""
    news = [Article(f"{n} ships.", f"News {n}", (Span(0, 7 + n // 10),)) for n in range(1, 24)]
    with Talk(Library.of(news)) as conversation:
        yield conversation


def quoted(sent):
    return [covered(sent["text"], e) for e in sent["entities"] if e["type"] == "blockquote"]


def only(sent):
    (one,) = sent
    return one


def test_a_question_is_answered_with_a_quote_in_reply_to_it(talk):
    sent = only(talk.say(QUESTION, message_id=42))
    assert quoted(sent)[0] == BUILT
    assert sent["chat_id"] == PRIVATE["id"]
    assert sent["reply_parameters"] == {"message_id": 42, "allow_sending_without_reply": True}
    assert sent["link_preview_options"] == {"is_disabled": True}
    assert "parse_mode" not in sent
    assert "message_thread_id" not in sent


def test_a_thread_that_is_no_topic_is_not_named(talk):
    sent = only(talk.say(f"@QuotewireBot {QUESTION}", GROUP, message_thread_id=7))
    assert "message_thread_id" not in sent


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("/start ref_42", "Hello! I answer questions"),
        ("/help", "/ask@QuotewireBot"),
        ("/privacy", "I do not store your questions"),
        ("/ask", "Ask me about the news"),
        ("hello", "Ask me about the news"),
        (f"/ask {QUESTION}", BUILT),
        ("/sources", "[1] New ferry links Harwick and Sund, Harbour Courier, 3 March 2025"),
        ("/sources 2", "[2] Storm closes the Kestrel Bridge"),
        ("/sources abc", "I have no such source."),
        ("/weather", "/sources"),
        ("What is the price of gold on Mars?", "I found nothing about that in my 2 sources."),
    ],
)
def test_each_command_has_its_answer(talk, command, words):
    assert words in only(talk.say(command))["text"]


def test_a_picture_is_told_to_use_words(talk):
    picture = {"photo": [{"file_id": "a", "file_unique_id": "b", "width": 9, "height": 9}]}
    assert "I can only read text" in only(talk.say(None, **picture))["text"]
    assert quoted(only(talk.say(None, caption=QUESTION, **picture)))[0] == BUILT


def test_sources_are_turned_in_place(pages):
    first = only(pages.say("/sources"))
    (row,) = first["reply_markup"]["inline_keyboard"]
    assert [button["callback_data"] for button in row] == ["sources:2"]
    second = only(pages.press("sources:2"))
    assert second["message_id"] == 77
    assert "(page 2 of 3)" in second["text"]
    assert "(page 3 of 3)" in only(pages.press("sources:999999999"))["text"]
    assert pages.methods().count("answerCallbackQuery") == 2


@pytest.mark.parametrize("data", ["sources:", "sources:x", "sources:1234567890", "older:1", "٣"])
def test_an_unknown_button_is_answered_quietly(pages, data):
    assert pages.press(data) == []
    assert pages.methods()[-1] == "answerCallbackQuery"


def test_a_list_that_telegram_hides_is_left_alone(pages):
    hidden = {"message_id": 7, "date": 0, "chat": PRIVATE}
    assert pages.press("sources:2", message=hidden) == []
    assert pages.methods()[-1] == "answerCallbackQuery"


def test_a_page_that_is_shown_already_is_no_error(pages, caplog):
    pages.api.fail("editMessageText", 400, "Bad Request: message is not modified: same content")
    pages.api.fail("answerCallbackQuery", 400, "Bad Request: query is too old")
    assert len(pages.press("sources:1")) == 1
    assert caplog.records == []


def test_an_edited_question_has_its_answer_edited(talk):
    said = talk.message(QUESTION)
    talk.send("message", said)
    edited = only(talk.edit(said, PRICE))
    assert edited["message_id"] == 5000
    assert quoted(edited)[0] == COSTS
    assert talk.edit(said, PRICE) == []
    assert quoted(only(talk.edit(said, f"/ask {QUESTION}")))[0] == BUILT


def test_an_edit_after_five_minutes_is_not_followed(talk):
    said = talk.message(QUESTION)
    talk.send("message", said)
    assert talk.edit(said, PRICE, after=301) == []
    assert len(talk.edit(said, PRICE, after=300)) == 1


def test_an_edit_that_names_the_bot_is_a_new_question(talk):
    said = talk.message(QUESTION, GROUP)
    assert talk.send("message", said) == []
    sent = only(talk.edit(said, f"@QuotewireBot {QUESTION}"))
    assert sent["reply_parameters"]["message_id"] == said["message_id"]
    assert talk.edit(said, QUESTION) == []


def test_an_edit_of_something_else_is_silent(talk):
    said = talk.message("who built it?", GROUP)
    talk.send("message", said)
    assert talk.edit(said, "who really built it?") == []


def test_an_answer_that_somebody_deleted_is_not_missed(talk, caplog):
    said = talk.message(QUESTION)
    talk.send("message", said)
    talk.api.fail("editMessageText", 400, "Bad Request: message to edit not found")
    assert len(talk.edit(said, PRICE)) == 1
    assert caplog.records == []


def test_a_question_is_forgotten_after_an_hour(talk):
    said = talk.message(QUESTION)
    talk.send("message", said)
    talk.pass_time(3599)
    assert "message_id" in only(talk.edit(said, PRICE))
    talk.pass_time(3599)
    assert "message_id" in only(talk.edit(said, QUESTION))  # the edit counts anew
    talk.pass_time(3601)
    assert "message_id" not in only(talk.edit(said, PRICE))  # answered anew


def test_only_the_latest_answers_are_remembered(talk, monkeypatch):
    monkeypatch.setattr(answered, "MOST", 2)
    first, *others = (talk.message(QUESTION) for _ in range(3))
    for said in (first, *others):
        talk.send("message", said)
    assert only(talk.edit(others[0], PRICE))["message_id"] == 5001
    assert "message_id" not in only(talk.edit(first, PRICE))


def test_too_many_requests_are_waited_for(talk):
    talk.api.fail("sendMessage", 429, times=2, retry_after=30)
    assert quoted(talk.say(QUESTION)[-1])[0] == BUILT
    assert talk.methods().count("sendMessage") == 3


def test_a_failing_telegram_is_tried_again(talk):
    talk.api.fail("sendMessage", 502, times=3)
    assert len(talk.say(QUESTION)) == 4


def test_an_answer_follows_a_group_that_became_a_supergroup(talk):
    old = {"id": -5, "type": "group", "title": "Newsroom"}
    talk.api.fail("sendMessage", 400, migrate_to_chat_id=GROUP["id"])
    first, second = talk.say(f"@QuotewireBot {QUESTION}", old)
    assert (first["chat_id"], second["chat_id"]) == (-5, GROUP["id"])
    assert "reply_parameters" not in second
    assert second["text"] == first["text"]


def test_a_reader_who_blocked_the_bot_is_one_line_in_the_log(talk, caplog):
    caplog.set_level(logging.INFO, "bot")
    talk.api.fail("sendMessage", 403, "Forbidden: bot was blocked by the user")
    assert len(talk.say(QUESTION)) == 1
    (record,) = caplog.records
    assert record.levelno == logging.INFO
    assert record.exc_info is None


def test_an_error_is_logged_and_apologised_for_in_one_line(talk, caplog):
    talk.api.fail("sendMessage", 400, "Bad Request: something odd")
    _, apology = talk.say(SECRET)
    assert apology["text"].startswith("Sorry")
    assert "\n" not in apology["text"]
    (record,) = caplog.records
    assert "Something odd" in str(record.exc_info[1])
    assert "secret" not in caplog.text


def test_an_apology_that_fails_as_well_is_given_up(talk, caplog):
    talk.api.fail("sendMessage", 400, "Bad Request: something odd", times=2)
    assert len(talk.say(QUESTION)) == 2
    assert len(caplog.records) == 1


def test_a_button_that_fails_is_apologised_for_at_the_button(pages):
    pages.api.fail("editMessageText", 400, "Bad Request: something odd")
    pages.press("sources:2")
    assert pages.api.calls[-1].method == "answerCallbackQuery"
    assert pages.api.calls[-1].parameters["text"].startswith("Sorry")


def test_an_error_that_belongs_to_no_message_is_only_logged(talk, caplog):
    before = len(talk.api.calls)
    talk.runner.run(talk.application.process_error(None, ValueError("odd")))
    assert len(caplog.records) == 1
    assert len(talk.api.calls) == before


def test_an_edit_that_fails_is_apologised_for(talk):
    said = talk.message(QUESTION)
    talk.send("message", said)
    talk.api.fail("editMessageText", 400, "Bad Request: something odd")
    assert talk.edit(said, PRICE)[-1]["text"].startswith("Sorry")


def test_what_is_written_is_not_logged(talk, caplog):
    caplog.set_level(logging.DEBUG, "bot")
    talk.say(SECRET)
    talk.say(f"/ask@QuotewireBot {SECRET}", GROUP)
    assert "secret" not in caplog.text


@pytest.mark.parametrize(
    "kind", ["channel_post", "edited_channel_post", "business_message", "guest_message"]
)
def test_other_kinds_of_updates_are_not_answered(talk, kind):
    assert talk.send(kind, message(f"@QuotewireBot {QUESTION}", GROUP)) == []


WORDS = st.sampled_from(
    [
        "Who built the vessel?",
        "QuotewireBot",
        "@other_bot",
        "a@QuotewireBot",
        "/ask",
        "/sources",
        "😀",
    ]
)
SENDERS = st.sampled_from([ALICE, BOT, ALICE | {"id": 3, "is_bot": True}])


@pytest.fixture(scope="module")
def long_talk():
    text = "The shipyard in Norvik built the vessel."
    with Talk(Library.of([Article(text, "Ferry", (Span(0, len(text)),))])) as conversation:
        yield conversation


@given(st.lists(WORDS, min_size=1, max_size=5), SENDERS, st.sampled_from([GROUP, FORUM]))
def test_no_group_message_without_an_address_is_answered(long_talk, words, sender, chat):
    said = long_talk.message(" ".join(words), chat, **{"from": sender})
    assert long_talk.send("message", said) == []
    assert long_talk.edit(said, "again: " + " ".join(words)) == []


NOWHERE = "Who built the Titanic?"


def buttons(sent):
    rows = sent.get("reply_markup", {}).get("inline_keyboard", [])
    return [(button["text"], button["callback_data"]) for row in rows for button in row]


def test_where_nothing_is_found_a_button_shows_the_nearest_sentences(talk):
    asked = talk.message(NOWHERE)
    sent = only(talk.send("message", asked))
    assert "I found nothing about that" in sent["text"]
    assert "None of them mentions “Titanic”." in sent["text"]
    assert quoted(sent) == []
    assert buttons(sent) == [("Show the closest sentences", "near")]
    shown = message("…", PRIVATE, message_id=5000, **{"from": BOT})
    edited = only(talk.press("near", message=shown))
    assert edited["text"].startswith("I found nothing about that")
    assert "No answer found. The closest sentences:" in edited["text"]
    assert BUILT in quoted(edited)
    assert buttons(edited) == []


def test_after_a_restart_the_question_is_read_from_the_message_replied_to(talk):
    question = talk.message(NOWHERE)
    shown = message("…", PRIVATE, message_id=77, reply_to_message=question, **{"from": BOT})
    assert BUILT in quoted(only(talk.press("near", message=shown)))


def test_a_question_that_is_gone_is_asked_for_again(talk):
    assert talk.press("near") == []
    (answer,) = [call for call in talk.api.calls if call.method == "answerCallbackQuery"]
    assert "ask it again" in answer.parameters["text"]


def test_a_reply_to_an_answer_follows_up_the_question(talk):
    talk.say(QUESTION)
    answer = message("…", PRIVATE, message_id=5000, **{"from": BOT})
    sent = only(talk.say("and for how much?", reply_to_message=answer))
    assert quoted(sent)[0] == BUILT
    alone = only(talk.say("and for how much?"))
    assert quoted(alone) == []


def test_a_reply_to_a_follow_up_still_knows_the_first_question(talk):
    talk.say(QUESTION)
    first = message("…", PRIVATE, message_id=5000, **{"from": BOT})
    talk.say("and for how much?", reply_to_message=first)
    second = message("…", PRIVATE, message_id=5001, **{"from": BOT})
    assert quoted(only(talk.say("where?", reply_to_message=second)))[0] == BUILT


def test_an_answer_that_comes_late_says_so(talk):
    (sent,) = talk.say(QUESTION, date=MONDAY - 2 * 3600)
    assert sent["text"].startswith("Sorry for the delay, I was offline. Here is your answer.")
    assert quoted(sent)[0] == BUILT
    (sent,) = talk.say(QUESTION, date=MONDAY - 1800)
    assert "delay" not in sent["text"]


def test_who_asks_too_much_is_told_so_once(ferry):
    with Talk(Library.of([ferry]), quotewire_questions_per_minute=2) as talk:
        assert [len(talk.say(QUESTION)) for _ in range(2)] == [1, 1]
        (told,) = talk.say(QUESTION)
        assert told["text"] == "You’re asking too fast. Try again in a minute."
        assert talk.say(QUESTION) == talk.say("/sources") == []
        other = {"id": 2, "is_bot": False, "first_name": "Bob"}
        assert BUILT in talk.say(f"@QuotewireBot {QUESTION}", GROUP, **{"from": other})[0]["text"]
        talk.pass_time(61)
        assert BUILT in talk.say(QUESTION)[0]["text"]


def test_an_errors_id_is_in_the_log_and_in_the_apology(talk, monkeypatch, caplog):
    monkeypatch.setattr("bot.conversation.handlers.answer_reply", None)
    (sent,) = talk.say(QUESTION)
    name = re.search(r"\(error ([0-9a-f]{6})\)", sent["text"])[1]
    (record,) = [one for one in caplog.records if one.levelname == "ERROR"]
    assert record.getMessage() == f"Error {name}: an update could not be answered"


def test_buttons_are_for_those_who_are_served_too(ferry):
    with Talk(Library.of([ferry]), quotewire_allowed_chats={99}) as talk:
        assert talk.press("sources:1") == talk.press("near") == talk.press("forget") == []
        told = [call.parameters for call in talk.api.calls if call.method == "answerCallbackQuery"]
        assert [one["text"] for one in told] == [NOT_SERVED] * 3


def test_anonymous_administrators_of_two_groups_share_no_quota(ferry):
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    with Talk(Library.of([ferry]), quotewire_questions_per_minute=1) as talk:
        for group in (GROUP, FORUM):
            fields = {"from": anonymous, "sender_chat": group}
            (sent,) = talk.say(f"@QuotewireBot {QUESTION}", group, **fields)
            assert BUILT in sent["text"]


def test_what_was_asked_while_the_bot_was_away_counts_in_no_quota(ferry):
    with Talk(Library.of([ferry]), quotewire_questions_per_minute=1) as talk:
        for _ in range(3):
            assert BUILT in talk.say(QUESTION, date=MONDAY - 300)[0]["text"]


def test_a_question_counts_once_however_often_it_has_to_be_sent(ferry):
    library = Library.of([ferry])
    settings = {"quotewire_questions_per_minute": 1, "quotewire_keep_unanswered": True}
    with Talk(library, **settings) as talk:
        talk.api.fail("sendMessage", 502, "Bad Gateway", times=9)
        (*_, sent) = talk.say("What is the price of gold on Mars?")
        assert "I found nothing" in sent["text"]
        assert len(library.store.unanswered.questions()) == 1


def test_forgetting_takes_along_what_waits(ferry):
    library = Library.of([ferry])
    with Talk(library) as talk:
        inbox = Inbox(library.store.database, lambda: NOW)
        inbox.put([(1, {"update_id": 7, "secret": 1}), (2, {"update_id": 8})])
        talk.press("forget")
        assert [number for number, _ in inbox.waiting()] == [8]


def test_answers_that_are_forgotten_stay_nowhere_in_memory(talk, monkeypatch):
    def held():
        gc.collect()
        every = [one for one in gc.get_objects() if isinstance(one, answered.Answered)]
        return sum(one.request.words.startswith("Who remembers") for one in every)

    monkeypatch.setattr(answered, "MOST", 2)
    for number in range(6):
        talk.say(f"Who remembers question {number}?")
    assert held() == 2
    talk.pass_time(3601)
    assert held() == 0


def test_a_database_that_is_busy_once_costs_a_question_time_alone(talk, monkeypatch, caplog):
    answer, tried = Library.answer, []

    def busy_once(*given, **more):
        tried.append(given)
        if len(tried) == 1:
            raise CorpusError("quotewire.db", "is being written by another program")
        return answer(*given, **more)

    monkeypatch.setattr(Library, "answer", busy_once)
    (sent,) = talk.say(QUESTION)
    assert quoted(sent)[0] == BUILT
    assert [record.levelname for record in caplog.records] == ["WARNING"]
