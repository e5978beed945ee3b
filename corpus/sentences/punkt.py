"""nltk's Punkt tokenizer, configured for news."""

from nltk.tokenize.punkt import PunktLanguageVars, PunktParameters, PunktSentenceTokenizer

from corpus.sentences.abbreviations import Abbreviations


class NewsMarks(PunktLanguageVars):  # type: ignore[misc] # nltk ships no types
    """The characters that can end a sentence."""

    __slots__ = ()
    sent_end_chars = (".", "?", "!", "…")


def tokenizer(words: Abbreviations) -> PunktSentenceTokenizer:
    """A tokenizer that knows these abbreviations and sentence starters."""
    parameters = PunktParameters()
    parameters.abbrev_types = set(words.titles | words.ranks | words.others)
    parameters.sent_starters = set(words.starters)
    return PunktSentenceTokenizer(parameters, lang_vars=NewsMarks())
