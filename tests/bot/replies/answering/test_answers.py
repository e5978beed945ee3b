import sys
from dataclasses import replace
from datetime import date

import pytest
from any_articles import answer, article
from listed_sources import sources_of
from marks import bold, quoted

from bot.library.library import Library
from bot.replies.answering.answers import SAMPLES, answer_reply, how_to_ask_reply, nearest_reply
from bot.replies.chat_sources.source_list import sources_reply
from bot.replies.chat_sources.sources import source_reply
from bot.replies.labels import utf16_length
from bot.replies.reply import LONGEST_MESSAGE, Kind
from corpus.article import Span
from retrieval.answer import Answer, Band, Earlier, Elsewhere, Passage, Stance, Turn, View, Where
from retrieval.words.analysis import ANALYSES


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
    assert (str(SAMPLES) in reply.text) == samples


def test_more_without_a_question_before_it_is_told_so_and_so_is_the_end():
    sources = sources_of((article("It closed."),))
    more = replace(answer(), question="Tell me more!", query=())
    assert answer_reply(more, sources).text.startswith("I have no answer here that this could")
    more = replace(more, query=("close",), confidence=0.1, before=Turn("closed?"))
    assert answer_reply(more, sources).text == "I found nothing more about that."


def test_a_follow_up_without_an_answer_does_not_deny_what_was_shown():
    sources = sources_of((article("It closed."), article("b.")))
    follow_up = replace(answer(), before=Turn("closed?", ((1, 0),)))
    text = answer_reply(follow_up, sources).text
    assert text == "I found nothing more about that in my 2 sources."


def test_the_bot_says_when_it_found_nothing():
    one, two = sources_of((article("It closed."),)), sources_of((article("a."), article("b.")))
    assert answer_reply(answer(), one).text == "I found nothing about that in my only source."
    assert answer_reply(answer(), two).text == "I found nothing about that in my 2 sources."
    assert answer_reply(answer(), sources_of(())).text.startswith("I have no sources yet")


def test_the_bot_says_in_which_languages_its_sources_are_instead_of_missing_words():
    foreign = replace(answer(), unknown=("Odesa",), sources_in=("ru", "hi"))
    text = answer_reply(foreign, sources_of((article("Он."), article("वह।")))).text
    assert text == (
        "I found nothing about that in my 2 sources. My sources on this are in Russian and Hindi."
    )


def test_of_many_languages_none_is_named():
    foreign = replace(answer(), sources_in=("ar", "de", "hi", "ru", "zh"))
    text = answer_reply(foreign, sources_of((article("Он."), article("वह।")))).text
    assert text == "I found nothing about that in my 2 sources."


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
        assert str(SAMPLES) in reply.text
    assert str(SAMPLES) not in answer_reply(answer(*storm.sentences), sources_of((storm,))).text


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


def test_without_any_matching_word_no_sentence_is_called_closest():
    storm = sources_of((article("It closed."),))
    nothing = Answer("who?", ("who",), (), 0.0)
    assert "closest" not in nearest_reply(nothing, nothing, storm).text


HIT = article("It was late.", "On Tuesday Russian drones hit the harbour.", "Nobody was hurt.")


def opening(question, *unknown, sources=(HIT,), band=Band.SURE):
    """What stands above the second sentence as an answer to this question."""
    query = ANALYSES["en"].query(question)
    found = Answer(question, query, (Passage(HIT.sentences[1], 1.0),), 0.5, unknown, band=band)
    text = answer_reply(found, sources_of(sources)).text
    assert text.endswith(
        "On Tuesday Russian drones hit the harbour.\n[1] Storm closes the bridge, sentence 2"
    )
    return text.partition("On Tuesday")[0].strip()


def test_a_sure_answer_to_the_whole_question_has_no_line_above_it():
    assert opening("what did drones hit on Tuesday") == ""


def test_a_name_that_no_source_mentions_is_said_above_an_answer():
    two = (HIT, article("It sails.", title="Ferry"))
    asked = "Did Russian drones hit Odesa?"
    assert opening(asked, "Odesa") == (
        "My only source does not mention “Odesa”. About Russian drones:"
    )
    assert opening(asked, "Odesa", sources=two) == (
        "None of my sources mentions “Odesa”. About Russian drones:"
    )
    assert opening("What did drones hit in Odesa?", "Odesa", sources=two) == (
        "None of my sources mentions “Odesa”."
    )


@pytest.mark.parametrize(
    ("question", "unknown", "said"),
    [
        ("what did drones hit", (), "Closest I found:"),
        ("what did drones exactly hit", (), "Closest I found:"),
        ("which ships did drones hit", (), "Closest I found, without “ships”:"),
        ("which ferries and ships did drones hit", (),
         "Closest I found, without “ferries” or “ships”:"),
        ("Did Russian drones hit Odesa?", ("Odesa",),
         "My only source does not mention “Odesa”. Closest I found:"),
        ("which ships did drones hit", ("ships",),
         "My only source does not mention “ships”. Closest I found:"),
    ],
)  # fmt: skip
def test_the_closest_sentences_are_called_that(question, unknown, said):
    assert opening(question, *unknown, band=Band.CLOSEST) == said


def topic(*leads, more=0):
    """An answer with the first sentences of articles about a topic."""
    return replace(answer(*leads), query=(), view=View.ARTICLES, more=more)


