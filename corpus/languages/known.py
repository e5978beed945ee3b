"""The languages that have a file, by their codes."""

import tomllib
from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from importlib.resources import files
from typing import Any

from corpus.languages.language import Asking, Finding, Language, Page

FOLDER = files("corpus.languages").joinpath("data")
SUFFIX = ".toml"
WRITTEN_ALIKE = {"nb": "no", "nn": "no", "in": "id", "iw": "he"}
DEFAULT = "en"  # of an article whose language nothing tells


def code_of(tag: str | None) -> str | None:
    """The code of a language tag that has a file; None for others.

    >>> code_of("zh-Hans"), code_of("nb_NO"), code_of("tlh"), code_of(None)
    ('zh', 'no', None, None)
    """
    code = (tag or "").replace("_", "-").partition("-")[0].casefold()
    code = WRITTEN_ALIKE.get(code, code)
    return code if code in codes() else None


@cache
def codes() -> frozenset[str]:
    """The codes of all languages that have a file."""
    names = (file.name for file in FOLDER.iterdir())
    return frozenset(name.removesuffix(SUFFIX) for name in names if name.endswith(SUFFIX))


@cache
def language_of(code: str) -> Language:
    """The language with this code, which is one of ``codes``.

    Raises:
        ValueError: Its file has an unknown key, or one of the wrong kind.
    """
    text = FOLDER.joinpath(code + SUFFIX).read_text(encoding="utf-8")
    try:
        table = tomllib.loads(text)
        parts: dict[str, Any] = {
            "words": Finding(**_read_fields(Finding, table.pop("words", {}))),
            "asking": Asking(**_read_fields(Asking, table.pop("asking", {}))),
            "page": Page(**_read_fields(Page, table.pop("page", {}))),
            "sentences": {kind: _words(some) for kind, some in table.pop("sentences", {}).items()},
        }
        return Language(code=code, **_read_fields(Language, table), **parts)
    except (TypeError, AttributeError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"{code}{SUFFIX}: {error}") from error


@cache
def own_name_of(code: str) -> str:
    """What the speakers of the language with this code call it; reads no more of its file.

    >>> own_name_of("fr")
    'Français'
    """
    text = FOLDER.joinpath(code + SUFFIX).read_text(encoding="utf-8")
    return str(tomllib.loads(text.partition("\n[")[0])["own_name"])


def _read_fields(kind: type, table: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a table, with texts read as the class's fields say."""
    types = {one.name: str(one.type) for one in fields(kind)}
    return {name: _read(types.get(name, ""), value) for name, value in table.items()}


def _read(kind: str, value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _lines(some) for name, some in value.items()}
    if kind.startswith("frozenset"):
        return _words(value)
    return _lines(value) if kind.startswith("tuple") else value


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
