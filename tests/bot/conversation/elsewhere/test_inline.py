import asyncio
import json

import pytest
from elsewhere import inline_query, quotes_in, typed
from fake_telegram import ALICE, PRIVATE, Talk
from sent import BUILT, QUESTION

from bot.conversation.elsewhere import inline
from bot.conversation.elsewhere.inline import KEPT, KEYSTROKES, MOST_LEADS, MOST_RESULTS
from bot.library.library import Library
from bot.replies.elsewhere import ASK_IN_PRIVATE, HOW_TO_TYPE, NOT_SERVED_ELSEWHERE, TOO_FAST
from corpus.article import Article, Span
from corpus.store.store import Store

BOB = {"id": 2, "is_bot": False, "first_name": "Bob"}


@pytest.fixture
def asked(monkeypatch):
    """Record what is asked of the library."""
    questions = []
    answer = inline.Responder.answer

    async def record(self, question, *rest):
        questions.append(question)
        return await answer(self, question, *rest)

    monkeypatch.setattr(inline.Responder, "answer", record)
    return questions


def test_a_result_sends_the_quote_with_its_citation_below_the_question(talk):
    shown = typed(talk, QUESTION)
    first = shown["results"][0]
    assert (first["type"], first["title"]) == ("article", BUILT)
    assert first["description"] == "Harbour Courier, 3 Mar 2025"
    assert quotes_in(first) == [BUILT]
    content = first["input_message_content"]
    assert content["message_text"].splitlines()[0] == QUESTION
    links = [one["url"] for one in content["entities"] if one["type"] == "text_link"]
    assert links[0].startswith("https://courier.example/ferry")
    assert content["link_preview_options"] == {"is_disabled": True}
    assert "parse_mode" not in content
    buttons = [one for row in first["reply_markup"]["inline_keyboard"] for one in row]
    assert "Open at the sentence" in {one["text"] for one in buttons}
    assert not any("callback_data" in one for one in buttons)
    assert "button" not in shown


def test_a_quote_without_a_page_leads_to_its_source_in_private(bridge_talk):
    first = typed(bridge_talk, "bridge")["results"][0]
    url = first["reply_markup"]["inline_keyboard"][0][0]["url"]
    link, _, payload = url.partition("?start=")
    assert link == "https://t.me/QuotewireBot"
    (shown,) = bridge_talk.say(f"/start {payload}")
    assert quotes_in(first)[0] in shown["text"]


def test_each_passage_is_a_result_of_its_own(talk):
    results = typed(talk, "ferry")["results"]
    assert 3 < len(results) <= MOST_RESULTS
    assert len({one["id"] for one in results}) == len(results)
    assert all(len(quotes_in(one)) == 1 for one in results)


def test_a_result_keeps_its_id(talk):
    first, second = typed(talk, QUESTION), typed(talk, f"{QUESTION} ")
    assert first["results"][0]["id"] == second["results"][0]["id"]
    assert len(first["results"][0]["id"].encode()) <= 64


def test_the_same_question_is_asked_of_the_library_only_once(talk, asked):
    assert typed(talk, QUESTION)["results"] == typed(talk, f" {QUESTION}", BOB)["results"]
    assert asked == [QUESTION]


def test_results_are_found_again_once_the_library_has_changed(ferry, bridge):
    store = Store(":memory:")
    store.add(bridge)
    with Talk(Library(store)) as talk:
        assert typed(talk, QUESTION)["button"]["text"] == str(ASK_IN_PRIVATE)
        store.add(ferry)
        assert typed(talk, QUESTION)["results"][0]["title"] == BUILT


def test_only_so_many_results_are_kept(talk, asked, monkeypatch):
    monkeypatch.setattr(inline, "KEPT", 2)
    for question in (QUESTION, "Who closed the bridge?", "When did the ferry start?", QUESTION):
        typed(talk, question)
    assert asked.count(QUESTION) == 2
    assert KEPT > 2


def test_what_its_user_has_typed_on_from_is_not_looked_for(talk, monkeypatch):
    asked, go_on = [], asyncio.Event()
    answer = inline.Responder.answer

    async def wait(self, question, *rest):
        asked.append(question)
        await go_on.wait()
        return await answer(self, question, *rest)

    async def type_one_after_another():
        for words, user in ((QUESTION, BOB), ("Who built", ALICE), ("Who closed it?", ALICE)):
            talk.arrive("inline_query", inline_query(words, user))
            await asyncio.sleep(1)
        go_on.set()
        await talk.bot.dispatch.idle()

    monkeypatch.setattr(inline.Responder, "answer", wait)
    talk.runner.run(type_one_after_another())
    assert asked == [QUESTION, "Who closed it?"]
    assert talk.methods().count("answerInlineQuery") == 2


def test_only_the_library_is_quoted_even_to_an_operator(bridge):
    store = Store(":memory:")
    store.add(bridge)
    own = Article("The zeppelin landed.", "Zeppelin", (Span(0, 20),), collection="1")
    store.add(own)
    with Talk(Library(store)) as talk:
        assert "zeppelin" in talk.say("What landed?", PRIVATE)[0]["text"]
        for question in ("What landed?", "What landed on Monday?", ""):
            assert "zeppelin" not in json.dumps(typed(talk, question)["results"])


def test_where_nothing_is_found_a_button_asks_in_private(talk):
    shown = typed(talk, "Who won the chess cup?")
    (result,) = shown["results"]
    assert result["title"] == "I found nothing about that"
    assert result["input_message_content"]["message_text"].startswith(
        "Who won the chess cup?\nI found nothing about that in my 2 sources."
    )
    assert "reply_markup" not in result
    assert shown["button"]["text"] == str(ASK_IN_PRIVATE)
    payload = shown["button"]["start_parameter"]
    (reply,) = talk.say(f"/start {payload}")
    assert "I found nothing about that" in reply["text"]


