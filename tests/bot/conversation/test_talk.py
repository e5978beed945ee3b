"""Small talk, claims, several questions and unknown commands, through the whole bot."""

import pytest
from fake_telegram import BOT, GROUP, MONDAY, PRIVATE, Talk, message
from sent import BUILT, COSTS, NOTHING, PRICE, QUESTION, buttons, only, quoted, text

from bot.library.library import Library

CLAIM = message(
    "I read that the vessel was built in Norvik. https://a.example/b", GROUP, message_id=3
)
BY_BOT = message("[1] a quote", GROUP, message_id=5000, **{"from": BOT})
MENTION = "@QuotewireBot"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("👍", "Ask me about the news whenever you like."),
        ("who are you?", "I’m Quotewire, a bot."),
        ("what can you do", "Send /sources"),
        ("No, that's wrong", "Sorry about that. Try asking in other words"),
        ("good morning", "Hello! Ask me about the news"),
        ("is that true?", "Which claim do you mean?"),
    ],
)
def test_small_talk_has_fitting_words_and_no_quote(talk, said, words):
    sent = only(talk.say(said))
    assert sent["text"].startswith(words) or words in sent["text"]
    assert quoted(sent) == []
    assert buttons(sent) == {}


def test_small_talk_beside_a_question_is_a_question(talk):
    assert quoted(talk.say("Thanks! And who built the vessel?"))[0] == BUILT


def reactions(talk):
    """The emoji of the reactions so far."""
    calls = [call.parameters for call in talk.api.calls if call.method == "setMessageReaction"]
    return [one["emoji"] for call in calls for one in call["reaction"]]


@pytest.mark.parametrize("said", ["thanks", "ok", "👍", "lol", "bye", "sorry", "nice bot"])
def test_in_a_group_a_courtesy_has_a_reaction_and_no_message(talk, said):
    assert talk.say(said, GROUP, reply_to_message=BY_BOT) == []
    assert talk.say(f"{MENTION} {said}", GROUP) == []
    assert len(reactions(talk)) == 2
    assert set(reactions(talk)) <= {"👍", "❤"}
    assert len(talk.say(said, PRIVATE)) == (said != "thanks")


@pytest.mark.parametrize("said", ["thanks!", "Thank you very much", "thx"])
def test_in_private_thanks_have_a_reaction_and_no_message(talk, said):
    assert talk.say(said) == []
    assert reactions(talk) == ["❤"]
    assert len(talk.edit(talk.message(QUESTION), "thanks")) == 0


def test_a_reaction_that_fails_is_not_tried_again(talk):
    talk.api.fail("setMessageReaction", 400, "Bad Request: REACTION_INVALID")
    talk.api.fail("setMessageReaction", 429, "Too Many Requests", retry_after=60)
    for _ in range(2):
        assert talk.say("thanks", GROUP, reply_to_message=BY_BOT) == []
    assert talk.methods().count("setMessageReaction") == 2
    assert talk.bot.dispatch.left == 0
    assert quoted(talk.say(f"{MENTION} {QUESTION}", GROUP))[0] == BUILT


def test_chats_that_are_not_served_get_no_reaction(ferry):
    with Talk(Library.of([ferry]), quotewire_allowed_chats="77") as talk:
        assert talk.say("thanks", GROUP, reply_to_message=BY_BOT) == []
        assert reactions(talk) == []


def test_in_a_group_an_insult_in_passing_is_ignored(talk):
    assert talk.say("stupid bot", GROUP, reply_to_message=BY_BOT) == []
    assert reactions(talk) == []
    assert len(talk.say(f"{MENTION} stupid bot", GROUP)) == 1


@pytest.mark.parametrize("said", ["who are you?", "that's wrong", "what can you do?", "hello"])
def test_in_a_group_other_replies_have_a_response(talk, said):
    assert len(talk.say(said, GROUP, reply_to_message=BY_BOT)) == 1


@pytest.mark.parametrize(
    "words", ["", "is that true?", "source?", "Fact check please", "really?", "check this", "👆"]
)
def test_words_that_hold_nothing_ask_about_the_message_replied_to(talk, words):
    for said in (f"{MENTION} {words}", f"/ask{MENTION} {words}"):
        assert quoted(talk.say(said, GROUP, reply_to_message=CLAIM))[0] == BUILT
    own = talk.message(CLAIM["text"], PRIVATE)
    assert quoted(talk.say(words or "?", reply_to_message=own))[0] == BUILT


