from collections import Counter
from datetime import UTC, date, datetime
from gettext import NullTranslations

import click
import pytest
from any_articles import answer, article, check_fits
from listed_sources import sources_of
from pseudo_language import pseudo_language, untranslated
from right_to_left import is_balanced, loose, right_to_left, without_quotes

from bot.cli import chat, listing
from bot.delivery.keyboards import WIDEST_ROW
from bot.replies import about_me, commands, elsewhere
from bot.replies.help import ABOUT_PRIVACY, LABELS, MORE_PRIVACY, help_reply, privacy_reply
from bot.replies.language import language_reply, unspoken_reply
from bot.replies.operator import alerts, open_questions, stats
from bot.replies.standing import digest, news, watching
from bot.replies.talk.messages import message_reply
from bot.replies.talk.small_talk import IN_TERMINAL, OPENINGS, WORDS, small_talk_reply
from bot.wording import wording
from bot.wording.catalogues import languages, own_name
from bot.wording.wording import speaking
from corpus.store.chats.standing_questions import Full, StandingQuestion
from corpus.store.unanswered import Reason
from retrieval.answer import Answer
from retrieval.asking.alike_questions import Group

BOT = "QuotewireBot"
SHIPS = article("Ten ships came.", title="Ships", source="Courier", author="Ana Ruiz", number=1)
SOURCES = sources_of([SHIPS])
FOUND = answer(*SHIPS.sentences)
DAY, NOW = date(2025, 3, 3), datetime(2025, 3, 3, tzinfo=UTC)
# Text that is nobody's message: of articles, of readers, dates, and what is typed in English.
NAMES = [
    *("Ten ships came.", "Ships", "Courier", "Ana Ruiz", BOT, "who?", "3 Mar 2025", "8 Mar 2025"),
    *("example.org", "help", "quit", "sources"),
    *("is no feed", "UTC", "C1 title: Storm", "daily 8:00", "weekly Monday 8:00", "off"),
    *("context", "more", "is that true?", SHIPS.id),
    *map(own_name, languages()),
]


def asked(count):
    one = StandingQuestion(1, 7, None, "who?", None, NOW)
    return [one] * count


def figures(days, first):
    quoted = [(SHIPS, 1), (SHIPS, 2)]
    return stats.Figures(days, first, DAY, Counter(), quoted, [SHIPS], 1, 2)


def alerted():
    words = [
        *(str(alerts.STUCK), str(alerts.DISK), alerts.feed_words("Ships", DAY, "is no feed")),
        *(alerts.feed_words("", DAY, "is no feed"),),
        *(alerts.pages_words(count, "example.org", DAY, "is no feed") for count in (1, 3)),
    ]
    return [alerts.alert_reply(words, [words[0]] * 12), alerts.alert_reply([], [words[0]] * 9)]


def open_ones():
    groups = [Group(size, str(DAY), ("who?",), {Reason.DISLIKED: size}) for size in (1, 2)]
    feed = open_questions.FoundFeed("https://example.org", "example.org", "Ships")
    return [
        *(open_questions.open_questions_reply(groups * count) for count in (0, 1, 4)),
        *(open_questions.feeds_reply("who?", feeds) for feeds in ([], [feed])),
    ]


def outside():
    found = elsewhere.passage_results(FOUND, SOURCES, BOT)
    nothing = elsewhere.nothing_result(Answer("who?", ("who",), (), 0.0), SOURCES)
    return [
        *(elsewhere.group_greeting(BOT, sees_all=sees_all) for sees_all in (True, False)),
        *(one.reply for one in found),
        elsewhere.only_questions(BOT),
        nothing.title,
    ]


def about_the_bot():
    return [
        about_me.start_reply(SOURCES),
        *(privacy_reply(keeps_unanswered=keeps) for keeps in (True, False)),
        *(about_me.unknown_reply(typed).text.replace(typed, "") for typed in ("sorces", "wxyz")),
        *(str(one) for one in (about_me.IN_WORDS, about_me.DESCRIPTION)),
        about_me.SORRY.format(name="7"),
        *commands.menu(tuple(commands.Who)).values(),
    ]


def helped():
    return [
        help_reply(BOT, part, keeps_unanswered=True, to_operator=True) for part in ("", *LABELS)
    ]


def small_talk():
    talk = [small_talk_reply(one, SOURCES) for one in (*WORDS, *OPENINGS)]
    return [*talk, *(small_talk_reply(one, SOURCES, in_terminal=True) for one in IN_TERMINAL)]


