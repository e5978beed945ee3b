import pytest
from fake_telegram import BOT, message, utf16
from hypothesis import given
from hypothesis import strategies as st
from telegram import Message, User

from bot.conversation.adding.words import words_in, words_of

BOT_USER = User(**BOT)
PAGE = "https://courier.example/ferry"


def words(text, *marks, **fields):
    """The words of a message in which the first occurrence of each mark's text is marked."""
    entities = [
        {"type": kind, "offset": utf16(text[: text.index(part)]), "length": utf16(part)} | more
        for kind, part, more in marks
    ]
    said = message(text) | {"entities": entities} | fields
    return words_of(Message.de_json(said, None), BOT_USER)


@pytest.mark.parametrize(
    ("text", "links"),
    [
        (PAGE, (PAGE,)),
        (f"Read this: {PAGE}.", (PAGE,)),
        (f"(see {PAGE})", (PAGE,)),
        (f"<{PAGE}>", (PAGE,)),
        (f"{PAGE}\n\nvia @somebot", (PAGE,)),
        (f"{PAGE} {PAGE}/ {PAGE}2", (PAGE, f"{PAGE}2")),
        ("https://en.example/Sund_(city)", ("https://en.example/Sund_(city)",)),
        ("HTTPS://COURIER.EXAMPLE/a?b=c&d#e", ("HTTPS://COURIER.EXAMPLE/a?b=c&d#e",)),
        ("courier.example/ferry", ("http://courier.example/ferry",)),
        ("look: 127.0.0.1:80/ferry", ("http://127.0.0.1:80/ferry",)),
        ("www.courier.example", ("http://www.courier.example",)),
        ("Mail ida@courier.example/x or read notes.txt. It rained.Then", ()),
        ("Shares of Courier.example fell", ()),
        (f"{PAGE},{PAGE}2;{PAGE}3", (PAGE, f"{PAGE}2", f"{PAGE}3")),
        (f"{PAGE},2", (f"{PAGE},2",)),
        (f"https://archive.example/1/{PAGE}", (f"https://archive.example/1/{PAGE}",)),
        (f"看{PAGE}。", (PAGE,)),
        ("ftp://courier.example/ferry tg://user?id=1", ()),
    ],
)
def test_the_links_that_are_spelt_out_are_found(text, links):
    assert words_in(text).links == links


def test_a_link_hidden_under_words_is_found_behind_any_emoji():
    found = words("👩‍👩‍👧 A new ferry", ("text_link", "new ferry", {"url": PAGE}))
    assert found.links == (PAGE,)
    assert found.prose == "👩‍👩‍👧 A new ferry"


def test_what_telegram_marks_needs_no_scheme_and_is_one_link():
    text = "Courier.example/ferry and https://b.example/x)"
    found = words(text, ("url", "Courier.example/ferry", {}), ("url", "https://b.example/x", {}))
    assert found.links == ("http://Courier.example/ferry", "https://b.example/x")


def test_of_a_link_under_another_address_only_that_counts_to_which_it_leads():
    found = words("See courier.example/f", ("text_link", "courier.example/f", {"url": PAGE}))
    assert (found.links, found.prose) == ((PAGE,), "See")


def test_a_marked_address_among_words_is_one_if_it_has_more_than_a_name():
    text = "Look at www.courier.example, b.example?a=1 and c.example"
    parts = ("www.courier.example", "b.example?a=1", "c.example")
    found = words(text, *(("url", part, {}) for part in parts))
    assert found.links == ("http://www.courier.example", "http://b.example?a=1")


def test_a_company_that_is_named_like_a_site_is_no_link():
    assert words("Shares of Courier.example fell", ("url", "Courier.example", {})).links == ()
    alone = words("Courier.example", ("url", "Courier.example", {}))
    assert alone.links == ("http://Courier.example",)


@pytest.mark.parametrize(
    ("text", "links"),
    [
        (f"{PAGE} Join https://t.me/harbour", (PAGE,)),
        ("It rained. Join https://t.me/+abc", ()),
        ("It rained: https://t.me/harbour/17", ("https://t.me/harbour/17",)),
        ("https://t.me/harbour", ("https://t.me/harbour",)),
    ],
)
def test_a_link_to_a_channel_is_an_advertisement_unless_it_is_all_there_is(text, links):
    assert words_in(text).links == links


def test_prose_is_what_is_neither_link_nor_mention_nor_command():
    assert words_in(f"{PAGE} (!)").prose == ""
    found = words(
        f"/add@QuotewireBot by @ida:\nRain. {PAGE}",
        ("bot_command", "/add@QuotewireBot", {}), ("mention", "@ida", {}), ("url", PAGE, {}),
    )  # fmt: skip
    assert found.prose == "by : Rain."


def test_the_command_and_the_bots_name_are_no_part_of_the_text_but_other_names_are():
    text = "/add@QuotewireBot @QuotewireBot \nIt\n\nrained @ida, @QuotewireBot: oh @QuotewireBot"
    marks = [
        {"type": "bot_command", "offset": 0, "length": 17},
        *(
            {"type": "mention", "offset": at, "length": 13}
            for at in (18, text.index(", @") + 2, len(text) - 13)
        ),
    ]
    assert words(text, entities=marks).text == "It\n\nrained @ida, @QuotewireBot: oh"


@given(st.text(), st.text(), st.lists(st.tuples(st.integers(-3, 60), st.integers(-3, 60))))
def test_whatever_the_entities_cover_the_words_are_part_of_the_message(start, end, marks):
    text = f"/add {start} {PAGE} {end}"
    kinds = ["bot_command", "url", "mention", "text_link"]
    entities = [
        {"type": kinds[at % 4], "offset": at, "length": length, "url": PAGE}
        for at, length in marks
    ]
    said = message(text.encode("utf-8", "replace").decode()) | {"entities": entities}
    found = words_of(Message.de_json(said, None), BOT_USER)
    assert found.text.replace("\ufffd", "") in said["text"] or "\ufffd" in found.text
    assert all("://" in link for link in found.links)
