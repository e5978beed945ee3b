"""What strangers can send, and what articles can hold."""

import json
import logging
import re
import sys
from dataclasses import replace
from datetime import date

import pytest
from articles import BRIDGE, FERRY
from fake_telegram import (
    ALICE,
    BOT,
    FORUM,
    GROUP,
    MONDAY,
    PRIVATE,
    Call,
    Talk,
    covered,
    entities,
    message,
    utf16,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cli.listing import article_lines, source_lines
from bot.cli.terminal import printable, render
from bot.conversation import posted as gathering
from bot.library.library import Library
from bot.replies.answers import answer_reply, nearest_reply
from bot.replies.sources import source_reply, sources_reply
from bot.updates.inbox import Inbox
from corpus.article import Article, Span
from corpus.metadata import UNKNOWN
from corpus.reading import read_article, read_articles
from corpus.store.sources import Sources
from retrieval.answer import Answer, Passage

QUESTION = "Who built the vessel?"
BUILT = "The shipyard in Norvik built the vessel for 48 million euros."
OLD_GROUP = {"id": -5, "type": "group", "title": "Newsroom"}
CHANNEL = {"id": -1009, "type": "channel", "title": "Harbour News", "username": "harbour"}
ASKING = {"id": 99, "type": "private", "first_name": "Bea"}
CHATS = [PRIVATE, GROUP, FORUM, OLD_GROUP, CHANNEL]
MADE = {"blockquote", "bold", "text_link"}  # the entities that the bot makes
OTHER_BOT = {"id": 5, "is_bot": True, "first_name": "Other", "username": "other_bot"}
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
NOBODY = {"id": 777000, "is_bot": False, "first_name": "Telegram"}


class Errors(logging.Handler):
    """The records of what went wrong; caplog is not for many examples in one test."""

    def __init__(self):
        super().__init__(logging.ERROR)
        self.records = []

    def emit(self, record):
        self.records.append(logging.Formatter().format(record))


@pytest.fixture(scope="module", autouse=True)
def errors():
    handler = Errors()
    logging.getLogger().addHandler(handler)
    yield handler.records
    logging.getLogger().removeHandler(handler)


@pytest.fixture(scope="module", autouse=True)
def read_here():
    """Read files in this process, which is faster than in a worker process."""

    async def read(data, name, given=UNKNOWN):
        for found in read_articles(data, name, given):
            yield found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gathering, "read_in_worker", read)
        yield


@pytest.fixture(scope="module")
def library():
    articles = [read_article(text.encode(), "news.txt") for text in (FERRY, BRIDGE)]
    return Library.of(articles)


@pytest.fixture(scope="module")
def talk(library):
    with Talk(library) as conversation:
        conversation.api.chats = [*CHATS, ASKING]
        conversation.api.administrators = {1}
        conversation.api.files = dict.fromkeys(("doc1", "doc2"), b"A ship sank. It was old.")
        yield conversation


def arrive(talk, kind, thing):
    """Let an update arrive as JSON does; return every call that the bot makes about it."""
    before = len(talk.api.calls)
    talk.pass_time(61)  # so that nobody has said too much in a minute
    talk.send(kind, json.loads(json.dumps(thing)))
    return talk.api.calls[before:]


def check(call, chat):
    """Whether Telegram would take a call, and it is about this chat alone."""
    given = call.parameters
    assert given.get("chat_id", chat) == chat
    assert "parse_mode" not in given
    if call.method == "answerCallbackQuery":
        assert len(given.get("text", "")) <= 200
    if call.method in ("sendMessage", "editMessageText"):
        check_text(given["text"], given.get("entities", []))
        for row in given.get("reply_markup", {}).get("inline_keyboard", []):
            assert all(button["text"].strip() for button in row)
            assert all(1 <= len(button["callback_data"].encode()) <= 64 for button in row)


