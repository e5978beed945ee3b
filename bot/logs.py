"""The log: on standard error, without the token and without what readers write."""

import logging

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
# httpx logs addresses, which hold the token; python-telegram-bot's Bot and BaseRequest log
# whole updates that they cannot read. What matters comes to us as an exception.
LIBRARIES = {
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "telegram": logging.WARNING,
    "telegram.Bot": logging.CRITICAL + 1,
    "telegram.ext.ExtBot": logging.CRITICAL + 1,
    "telegram.request.BaseRequest": logging.CRITICAL + 1,
}


class WithoutToken(logging.Formatter):
    """A formatter whose lines, tracebacks included, never hold the token or its secret half."""

    def __init__(self, token: str) -> None:
        super().__init__(FORMAT)
        self._secrets = (token, token.partition(":")[2])

    def format(self, record: logging.LogRecord) -> str:
        """Return the record's lines, with TOKEN for the token."""
        lines = super().format(record)
        for secret in filter(None, self._secrets):
            lines = lines.replace(secret, "TOKEN")
        return lines


def log_to_stderr(level: str, token: str) -> None:
    """Log from ``level`` on to standard error, the libraries only what is safe and needed."""
    handler = logging.StreamHandler()
    handler.setFormatter(WithoutToken(token))
    logging.basicConfig(level=level, handlers=[handler])
    for name, least in LIBRARIES.items():
        logging.getLogger(name).setLevel(least)
