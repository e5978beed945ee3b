from datetime import timedelta

import pytest
from any_articles import SOURCES, check_fits
from hypothesis import given
from telegram.constants import BotCommandLimit, BotDescriptionLimit

from bot.conversation.chat_sources import own_sources
from bot.conversation.elsewhere import inline
from bot.replies.about_me import DESCRIPTION, SHORT_DESCRIPTION, start_reply
from bot.replies.commands import COMMANDS, FORGET, Who, help_line, menu
from bot.replies.help import help_reply, privacy_reply
from bot.wording.catalogues import languages
from bot.wording.wording import speaking
from corpus.store import recent_answers, unanswered, waiting_updates
from corpus.store.chats import standing_questions, tallies
from corpus.web import fair_share
from retrieval.meaning import minilm


@pytest.mark.parametrize(
    ("promise", "kept", "limit"),
    [
        ("questions an hour after I answer", recent_answers.REMEMBERED_FOR, timedelta(hours=1)),
        ("for a day at most", waiting_updates.WAITING, timedelta(days=1)),
        (
            "For an hour after an answer, I store",
            recent_answers.REMEMBERED_FOR,
            timedelta(hours=1),
        ),
        ("for 90 days at most; /watching", standing_questions.LONGEST, timedelta(days=90)),
        ("For up to an hour I remember, in memory only", fair_share.PERIOD, 3600.0),
        ("can be restored for an hour", own_sources.UNDO_PERIOD, timedelta(hours=1)),
        ("this chat for 90 days", unanswered.LONGEST, timedelta(days=90)),
        ("For 90 days I keep how many", tallies.LONGEST, timedelta(days=90)),
        ("Of the last 1,000 questions", minilm.QUESTIONS, 1000),
        ("I keep the last 200 questions", inline.KEPT, 200),
    ],
)
def test_privacy_names_the_limits_that_the_bot_keeps_to(promise, kept, limit):
    assert promise in privacy_reply(keeps_unanswered=True).text
    assert kept == limit


LAST = next(one for one in COMMANDS if one.name == FORGET)


@pytest.mark.parametrize("language", languages())
def test_no_language_needs_more_room_than_telegram_has(language):
    with speaking(language):
        for keeps in (False, True):
            told = help_reply("QuotewireBot", "privacy", keeps_unanswered=keeps).text
            assert told.endswith(help_line(LAST))
            check_fits(privacy_reply(keeps_unanswered=keeps))
        assert len(str(DESCRIPTION)) <= BotDescriptionLimit.MAX_DESCRIPTION_LENGTH
        assert len(str(SHORT_DESCRIPTION)) <= BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH
        menus = menu(tuple(Who)).values()
        assert all(0 < len(one) <= BotCommandLimit.MAX_DESCRIPTION for one in menus)


@given(SOURCES)
def test_everything_the_bot_says_about_itself_fits_a_message(sources):
    check_fits(start_reply(sources))
    for keeps in (False, True):
        check_fits(privacy_reply(keeps_unanswered=keeps))
