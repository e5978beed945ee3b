import gc

from sent import PRICE, QUESTION, only

from bot.conversation.answering import memory


def test_a_question_is_forgotten_after_an_hour(talk):
    said = talk.message(QUESTION)
    talk.send("message", said)
    talk.pass_time(3599)
    assert "message_id" in only(talk.edit(said, PRICE))
    talk.pass_time(3599)
    assert "message_id" in only(talk.edit(said, QUESTION))  # the edit restarted the hour
    talk.pass_time(3601)
    assert "message_id" not in only(talk.edit(said, PRICE))  # answered in a new message


def test_only_the_latest_answers_are_remembered(talk, monkeypatch):
    monkeypatch.setattr(memory, "MOST_ANSWERS", 2)
    first, *others = (talk.message(QUESTION) for _ in range(3))
    for said in (first, *others):
        talk.send("message", said)
    assert only(talk.edit(others[0], PRICE))["message_id"] == 5001
    assert "message_id" not in only(talk.edit(first, PRICE))


def test_forgotten_answers_leave_no_trace_in_memory(talk, monkeypatch):
    def count():
        gc.collect()
        answers = [held for held in gc.get_objects() if isinstance(held, memory.RecentAnswer)]
        return sum(answer.request.words.startswith("Who remembers") for answer in answers)

    monkeypatch.setattr(memory, "MOST_ANSWERS", 2)
    for number in range(6):
        talk.say(f"Who remembers question {number}?")
    assert count() == 2
    talk.pass_time(3601)
    assert count() == 0
