"""What a check of the doctor found."""

from dataclasses import dataclass

MARKS = {True: "ok", False: "!!", None: "--"}


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of a check, and advice; ``ok`` is None for information."""

    ok: bool | None
    what: str
    advice: str = ""

    @property
    def line(self) -> str:
        """The finding as one line."""
        advice = f": {self.advice}" if self.advice else ""
        return f"{MARKS[self.ok]} {self.what}{advice}"
