"""Polite words before and after what a message asks, as alternatives of a regular expression."""

PLEASE = "please|pls|plz"
HELLO = "hi|hey|hello"
OKAY = "ok|okay"
THANKS = r"thanks|thank\ you|thx"
