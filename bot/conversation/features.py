"""The features of the bot, and what they are made of."""

from dataclasses import dataclass

from bot.conversation.access import Access
from bot.conversation.answering.memory import RecentAnswers
from bot.conversation.answering.questions import Questions
from bot.conversation.chat_sources.own_sources import OwnSources
from bot.conversation.feature import Feature
from bot.conversation.presses import Presses
from bot.conversation.quotas import QuestionQuota
from bot.conversation.standing.digest import DigestNews
from bot.conversation.standing.latest import LatestNews
from bot.conversation.standing.news import News
from bot.conversation.standing.watching import Watching
from bot.library.library import Library
from bot.library.second_process import Responder
from bot.monitoring.metrics import Metrics
from bot.settings import Settings
from corpus.clock import Clock


@dataclass(frozen=True, slots=True)
class Parts:
    """What the features are made of; each takes only what it needs."""

    settings: Settings
    library: Library
    answering: Responder
    access: Access
    own_sources: OwnSources
    questions: Questions
    recent: RecentAnswers
    quota: QuestionQuota
    presses: Presses
    metrics: Metrics
    clock: Clock


def features_of(parts: Parts) -> list[Feature]:
    """Return the features, in the order in which their handlers are asked."""
    library, answering, access, clock = parts.library, parts.answering, parts.access, parts.clock
    zone = parts.settings.zone
    news = News(library, answering, clock)
    return [
        Watching(library, answering, access, parts.presses, parts.recent, clock).feature(),
        LatestNews(library, access, news, zone, clock).feature(),
        DigestNews(library, access, news, zone, clock).feature(),
    ]
