from articles import FERRY
from fake_telegram import PRIVATE, message
from files import PAGE
from sent import text


def test_a_file_is_read_from_its_message_or_the_one_replied_to(bridge_talk):
    bridge_talk.api.files["doc1"] = PAGE.encode()
    document = {"file_id": "doc1", "file_unique_id": "u", "file_name": "page.html"}
    command = {"type": "bot_command", "offset": 0, "length": 4}
    sent = bridge_talk.say(None, caption="/add", document=document, caption_entities=[command])
    assert text(sent).startswith("Added [C1] New ferry")
    bridge_talk.api.files["doc1"] = b"%PDF-1.4"
    earlier = message(None, PRIVATE, document=document, message_id=3)
    assert text(bridge_talk.say("/add", reply_to_message=earlier)) == (
        "I could not add that: it is a damaged PDF."
    )


def test_a_forwarded_post_keeps_its_channel_day_and_link(bridge_talk):
    channel = {"id": -100500, "type": "channel", "title": "Harbour News", "username": "harbour"}
    origin = {"type": "channel", "date": 1_741_000_000, "chat": channel, "message_id": 17}
    post = message(FERRY, PRIVATE, message_id=3, forward_origin=origin)
    (sent,) = bridge_talk.say("/add", reply_to_message=post)
    assert sent["text"].startswith("Added [C1] New ferry links Harwick and Sund, Harbour News, 3 ")
    (link,) = [entity for entity in sent["entities"] if entity["type"] == "text_link"]
    assert link["url"] == "https://t.me/harbour/17"
