"""The confidence that an answer must reach to be shown."""

# What the confidence must reach unless QUOTEWIRE_CONFIDENCE is set. With meaning it is higher for
# all questions: at these two values, both sets of weights answer about as many of MultiRC's. See
# tests/quality/README.md.
BY_WORDS = 0.25
BY_MEANING = 0.35


def default_threshold(*, by_meaning: bool) -> float:
    """The confidence needed for an answer that was, or was not, judged by its meaning, too."""
    return BY_MEANING if by_meaning else BY_WORDS