def check_text(text, marks):
    length = utf16(text)  # which fails on half a character
    assert text.strip()
    assert 1 <= length <= 4096
    assert len(marks) <= 100
    for mark in marks:
        assert mark["type"] in MADE
        assert 0 <= mark["offset"] < mark["offset"] + mark["length"] <= length
        assert covered(text, mark).strip()  # and it begins and ends between two characters


# What people, and programs that pass for people, write.

COMMANDS = [
    "/start xyz", "/start", "/help", "/privacy", "/ask", "/ASK who built it?", "/weather",
    "/ask vessel", "/sources", "/sources 1", "/sources C1", "/sources 99999999999999999999",
    "/sources ٣", "/sources -1", "/sources [1].", "/sources \x00", "/sources \u202e1",
    "/remove", "/remove C1", "/remove 1", "/remove C999999999999999999999", "/remove #", "/forget",
    "/add", "/add A ship sank. It was old.", "/add javascript:alert(1)", "/add http://127.0.0.1/x",
    "/add https://[::1", "/add http://\u202e\x00/", "/add \u200b", "/add \ud800 sank. It rained.",
    "/add ---\ntitle: '@channel'\nurl: javascript:x\n---\nIt rained.",
    "/add \x1b[2J. \u2028 \r\n.",
    "/add ---\ntitle: \"\\e[2J\\u202E[x](http://y)\"\nurl: http://a\n---\nIt rained. It froze.",
    "/feeds", "/follow", "/follow http://127.0.0.1/feed", "/follow http://a:b@[::1]:99999/",
    "/follow http://127.0.0.1:99999/", "/unfollow", "/unfollow 1", "/unfollow ٣",
]  # fmt: skip
WORDS = [
    QUESTION, "What does a ticket cost?", "and when?", "bridge", "Mayor Holm", "the of and",
    "Who built the Titanic?", "/sources@other_bot", "/ask@QuotewireBotx who?", "/@", "/",
    "@QuotewireBot", "a@QuotewireBot", "@QuotewireBotx", "@quotewirebot who built it?",
    "@other_bot", "@", "/ask@QuotewireBot@other_bot", "#ferry", "https://courier.example/",
    "\u202evessel the built who", "who\u200dbuilt\u200bit", "\x00", "a\x00b", "\x1b[2J",
    "😀", "👩‍👩‍👧", "\u2066", "\n\n", "\t", "\u3000", "ﷺ", "İ", "ß", "١٢٣", "<b>x</b>",
    "[a](http://b)", "*_`~|", "=cmd()|' /C calc'!A0", "'; DROP TABLE article; --", "%s %d {}",
    "\ud800", "who \udfff built it?", "/ask \ud83d vessel", "/sources \ud800",
]  # fmt: skip
LONG = st.sampled_from(
    [
        "\u0301" * 4096, "e" + "\u0301" * 4095, "x" * 4096, "vessel " * 585, "\u202e" * 4096,
        "\u200d" * 4096, "😀" * 2048, "ferry-" * 682, "1" * 4096, "." * 4096, "a b c d " * 512,
        "/" * 4096, "@QuotewireBot " * 292, "/ask@QuotewireBot " + "x" * 4078, "\x00" * 4096,
        "who built " + "the " * 1000, " ".join(f"w{n}" for n in range(700)), "ﷺ" * 4096,
    ]
)  # fmt: skip
SOUP = st.lists(st.sampled_from(WORDS + COMMANDS), max_size=5).map(" ".join)
NAMED = [re.sub(r"^(/\w+)", r"\1@QuotewireBot", one) for one in COMMANDS]
TEXTS = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(COMMANDS),
    st.sampled_from(NAMED),
    SOUP,
    SOUP.map("@QuotewireBot {}".format),
    st.text(max_size=30).map("@QuotewireBot {}".format),
    LONG,
)
NUMBERS = st.sampled_from([0, 0, 1, 2, 4, 13, 17, 4095, 4096, 100_000, -1])
ENTITY = st.fixed_dictionaries(
    {
        "type": st.sampled_from(
            ["mention", "bot_command", "text_mention", "text_link", "url", "bold", "spoiler",
             "custom_emoji", "pre", "expandable_blockquote", "of a later day"]
        ),
        "offset": NUMBERS,
        "length": NUMBERS,
    },
    optional={"user": st.sampled_from([BOT, ALICE, OTHER_BOT]), "url": st.just("tg://x")},
)  # fmt: skip
ENTITIES = st.one_of(
    st.lists(ENTITY, max_size=4),
    st.builds(lambda one, count: [one] * count, ENTITY, st.sampled_from([50, 100])),
)
FILE = {"file_unique_id": "u", "file_size": 9}
SHAPE = FILE | {"file_id": "a", "width": 9, "height": 9}
NAMES = [
    "a.txt",
    "../../etc/passwd",
    "a\n[9] fake.txt",
    "\x1b[2J.md",
    "",
    "\u202etxt.exe",
    "x" * 300,
]
DOCUMENTS = st.builds(
    lambda file, name: FILE | {"file_id": file, "file_name": name},
    st.sampled_from(["doc1", "doc2"]),
    st.sampled_from(NAMES),
)
STICKER = SHAPE | {"type": "regular", "is_animated": False, "is_video": False}
PLACE = {"latitude": 1.0, "longitude": 2.0}
MEDIA = st.one_of(
    st.just({}),
    DOCUMENTS.map(lambda one: {"document": one}),
    st.sampled_from(
        [
            {"photo": [SHAPE]}, {"photo": []}, {"sticker": STICKER}, {"location": PLACE},
            {"voice": SHAPE | {"duration": 1}},
            {"video_note": SHAPE | {"length": 1, "duration": 1}},
            {"contact": {"phone_number": "1", "first_name": "A"}},
            {"dice": {"emoji": "🎲", "value": 6}}, {"new_chat_members": [BOT]},
            {"pinned_message": {"message_id": 3, "date": 0, "chat": PRIVATE}},
            {"new_chat_title": "/ask@QuotewireBot"}, {"left_chat_member": BOT},
            {"group_chat_created": True}, {"story": {"id": 1, "chat": CHANNEL}},
            {"venue": {"location": PLACE, "title": "t", "address": "a"}},
            {"forum_topic_created": {"name": "n", "icon_color": 1}}, {"delete_chat_photo": True},
            {"photo": [SHAPE], "media_group_id": "7"}, {"something_new": {"a": [1, None]}},
            {"migrate_to_chat_id": GROUP["id"]}, {"migrate_from_chat_id": OLD_GROUP["id"]},
        ]
    ),
)  # fmt: skip
ORIGINS = st.sampled_from(
    [
        {"type": "channel", "date": MONDAY, "chat": CHANNEL, "message_id": 17},
        {"type": "hidden_user", "date": 0, "sender_user_name": "\u202e"},
        {"type": "user", "date": MONDAY, "sender_user": BOT},
        {"type": "chat", "date": MONDAY, "sender_chat": GROUP},
    ]
)
IDS = st.sampled_from([1, 7, 10, 77, 5000, 5001, 5002, 2**31 - 1])
DATES = st.sampled_from(
    [MONDAY, MONDAY, MONDAY, MONDAY, 0, 1, MONDAY - 90_000, MONDAY - 4000, MONDAY + 9, 2**31 - 1]
)
RARELY = st.sampled_from([False, False, False, True])
SENDERS = st.sampled_from(
    [{"from": one} for one in [ALICE, ALICE, ALICE, ALICE, BOT, OTHER_BOT, NOBODY]] + [{}]
)


