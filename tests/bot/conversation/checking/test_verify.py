import pytest
from articles import BRIDGE
from fake_telegram import GROUP
from files import PAGE
from sent import buttons, quoted

from bot.conversation.checking.visits import Visits
from bot.jobs import job_queue
from bot.replies.checking.verified import NO_QUOTES, NOTHING_TO_VERIFY
from corpus.web.page_watch import Refresher

BUILT = "The shipyard in Norvik built the vessel for 48 million euros."
CHANGED = BUILT.replace("48", "61")
HOLM = "Mayor Ida Holm called the service a turning point for the islands."


def status(sent):
    """The lines of a report before each quote."""
    quotes = set(quoted(sent))
    return [line for line in sent["text"].splitlines() if line.endswith(":") or line in quotes]


def test_a_quote_that_is_still_there_is_said_to_be(checked):
    checked.ask()
    sent = checked.verify()
    assert sent["text"].splitlines()[:4] == [
        "Checked on 3 Mar 2025.",
        "",
        "Still there, word for word:",
        BUILT,
    ]
    assert sent["text"].splitlines()[4].startswith("[C1] New ferry links Harwick and Sund")
    assert checked.fetched == ["/ferry"]
    assert buttons(sent) == {}


def test_a_changed_quote_stands_beside_the_new_sentence(checked):
    checked.ask()
    checked.show(PAGE.replace("48", "61"))
    sent = checked.verify()
    assert status(sent)[:4] == ["Changed. Stored:", BUILT, "Now:", CHANGED]


def test_a_quote_that_was_deleted_is_gone(checked):
    checked.ask()
    checked.show(PAGE.replace(f"<p>{BUILT}</p>", ""))
    assert status(checked.verify())[:2] == ["Gone; the page has no sentence like it:", BUILT]


def test_another_article_at_the_address_is_told_from_a_deletion(checked):
    checked.ask()
    lines = "".join(f"<p>{line}</p>" for line in BRIDGE.splitlines()[1:])
    checked.show(f"<html><body><article><h1>Storm</h1>{lines * 2}</article></body></html>")
    assert "shows something other than this article" in status(checked.verify())[0]


@pytest.mark.parametrize(
    ("html", "fields", "reason"),
    [
        (PAGE, {"status": 404}, "its server responds with status 404"),
        (PAGE, {"status": 500}, "its server responds with status 500"),
        (PAGE, {"kind": "video/mp4"}, "unsupported type: video/mp4"),
        ("<p>Please log in.</p>", {}, "is a request to log in or subscribe"),
        ("", {}, "is empty"),
    ],
)
def test_a_page_that_cannot_be_read_says_why(checked, html, fields, reason):
    checked.ask()
    checked.show(html, **fields)
    sent = checked.verify()
    assert status(sent)[0].startswith("Not checked; its page ")
    assert quoted(sent)[0] == BUILT
    assert reason in sent["text"]


def test_a_text_without_an_address_says_so_and_nothing_is_fetched(bridge_talk):
    bridge_talk.say("How long do repairs take?")
    (sent,) = bridge_talk.say("/verify")
    assert "Not checked; this source has no web address" in sent["text"]
    assert "Engineers expect repairs to take three weeks." in quoted(sent)


def test_quotes_of_one_page_need_one_fetch(checked):
    checked.ask("Who built the vessel? What did Mayor Ida Holm call the service?")
    sent = checked.verify()
    assert {BUILT, HOLM} <= set(quoted(sent))
    assert checked.fetched == ["/ferry"]


def test_nothing_in_the_store_changes(checked):
    checked.ask()
    checked.show(PAGE.replace("48", "61"))
    store = checked.library.store
    before = store.version(), store.subscriptions.pages()
    assert CHANGED in quoted(checked.verify())
    assert (store.version(), store.subscriptions.pages()) == before
    assert BUILT in checked.ask()["text"]


def test_in_a_group_it_takes_a_reply(checked):
    checked.talk.say(f"/add@QuotewireBot {checked.host}/ferry", GROUP)
    checked.asked.clear()
    answer = checked.ask("/ask@QuotewireBot Who built the vessel?", GROUP)
    command = "/verify@QuotewireBot"
    assert checked.verify(GROUP, command)["text"] == str(NOTHING_TO_VERIFY)
    assert checked.fetched == []
    sent = checked.verify(GROUP, command, reply_to_message=answer)
    assert quoted(sent)[0] == BUILT
    assert checked.verify(GROUP, "/verify", reply_to_message=answer)["text"] == sent["text"]


