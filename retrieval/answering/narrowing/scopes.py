"""Narrows scopes to the articles of some days, publishers and authors."""

from collections.abc import Sequence
from dataclasses import replace

from retrieval.asking.given import ANY_ARTICLE, Filters
from retrieval.asking.periods import Period
from retrieval.asking.publishers import Named
from retrieval.index.entry import called
from retrieval.index.part import AUTHOR, PUBLISHER
from retrieval.index.reading.searchable import Searchable
from retrieval.scope import FIRST_DAY, LAST_DAY, UNKNOWN_DAY, Groups, Narrowed, Scope
from retrieval.words.names import name_words


def narrowed(groups: Groups | None, only: Filters, language: str | None = None) -> Scope:
    """The scope of some groups' articles, in a language if one is given, that filters leave."""
    if only == ANY_ARTICLE:
        return groups if language is None else Narrowed(groups, language=language)
    is_dated = only.since is not None or only.until is not None
    return Narrowed(
        groups,
        only.since.toordinal() if only.since else FIRST_DAY if is_dated else UNKNOWN_DAY,
        only.until.toordinal() if only.until else LAST_DAY,
        frozenset(tuple(name_words(name)) for name in only.sources),
        frozenset(tuple(name_words(name)) for name in only.authors),
        only.keys,
        language,
    )


def whole(scope: Scope) -> Scope:
    """All articles of a scope's groups in its language."""
    if not isinstance(scope, Narrowed):
        return scope
    if scope.language is None:
        return scope.groups
    return Narrowed(scope.groups, language=scope.language)


def unmatched(index: Searchable, groups: Groups | None, only: Filters) -> Filters | None:
    """The first of the filters that no article passes, alone; None if there is none.

    If each is passed by some article, but no article passes all, these are all the filters.
    """
    alone = [Filters(sources=(name,)) for name in only.sources]
    alone += [Filters(authors=(name,)) for name in only.authors]
    alone += [Filters(since=only.since, until=only.until)]
    return next((one for one in (*alone, only) if not index.includes(narrowed(groups, one))), None)


class KnownIn:
    """The names of the publishers and authors of a scope."""

    def __init__(self, index: Searchable, scope: Scope) -> None:
        self._index = index
        self._scope = scope

    def publishes(self, words: Sequence[str]) -> bool:
        """Whether a publisher goes by this name."""
        term = called(words)
        return self._index.about(PUBLISHER, [term], self._scope)[term] > 0

    def writes(self, words: Sequence[str]) -> bool:
        """Whether an author's name has all these words."""
        if not all(self._index.about(AUTHOR, words, self._scope).values()):
            return False
        return self._index.includes(_by_author(self._scope, tuple(words)))


def _as_narrowed(scope: Scope) -> Narrowed:
    return scope if isinstance(scope, Narrowed) else Narrowed(scope)


def in_language(scope: Scope, language: str) -> Narrowed:
    """The articles of a scope in a language."""
    return replace(_as_narrowed(scope), language=language)


def by(scope: Scope, named: Named) -> Narrowed:
    """The articles of a scope by a publisher or author."""
    if named.is_author:
        return _by_author(scope, named.words)
    return replace(_as_narrowed(scope), publishers=frozenset({(called(named.words),)}))


def _by_author(scope: Scope, words: tuple[str, ...]) -> Narrowed:
    return replace(_as_narrowed(scope), authors=frozenset({words}))


def within(scope: Scope, period: Period) -> Narrowed:
    """The articles of a scope with dates in a period."""
    old = _as_narrowed(scope)
    since, until = period.since.toordinal(), period.until.toordinal()
    return replace(old, since=max(old.since, since), until=min(old.until, until))
