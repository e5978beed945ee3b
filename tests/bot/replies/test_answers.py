import sys
from datetime import date

import pytest
from fake_telegram import covered, utf16
from hypothesis import given, settings
from hypothesis import strategies as st
from marks import bold, links, quoted

from bot.delivery.entities import entities_of
from bot.library.library import Library
from bot.replies.about_me import help_reply, privacy_reply, start_reply
from bot.replies.answers import answer_reply, how_to_ask_reply, nearest_reply
from bot.replies.sources import source_reply, sources_reply
from corpus.article import Article, Span
from corpus.store.sources import Sources
from retrieval.answer import Answer, Passage

FAMILY = "👩‍👩‍👧"
NOTE = "These are sample articles that come with Quotewire"


def article(*sentences, title="Storm closes the bridge", **known):
    spans = []
    text = ""
    for sentence in sentences:
        spans.append(Span(len(text), len(text) + len(sentence)))
        text += sentence + "\n"
    return Article(text, title, tuple(spans), **known)


def answer(*sentences, matches=()):
    passages = tuple(Passage(sentence, 1.0, tuple(matches)) for sentence in sentences)
    return Answer("who?", ("who",), passages, 0.5)


def test_a_quote_stands_above_its_citation():
    storm = article(
        "It closed on Tuesday.",
        "Repairs take three weeks.",
        source="Harbour Courier",
        url="https://courier.example/storm",
        published=date(2025, 3, 21),
    )
    first, second = storm.sentences
    reply = answer_reply(answer(second, first), Sources.of((storm,)))
    assert reply.text == (
        "Repairs take three weeks.\n"
        "[1] Storm closes the bridge, Harbour Courier, 21 March 2025, sentence 2\n"
        "\n"
        "It closed on Tuesday.\n"
        "[1] Storm closes the bridge, Harbour Courier, 21 March 2025, sentence 1"
    )
    assert quoted(reply) == [second.text, first.text]
    assert links(reply) == [("Storm closes the bridge", "https://courier.example/storm")] * 2


def test_what_is_not_known_of_an_article_is_left_out():
    storm = article("It closed on Tuesday.")
    reply = answer_reply(answer(*storm.sentences), Sources.of((storm,)))
    assert reply.text.endswith("\n[1] Storm closes the bridge, sentence 1")
    assert links(reply) == []


def test_the_number_is_that_of_the_list_of_sources():
    storm, ferry = article("It closed."), article("It sails.", title="New ferry")
    sources = Sources.of((storm, ferry))
    assert "[2] New ferry, sentence 1" in answer_reply(answer(*ferry.sentences), sources).text
    assert "[2] New ferry, 1 sentence" in sources_reply(sources).text
    assert source_reply(sources, "2").text.startswith("[2] New ferry, 1 sentence")


def test_matched_words_are_bold_whatever_stands_before_them():
    storm = article(f"{FAMILY} crossed the bridge on Tuesday.")
    start = storm.text.index("bridge")
    passage = answer(storm.sentences[0], matches=[Span(start, start + 6)])
    assert bold(answer_reply(passage, Sources.of((storm,)))) == ["bridge"]


@pytest.mark.parametrize("url", ["ftp://a.example/", "javascript:alert(1)", "https://", "a b"])
def test_only_web_addresses_become_links(url):
    storm = article("It closed.", url=url)
    assert links(answer_reply(answer(*storm.sentences), Sources.of((storm,)))) == []


def test_passages_that_do_not_fit_are_dropped_whole_from_the_end():
    long = article("a" * 1900 + ".", "b" * 1900 + ".", "c" * 1900 + ".", "d.")
    reply = answer_reply(answer(*long.sentences), Sources.of((long,), samples=True))
    assert quoted(reply) == [sentence.text for sentence in long.sentences[:2]]


@pytest.mark.parametrize("samples", [False, True])
def test_a_terminal_shows_more_than_fits_a_message(samples):
    long = article("a" * 1900 + ".", "b" * 1900 + ".", "c" * 1900 + ".")
    sources = Sources.of((long,), samples=samples)
    reply = answer_reply(answer(*long.sentences), sources, sys.maxsize)
    assert quoted(reply) == [sentence.text for sentence in long.sentences]
    assert (NOTE in reply.text) == samples


def test_a_sentence_longer_than_a_message_is_cited_with_its_place():
    long = article("😀" * 2100, "Short.")
    reply = answer_reply(answer(*long.sentences), Sources.of((long,)))
    assert reply.text.startswith(
        "This sentence is too long to send:\n[1] Storm closes the bridge, sentence 1\n\nShort."
    )
    assert quoted(reply) == ["Short."]


def test_every_matched_word_of_a_quote_is_bold():
    words = article("a " * 150 + "b", url="https://a.example/")
    matches = [Span(2 * number, 2 * number + 1) for number in range(150)]
    reply = answer_reply(answer(words.sentences[0], matches=matches), Sources.of((words,)))
    assert (len(quoted(reply)), len(links(reply)), len(bold(reply))) == (1, 1, 150)
    assert len(entities_of(reply)) == 100


