import sys

import pytest
from any_articles import answer, article
from listed_sources import sources_of
from marks import bold, quoted

from bot.library.library import Library
from bot.replies.answers import SAMPLES, answer_reply, how_to_ask_reply, nearest_reply
from bot.replies.sources import source_reply, sources_reply
from retrieval.answer import Answer


def test_passages_that_do_not_fit_are_dropped_from_the_end():
    long = article("a" * 1900 + ".", "b" * 1900 + ".", "c" * 1900 + ".", "d.")
    reply = answer_reply(answer(*long.sentences), sources_of((long,), samples=True))
    assert quoted(reply) == ["\n".join(one.text for one in long.sentences[:2])]


@pytest.mark.parametrize("samples", [False, True])
def test_a_terminal_shows_more_than_fits_a_message(samples):
    long = article("a" * 1900 + ".", "b" * 1900 + ".", "c" * 1900 + ".")
    sources = sources_of((long,), samples=samples)
    reply = answer_reply(answer(*long.sentences), sources, sys.maxsize)
    assert quoted(reply) == [long.text.strip()]
    assert (SAMPLES in reply.text) == samples


def test_the_bot_says_when_it_found_nothing():
    one, two = sources_of((article("It closed."),)), sources_of((article("a."), article("b.")))
    assert answer_reply(answer(), one).text == "I found nothing about that in my only source."
    assert answer_reply(answer(), two).text == "I found nothing about that in my 2 sources."
    assert answer_reply(answer(), sources_of(())).text.startswith("I have no sources yet")


def test_a_question_without_words_gets_a_hint_on_how_to_ask():
    reply = answer_reply(Answer("hello", (), (), 0.0), sources_of((article("It closed."),)))
    assert "“Storm closes the bridge”" in reply.text
    assert reply == how_to_ask_reply(sources_of((article("It closed."),)))
    assert how_to_ask_reply(sources_of(())).text.startswith("I have no sources yet")


def test_sample_articles_are_called_samples():
    storm = article("It closed.")
    samples = sources_of((storm,), samples=True)
    for reply in (
        answer_reply(answer(*storm.sentences), samples),
        answer_reply(answer(), samples),
        sources_reply(samples),
        source_reply(samples, "1"),
    ):
        assert SAMPLES in reply.text
    assert SAMPLES not in answer_reply(answer(*storm.sentences), sources_of((storm,))).text


def test_the_library_answers_with_quotes_and_citations(ferry, bridge):
    library = Library.of([bridge, ferry])
    sources = library.sources()
    reply = answer_reply(library.answer("Who built the vessel?", sources), sources)
    assert quoted(reply) == ["The shipyard in Norvik built the vessel for 48 million euros."]
    assert {"built", "vessel"} <= set(bold(reply))
    assert "[2] New ferry links Harwick and Sund, Harbour Courier, 3 Mar 2025" in reply.text


@pytest.mark.parametrize(
    ("unknown", "said"),
    [
        ((), "I found nothing about that in my only source."),
        (("Everest",), "… It does not mention “Everest”."),
        (("A", "B\n\u202e", "C", "D"), "… It does not mention “A”, “B” or “C”."),
        (("x" * 99,), f"… It does not mention “{'x' * 39}…”."),
    ],
)
def test_words_that_no_source_mentions_are_listed(unknown, said):
    storm = sources_of((article("It closed."),))
    reply = answer_reply(Answer("who?", ("who",), (), 0.1, unknown), storm)
    assert reply.text == said.replace("… ", "I found nothing about that in my only source. ", 1)
    assert [button.data for button in reply.buttons] == ["near"]


def test_without_any_matching_word_no_closest_sentences_are_offered():
    storm = sources_of((article("It closed."),))
    assert answer_reply(Answer("who?", ("who",), (), 0.0), storm).buttons == ()
    nothing = Answer("who?", ("who",), (), 0.0)
    assert "closest" not in nearest_reply(nothing, nothing, storm).text