IN_ANY = st.sampled_from(CHATS)


@st.composite
def messages(draw, chats=IN_ANY, depth=1):
    chat = draw(chats)
    said = {"message_id": draw(IDS), "date": draw(DATES), "chat": chat}
    if draw(RARELY):
        said |= draw(MEDIA)
    said |= draw(SENDERS)
    if draw(RARELY):
        said |= {"from": ANONYMOUS, "sender_chat": draw(st.sampled_from([chat, CHANNEL]))}
    words = draw(st.sampled_from(["text", "text", "text", "caption", None]))
    if words:
        text = draw(TEXTS)
        telegrams = not draw(RARELY)  # the entities as Telegram finds them, or any
        marks = "entities" if words == "text" else "caption_entities"
        surrogate = any("\ud800" <= letter <= "\udfff" for letter in text)
        found = entities(text) if telegrams and not surrogate else draw(ENTITIES)
        said |= {words: text, marks: found}
    extra = {
        "forward_origin": ORIGINS,
        "edit_date": DATES,
        "via_bot": st.just(OTHER_BOT),
        "is_automatic_forward": st.just(True),
        "message_thread_id": IDS,
        "is_topic_message": st.booleans(),
        "quote": st.builds(lambda text: {"text": text, "position": 0}, TEXTS),
        "author_signature": st.just("\u202e"),
        "business_connection_id": st.just("b"),
        "guest_query_id": st.just("g"),
        "has_protected_content": st.just(True),
    }
    if draw(RARELY):
        for name in draw(st.lists(st.sampled_from(sorted(extra)), min_size=1, max_size=3)):
            said[name] = draw(extra[name])
    if depth and draw(RARELY):
        said["reply_to_message"] = draw(messages(st.just(chat), depth - 1))
    return said


