from datetime import UTC, datetime, timedelta

import pytest
from articles import FERRY
from fake_telegram import ALICE, FORUM, GROUP, TOKEN, Talk
from sent import text

from bot.conversation.quotas import MOST_FEEDS, MOST_FEEDS_OF_USER, StorageQuota
from bot.library.library import Library
from bot.settings import Settings
from corpus.article import LIBRARY
from corpus.sandbox.feed_formats import Feed
from corpus.store.subscriptions import Followed


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        ({"quotewire_most_articles": 1}, "This chat has 1 source and cannot have more."),
        ({"quotewire_most_megabytes": 0.0001}, "have reached the size limit"),
        ({"quotewire_adds_per_hour": 1}, "1 text was added here in the last hour."),
    ],
)
def test_a_chat_at_its_limit_is_told(limit, said):
    with Talk(Library.of([]), **limit) as talk:
        assert text(talk.say(f"/add {FERRY}")).startswith("Added")
        assert said in text(talk.say("/add Storm\nIt stormed again in Sund."))


def test_the_librarys_articles_have_no_limit(bridge):
    store = Library.of([bridge]).store
    storage_quota = StorageQuota(store, Settings(quotewire_most_articles=0, _env_file=None))
    assert not storage_quota.is_full(LIBRARY)
    assert storage_quota.is_full("7")


def test_an_hour_after_the_last_addition_a_chat_can_add_again(ferry):
    later = datetime.now(UTC) + timedelta(hours=1, minutes=1)
    library = Library.of([ferry])
    settings = Settings(quotewire_adds_per_hour=1, _env_file=None)
    with Talk(library) as talk:
        talk.say("/add Storm\nIt stormed in Sund.")
    assert StorageQuota(library.store, settings).is_full("1")
    assert not StorageQuota(library.store, settings, lambda: later).is_full("1")


def test_a_chat_follows_a_limited_number_of_feeds(bridge):
    library = Library.of([bridge])
    now = datetime.now(UTC)
    for number in range(MOST_FEEDS):
        url = f"https://courier.example/{number}"
        feed = Followed("1", url, "Courier", None, None, now, 0)
        library.store.subscriptions.follow(feed)
    with Talk(library) as talk:
        said = text(talk.say("/follow https://courier.example/another"))
    assert said == f"This chat follows {MOST_FEEDS} feeds and cannot follow more."


def followed_by(library, count):
    """Let Alice follow feeds in groups of many chats."""
    quota = StorageQuota(library.store, Settings(telegram_bot_token=TOKEN, _env_file=None))
    alice = quota.user_hash(ALICE["id"])
    for number in range(count):
        url = f"https://courier.example/{number}"
        feed = Followed(str(-number), url, "C", None, None, datetime.now(UTC), 0, alice)
        library.store.subscriptions.follow(feed)
    return alice


def test_a_user_follows_a_limited_number_of_feeds_in_all_chats(bridge, monkeypatch):
    async def find_feed_at(url, _trusted):
        return url, Feed("Courier", ())

    monkeypatch.setattr("corpus.web.feed_watch.find_feed_at", find_feed_at)
    library = Library.of([bridge])
    alice = followed_by(library, MOST_FEEDS_OF_USER)
    with Talk(library) as talk:
        said = text(talk.say("/follow https://a.example/x"))
        assert said == "You follow 40 feeds in all your chats and cannot follow more."
        talk.api.administrators |= {ALICE["id"], 2}
        said = text(talk.say("/follow@QuotewireBot https://a.example/x", GROUP))
        assert said.startswith("You follow 40 feeds")
        bea = {"from": {"id": 2, "is_bot": False, "first_name": "Bea"}}
        said = text(talk.say("/follow@QuotewireBot https://a.example/x", GROUP, **bea))
        assert said.startswith("Following Courier")
    (feed,) = library.store.subscriptions.feeds(str(GROUP["id"]))
    assert feed.follower not in (None, 2, alice)


def test_whoever_posts_as_a_group_is_counted_as_that_group(bridge, monkeypatch):
    async def find_feed_at(url, _trusted):
        return url, Feed("Courier", ())

    monkeypatch.setattr("corpus.web.feed_watch.find_feed_at", find_feed_at)
    library = Library.of([bridge])
    user = {"from": {"id": 1087968824, "is_bot": True, "first_name": "Group"}}
    with Talk(library) as talk:
        for group in (GROUP, FORUM):
            for name in ("a", "b"):
                link = f"https://a.example/{name}"
                talk.say(f"/follow@QuotewireBot {link}", group, sender_chat=group, **user)
    followers = [feed.follower for feed in library.store.subscriptions.feeds()]
    assert len(followers) == 4
    assert followers[0] == followers[1] != followers[2] == followers[3]
