import pytest
from fake_telegram import ALICE, BOT, GROUP, PRIVATE, Talk, covered, message
from sent import BUILT, COSTS, NOTHING, PRICE, QUESTION, buttons, only, quoted

from bot.library.library import Library
from bot.replies.about_me import FORGOTTEN, GONE
from corpus.article import Article, Span

CAROL = {"id": 2, "is_bot": False, "first_name": "Carol"}


def shown(sent, number=5000, chat=PRIVATE, **fields):
    """What the bot sent, as the message whose button is pressed."""
    entities = [dict(one) for one in sent["entities"]]
    markup = {"reply_markup": sent["reply_markup"]} if "reply_markup" in sent else {}
    fields |= markup | {"entities": entities, "message_id": number, "from": BOT}
    return message(sent["text"], chat, **fields)


def same(one, other):
    return all(one.get(part) == other.get(part) for part in ("text", "entities", "reply_markup"))


def bold(sent):
    return [covered(sent["text"], one) for one in sent["entities"] if one["type"] == "bold"]


def test_a_button_shows_the_sentences_around_the_quotes_and_another_goes_back(talk):
    answer = only(talk.say(QUESTION))
    assert buttons(answer)["Context"] == "context"
    context = only(talk.press("context", message=shown(answer)))
    assert context["message_id"] == 5000
    assert BUILT in bold(context)
    assert len("".join(quoted(context))) > len("".join(quoted(answer)))
    assert buttons(context) == {"Back to the answer": "answer"}
    assert same(only(talk.press("answer", message=shown(context))), answer)


def test_a_button_pressed_twice_is_only_acknowledged(talk):
    answer = only(talk.say(QUESTION))
    context = only(talk.press("context", message=shown(answer)))
    assert talk.press("context", message=shown(context)) == []
    for _ in range(2):  # before Telegram has edited the message
        assert same(only(talk.press("answer", message=shown(context))), answer)
    assert talk.press("answer", message=shown(answer)) == []


def test_anybody_in_a_group_can_press(talk):
    answer = only(talk.say(f"@QuotewireBot {QUESTION}", GROUP))
    pressed = {"message": shown(answer, chat=GROUP), "from": CAROL}
    assert BUILT in bold(only(talk.press("context", **pressed)))


def test_an_answer_that_is_forgotten_is_made_from_the_question_that_it_replies_to(talk):
    answer = only(talk.say(QUESTION))
    later = shown(answer, 77, reply_to_message=talk.message(QUESTION))
    context = only(talk.press("context", message=later))
    assert BUILT in bold(context)
    back = shown(context, 77, reply_to_message=talk.message(QUESTION))
    again = only(talk.press("answer", message=back))
    assert again["text"] == f"{QUESTION}\n{answer['text']}"
    assert again["reply_markup"] == answer["reply_markup"]


def answered(talk):
    """What the presses are answered with."""
    calls = [call for call in talk.api.calls if call.method == "answerCallbackQuery"]
    return [call.parameters.get("text") for call in calls]


def test_without_a_question_there_is_no_way_back(talk):
    context = shown(only(talk.press("context", message=shown(only(talk.say(QUESTION))))), 77)
    assert talk.press("answer", message=context) == []
    assert answered(talk)[-1] == str(FORGOTTEN)


def test_the_context_is_of_what_was_shown_and_not_of_what_would_be_found_now(talk):
    answer = only(talk.say(QUESTION))
    old = shown(answer, 77, reply_to_message=talk.message("Who closed the bridge?"))
    assert BUILT in bold(only(talk.press("context", message=old)))


def test_quotes_of_an_article_that_is_gone_have_no_context(talk, bridge_talk):
    answer = only(talk.say(QUESTION))
    assert bridge_talk.press("context", message=shown(answer)) == []
    assert answered(bridge_talk) == [str(GONE)]


def test_the_line_above_an_answer_stays_above_its_context(talk):
    asked = talk.message("Who built the Titanic?")
    talk.send("message", asked)
    nearest = only(talk.press("near", message=shown(only(talk.say("gold on Mars?")), 5000)))
    context = only(talk.press("context", message=shown(nearest)))
    assert context["text"].splitlines()[:2] == nearest["text"].splitlines()[:2]


@pytest.mark.parametrize(
    "words",
    ["context", "Show context", "more context, please", "more", "show me more", "/context"],
)
def test_words_in_reply_to_an_answer_show_its_context_in_a_new_message(talk, words):
    answer = only(talk.say(QUESTION))
    context = only(talk.say(words, reply_to_message=shown(answer), message_id=90))
    assert BUILT in bold(context)
    assert context["reply_parameters"]["message_id"] == 90
    assert buttons(context) == {}


def test_in_a_group_a_reply_asks_for_the_context(talk):
    answer = only(talk.say(f"@QuotewireBot {QUESTION}", GROUP))
    reply = {"reply_to_message": shown(answer, chat=GROUP), "from": CAROL}
    assert BUILT in bold(only(talk.say("context", GROUP, **reply)))
    assert talk.say("context", GROUP, **{"from": ALICE}) == []


def test_a_context_can_be_followed_up(talk):
    answer = only(talk.say(QUESTION))
    context = only(talk.say("context", reply_to_message=shown(answer)))
    asked = {"reply_to_message": shown(context, 5001)}
    assert BUILT not in quoted(only(talk.say("more", **asked)))


def test_more_that_is_no_reply_asks_for_further_sentences(talk):
    talk.say(QUESTION)
    further = only(talk.say("more"))
    assert BUILT not in "".join(quoted(further))
    assert NOTHING not in further["text"]


def test_more_in_reply_to_a_list_of_articles_shows_the_others():
    every = [
        Article(f"The ferry to Sund sailed {n} times today.", f"Ferry news {n}", (Span(0, 39),))
        for n in range(1, 9)
    ]
    with Talk(Library.of(every)) as talk:
        listed = only(talk.say("news about the ferry"))
        assert "3 more articles" in listed["text"]
        more = only(talk.say("more", reply_to_message=shown(listed)))
        assert len(quoted(more)) == 3
        assert not set(quoted(more)) & set(quoted(listed))
        context = only(talk.say("context", reply_to_message=shown(listed)))
        assert quoted(context) == quoted(listed)


def test_context_in_reply_to_something_else_says_that_there_is_no_answer(talk):
    listed = only(talk.say("/sources"))
    said = only(talk.say("context", reply_to_message=shown(listed)))
    assert "I have no answer here" in said["text"]


def test_each_of_several_questions_stays_above_its_quotes(talk):
    answer = only(talk.say(f"{QUESTION} {PRICE}"))
    context = only(talk.press("context", message=shown(answer)))
    assert {QUESTION, PRICE, BUILT, COSTS} <= set(bold(context))
    place = context["text"].index
    assert place(QUESTION) < place(BUILT) < place(f"\n{PRICE}\n")
