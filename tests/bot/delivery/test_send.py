from fake_telegram import GROUP
from sent import BUILT, PRICE, QUESTION, buttons, only, quoted


def test_a_thread_outside_a_forum_is_not_sent(talk):
    sent = only(talk.say(f"@QuotewireBot {QUESTION}", GROUP, message_thread_id=7))
    assert "message_thread_id" not in sent


def test_a_rate_limit_is_waited_out(talk):
    talk.api.fail("sendMessage", 429, times=2, retry_after=30)
    assert quoted(talk.say(QUESTION)[-1])[0] == BUILT
    assert talk.methods().count("sendMessage") == 3


def test_a_server_error_is_retried(talk):
    talk.api.fail("sendMessage", 502, times=3)
    assert len(talk.say(QUESTION)) == 4


def test_an_answer_follows_a_group_to_its_supergroup(talk):
    old = {"id": -5, "type": "group", "title": "Newsroom"}
    talk.api.fail("sendMessage", 400, migrate_to_chat_id=GROUP["id"])
    first, second = talk.say(f"@QuotewireBot {QUESTION}", old)
    assert (first["chat_id"], second["chat_id"]) == (-5, GROUP["id"])
    assert "reply_parameters" not in second
    assert second["text"] == first["text"]


def test_a_deleted_answer_is_no_error(talk, caplog):
    said = talk.message(QUESTION)
    talk.send("message", said)
    talk.api.fail("editMessageText", 400, "Bad Request: message to edit not found")
    assert len(talk.edit(said, PRICE)) == 1
    assert caplog.records == []


REFUSED = "Bad Request: inline keyboard button URL 'https://a.b/' is invalid: Wrong HTTP URL"


def test_buttons_that_telegram_refuses_do_not_lose_the_answer(talk):
    talk.api.fail("sendMessage", 400, REFUSED)
    refused, sent = talk.say(QUESTION)
    assert "Open at the sentence" in buttons(refused)
    assert [label for label in buttons(refused) if label not in buttons(sent)] == [
        *("Open at the sentence", "Copy")
    ]
    assert quoted(sent)[0] == BUILT


def test_an_edited_answer_loses_refused_buttons_only(talk):
    said = talk.message(PRICE)
    talk.send("message", said)
    talk.api.fail("editMessageText", 400, "BUTTON_URL_INVALID")
    refused, edited = talk.edit(said, QUESTION)
    assert edited["text"] == refused["text"]
    assert "Open at the sentence" not in buttons(edited)


def test_links_that_telegram_refuses_do_not_lose_the_answer(talk):
    talk.api.fail("sendMessage", 400, "ENTITIES_TOO_LONG")
    refused, sent = talk.say(QUESTION)
    assert "text_link" in {mark["type"] for mark in refused["entities"]}
    assert "text_link" not in {mark["type"] for mark in sent["entities"]}
    assert quoted(sent) == quoted(refused)


def test_another_refusal_is_not_tried_again(talk):
    talk.api.fail("sendMessage", 400, "Bad Request: not enough rights")
    assert len(talk.say(QUESTION)) == 1
