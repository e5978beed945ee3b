"""What languages are called in the language that the bot speaks."""

from bot.wording.wording import Wording

# Translators: In a list of languages: "My sources on this are in Russian and Hindi." Take the form
# that fits there.
NAMES = {
    "ar": Wording("Arabic", "language"),
    "cs": Wording("Czech", "language"),
    "da": Wording("Danish", "language"),
    "de": Wording("German", "language"),
    "el": Wording("Greek", "language"),
    "en": Wording("English", "language"),
    "es": Wording("Spanish", "language"),
    "fa": Wording("Persian", "language"),
    "fi": Wording("Finnish", "language"),
    "fr": Wording("French", "language"),
    "he": Wording("Hebrew", "language"),
    "hi": Wording("Hindi", "language"),
    "hu": Wording("Hungarian", "language"),
    "id": Wording("Indonesian", "language"),
    "it": Wording("Italian", "language"),
    "ja": Wording("Japanese", "language"),
    "ko": Wording("Korean", "language"),
    "nl": Wording("Dutch", "language"),
    "no": Wording("Norwegian", "language"),
    "pl": Wording("Polish", "language"),
    "pt": Wording("Portuguese", "language"),
    "ro": Wording("Romanian", "language"),
    "ru": Wording("Russian", "language"),
    "sv": Wording("Swedish", "language"),
    "th": Wording("Thai", "language"),
    "tr": Wording("Turkish", "language"),
    "uk": Wording("Ukrainian", "language"),
    "vi": Wording("Vietnamese", "language"),
    "zh": Wording("Chinese", "language"),
}


def language_name(code: str) -> str:
    """The name of the language with a code, or the code if it is not among those known."""
    return str(NAMES[code]) if code in NAMES else code
