import pytest
from fake_telegram import ALICE, BOT, GROUP, NOW, PRIVATE, Talk, message

from bot.conversation.operator import open_questions, sites
from bot.library.library import Library
from bot.replies.operator.open_questions import DISMISSED, GONE, NONE_OPEN, NOT_KEPT, key_of
from corpus.errors import CorpusError
from corpus.sandbox.feed_items import Feed
from corpus.store.unanswered import Reason

GOLD, VENUS = "What is the price of gold on Mars?", "who rules Venus"
KNOWN = "Who built the vessel?"
SITE = "https://courier.example"


@pytest.fixture
def library(ferry):
    return Library.of([ferry])


@pytest.fixture
def talk(library):
    with Talk(library, quotewire_operators={1}, quotewire_keep_unanswered=True) as conversation:
        yield conversation


@pytest.fixture
def visited(monkeypatch):
    """The sites that were visited; each has a feed unless it is in the list already."""
    visited = []

    async def find_feed_at(url, _trusted):
        if url in visited:
            raise CorpusError(url, "has no feed")
        visited.append(url)
        return f"{url}/feed", Feed("Harbour Courier")

    monkeypatch.setattr(sites, "find_feed_at", find_feed_at)
    monkeypatch.setattr("corpus.web.feed_watch.find_feed_at", find_feed_at)
    return visited


def press(talk, data, chat=PRIVATE, **fields):
    """Press a button; return what was sent or edited, and the text at the top of the screen."""
    before = len(talk.api.calls)
    shown = message("…", chat, message_id=77, **{"from": BOT})
    sent = talk.press(data, message=shown, **fields)
    calls = talk.api.calls[before:]
    (top,) = [one.parameters.get("text") for one in calls if one.method == "answerCallbackQuery"]
    return sent, top


def buttons(sent):
    rows = (sent.get("reply_markup") or {"inline_keyboard": []})["inline_keyboard"]
    return [[button["text"] for button in row] for row in rows]


def data(sent, label):
    rows = sent["reply_markup"]["inline_keyboard"]
    return next(one["callback_data"] for row in rows for one in row if one["text"] == label)


def fill(library, *questions):

    for question in questions:
        library.store.unanswered.add("7", question, NOW)


def asked(library):
    return [one.question for one in library.store.unanswered.questions()]


def test_questions_are_grouped_and_the_most_asked_comes_first(talk, library):
    talk.say(GOLD)
    talk.say(VENUS)
    fill(library, "Who rules Venus?")
    (sent,) = talk.say("/unanswered")
    assert sent["text"] == (
        "3 open questions, similar ones together:\n\n"
        "1. who rules Venus\nasked 2 times, last on 3 Mar 2025\n\n"
        "2. What is the price of gold on Mars?\nasked once, on 3 Mar 2025"
    )
    assert buttons(sent) == [
        ["Dismiss 1", "Find a feed about 1"],
        ["Dismiss 2", "Find a feed about 2"],
    ]


def test_a_disliked_answer_is_marked(talk, library):

    library.store.unanswered.add("7", KNOWN, NOW, Reason.DISLIKED)
    assert talk.say("/unanswered")[0]["text"].endswith("3 Mar 2025, 1 answer disliked")


def test_without_stored_questions_it_says_so_or_how_to_store_them(talk, library):
    assert talk.say("/unanswered")[0]["text"] == str(NONE_OPEN)
    with Talk(library, quotewire_operators={1}) as without:
        assert without.say("/unanswered")[0]["text"] == str(NOT_KEPT)
        assert press(without, f"open:dismiss:{key_of(GOLD)}:1") == ([], None)


def test_more_groups_are_on_further_pages(talk, library):
    names = "gold silver copper iron lead zinc cobalt tungsten nickel".split()
    fill(library, *names)
    (first,) = talk.say("/unanswered")
    assert first["text"].startswith("9 open questions, similar ones together (page 1 of 3):")
    assert buttons(first)[-1] == ["2 ›", "3 »"]
    ((second,), _) = press(talk, data(first, "2 ›"))
    assert "5. lead" in second["text"]
    assert buttons(second)[-1] == ["‹ 1", "3 ›"]
    ((last,), _) = press(talk, "open:page:999999")
    assert "9. nickel" in last["text"]


