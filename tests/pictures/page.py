"""A chat as a page of HTML that looks like Telegram on a phone."""

from html import escape
from pathlib import Path

STYLE = Path(__file__).with_name("chat.css")
COLOURS = ("#c03d33", "#4fad2d", "#d09306", "#168acd", "#8544d6", "#cd4073")
TAGS = {
    "bold": ("<b>", "</b>"),
    "italic": ("<i>", "</i>"),
    "code": ("<code>", "</code>"),
    "blockquote": ("<blockquote>", "</blockquote>"),
    "expandable_blockquote": (
        '<blockquote class="folded"><div class="inner">',
        "</div></blockquote>",
    ),
    "text_link": ("<a>", "</a>"),
    "mention": ("<a>", "</a>"),
    "bot_command": ("<a>", "</a>"),
    "url": ("<a>", "</a>"),
}
OUTER_FIRST = ("blockquote", "expandable_blockquote")


def page(scene, shown, results=(), query="", *, unfolded=False):
    """Return the page of a chat; with ``results``, inline results lie over its end.

    If it is ``unfolded``, all folded quotes have been tapped.
    """
    body = "\n".join(_message(one, scene) for one in shown)
    panel = _panel(results, query) if results else ""
    return (
        "<!DOCTYPE html><html><head><meta charset='utf-8'>"
        f"<style>{STYLE.read_text(encoding='utf-8')}</style></head><body>"
        f"<div id='phone' class='{'open' if unfolded else ''}'>"
        f"<header><div class='round' style='background:{_colour(scene.title)}'>"
        f"{escape(scene.title[:1])}</div><div><div class='title'>{escape(scene.title)}</div>"
        f"<div class='below'>{escape(scene.below)}</div></div></header>"
        f"<main>{body}</main>{panel}</div></body></html>"
    )


def marked(text, entities):
    """Return a text as HTML, with its entities as elements; offsets count UTF-16 units."""
    units = text.encode("utf-16-le")
    edges = {}
    ordered = sorted(
        (one for one in entities if one["type"] in TAGS),
        key=lambda one: (one["offset"], -one["length"], one["type"] not in OUTER_FIRST),
    )
    for one in ordered:
        before, after = TAGS[one["type"]]
        edges.setdefault(one["offset"], []).append(before)
        edges.setdefault(one["offset"] + one["length"], []).insert(0, after)
    cuts = sorted({0, len(units) // 2, *edges})
    html = []
    for start, end in zip(cuts, [*cuts[1:], None], strict=True):
        closing = [tag for tag in edges.get(start, []) if tag.startswith("</")]
        html += [*closing, *(tag for tag in edges.get(start, []) if not tag.startswith("</"))]
        piece = units[2 * start : None if end is None else 2 * end].decode("utf-16-le")
        html.append(escape(piece))
    # A quote is a block: the line ends around it would be empty lines.
    return (
        "".join(html)
        .replace("</blockquote>\n", "</blockquote>")
        .replace("\n<blockquote", "<blockquote")
        .replace("\n", "<br>")
    )


def _message(one, scene):
    side = "theirs" if one.is_bots or one.sender["id"] != scene.viewer else "mine"
    name = one.sender["first_name"]
    parts = []
    if scene.is_group and side == "theirs":
        parts.append(f"<div class='name' style='color:{_colour(name)}'>{escape(name)}</div>")
    if one.via:
        parts.append("<div class='via'>via @QuotewireBot</div>")
    if one.reply_to is not None:
        words = one.quote or one.reply_to.text
        who = one.reply_to.sender["first_name"]
        parts.append(
            f"<div class='reply' style='--c:{_colour(who)}'><b>{escape(who)}</b>"
            f"<span>{escape(words)}</span></div>"
        )
    parts.append(f"<div class='text'>{marked(one.text, one.entities)}</div>")
    if one.reactions:
        parts.append(f"<div class='reactions'>{''.join(map(_chip, one.reactions))}</div>")
    parts.append(f"<div class='time'>{'edited ' if one.edited else ''}09:41</div>")
    keys = "".join(f"<div class='row'>{''.join(map(_key, row))}</div>" for row in one.rows)
    return (
        f"<div class='message {side}'><div class='bubble'>{''.join(parts)}</div>"
        f"<div class='keys'>{keys}</div></div>"
    )


def _key(button):
    corner = "↗" if "url" in button else "⧉" if "copy_text" in button else ""
    if "switch_inline_query_chosen_chat" in button:
        corner = "➤"
    return f"<div class='key'>{escape(button['text'])}<i>{corner}</i></div>"


def _chip(emoji):
    return f"<span>{escape(emoji)}</span>"


def _panel(results, query):
    rows = "".join(
        f"<div class='result'><div class='square'>“</div><div><b>{escape(one.get('title', ''))}"
        f"</b><span>{escape(one.get('description', ''))}</span></div></div>"
        for one in results[:5]
    )
    return f"<div class='panel'>{rows}</div><div class='typed'>{escape(query)}</div>"


def _colour(name):
    return COLOURS[sum(map(ord, name)) % len(COLOURS)]
