"""Weights that training leaves as they are, because too few judged questions show their worth.

If a number that is asked about is not there, the sentence is about something else: "2.5 per cent"
is not answered by "48 per cent".
"""

FIXED_RANKING = {"numbers absent": -1.0}
FIXED_CONFIDENCE = {"numbers absent": -5.0}
