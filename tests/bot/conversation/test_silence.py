import pytest
from fake_telegram import ALICE, BOT, FORUM, GROUP, MONDAY, PRIVATE, message
from hypothesis import given
from hypothesis import strategies as st
from processor_time import seconds_of
from telegram import Message, User

from bot.conversation.requests import Request
from bot.conversation.silence import read_request

BOT_USER = User(**BOT)
OTHER_BOT = {"id": 5, "is_bot": True, "first_name": "Other", "username": "other_bot"}
BY_BOT = message("[1] a quote", GROUP, **{"from": BOT})
CLAIM = message("The vessel was built in Norvik", GROUP, message_id=3)
PICTURE = {"photo": [{"file_id": "a", "file_unique_id": "b", "width": 9, "height": 9}]}
STICKER_FIELDS = {"type": "regular", "width": 9, "height": 9, "is_animated": False}
STICKER = {"file_id": "a", "file_unique_id": "b", "is_video": False} | STICKER_FIELDS


def read(text, chat=GROUP, **fields):
    return read_request(Message.de_json(message(text, chat, **fields), None), BOT_USER)


def asked(text, chat=GROUP, **fields):
    request = read(text, chat, **fields)
    assert request is None or request.command == "ask"
    return request and request.words


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("@QuotewireBot who built it?", "who built it?"),
        ("@quotewirebot who built it?", "who built it?"),
        ("😀👩‍👩‍👧 @QuotewireBot who built it?", "😀👩‍👩‍👧 who built it?"),
        ("who built it, @QuotewireBot", "who built it,"),
        ("who @QuotewireBot built\n@QuotewireBot it?", "who built it?"),
        ("/ask@QuotewireBot who built it?", "who built it?"),
        ("/ASK@quotewirebot who built it?", "who built it?"),
        ("/ask @QuotewireBot who built it?", "who built it?"),
    ],
)
def test_a_group_message_that_names_the_bot_is_a_question_without_the_name(text, question):
    assert asked(text) == question


@pytest.mark.parametrize(
    "text",
    [
        "who built it?",
        "mail a@QuotewireBot who built it?",
        "@QuotewireBotx who built it?",
        "@other_bot who built it?",
        "/ask who built it?",
        "/sources",
        "/ask@other_bot who built it?",
        "/sources@other_bot @QuotewireBot",
        "/unknown",
        "/unknown@other_bot",
        "QuotewireBot, who built it?",
    ],
)
def test_a_group_message_that_does_not_name_the_bot_is_not_for_it(text):
    assert read(text) is None


def test_a_name_without_an_entity_does_not_address_the_bot():
    assert read("@QuotewireBot who built it?", entities=[]) is None


def test_a_link_to_the_bot_addresses_it():
    entity = {"type": "text_mention", "offset": 0, "length": 4}
    assert asked("News who built it?", entities=[entity | {"user": BOT}]) == "who built it?"
    assert asked("News who built it?", entities=[entity | {"user": ALICE}]) is None


def test_a_caption_is_read_like_a_text():
    caption = message("look, @QuotewireBot who built it?")
    fields = {"caption": caption["text"], "caption_entities": caption["entities"]} | PICTURE
    assert asked(None, **fields) == "look, who built it?"
    assert asked(None, PRIVATE, **fields) == "look, who built it?"
    assert read(None, caption="who built it?", **PICTURE) is None


def test_a_reply_to_the_bot_is_a_question():
    assert asked("who built it?", reply_to_message=BY_BOT) == "who built it?"
    assert asked("/ask who built it?", reply_to_message=BY_BOT) == "who built it?"
    assert read("/sources 2", reply_to_message=BY_BOT) == Request("sources", "2")
    assert read("/sources@other_bot", reply_to_message=BY_BOT) is None
    assert read("/weather", reply_to_message=BY_BOT) is None


def test_a_reply_to_somebody_else_is_not_for_the_bot():
    assert read("who built it?", reply_to_message=CLAIM) is None


def test_a_message_in_a_topic_is_not_a_reply_to_the_bot():
    created = {"forum_topic_created": {"name": "Ferries", "icon_color": 7322096}}
    beginning = message(None, FORUM, message_id=7, **{"from": BOT}, **created)
    topic = {"message_thread_id": 7, "is_topic_message": True, "reply_to_message": beginning}
    assert read("who built it?", FORUM, **topic) is None
    assert asked("@QuotewireBot who built it?", FORUM, **topic) == "who built it?"
    assert asked("@QuotewireBot", FORUM, **topic) == ""


@pytest.mark.parametrize("text", ["@QuotewireBot", "/ask@QuotewireBot", "👆 @QuotewireBot ?!"])
def test_a_mention_without_words_asks_about_the_message_replied_to(text):
    assert asked(text, reply_to_message=CLAIM) == CLAIM["text"]
    captioned = message(None, GROUP, caption="Built in Norvik", **PICTURE)
    assert asked(text, reply_to_message=captioned) == "Built in Norvik"
    earlier = message("@QuotewireBot who built it?", GROUP)
    assert asked(text, reply_to_message=earlier) == "who built it?"
    quote = {"text": "built in Norvik", "position": 15, "is_manual": True}
    assert asked(text, reply_to_message=CLAIM, quote=quote) == "built in Norvik"
    assert asked(text, quote=quote) == "built in Norvik"


