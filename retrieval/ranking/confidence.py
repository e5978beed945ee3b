"""How confident the ranking must be before a question is answered."""

# Measured on judged questions; see tests/quality/README.md.
DEFAULT_CONFIDENCE_THRESHOLD = 0.25
