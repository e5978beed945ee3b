"""The updates in Telegram's responses, unparsed."""

import json
from typing import Any

Body = dict[str, Any]
ASIDES = ("callback_query", "message_reaction", "guest_message")


def without_lone_surrogates(body: Body) -> Body:
    """The body with lone surrogates replaced: JSON can contain them, a message cannot."""
    written = json.dumps(body, ensure_ascii=False)
    try:
        written.encode()
    except UnicodeEncodeError:
        repaired = written.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        body = json.loads(repaired)
    return body


def body_in(text: str) -> Body | None:
    """The update in JSON; None if it is damaged."""
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None


def numbered(bodies: object) -> list[Body]:
    """Return the updates in Telegram's response, sorted by number; skip any without one."""
    listed = bodies if isinstance(bodies, list) else []
    updates = [body for body in listed if isinstance(body, dict)]
    return sorted(
        (body for body in updates if isinstance(body.get("update_id"), int)),
        key=lambda body: body["update_id"],
    )


def is_aside(body: Body) -> bool:
    """Whether an update waits for no message of its chat: a press, a reaction or a guest's."""
    return any(body.get(kind) is not None for kind in ASIDES)