DATA = st.one_of(
    st.sampled_from(
        ["sources:1", "sources:2", "sources:0", "sources:999999999", "sources:9999999999",
         "sources:-1", "sources:٣", "sources:1\n", "near", "near\n", "nearest", "keep", "forget",
         "keep:1", "forget:1", "remove:", "undo:", "remove:0123456789abcdef",
         "undo:0123456789abcdef", "remove:0123456789ABCDEF", "remove:C1", "remove:1",
         "undo:" + "f" * 1000, "older:1", "\x00", "a" * 5000, "\ud800", "/forget", ""]
    ),
    st.text(min_size=1, max_size=70),
)  # fmt: skip


@st.composite
def presses(draw, chats=st.sampled_from(CHATS), data=DATA):  # noqa: B008
    query = {"id": "9", "from": ALICE, "chat_instance": "1"}
    query |= draw(
        st.one_of(
            st.builds(lambda data: {"data": data}, data),
            st.builds(lambda data: {"data": data}, data),
            st.just({"game_short_name": "chess"}),
            st.just({}),
        )
    )
    chat = draw(chats)
    hidden = {"message_id": draw(IDS), "date": 0, "chat": chat}
    shown = st.builds(
        lambda said: said | {"from": BOT, "date": said["date"] or MONDAY},
        messages(st.just(chat)),
    )
    place = draw(
        st.one_of(
            st.builds(lambda one: {"message": one}, shown),
            st.builds(lambda one: {"message": one}, shown),
            st.just({"message": hidden}),
            st.just({"inline_message_id": "inline"}),
            st.just({}),
        )
    )
    return query | place


STATUSES = {
    "member": {}, "left": {}, "kicked": {"until_date": 0},
    "creator": {"is_anonymous": False},
    "restricted": {"is_member": True, "until_date": 0} | dict.fromkeys(
        ["can_change_info", "can_invite_users", "can_pin_messages", "can_send_messages",
         "can_send_polls", "can_send_other_messages", "can_add_web_page_previews",
         "can_manage_topics", "can_send_audios", "can_send_documents", "can_send_photos",
         "can_send_videos", "can_send_video_notes", "can_send_voice_notes", "can_edit_tag",
         "can_react_to_messages"], True),
}  # fmt: skip


@st.composite
def memberships(draw):
    def member():
        status = draw(st.sampled_from(sorted(STATUSES)))
        return {"status": status, "user": BOT} | STATUSES[status]

    return {
        "chat": draw(st.sampled_from(CHATS)), "from": ALICE, "date": draw(DATES),
        "old_chat_member": member(), "new_chat_member": member(),
    }  # fmt: skip


