"""The confidence that an answer must reach to be given; ``evidence`` computes it."""

# A question is answered if the confidence reaches QUOTEWIRE_CONFIDENCE, by default this. Measured
# on judged questions: see tests/quality/README.md.
DEFAULT_CONFIDENCE_THRESHOLD = 0.25
