"""The languages that have a file, by their codes."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from importlib.resources import files
from typing import Any

from corpus.languages.language import Asking, Finding, Language, Page, Telling

FOLDER = files("corpus.languages").joinpath("data")
SUFFIX = ".toml"
WRITTEN_ALIKE = {"nb": "no", "nn": "no", "in": "id", "iw": "he"}
SCRIPT = re.compile(r'^script = "(\w+)"$', re.MULTILINE)
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
def written_in(script: str) -> tuple[str, ...]:
    """The codes of the languages written in a script, in alphabetical order."""
    # Only this line of each file is read: most of the languages may never be met.
    scripts = {code: SCRIPT.search(_file(code)) for code in sorted(codes())}
    return tuple(code for code, found in scripts.items() if found and found[1] == script)


@cache
def language_of(code: str) -> Language:
    """The language with this code, which is one of ``codes``.

    Raises:
        ValueError: Its file has an unknown key, or one of the wrong kind.
    """
    try:
        table = tomllib.loads(_file(code))
        parts: dict[str, Any] = {
            "words": Finding(**_read_fields(Finding, table.pop("words", {}))),
            "asking": Asking(**_read_fields(Asking, table.pop("asking", {}))),
            "page": Page(**_read_fields(Page, table.pop("page", {}))),
            "telling": Telling(**_read_fields(Telling, table.pop("telling", {}))),
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
    return str(tomllib.loads(_file(code).partition("\n[")[0])["own_name"])


def _file(code: str) -> str:
    return FOLDER.joinpath(code + SUFFIX).read_text(encoding="utf-8")


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
