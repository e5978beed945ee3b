from datetime import UTC, datetime

from any_articles import SOURCES, answer, check_fits
from hypothesis import given
from hypothesis import strategies as st

from bot.replies.standing.news import news_reply
from bot.replies.standing.watching import ended_reply, list_reply, told_reply, watching_reply
from corpus.store.chats.standing_questions import MOST_IN_CHAT, StandingQuestion

questions = st.builds(
    StandingQuestion,
    st.integers(1, 2**62),
    st.just(7),
    st.none(),
    st.text(max_size=300) | st.just("t.me/a " * 40),
    st.none(),
    st.just(datetime(2025, 3, 3, tzinfo=UTC)),
)


@given(st.lists(questions, max_size=MOST_IN_CHAT))
def test_any_questions_are_listed_with_a_button_each(some):
    reply = list_reply(some)
    check_fits(reply)
    assert len(reply.buttons) == len(some)
    assert all(len(one.data.encode()) <= 64 for one in reply.buttons)


@given(questions)
def test_any_question_is_confirmed_in_a_message(question):
    check_fits(watching_reply(question))
    check_fits(ended_reply(question))


@given(SOURCES, questions, st.text(max_size=100))
def test_any_answer_is_told_in_a_message_with_the_question_in_the_first_line(
    sources, question, topic
):
    found = answer(*(one.sentences[0] for one in sources))
    told = told_reply(question, found, sources)
    check_fits(told)
    assert told.text.startswith("You asked: “")
    check_fits(news_reply(found, sources, "3 Mar 2025, 08:00 UTC", topic, end="Stop."))
    check_fits(news_reply(None, sources, "3 Mar 2025, 08:00 UTC", topic))
