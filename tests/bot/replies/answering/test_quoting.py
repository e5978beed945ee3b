import sys
from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest
from any_articles import FAMILY, SOURCES, answer, article, check_fits, stretches
from hypothesis import given
from hypothesis import strategies as st
from listed_sources import sources_of
from marks import bold, folded, links, quoted

from bot.delivery.entities import entities_of
from bot.replies.answering.answers import answer_reply
from bot.replies.answering.quoting import LONGEST_CITATION
from bot.replies.chat_sources.source_list import sources_reply
from bot.replies.chat_sources.sources import source_reply
from bot.replies.reply import LONGEST_MESSAGE
from corpus.article import Article, LeftOut, Reason, Span
from corpus.rewording.edited_sentences import Reworded
from retrieval.answer import Answer, Band, Passage

STORM = ["It closed.", "It reopened.", "Ferries ran.", "Repairs take three weeks.", "Boats wait."]
KNOWN = {
    "source": "Harbour Courier",
    "url": "https://courier.example/storm",
    "published": date(2025, 3, 21),
}


def shown(*numbers, **known):
    """The reply with these sentences of an article, best first."""
    storm = article(*STORM, **known)
    chosen = [storm.sentences[number - 1] for number in numbers]
    return answer_reply(answer(*chosen), sources_of((storm,)))


def test_a_quote_stands_above_its_citation():
    reply = shown(4, **KNOWN)
    assert reply.text == (
        "Repairs take three weeks.\n"
        "[1] Storm closes the bridge, Harbour Courier, 21 Mar 2025, sentence 4"
    )
    assert quoted(reply) == ["Repairs take three weeks."]
    place = "https://courier.example/storm#:~:text=Repairs%20take%20three%20weeks."
    assert links(reply) == [("Storm closes the bridge", place)]


def test_passages_of_one_article_have_one_citation():
    reply = shown(1, 3, 5, **KNOWN)
    assert reply.text == (
        "It closed.\n…\nFerries ran.\n…\nBoats wait.\n"
        "[1] Storm closes the bridge, Harbour Courier, 21 Mar 2025, sentences 1, 3, 5"
    )
    assert quoted(reply) == ["It closed.", "Ferries ran.", "Boats wait."]
    assert len(links(reply)) == 1


@pytest.mark.parametrize("ranked", list(permutations((2, 3, 4))))
def test_sentences_that_follow_one_another_are_one_quote(ranked):
    reply = shown(*ranked)
    assert quoted(reply) == ["It reopened.\nFerries ran.\nRepairs take three weeks."]
    assert reply.text.endswith("\n[1] Storm closes the bridge, sentences 2–4")


@pytest.mark.parametrize(
    ("ranked", "lines"),
    [
        ((3, 1, 5), "Ferries ran.|…|Boats wait.|Earlier in the article:|It closed.|3, 5, 1"),
        ((5, 3, 1), "Boats wait.|Earlier in the article:|It closed.|…|Ferries ran.|5, 1, 3"),
        ((4, 1, 3), "Ferries ran.\nRepairs take three weeks.|Earlier in the article:|"
                    "It closed.|3–4, 1"),
    ],
)  # fmt: skip
def test_the_best_quote_is_first_and_those_before_it_in_the_article_last(ranked, lines):
    *quotes, numbers = lines.split("|")
    end = f"[1] Storm closes the bridge, sentences {numbers}"
    assert shown(*ranked).text.split("\n") == "\n".join([*quotes, end]).split("\n")


def test_left_out_text_parts_two_quotes():
    text = "It closed. ADVERTISEMENT It reopened."
    storm = Article(text, "Storm", (Span(0, 10), Span(25, 37)),
                    (LeftOut(11, 24, Reason.ADVERTISEMENT),))  # fmt: skip
    reply = answer_reply(answer(*storm.sentences), sources_of((storm,)))
    assert reply.text == "It closed.\n…\nIt reopened.\n[1] Storm, sentences 1, 2"


def test_articles_are_in_the_order_of_their_best_passages():
    storm, ferry = article(*STORM), article("It sails.", "It floats.", "It sinks.", title="Ferry")
    chosen = [ferry.sentences[0], storm.sentences[1], ferry.sentences[2]]
    reply = answer_reply(answer(*chosen), sources_of((storm, ferry)))
    assert reply.text == (
        "It sails.\n…\nIt sinks.\n[2] Ferry, sentences 1, 3\n"
        "\n"
        "It reopened.\n[1] Storm closes the bridge, sentence 2"
    )


def test_a_long_quote_is_folded_unless_that_could_hide_its_best_passage():
    long = article("It closed. " * 19 + "End.", "It closed again.", "It reopened.")
    sources = sources_of((long,))
    first, second, _ = long.sentences
    both = long.text[: second.end]
    assert folded(answer_reply(answer(first), sources)) == [first.text]
    assert folded(answer_reply(answer(first, second), sources)) == [both]
    assert folded(answer_reply(answer(second, first), sources)) == []
    assert quoted(answer_reply(answer(second, first), sources)) == [both]
    assert folded(answer_reply(answer(second), sources)) == []


