"""The log: on standard error, a line an event, without the token and what readers write."""

import json
import logging
import secrets
import unicodedata
from datetime import UTC, datetime
from typing import Literal

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
Form = Literal["text", "json"]
# httpx logs addresses, which hold the token; python-telegram-bot's Bot and BaseRequest log
# whole updates that they cannot read. What matters comes to us as an exception.
LIBRARIES = {
    "httpx": logging.WARNING,
    "filelock": logging.INFO,  # it tells of each lock
    "httpcore": logging.WARNING,
    "tornado.access": logging.CRITICAL + 1,  # the webhook's path may be a secret
    "telegram": logging.WARNING,
    "telegram.Bot": logging.CRITICAL + 1,
    "telegram.ext.ExtBot": logging.CRITICAL + 1,
    "telegram.request.BaseRequest": logging.CRITICAL + 1,
}


class OneLine(logging.Formatter):
    """A formatter that makes one line of a record, traceback included.

    The line never holds the token or its secret half, nor a control character.
    """

    def __init__(self, token: str, form: Form = "text") -> None:
        super().__init__(FORMAT)
        self._secrets = (token, token.partition(":")[2])
        self._form = form

    def format(self, record: logging.LogRecord) -> str:
        """Return the record's line, with TOKEN for the token."""
        line = self._as_json(record) if self._form == "json" else _escaped(super().format(record))
        for secret in filter(None, self._secrets):
            line = line.replace(secret, "TOKEN")
        return line

    def _as_json(self, record: logging.LogRecord) -> str:
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            told["traceback"] = self.formatException(record.exc_info)
        return json.dumps(told).replace("\x7f", "\\u007f")  # JSON leaves DEL as it is


def log_to_stderr(level: str, token: str, form: Form = "text") -> None:
    """Log from ``level`` on to standard error, the libraries only what is safe and needed."""
    handler = logging.StreamHandler()
    handler.setFormatter(OneLine(token, form))
    logging.basicConfig(level=level, handlers=[handler])
    for name, least in LIBRARIES.items():
        logging.getLogger(name).setLevel(least)


def error_id() -> str:
    """A short name for an error, which the log and an apology share."""
    return secrets.token_hex(3)


def _escaped(text: str) -> str:
    r"""The text with \n for a line's end, and so on for whatever else could change a terminal."""
    if text.isprintable():
        return text
    return "".join(
        one.encode("unicode_escape").decode() if _may_change_a_terminal(one) else one
        for one in text
    )


def _may_change_a_terminal(one: str) -> bool:
    return unicodedata.category(one) in ("Cc", "Cf", "Cs", "Zl", "Zp")