def updates(kinds, things):
    return st.tuples(st.sampled_from(kinds), things)


UPDATES = st.one_of(
    updates(["message"], messages()),
    updates(["message"], messages()),
    updates(["edited_message"], messages()),
    updates(["callback_query"], presses()),
    updates(["my_chat_member"], memberships()),
    updates(["channel_post", "edited_channel_post", "business_message"], messages()),
    updates(
        ["inline_query", "of_a_later_day"],
        st.just({"id": "1", "from": ALICE, "query": "who?", "offset": ""}),
    ),
    updates(
        ["of_a_later_day", "of_the_day_after", "update_ids"],
        st.sampled_from([{}, [], None, "x", 1, {"message": {}}]),
    ),
)


def is_addressed(said):
    """Whether a message in a group speaks to the bot, told without the bot's own code."""
    replied = said.get("reply_to_message", {})
    if replied.get("from", {}).get("id") == BOT["id"]:
        return True
    text = said.get("text") or said.get("caption") or ""
    marks = said.get("entities") or said.get("caption_entities") or []
    encoded = text.encode("utf-16-le", "surrogatepass")
    for mark in marks:
        part = encoded[2 * mark["offset"] : 2 * (mark["offset"] + mark["length"])]
        words = part.decode("utf-16-le", "ignore").lower()
        kind = mark["type"]
        if (
            (kind == "mention" and words == "@quotewirebot")
            or (kind == "bot_command" and words.endswith("@quotewirebot"))
            or (kind == "text_mention" and mark.get("user", {}).get("id") == BOT["id"])
        ):
            return True
    return False


def chat_of(kind, thing):
    if kind == "callback_query":
        thing = thing.get("message", {})
    return thing.get("chat", {}) if isinstance(thing, dict) else {}


@settings(max_examples=400)
@given(UPDATES)
def test_whatever_strangers_send_is_answered_well_or_not_at_all(talk, library, errors, update):
    kind, thing = update
    errors.clear()
    chat = chat_of(kind, thing)
    calls = arrive(talk, kind, thing)
    assert errors == []
    for call in calls:
        check(call, chat.get("id"))
    if kind not in ("message", "edited_message", "callback_query"):
        assert calls == []
    elif kind != "callback_query" and chat["type"] != "private":
        assert calls == [] or is_addressed(thing)
    assert talk.bot.dispatch.waiting == 0
    assert Inbox(library.store.database).waiting() == []
    talk.pass_time(61)
    (answer,) = talk.say(QUESTION, ASKING)
    assert BUILT in answer["text"]
    assert errors == []


@pytest.mark.parametrize("empty", [{}, {"data": ""}])
def test_a_button_without_data_is_answered_quietly(talk, errors, empty):
    errors.clear()
    shown = message("…", PRIVATE, message_id=77, **{"from": BOT})
    query = {"id": "9", "from": ALICE, "chat_instance": "1", "message": shown}
    (call,) = arrive(talk, "callback_query", query | empty)
    assert call.method == "answerCallbackQuery"
    assert errors == []


# What is one chat's own.

SEVEN = "Zorblax quimtern vashtipol. Drelnik parvoon skelthar. Ombrigal tessivane korrudax."
GONE = "Feldspun mirovelt gashtor. Yindrel klavorsh."
EIGHT = "Rain fell in Sund on Friday. The harbour stayed open."
TYPED = ["zorblax", "Zorblox", "quimter", "feldspun mirovelt", "gashto", "Zorblax vessel harbour"]
SECRET = re.compile(
    "vashtipol|drelnik|parvoon|skelthar|ombrigal|tessivane|korrudax|gashtor|yindrel|klavorsh|secret",
    re.IGNORECASE,
)
OWN_CHATS = [
    {"id": 8, "type": "private", "first_name": "Eve"},
    {"id": -1008, "type": "supergroup", "title": "Eves", "is_forum": True},
]


