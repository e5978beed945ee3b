"""The question that an answer belongs to, where the answer has to say it."""

from dataclasses import replace

from bot.replies.labels import LEFT_TO_RIGHT_MARK, label, utf16_length
from bot.replies.reply import Kind, Mark, Reply, untrusted
from retrieval.answer import Turn

LONGEST_HEADING = 150  # UTF-16 units of a question above its answer
LONGEST_QUERY = 256  # UTF-16 units of a question that is asked inline
IN_FULL = "{question} ({before})"


def question_line(question: str, before: Turn | None = None) -> Reply:
    """Return a question in bold, as typed but on one line, and what it follows up on."""
    if before is not None:
        question = IN_FULL.format(question=question, before=before.question.replace("\n", ", "))
    typed = untrusted(label(question, LONGEST_HEADING) or "…")
    return replace(typed, marks=(*typed.marks, Mark(Kind.BOLD, 0, len(typed.text))))


def inline_query(question: str, before: Turn | None = None) -> str:
    """Return what asks the question in another chat; empty if nothing in it is visible.

    What it follows up on comes first, if there is room. Otherwise the end may be cut off.
    """
    asked = " ".join(question.split())
    if before is not None:
        whole = " ".join([*reversed(before.question.split("\n")), asked])
        asked = whole if utf16_length(whole) <= LONGEST_QUERY else asked
    return label(asked, LONGEST_QUERY).strip(LEFT_TO_RIGHT_MARK).removesuffix("…")
