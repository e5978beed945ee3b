"""The log: one line per event on standard error, without the token or users' messages."""

import json
import logging
import secrets
import unicodedata
from datetime import UTC, datetime
from typing import Literal

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
Form = Literal["text", "json"]
# httpx logs URLs, which contain the token. python-telegram-bot's Bot and BaseRequest log whole
# updates that they cannot parse; we get an exception for those.
LIBRARIES = {
    "httpx": logging.WARNING,
    "filelock": logging.INFO,  # it logs every lock at DEBUG
    "httpcore": logging.WARNING,
    "tornado.access": logging.CRITICAL + 1,  # the webhook's path can be secret
    "tornado.general": logging.ERROR,  # it quotes what strangers send to the webhook
    "telegram": logging.WARNING,
    "telegram.Bot": logging.CRITICAL + 1,
    "telegram.ext.ExtBot": logging.CRITICAL + 1,
    "telegram.request.BaseRequest": logging.CRITICAL + 1,
}


class OneLine(logging.Formatter):
    """A formatter that puts a record on one line, including its traceback.

    The line never contains the token, its secret half or a control character.
    """

    def __init__(self, token: str, form: Form = "text") -> None:
        super().__init__(FORMAT)
        self._secrets = (token, token.partition(":")[2])
        self._form = form

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line, with TOKEN in place of the token."""
        line = self._as_json(record) if self._form == "json" else _escaped(super().format(record))
        for secret in filter(None, self._secrets):
            line = line.replace(secret, "TOKEN")
        return line

    def _as_json(self, record: logging.LogRecord) -> str:
        fields = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            fields["traceback"] = self.formatException(record.exc_info)
        return json.dumps(fields).replace("\x7f", "\\u007f")  # JSON does not escape DEL


def log_to_stderr(level: str, token: str, form: Form = "text") -> None:
    """Log to standard error at ``level``, without the libraries' unsafe records."""
    handler = logging.StreamHandler()
    handler.setFormatter(OneLine(token, form))
    logging.basicConfig(level=level, handlers=[handler])
    for name, library_level in LIBRARIES.items():
        logging.getLogger(name).setLevel(library_level)


def error_id() -> str:
    """A short id for an error, shown in the log and in the apology."""
    return secrets.token_hex(3)


def _escaped(text: str) -> str:
    r"""Escape line breaks as \n, and other characters that could control a terminal."""
    if text.isprintable():
        return text
    return "".join(
        char.encode("unicode_escape").decode() if _controls_terminal(char) else char
        for char in text
    )


def _controls_terminal(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")
