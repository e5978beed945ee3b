import pytest
from any_articles import article
from listed_sources import sources_of
from marks import quoted

from bot.replies.labels import utf16_length
from bot.replies.talk.small_talk import small_talk_reply
from retrieval.asking.small_talk_phrases import Talk


@pytest.mark.parametrize("talk", Talk)
def test_small_talk_has_short_words_and_no_quote(talk):
    for sources in (sources_of((article("It closed."),)), sources_of(())):
        reply = small_talk_reply(talk, sources)
        assert 0 < utf16_length(reply.text) < 300
        assert quoted(reply) == []
        assert reply.buttons == ()
