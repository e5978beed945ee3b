"""What stops a file, a database or an article from being used."""

from pathlib import Path


class CorpusError(Exception):
    """Something named ``path`` cannot be used, for ``reason``; its text is one line."""

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__(path, reason)  # both, so that it can go from process to process
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"
