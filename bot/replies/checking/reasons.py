"""The reply to /why: what spoke for the first sentence of an answer, in a few plain lines."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.replies.answering.quoting import date_of
from bot.replies.answering.reader_words import words_in_quotes
from bot.replies.reply import Reply, filled, joined
from bot.wording.wording import Wording
from corpus.store.sources import Sources
from retrieval.answer import Answer, Band, Passage, View
from retrieval.asking.follow_ups import asks_for_same
from retrieval.ranking.explanation import FOLLOWS, Contribution, Explanation

NOTHING_TO_EXPLAIN = Wording(
    "I have no answer here to explain. Ask me a question first, or reply to one of my answers "
    "with /why."
)
NOT_FOUND = Wording("I found no answer to that, so there is nothing to explain.")
# Translators: {number} is an article's; the reasons follow on lines of their own.
HEADING = Wording("Why [{number}], sentence {sentence}:")
OF_TOPIC = {
    View.ARTICLES: Wording(
        "You asked about a topic: I quote what its articles begin with, newest first."
    ),
    View.TIMELINE: Wording(
        "You asked about a topic: I quote what its articles begin with, oldest first."
    ),
}
# Translators: "It" is the first sentence quoted, here and below.
NEXT_TO_SHOWN = Wording("It stands next to what I quoted before.")
ASKED_FOR_MORE = Wording(
    "You asked for more: it fits next best, or stands next to what I quoted before."
)
# Translators: {words} are a reader's, each in quotation marks: "“mayor” and “ferry”".
WORDS = Wording("It has {words} from your question.")
# Translators: {words} are a reader's, each in quotation marks: "“mayor” and “ferry”".
RELATED = Wording("It has words related to {words}.")
# Translators: {words} are a reader's, each in quotation marks: "“mayor” and “ferry”".
AROUND = Wording("Around it or in the title: {words}.")
MEANING = Wording("It is close to your question in meaning.")
FOLLOWED = Wording("It fits what I quoted for your question before.")
# Translators: {day} is the date of the article.
NEWEST = Wording("Its article is newer than others that fit as well: {day}.")
KINDS = {
    "who": Wording("It has a name, and you asked who."),
    "when": Wording("It has a date, and you asked when."),
    "where": Wording("It seems to name a place, and you asked where."),
    "number": Wording("It has a number, and you asked for one."),
    "measure": Wording("It has a measure, and you asked for one."),
    "money": Wording("It has an amount of money, and you asked for one."),
}
SURE = Wording("Sure: it most likely answers your question.")
UNSURE = Wording("Not sure: it is only the closest I found.")
# Translators: After "Not sure: it is only the closest I found."; {words} are a reader's.
LACKS = Wording("It lacks {words}.")
# The reason that each feature counts towards; those left out say nothing to a reader.
REASONS = {
    WORDS: (
        *("sentence", "words covered", "plain coverage", "printed words", "pairs"),
        *("stop words", "names held"),
    ),
    RELATED: ("related", "related near"),
    AROUND: ("window", "section", "near coverage", "far coverage", "title coverage", "names near"),
    MEANING: ("meaning", "window meaning"),
    FOLLOWED: (FOLLOWS,),
}
REASON_OF = {feature: reason for reason, features in REASONS.items() for feature in features}
EXPLAINED = 10  # sentences; the newest of those that fit as well may come first
MOST_REASONS = 3  # with the heading and how sure the answer is, five lines
MOST_WORDS = 4


def why_reply(answer: Answer, explained: Sequence[Explanation], sources: Sources) -> Reply:
    """Return what spoke for the first sentence, the strongest first, and how sure it is.

    ``explained`` are the best sentences for the question, in the order in which they are shown.
    """
    if not answer.found:
        return Reply(str(NOT_FOUND))
    first = answer.passages[0]
    number = sources.label(first.sentence.article)
    heading = Reply(HEADING.format(number=number, sentence=first.sentence.number))
    if answer.view is not View.SENTENCES:
        return joined([heading, Reply(str(OF_TOPIC[answer.view]))], "\n")
    if asks_for_same(answer.question):  # how sure the answer is says nothing about this one
        return joined([heading, Reply(str(ASKED_FOR_MORE))], "\n")
    one = next((one for one in explained if one.sentence == first.sentence), None)
    if one is None:
        return joined([heading, Reply(str(NEXT_TO_SHOWN))], "\n")
    reasons = [*_date_reason(first, one, explained), *_reasons(one)]
    return joined([heading, *reasons[:MOST_REASONS], _sureness(answer, one)], "\n")


def _date_reason(
    first: Passage, one: Explanation, explained: Iterable[Explanation]
) -> Iterator[Reply]:
    """Yield that its date put the sentence first, if it did: another has the higher score."""
    is_moved = any(other.score > one.score for other in explained)
    day = date_of(first.sentence.article)
    if day and (is_moved or first.earlier):
        yield Reply(NEWEST.format(day=day))


def _reasons(one: Explanation) -> Iterator[Reply]:
    """Yield what spoke for a sentence, the strongest first."""
    words = {WORDS: one.held, RELATED: one.related, AROUND: one.near}
    for reason, added in _weighed(one.parts, around=bool(one.near)).items():
        if added <= 0:
            return
        if reason not in words:
            yield Reply(str(reason))
        elif line := _with_words(reason, words[reason], one.typed):
            yield line


def _weighed(parts: Iterable[Contribution], *, around: bool) -> dict[Wording, float]:
    """What each reason added to the score, most first.

    Unless words of the question stand only ``around`` the sentence, what is around it only
    repeats the sentence's own.
    """
    sums: dict[Wording, float] = defaultdict(float)
    for part in parts:
        kind = KINDS.get(part.feature.partition(":")[0])
        reason = REASON_OF.get(part.feature, kind)
        if reason is not None:
            sums[WORDS if reason is AROUND and not around else reason] += part.added
    return dict(sorted(sums.items(), key=lambda one: -one[1]))


def _with_words(template: Wording, terms: Sequence[str], typed: Mapping[str, str]) -> Reply | None:
    """Return a template with the words typed for some terms; None if there are none."""
    words = list(dict.fromkeys(typed[term] for term in terms if term in typed))
    return filled(template, words=words_in_quotes(words, MOST_WORDS)) if words else None


def _sureness(answer: Answer, one: Explanation) -> Reply:
    if answer.band is Band.SURE and not answer.without:
        return Reply(str(SURE))
    lacks = _with_words(LACKS, one.missing, one.typed)
    return joined([Reply(str(UNSURE)), *([lacks] if lacks else [])], " ")
