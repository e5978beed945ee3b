"""Pages of newspapers in other languages, as HTML and as pasted text."""

import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class ForeignPage:
    language: str
    menu: str  # entries divided by bars, as in the fields below
    title: str
    byline: str
    author: str
    day: str  # 3 March 2025, as the page prints it
    paragraphs: tuple[str, ...]
    caption: str
    sharing: str
    teasers: str
    newsletter: str
    plea: str
    cookies: str
    footer: str

    def lines(self, part):
        return getattr(self, part).split("|")

    def html(self, *, declared="en", with_meta=False):
        """A saved page; many state "en" whatever they are written in."""
        menu = "".join(
            f"<li><a href='/{n}'>{one}</a></li>" for n, one in enumerate(self.lines("menu"))
        )
        teasers = "".join(
            f"<div class='box'><a href='/t{n}'><h3>{one}</h3></a></div>"
            for n, one in enumerate(self.lines("teasers")[1:])
        )
        share = "".join(f"<a href='https://x.example'>{one}</a> " for one in self.lines("sharing"))
        first, *rest = (f"<p>{one}</p>" for one in self.paragraphs)
        meta = (
            "<meta property='article:published_time' content='2025-03-03T08:00:00+02:00'>"
            f"<meta name='author' content='{self.author}'>"
        )
        return (
            f"<!doctype html><html lang={declared}><head><meta charset=utf-8>"
            f"<title>{self.title}</title>{meta if with_meta else ''}</head><body>"
            f"<div class=top><ul>{menu}</ul></div><div class=main><h1>{self.title}</h1>"
            f"<div class=signed>{self.byline}</div><div class=when>{self.day}</div>"
            f"<div>{share}</div>{first}<figure><img src=a.jpg><figcaption>{self.caption}"
            f"</figcaption></figure>{''.join(rest)}<div>{self.plea}</div>"
            f"<div>{self.newsletter}</div><h2>{self.lines('teasers')[0]}</h2>{teasers}</div>"
            f"<div class=bottom><p>{self.cookies}</p><p>{self.footer.replace('|', '</p><p>')}</p>"
            "</div></body></html>"
        ).encode()

    def pasted(self):
        """All that the page shows, as someone pastes it."""
        above = [*self.lines("menu"), self.title, self.byline, self.day, *self.lines("sharing")]
        below = [
            self.plea,
            self.newsletter,
            *self.lines("teasers"),
            self.cookies,
            *self.lines("footer"),
        ]
        return "\n".join([*above, *self.paragraphs, *below])


ROWS = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
PAGES = [ForeignPage(**row | {"paragraphs": tuple(row["paragraphs"])}) for row in ROWS]
