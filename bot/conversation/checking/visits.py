"""How often the pages of a site are read to check quotes, whoever asks."""

import asyncio

from bot.delivery.limits.window import Window
from corpus.addresses import site_of_address

HOUR = 3600.0
MOST_OF_SITE = 120  # an hour, in all chats
MOST_SITES = 1000  # before idle ones are forgotten, or those that were visited first


class Visits:
    """Limits the visits to each site: strangers choose the addresses and how often to ask."""

    def __init__(self) -> None:
        self._sites: dict[str, Window] = {}

    def may_visit(self, address: str) -> bool:
        """Whether to read a page now; if so, the visit is counted."""
        now = asyncio.get_running_loop().time()
        visits = self._of(site_of_address(address) or "", now)
        if visits.wait(now) > 0:
            return False
        visits.take(now)
        return True

    def _of(self, site: str, now: float) -> Window:
        if site not in self._sites and len(self._sites) >= MOST_SITES:
            self._sites = {one: at for one, at in self._sites.items() if not at.is_idle(now)}
            if len(self._sites) >= MOST_SITES:
                del self._sites[next(iter(self._sites))]
        return self._sites.setdefault(site, Window(MOST_OF_SITE, HOUR))
