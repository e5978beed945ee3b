"""Questions that others follow up on."""

from retrieval.answer import Turn
from retrieval.asking.given import NOTHING_GIVEN, Given


def after(question):
    """What is given with a question asked after this one; nothing if that is None."""
    return NOTHING_GIVEN if question is None else Given(after=Turn(question))
