import pytest
from elsewhere import FAR, guest_message, guest_says, quotes_in
from fake_telegram import ALICE, UPDATE_IDS, Talk, build_bot, message
from sent import BUILT, QUESTION
from telegram.error import TimedOut

from bot.library.library import Library
from bot.replies.about_me import NOT_SERVED, TOO_MANY
from bot.replies.elsewhere import ONLY_QUESTIONS
from corpus.article import Article, Span
from corpus.store.store import Store

MENTION = f"@QuotewireBot {QUESTION}"


def words(result):
    return result["input_message_content"]["message_text"]


def test_a_guest_is_answered_with_quotes_and_citations(talk):
    result = guest_says(talk, MENTION)
    assert quotes_in(result)[0] == BUILT
    assert "Harbour Courier" in words(result)
    assert result["type"] == "article"
    assert result["id"]
    assert "@QuotewireBot" not in words(result)


@pytest.mark.parametrize("asked", [f"/ask@QuotewireBot {QUESTION}", f"{QUESTION} @quotewirebot"])
def test_a_guest_may_ask_in_any_way(talk, asked):
    assert quotes_in(guest_says(talk, asked))[0] == BUILT


def test_a_claim_that_a_guest_replies_to_is_looked_for(talk):
    claim = message("The shipyard in Norvik built the vessel.", FAR, message_id=3)
    assert quotes_in(guest_says(talk, "@QuotewireBot is this true?", reply_to_message=claim))


def test_only_the_library_is_quoted_even_where_the_id_is_that_of_another_chat(bridge):
    store = Store(":memory:")
    store.add(bridge)
    own = Article("The zeppelin landed.", "Zeppelin", (Span(0, 20),), collection=str(FAR["id"]))
    store.add(own)
    with Talk(Library(store)) as talk:
        assert "zeppelin" not in words(guest_says(talk, "@QuotewireBot What landed?"))


def test_where_nothing_is_found_there_is_no_button_to_press(talk):
    result = guest_says(talk, "@QuotewireBot Who won the chess cup?")
    assert "I found nothing about that" in words(result)
    assert "reply_markup" not in result


@pytest.mark.parametrize(
    ("said", "answer"),
    [("hello", "Hello!"), ("thanks!", "welcome"), ("what can you do", "Here I")],
)
def test_small_talk_has_an_answer_without_commands(talk, said, answer):
    shown = words(guest_says(talk, f"@QuotewireBot {said}"))
    assert answer in shown
    assert "/" not in shown


@pytest.mark.parametrize("command", ["/help", "/forget", "/add@QuotewireBot", "/weather"])
def test_commands_lead_to_the_private_chat(talk, command):
    result = guest_says(talk, command)
    assert words(result) == str(ONLY_QUESTIONS)
    (row,) = result["reply_markup"]["inline_keyboard"]
    assert row[0]["url"] == "https://t.me/QuotewireBot?start=help"


@pytest.mark.parametrize(
    "fields",
    [{"from": ALICE | {"id": 5, "is_bot": True}}, {"guest_query_id": None}],
    ids=["a bot", "no query"],
)
def test_other_bots_and_messages_without_a_query_get_nothing(talk, fields):
    assert guest_says(talk, MENTION, **fields) is None
    assert guest_says(talk, "/ask@OtherBot who?") is None


def test_a_guest_is_answered_only_once(ferry, tmp_path):
    store = Store(tmp_path / "quotewire.db")
    store.add(ferry)
    update = {"update_id": next(UPDATE_IDS), "guest_message": guest_message(MENTION)}

    def receive(talk):
        async def arrive():
            talk.bot.dispatch.accept([update])
            await talk.bot.dispatch.idle()

        talk.runner.run(arrive())
        return talk.methods().count("answerGuestQuery")

    with Talk(Library(store)) as talk:
        assert receive(talk) == 1
        assert receive(talk) == 1
    with Talk(Library(store), built=build_bot) as restarted:
        assert receive(restarted) == 0


def test_an_answer_to_an_expired_query_is_no_error(talk, errors):
    errors.clear()
    talk.api.fail("answerGuestQuery", 400, "Bad Request: query is too old")
    guest_says(talk, MENTION)
    assert errors == []


def test_an_answer_that_may_have_come_is_not_sent_again(talk, errors):
    errors.clear()
    respond, calls = talk.api.respond, []

    def time_out(method, parameters):
        calls.append(method)
        if method == "answerGuestQuery":
            raise TimedOut
        return respond(method, parameters)

    talk.api.respond = time_out
    talk.send("guest_message", guest_message(MENTION))
    assert (calls, errors) == (["answerGuestQuery"], [])


def test_an_answer_that_cannot_have_come_is_sent_again(talk):
    talk.api.fail("answerGuestQuery", 502, "Bad Gateway")
    before = len(talk.api.calls)
    talk.send("guest_message", guest_message(MENTION))
    methods = [call.method for call in talk.api.calls[before:]]
    assert methods == ["answerGuestQuery"] * 2


def test_only_users_who_are_served_are_answered(ferry):
    with Talk(Library.of([ferry]), quotewire_allowed_chats={FAR["id"]}) as talk:
        assert words(guest_says(talk, MENTION)) == str(NOT_SERVED)
        assert "leaveChat" not in talk.methods()
    with Talk(Library.of([ferry]), quotewire_allowed_chats={ALICE["id"]}) as talk:
        assert quotes_in(guest_says(talk, MENTION))


def test_guests_have_the_quota_of_users(ferry):
    with Talk(Library.of([ferry]), quotewire_questions_per_minute=1) as talk:
        assert quotes_in(guest_says(talk, MENTION))
        assert words(guest_says(talk, MENTION)) == str(TOO_MANY)
        assert guest_says(talk, MENTION) is None


def test_nothing_of_a_guest_is_remembered(ferry):
    store = Store(":memory:")
    store.add(ferry)
    with Talk(Library(store), quotewire_keep_unanswered=True) as talk:
        guest_says(talk, "@QuotewireBot Who won the chess cup?")
        guest_says(talk, MENTION)
        assert store.unanswered.questions() == []
        (follow_up,) = [guest_says(talk, "@QuotewireBot and when?")]
        assert BUILT not in words(follow_up)


def test_an_address_that_telegram_refuses_does_not_cost_the_answer(talk):
    talk.api.fail("answerGuestQuery", 400, "Bad Request: BUTTON_URL_INVALID")
    before = len(talk.api.calls)
    talk.send("guest_message", guest_message(MENTION))
    refused, shown = [call.parameters["result"] for call in talk.api.calls[before:]]
    assert quotes_in(shown) == quotes_in(refused) != []
    assert "reply_markup" not in shown