def test_only_the_latest_are_grouped(talk, library, monkeypatch):
    monkeypatch.setattr(open_questions, "MOST", 2)
    fill(library, "gold", "silver", "copper")
    assert talk.say("/unanswered")[0]["text"].startswith("2 open questions")


def test_dismissing_deletes_the_group_and_shows_the_rest(talk, library):
    fill(library, VENUS, "Who rules Venus?", GOLD)
    (sent,) = talk.say("/unanswered")
    ((rest,), top) = press(talk, data(sent, "Dismiss 1"))
    assert top == str(DISMISSED)
    assert rest["text"].startswith("1 open question:\n\n1. What is the price")
    assert asked(library) == [GOLD]
    ((_,), top) = press(talk, data(sent, "Dismiss 1"))
    assert top == str(GONE)
    assert asked(library) == [GOLD]


@pytest.mark.parametrize("made", ["open:dismiss:{key}:1", "open:feed:{key}", "open:page:1"])
def test_only_an_operator_in_private_can_press(library, made, visited):
    fill(library, GOLD)
    forged = made.format(key=key_of(GOLD))
    with Talk(library, quotewire_operators={1}, quotewire_keep_unanswered=True) as talk:
        assert press(talk, forged, GROUP) == ([], None)  # the operator, where others can read it
        bob = {"id": 2, "type": "private", "first_name": "Bob"}
        assert press(talk, forged, bob, **{"from": ALICE | {"id": 2}}) == ([], None)
        follow = f"follow:{SITE}"
        assert press(talk, follow, bob, **{"from": ALICE | {"id": 2}}) == ([], None)
    assert asked(library) == [GOLD]
    assert visited == []


@pytest.mark.parametrize(
    "forged",
    ["open:dismiss:x:1", "open:dismiss:0123456789abcdef:1;", "open:page:-1", "follow:file:///etc"],
)
def test_forged_data_does_nothing(talk, library, forged, visited):
    fill(library, GOLD)
    assert press(talk, forged) == ([], None)
    assert (asked(library), visited) == ([GOLD], [])


def test_a_feed_of_the_closest_sources_site_can_be_followed(talk, library, visited):
    fill(library, KNOWN)
    (sent,) = talk.say("/unanswered")
    ((found,), _) = press(talk, data(sent, "Find a feed about 1"))
    assert visited == [SITE]
    assert "courier.example has a feed that you don’t follow: Harbour Courier" in found["text"]
    visited.clear()
    ((done,), _) = press(talk, data(found, "Follow courier.example"))
    assert done["text"].startswith("Following Harbour Courier")
    assert [feed.url for feed in library.store.subscriptions.feeds("library")] == [f"{SITE}/feed"]
    visited.clear()
    ((nothing,), _) = press(talk, data(sent, "Find a feed about 1"))
    assert "send /follow and the address" in nothing["text"]  # it is followed now


def test_without_a_feed_it_says_how_to_follow_one(talk, library, visited):
    visited.append(SITE)
    fill(library, KNOWN)
    (sent,) = talk.say("/unanswered")
    ((nothing,), _) = press(talk, data(sent, "Find a feed about 1"))
    assert "I found no other feed on the sites" in nothing["text"]
    assert press(talk, f"open:feed:{key_of('another')}") == ([], str(GONE))


def test_sample_articles_suggest_no_site(visited):
    library = Library.of([])
    fill(library, "who won the world cup")
    with Talk(library, quotewire_operators={1}, quotewire_keep_unanswered=True) as talk:
        (sent,) = talk.say("/unanswered")
        press(talk, data(sent, "Find a feed about 1"))
    assert visited == []


def test_for_everybody_else_and_in_groups_the_command_is_unknown(talk, library):
    said = talk.say("/unanswered@QuotewireBot", GROUP)[0]["text"]
    assert said.startswith("I don’t know the command")
    with Talk(library, quotewire_operators={2}, quotewire_keep_unanswered=True) as stranger:
        assert stranger.say("/unanswered")[0]["text"].startswith("I don’t know the command")
