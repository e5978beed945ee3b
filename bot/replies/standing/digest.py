"""Messages about when a chat gets its digest."""

from bot.wording.wording import Wording

# Translators: {daily} and {weekly} are commands with English words, as they have to be typed.
HOW_TO_SET = Wording(
    "To get what’s new once a day, send for example {daily}, or once a week, {weekly}. Times are "
    "in {zone}."
)
EXAMPLES = {"daily": "/digest daily 8:00", "weekly": "/digest weekly Monday 8:00"}
# Translators: {how_to_set} is two sentences on how to get a digest.
NONE_SET = Wording("There is no digest here. {how_to_set}")
NOT_UNDERSTOOD = Wording("I don’t understand that time. {how_to_set}")
# Translators: {when} is as in “every day at {time}” or “every Monday at {time}”.
SET = Wording("I’ll send what’s new {when} ({zone}). When nothing is new, I stay silent.")
# Translators: {when} is as in “every day at {time}” or “every Monday at {time}”; {off} a command.
STATE = Wording("You get what’s new {when} ({zone}). To stop it, send {off}.")
OFF = Wording("The digest is off.")
# Translators: stands in a sentence, such as “I’ll send what’s new every day at 8:00 (UTC).”
DAILY = Wording("every day at {time}")
# Translators: stand in a sentence, such as “I’ll send what’s new every Monday at 8:00 (UTC).”
WEEKLY = (
    Wording("every Monday at {time}"),
    Wording("every Tuesday at {time}"),
    Wording("every Wednesday at {time}"),
    Wording("every Thursday at {time}"),
    Wording("every Friday at {time}"),
    Wording("every Saturday at {time}"),
    Wording("every Sunday at {time}"),
)
TO_END = "/digest off"


def when_label(minute: int, weekday: int | None) -> str:
    """Return when a digest is sent, from the minute of the day and the weekday, from 0, Monday.

    >>> when_label(485, None), when_label(1080, 4)
    ('every day at 8:05', 'every Friday at 18:00')
    """
    hour, past = divmod(minute, 60)
    time = f"{hour}:{past:02}"
    if weekday is None:
        return DAILY.format(time=time)
    return WEEKLY[weekday].format(time=time)


def how_to_set(opening: Wording, zone: str) -> str:
    """Return an opening, followed by how to set a digest."""
    return opening.format(how_to_set=HOW_TO_SET.format(**EXAMPLES, zone=zone))


def set_words(minute: int, weekday: int | None, zone: str) -> str:
    """Return that a digest has been set."""
    return SET.format(when=when_label(minute, weekday), zone=zone)


def state_words(minute: int, weekday: int | None, zone: str) -> str:
    """Return when the digest is sent, and how to end it."""
    return STATE.format(when=when_label(minute, weekday), zone=zone, off=TO_END)
