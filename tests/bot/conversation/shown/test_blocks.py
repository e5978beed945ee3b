from any_articles import answer, article
from listed_sources import sources_of

from bot.conversation.shown.blocks import blocks_in
from bot.replies.answering.answers import answer_reply
from bot.replies.reply import Kind, Mark, Reply, joined

FERRY = article("It sails.", "It is new.", "It is fast.", title="Ferry")
STORM = article("It rained.", "It stormed.", title="Storm")
BOTH = sources_of([FERRY, STORM])
FERRY, STORM = BOTH


def test_each_citation_is_a_block_with_the_line_above_it():
    heading = Reply("What is fast?", (Mark(Kind.BOLD, 0, 13),))
    opening = Reply("Closest I found:")
    first = answer_reply(answer(FERRY.sentences[2], FERRY.sentences[0]), BOTH)
    second = joined([heading, answer_reply(answer(STORM.sentences[1]), BOTH)], "\n")
    quoted = [*FERRY.sentences, *STORM.sentences]
    ferry, storm = blocks_in(joined([joined([opening, first], "\n"), second]), quoted, BOTH)
    assert ferry.line == opening
    assert list(ferry.sentences) == [FERRY.sentences[2], FERRY.sentences[0]]
    assert storm.line == heading
    assert list(storm.sentences) == [STORM.sentences[1]]


def test_a_message_without_quotes_has_no_blocks():
    assert blocks_in(Reply("[1] It sails."), FERRY.sentences, BOTH) == []
    quote = Reply("It sails.", (Mark(Kind.QUOTE, 0, 9),))
    assert blocks_in(quote, FERRY.sentences, BOTH) == []  # without a citation
