"""The lines above quotes that say what a claim says or otherwise, or that differ from others."""

import sys
from collections.abc import Sequence

from bot.replies.reply import Reply, joined
from retrieval.answer import Stance

DIFFER = Reply("Sources differ:")
STANCES = {
    Stance.FOR: Reply("Sources that say so:"),
    Stance.AGAINST: Reply("Sources that say otherwise:"),
}


def below(line: Reply | None, blocks: Sequence[Reply]) -> list[Reply]:
    """Return the blocks, the first of them below a line, if there is one."""
    if line is None:
        return [*blocks]
    return [joined([line, one], "\n", sys.maxsize) for one in blocks[:1]] + [*blocks[1:]]