def several():
    parts = (FOUND, FOUND)
    return [
        message_reply(Answer("who?", ("who",), (), 0.5, parts=parts, left_out=count), SOURCES)
        for count in (0, 1, 2)
    ]


def told():
    return [
        *(watching.list_reply(asked(count)) for count in (0, 1, 2)),
        *(watching.full_reply(full) for full in Full),
        watching.watching_reply(*asked(1)),
        watching.ended_reply(*asked(1)),
        watching.known_reply(FOUND, SOURCES),
        watching.told_reply(*asked(1), FOUND, SOURCES),
        watching.too_long_reply(),
    ]


def digests():
    return [
        *(
            digest.how_to_set(opening, "UTC")
            for opening in (digest.NONE_SET, digest.NOT_UNDERSTOOD)
        ),
        *(digest.set_words(480, weekday, "UTC") for weekday in (None, *range(7))),
        *(digest.state_words(480, weekday, "UTC") for weekday in (None, 0)),
    ]


def new_ones():
    end = news.STOP.format(off=digest.TO_END)
    return [
        *(news.news_reply(None, SOURCES, "3 Mar 2025", topic) for topic in ("", "who?")),
        *(news.news_reply(FOUND, SOURCES, "3 Mar 2025", topic, end=end) for topic in ("", "who?")),
    ]


def counted():
    return [
        *(stats.stats_reply(figures(days, first)) for days in (1, 7) for first in (DAY, None)),
        stats.stats_reply(figures(7, date(2025, 3, 8))),
        stats.how_to_stats_reply(),
    ]


def in_the_terminal():
    return [
        " ".join(chat.help_text().split()),
        *listing.source_lines(sources_of([SHIPS], samples=True)),
        *map(click.unstyle, listing.article_lines(SHIPS)),
        *listing.version_lines([SHIPS], [SHIPS], SOURCES),
        *listing.change_lines(SHIPS, SHIPS),
        listing.replaced_line(SHIPS, SOURCES),
    ]


def languages_offered():
    return [language_reply(None), language_reply("de"), unspoken_reply("de")]


IN_TELEGRAM = [
    *(about_the_bot, alerted, counted, digests, helped, languages_offered, new_ones, open_ones),
    *(outside, several, small_talk, told),
]


@pytest.mark.parametrize("replies", [*IN_TELEGRAM, in_the_terminal])
def test_every_word_of_ours_can_be_translated(replies):
    with pseudo_language():
        for reply in replies():
            texts = [reply] if isinstance(reply, str) else [reply.text]
            texts += [] if isinstance(reply, str) else [one.label for one in reply.buttons]
            assert [left for text in texts if (left := untranslated(text, *NAMES))] == []


@pytest.mark.parametrize("replies", IN_TELEGRAM)
def test_from_right_to_left_everything_keeps_its_place(replies):
    with right_to_left():
        for reply in replies():
            text = reply if isinstance(reply, str) else without_quotes(reply)
            assert is_balanced(text), text
            assert loose(text) == [], text


@pytest.mark.parametrize("language", languages())
def test_in_every_language_messages_and_buttons_fit(language):
    with speaking(language):
        for replies in IN_TELEGRAM:
            for reply in replies():
                if not isinstance(reply, str):
                    check_fits(reply)
                    long = [one.label for one in reply.buttons if len(one.label) > WIDEST_ROW]
                    assert long == []


@pytest.mark.parametrize("language", languages())
def test_in_every_language_the_privacy_notice_is_whole(language):
    with speaking(language):
        assert_privacy_is_whole()


def test_a_notice_that_is_too_long_for_a_message_is_shown_in_two():
    class Wordy(NullTranslations):
        def gettext(self, message):
            return message + " (wordy)" * (len(message) // 16)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wording, "catalogue", lambda _: Wordy())
        first = privacy_reply(keeps_unanswered=True)
        assert [one.data for one in first.buttons] == ["help:", f"help:{MORE_PRIVACY}"]
        assert_privacy_is_whole()


def assert_privacy_is_whole():
    """Check that what is shown about privacy is all of it, in messages that Telegram accepts."""
    first = help_reply(BOT, ABOUT_PRIVACY, keeps_unanswered=True)
    rest = help_reply(BOT, MORE_PRIVACY, keeps_unanswered=True)
    for page in (first, rest, privacy_reply(keeps_unanswered=True)):
        check_fits(page)
    shown = f"{first.text}\n{rest.text}"
    for paragraph in about_me.PRIVACY:
        assert paragraph.format(questions=about_me.UNANSWERED_KEPT) in shown
    assert f"/{commands.FORGET}" in shown.splitlines()[-1]
