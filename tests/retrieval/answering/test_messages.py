from any_articles import article

from corpus.article import Span
from retrieval.answer import Answer, Band, Earlier, Passage, Stance, Turn
from retrieval.answering.messages import answer_message
from retrieval.asking.given import NOTHING_GIVEN, Given

PASSAGE = Passage(article("It closed.").sentences[0], 1.0)


class Asking:
    """Answers with a confidence for each question it knows, and remembers what it was asked."""

    def __init__(self, **known):
        self.known = {question.replace("_", " "): value for question, value in known.items()}
        self.asked = []

    def __call__(self, question, given):
        self.asked.append((question, given.after.question if given.after else None))
        confidence = self.known.get(question.rstrip("?."), 0.0)
        found = (PASSAGE,) if confidence else ()
        return Answer(question, ("term",), found, confidence)


def test_small_talk_asks_nothing_and_leaves_the_turn_before():
    ask = Asking()
    answer = answer_message("thanks!", Given(after=Turn("who won?")), ask)
    assert (answer.query, answer.found, answer.turn) == ((), False, Turn("who won?"))
    assert ask.asked == []


def test_more_of_nothing_is_not_looked_for():
    ask = Asking(context=0.9)
    assert not answer_message("context", NOTHING_GIVEN, ask).found
    assert ask.asked == []
    assert answer_message("context", Given(after=Turn("who won?")), ask).found


def test_one_question_is_asked_as_it_is():
    ask = Asking(who_won=0.9)
    answer = answer_message("who won?", Given(after=Turn("the cup")), ask)
    assert (answer.question, answer.asked, answer.parts) == ("who won?", "", ())
    assert ask.asked == [("who won?", "the cup")]


def test_several_questions_have_their_answers_and_each_follows_the_one_before():
    ask = Asking(Who_won=0.4, when=0.2, where=0.9)
    answer = answer_message("Who won? when? where? why?", Given(after=Turn("the cup")), ask)
    assert ask.asked == [("Who won?", "the cup"), ("when?", "Who won?"), ("where?", "when?")]
    assert [part.question for part in answer.parts] == ["Who won?", "when?", "where?"]
    assert (answer.found, answer.confidence, answer.left_out) == (True, 0.9, 1)
    assert answer.turn.question == "where?"


def test_a_further_question_is_asked_alone_first():
    ask = Asking(Who_won=0.4, and_who_paid=0.9)
    answer = answer_message("Who won? And who paid? And who lost?", NOTHING_GIVEN, ask)
    asked = ["Who won?", "who paid?", "and who paid?", "who lost?", "and who lost?"]
    assert [question for question, _ in ask.asked] == asked
    assert [part.question for part in answer.parts] == [
        "Who won?",
        "And who paid?",
        "And who lost?",
    ]
    assert [part.found for part in answer.parts] == [True, True, False]


def test_a_framed_claim_is_asked_without_its_frame():
    ask = Asking(Spain_won_the_cup=0.9)
    answer = answer_message("I read that Spain won the cup. Is it true?", NOTHING_GIVEN, ask)
    assert ask.asked == [("Spain won the cup.", None)]
    assert answer.question == "I read that Spain won the cup. Is it true?"
    assert answer.turn.question == "Spain won the cup."


def test_a_long_message_shows_its_surest_sentences():
    mayor, bridge = "The mayor left the city", "The bridge was closed by a storm"
    ask = Asking(**{mayor: 0.5, bridge: 0.8})
    answer = answer_message(
        f"{mayor}. Nobody saw the old king here. {bridge}.", NOTHING_GIVEN, ask
    )
    assert [part.question for part in answer.parts] == [f"{bridge}.", f"{mayor}."]
    assert len(ask.asked) == 3


def test_a_question_below_statements_leans_on_them():
    ask = Asking(When_was_it=0.5)
    answer = answer_message("The mayor left the city. When was it?", NOTHING_GIVEN, ask)
    assert ("When was it?", "The mayor left the city.") in ask.asked
    assert answer.found
    assert answer.parts == ()