def test_a_long_question_without_results_opens_the_help(talk):
    shown = typed(
        talk, "Who won the chess cup in the long and snowy winter of the year 1897, and why?"
    )
    assert shown["button"]["start_parameter"] == "help"


def test_before_anything_is_typed_the_newest_articles_are_shown(pages):
    shown = typed(pages, "")
    leads = ["23 ships.", "22 ships.", "21 ships.", "20 ships.", "19 ships"]
    assert [one["title"] for one in shown["results"]] == leads
    assert [quotes_in(one) for one in shown["results"]] == [[lead] for lead in leads]
    assert len(leads) == MOST_LEADS
    assert shown["button"]["text"] == str(HOW_TO_TYPE)


@pytest.mark.parametrize("words", ["a", "?", "hello", "thanks!", "ok", "…", "👍"])
def test_what_is_no_question_gets_only_a_hint(talk, asked, words):
    shown = typed(talk, words)
    assert (shown["results"], shown["button"]["text"]) == ([], str(HOW_TO_TYPE))
    assert asked == []


@pytest.mark.parametrize("words", ["the of", "more", "is this true?"])
def test_where_there_is_nothing_to_look_for_there_is_a_hint(talk, words):
    shown = typed(talk, words)
    assert (shown["results"], shown["button"]["text"]) == ([], str(HOW_TO_TYPE))


def test_several_questions_have_their_results_below_their_own_words(talk):
    results = typed(talk, f"{QUESTION} Who closed the bridge?")["results"]
    lines = {one["input_message_content"]["message_text"].splitlines()[0] for one in results}
    assert QUESTION in lines


def test_only_users_who_are_served_get_results(ferry):
    with Talk(Library.of([ferry]), quotewire_allowed_chats={BOB["id"]}) as talk:
        refused = typed(talk, QUESTION, ALICE)
        assert (refused["results"], refused["button"]["text"]) == ([], str(NOT_SERVED_ELSEWHERE))
        served = typed(talk, QUESTION, BOB)
        assert served["results"]
        assert served["is_personal"], "Telegram must not show them to others"


def test_telegram_shows_results_to_nobody_else_who_may_read_another_language(talk):
    assert typed(talk, QUESTION)["is_personal"]


def test_typing_does_not_use_up_the_quota_of_questions(ferry):
    with Talk(Library.of([ferry]), quotewire_questions_per_minute=2) as talk:
        shown = [typed(talk, f"{QUESTION} {n}") for n in range(2 * KEYSTROKES + 1)]
        assert all(one["results"] for one in shown[:-1])
        assert shown[-1]["button"]["text"] == str(TOO_FAST)
        assert shown[-1]["cache_time"] == 0
        assert typed(talk, f"{QUESTION} 0")["results"], "kept results cost nothing"
        assert BUILT in talk.say(QUESTION)[0]["text"]


def test_half_typed_questions_are_not_stored_as_unanswered(ferry):
    store = Store(":memory:")
    store.add(ferry)
    with Talk(Library(store), quotewire_keep_unanswered=True) as talk:
        typed(talk, "Who won the chess c")
        assert store.unanswered.questions() == []


def test_an_answer_that_comes_too_late_is_no_error(talk, errors):
    errors.clear()
    talk.api.fail("answerInlineQuery", 400, "Bad Request: query is too old and response timeout")
    typed(talk, QUESTION)
    assert errors == []
    assert "sendMessage" not in talk.methods()


def test_a_quote_that_is_too_long_to_send_does_not_break_the_results():
    text = f"The ferry {'very ' * 900}opened. The ferry opened in May."
    start = text.rindex("The")
    long = Article(text, "Ferry", (Span(0, start - 1), Span(start, len(text))))
    with Talk(Library.of([long])) as talk:
        for one in typed(talk, "When did the ferry open?")["results"]:
            assert len(one["input_message_content"]["message_text"]) <= 4096


@pytest.mark.parametrize("refusal", ["BUTTON_URL_INVALID", "can't parse entities"])
def test_an_address_that_telegram_refuses_does_not_cost_the_results(talk, refusal):
    talk.api.fail("answerInlineQuery", 400, f"Bad Request: {refusal}")
    query = inline_query(QUESTION)
    before = len(talk.api.calls)
    talk.send("inline_query", query)
    refused, shown = [call.parameters["results"] for call in talk.api.calls[before:]]
    assert [quotes_in(one) for one in shown] == [quotes_in(one) for one in refused]
    assert "url" in json.dumps(refused)
    assert "url" not in json.dumps(shown)


@pytest.mark.parametrize(("status", "after"), [(502, {}), (429, {"retry_after": 60})])
def test_an_answer_that_telegram_does_not_take_is_no_error_of_the_bot(talk, errors, status, after):
    errors.clear()
    talk.api.fail("answerInlineQuery", status, "Try later", times=5, **after)
    talk.send("inline_query", inline_query(QUESTION))
    assert errors == []
    assert talk.methods().count("answerInlineQuery") == 1


def test_while_telegram_asks_to_wait_no_query_is_answered(talk):
    talk.api.fail("answerInlineQuery", 429, "Too Many Requests", retry_after=60)
    for _ in range(3):
        talk.send("inline_query", inline_query(QUESTION))
    talk.pass_time(61)
    assert typed(talk, QUESTION)["results"]
    assert talk.methods().count("answerInlineQuery") == 2