def owned(text, collection, about="Secret"):
    spans = [Span(*found.span()) for found in re.finditer(r"[^.]+\.", text)]
    url = f"https://{about.lower()}.example/{len(text)}"
    return Article(text, about, tuple(spans), source=about, url=url, collection=collection)


@pytest.fixture(scope="module")
def neighbours():
    """A talk; one article of chat 7, and one that it has just removed."""
    library = Library.of([read_article(BRIDGE.encode(), "bridge.txt")])
    here, gone = owned(SEVEN, "7"), owned(GONE, "7")
    library.store.add(here)
    library.store.add(gone)
    library.store.set_aside(gone.id)
    with Talk(library) as conversation:
        conversation.api.chats = OWN_CHATS
        conversation.api.administrators = {1}
        yield conversation, library, here, gone


THEIRS = [owned(SEVEN, "7").id, owned(GONE, "7").id]
REFERENCES = [*THEIRS, *TYPED, "1", "C1", "C2", "C3", "[C1]", "#C2", "7", "", THEIRS[0][:8]]
COMMAND_WORDS = ["sources", "remove", "unfollow", "forget", "feeds", "start", "follow"]
ASKED = st.one_of(
    st.builds("/{}@QuotewireBot {}".format, *map(st.sampled_from, (COMMAND_WORDS, REFERENCES))),
    st.builds(
        "{} {}".format, *map(st.sampled_from, (["/ask@QuotewireBot", "@QuotewireBot"], TYPED))
    ),
    st.sampled_from(["/add@QuotewireBot Rain fell. Wind blew.", "/add@QuotewireBot"]),
)
PRESSED = st.one_of(
    st.builds("{}:{}".format, st.sampled_from(["undo", "remove"]), st.sampled_from(THEIRS)),
    st.sampled_from(["near", "forget", "keep", "sources:1", "sources:2"]),
)


@st.composite
def intrusions(draw):
    chat = draw(st.sampled_from(OWN_CHATS))
    number = draw(st.sampled_from([5000, 5001, 5002, 5003]))
    shown = message("…", chat, message_id=number, **{"from": BOT})
    if draw(st.booleans()):
        asked = message(draw(st.sampled_from(TYPED)), chat, message_id=5)
        shown["reply_to_message"] = asked
    if draw(st.booleans()):
        query = {"id": "9", "from": ALICE, "chat_instance": "1", "data": draw(PRESSED)}
        return "callback_query", query | {"message": shown}
    said = message(draw(ASKED), chat, message_id=draw(st.integers(10, 14)))
    if draw(st.booleans()):
        said["reply_to_message"] = shown
    if draw(st.booleans()):
        return "edited_message", said | {"edit_date": MONDAY + 10}
    return "message", said


@settings(max_examples=60)
@given(st.lists(intrusions(), min_size=1, max_size=6))
def test_no_chat_sees_or_changes_what_is_anothers(neighbours, errors, sent):
    talk, library, here, gone = neighbours
    errors.clear()
    for chat in OWN_CHATS:
        library.store.add(owned(EIGHT, str(chat["id"]), "Rain"))
    for kind, thing in sent:
        for call in arrive(talk, kind, thing):
            check(call, chat_of(kind, thing)["id"])
            told = json.dumps(call.parameters)
            assert not SECRET.search(told)
            assert here.id not in told
            assert gone.id not in told
    assert errors == []
    assert [one.id for one in library.sources("7") if one.collection == "7"] == [here.id]
    assert library.store.put_back(gone.id, "7") is not None
    library.store.set_aside(gone.id)


def test_a_text_that_another_chat_has_is_new_here(neighbours):
    talk, *_ = neighbours
    said = f"/add {SEVEN}"
    (call,) = arrive(talk, "message", message(said, OWN_CHATS[0]))
    assert call.parameters["text"].startswith("Added [C")
    arrive(talk, "callback_query", {
        "id": "9", "from": ALICE, "chat_instance": "1", "data": "forget",
        "message": message("…", OWN_CHATS[0], message_id=77, **{"from": BOT}),
    })  # fmt: skip


