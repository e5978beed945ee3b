"""The features of the bot, and what they are made of."""

from dataclasses import dataclass

from bot.conversation.access import Access
from bot.conversation.answering.memory import RecentAnswers
from bot.conversation.answering.questions import Questions
from bot.conversation.answering.tallying import counts
from bot.conversation.browsing.help_parts import HelpParts
from bot.conversation.chat_sources.feeds import Feeds
from bot.conversation.chat_sources.own_sources import OwnSources
from bot.conversation.feature import Feature
from bot.conversation.feedback import Feedback
from bot.conversation.operator.alerts import Alerts
from bot.conversation.operator.open_questions import OpenQuestions
from bot.conversation.operator.sites import Sites
from bot.conversation.operator.stats import Stats
from bot.conversation.presses import Presses
from bot.conversation.quotas import QuestionQuota
from bot.jobs.job_queue import JobQueue
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
    feeds: Feeds
    jobs: JobQueue


def features_of(parts: Parts) -> list[Feature]:
    """Return the features, in the order in which their handlers are asked."""
    store, keeps = parts.library.store, parts.settings.quotewire_keep_unanswered
    return [
        HelpParts(parts.presses, keeps_unanswered=keeps).feature(),
        counts(store.tallies),
        _feedback(parts),
        Stats(store, parts.clock).feature(),
        _open_questions(parts),
        Alerts(store, parts.settings.quotewire_operators).feature(),
    ]


def _feedback(parts: Parts) -> Feature:
    store = parts.library.store
    unanswered = store.unanswered if parts.settings.quotewire_keep_unanswered else None
    feedback = Feedback(
        *(parts.recent, store.tallies, unanswered, parts.questions.administered),
        *(parts.access, parts.presses, parts.metrics, parts.clock),
    )
    return feedback.feature()


def _open_questions(parts: Parts) -> Feature:
    store = parts.library.store
    unanswered = store.unanswered if parts.settings.quotewire_keep_unanswered else None
    sites = Sites(parts.library, parts.settings.quotewire_fetch_hosts)
    feeds, jobs = parts.feeds, parts.jobs
    return OpenQuestions(unanswered, sites, feeds, parts.access, parts.presses, jobs).feature()
