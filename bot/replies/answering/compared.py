"""The lines above quotes that say what a claim says or otherwise, or that differ from others."""

import sys
from collections.abc import Iterator, Sequence

from bot.replies.reply import Reply, joined
from retrieval.answer import Answer, Passage, Stance

DIFFER = Reply("Sources differ:")
STANCES = {
    Stance.FOR: Reply("Sources that say so:"),
    Stance.AGAINST: Reply("Sources that say otherwise:"),
}


def compared(answer: Answer) -> Iterator[tuple[Passage, Reply | None]]:
    """Yield all passages, each with the line that belongs above it and those like it, if any."""
    for passage in answer.passages:
        yield passage, STANCES[passage.stance] if passage.stance else None
        yield from ((other, DIFFER) for other in passage.differing)


def below(line: Reply | None, blocks: Sequence[Reply]) -> list[Reply]:
    """Return the blocks, the first of them below a line, if there is one."""
    if line is None:
        return [*blocks]
    return [joined([line, one], "\n", sys.maxsize) for one in blocks[:1]] + [*blocks[1:]]
