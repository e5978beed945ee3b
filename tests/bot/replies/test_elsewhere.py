from datetime import date

from any_articles import article
from listed_sources import sources_of

from bot.replies.elsewhere import guest_reply, passage_results
from corpus.rewording.edited_sentences import Reworded
from retrieval.answer import Answer, Band, Passage


def test_where_the_bot_is_no_member_nothing_tells_of_verify():
    storm = article("Repairs take three weeks.")
    before = article("Repairs take two weeks.").sentences[0]
    passage = Passage(storm.sentences[0], 1.0, reworded=Reworded(before, date(2025, 3, 12)))
    answer = Answer("How long?", ("long",), (passage,), 1.0, band=Band.SURE)
    sources = sources_of((storm,))
    (result,) = passage_results(answer, sources)
    for reply in (result.reply, guest_reply(answer, sources, "QuotewireBot")):
        assert "Repairs take three weeks." in reply.text
        assert "/verify" not in reply.text