def test_an_answer_of_long_ago_is_read_from_its_message(checked):
    answer = checked.ask()
    checked.ask("What did Mayor Ida Holm call the service?")
    fields = {"reply_to_message": answer | {"message_id": 17}}  # which nobody remembers
    assert quoted(checked.verify(**fields))[0] == BUILT
    checked.show(PAGE.replace("48", "61"))
    checked.talk.say(f"/add {checked.host}/ferry")
    checked.asked.clear()
    assert status(checked.verify(**fields))[:4] == ["Changed. Stored:", BUILT, "Now:", CHANGED]


def test_a_change_that_was_seen_before_shows_how_it_read(checked):
    checked.show(PAGE.replace("48", "61"))
    checked.talk.say(f"/add {checked.host}/ferry")
    answer = checked.ask()
    assert "The source changed this sentence on" in answer["text"]
    sent = checked.verify()
    assert status(sent)[:2] == ["Still there, word for word:", CHANGED]
    assert quoted(sent)[1] == BUILT
    assert "it read:" in sent["text"]


def test_a_message_without_quotes_has_nothing_to_check(checked):
    (sent,) = checked.talk.say("hello")
    said = {"message_id": 5001, "date": 0, "chat": checked.talk.message("x")["chat"]}
    said |= {"from": checked.talk.api.me, "text": sent["text"]}
    assert checked.verify(reply_to_message=said)["text"] == str(NO_QUOTES)


def test_sources_of_another_chat_are_not_looked_up(checked):
    answer = checked.ask()
    in_group = answer | {"chat": GROUP, "message_id": 18}
    sent = checked.verify(GROUP, "/verify@QuotewireBot", reply_to_message=in_group)
    assert sent["text"] == str(NO_QUOTES)
    assert checked.fetched == []


def test_a_user_without_reading_time_is_refused(checked, monkeypatch):
    checked.ask()
    monkeypatch.setattr(job_queue, "BUDGET", job_queue.Used(0.0, 0))
    assert "read any more for you" in checked.verify()["text"]
    assert checked.fetched == []


def test_an_address_inside_the_network_is_not_fetched(checked):
    checked.talk.say(f"/add {BRIDGE}")
    checked.talk.say(f"/edit C2 url: {checked.host.replace('localhost', '127.0.0.1')}/ferry")
    checked.ask("How long do repairs take?")
    assert "its page is not on the public internet" in checked.verify()["text"]
    assert checked.fetched == []


def test_the_address_that_an_article_was_fetched_from_counts(checked):
    checked.talk.say("/edit C1 url: http://127.0.0.1:9/other")
    checked.ask()
    assert "Still there" in checked.verify()["text"]
    assert checked.fetched == ["/ferry"]


def test_a_page_that_never_ends_is_given_up(checked, monkeypatch):
    monkeypatch.setattr("corpus.sandbox.fetch.MOST_BYTES", 1 << 20)
    checked.ask()
    checked.show(PAGE + "x" * (2 << 20))
    assert "its page is larger than 1 MB" in checked.verify()["text"]


def test_an_edited_command_is_not_carried_out_again(checked):
    checked.ask()
    said = checked.talk.message("/verify")
    assert len(checked.talk.send("message", said)) == 1
    assert checked.talk.edit(said, "/verify please") == []


def test_a_change_that_a_refresh_finds_is_shown_with_the_answer(checked):
    checked.show(PAGE.replace("48", "61"))
    refresher = Refresher(checked.library.store, {"localhost"})
    (watched,) = checked.library.store.subscriptions.pages()
    assert checked.talk.runner.run(refresher.check(watched))
    answer = checked.ask()
    assert CHANGED in answer["text"]
    assert "The source changed this sentence on" in answer["text"]


def test_a_site_is_visited_only_so_often_an_hour_whoever_asks(checked, monkeypatch):
    allowed = iter([True, True, False])
    monkeypatch.setattr(Visits, "may_visit", lambda *_: next(allowed))
    checked.ask()
    for _ in range(2):
        assert "Still there" in checked.verify()["text"]
    assert "its page is on a site whose pages were read too often" in checked.verify()["text"]
    assert len(checked.fetched) == 2
