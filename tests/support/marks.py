"""What the marks of a reply cover."""

from bot.replies.reply import QUOTES, Kind


def quoted(reply):
    return _covered(reply, *QUOTES)


def folded(reply):
    return _covered(reply, Kind.FOLDED)


def bold(reply):
    return _covered(reply, Kind.BOLD)


def code(reply):
    return _covered(reply, Kind.CODE)


def links(reply):
    marked = [mark for mark in reply.marks if mark.kind is Kind.LINK]
    return [(reply.text[mark.start : mark.end], mark.url) for mark in marked]


def _covered(reply, *kinds):
    return [reply.text[mark.start : mark.end] for mark in reply.marks if mark.kind in kinds]
