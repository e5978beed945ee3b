"""The features of the bot, and what they are made of."""

from dataclasses import dataclass

from bot.conversation.access import Access
from bot.conversation.answering.context_view import ContextView
from bot.conversation.answering.memory import RecentAnswers
from bot.conversation.answering.questions import Questions
from bot.conversation.answering.tallying import counts
from bot.conversation.browsing.help_parts import HelpParts
from bot.conversation.browsing.language_choice import LanguageChoice
from bot.conversation.browsing.source_lists import SourceLists
from bot.conversation.chat_sources.feeds import Feeds
from bot.conversation.chat_sources.own_sources import OwnSources
from bot.conversation.checking.verify import Verify
from bot.conversation.checking.why import Why
from bot.conversation.elsewhere.guests import Guests
from bot.conversation.elsewhere.inline import Inline, inline_quota
from bot.conversation.feature import Feature
from bot.conversation.groups.welcome import Welcome
from bot.conversation.operator.alerts import Alerts
from bot.conversation.operator.open_questions import OpenQuestions
from bot.conversation.operator.sites import Sites
from bot.conversation.operator.stats import Stats
from bot.conversation.presses import Presses
from bot.conversation.quotas import GroupQuota, QuestionQuota
from bot.conversation.reacting.feedback import Feedback
from bot.conversation.shown.asked_again import AskedAgain
from bot.conversation.standing.digest import DigestNews
from bot.conversation.standing.latest import LatestNews
from bot.conversation.standing.news import News
from bot.conversation.standing.watching import Watching
from bot.delivery.limits.counting import Counting
from bot.jobs.job_queue import JobQueue
from bot.library.library import Library
from bot.library.second_process import Responder
from bot.monitoring.metrics import Metrics
from bot.settings import Settings
from corpus.clock import Clock
from corpus.store.chats.languages import ChatLanguages


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
    again: AskedAgain
    quota: QuestionQuota
    group_quota: GroupQuota
    counting: Counting
    presses: Presses
    metrics: Metrics
    clock: Clock
    feeds: Feeds
    jobs: JobQueue


def features_of(parts: Parts) -> list[Feature]:
    """Return the features, in the order in which their handlers are asked."""
    library, answering, access, clock = parts.library, parts.answering, parts.access, parts.clock
    settings, presses = parts.settings, parts.presses
    keeps = settings.quotewire_keep_unanswered
    return [
        parts.own_sources.feature(),
        parts.feeds.feature(),
        HelpParts(access, presses, keeps_unanswered=keeps).feature(),
        LanguageChoice(ChatLanguages(library.store.database), access, presses).feature(),
        SourceLists(library, answering, parts.own_sources, presses).feature(),
        Welcome(parts.own_sources, parts.questions.administered).feature(),
        _inline(parts),
        Guests(library, answering, access, parts.quota, clock).feature(),
        Watching(library, answering, access, presses, parts.recent, parts.again, clock).feature(),
        *_news(parts),
        _context_view(parts),
        _verify(parts),
        Why(answering, parts.own_sources, parts.again).feature(),
        _feedback(parts),
        counts(library.store.tallies),
        *_for_operators(parts),
    ]


def _news(parts: Parts) -> list[Feature]:
    library, access, clock = parts.library, parts.access, parts.clock
    zone = parts.settings.zone
    news = News(library, parts.answering, clock)
    return [
        LatestNews(library, access, news, zone, clock).feature(),
        DigestNews(library, access, news, zone, clock).feature(),
    ]


def _context_view(parts: Parts) -> Feature:
    view = ContextView(
        *(parts.library, parts.own_sources, parts.questions, parts.recent),
        *(parts.presses, parts.again),
    )
    return view.feature()


def _feedback(parts: Parts) -> Feature:
    store = parts.library.store
    unanswered = store.unanswered if parts.settings.quotewire_keep_unanswered else None
    feedback = Feedback(
        *(parts.recent, store.tallies, unanswered, parts.questions.administered),
        *(parts.access, parts.presses, parts.metrics, parts.clock),
    )
    return feedback.feature()


def _for_operators(parts: Parts) -> list[Feature]:
    store, settings = parts.library.store, parts.settings
    unanswered = store.unanswered if settings.quotewire_keep_unanswered else None
    sites = Sites(parts.library, parts.answering, settings.quotewire_fetch_hosts)
    feeds, access = parts.feeds, parts.access
    return [
        Stats(store, parts.clock).feature(),
        OpenQuestions(unanswered, sites, feeds, access, parts.presses, parts.jobs).feature(),
        Alerts(store, settings.quotewire_operators).feature(),
    ]


def _inline(parts: Parts) -> Feature:
    quota = inline_quota(parts.settings, parts.metrics, parts.counting)
    inline = Inline(parts.library, parts.answering, parts.access, quota, parts.clock)
    return inline.feature()


def _verify(parts: Parts) -> Feature:
    trusted = parts.settings.quotewire_fetch_hosts
    verify = Verify(
        *(parts.library, parts.access, parts.own_sources, parts.again, trusted),
        *(parts.clock, parts.counting),
    )
    return verify.feature()
