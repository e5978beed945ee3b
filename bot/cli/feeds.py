"""The commands about feeds: follow, feeds, unfollow, and refresh."""

import asyncio

import click

from bot.cli.opening import Workspace, pass_workspace
from bot.cli.terminal import printable
from bot.conversation.quotas import StorageQuota
from bot.replies.labels import counted
from corpus.article import LIBRARY
from corpus.errors import CorpusError
from corpus.store.subscriptions import Followed
from corpus.web.due_checks import DueChecks
from corpus.web.feed_watch import Follower
from corpus.web.page_watch import Refresher


@click.command()
@click.argument("url")
@pass_workspace
def follow(workspace: Workspace, url: str) -> None:
    """Follow a feed, or the feed of a website.

    Its new items are added as articles.
    """
    with workspace.store() as store:
        follower = Follower(store, workspace.settings.quotewire_fetch_hosts)
        feed = asyncio.run(follower.follow(LIBRARY, url))
        click.echo(f"Following {printable(feed.title)} ({printable(feed.url)})")
    click.echo("The running bot, or quotewire refresh, adds its new items.")


@click.command()
@pass_workspace
def feeds(workspace: Workspace) -> None:
    """List the followed feeds, and say which are failing, since when and why."""
    with workspace.existing_store() as store:
        followed = store.subscriptions.feeds(LIBRARY)
        if not followed:
            click.echo("No feeds are followed.", err=True)
        for feed in followed:
            failed = f", failed {counted(feed.failures, 'time')}" if feed.failures else ""
            more = ", more new items than were read" if feed.overflows else ""
            line = f"{printable(feed.url)}  {printable(feed.title)}{failed}{more}"
            click.echo(f"{line}, {_failing(feed)}" if feed.failing else line)


@click.command()
@click.argument("url")
@pass_workspace
def unfollow(workspace: Workspace, url: str) -> None:
    """Stop following a feed; its articles are kept."""
    with workspace.existing_store() as store:
        if not store.subscriptions.unfollow(LIBRARY, url):
            raise CorpusError(url, "is not followed; run quotewire feeds for a list")
    click.echo(f"Stopped following {printable(url)}")


@click.command()
@click.option("--all", "at_all", is_flag=True, help="Check all, even those that are not due.")
@pass_workspace
def refresh(workspace: Workspace, at_all: bool) -> None:
    """Check feeds and pages for new and changed articles.

    Only those that are due are checked: what seldom changes or often fails is checked less often.
    Feeds that fail are listed, and pages that are no longer readable are counted.
    """
    hosts = workspace.settings.quotewire_fetch_hosts
    with workspace.existing_store() as store:
        is_full = StorageQuota(store, workspace.settings).is_full
        follower, refresher = Follower(store, hosts, is_full), Refresher(store, hosts)
        checks = DueChecks(store.subscriptions, follower, refresher)
        found = asyncio.run(checks.check_all() if at_all else checks.check_due())
        failing = [feed for feed in store.subscriptions.feeds(LIBRARY) if feed.failing]
        lost = sum(
            page.collection == LIBRARY and page.error is not None
            for page in store.subscriptions.pages()
        )
    updated = counted(found.changed, "updated article")
    click.echo(f"{counted(found.new, 'new article')}, {updated}")
    for feed in failing:
        click.echo(f"{printable(feed.url)}: {_failing(feed)}", err=True)
    if lost:
        pages = "1 page is" if lost == 1 else f"{lost} pages are"
        click.echo(f"{pages} no longer readable; run quotewire sources for a list", err=True)


def _failing(feed: Followed) -> str:
    """Since when a feed fails, and why."""
    return f"failing since {feed.failing:%Y-%m-%d}: it {printable(feed.error or '')}"