# What an article can hold.

HOSTILE = [
    "Storm", "a\n[9] Another, Post, 1 sentence", "a\r\nb", "\x1b[2J\x1b]0;title\x07", "\x9b31m",
    "\u202eelbaniretla", "\u2066a", "\u2067\u202b", "\u200e\u200f\u061c", "\u2028a\u2029b",
    "\x85\x0b\x0c", "\x00", "@channel", "/forget", "@QuotewireBot", "#tag", "*bold* _i_ `c` ||s||",
    "<b>a</b><a href='x'>y</a>", "[text](http://evil.example)", "&lt;&amp;", "javascript:alert(1)",
    "=cmd()|' /C calc'!A0", "x" * 3000, "😀" * 1500, "\u0301" * 300, "\u200d\u200b\ufeff", "مرحبا",
    "שלום (1)", "%s {0}", "", " ", "\t", "https://evil.example/", "\U000e0041\U000e007f", "٣",
    "│ a",
]  # fmt: skip
ANY = st.one_of(
    st.sampled_from(HOSTILE),
    st.lists(st.sampled_from(HOSTILE), max_size=3).map(" ".join),
    st.text(max_size=20),
)
URLS = st.sampled_from(
    [
        "https://news.example/a", "HTTP://news.example/a", "http://a/[text](http://b)",
        "https://news.example/\u202emoc", "https://news.example/\x1b[2J", "http://a@b:99/#x?y",
        "https://news.example/" + "a" * 3000, "javascript:alert(1)", "javascript://http://a/",
        "tg://resolve?domain=x", "ftp://a/b", "https://", "http:///x", "/relative",
        "data:text/html,x",
        "https://a/ b", "https://a/\nb", "\nhttps://a/", " https://a/", "mailto:a@b", "", None,
    ]
)  # fmt: skip


@st.composite
def hostile_articles(draw):
    sentences = [one for one in draw(st.lists(ANY, max_size=5)) if one.strip()]
    sentences.insert(draw(st.integers(0, len(sentences))), "The vessel sank near Brevik.")
    spans, text = [], ""
    for sentence in sentences:
        spans.append(Span(len(text), len(text) + len(sentence)))
        text += sentence + draw(st.sampled_from(["\n", " ", "\n\n"]))
    return Article(
        text, draw(ANY), tuple(spans), source=draw(st.none() | ANY), author=draw(st.none() | ANY),
        url=draw(URLS), published=draw(st.sampled_from([None, date(2025, 3, 3), date(1, 1, 1)])),
        collection=str(PRIVATE["id"]),
    )  # fmt: skip


HEADERS = [
    'date: "\\uD800"', 'date: "\\u202E\\e[2J"', 'url: "\\u202Ehttp://x"',
    'url: "javascript:\\e[2J"',
]  # fmt: skip


TURNING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
BREAKING = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")
COMMANDING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
STYLE = re.compile(r"\x1b\[(?:0|1|2)m")  # which click makes


def check_quoting(text, marks, article):
    """Whether a message quotes the article word for word, links to it, and says no more of it."""
    quotes = [mark for mark in marks if mark["type"] == "blockquote"]
    assert {covered(text, mark) for mark in quotes} <= {one.text for one in article.sentences}
    for mark in marks:
        if mark["type"] == "text_link":
            assert mark["url"] == article.url
            assert re.match("https?://[^/]", mark["url"], re.IGNORECASE)
            assert re.fullmatch(
                r".*[^\s\u200b-\u200f\u2060\ufeff\u0301\u061c].*", covered(text, mark)
            )
        elif mark["type"] == "bold":
            start, end = mark["offset"], mark["offset"] + mark["length"]
            assert any(one["offset"] <= start and end <= one["offset"] + one["length"]
                       for one in quotes)  # fmt: skip
        else:
            assert mark["type"] == "blockquote"
    beside = text.encode("utf-16-le")
    for quote in reversed(quotes):
        end = quote["offset"] + quote["length"]
        beside = beside[: 2 * quote["offset"]] + beside[2 * end :]
    beside = beside.decode("utf-16-le")
    assert not TURNING.search(beside)
    assert not BREAKING.search(beside)
    lines = re.findall(r"(?m)^\[", beside)  # each cites a quote, or is the one of the list
    assert len(lines) <= max(1, len(quotes) + beside.count("too long to send"))


