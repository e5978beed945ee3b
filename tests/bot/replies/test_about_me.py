from any_articles import SOURCES, check_fits
from hypothesis import given

from bot.replies.about_me import help_reply, privacy_reply, start_reply


def test_help_names_the_bot():
    assert "/ask@QuotewireBot" in help_reply("QuotewireBot").text


@given(SOURCES)
def test_everything_the_bot_says_about_itself_fits_a_message(sources):
    check_fits(start_reply(sources))
    check_fits(help_reply("QuotewireBot"))
    for keeps in (False, True):
        check_fits(privacy_reply(keeps_unanswered=keeps))
