"""The conversations in the pictures, by the names of their files."""

from tests.pictures.stage import IN_GROUP, IN_PRIVATE, Stage


def private():
    """A reader asks in private."""
    stage = Stage(IN_PRIVATE)
    stage.say("How many people died when the bridge in Baltimore fell?")
    stage.say("and when?")
    return stage


def group():
    """A group checks what one of its members says."""
    stage = Stage(IN_GROUP)
    stage.say("I read that Sweden joined NATO in 2022, wasn't it?", "Bruno")
    stage.say("@QuotewireBot when did Sweden join NATO?", "Chidi", reply_to="person")
    stage.say("thanks!", "Bruno", reply_to="bot")
    return stage


SCENES = {scene.__name__.replace("_", "-"): scene for scene in (private, group)}
