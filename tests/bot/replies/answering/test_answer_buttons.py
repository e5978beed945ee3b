from dataclasses import replace
from datetime import date

from any_articles import answer, article
from listed_sources import sources_of

from bot.delivery.keyboards import keyboard_of
from bot.replies.answering.answer_buttons import (
    TELL_ME,
    WATCH,
    Venue,
    answer_buttons,
    nearest_button,
)
from bot.replies.reply import Button, Press, Reply
from retrieval.answer import Answer, View

PAGE = "https://courier.example/ferry"
STORM = article("It closed.")
FERRY = replace(article("It opened."), url=PAGE)
POST = replace(article("It sank."), url="https://t.me/harbour/17")
SOURCES = sources_of((STORM, FERRY, POST))


def parts(*answers):
    passages = tuple(passage for part in answers for passage in part.passages)
    return Answer("a? b?", ("a",), passages, 0.5, parts=answers)


OPEN_SECOND = ["Open [2] at the sentence", "Context"]


def labels(shown, venue=Venue(), **more):  # noqa: B008 - a tuple
    return [button.label for button in answer_buttons(shown, SOURCES, venue, **more)]


def test_a_button_opens_the_article_at_the_sentence_that_is_quoted():
    button, *_ = answer_buttons(answer(*FERRY.sentences), SOURCES, Venue())
    assert button == ("Open at the sentence", f"{PAGE}#:~:text=It%20opened.", Press.OPEN)


def test_a_sentence_that_no_link_can_name_has_a_button_to_its_page():
    smile = replace(article("😀"), url=PAGE)
    button, *_ = answer_buttons(answer(*smile.sentences), sources_of([smile]), Venue())
    assert button == ("Open the article", PAGE, Press.OPEN)
    assert labels(parts(answer(*POST.sentences), answer())) == ["Open article [3]", "Context"]


def test_no_button_has_an_address_that_telegram_refuses():
    local = replace(article("It opened."), url="http://localhost/ferry")
    shown = answer_buttons(answer(*local.sentences), sources_of([local]), Venue())
    assert [button.label for button in shown] == ["Context", "Copy"]


def test_an_article_without_an_address_has_no_button():
    assert labels(answer(*STORM.sentences)) == ["Context", "Copy"]
    assert labels(answer(*replace(STORM, url="file:///a").sentences)) == ["Context", "Copy"]


def test_a_button_for_another_than_the_first_quote_says_which():
    assert labels(answer(*STORM.sentences, *FERRY.sentences)) == [*OPEN_SECOND, "Copy"]


def test_a_button_under_several_answers_says_which_article_it_opens():
    assert labels(parts(answer(*FERRY.sentences), answer())) == [
        "Open [2] at the sentence",
        "Context",
    ]
    topic = replace(answer(*FERRY.sentences), view=View.ARTICLES)
    assert labels(topic) == OPEN_SECOND


def test_nothing_found_offers_the_closest_sentences_if_there_are_any_and_to_tell_later():
    nothing = Answer("who?", ("who",), (), 0.1)
    assert answer_buttons(nothing, SOURCES, Venue()) == (
        nearest_button(),
        Button(str(TELL_ME), WATCH),
    )
    assert labels(replace(nothing, confidence=0.0)) == [str(TELL_ME)]
    assert answer_buttons(parts(nothing, nothing), SOURCES, Venue()) == (nearest_button(),)
    assert labels(parts(nothing, answer(*FERRY.sentences))) == [
        "Open [2] at the sentence",
        "Context",
    ]


def test_the_closest_sentences_have_the_buttons_of_an_answer():
    nothing = Answer("who?", ("who",), (), 0.1)
    assert labels(nothing, nearest=answer(*FERRY.sentences)) == [
        *("Open at the sentence", "Context", "Copy", str(TELL_ME)),
    ]
    assert labels(nothing, nearest=nothing) == [str(TELL_ME)]


def test_a_button_copies_the_first_quote_with_its_citation():
    known = replace(FERRY, source="Harbour Courier", published=date(2025, 3, 3))
    buttons = answer_buttons(answer(*known.sentences, *STORM.sentences), SOURCES, Venue())
    (copy,) = (button for button in buttons if button.press is Press.COPY)
    assert copy.data == (
        f"“It opened.”\nStorm closes the bridge, Harbour Courier, 3 Mar 2025\n{PAGE}"
    )


def test_a_list_or_a_long_quote_has_no_button_that_copies():
    topic = replace(answer(*FERRY.sentences), view=View.ARTICLES)
    assert "Copy" not in labels(topic)
    assert "Copy" not in labels(answer(*article("It closed " + "again " * 50 + ".").sentences))


def test_an_answer_can_be_shared_where_the_bot_answers_inline():
    shown = answer(*FERRY.sentences)
    assert "Share" not in labels(shown)
    buttons = answer_buttons(shown, SOURCES, Venue(inline=True))
    assert ("Share", "who?", Press.SHARE) in buttons
    assert "Share" not in labels(answer(), Venue(inline=True))


def test_the_buttons_under_an_answer_are_two_rows_on_a_phone():
    shown = replace(answer(*FERRY.sentences), confidence=0.9)
    buttons = answer_buttons(shown, SOURCES, Venue(inline=True, rated=True))
    keyboard = keyboard_of(Reply("It opened.", buttons=buttons))
    assert [[button.text for button in row] for row in keyboard.inline_keyboard] == [
        ["Open at the sentence", "Context"],
        ["Copy", "Share", "👍", "👎"],
    ]


def test_small_talk_and_more_without_an_answer_have_no_buttons():
    assert labels(Answer("hello", (), (), 0.0)) == []
    assert labels(Answer("more", ("more",), (), 0.1)) == []
