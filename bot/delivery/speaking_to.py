"""The language of chats that are told something later, when no update says it."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.wording.catalogues import ENGLISH, spoken_of
from bot.wording.wording import speaking
from corpus.store.chats.languages import ChatLanguages


@contextmanager
def speaking_to(languages: ChatLanguages, *chats: int) -> Iterator[None]:
    """Speak the language of some chats; English if it is not known, or not the same for all.

    Raises:
        CorpusError: The database cannot be used.
    """
    found = {spoken_of(languages.of_chat(chat)) or ENGLISH for chat in chats}
    with speaking(found.pop() if len(found) == 1 else ENGLISH):
        yield
