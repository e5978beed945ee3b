"""What strangers, and programs that pass for people, may send to the bot."""

import json
import re

from fake_telegram import (
    ALICE,
    BOT,
    FORUM,
    GROUP,
    MONDAY,
    PRIVATE,
    entities,
)
from hypothesis import strategies as st

OLD_GROUP = {"id": -5, "type": "group", "title": "Newsroom"}
CHANNEL = {"id": -1009, "type": "channel", "title": "Harbour News", "username": "harbour"}
ASKING = {"id": 99, "type": "private", "first_name": "Bea"}
CHATS = [PRIVATE, GROUP, FORUM, OLD_GROUP, CHANNEL]
OTHER_BOT = {"id": 5, "is_bot": True, "first_name": "Other", "username": "other_bot"}
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
NOBODY = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
COMMANDS = [
    "/start xyz", "/start", "/help", "/privacy", "/ask", "/ASK who built it?", "/weather",
    "/ask vessel", "/sources", "/sources 1", "/sources C1", "/sources 99999999999999999999",
    "/sources ٣", "/sources -1", "/sources [1].", "/sources \x00", "/sources \u202e1",
    "/remove", "/remove C1", "/remove 1", "/remove C999999999999999999999", "/remove #", "/forget",
    "/add", "/add A ship sank.\nIt was old.", "/add javascript:alert(1)", "/add http://127.0.0.1/x",
    "/add https://[::1", "/add http://\u202e\x00/", "/add \u200b", "/add \ud800 sank. It rained.",
    "/add ---\ntitle: '@channel'\nurl: javascript:x\n---\nIt rained.",
    "/add \x1b[2J. \u2028 \r\n.",
    "/add ---\ntitle: \"\\e[2J\\u202E[x](http://y)\"\nurl: http://a\n---\nIt rained. It froze.",
    "/feeds", "/follow", "/follow http://127.0.0.1/feed", "/follow http://a:b@[::1]:99999/",
    "/follow http://127.0.0.1:99999/", "/unfollow", "/unfollow 1", "/unfollow ٣",
]  # fmt: skip
WORDS = [
    "Who built the vessel?", "What does a ticket cost?", "and when?", "bridge", "Mayor Holm",
    "the of and",
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
        telegrams = not draw(RARELY)  # the entities that Telegram would find, or any others
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
         "add", "add:3", "add:0",
         "keep:1", "forget:1", "remove:", "undo:", "remove:0123456789abcdef",
         "undo:0123456789abcdef", "remove:0123456789ABCDEF", "remove:C1", "remove:1",
         "undo:" + "f" * 1000, "older:1", "\x00", "a" * 5000, "\ud800", "/forget", ""]
    ),
    st.text(min_size=1, max_size=70),
)  # fmt: skip


@st.composite
def presses(draw, chats=st.sampled_from(CHATS), data=DATA):  # noqa: B008 - strategies do not change
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


def chat_of(kind, thing):
    if kind == "callback_query":
        thing = thing.get("message", {})
    return thing.get("chat", {}) if isinstance(thing, dict) else {}


def arrive(talk, kind, thing):
    """Deliver an update as JSON; return every call that the bot makes because of it."""
    before = len(talk.api.calls)
    talk.pass_time(61)  # so that nobody reaches the limit of questions a minute
    talk.send(kind, json.loads(json.dumps(thing)))
    return talk.api.calls[before:]
