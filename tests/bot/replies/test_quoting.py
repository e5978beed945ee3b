from datetime import date

import pytest
from any_articles import FAMILY, SOURCES, answer, article, check_fits
from hypothesis import given
from hypothesis import strategies as st
from listed_sources import sources_of
from marks import bold, links, quoted

from bot.delivery.entities import entities_of
from bot.replies.answers import answer_reply
from bot.replies.sources import source_reply, sources_reply
from corpus.article import Span
from retrieval.answer import Answer, Passage


def test_a_quote_stands_above_its_citation():
    storm = article(
        "It closed on Tuesday.",
        "Repairs take three weeks.",
        source="Harbour Courier",
        url="https://courier.example/storm",
        published=date(2025, 3, 21),
    )
    first, second = storm.sentences
    reply = answer_reply(answer(second, first), sources_of((storm,)))
    assert reply.text == (
        "Repairs take three weeks.\n"
        "[1] Storm closes the bridge, Harbour Courier, 21 March 2025, sentence 2\n"
        "\n"
        "It closed on Tuesday.\n"
        "[1] Storm closes the bridge, Harbour Courier, 21 March 2025, sentence 1"
    )
    assert quoted(reply) == [second.text, first.text]
    assert links(reply) == [("Storm closes the bridge", "https://courier.example/storm")] * 2


@pytest.mark.parametrize(
    ("published", "updated", "shown"),
    [
        (date(2012, 5, 10), date(2026, 3, 3), "updated 3 March 2026"),
        (None, date(2026, 3, 3), "updated 3 March 2026"),
        (date(2026, 3, 3), date(2026, 3, 3), "3 March 2026"),
        (date(2026, 3, 3), date(2012, 5, 10), "3 March 2026"),
        (date(2026, 3, 3), None, "3 March 2026"),
    ],
)
def test_the_newest_date_is_shown(published, updated, shown):
    storm = article("It closed on Tuesday.", published=published, updated=updated)
    reply = answer_reply(answer(*storm.sentences), sources_of((storm,)))
    assert reply.text.endswith(f"\n[1] Storm closes the bridge, {shown}, sentence 1")


def test_a_citation_leaves_out_what_is_unknown():
    storm = article("It closed on Tuesday.")
    reply = answer_reply(answer(*storm.sentences), sources_of((storm,)))
    assert reply.text.endswith("\n[1] Storm closes the bridge, sentence 1")
    assert links(reply) == []


def test_a_citation_has_the_number_from_the_list_of_sources():
    storm, ferry = article("It closed."), article("It sails.", title="New ferry")
    sources = sources_of((storm, ferry))
    assert "[2] New ferry, sentence 1" in answer_reply(answer(*ferry.sentences), sources).text
    assert "[2] New ferry, 1 sentence" in sources_reply(sources).text
    assert source_reply(sources, "2").text.startswith("[2] New ferry, 1 sentence")


def test_matched_words_after_emoji_are_bold_too():
    storm = article(f"{FAMILY} crossed the bridge on Tuesday.")
    start = storm.text.index("bridge")
    passage = answer(storm.sentences[0], matches=[Span(start, start + 6)])
    assert bold(answer_reply(passage, sources_of((storm,)))) == ["bridge"]


@pytest.mark.parametrize("url", ["ftp://a.example/", "javascript:alert(1)", "https://", "a b"])
def test_only_web_addresses_become_links(url):
    storm = article("It closed.", url=url)
    assert links(answer_reply(answer(*storm.sentences), sources_of((storm,)))) == []


def test_a_sentence_longer_than_a_message_is_only_cited():
    long = article("😀" * 2100, "Short.")
    reply = answer_reply(answer(*long.sentences), sources_of((long,)))
    assert reply.text.startswith(
        "This sentence is too long to send:\n[1] Storm closes the bridge, sentence 1\n\nShort."
    )
    assert quoted(reply) == ["Short."]


def test_every_matched_word_of_a_quote_is_bold():
    words = article("a " * 150 + "b", url="https://a.example/")
    matches = [Span(2 * number, 2 * number + 1) for number in range(150)]
    reply = answer_reply(answer(words.sentences[0], matches=matches), sources_of((words,)))
    assert (len(quoted(reply)), len(links(reply)), len(bold(reply))) == (1, 1, 150)
    assert len(entities_of(reply)) == 100


def test_a_title_cannot_reorder_or_break_the_text_next_to_it():
    storm = article("It closed.", title="a\u202eb\u2066c\n\x07 d\u2028", source="\u202ex")
    reply = answer_reply(answer(*storm.sentences), sources_of((storm,)))
    assert reply.text == "It closed.\n[1] abc d, x, sentence 1"


def test_a_right_to_left_title_does_not_affect_the_text_after_it():
    storm = article("It closed.", title="גשר סגור", url="https://a.example/")
    reply = answer_reply(answer(*storm.sentences), sources_of((storm,)))
    assert reply.text.endswith("[1] \u200eגשר סגור\u200e, sentence 1")


def test_a_title_with_nothing_visible_is_called_untitled():
    storm = article("It closed.", title="\u202e \x00")
    assert "[1] Untitled, 1 sentence" in sources_reply(sources_of((storm,))).text


def test_sources_with_the_same_sentence_are_each_listed_once():
    storm = article("It closed on Tuesday after the storm.", source="Harbour Courier")
    copies = [article(f"It closed on Tuesday after the storm{end}") for end in ("", "!", "?")]
    same = tuple(one for copy in copies[1:] for one in (*copy.sentences, *copy.sentences))
    passage = Passage(storm.sentences[0], 1.0, (), same)
    sources = sources_of((copies[0], storm, *copies[1:]))
    reply = answer_reply(Answer("who?", ("who",), (passage,), 0.5), sources)
    assert reply.text.endswith("Harbour Courier, sentence 1; also in [3], [4]")


@given(st.data(), SOURCES)
def test_every_quote_is_its_sentence_and_every_answer_fits(data, sources):
    sentences = [sentence for article in list(sources) for sentence in article.sentences]
    chosen = data.draw(st.lists(st.sampled_from(sentences), min_size=1, max_size=3))
    passages = tuple(
        Passage(
            sentence, 1.0, tuple(Span(at, at + 1) for at in range(sentence.start, sentence.end))
        )
        for sentence in chosen
    )
    reply = answer_reply(Answer("who?", ("who",), passages, 0.5), sources)
    check_fits(reply)
    texts = [s.article.text[s.start : s.end] for s in chosen]
    sendable = [text for text in texts if f"{text}\n[" in reply.text]
    assert quoted(reply) == sendable[: len(quoted(reply))]
    assert quoted(reply) or "too long to send" in reply.text
