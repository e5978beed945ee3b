"""Messages about when a chat gets its digest."""

HOW_TO_SET = (
    "To get what’s new once a day, send for example /digest daily 8:00, or once a week, "
    "/digest weekly Monday 8:00. Times are in {zone}."
)
NONE_SET = "There is no digest here. "
NOT_UNDERSTOOD = "I don’t understand that time. "
SET = "I’ll send what’s new {when} ({zone}). When nothing is new, I stay silent."
STATE = "You get what’s new {when} ({zone}). To stop it, send /digest off."
OFF = "The digest is off."
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAILY = "every day at {time}"
WEEKLY = "every {weekday} at {time}"


def when_label(minute: int, weekday: int | None) -> str:
    """Return when a digest is sent, from the minute of the day and the weekday, from 0, Monday.

    >>> when_label(485, None), when_label(1080, 4)
    ('every day at 8:05', 'every Friday at 18:00')
    """
    hour, past = divmod(minute, 60)
    time = f"{hour}:{past:02}"
    if weekday is None:
        return DAILY.format(time=time)
    return WEEKLY.format(weekday=WEEKDAYS[weekday], time=time)
