"""What languages are called in the language that the bot speaks."""

from bot.wording.wording import Wording

# Translators: In a list of languages: "My sources on this are in Russian and Hindi." Take the form
# that fits there.
LANGUAGE = "the name of a language"
NAMES = {
    "ar": Wording("Arabic", LANGUAGE),
    "cs": Wording("Czech", LANGUAGE),
    "da": Wording("Danish", LANGUAGE),
    "de": Wording("German", LANGUAGE),
    "el": Wording("Greek", LANGUAGE),
    "en": Wording("English", LANGUAGE),
    "es": Wording("Spanish", LANGUAGE),
    "fa": Wording("Persian", LANGUAGE),
    "fi": Wording("Finnish", LANGUAGE),
    "fr": Wording("French", LANGUAGE),
    "he": Wording("Hebrew", LANGUAGE),
    "hi": Wording("Hindi", LANGUAGE),
    "hu": Wording("Hungarian", LANGUAGE),
    "id": Wording("Indonesian", LANGUAGE),
    "it": Wording("Italian", LANGUAGE),
    "ja": Wording("Japanese", LANGUAGE),
    "ko": Wording("Korean", LANGUAGE),
    "nl": Wording("Dutch", LANGUAGE),
    "no": Wording("Norwegian", LANGUAGE),
    "pl": Wording("Polish", LANGUAGE),
    "pt": Wording("Portuguese", LANGUAGE),
    "ro": Wording("Romanian", LANGUAGE),
    "ru": Wording("Russian", LANGUAGE),
    "sv": Wording("Swedish", LANGUAGE),
    "th": Wording("Thai", LANGUAGE),
    "tr": Wording("Turkish", LANGUAGE),
    "uk": Wording("Ukrainian", LANGUAGE),
    "vi": Wording("Vietnamese", LANGUAGE),
    "zh": Wording("Chinese", LANGUAGE),
}


def language_name(code: str) -> str:
    """The name of the language with a code, or the code if it is not among those known."""
    return str(NAMES[code]) if code in NAMES else code
