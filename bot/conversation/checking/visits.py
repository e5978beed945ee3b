"""How often the pages of a site are read to check quotes, whoever asks."""

import asyncio

from bot.delivery.limits.counting import Counting
from bot.delivery.limits.windows import Windows
from corpus.addresses import site_of_address

HOUR = 3600.0
MOST_OF_SITE = 120  # an hour, in all chats


class Visits:
    """Limits the visits to each site: strangers choose the addresses and how often to ask."""

    def __init__(self, counting: Counting) -> None:
        self._sites: Windows[str] = Windows("visits to", MOST_OF_SITE, HOUR, counting)

    def may_visit(self, address: str) -> bool:
        """Whether to read a page now; if so, the visit is counted.

        Raises:
            CorpusError: Visits cannot be counted now.
        """
        now = asyncio.get_running_loop().time()
        return self._sites.take(site_of_address(address) or "", now)
