from dataclasses import replace
from datetime import date

import pytest
from any_articles import article

from corpus.samples.sample_articles import load_samples
from retrieval.answer import View
from retrieval.answering.added import Added
from retrieval.answering.answerer import Answerer
from retrieval.answering.topics import MOST_ARTICLES, TopicSearch
from retrieval.asking.frames import read_frame
from retrieval.asking.given import Given
from retrieval.meaning.minilm import MiniLM
from retrieval.meaning.sample_vectors import sample_vectors
from retrieval.ranking.question import parse_question
from retrieval.words.analysis import ANALYSES

ENGLISH = ANALYSES["en"]

# Written for this test: what readers call the matter of a sample, and the beginning of its title.
TOPICS = {
    "notre dame": "Notre-Dame",
    "the baltimore bridge": "Baltimore",
    "Sweden and NATO": "Sweden",
    "the nobel prize in medicine": "Nobel",
    "the Women's World Cup": "Spain",
    "the bank of japan": "Japan",
    "the moon landing": "India",
    "shoigu's visit to north korea": "Kremlin",
}
FRAMES = [
    "latest on {}",
    "ok, so what about {}?",
    "any news about {}?",
    "What's new with {}?",
    "what's going on with {}",
    "what's happening with {}",
    "Tell me about {}.",
    "summarise {}",
    "can you sum up {}, please?",
    "Give me an overview of {}",
    "explain {}",
    "{} update",
    "timeline of {}",
    "background on {}",
    "everything on {}",
    "headlines about {}",
    "catch me up on {}",
]


def dated(*articles):
    """An answerer over articles, each with its title, its day in March 2024 and its sentences."""
    answerer = Answerer()
    for one in dated_articles(*articles):
        answerer.add(one)
    return answerer


def dated_articles(*articles):
    for title, day, *sentences in articles:
        published = date(2024, 3, day) if day else None
        yield replace(article(*sentences, title=title), published=published)


def titles(answer):
    return [one.sentence.article.title for one in answer.passages]


@pytest.fixture(scope="module")
def samples():
    answerer = Answerer()
    for one in load_samples():
        answerer.add(one)
    return answerer


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize(("topic", "title"), TOPICS.items())
def test_a_framed_topic_gets_its_article(samples, frame, topic, title):
    answer = samples.answer(frame.format(topic), None)
    assert titles(answer)[0].startswith(title)
    assert answer.view is (View.TIMELINE if "timeline" in frame else View.ARTICLES)


@pytest.mark.parametrize(
    "topic",
    ["baltimore bridge", "crowdstrike", "Chandrayaan-3", "moon south pole", "mRNA vaccines"],
)
def test_a_topic_needs_no_frame(samples, topic):
    assert samples.answer(topic, None).view is View.ARTICLES


@pytest.mark.parametrize(
    "keywords",
    [
        "mutual defence pact",
        "golden glove winner",
        "chandrayaan-2 crash",
        "height of the spire",
        "yield curve control end",
        "freighter name",
        "carmona goal minute",
        "notre dame fire cause",
        "world cup final crowd",
        "paris",
    ],
)
def test_keywords_for_a_detail_get_sentences(samples, keywords):
    assert samples.answer(keywords, None).view is View.SENTENCES


@pytest.mark.parametrize(
    "absent",
    ["latest on the greek wildfires", "summarise the mayor's resignation", "bitcoin news"],
)
def test_an_absent_topic_gets_no_answer(samples, absent):
    answer = samples.answer(absent, None)
    assert not answer.found
    assert answer.unknown


def test_a_framed_question_gets_the_sentence_that_answers_it(samples):
    answer = samples.answer("tell me who scored the only goal for Spain", None)
    assert answer.view is View.SENTENCES
    assert answer.passages[0].sentence.text.startswith("Olga Carmona")


def test_a_single_article_is_summed_up_by_its_first_sentences(samples):
    answer = samples.answer("latest on Notre-Dame", None)
    assert [one.sentence.number for one in answer.passages] == [1, 2, 3]
    assert [one.place[1] for one in answer.passages] == [0, 1, 2]
    assert len(samples.answer("latest on Notre-Dame", None, limit=1).passages) == 1
    assert len(samples.answer("latest on Notre-Dame", None, limit=10).passages) == 10


def test_a_misspelled_topic_is_found(samples):
    assert titles(samples.answer("latest on crowdstrke", None))[0].startswith("CrowdStrike")


STRIKES = (
    ("Dock strike begins", 4, "Dockers walked out on Monday morning."),
    ("Dock strike spreads", 9, "What now?", "News.", "The strike has reached three ports."),
    ("Dock strike ends", 17, "The dock strike ended with a pay rise."),
    ("Dock strike, explained", 0, "The dockers want higher pay and fewer nights."),
    ("Snow in May", 12, "A dock strike is not the only problem of the port of Norvik."),
)


@pytest.fixture(scope="module")
def strikes():
    return dated(*STRIKES)


def test_articles_come_newest_first_and_undated_ones_last(strikes):
    answer = strikes.answer("latest on the dock strike", None)
    assert titles(answer) == [
        "Dock strike ends",
        "Snow in May",
        "Dock strike spreads",
        "Dock strike begins",
        "Dock strike, explained",
    ]
    assert (answer.view, answer.more) == (View.ARTICLES, 0)


