"""Messages with what came in: /latest and the digest."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.replies.answering.quoting import quoted_passages
from bot.replies.labels import label, short_day_label, utf16_length
from bot.replies.reply import LONGEST_MESSAGE, Kind, Mark, Reply, filled, joined, untrusted
from bot.wording.wording import Counted, Wording
from corpus.store.sources import Sources
from retrieval.answer import Answer

# Translators: {time} is a day and a time, such as “21 Mar 2025, 09:05 CET”.
NEW = Wording("New since {time}:")
# Translators: {topic} is what somebody typed.
NEW_ABOUT = Wording("New about “{topic}” since {time}:")
NOTHING = Wording("Nothing new since {time}.")
NOTHING_ABOUT = Wording("Nothing new about “{topic}” since {time}.")
MORE = Counted("1 more article: see /sources.", "{count} more articles: see /sources.")
# Translators: a day and a time, such as “21 Mar 2025, 09:05 CET”.
TIME = Wording("{day}, {time}")
# Translators: {off} is a command with an English word, as it has to be typed.
STOP = Wording("To stop this digest, send {off}.")
LONGEST_TOPIC = 60  # UTF-16 units
LONGEST_END = 100  # of the lines after the quotes


def news_reply(
    answer: Answer | None, sources: Sources, since: str, topic: str = "", *, end: str = ""
) -> Reply:
    """Return what came in since a time, or that nothing did, with a line at the end if given."""
    about = untrusted(label(topic, LONGEST_TOPIC))
    if answer is None:
        return filled(NOTHING_ABOUT if topic else NOTHING, topic=about, time=since)
    heading = filled(NEW_ABOUT if topic else NEW, topic=about, time=since)
    heading = Reply(heading.text, (*heading.marks, Mark(Kind.BOLD, 0, len(heading.text))))
    room = LONGEST_MESSAGE - utf16_length(heading.text) - LONGEST_END
    blocks = quoted_passages(answer, sources, room)
    more = answer.more + len(answer.passages) - len(blocks)
    ends = [Reply(MORE.format(more))] if more else []
    ends += [Reply(end)] if end else []
    return joined([heading, *blocks, *ends])


def time_label(time: datetime, zone: ZoneInfo) -> str:
    """Return a time on the clocks of a zone.

    >>> from datetime import UTC
    >>> time_label(datetime(2025, 3, 21, 8, 5, tzinfo=UTC), ZoneInfo("Europe/Paris"))
    '21 Mar 2025, 09:05 CET'
    """
    local = time.astimezone(zone)
    return TIME.format(day=short_day_label(local.date()), time=f"{local:%H:%M %Z}")
