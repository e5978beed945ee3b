from dataclasses import replace

from any_articles import answer, article, check_fits
from hypothesis import given
from hypothesis import strategies as st
from listed_sources import sources_of
from marks import bold, code, quoted

from bot.replies.talk.messages import message_reply
from retrieval.answer import Answer


def joined(*parts, left_out=0):
    passages = tuple(passage for part in parts for passage in part.passages)
    confidence = max(part.confidence for part in parts)
    return Answer("a? b?", ("a",), passages, confidence, parts=parts, left_out=left_out)


def test_each_part_has_its_question_above_it():
    storm = article("It closed.", "It opened.")
    sources = sources_of((storm,))
    one, other = storm.sentences
    parts = replace(answer(one), question="Closed?"), replace(answer(other), question="Open?")
    reply = message_reply(joined(*parts), sources)
    lines = reply.text.splitlines()
    assert lines[:2] == ["Closed?", "It closed."]
    assert lines[lines.index("Open?") + 1] == "It opened."
    assert bold(reply) == ["Closed?", "Open?"]
    assert quoted(reply) == ["It closed.", "It opened."]


def test_a_part_without_an_answer_says_so():
    storm = article("It closed.")
    nothing = replace(answer(), question="Open?")
    reply = message_reply(joined(answer(*storm.sentences), nothing), sources_of((storm,)))
    assert "Open?\nI found nothing about that in my only source." in reply.text


def test_the_closest_sentences_stand_below_the_part_that_has_no_answer():
    storm = article("It closed.", "It opened.")
    one, other = storm.sentences
    nothing = replace(answer(), question="Open?")
    nearest = joined(answer(one), answer(other))
    reply = message_reply(joined(answer(one), nothing), sources_of((storm,)), nearest=nearest)
    assert quoted(reply) == ["It closed.", "It opened."]
    assert reply.text.index("closest sentences") < reply.text.index("It opened.")


def test_the_reply_says_how_many_questions_were_too_many():
    part = answer(*article("It closed.").sentences)
    sources = sources_of((article("It closed."),))
    assert "send the last one again" in message_reply(joined(part, left_out=1), sources).text
    assert "send the other 2 again" in message_reply(joined(part, left_out=2), sources).text
    assert "three questions" not in message_reply(joined(part), sources).text


def test_parts_share_the_room_of_a_message():
    storm = article("It closed.", *("It " + 900 * letter + "." for letter in "abcdefghi"))
    parts = [answer(*storm.sentences[at : at + 3]) for at in (1, 4, 7)]
    reply = message_reply(joined(*parts), sources_of((storm,)))
    first = [storm.sentences[at].text for at in (1, 4, 7)]
    assert quoted(reply) == first
    check_fits(reply)


def test_a_claim_with_other_numbers_says_so():
    storm = article("It closed.")
    found = replace(answer(*storm.sentences), without=("50,000", "9"))
    reply = message_reply(found, sources_of((storm,)))
    assert reply.text.startswith("Closest I found, without “50,000” or “9”:\nIt closed.")
    assert quoted(reply) == ["It closed."]


@given(st.lists(st.text(min_size=1, max_size=300), min_size=1, max_size=3))
def test_whatever_was_asked_fits_and_is_not_live(questions):
    storm = article("It " + 1500 * "a" + ".")
    parts = [replace(answer(*storm.sentences), question=one) for one in questions]
    check_fits(message_reply(joined(*parts), sources_of((storm,))))


def test_a_question_above_its_answer_is_not_live():
    part = replace(answer(), question="see evil.example and @news?")
    reply = message_reply(joined(part), sources_of((article("It closed."),)))
    assert code(reply) == ["evil.example", "@news"]
