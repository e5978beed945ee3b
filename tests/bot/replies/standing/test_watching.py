from datetime import UTC, datetime

from any_articles import SOURCES, answer, article, check_fits
from hypothesis import given
from hypothesis import strategies as st
from listed_sources import sources_of
from live import LIVELY, check_nesting, left_live

from bot.delivery.entities import entities_of
from bot.replies.standing.news import news_reply
from bot.replies.standing.watching import ended_reply, list_reply, told_reply, watching_reply
from corpus.store.chats.standing_questions import MOST_IN_CHAT, StandingQuestion

SHIPS = article("Ten ships came.", title="Ships")
questions = st.builds(
    StandingQuestion,
    st.integers(1, 2**62),
    st.just(7),
    st.none(),
    st.text(max_size=300) | LIVELY,
    st.none(),
    st.just(datetime(2025, 3, 3, tzinfo=UTC)),
)


def check_sent(reply):
    """Check that a message can be sent, and that nothing in it is live."""
    check_fits(reply)
    entities = entities_of(reply)
    check_nesting(entities)
    assert left_live(reply.text, entities) == []


@given(st.lists(questions, max_size=MOST_IN_CHAT))
def test_any_questions_are_listed_with_a_button_each(some):
    reply = list_reply(some)
    check_sent(reply)
    assert len(reply.buttons) == len(some)
    assert all(len(one.data.encode()) <= 64 for one in reply.buttons)


@given(questions)
def test_any_question_is_confirmed_in_a_message(question):
    check_sent(watching_reply(question))
    check_sent(ended_reply(question))


@given(SOURCES, questions, st.text(max_size=100) | LIVELY)
def test_any_answer_is_told_in_a_message_with_the_question_in_the_first_line(
    sources, question, topic
):
    found = answer(*(one.sentences[0] for one in sources))
    told = told_reply(question, found, sources)
    since = "3 Mar 2025, 08:00 UTC"
    assert told.text.startswith("You asked: “")
    for reply in (told, news_reply(found, sources, since, topic, end="Stop.")):
        check_fits(reply)
        check_nesting(entities_of(reply))
    check_sent(news_reply(None, sources, since, topic))
    check_sent(told_reply(question, answer(*SHIPS.sentences), sources_of([SHIPS])))
    check_sent(news_reply(answer(*SHIPS.sentences), sources_of([SHIPS]), since, topic))