def test_nothing_found_is_said_plainly():
    one, two = Sources.of((article("It closed."),)), Sources.of((article("a."), article("b.")))
    assert answer_reply(answer(), one).text == "I found nothing about that in my only source."
    assert answer_reply(answer(), two).text == "I found nothing about that in my 2 sources."
    assert answer_reply(answer(), Sources.of(())).text.startswith("I have no sources yet")


def test_an_empty_question_is_told_how_to_ask():
    reply = answer_reply(Answer("hello", (), (), 0.0), Sources.of((article("It closed."),)))
    assert "“Storm closes the bridge”" in reply.text
    assert reply == how_to_ask_reply(Sources.of((article("It closed."),)))
    assert how_to_ask_reply(Sources.of(())).text.startswith("I have no sources yet")


def test_sample_articles_are_marked_as_such():
    storm = article("It closed.")
    samples = Sources.of((storm,), samples=True)
    for reply in (
        answer_reply(answer(*storm.sentences), samples),
        answer_reply(answer(), samples),
        sources_reply(samples),
        source_reply(samples, "1"),
    ):
        assert NOTE in reply.text
    assert NOTE not in answer_reply(answer(*storm.sentences), Sources.of((storm,))).text


def test_a_title_cannot_turn_round_or_break_what_stands_beside_it():
    storm = article("It closed.", title="a\u202eb\u2066c\n\x07 d\u2028", source="\u202ex")
    reply = answer_reply(answer(*storm.sentences), Sources.of((storm,)))
    assert reply.text == "It closed.\n[1] abc d, x, sentence 1"


def test_a_title_that_is_written_right_to_left_ends_with_itself():
    storm = article("It closed.", title="גשר סגור", url="https://a.example/")
    reply = answer_reply(answer(*storm.sentences), Sources.of((storm,)))
    assert reply.text.endswith("[1] \u200eגשר סגור\u200e, sentence 1")


def test_a_title_without_a_letter_to_show_is_called_untitled():
    storm = article("It closed.", title="\u202e \x00")
    assert "[1] Untitled, 1 sentence" in sources_reply(Sources.of((storm,))).text


def test_sources_come_in_pages_with_buttons():
    sources = Sources.of(tuple(article(f"Number {n}.", title=f"News {n}") for n in range(1, 24)))
    first, second, third = (sources_reply(sources, page) for page in (1, 2, 3))
    assert first.text.startswith("I quote from 23 sources (page 1 of 3):\n\n[1] News 1,")
    assert "[10] News 10," in first.text
    assert "[11]" not in first.text
    assert [tuple(button) for button in first.buttons] == [("More ›", "sources:2")]
    assert [button.data for button in second.buttons] == ["sources:1", "sources:3"]
    assert [button.data for button in third.buttons] == ["sources:2"]
    assert sources_reply(sources, 0) == first
    assert sources_reply(sources, 999_999_999) == third


def test_a_few_sources_need_no_buttons():
    reply = sources_reply(Sources.of((article("It closed."),)))
    assert reply.text == "I quote from one source:\n\n[1] Storm closes the bridge, 1 sentence"
    assert reply.buttons == ()
    assert sources_reply(Sources.of(())).text.startswith("I have no sources yet")


def test_one_source_is_shown_with_its_first_sentences():
    storm = article("One.", "Two.", "Three.", "Four.", source="Courier")
    reply = source_reply(Sources.of((storm,)), "[1]")
    assert reply.text.startswith("[1] Storm closes the bridge, Courier, 4 sentences\n\nIt begins:")
    assert quoted(reply) == ["One.", "Two.", "Three."]
    assert "It says:" in source_reply(Sources.of((article("One."),)), "1").text


def test_a_source_that_begins_with_an_endless_sentence_is_shown_without_it():
    reply = source_reply(Sources.of((article("a" * 5000, "b."),)), "1")
    assert quoted(reply) == []
    assert reply.text.endswith("It begins with a sentence that is too long to send.")
    assert source_reply(Sources.of((article(),)), "1").text.endswith("0 sentences")


@pytest.mark.parametrize("reference", ["0", "3", "abc", "٣", "9" * 20, "-1", "1.5", "", "😀"])
def test_a_source_that_is_not_there_is_told_in_one_line(reference):
    two = Sources.of((article("a."), article("b.")))
    line = "I have no such source. Send /sources to see all 2, with their numbers."
    assert source_reply(two, reference).text == line


def test_too_few_sources_to_choose_from_are_told_as_such():
    one = Sources.of((article("a."),))
    assert (
        source_reply(one, "2").text
        == "I have no such source. Send /sources to see the one I have."
    )
    assert source_reply(Sources.of(()), "1").text.startswith("I have no sources yet")


