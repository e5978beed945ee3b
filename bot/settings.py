"""The settings, from the environment and the file .env."""

import re
from collections.abc import MutableMapping
from functools import partial
from pathlib import Path
from typing import Annotated, Literal, get_args
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from platformdirs import user_data_path
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from corpus.store.database.location import is_server, location_of

TOKEN = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_-]{30,}")
SEARCH_URL = re.compile(
    r"https?://([^\s/@?#\[\]]+@)?(\[[0-9a-fA-F:.]+\]|[^\s/@?#\[\]:]+)(:[0-9]{1,5})?"
    r"(/+(?P<index>[^\s?#@]*?))?/*"
)
SEARCH_INDEX = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
PORTS = range(1, 2**16)


class SettingsError(Exception):
    """A setting is missing or invalid; the message is one line that names the variable."""

    def __init__(self, variable: str, reason: str) -> None:
        super().__init__(f"{variable} {reason}")
        self.variable = variable


def _check_base_url(ending: str, url: str) -> str:
    if not re.fullmatch(rf"https?://[^\s/]+(/[^\s]*)?{ending}", url):
        raise ValueError(f"must be an http:// or https:// URL that ends in {ending}")
    return url


def _check_https_url(url: str | None) -> str | None:
    if url is not None and not re.fullmatch(r"https://[^\s/]+(/[^\s?#]*)?", url):
        raise ValueError("must be a URL that begins with https://")
    return url


def _check_host_and_port(address: str | None) -> str | None:
    host, _, port = (address or "").rpartition(":")
    if address is not None and not (host and port.isdigit() and int(port) in PORTS):
        raise ValueError("must be a host and port, such as 127.0.0.1:8443")
    return address


def _check_secret(secret: SecretStr | None) -> SecretStr | None:
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", secret.get_secret_value()):
        raise ValueError("must be 16 to 256 letters, digits, _ or -")
    return secret


def _location(place: object) -> object:
    """The address of a database as it is, or the path of its file."""
    return location_of(str(place))


def _check_search(secret: SecretStr | None) -> SecretStr | None:
    urls = secret.get_secret_value().replace(",", " ").split() if secret else []
    found = [_search_url(url) for url in urls]
    if not all(found):
        raise ValueError(
            "must be a URL such as https://user:password@host:9200; special characters of the "
            "password are written like %40"
        )
    indexes = {one["index"] for one in found if one and one["index"]}
    if not all(map(SEARCH_INDEX.fullmatch, indexes)):
        raise ValueError(
            "has a path that cannot name an index: that is up to 64 small letters, digits, _ and -"
        )
    if len(indexes) > 1:
        raise ValueError("must not name two indexes")
    return secret


def _search_url(url: str) -> re.Match[str] | None:
    try:
        is_port = urlsplit(url).port != 0
    except ValueError:  # its text can show the password
        return None
    return SEARCH_URL.fullmatch(url) if is_port else None


def _split(value: object) -> object:
    """Split "a, b c" at commas and spaces; return other types unchanged."""
    return value.replace(",", " ").split() if isinstance(value, str) else value


def _check_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("must be the name of a time zone, such as Europe/Paris") from None
    return name


Ids = Annotated[frozenset[int], NoDecode, BeforeValidator(_split)]


