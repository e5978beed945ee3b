"""The words of requests for consent to cookies."""

import re

from corpus.html.walls.further_languages import COOKIES

# A request for consent has long sentences of many kinds, so their words are counted: first what
# only the page itself says; then a person spoken to, together with what this is about.
CONSENT = re.compile(
    "|".join(
        (
            r"\bwe(?:,| and| (?:use|value|need|care|respect|process|store|would like|"
            r"ask))\b.{0,90}"
            r"\b(?:cookies?|privacy|partners|consent|devices?|personal data|vendors)\b",
            r"\b(?:our|\d+) (?:\d+ )?(?:\w+ )?(?:partners|vendors)\b.{0,80}\b(?:store|access|"
            r"process|use|"
            r"data|information|cookies?)",
            r"\b(?:questo|il nostro|este|nuestro|nosso|ce|notre|diese|unsere|deze|onze|tento|"
            r"эт\w+) "
            r"(?:site|sito|sitio|web(?:site|seite)?|seite|сайт)\b.{0,60}\b(?:cookies?|куки)",
            r"\bcontinuando (?:la|a) navigazione|\bsi contin[uú]a navegando|\ben poursuivant",
            r"\b(?:this|our) (?:web)?site (?:uses|use|and its partners)\b.{0,60}\bcookies",
            r"\b(?:accept|reject|manage|decline|allow) (?:all )?(?:cookies|preferences|"
            r"optional|options)",
            r"\bby (?:clicking|continuing|using|selecting|choosing)\b.{0,80}\b(?:agree|accept|"
            r"consent)",
            r"\byou (?:can|may) (?:click|withdraw|change|manage|accept|reject|consent|"
            r"set)\b.{0,80}"
            r"\b(?:consent|preferences|choices|settings|cookies|processing)",
            r"\b(?:wir|uns(?:ere)?)\b.{0,80}(?:Cookies|Einwilligung|personenbezogene|"
            r"Partner\b.{0,40}"
            r"(?:Daten|Gerät|Informationen)|Privatsphäre)",
            r"\b(?:nous|nos)\b.{0,80}(?:cookies|traceurs|consentement|vie privée|"
            r"partenaires\b.{0,60}"
            r"(?:données|stock|appareil))",
            r"\b(?:utiliz?amos|usamos|nosotros y|nuestros|valoramos)\b.{0,80}(?:cookies|"
            r"privacidad|"
            r"consentimiento|socios)",
            r"\b(?:utilizziamo|usiamo|noi e|nostri)\b.{0,80}(?:cookie|consenso|partner|privacy)",
            r"\b(?:utilizamos|usamos|nós e|nossos|valorizamos)\b.{0,80}(?:cookies|privacidade|"
            r"parceiros)",
            r"\b(?:wij|we|onze)\b.{0,80}(?:cookies|toestemming|privacy|partners)",
            r"\b(?:używamy|my i|nasi|cenimy)\b.{0,80}(?:cookies?|prywatno|partner|zgod)",
            r"(?:мы (?:используем|и наши)|наши партн[её]ры)\b.{0,80}(?:cookie|куки|данн)",
            r"\b(?:používáme|my a naši|vi använder|vi och våra|vi og våre|vi og vores|"
            r"vi bruker|vi bruger|käytämme)\b.{0,80}(?:cookie|kakor"
            r"|informasjonskaps|eväste|partne)",
            r"クッキー.{0,30}(?:使用|同意)|Cookie.{0,20}(?:を使用|同意|来改善)|我们使用.{0,20}Cookie",
            *COOKIES,
        )
    ),
    re.IGNORECASE,
)
SPOKEN_TO = re.compile(
    r"\b(?:we|our|us|you|your|yours|wir|uns|unsere[rnms]?|Sie|Ihre?[rnms]?|du|deine?[rnms]?|"
    r"nous|nos|"
    r"notre|vous|votre|vos|nuestr[oa]s?|usted|sus?|tus?|noi|nostr[oaie]|tu[oaie]?|voi|nós|"
    r"noss[oa]s?|"
    r"você|seus?|suas?|wij|onze|uw|je|jouw|nasz\w*|twoj\w*|мы|наш\w*|вы|ваш\w*|вам|naš\w*|vaš\w*|"
    r"vi|våra?|din|ditt|dina)\b",
    re.IGNORECASE,
)
PRIVACY = re.compile(
    r"\b(?:cookies?|consent\w*|privacy|personal(?:i[sz]ed)? (?:data|information|ad\w*|content)|"
    r"partners|vendors|preferences|legitimate interest|tracking|GDPR|geolocation|advertis\w+|"
    r"opt[- ]?out|Einwilligung\w*|Datenschutz\w*|personenbezogen\w*|Partner\w*|Einstellungen|"
    r"Werbung|traceurs|consent\w+|partenaires|données|confidentialité|privacidade?|"
    r"consentimi?ento|socios|parceiros|dados|datos|preferencias|consenso|dati|preferenze|"
    r"toestemming|gegevens|voorkeuren|prywatno\w+|zgod\w+|danych|cookie\w*|куки|данны\w+|"
    r"согласи\w+|soukrom\w+|souhlas\w*|údaj\w*|kakor|samtycke)\b",
    re.IGNORECASE,
)
CONSENT_TITLE = re.compile(
    r"(?:before you continue.{0,40}|(?:we|wir|nous).{0,30}(?:privacy|privatsphäre|vie privée)|"
    r".{0,20}(?:cookie|privacy|consent)s? (?:consent|settings|preferences|notice|policy|choices|"
    r"cent(?:er|re)|wall)|(?:your )?(?:privacy|cookies?|consent)(?: choices)?|"
    r"cookie-?einstellungen|"
    r"datenschutz.{0,30}|gestion des cookies|valoramos tu privacidad|consent)[\W_]*",
    re.IGNORECASE,
)
