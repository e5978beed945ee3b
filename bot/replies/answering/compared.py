"""The lines above quotes that say what a claim says or otherwise, or that differ from others."""

import sys
from collections.abc import Sequence

from bot.replies.reply import Reply, joined
from bot.wording.wording import Wording
from retrieval.answer import Stance

DIFFER = Wording("Sources differ:")
STANCES = {
    Stance.FOR: Wording("Sources that say so:"),
    Stance.AGAINST: Wording("Sources that say otherwise:"),
}


def below(line: Reply | Wording | None, blocks: Sequence[Reply]) -> list[Reply]:
    """Return the blocks, the first of them below a line, if there is one."""
    if line is None:
        return [*blocks]
    if isinstance(line, Wording):
        line = Reply(str(line))
    return [joined([line, one], "\n", sys.maxsize) for one in blocks[:1]] + [*blocks[1:]]