class Settings(BaseSettings):
    """The settings; an empty variable counts as not set."""

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", hide_input_in_errors=True
    )

    telegram_bot_token: SecretStr | None = None
    telegram_base_url: Annotated[str, AfterValidator(partial(_check_base_url, "/bot"))] = (
        "https://api.telegram.org/bot"
    )
    telegram_base_file_url: Annotated[
        str, AfterValidator(partial(_check_base_url, "/file/bot"))
    ] = "https://api.telegram.org/file/bot"
    # The address of a server can have a password in it.
    quotewire_db: Annotated[Path | str, BeforeValidator(_location)] = Field(
        default_factory=lambda: user_data_path("quotewire") / "quotewire.db", repr=False
    )
    quotewire_search: Annotated[SecretStr | None, AfterValidator(_check_search)] = None
    quotewire_search_ca: Path | None = None
    quotewire_search_timeout: float = Field(default=5, gt=0, le=600)
    quotewire_operators: Ids = frozenset()
    quotewire_allowed_chats: Ids = frozenset()
    quotewire_everyone_may_add: bool = False
    quotewire_most_articles: int = Field(default=200, ge=0)
    quotewire_most_megabytes: float = Field(default=10, ge=0)
    quotewire_adds_per_hour: int = Field(default=30, ge=0)
    quotewire_fetch_hosts: Annotated[frozenset[str], NoDecode, BeforeValidator(_split)] = (
        frozenset()
    )
    quotewire_confidence: float | None = Field(default=None, ge=0, le=1)
    quotewire_questions_per_minute: int = Field(default=20, ge=0)
    quotewire_keep_unanswered: bool = False
    quotewire_time_zone: Annotated[str, AfterValidator(_check_zone)] = "UTC"
    quotewire_second_process: bool = True
    quotewire_meaning: bool = True
    quotewire_meaning_threads: int = Field(default=1, ge=1, le=64)
    quotewire_webhook_url: Annotated[str | None, AfterValidator(_check_https_url)] = None
    quotewire_webhook_listen: Annotated[str, AfterValidator(_check_host_and_port)] = (
        "127.0.0.1:8443"
    )
    quotewire_webhook_secret: Annotated[SecretStr | None, AfterValidator(_check_secret)] = None
    quotewire_webhook_certificate: Path | None = None
    quotewire_webhook_key: Path | None = None
    quotewire_status: Annotated[str | None, AfterValidator(_check_host_and_port)] = None
    quotewire_log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    quotewire_log: Literal["text", "json"] = "text"

    @property
    def search_urls(self) -> tuple[str, ...]:
        """The URLs of the search engine, with its password; none for the embedded index."""
        secret = self.quotewire_search
        return tuple(secret.get_secret_value().replace(",", " ").split()) if secret else ()

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of digests."""
        return ZoneInfo(self.quotewire_time_zone)

    def check_webhook(self) -> None:
        """Check that the webhook's settings are complete.

        Raises:
            SettingsError: There is a key without a certificate, or a certificate without a URL.
        """
        if self.quotewire_webhook_key and not self.quotewire_webhook_certificate:
            raise SettingsError(
                "QUOTEWIRE_WEBHOOK_KEY", "needs QUOTEWIRE_WEBHOOK_CERTIFICATE as well"
            )
        if self.quotewire_webhook_certificate and not self.quotewire_webhook_url:
            raise SettingsError(
                "QUOTEWIRE_WEBHOOK_CERTIFICATE", "needs QUOTEWIRE_WEBHOOK_URL as well"
            )

    def check_token(self) -> None:
        """Check that the token is set and has the right format.

        Raises:
            SettingsError: It is not set, or it is malformed.
        """
        name = "TELEGRAM_BOT_TOKEN"
        if self.telegram_bot_token is None:
            raise SettingsError(name, "is not set; get a token from @BotFather in Telegram")
        if not TOKEN.fullmatch(self.telegram_bot_token.get_secret_value()):
            raise SettingsError(name, "does not look like a token, such as 123456789:AbC...")


def load_settings() -> Settings:
    """Load the settings from the environment and from .env in the current folder.

    Raises:
        SettingsError: A value is invalid.
    """
    try:
        return Settings()
    except UnicodeDecodeError:
        raise SettingsError(".env", "is not a UTF-8 text file") from None
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        variable = str(first["loc"][0]).upper()
        reason = first["msg"].removeprefix("Value error, ")
        raise SettingsError(variable, f"is invalid: {reason}") from None


def withhold_secrets(environment: MutableMapping[str, str]) -> None:
    """Delete the token, the webhook's secret and the addresses of servers from an environment.

    Processes started later inherit what is left; they are given what they need.
    """
    fields = Settings.model_fields.items()
    secret = {name.upper() for name, field in fields if SecretStr in get_args(field.annotation)}
    for name, value in list(environment.items()):
        if name.upper() in secret or is_server(value):
            del environment[name]
