from articles import FERRY
from fake_telegram import BOT, GROUP, MONDAY, PRIVATE, Talk, message
from sent import BUILT, QUESTION, only, quoted, text

from bot.library.library import Library
from corpus.errors import CorpusError


def test_a_question_is_answered_with_a_quote_in_reply_to_it(talk):
    sent = only(talk.say(QUESTION, message_id=42))
    assert quoted(sent)[0] == BUILT
    assert sent["chat_id"] == PRIVATE["id"]
    assert sent["reply_parameters"] == {"message_id": 42, "allow_sending_without_reply": True}
    assert sent["link_preview_options"] == {"is_disabled": True}
    assert "parse_mode" not in sent
    assert "message_thread_id" not in sent


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


def test_a_reply_to_what_answers_a_command_follows_up_no_question(talk):
    talk.say("/sources who built the vessel")
    answer = message("…", PRIVATE, message_id=5000, **{"from": BOT})
    assert quoted(only(talk.say("and for how much?", reply_to_message=answer))) == []


def test_a_late_answer_begins_with_an_apology(talk):
    (sent,) = talk.say(QUESTION, date=MONDAY - 2 * 3600)
    assert sent["text"].startswith("Sorry for the delay, I was offline.")
    assert quoted(sent)[0] == BUILT
    (sent,) = talk.say(QUESTION, date=MONDAY - 1800)
    assert "delay" not in sent["text"]


def test_a_question_counts_once_however_often_it_has_to_be_sent(ferry):
    library = Library.of([ferry])
    settings = {"quotewire_questions_per_minute": 1, "quotewire_keep_unanswered": True}
    with Talk(library, **settings) as talk:
        talk.api.fail("sendMessage", 502, "Bad Gateway", times=9)
        (*_, sent) = talk.say("What is the price of gold on Mars?")
        assert "I found nothing" in sent["text"]
        assert len(library.store.unanswered.questions()) == 1


def test_an_unanswered_question_is_stored_although_the_database_is_busy_at_first(
    ferry, monkeypatch
):
    library = Library.of([ferry])
    unanswered = library.store.unanswered
    add, failures = unanswered.add, iter([True])

    def busy(*given):
        if next(failures, False):
            raise CorpusError("quotewire.db", "is being written")
        add(*given)

    monkeypatch.setattr(unanswered, "add", busy)
    with Talk(library, quotewire_keep_unanswered=True) as talk:
        talk.say("What is the price of gold on Mars?")
    assert len(unanswered.questions()) == 1


def test_an_answer_says_if_its_source_has_been_updated_since_the_last_one(bridge_talk):
    ferry = f"---\nurl: https://courier.example/ferry\n---\n{FERRY}"
    bridge_talk.say(f"/add {ferry}")
    assert "has been updated" not in text(bridge_talk.say(QUESTION))
    assert "has been updated" not in text(bridge_talk.say(QUESTION))
    bridge_talk.say("/add " + ferry.replace("48 million", "51 million"))
    again = bridge_talk.say("who built the vessel")
    assert quoted(again)[0] == BUILT.replace("48", "51")
    assert text(again).endswith("[C1] has been updated since I last answered this.")
    assert "has been updated" not in text(bridge_talk.say(QUESTION))


def test_a_message_of_another_chat_can_only_be_asked_about_by_its_words(talk):
    origin = {"type": "hidden_user", "date": MONDAY, "sender_user_name": "Carol"}
    fields = {"chat": GROUP, "external_reply": {"origin": origin}}
    said = text(talk.say("@QuotewireBot", **fields))
    assert said.startswith("I can’t see the message you are replying to")
    quote = {"text": "The vessel was built in Norvik", "position": 0}
    assert quoted(talk.say("@QuotewireBot", quote=quote, **fields))[0] == BUILT