def test_help_names_the_bot():
    assert "/ask@QuotewireBot" in help_reply("QuotewireBot").text


LETTERS = st.one_of(
    st.characters(exclude_categories=["Cs"]),
    st.sampled_from(["😀", FAMILY, "e\u0301", "\u202e", "א", "\u2028", "\x00", "𝛙"]),
)
WORDS = st.lists(LETTERS, min_size=1, max_size=30).map("".join)
LONG = st.builds(lambda word, times: word * times, WORDS, st.integers(1, 200))
NAMES = st.one_of(st.just(""), WORDS, LONG)
SENTENCES = st.one_of(WORDS, LONG).map(str.strip).filter(bool)
ARTICLES = st.builds(
    lambda sentences, title, source, url, day: article(
        *sentences, title=title, source=source, url=url, published=day
    ),
    st.lists(SENTENCES, min_size=1, max_size=4),
    NAMES,
    st.none() | NAMES,
    st.none() | NAMES | st.just("https://a.example/" + "a" * 1000),
    st.none() | st.dates(),
)
SOURCES = st.builds(
    lambda articles, samples: Sources.of({a.id: a for a in articles}.values(), samples=samples),
    st.lists(ARTICLES, min_size=1, max_size=4),
    st.booleans(),
)


def check_fits(reply):
    assert 0 < utf16(reply.text.strip()) <= utf16(reply.text) <= 4096
    assert all(0 <= mark.start < mark.end <= len(reply.text) for mark in reply.marks)
    entities = entities_of(reply)
    assert len(entities) <= 100
    sent = [covered(reply.text, one) for one in entities if one.type == "blockquote"]
    assert sent == quoted(reply)


@settings(deadline=None)  # a machine under load may be slow
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


@settings(deadline=None)
@given(SOURCES)
def test_every_list_and_source_fits_whatever_titles_hold(sources):
    for page in (1, 2):
        check_fits(sources_reply(sources, page))
    for number, source in enumerate(list(sources), 1):
        reply = source_reply(sources, str(number))
        check_fits(reply)
        assert quoted(reply) == [s.text for s in source.sentences][: len(quoted(reply))]
    for reply in (
        how_to_ask_reply(sources),
        start_reply(sources),
        privacy_reply(keeps_unanswered=False),
    ):
        check_fits(reply)


def test_a_page_of_the_longest_lines_fits():
    sources = tuple(
        article(
            f"{n}.", title="😀" * 300, source="é" * 300, url=f"https://a.example/{n}" + "a" * 1900
        )
        for n in range(100_000, 100_010)
    )
    reply = sources_reply(Sources.of(sources, samples=True))
    assert len(links(reply)) == 10
    assert NOTE in reply.text


def test_the_library_answers_in_full(ferry, bridge):
    library = Library.of([bridge, ferry])
    sources = library.sources()
    reply = answer_reply(library.answer("Who built the vessel?", sources), sources)
    assert quoted(reply) == ["The shipyard in Norvik built the vessel for 48 million euros."]
    assert {"built", "vessel"} <= set(bold(reply))
    assert "[2] New ferry links Harwick and Sund, Harbour Courier, 3 March 2025" in reply.text


def test_sources_that_say_the_same_are_listed_once_each():
    storm = article("It closed on Tuesday after the storm.", source="Harbour Courier")
    copies = [article(f"It closed on Tuesday after the storm{end}") for end in ("", "!", "?")]
    said = tuple(one for copy in copies[1:] for one in (*copy.sentences, *copy.sentences))
    passage = Passage(storm.sentences[0], 1.0, (), said)
    sources = Sources.of((copies[0], storm, *copies[1:]))
    reply = answer_reply(Answer("who?", ("who",), (passage,), 0.5), sources)
    assert reply.text.endswith("Harbour Courier, sentence 1; also in [3], [4]")


@pytest.mark.parametrize(
    ("unknown", "said"),
    [
        ((), "I found nothing about that in my only source."),
        (("Everest",), "… It does not mention “Everest”."),
        (("A", "B\n\u202e", "C", "D"), "… It does not mention “A”, “B” or “C”."),
        (("x" * 99,), f"… It does not mention “{'x' * 39}…”."),
    ],
)
def test_what_no_source_mentions_is_said(unknown, said):
    storm = Sources.of((article("It closed."),))
    reply = answer_reply(Answer("who?", ("who",), (), 0.1, unknown), storm)
    assert reply.text == said.replace("… ", "I found nothing about that in my only source. ", 1)
    assert [button.data for button in reply.buttons] == ["near"]


def test_where_not_even_a_word_was_found_there_is_nothing_nearer():
    storm = Sources.of((article("It closed."),))
    assert answer_reply(Answer("who?", ("who",), (), 0.0), storm).buttons == ()
    nothing = Answer("who?", ("who",), (), 0.0)
    assert "closest" not in nearest_reply(nothing, nothing, storm).text
