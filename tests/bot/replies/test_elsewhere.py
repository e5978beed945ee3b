from dataclasses import replace
from datetime import date

from any_articles import SOURCES, WORDS, answer, article, check_fits
from hypothesis import given
from hypothesis import strategies as st
from listed_sources import sources_of
from marks import quoted

from bot.replies.elsewhere import (
    group_greeting,
    guest_reply,
    lead_results,
    nothing_result,
    passage_results,
)
from bot.replies.reply import Press
from retrieval.answer import Band

BOT = "QuotewireBot"


@given(st.data(), SOURCES, WORDS)
def test_every_result_quotes_its_sentence_and_fits_a_message(data, sources, question):
    sentences = [sentence for article in list(sources) for sentence in article.sentences]
    chosen = data.draw(st.lists(st.sampled_from(sentences), min_size=1, max_size=4))
    asked = replace(answer(*chosen), question=question, band=Band.SURE)
    results = passage_results(asked, sources, BOT)
    assert {one.place for one in results} == {f"{s.article.id}-{s.start}" for s in chosen}
    for result in [*results, *lead_results(list(sources), sources, BOT)]:
        check_fits(result.reply)
        assert len(quoted(result.reply)) <= 1
        assert set(quoted(result.reply)) <= {sentence.text for sentence in sentences}
        assert result.title
        assert len(result.place.encode()) <= 64
        assert all(one.press is not Press.CALL for one in result.reply.buttons)
    check_fits(nothing_result(replace(asked, passages=()), sources).reply)
    check_fits(guest_reply(asked, sources, BOT))


def test_a_result_names_publisher_and_day_or_else_the_title():
    known = article("It closed.", source="Harbour Courier", published=date(2025, 3, 3))
    unknown = article("It opened.", title="Bridge opens")
    sources = sources_of((known, unknown))
    found = passage_results(answer(known.sentences[0], unknown.sentences[0]), sources, BOT)
    assert [one.description for one in found] == ["Harbour Courier, 3 Mar 2025", "Bridge opens"]


def test_the_greeting_of_a_group_has_three_lines():
    for sees_all in (False, True):
        check_fits(greeting := group_greeting(BOT, sees_all=sees_all))
        assert len(greeting.text.splitlines()) == 3
