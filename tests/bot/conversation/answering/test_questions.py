from articles import FERRY
from fake_telegram import ALICE, BOT, GROUP, MONDAY, PRIVATE, Talk, message
from sent import BUILT, COSTS, QUESTION, only, quoted, text

from bot.library.library import Library
from bot.library.second_process import Responder
from corpus.errors import CorpusError
from corpus.reading import read_article


def test_a_question_is_answered_with_a_quote_in_reply_to_it(talk):
    sent = only(talk.say(QUESTION, message_id=42))
    assert quoted(sent)[0] == BUILT
    assert sent["chat_id"] == PRIVATE["id"]
    assert sent["reply_parameters"] == {"message_id": 42, "allow_sending_without_reply": True}
    assert sent["link_preview_options"] == {"is_disabled": True}
    assert "parse_mode" not in sent
    assert "message_thread_id" not in sent


FOLLOW_UP = "and for how much?"
CAROL = {"id": 2, "is_bot": False, "first_name": "Carol"}


def answer_in(chat, number):
    """An answer of the bot, as a message that is replied to."""
    return message("…", chat, message_id=number, **{"from": BOT})


def test_a_reply_to_an_answer_follows_up_the_question(talk):
    asked = {"chat": GROUP, "reply_to_message": answer_in(GROUP, 5000)}
    talk.say(f"@QuotewireBot {QUESTION}", GROUP)
    assert quoted(only(talk.say(FOLLOW_UP, **asked)))[0] == COSTS
    assert quoted(only(talk.say(FOLLOW_UP, **asked | {"from": CAROL})))[0] == COSTS


def test_in_a_private_chat_a_short_message_follows_up_the_last_question_without_a_reply(talk):
    assert quoted(only(talk.say(FOLLOW_UP))) == []
    talk.say(QUESTION)
    for nothing_to_follow in ("/sources", "thanks", "hello"):
        talk.say(nothing_to_follow)
    assert quoted(only(talk.say(FOLLOW_UP)))[0] == COSTS
    talk.say("What does a single ticket cost?")
    assert quoted(only(talk.say(FOLLOW_UP)))[0] != COSTS


def test_a_message_never_follows_up_a_question_of_another_chat(talk):
    carol = {"id": 2, "type": "private", "first_name": "Carol"}
    talk.api.chats.append(carol)
    talk.say(QUESTION)
    for replied in ({}, {"reply_to_message": answer_in(carol, 5000)}):
        assert quoted(only(talk.say(FOLLOW_UP, carol, **replied))) == []


def test_in_a_group_a_message_that_is_no_reply_follows_up_nothing(talk):
    talk.say(f"@QuotewireBot {QUESTION}", GROUP)
    for author in (ALICE, CAROL):
        sent = only(talk.say(f"@QuotewireBot {FOLLOW_UP}", GROUP, **{"from": author}))
        assert quoted(sent) == []


def test_a_reply_to_a_question_follows_it_up_whoever_asked_it(talk):
    asked = talk.message(f"@QuotewireBot {QUESTION}", GROUP)
    talk.send("message", asked)
    again = {"chat": GROUP, "reply_to_message": asked}
    assert quoted(only(talk.say(f"@QuotewireBot {FOLLOW_UP}", **again)))[0] == COSTS
    other = again | {"from": CAROL}
    assert quoted(only(talk.say(f"@QuotewireBot {FOLLOW_UP}", **other)))[0] == BUILT


def test_a_reply_follows_up_what_it_replies_to_and_not_the_last_question(talk):
    talk.say(QUESTION)
    talk.say("What does a single ticket cost?")
    first = answer_in(PRIVATE, 5000)
    assert quoted(only(talk.say(FOLLOW_UP, reply_to_message=first)))[0] == COSTS
    unknown = answer_in(PRIVATE, 4999)
    assert quoted(only(talk.say(FOLLOW_UP, reply_to_message=unknown))) == []


def test_a_forwarded_or_long_message_stands_alone(talk):
    talk.say(QUESTION)
    origin = {"type": "hidden_user", "date": MONDAY, "sender_user_name": "Carol"}
    assert quoted(only(talk.say(FOLLOW_UP, forward_origin=origin))) == []
    assert quoted(only(talk.say("and so " + 5 * "it goes, " + FOLLOW_UP))) == []


def test_places_in_the_samples_are_not_taken_for_places_in_other_articles(monkeypatch):
    library = Library.of([])
    given = []
    answer = Responder.answer

    async def answered(self, question, sources, what):
        given.append(what.after)
        return await answer(self, question, sources, what)

    monkeypatch.setattr(Responder, "answer", answered)
    with Talk(library) as talk:
        talk.say("How much did the sensors cost?")
        talk.say("and when?")
        library.store.add(read_article(FERRY.encode(), "ferry.txt"))
        talk.say("and where?")
    first, second, third = given
    assert first is None
    assert second.shown
    assert third.question.startswith("and when?")
    assert third.shown == ()


def test_an_edited_follow_up_still_follows_the_question_above_it(talk):
    talk.say(QUESTION)
    said = talk.message("where?")
    talk.send("message", said)
    talk.say("What does a single ticket cost?")
    assert quoted(only(talk.edit(said, FOLLOW_UP)))[0] == COSTS


def test_an_unanswered_follow_up_is_stored_with_the_question_before_it(ferry):
    library = Library.of([ferry])
    with Talk(library, quotewire_keep_unanswered=True) as talk:
        talk.say("What is the price of gold on Mars?")
        talk.say("and of zinc?")
    assert [one.question for one in library.store.unanswered.questions()] == [
        "What is the price of gold on Mars?",
        "and of zinc? (What is the price of gold on Mars?)",
    ]


def test_a_reply_to_a_follow_up_still_knows_the_first_question(talk):
    talk.say(QUESTION)
    talk.say(FOLLOW_UP, reply_to_message=answer_in(PRIVATE, 5000))
    second = answer_in(PRIVATE, 5001)
    (more,) = quoted(only(talk.say("what else?", reply_to_message=second)))
    assert BUILT not in more


def test_a_reply_to_what_answers_a_command_follows_up_no_question(talk):
    talk.say("/sources who built the vessel")
    assert quoted(only(talk.say(FOLLOW_UP, reply_to_message=answer_in(PRIVATE, 5000)))) == []


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
