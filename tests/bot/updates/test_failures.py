import logging
import re
from contextlib import closing

import pytest
from damage import undecodable
from fake_telegram import FORUM, Talk
from sent import BUILT, PRICE, QUESTION, quoted, text
from ships import fill, found

from bot.library.library import Library
from corpus.errors import CorpusError, DatabaseError
from corpus.store.store import Store

SECRET = "who built the secret vessel?"


@pytest.mark.parametrize(
    ("status", "description"),
    [
        (403, "Forbidden: bot was blocked by the user"),
        (403, "Forbidden: user is deactivated"),
        (403, "Forbidden: bot was kicked from the supergroup chat"),
        (403, "Forbidden: bot can't initiate conversation with a user"),
        (403, "Forbidden: the group chat was deleted"),
        (403, "Forbidden: CHAT_SEND_PLAIN_FORBIDDEN"),
        (400, "Bad Request: not enough rights to send text messages to the chat"),
        (400, "Bad Request: have no rights to send a message"),
        (400, "Bad Request: Have no write access to the chat"),
        (400, "Bad Request: need administrator rights in the channel chat"),
        (400, "Bad Request: chat not found"),
        (400, "Bad Request: message thread not found"),
        (400, "Bad Request: group chat was upgraded to a supergroup chat"),
        (400, "Bad Request: group chat was deactivated"),
        (400, "Bad Request: group chat is deactivated"),
        (400, "Bad Request: TOPIC_CLOSED"),
        (400, "Bad Request: TOPIC_DELETED"),
        (400, "Bad Request: CHAT_RESTRICTED"),
        (400, "Bad Request: USER_RESTRICTED"),
        (400, "Bad Request: CHAT_WRITE_FORBIDDEN"),
        (400, "Bad Request: CHAT_SEND_PLAIN_FORBIDDEN"),
        (400, "Bad Request: CHAT_GUEST_SEND_FORBIDDEN"),
        (400, "Bad Request: CHAT_ADMIN_REQUIRED"),
        (400, "Bad Request: CHANNEL_PRIVATE"),
        (400, "Bad Request: USER_BANNED_IN_CHANNEL"),
        (400, "Bad Request: USER_IS_BLOCKED"),
        (400, "Bad Request: INPUT_USER_DEACTIVATED"),
        (400, "Bad Request: ALLOW_PAYMENT_REQUIRED_5"),
    ],
)
def test_a_chat_or_topic_that_takes_no_answer_is_one_line_in_the_log(
    talk, caplog, status, description
):
    caplog.set_level(logging.INFO, "bot")
    talk.api.fail("sendMessage", status, description, times=9)
    asked = talk.message(f"@QuotewireBot {QUESTION}", FORUM, message_thread_id=7,
                         is_topic_message=True)  # fmt: skip
    assert len(talk.send("message", asked)) == 1
    (record,) = caplog.records
    assert record.levelno == logging.INFO
    assert record.exc_info is None
    assert talk.bot.dispatch.waiting == 0


def test_a_topic_that_is_gone_ends_an_edit_and_a_button_in_one_line_too(pages, caplog):
    caplog.set_level(logging.INFO, "bot")
    pages.api.fail("editMessageText", 400, "Bad Request: message thread not found", times=9)
    assert len(pages.press("sources:2")) == 1
    (record,) = caplog.records
    assert (record.levelno, record.exc_info) == (logging.INFO, None)


@pytest.mark.parametrize("description", ["message is too long", "something odd", ""])
def test_any_other_bad_request_is_an_error(talk, caplog, description):
    talk.api.fail("sendMessage", 400, f"Bad Request: {description}")
    assert len(talk.say(QUESTION)) == 2
    (record,) = caplog.records
    assert record.levelno == logging.ERROR


def test_an_error_is_logged_and_apologized_for_in_one_line(talk, caplog):
    talk.api.fail("sendMessage", 400, "Bad Request: something odd")
    _, apology = talk.say(SECRET)
    assert apology["text"].startswith("Sorry")
    assert "\n" not in apology["text"]
    (record,) = caplog.records
    assert "Something odd" in str(record.exc_info[1])
    assert "secret" not in caplog.text


def test_an_apology_that_fails_is_not_retried(talk, caplog):
    talk.api.fail("sendMessage", 400, "Bad Request: something odd", times=2)
    assert len(talk.say(QUESTION)) == 2
    assert len(caplog.records) == 1


def test_a_failing_button_shows_the_apology_on_the_button(pages):
    pages.api.fail("editMessageText", 400, "Bad Request: something odd")
    pages.press("sources:2")
    assert pages.api.calls[-1].method == "answerCallbackQuery"
    assert pages.api.calls[-1].parameters["text"].startswith("Sorry")


def test_an_error_without_a_message_is_only_logged(talk, caplog):
    before = len(talk.api.calls)
    talk.runner.run(talk.bot.application.process_error(None, ValueError("odd")))
    assert len(caplog.records) == 1
    assert len(talk.api.calls) == before


def test_a_failing_edit_is_apologized_for(talk):
    said = talk.message(QUESTION)
    talk.send("message", said)
    talk.api.fail("editMessageText", 400, "Bad Request: something odd")
    assert talk.edit(said, PRICE)[-1]["text"].startswith("Sorry")


def test_an_errors_id_is_in_the_log_and_in_the_apology(talk, monkeypatch, caplog):
    monkeypatch.setattr("bot.conversation.answering.questions.message_reply", None)
    (sent,) = talk.say(QUESTION)
    name = re.search(r"\(error ([0-9a-f]{6})\)", sent["text"])[1]
    (record,) = [one for one in caplog.records if one.levelname == "ERROR"]
    assert record.getMessage() == f"Error {name}: failed to handle an update"


def test_a_question_is_retried_when_the_database_is_busy(talk, monkeypatch, caplog):
    answer, tried = Library.answer, []

    def busy_once(*args, **kwargs):
        tried.append(args)
        if len(tried) == 1:
            raise CorpusError("quotewire.db", "is being written by another program")
        return answer(*args, **kwargs)

    monkeypatch.setattr(Library, "answer", busy_once)
    (sent,) = talk.say(QUESTION)
    assert quoted(sent)[0] == BUILT
    assert [record.levelname for record in caplog.records] == ["WARNING"]


def test_a_busy_database_counts_as_no_failure(talk, monkeypatch, caplog):
    answer, tried = Library.answer, []

    def busy(*args, **kwargs):
        tried.append(args)
        if len(tried) < 9:
            raise DatabaseError("quotewire.db", "is being written", "SQLITE_BUSY")
        return answer(*args, **kwargs)

    monkeypatch.setattr(Library, "answer", busy)
    assert quoted(talk.say(QUESTION))[0] == BUILT
    assert {record.levelname for record in caplog.records} == {"WARNING"}


@pytest.mark.parametrize("word", ["harbour", "Harwick"])
def test_a_damaged_text_is_apologized_for_and_stays_out_of_the_log(db, caplog, word):
    fill(db, 1, 2)
    assert found(db, [1]) == [1]  # now the index is on disk
    undecodable(db, word)
    with closing(Store(db)) as store, Talk(Library(store, samples=list)) as talk:
        apology = text(talk.say("Where did ship1 carry cargo1 when it left?"))
        assert apology.startswith("Sorry, something went wrong")
        assert talk.bot.dispatch.left == 0
    assert "is damaged; restore a backup" in caplog.text
    for private in ("Ship1", "cargo1", "arbour", "arwick", "UTF-8"):
        assert private not in caplog.text