def test_a_title_in_a_citation_ends_after_a_word_where_the_rest_leaves_no_room():
    reply = shown(1, title="Storm closes the bridge to the island for three weeks", **KNOWN)
    cited = reply.text.partition("\n")[2]
    assert cited == (
        "[1] Storm closes the bridge to the…, Harbour Courier, 21 Mar 2025, sentence 1"
    )
    assert len(cited) <= LONGEST_CITATION
    reply = shown(1, title="Storm closes the bridge to the island", source="C" * 99)
    assert "[1] Storm closes the…, C" in reply.text


@pytest.mark.parametrize(
    ("published", "updated", "shown"),
    [
        (date(2012, 5, 10), date(2026, 3, 3), "updated 3 Mar 2026"),
        (None, date(2026, 3, 3), "updated 3 Mar 2026"),
        (date(2026, 3, 3), date(2026, 3, 3), "3 Mar 2026"),
        (date(2026, 3, 3), date(2012, 5, 10), "3 Mar 2026"),
        (date(2026, 3, 3), None, "3 Mar 2026"),
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
        "Sentence 1 is too long to send.\n…\nShort.\n[1] Storm closes the bridge, sentences 1, 2"
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
    assert reply.text.endswith("[1] \u2068גשר סגור\u2069, sentence 1")


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
    assert reply.text.endswith("Harbour Courier, sentence 1; also in [3] and [4]")


def test_an_article_with_only_some_of_the_quoted_sentences_is_not_named_beside_them():
    six = article("Six people died.", "The port is closed.", source="Post")
    three = article("Three people died.", "The port is closed.", source="Courier")
    first, second = six.sentences
    passages = (Passage(first, 1.0), Passage(second, 0.9, (), (three.sentences[1],)))
    reply = answer_reply(Answer("who?", ("who",), passages, 0.5), sources_of((six, three)))
    assert "Courier" not in reply.text


@given(st.data(), SOURCES)
def test_every_quote_is_its_sentence_and_every_answer_fits(data, sources):
    sentences = [sentence for article in list(sources) for sentence in article.sentences]
    chosen = data.draw(st.lists(st.sampled_from(sentences), min_size=1, max_size=3, unique=True))
    passages = tuple(
        Passage(
            sentence, 1.0, tuple(Span(at, at + 1) for at in range(sentence.start, sentence.end))
        )
        for sentence in chosen
    )
    reply = answer_reply(Answer("who?", ("who",), passages, 0.5), sources)
    check_fits(reply)
    whole = set().union(*(stretches(one) for one in list(sources)))
    assert whole.issuperset(quoted(reply))
    best = chosen[0].text
    assert best in "".join(quoted(reply)[:1]) or "too long to send" in reply.text


def test_what_differs_follows_the_first_quote_with_its_own_citation():
    one = article("It killed 12.", "It burned.", title="One", published=date(2025, 3, 1))
    other = article("It killed 17.", title="Other", published=None)
    sources = sources_of((one, other))
    (differing,) = answer(*other.sentences).passages
    first, second = answer(*one.sentences).passages
    whole = replace(
        answer(), passages=(replace(first, differing=(differing,)), second), band=Band.SURE
    )
    text = answer_reply(whole, sources).text
    assert (
        text.index("It burned.") < text.index("[1]") < text.index("\n\nSources differ:\nIt kill")
    )
    assert text.index("Sources differ:") < text.index("It killed 17.") < text.index("[2] Other")


def reworded(*numbers, room=LONGEST_MESSAGE):
    """The reply with some sentences; their source has changed the fourth."""
    before = article("Repairs take two weeks.").sentences[0]
    storm = article(*STORM, **KNOWN)
    passages = [
        Passage(
            storm.sentences[number - 1],
            1.0,
            reworded=Reworded(before, date(2025, 3, 12)) if number == 4 else None,
        )
        for number in numbers
    ]
    found = Answer("How long?", ("long",), tuple(passages), 1.0, band=Band.SURE)
    return answer_reply(found, sources_of((storm,)), room)


def test_a_sentence_that_its_source_changed_says_when():
    line = "The source changed this sentence on 12 Mar 2025. /verify shows how it was."
    assert reworded(4).text.splitlines()[2:] == [line]
    line = line.replace("this sentence", "sentence 4")
    assert reworded(4, 1).text.splitlines()[-1] == line
    assert "changed" not in reworded(1).text


def test_a_terminal_shows_how_a_changed_sentence_read():
    reply = reworded(4, room=sys.maxsize)
    assert reply.text.splitlines()[2:] == [
        "The source changed this sentence on 12 Mar 2025. Before:",
        "Repairs take two weeks.",
    ]
    assert quoted(reply) == ["Repairs take three weeks.", "Repairs take two weeks."]
