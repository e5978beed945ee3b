"""Values that stand where a title or a name belongs, and are none."""

import re


def _whole(words: str) -> re.Pattern[str]:
    return re.compile(rf"[\W_]*(?:{words})?[\W_]*", re.IGNORECASE | re.VERBOSE)


# Titles that programs put in by themselves, and names of files.
TITLE = r"""
    (?:untitled|unbenannt|sans[ ]titre|sin[ ]t[íi]tulo|senza[ ]titolo|sem[ ]t[íi]tulo
      |zonder[ ]titel|no[ ]title|kein[ ]titel|namenlos
      |title|titel|titre|t[íi]tulo|default[ ]title|new[ ]document
      |(?:new[ ])?(?:microsoft[ ])?word[ ]document)
      (?:[ _-]?(?:document|page|post|\d+))?
    |(?:document|dokument|documento|doc|page|layout|slide|folie|print|scan|image|file)[ _-]?\d*
    |microsoft[ ](?:word|powerpoint|office[ ]word)(?:[ ]-[ ].*)?
    |powerpoint[ ](?:presentation|pr[äa]sentation)|about:blank
    |[^\s/]+\.(?:docx?|odt|rtf|txt|indd|qxp|qxd|pages|pdf|tex|dvi|ps|html?|pptx?|pub|wpd|md)
    |default|unknown|undefined|none|null|test
"""
# Names of programs, computers and unnamed users.
NAME = r"""
    python-docx|generated[ ]by[ ].*|docx4j|apache[ ]poi|openpyxl|reportlab|libreoffice
    |anonym(?:ous|e|o)?|admin(?:istrator|istrador|istrateur)?\d*|root|user(?:[ ]?name)?\d*|guest
    |(?:windows|microsoft[ ]office|ms[ ]office|office)[ -]?(?:user|benutzer|anwender|utilisateur)
    |utilisateur|benutzer|usuario|utente|owner|besitzer|author|autor|auteur|your[ ]name
    |unknown[ ]author|unbekannt|inconnu|unspecified|nil|n/?a|tbd
    |acer|asus|dell|hewlett-packard|hp|lenovo|toshiba|pc
"""
# What a page is called instead of its article.
PAGE = r"""
    home[ ]?page|home|index|new[ ]page|page[ ]title|unnamed|welcome|main|news|blog|article|post
    |startseite|accueil|inicio
"""
IN_FILE = _whole(f"{TITLE}|{NAME}")
ON_PAGE = _whole(f"{TITLE}|{PAGE}")


def is_placeholder(value: str) -> bool:
    """Whether a file's title or author is none.

    >>> is_placeholder("Document1"), is_placeholder("python-docx"), is_placeholder("Ada Holm")
    (True, True, False)
    """
    return IN_FILE.fullmatch(value) is not None


def is_page_placeholder(title: str) -> bool:
    """Whether a web page's title is none.

    >>> is_page_placeholder("Home"), is_page_placeholder("Home win")
    (True, False)
    """
    return ON_PAGE.fullmatch(title) is not None
