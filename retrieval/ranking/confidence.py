"""The confidence that an answer must reach to be shown; ``evidence`` computes it."""

# The default of QUOTEWIRE_CONFIDENCE, which the confidence must reach. Measured on judged
# questions: see tests/quality/README.md.
DEFAULT_CONFIDENCE_THRESHOLD = 0.25
