from dataclasses import replace

import pytest
from any_articles import SOURCES, article, check_fits, stretches
from hypothesis import given
from hypothesis import strategies as st
from listed_sources import sources_of
from marks import bold, folded, quoted

from bot.replies.answering.context import Block, context_reply, surrounded
from bot.replies.reply import Reply
from corpus.article import LeftOut, Reason, Span

NUMBERS = "One. Two. Three. Four. Five. Six. Seven. Eight. Nine.".split()


def around(one, *numbers):
    """The reply with the context of sentences of an article, by their numbers from 1."""
    asked = [one.sentences[number - 1] for number in numbers]
    return context_reply([Block(asked)], sources_of([one]))


def test_a_quote_has_two_sentences_on_each_side_and_is_bold():
    reply = around(article(*NUMBERS), 4)
    assert quoted(reply) == ["Two.\nThree.\nFour.\nFive.\nSix."]
    assert bold(reply) == ["Four."]
    assert reply.text.endswith("\n[1] Storm closes the bridge, sentence 4 of 9")


@pytest.mark.parametrize(
    ("numbers", "quotes", "place"),
    [
        ([1], ["One.\nTwo.\nThree."], "sentence 1 of 9"),
        ([9], ["Seven.\nEight.\nNine."], "sentence 9 of 9"),
        ([9, 1], ["One.\nTwo.\nThree.", "Seven.\nEight.\nNine."], "sentences 1, 9 of 9"),
        ([4, 3], ["One.\nTwo.\nThree.\nFour.\nFive.\nSix."], "sentences 3–4 of 9"),
    ],
)
def test_sentences_near_one_another_share_a_quote(numbers, quotes, place):
    reply = around(article(*NUMBERS), *numbers)
    assert quoted(reply) == quotes
    assert reply.text.endswith(place)
    assert len(bold(reply)) == len(numbers)


def test_headings_between_are_shown_but_do_not_count():
    one = article(*NUMBERS)
    headed = replace(one, headings=(one.spans[2], one.spans[4], one.spans[6]))
    assert quoted(around(headed, 4)) == ["One.\nTwo.\nThree.\nFour.\nFive.\nSix.\nSeven.\nEight."]


def test_left_out_text_is_never_quoted():
    one = article(*NUMBERS)
    cut = replace(
        one,
        spans=(*one.spans[:3], *one.spans[4:]),
        left_out=(LeftOut(*one.spans[3], Reason.ADVERTISEMENT),),
    )
    reply = around(cut, 4)
    assert quoted(reply) == ["Two.\nThree.", "Five.\nSix.\nSeven."]
    assert "Three.\n…\nFive." in reply.text


def test_a_long_quote_is_folded():
    reply = around(article("a" * 150, "b" * 150), 1)
    assert folded(reply) == quoted(reply)


def test_a_huge_neighbor_is_left_out_and_a_huge_quote_is_not_sent():
    assert quoted(around(article("a" * 2000, "Two."), 2)) == ["Two."]
    reply = around(article("a" * 4000, "Two."), 1)
    assert quoted(reply) == ["Two."]
    assert "Sentence 1 is too long to send." in reply.text


def test_what_does_not_fit_has_fewer_sentences_around_it():
    every = [article(*[f"{n}" * 900 for _ in range(5)]) for n in range(3)]
    sources = sources_of(every)
    reply = context_reply([Block(one.sentences[2:3]) for one in every], sources)
    assert len(quoted(reply)) == 3
    check_fits(reply)


def test_a_line_stays_above_its_quotes():
    one = article("It rained.")
    block = Block(one.sentences, Reply("Closest I found:"))
    shown = context_reply([block], sources_of([one]))
    assert shown.text.startswith("Closest I found:\nIt rained.")


@given(SOURCES, st.data())
def test_every_context_fits_and_is_made_of_whole_sentences(sources, data):
    every = [sentence for one in sources for sentence in one.sentences]
    asked = data.draw(st.lists(st.sampled_from(every), min_size=1, max_size=5, unique=True))
    blocks = [Block([sentence]) for sentence in asked]
    reply = context_reply(blocks, sources)
    check_fits(reply)
    whole = set().union(*map(stretches, sources))
    assert all(quote in whole for quote in quoted(reply))


@given(st.lists(st.integers(1, 30), min_size=1, max_size=5, unique=True), st.integers(0, 2))
def test_all_that_is_asked_about_is_bold_and_the_reach_is_kept(numbers, reach):
    one = article(*(f"This is {n}." for n in range(1, 31)))
    asked = [one.sentences[number - 1] for number in numbers]
    reply = surrounded(asked, sources_of([one]), reach)
    assert bold(reply) == [one.text for one in sorted(asked, key=lambda one: one.start)]
    shown = {int(line[8:-1]) for quote in quoted(reply) for line in quote.splitlines()}
    expected = {n for m in numbers for n in range(m - reach, m + reach + 1) if 1 <= n <= 30}
    assert shown == expected


def test_a_span_of_the_text_is_bold_wherever_it_is():
    one = replace(article("a 😀 b.", "c."), spans=(Span(0, 6), Span(7, 9)))
    assert bold(around(one, 2)) == ["c."]