@pytest.mark.parametrize("text", ["https://courier.example/ferry", "lol", "😀"])
def test_a_message_that_states_nothing_is_no_claim(text):
    said = message(text, GROUP)
    assert asked("@QuotewireBot is that true?", reply_to_message=said) == "is that true?"


def test_words_beside_the_mention_are_the_question():
    assert asked("@QuotewireBot when?", reply_to_message=CLAIM) == "when?"


def test_a_mention_alone_asks_nothing():
    assert asked("@QuotewireBot") == ""
    assert asked("@QuotewireBot", reply_to_message=BY_BOT) == ""
    assert asked("@QuotewireBot", reply_to_message=message(None, GROUP, **PICTURE)) == ""


@pytest.mark.parametrize(
    "fields",
    [
        {"from": OTHER_BOT},
        {"via_bot": OTHER_BOT},
        {"is_automatic_forward": True, "sender_chat": {"id": -5, "type": "channel"}},
        {"guest_query_id": "7"},
        {"business_connection_id": "7"},
        {"chat": {"id": -5, "type": "channel", "title": "News"}},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_a_message_that_no_person_wrote_here_is_not_for_the_bot(fields):
    assert read("/ask@QuotewireBot who built it?", **fields) is None
    assert read("/ask@QuotewireBot who built it?", **{"chat": PRIVATE} | fields) is None


@pytest.mark.parametrize("sender", [GROUP, {"id": -5, "type": "channel", "title": "News"}])
def test_anonymous_admins_and_people_writing_as_a_channel_are_answered(sender):
    stand_in = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    fields = {"from": stand_in, "sender_chat": sender}
    assert asked("@QuotewireBot who built it?", **fields) == "who built it?"


def test_in_private_every_text_is_a_question():
    assert asked("who built it?", PRIVATE) == "who built it?"
    assert asked("/ask who built it?", PRIVATE) == "who built it?"
    assert asked("/ask", PRIVATE) == ""
    assert asked("@QuotewireBot who built it?", PRIVATE) == "who built it?"
    forwarded = {"type": "hidden_user", "sender_user_name": "Someone", "date": MONDAY}
    assert asked("Built in Norvik", PRIVATE, forward_origin=forwarded) == "Built in Norvik"


@pytest.mark.parametrize("command", ["start", "help", "sources", "privacy"])
def test_commands_are_read_with_their_words(command):
    assert read(f"/{command} 3", PRIVATE) == Request(command, "3")
    assert read(f"/{command.upper()}@QuotewireBot") == Request(command)
    assert read(f"/{command}@other_bot", PRIVATE) is None


def test_an_unknown_command_is_for_the_bot_in_private_or_with_its_name():
    assert read("/weather tomorrow", PRIVATE) == Request("unknown", "weather")
    assert read("/weather@QuotewireBot tomorrow") == Request("unknown", "weather")


def test_an_attachment_without_text_gets_a_hint_only_in_private():
    assert read(None, PRIVATE, sticker=STICKER) == Request("wordless")
    assert read(None, sticker=STICKER, reply_to_message=BY_BOT) is None
    assert read(None, PRIVATE, media_group_id="8", **PICTURE) is None


@pytest.mark.parametrize(
    "notice",
    [
        {"new_chat_members": [BOT]},
        {"left_chat_member": BOT},
        {"migrate_to_chat_id": -1009},
        {"migrate_from_chat_id": -9},
        {"pinned_message": BY_BOT},
    ],
    ids=lambda notice: next(iter(notice)),
)
def test_service_messages_are_not_for_the_bot(notice):
    assert read(None, **notice) is None
    assert read(None, PRIVATE, **notice) is None


WORDS = st.sampled_from(
    ["who", "built", "QuotewireBot", "@", "😀", "/ask", "@other_bot", "\n", "é"]
)
KINDS = st.sampled_from(["bold", "hashtag", "url", "mention", "bot_command", "text_mention"])


@given(st.lists(WORDS, max_size=6), st.lists(st.tuples(KINDS, st.integers(0, 9)), max_size=4))
def test_a_group_message_that_does_not_address_the_bot_is_never_for_it(words, marks):
    text = " ".join(words).strip() or "who?"
    found = [
        {"type": kind, "offset": offset, "length": 4}
        | ({"user": ALICE} if kind == "text_mention" else {})
        for kind, offset in marks
    ]
    assert read(text, entities=found) is None
    assert read(text, entities=found, reply_to_message=CLAIM) is None


@given(st.text(max_size=20), st.text(max_size=20))
def test_a_mention_is_removed_wherever_it_stands(before, after):
    start = len(before.encode("utf-16-le")) // 2
    mention = {"type": "mention", "offset": start, "length": len("@QuotewireBot")}
    words = " ".join(f"{before} {after}".split())
    question = asked(f"{before}@QuotewireBot{after}", entities=[mention])
    assert question == words


def test_a_reply_to_a_notice_about_the_chat_is_not_for_the_bot():
    pinned = {"pinned_message": message("It rained.", GROUP), "from": BOT}
    notice = message(None, GROUP, message_id=3) | pinned
    assert read("how nice", reply_to_message=notice) is None


def test_a_long_text_full_of_names_is_read_at_once():
    name = "@QuotewireBoa "
    marks = [{"type": "mention", "offset": 14 * n, "length": 13} for n in range(40_000)]
    said = Message.de_json(message(name * 40_000, GROUP) | {"entities": marks}, None)
    found = []
    assert seconds_of(lambda: found.append(read_request(said, User(**BOT)))) < 1.0
    assert found == [None]