def test_a_timeline_begins_with_the_oldest_article(strikes):
    answer = strikes.answer("timeline of the dock strike", None)
    assert titles(answer)[:2] == ["Dock strike begins", "Dock strike spreads"]
    assert titles(answer)[-1] == "Dock strike, explained"
    assert answer.view is View.TIMELINE


def test_an_article_without_a_frame_needs_the_topic_in_its_title(strikes):
    assert "Snow in May" not in titles(strikes.answer("dock strike", None))


def test_a_lead_is_a_sentence_that_says_something(strikes):
    shown = strikes.answer("latest on the dock strike", None).passages
    assert shown[2].sentence.text == "The strike has reached three ports."


def test_news_of_any_topic_are_the_newest_articles(strikes):
    answer = strikes.answer("any news today?", None)
    assert titles(answer)[:2] == ["Dock strike ends", "Snow in May"]
    assert (answer.query, answer.found) == ((), True)


def test_there_is_no_news_without_articles():
    assert not Answerer().answer("any news today?", None).found


def test_only_the_scope_is_searched(strikes):
    ends = strikes.answer("dock strike ends", None).passages[0].sentence.article
    assert titles(strikes.answer("latest on the dock strike", {ends.id})) == [ends.title]
    assert titles(strikes.answer("any news?", {ends.id})) == [ends.title]


def test_the_articles_not_shown_are_counted():
    count = MOST_ARTICLES + 3
    many = dated(
        *(
            (f"Ferry trial {day}", day, f"The ferry sailed {day} miles out to sea that morning.")
            for day in range(1, count + 1)
        )
    )
    answer = many.answer("news about the ferry trial", None)
    assert (len(answer.passages), answer.more) == (MOST_ARTICLES, 3)
    assert titles(answer)[0] == f"Ferry trial {count}"
    few = many.answer("news about the ferry trial", None, limit=2)
    assert (len(few.passages), few.more) == (2, count - 2)
    every = many.answer("news about the ferry trial", None, limit=20)
    assert (len(every.passages), every.more) == (count, 0)


def test_more_of_a_topic_are_its_further_articles():
    many = dated(
        *(
            (f"Ferry trial {day}", day, f"The ferry sailed {day} miles out to sea that morning.")
            for day in range(1, 13)
        )
    )
    turn = None
    shown = []
    for question in ("news about the ferry trial", "more", "more please"):
        answer = many.answer(question, None, given=Given(after=turn))
        turn = answer.turn
        shown.append((answer.question, titles(answer), answer.more))
    days = [f"Ferry trial {day}" for day in range(12, 0, -1)]
    assert shown == [
        ("news about the ferry trial", days[:5], 7),
        ("more", days[5:10], 2),
        ("more please", days[10:], 0),
    ]
    assert many.answer("more", None, given=Given(after=turn)).view is View.SENTENCES


def test_copies_take_one_place():
    lead = "The council of Harwick approved the new tram line on Monday evening."
    answerer = dated(
        ("Tram line approved", 5, lead, "Work begins in May."),
        ("Harwick tram line approved", 6, lead, "The mayor was pleased."),
        ("Tram line delayed", 7, "The tram line will open a year later than was planned."),
    )
    answer = answerer.answer("latest on the tram line", None)
    assert titles(answer) == ["Tram line delayed", "Harwick tram line approved"]
    assert [one.article.title for one in answer.passages[1].also] == ["Tram line approved"]
    assert answer.more == 0


def test_the_closest_sentences_are_no_topic(samples):
    answer = samples.answer("latest on notre dame", None, confidence_threshold=0.0)
    assert answer.view is View.SENTENCES


def test_a_high_threshold_keeps_a_topic_back(samples):
    assert not samples.answer("latest on notre dame", None, confidence_threshold=0.99).found


def test_articles_seen_before_are_left_out(strikes):
    texts = Added(enumerate(dated_articles(*STRIKES), 1))

    def ask(seen):
        framed = read_frame("latest on the dock strike", ENGLISH)
        query = parse_question(framed.subject, ENGLISH)
        search = TopicSearch(strikes.index, strikes.vectors, texts, None)
        return search.answer("more", framed, query, None, 2, seen)

    first = ask(())
    second = ask([one.place[0] for one in first.passages])
    assert (len(first.passages), first.more) == (2, 3)
    assert (len(second.passages), second.more) == (2, 1)
    assert not set(titles(first)) & set(titles(second))
    assert ask(strikes.index.keys()) is None


@pytest.fixture(scope="module")
def with_model():
    meaning = MiniLM()
    answerer = Answerer(meaning=meaning)
    articles = dict(enumerate(load_samples(), 1))
    answerer.vectors.add(sample_vectors(articles, meaning.version))
    for key, one in articles.items():
        answerer.add(one, key)
    return answerer


@pytest.mark.parametrize(
    ("topic", "title"),
    [
        ("the baltimore bridge disaster", "Baltimore"),
        ("sweden's membership", "Sweden"),
        ("the india moon probe", "India"),
        ("spain's football triumph", "Spain"),
    ],
)
def test_a_framed_topic_in_other_words_is_found_by_its_meaning(with_model, topic, title):
    answer = with_model.answer(f"latest on {topic}", None)
    assert answer.view is View.ARTICLES
    assert titles(answer)[0].startswith(title)


@pytest.mark.parametrize(
    "topic",
    ["the baltimore mayor election", "the japan earthquake", "spain's housing protests"],
)
def test_a_framed_topic_of_another_meaning_is_not(with_model, topic):
    assert not with_model.answer(f"latest on {topic}", None).found
