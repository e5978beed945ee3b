from fake_telegram import BOT, GROUP, PRIVATE, Talk, message
from sent import BUILT, buttons, only, quoted

from bot.library.library import Library
from bot.replies.about_me import NOT_SERVED

NOWHERE = "Who built the Titanic?"


def test_when_nothing_is_found_a_button_shows_the_closest_sentences(talk):
    asked = talk.message(NOWHERE)
    sent = only(talk.send("message", asked))
    assert "I found nothing about that" in sent["text"]
    assert "None of them mentions “Titanic”." in sent["text"]
    assert quoted(sent) == []
    assert buttons(sent) == {
        "Show the closest sentences": "near",
        "Tell me when you know": "watch",
    }
    shown = message("…", PRIVATE, message_id=5000, **{"from": BOT})
    edited = only(talk.press("near", message=shown))
    assert edited["text"].startswith(f"{NOWHERE}\nI found nothing about that")
    assert "The closest sentences, which may not answer it:" in edited["text"]
    assert BUILT in "\n".join(quoted(edited))
    assert "Show the closest sentences" not in buttons(edited)


def test_after_a_restart_the_question_is_read_from_the_message_replied_to(talk):
    question = talk.message(NOWHERE)
    shown = message("…", PRIVATE, message_id=77, reply_to_message=question, **{"from": BOT})
    assert BUILT in "\n".join(quoted(only(talk.press("near", message=shown))))


def test_a_forgotten_question_has_to_be_asked_again(talk):
    assert talk.press("near") == []
    (answer,) = [call for call in talk.api.calls if call.method == "answerCallbackQuery"]
    assert "ask it again" in answer.parameters["text"]


def test_buttons_work_only_for_users_who_are_served(ferry):
    with Talk(Library.of([ferry]), quotewire_allowed_chats={99}) as talk:
        assert talk.press("sources:1") == talk.press("near") == talk.press("forget") == []
        answers = [
            call.parameters for call in talk.api.calls if call.method == "answerCallbackQuery"
        ]
        assert [answer["text"] for answer in answers] == [str(NOT_SERVED)] * 3


def test_only_administrators_can_use_a_groups_buttons(bridge_talk):
    in_group = {"message": message("…", GROUP, message_id=77, **{"from": BOT})}
    assert bridge_talk.press("forget", **in_group) == []
