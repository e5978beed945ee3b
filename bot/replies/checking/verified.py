"""The reply to /verify: each quote of an answer, and what has become of it at its source."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from bot.replies.answering.quoting import LONGEST_CITATION, citation, quote
from bot.replies.failures import reason_reply
from bot.replies.labels import short_day_label, utf16_length
from bot.replies.reply import LONGEST_MESSAGE, Reply, filled, fitting, joined
from bot.wording.wording import Counted, Wording
from corpus.article import Sentence, Span
from corpus.errors import CorpusError
from corpus.revisions import is_revision
from corpus.rewording.edited_sentences import LONGEST_TEXT, Reworded, last_rewording
from corpus.rewording.looking_up import State, look_up
from corpus.store.sources import Sources
from corpus.store.store import Store
from corpus.web.quoted_pages import Page
from retrieval.answer import Answer

NOTHING_TO_VERIFY = Wording(
    "I have no answer here to check. Ask me a question first, or reply to one of my answers with "
    "/verify."
)
NO_QUOTES = Wording("That message quotes nothing that is still in my sources.")
CHECKED = Wording("Checked on {day}.")
CHECKING = Wording("Checking the sources…")
STATES = {
    # Translators: What has become of a quote at its source; the quote as it is stored follows.
    State.SAME: Wording("Still there, word for word:"),
    # Translators: "Stored" is the quote as the bot has it, which follows.
    State.MARKS: Wording("Changed in punctuation or capitals only. Stored:"),
    State.CHANGED: Wording("Changed. Stored:"),
    State.GONE: Wording("Gone; the page has no sentence like it:"),
}
# Of a text from a feed or a file: its page may never have had the same one.
NOT_FROM_PAGE = {
    State.CHANGED: Wording("Not the same on its page. Stored:"),
    State.GONE: Wording("Not on its page (I have this text from a feed or a file):"),
}
# Translators: Above the sentence as it is now at its source.
NOW = Wording("Now:")
OTHER_PAGE = Wording("Gone; the page now shows something other than this article:")
PARTLY_READ = Wording("Not found in the part of the page that I can read:")
NO_ADDRESS = Wording("Not checked; this source has no web address (it came as a text or a file):")
# Translators: {reason} is one of those with the context "reason", and says what is wrong with it.
UNREADABLE = Wording("Not checked; its page {reason}:")
# Translators: Above the sentence as it was at its source.
BEFORE = Wording("Until {day}, it read:")
# Translators: Where a quote is in an article, after its title.
PLACE = Wording("sentence {number}")
LEFT_OUT = Counted(
    "{count} more quote has no room here: check it at its source.",
    "{count} more quotes have no room here: check them at their sources.",
)


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
        return Checked(sentence, Reply(str(NO_ADDRESS)), reworded=reworded)
    if isinstance(page, CorpusError):
        status = filled(UNREADABLE, reason=reason_reply(page.reason))
        return Checked(sentence, status, reworded=reworded)
    state, now = look_up(sentence, page.article)
    fetched = store.subscriptions.address(sentence.article.collection, sentence.article.number)
    wording = STATES[state] if fetched else NOT_FROM_PAGE.get(state, STATES[state])
    if state is State.GONE and page.article.incomplete:
        wording = PARTLY_READ
    elif state is State.GONE and fetched and not is_revision(sentence.article, page.article):
        wording = OTHER_PAGE
    return Checked(sentence, Reply(str(wording)), now, reworded)


def verified_reply(checked: Sequence[Checked], sources: Sources, day: date) -> Reply:
    """Return what has become of each quote, in the order of the answer."""
    opening = Reply(CHECKED.format(day=short_day_label(day)))
    blocks = [opening, *(_block(one, sources) for one in checked)]
    kept = blocks[: fitting(blocks)]
    if len(kept) < len(blocks):
        longest = utf16_length(LEFT_OUT.format(len(blocks))) + 10  # the form may be another one
        kept = blocks[: fitting(blocks, room=LONGEST_MESSAGE - longest)]
        kept.append(Reply(LEFT_OUT.format(len(blocks) - len(kept))))
    return joined(kept)


def _block(one: Checked, sources: Sources) -> Reply:
    """Return what has become of a quote, above the citation of what is stored."""
    lines = [one.status, quote(one.sentence)]
    if one.now is not None:
        lines += [Reply(str(NOW)), quote(one.now)]
    if one.reworded is not None:
        day = short_day_label(one.reworded.day)
        lines += [Reply(BEFORE.format(day=day)), quote(one.reworded.before)]
    place = PLACE.format(number=one.sentence.number)
    span = Span(one.sentence.start, one.sentence.end)
    cited = citation(one.sentence.article, sources, place, LONGEST_CITATION, span)
    return joined([*lines, cited], "\n", 2 * LONGEST_MESSAGE)