def test_a_topic_ends_with_the_number_of_further_articles():
    storm, snow = article("It closed."), article("It fell.", title="Snow falls")
    sources = sources_of((storm, snow))
    leads = storm.sentences + snow.sentences
    assert quoted(answer_reply(topic(*leads), sources)) == ["It closed.", "It fell."]
    assert "more" not in answer_reply(topic(*leads), sources).text
    assert answer_reply(topic(*leads, more=1), sources).text.endswith(
        "\n\n1 more article: ask for “more”, or see /sources."
    )
    assert answer_reply(topic(*leads, more=12), sources).text.endswith(
        "\n\n12 more articles: ask for “more”, or see /sources."
    )


@pytest.mark.parametrize("samples", [False, True])
@pytest.mark.parametrize(("length", "most"), [(300, 5), (900, 4), (1300, 3), (1900, 2), (3300, 1)])
def test_articles_that_do_not_fit_are_counted_as_further_ones(length, most, samples):
    every = [article(letter * length + ".", title=letter) for letter in "abcde"]
    sources = sources_of(tuple(every), samples=samples)
    leads = [sentence for one in every for sentence in one.sentences]
    reply = answer_reply(topic(*leads, more=4), sources)
    shown = reply.text.count("sentence 1")
    assert utf16_length(reply.text) <= LONGEST_MESSAGE
    assert f"{4 + 5 - shown} more articles" in reply.text
    assert max(1, most - samples) <= shown <= most
    assert (str(SAMPLES) in reply.text) == samples


def test_a_terminal_shows_all_articles_of_a_topic():
    every = [article(letter * 1900 + ".", title=letter) for letter in "abcde"]
    leads = [sentence for one in every for sentence in one.sentences]
    reply = answer_reply(topic(*leads), sources_of(tuple(every)), sys.maxsize)
    assert len(quoted(reply)) == 5
    assert "more" not in reply.text


def test_a_single_article_of_a_topic_is_shown_whole():
    storm = article("It closed.", "It opened.", "It closed again.")
    reply = answer_reply(topic(*storm.sentences), sources_of((storm,)))
    assert quoted(reply) == ["It closed.\nIt opened.\nIt closed again."]


def test_a_topic_that_is_only_close_is_called_so():
    storm = article("It closed.")
    sources = sources_of((storm,))
    found = replace(topic(*storm.sentences), question="latest on the storm surge", query=("surg",))
    assert answer_reply(found, sources).text.startswith("It closed.")
    close = replace(found, band=Band.CLOSEST, unknown=("surge",))
    assert answer_reply(close, sources).text.startswith(
        "My only source does not mention “surge”. Closest I found:\nIt closed."
    )


def test_earlier_numbers_stand_below_the_citation_of_the_newest_with_links_to_their_sources():
    days = [date(2025, 3, 5), date(2025, 3, 3), None]
    articles = [
        article(f"{number} people died.", published=day, url=f"https://courier.example/{number}")
        for number, day in zip((17, 12, 7), days, strict=True)
    ]
    articles[1] = replace(articles[1], source="Post")
    newest, *older = (one.sentences[0] for one in articles)
    earlier = tuple(Earlier(one, Span(0, one.text.index(" "))) for one in older)
    given = Answer("q", ("q",), (Passage(newest, 1.0, earlier=earlier),), 0.9)
    reply = answer_reply(given, sources_of(articles))
    line = reply.text.splitlines()[-1]
    assert line == "Earlier: “12” in Post, 3 Mar 2025; “7” in [3]."
    links = [mark for mark in reply.marks if mark.kind is Kind.LINK]
    assert [(reply.text[one.start : one.end], one.url[24:]) for one in links[1:]] == [
        ("Post", "12#:~:text=12%20people%20died."),
        ("[3]", "7#:~:text=7%20people%20died."),
    ]


@pytest.mark.parametrize(
    ("where", "rest"),
    [(Where.BEFORE, "From before:"), (Where.OTHER_DAYS, "From other days:"),
     (Where.OTHERS, "From others:")],
)  # fmt: skip
def test_an_answer_from_elsewhere_says_so_first(where, rest):
    storm = article("It closed.")
    given = replace(answer(*storm.sentences), elsewhere=Elsewhere("this\nweek", where))
    reply = answer_reply(given, sources_of((storm,)))
    assert reply.text.startswith(f"Nothing from this week. {rest}\nIt closed.")


def test_a_claim_shows_what_says_so_before_what_says_otherwise():
    one, two = article("It closed.", title="One"), article("It did not close.", title="Two")
    sources = sources_of((one, two))
    passages = [
        replace(passage, stance=stance)
        for stance, each in zip(Stance, (one, two), strict=True)
        for passage in answer(*each.sentences).passages
    ]
    claim = replace(answer(), passages=tuple(passages), band=Band.SURE, is_claim=True)
    lines = answer_reply(claim, sources).text.splitlines()
    assert lines[:2] == ["Sources that say so:", "It closed."]
    assert lines[4:6] == ["Sources that say otherwise:", "It did not close."]
    near = nearest_reply(replace(claim, passages=()), claim, sources).text
    assert near.startswith("My sources do not say.")
    assert "say so" not in near


def test_a_claim_that_no_source_is_close_to_is_told_so():
    claim = replace(answer(), is_claim=True)
    one, two = sources_of((article("a."),)), sources_of((article("a."), article("b.")))
    assert answer_reply(claim, one).text == "My only source does not say."
    assert answer_reply(claim, two).text == "My sources do not say."
