"""Where the settings say that the search engine is."""

from typing import TYPE_CHECKING

from bot.settings import Settings, SettingsError

if TYPE_CHECKING:
    from bot.library.opensearch.client import Address


def engine_address(settings: Settings) -> "Address | None":
    """Where the settings' search engine is; None if there is none.

    Raises:
        SettingsError: Its client is not installed, or the file of certificates cannot be used.
    """
    if not settings.search_urls:
        return None
    try:
        # Imported here because it is in an extra, which few installations have.
        from bot.library.opensearch.client import Address
        from bot.library.opensearch.tls import CA_SETTING, ca_problem
    except ModuleNotFoundError:
        advice = "needs opensearch-py: pip install '.[opensearch]'"
        raise SettingsError("QUOTEWIRE_SEARCH", advice) from None
    timeout, ca = settings.quotewire_search_timeout, settings.quotewire_search_ca
    if problem := ca_problem(ca):
        raise SettingsError(CA_SETTING, problem)
    return Address(settings.search_urls, ca, timeout)