def test_a_quoted_part_is_what_is_asked_about(talk):
    quote = {"text": "the vessel was built in Norvik", "position": 12}
    long = message("Everybody is sailing. I read that the vessel was built in Norvik.", GROUP)
    fields = {"reply_to_message": long, "quote": quote}
    assert quoted(talk.say(f"{MENTION} is this true?", GROUP, **fields))[0] == BUILT
    origin = {"type": "hidden_user", "date": MONDAY, "sender_user_name": "Carol"}
    elsewhere = {"external_reply": {"origin": origin}}
    said = talk.say(f"{MENTION} is this true?", GROUP, **elsewhere)
    assert text(said).startswith("I can’t see the message you are replying to")
    assert (
        quoted(talk.say(f"{MENTION} is this true?", GROUP, quote=quote, **elsewhere))[0] == BUILT
    )


@pytest.mark.parametrize("words", ["how much?", "and for how much?", "when?"])
def test_a_question_in_reply_to_a_message_leans_on_it(talk, words):
    assert quoted(talk.say(f"{MENTION} {words}", GROUP, reply_to_message=CLAIM))[0] == BUILT
    assert quoted(talk.say(f"{MENTION} {words}", GROUP)) == []


def test_a_question_that_stands_alone_does_not_lean_on_the_message_replied_to(talk):
    assert quoted(talk.say(f"{MENTION} {PRICE}", GROUP, reply_to_message=CLAIM))[0] == COSTS


def test_several_questions_are_answered_in_one_message(talk):
    sent = only(talk.say(f"{QUESTION} {PRICE}"))
    assert {BUILT, COSTS} <= set(quoted(sent))
    bold = [one for one in sent["entities"] if one["type"] == "bold"]
    assert sent["text"].startswith(f"{QUESTION}\n")
    assert bold[0]["offset"] == 0
    listed = only(talk.say("who built the vessel\nwhat does a single ticket cost"))
    assert {BUILT, COSTS} <= set(quoted(listed))


def test_the_closest_sentences_are_shown_for_each_question(talk):
    sent = only(talk.say("Who built the Titanic? Who sells a ticket to Mars?", message_id=7))
    assert sent["text"].count(NOTHING) == 2
    (data,) = buttons(sent).values()
    shown = message("…", PRIVATE, message_id=5000, **{"from": BOT})
    (edited,) = talk.press(data, message=shown)
    assert edited["text"].count("closest sentences") == 2


def test_a_long_message_is_answered_by_its_sentences(talk):
    said = talk.say("Nobody sails here any more. The vessel was built by the shipyard in Norvik.")
    assert BUILT in quoted(said)
    assert text(said).startswith("The vessel was built by the shipyard in Norvik.")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("/weather", "I don’t know the command /weather. Send /help to see what I can do."),
        ("/source 3", "I don’t know the command /source. Did you mean /sources?"),
        ("/hlep", "I don’t know the command /hlep. Did you mean /help?"),
    ],
)
def test_an_unknown_command_is_answered_in_a_line(talk, said, words):
    sent = only(talk.say(said))
    assert sent["text"] == words
    command, _, rest = said.partition(" ")
    assert talk.say(said, GROUP) == []
    assert text(talk.say(f"{command}{MENTION} {rest}", GROUP)) == words


@pytest.mark.parametrize("said", ["?" * 4096, "and " * 1024, "who won and " * 340, "👍" * 2000])
def test_hostile_messages_have_one_answer(talk, said):
    assert len(talk.say(said)) == 1
    assert len(talk.say(f"{MENTION} is that true?", reply_to_message=message(said, PRIVATE))) == 1


@pytest.mark.parametrize("words", ["", "is this true?"])
def test_a_reply_to_a_claim_shows_what_sources_say_otherwise(talk, words):
    claim = message("The shipyard in Norvik did not build the vessel", GROUP, message_id=3)
    (said,) = talk.say(f"{MENTION} {words}", GROUP, reply_to_message=claim)
    assert said["text"].startswith("Sources that say otherwise:")
    assert quoted([said]) == [BUILT]
