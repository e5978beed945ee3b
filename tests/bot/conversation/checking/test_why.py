import pytest
from fake_telegram import BOT, GROUP, message
from sent import QUESTION, text

from bot.replies.about_me import FORGOTTEN
from bot.replies.checking.reasons import NOT_FOUND, NOTHING_TO_EXPLAIN


def test_the_last_answer_is_explained_in_five_lines_at_most(talk):
    talk.say(QUESTION)
    lines = text(talk.say("/why")).splitlines()
    assert lines[0].startswith("Why [1], sentence ")
    assert lines[1] == "It has “built” and “vessel” from your question."
    assert lines[-1] == "Sure: it most likely answers your question."
    assert len(lines) <= 5


def test_a_follow_up_is_explained_with_the_question_before(talk):
    talk.say(QUESTION)
    talk.say("and for how much?")
    assert text(talk.say("/why")).startswith("Why [1], sentence ")


def test_an_answer_replied_to_is_explained(talk):
    talk.say(QUESTION)
    talk.say("What does a single ticket cost?")
    answer = message("…", message_id=5000, **{"from": BOT})
    assert "“vessel”" in text(talk.say("/why", reply_to_message=answer))


def test_what_was_not_found_is_not_explained(talk):
    talk.say("Who won the chess title?")
    assert text(talk.say("/why")) == str(NOT_FOUND)


@pytest.mark.parametrize("said", ["hello", "/sources"])
def test_there_may_be_nothing_to_explain(talk, said):
    talk.say(said)
    assert text(talk.say("/why")) == str(NOTHING_TO_EXPLAIN)


def test_a_forgotten_answer_has_to_be_asked_for_again(talk):
    old = message("…", message_id=4000, **{"from": BOT})
    assert text(talk.say("/why", reply_to_message=old)) == str(FORGOTTEN)


def test_in_a_group_it_takes_a_reply(talk):
    talk.say(f"@QuotewireBot {QUESTION}", GROUP)
    assert text(talk.say("/why@QuotewireBot", GROUP)) == str(NOTHING_TO_EXPLAIN)
    answer = message("…", GROUP, message_id=5000, **{"from": BOT})
    sent = talk.say("/why@QuotewireBot", GROUP, reply_to_message=answer)
    assert text(sent).startswith("Why [1]")


def test_a_message_with_several_questions_explains_the_first_answer(talk):
    talk.say(f"Who won the chess title? {QUESTION}")
    assert "“vessel”" in text(talk.say("/why"))
