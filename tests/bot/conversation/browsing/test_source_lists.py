import pytest
from fake_telegram import PRIVATE, Talk
from sent import buttons, only, quoted, text

from bot.library.library import Library
from corpus.article import Article, Span


def test_a_button_turns_the_page_of_the_sources_in_place(pages):
    first = only(pages.say("/sources"))
    (row,) = first["reply_markup"]["inline_keyboard"]
    assert [button["callback_data"] for button in row] == ["sources:2", "sources:3"]
    second = only(pages.press("sources:2"))
    assert second["message_id"] == 77
    assert "Page 2 of 3" in second["text"]
    assert "Page 3 of 3" in only(pages.press("sources:999999999"))["text"]
    assert pages.methods().count("answerCallbackQuery") == 2


@pytest.mark.parametrize("data", ["sources:", "sources:x", "sources:1234567890", "older:1", "٣"])
def test_an_unknown_button_is_acknowledged_without_a_message(pages, data):
    assert pages.press(data) == []
    assert pages.methods()[-1] == "answerCallbackQuery"


def test_a_message_that_telegram_hides_is_not_edited(pages):
    hidden = {"message_id": 7, "date": 0, "chat": PRIVATE}
    assert pages.press("sources:2", message=hidden) == []
    assert pages.methods()[-1] == "answerCallbackQuery"


def test_turning_to_the_page_already_shown_is_no_error(pages, caplog):
    pages.api.fail("editMessageText", 400, "Bad Request: message is not modified: same content")
    pages.api.fail("answerCallbackQuery", 400, "Bad Request: query is too old")
    assert len(pages.press("sources:1")) == 1
    assert caplog.records == []


@pytest.mark.parametrize(
    ("words", "head"),
    [
        ("page 3", "I quote from 23 sources"),
        ("NEWS", "23 sources have “NEWS” in their title, publisher or author:\n\n[23] News 23"),
        ("ships", "No title, publisher or author has “ships”, but 23 sources mention it:"),
        ("news 7", "1 source has “news 7” in its title, publisher or author:\n\n[7] News 7"),
        ("publishers", "My sources are from 1 publisher:"),
        ("whales", "None of my 23 sources mentions “whales”."),
        ("99", "There is no such source. Send /sources to see all 23"),
        ("99 1", "There is no such source."),
        ("7 1", "7 ships\n[7] News 7, sentence 1 of 1"),
        ("[7] 1", "7 ships\n"),
        ("7 2", "[7] has only 1 sentence."),
        ("7 0", "[7] has only 1 sentence."),
    ],
)
def test_the_words_after_the_command_choose_what_is_shown(pages, words, head):
    assert text(pages.say(f"/sources {words}")).startswith(head)


def test_a_page_can_be_asked_for_by_its_number(pages):
    assert "Page 3 of 3" in text(pages.say("/sources page 3"))
    assert "Page 3 of 3" in text(pages.say("/sources page 99"))


def test_the_buttons_of_a_search_show_its_other_pages(pages):
    first = only(pages.say("/sources news"))
    assert buttons(first) == {
        "2 ›": "find:2:news",
        "3 »": "find:3:news",
        "All sources": "sources:1",
    }
    second = only(pages.press("find:2:news"))
    assert second["text"].startswith("23 sources have “news”")
    assert "[13] News 13" in second["text"]


def test_a_publishers_sources_are_listed_by_its_button(talk):
    asked = only(talk.say("/sources by publisher"))
    listed = only(talk.press(buttons(asked)["Harbour Courier (1)"]))
    assert listed["text"].startswith("1 source from Harbour Courier:\n\n[1] New ferry")
    assert only(talk.press("by:1:0123"))["text"] == asked["text"]


def test_every_sentence_of_a_source_is_reached_by_buttons(talk):
    sent = only(talk.say("/sources 1 2"))
    (quote,) = quoted(sent)
    bold = [one for one in sent["entities"] if one["type"] == "bold"]
    assert sent["text"][bold[0]["offset"] :].startswith("It crosses the strait in 35")
    assert quote.startswith("The first electric ferry")
    assert sent["text"].endswith("sentence 2 of 5")
    assert buttons(sent) == {"‹ Sentence 1": "at:1:1", "Sentence 3 ›": "at:1:3"}
    third = only(talk.press("at:1:3"))
    assert third["message_id"] == 77
    assert third["text"].endswith("sentence 3 of 5")
    assert only(talk.say("/sources #1 2-4"))["text"].endswith("sentences 2–4 of 5")


@pytest.mark.parametrize("data", ["at:9:1", "at:C1:1", "at:1:999999999", "at:1:0"])
def test_a_sentence_that_does_not_exist_is_one_line(talk, data):
    assert "\n" not in only(talk.press(data))["text"]


@pytest.mark.parametrize("data", ["find:1:", "by:1:", "at:1", "at:x:1", "sources:1:x", "find:x:a"])
def test_data_that_no_button_has_is_only_acknowledged(talk, data):
    assert talk.press(data) == []
    assert talk.methods()[-1] == "answerCallbackQuery"


def test_a_chat_finds_nothing_in_another_chats_sources(ferry):
    secret = Article("Vashtipol sings.", "Zorblax", (Span(0, 16),), collection="7")
    with Talk(Library.of([ferry, secret])) as talk:
        for words in ("zorblax", "vashtipol"):
            assert "does not mention" in text(talk.say(f"/sources {words}", PRIVATE))
        assert "sentence" not in text(talk.say("/sources C1 1"))
