from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.asking.frames import LEADING, Frame, read_frame
from retrieval.words.analysis import ANALYSES

ENGLISH = ANALYSES["en"]

TOPIC = [
    "latest on {}",
    "The latest on {}?",
    "latest news about {}",
    "any news about {}?",
    "news from {}",
    "What's new with {}?",
    "whats new in {}",
    "What’s going on with {}?",
    "what is happening in {} right now",
    "What has been going on with {} lately?",
    "what's the deal with {}",
    "tell me about {}",
    "Tell me more about {}, please.",
    "can you tell me everything you know about {}",
    "please summarise {}",
    "Summarize {} for me",
    "sum up {}",
    "sum {} up",
    "Give me an overview of {}.",
    "could you give me a quick summary of {}?",
    "explain {}",
    "explain to me {}",
    "{} update",
    "{} updates?",
    "Update on {}",
    "Update me on {}",
    "background on {}",
    "some background to {}",
    "everything on {}",
    "everything you have on {}",
    "all about {}",
    "headlines about {}",
    "{} HEADLINES",
    "catch me up on {}",
    "bring me up to speed on {}",
    "fill me in on {}",
    "brief me on {} please",
    "any news on {} today?",
    "Hi! Is there any news on {}?",
    "what do you know about {}",
    "which articles do you have on {}?",
    "TL;DR on {}",
    "summary {}",
    "what have you got on {}",
    "what do the articles say about {}?",
    "I'd like to know more about {}",
    "give me the news on {}",
    "{} news",
    "latest {} news",
    "{} explained",
]
MISSPELLED = [
    "lastest on {}",
    "sumarize {}",
    "overveiw of {}",
    "Whats hapening with {}",
    "tell me abuot {}",
    "explian {}",
]
NEWS = [
    "any news today?",
    "What's new?",
    "what is new today",
    "news",
    "Latest news, please!",
    "the latest",
    "updates?",
    "what's happening?",
    "what's going on in the world today?",
    "what happened today?",
    "top stories",
    "what are today's headlines",
    "give me the news",
    "catch me up",
    "breaking news",
]
# With no frame, or with one around a question of its own: the message, and what is asked.
ORDINARY = [
    ("who is the captain", "who is the captain"),
    ("explain why the bridge fell", "why the bridge fell"),
    ("Tell me who won the final.", "who won the final"),
    ("update on how many died", "how many died"),
    ("latest on what the mayor said", "what the mayor said"),
    ("what happened to Spain's captain on Sunday", "what happened to Spain's captain on Sunday"),
    ("What is Kafka's background?", "What is Kafka's background?"),
    ("who owns fox news", "who owns fox news"),
    ("Why is he so popular in the news?", "Why is he so popular in the news?"),
    ("What article of the law grants it?", "What article of the law grants it?"),
    ("what's new with him", "what's new with him"),
    ("tell me more about it", "tell me more about it"),
    ("what's up", "what's up"),
    ("?!", "?!"),
    ("", ""),
]


@pytest.mark.parametrize("frame", [*TOPIC, *MISSPELLED])
@pytest.mark.parametrize("topic", ["notre dame", "Jupiter’s moon Europa", "the WHO"])
def test_frame_words_are_taken_from_around_a_topic(frame, topic):
    found = read_frame(frame.format(topic), ENGLISH)
    assert (found.frame, found.bare) == (Frame.TOPIC, True)
    assert ENGLISH.terms(found.subject) == ENGLISH.terms(topic)


@pytest.mark.parametrize(
    "message", ["summarize the ferry story", "explain the ferry affair please"]
)
def test_a_story_about_a_topic_is_the_topic(message):
    found = read_frame(message, ENGLISH)
    assert (found.frame, found.subject, found.bare) == (Frame.TOPIC, "the ferry", True)


def test_words_of_hesitation_before_a_question_are_no_part_of_it():
    assert read_frame("OK, so who won the cup?", ENGLISH).subject == "who won the cup"
    assert read_frame("hmm what about Japan", ENGLISH).subject == "what about Japan"
    assert read_frame("ok and how about Japan", ENGLISH).subject == "how about Japan"
    assert read_frame("OK Computer", ENGLISH).subject == "OK Computer"
    assert read_frame("tldr Japan", ENGLISH).subject == "Japan"


def test_a_story_can_be_the_topic():
    assert read_frame("latest on Toy Story", ENGLISH).subject == "Toy Story"
    assert read_frame("explain the story", ENGLISH).subject == "the story"


def test_a_name_like_a_verb_is_a_topic_after_a_frame():
    assert read_frame("latest on Will Smith", ENGLISH).subject == "Will Smith"
    assert not read_frame("Will Smith", ENGLISH).bare
    assert not read_frame("LATEST ON WILL SMITH", ENGLISH).bare


@pytest.mark.parametrize(
    "frame",
    [
        "timeline of {}",
        "Give me a timeline of {}, please",
        "timeline of the events in {}",
        "{} timeline",
        "chronology of {}",
    ],
)
def test_a_timeline_is_asked_for_by_its_name(frame):
    found = read_frame(frame.format("the kidnapping"), ENGLISH)
    assert (found.frame, found.bare) == (Frame.TIMELINE, True)
    assert ENGLISH.terms(found.subject) == ["kidnap"]


@pytest.mark.parametrize("message", NEWS)
def test_news_of_any_topic_can_be_asked_for(message):
    assert read_frame(message, ENGLISH).frame is Frame.NEWS
    assert read_frame(message.upper(), ENGLISH).frame is Frame.NEWS


@pytest.mark.parametrize(("message", "subject"), ORDINARY)
def test_a_real_question_stays_one(message, subject):
    found = read_frame(message, ENGLISH)
    assert (found.frame, found.subject, found.bare) == (Frame.NONE, subject, False)


@pytest.mark.parametrize(
    "topic", ["baltimore bridge", "Jupiter's moon Europa", "height of spires"]
)
def test_words_without_a_frame_can_name_a_topic(topic):
    found = read_frame(topic, ENGLISH)
    assert (found.frame, found.subject, found.bare) == (Frame.NONE, topic, True)


@pytest.mark.parametrize(
    "claim",
    [
        "Spain beat England",
        "the mayor has resigned",
        "One sentence here. Another one.",
        "Prince Andrew helped US prosecutors with the case",
        "1994",
    ],
)
def test_a_claim_is_no_bare_topic(claim):
    assert not read_frame(claim, ENGLISH).bare


def test_what_gives_something_is_no_content():
    assert (
        read_frame("give me the height of the spire", ENGLISH).subject == "the height of the spire"
    )


@given(st.lists(st.sampled_from([*"the latest on any news im looking what is to".split(), "x"])))
def test_the_subject_is_part_of_the_message(words):
    message = " ".join(words)
    assert read_frame(message, ENGLISH).subject in message


def test_a_long_message_of_frame_words_takes_no_time():
    start = process_time()
    for words in ("im looking ", "the latest ", "tell me all ", "what is the latest news "):
        read_frame(words * 200, ENGLISH)
    assert process_time() - start < 1
    assert LEADING.match("latest on ")
