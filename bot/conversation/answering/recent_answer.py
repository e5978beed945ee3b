"""An answer that a message may still refer to."""

from dataclasses import dataclass

from bot.conversation.requests import Request
from bot.delivery.place import Place
from retrieval.answer import Turn


@dataclass(frozen=True, slots=True)
class RecentAnswer:
    """A request, the place of its answer, and the turn that the request follows up on.

    ``turn`` is what the next question may follow up on; None if this was no question. ``samples``
    says whether the places in the turns are those of the sample articles.
    """

    request: Request
    sent: Place
    turn: Turn | None = None
    before: Turn | None = None
    quoted: tuple[str, ...] = ()  # the ids of the articles
    samples: bool = False
    is_joint: bool = False  # whether its message answers other questions, too

    @property
    def question(self) -> str:
        """The question in full: for "and when?", this includes the question before it."""
        return self.turn.question if self.turn else self.request.words

    @property
    def in_full(self) -> str:
        """The request's words and, in brackets, the question that they follow up on."""
        words, before = self.request.words, self.before
        return f"{words} ({before.question})" if before else words
