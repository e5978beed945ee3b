"""The lines above quotes are the same in the answer and in its context."""

from any_articles import answer, article
from listed_sources import sources_of

ONE = article("It closed.", "It rained.", title="One")
OTHER = article("It did not close.", "It snowed.", title="Other")
SOURCES = sources_of((ONE, OTHER))


def of(article):
    return answer(article.sentences[0]).passages[0]


def lines(reply):
    return [line for line in reply.text.splitlines() if line.startswith("Sources ")]