def test_a_claim_with_another_number_than_the_sources_says_so():
    ask = Asking(They_sent_how_many_men_to_the_island_by_sea=0.8)
    claim = "I heard that they sent 900 men to the island by sea."
    answer = answer_message(claim, NOTHING_GIVEN, ask)
    assert answer.found is False
    claim = claim.replace("they", "They")
    answer = answer_message(claim, NOTHING_GIVEN, ask)
    assert (answer.question, answer.without, answer.found) == (claim, ("900",), True)


def test_a_claim_whose_number_newer_articles_replace_is_answered_by_these():
    old, new = article("Seven men died there.").sentences[0], article("Nine died.").sentences[0]
    newest = Passage(new, 2.0, earlier=(Earlier(old, Span(0, 5)),))

    def ask(question, _):
        found = newest if "how many" in question else Passage(old, 1.0)
        return Answer(question, ("men",), (found,), 0.9)

    claim = "7 men died on the old boat"
    answer = answer_message(claim, NOTHING_GIVEN, ask)
    assert (answer.question, answer.without, answer.passages) == (claim, (), (newest,))


def test_a_number_that_is_shown_is_not_called_missing():
    def ask(question, _):
        found = (Passage(article("Nine men fled.").sentences[0], 1.0),) * ("many" in question)
        return Answer(question, ("men",), found, 0.9 * bool(found))

    answer = answer_message("9 men of the 40 left the city by boat", NOTHING_GIVEN, ask)
    assert answer.without == ("40",)


def test_a_message_asks_a_bounded_number_of_questions():
    ask = Asking()
    many = (f"The {n} men of the old town left the city by boat." for n in range(10, 90))
    answer_message(" ".join(many), NOTHING_GIVEN, ask)
    assert len(ask.asked) == 13
    ask.asked.clear()
    answer_message("who won and when was it? " * 160, NOTHING_GIVEN, ask)
    assert len(ask.asked) <= 5
    ask.asked.clear()
    few = "".join(f"The {n} men of the town left by boat. " for n in range(10, 17))
    answer_message(f"{few}Did 5 men of the town leave by boat? " * 3, NOTHING_GIVEN, ask)
    assert len(ask.asked) <= 17


def test_a_claim_that_was_not_found_is_one_answer():
    answer = answer_message(
        "The mayor left the city. The storm closed it.", NOTHING_GIVEN, Asking()
    )
    assert not answer.found
    assert answer.parts == ()


def answered(claim, *sentences):
    """The answer to a claim if these sentences are found."""
    passages = tuple(Passage(article(one).sentences[0], 1.0) for one in sentences)
    return answer_message(
        claim, NOTHING_GIVEN, lambda question, _: Answer(question, ("term",), passages, 0.9)
    )


def test_a_claim_has_what_says_so_and_what_says_otherwise_and_nothing_else():
    against, neither, for_it = (
        "The ferry to Skye did not sink.",
        "The ferry to Skye was full.",
        "The ferry to Skye sank on Monday.",
    )
    found = answered("The ferry to Skye sank", against, neither, for_it)
    assert [(one.sentence.text, one.stance) for one in found.passages] == [
        (for_it, Stance.FOR),
        (against, Stance.AGAINST),
    ]
    assert (found.is_claim, found.band) == (True, Band.SURE)


def test_a_claim_without_either_has_only_the_closest_sentences():
    found = answered("The ferry to Skye sank", "The ferry to Skye was full.")
    assert (found.is_claim, found.band) == (True, Band.CLOSEST)
    assert [one.stance for one in found.passages] == [None]


def test_a_question_and_keywords_have_no_stance():
    for asked in ("Did the ferry to Skye sink?", "ferry to Skye", "when the ferry sank?"):
        found = answered(asked, "The ferry to Skye sank on Monday.")
        assert (found.is_claim, found.passages[0].stance) == (False, None)
