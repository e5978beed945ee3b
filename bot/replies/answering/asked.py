"""The question that an answer belongs to, where the answer has to say it."""

from dataclasses import replace

from bot.replies.labels import label, plain_label, utf16_length
from bot.replies.reply import Kind, Mark, Reply, untrusted
from retrieval.answer import Turn
from retrieval.asking.several import asks, sentences_of

LONGEST_HEADING = 150  # UTF-16 units of a question above its answer
LONGEST_QUERY = 256  # UTF-16 units of a question that is asked inline
IN_FULL = "{question} ({before})"


def asking_part(words: str) -> str:
    """Return the part of a message from the first sentence that asks to the last one.

    If none does, this is all of it.

    >>> asking_part("I was in Sund last week. Who built the ferry? Thanks!")
    'Who built the ferry?'
    """
    sentences = [one for line in words.splitlines() for one in sentences_of(line)]
    asking = [at for at, one in enumerate(sentences) if asks(one)]
    return " ".join(sentences[asking[0] : asking[-1] + 1]) if asking else words


def question_line(question: str, before: Turn | None = None) -> Reply:
    """Return a question in bold, as typed but on one line, and what it follows up on.

    Of a long message, this is the part that asks.
    """
    question = _shortened(question, LONGEST_HEADING)
    if before is not None:
        question = IN_FULL.format(question=question, before=before.question.replace("\n", ", "))
    typed = untrusted(label(question, LONGEST_HEADING) or "…")
    return replace(typed, marks=(*typed.marks, Mark(Kind.BOLD, 0, len(typed.text))))


def inline_query(question: str, before: Turn | None = None) -> str:
    """Return what asks the question in another chat; empty if nothing in it is visible.

    What it follows up on comes first, if there is room. Of a long message, this is the part that
    asks, whose end may be cut off.
    """
    asked = " ".join(_shortened(question, LONGEST_QUERY).split())
    if before is not None:
        whole = " ".join([*reversed(before.question.split("\n")), asked])
        asked = whole if utf16_length(whole) <= LONGEST_QUERY else asked
    return plain_label(asked, LONGEST_QUERY).removesuffix("…")


def _shortened(question: str, most: int) -> str:
    return question if utf16_length(question) <= most else asking_part(question)
