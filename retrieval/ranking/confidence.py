"""The confidence that an answer must reach to be shown."""

# What the confidence must reach unless QUOTEWIRE_CONFIDENCE is set. With meaning it is higher for
# all questions: this is the highest hundredth at which as many of MultiRC's are answered as by the
# words alone. See tests/quality/README.md.
BY_WORDS = 0.25
BY_MEANING = 0.32


def default_threshold(*, by_meaning: bool) -> float:
    """The confidence needed for an answer that was, or was not, judged by its meaning, too."""
    return BY_MEANING if by_meaning else BY_WORDS
