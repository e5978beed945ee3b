"""The reply to /verify: each quote of an answer, and what has become of it at its source."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from bot.replies.answering.quoting import LONGEST_CITATION, citation, quote
from bot.replies.labels import plural, short_day_label
from bot.replies.reply import LONGEST_MESSAGE, Reply, filled, fitting, joined, untrusted
from corpus.article import Sentence, Span
from corpus.errors import CorpusError
from corpus.revisions import is_revision
from corpus.rewording.edited_sentences import LONGEST_TEXT, Reworded, last_rewording
from corpus.rewording.looking_up import State, look_up
from corpus.store.sources import Sources
from corpus.store.store import Store
from corpus.web.quoted_pages import Page
from retrieval.answer import Answer

NOTHING_TO_VERIFY = (
    "I have no answer here to check. Ask me a question first, or reply to one of my answers with "
    "/verify."
)
NO_QUOTES = "That message quotes nothing that is still in my sources."
CHECKED = "Checked on {day}."
CHECKING = "Checking the sources…"
STATES = {
    State.SAME: "Still there, word for word:",
    State.MARKS: "Changed in punctuation or capitals only. Stored:",
    State.CHANGED: "Changed. Stored:",
    State.GONE: "Gone; the page has no sentence like it:",
}
# Of a text from a feed or a file: its page may never have had the same one.
NOT_FROM_PAGE = {
    State.CHANGED: "Not the same on its page. Stored:",
    State.GONE: "Not on its page (I have this text from a feed or a file):",
}
NOW = "Now:"
OTHER_PAGE = "Gone; the page now shows something other than this article:"
PARTLY_READ = "Not found in the part of the page that I can read:"
NO_ADDRESS = "Not checked; this source has no web address (it came as a text or a file):"
UNREADABLE = "Not checked; its page {reason}:"
BEFORE = "Until {day}, it read:"
PLACE = "sentence {number}"
LEFT_OUT = (
    "1 more quote has no room here: check it at its source.",
    "{count} more quotes have no room here: check them at their sources.",
)
LONGEST_LEFT_OUT = 80  # UTF-16 units


class Checked(NamedTuple):
    """A stored sentence, what has become of it, and how the source had it before."""

    sentence: Sentence
    status: Reply
    now: Sentence | None = None
    reworded: Reworded | None = None


def quoted_in(answer: Answer) -> list[Sentence]:
    """Return the sentences that an answer quotes, with those of sources that differ."""
    return [one.sentence for passage in answer.passages for one in (passage, *passage.differing)]


def checked_quote(sentence: Sentence, pages: Mapping[str, Page], store: Store) -> Checked:
    """Look for a stored sentence in what was read at its article's address, by the article's id.

    Its article's earlier texts say how it read before.
    """
    reworded = last_rewording(sentence, store.replaced_texts(sentence.article, LONGEST_TEXT))
    page = pages.get(sentence.article.id)
    if page is None:
        return Checked(sentence, Reply(NO_ADDRESS), reworded=reworded)
    if isinstance(page, CorpusError):
        reason = untrusted(page.reason)
        return Checked(sentence, filled(UNREADABLE, reason=reason), reworded=reworded)
    state, now = look_up(sentence, page.article)
    fetched = store.subscriptions.address(sentence.article.collection, sentence.article.number)
    status = STATES[state] if fetched else NOT_FROM_PAGE.get(state, STATES[state])
    if state is State.GONE and page.article.incomplete:
        status = PARTLY_READ
    elif state is State.GONE and fetched and not is_revision(sentence.article, page.article):
        status = OTHER_PAGE
    return Checked(sentence, Reply(status), now, reworded)


def verified_reply(checked: Sequence[Checked], sources: Sources, day: date) -> Reply:
    """Return what has become of each quote, in the order of the answer."""
    opening = Reply(CHECKED.format(day=short_day_label(day)))
    blocks = [opening, *(_block(one, sources) for one in checked)]
    kept = blocks[: fitting(blocks)]
    if len(kept) < len(blocks):
        kept = blocks[: fitting(blocks, room=LONGEST_MESSAGE - LONGEST_LEFT_OUT)]
        kept.append(Reply(plural(len(blocks) - len(kept), *LEFT_OUT)))
    return joined(kept)


def _block(one: Checked, sources: Sources) -> Reply:
    """Return what has become of a quote, above the citation of what is stored."""
    lines = [one.status, quote(one.sentence)]
    if one.now is not None:
        lines += [Reply(NOW), quote(one.now)]
    if one.reworded is not None:
        day = short_day_label(one.reworded.day)
        lines += [Reply(BEFORE.format(day=day)), quote(one.reworded.before)]
    place = PLACE.format(number=one.sentence.number)
    span = Span(one.sentence.start, one.sentence.end)
    cited = citation(one.sentence.article, sources, place, LONGEST_CITATION, span)
    return joined([*lines, cited], "\n", 2 * LONGEST_MESSAGE)