@pytest.mark.parametrize("header", HEADERS)
def test_what_a_header_says_turns_and_breaks_nothing_where_it_is_refused(talk, header):
    talk.pass_time(61)
    (sent,) = talk.say(f"/add ---\n{header}\n---\nIt rained on Monday. It snowed.")
    check(Call("sendMessage", sent), PRIVATE["id"])
    assert not TURNING.search(sent["text"])
    assert not BREAKING.search(sent["text"])


@settings(max_examples=80)
@given(hostile_articles())
def test_what_an_article_holds_is_shown_as_it_is_and_does_nothing(errors, article):
    errors.clear()
    with Talk(Library.of([article])) as talk:
        for said in (
            "Which vessel sank near Brevik?",
            "/sources",
            "/sources C1",
            "Brevik zeppelin",
        ):
            (sent,) = talk.say(said)
            check(Call("sendMessage", sent), PRIVATE["id"])
            check_quoting(sent["text"], sent["entities"], article)
        for data in ("near", f"remove:{article.id}", f"undo:{article.id}"):
            (sent,) = talk.press(data, message=message("…", PRIVATE, message_id=5003))
            check(Call("editMessageText", sent), PRIVATE["id"])
            check_quoting(sent["text"], sent.get("entities", []), article)
    assert errors == []


@given(hostile_articles(), st.sampled_from([None, 20, 60]))
def test_what_an_article_holds_commands_no_terminal(article, width):
    sources = Sources.of([article])
    (article,) = sources
    passages = tuple(
        Passage(one, 1.0, (Span(one.start, one.start + 1),)) for one in article.sentences
    )
    answer = Answer("who?", ("who",), passages, 0.5)
    nothing = replace(answer, passages=(), unknown=("\x1b[2J\u202e",))
    shown = [
        render(answer_reply(answer, sources, sys.maxsize), width),
        render(nearest_reply(nothing, answer, sources), width),
        render(sources_reply(sources), width),
        render(source_reply(sources, "C1"), width),
        *source_lines(sources),
        *article_lines(article),
    ]
    for lines in shown:
        assert not COMMANDING.search(STYLE.sub("", lines))
    assert [line.count("\n") for line in source_lines(sources)] == [0]
    assert [line for line in article_lines(article) if "\n" in line] == []


@given(st.text())
def test_what_is_printable_keeps_its_places_and_commands_nothing(text):
    shown = printable(text)
    assert len(shown) == len(text)
    assert not COMMANDING.search(shown)
    assert all(new in (old, "\ufffd") for new, old in zip(shown, text, strict=True))


@pytest.mark.parametrize(
    "replied",
    [
        {"document": {"file_id": "d", "file_unique_id": "u", "file_name": "a\ud800.txt"}},
        {"text": "It rained. It snowed.", "forward_origin": {
            "type": "channel", "date": MONDAY, "message_id": 17,
            "chat": {"id": -100, "type": "channel", "title": "\ud800 news"}}},
    ],
)  # fmt: skip
def test_half_characters_in_names_do_no_harm(talk, errors, replied):
    talk.pass_time(61)
    talk.api.files["d"] = b"It rained. It snowed."
    errors.clear()
    asked = message("/add", PRIVATE, reply_to_message=message(None, PRIVATE) | replied)
    assert arrive(talk, "message", asked)
    assert errors == []
