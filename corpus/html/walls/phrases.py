"""What pages say that are shown instead of an article: checks, errors, logins.

Each sentence speaks to the visitor. Articles about such pages hardly ever do.
"""

from corpus.html.walls.wall import wall

BROWSER = r"\b(?:browser|browsers|navigateur|navegador|Browser|браузер\w*|przegl\w+|prohl\w+)"
SCRIPT = r"java ?script"
TO_READ = (
    r"(?:to |and )(?:continue|keep|read|unlock|finish|view|access|enjoy|see)\b|"
    r"(?:for|to get) (?:full|unlimited|free) access"
)

CHECK = wall(
    "a check for robots",
    (
        r"\b(?:verify(?:ing)?|confirm(?:ing)?|prove|make sure|ensure|check(?:ing)?)\b.{0,40}"
        r"\b(?:you(?:'re|’re| are)|that you are) (?:an? )?(?:human|real|not an? (?:ro)?bot)",
        r"\byour (?:browser|request) (?:will be|is being) (?:verified|checked)|^bot check\b|"
        r"\brequired part of this (?:site|page)|\bdue to a browser extension",
        r"\bchecking (?:if the site connection is secure|your browser)",
        r"\breview the security of your connection",
        r"^requests from malicious bots can pose",
        r"\bray id\b|\breference (?:id|#|number):? ?[\da-f#.-]{6,}|\bincident id\b",
        r"\b(?:performance|protection)\b.{0,20}\bby cloudflare\b|\bsecurity by cloudflare",
        r"\b(?:unusual|suspicious) (?:traffic|activity) (?:from|on) your\b",
        r"^(?:please )?(?:complete|solve) (?:the|this) (?:captcha|security check|puzzle)",
        r"^(?:are you|i(?:'|’)m not|i am not) an? (?:ro)?bot\b",
        r"\bmade us think (?:that )?you (?:were|are|might be) a bot",
        r"^(?:please )?press (?:&|and) hold\b",
        r"\bthis process is automatic\b|\bwill (?:be )?redirect(?:ed)? (?:to your requested|"
        r"short)",
        r"\bplease (?:stand by|wait) while we (?:are )?check",
        r"\busing a security service (?:to protect|for protection)",
        r"\baction you just performed triggered the security",
        r"\bwhy do I have to complete a captcha|\bcompleting the captcha proves",
        r"\bplease make sure your browser supports\b",
        r"(?:bestätigen|überprüfen|prüfen)\b.{0,40}(?:ein Mensch|kein Roboter|Ihr(?:en)? Browser)",
        r"\bvérif\w+.{0,40}(?:êtes (?:bien )?(?:un )?humain|pas un robot|votre navigateur)",
        r"\b(?:verific|comprob|comprueb|confirm)\w+.{0,40}(?:eres|es|é|sei|usted es|você é|sea)"
        r" (?:un |uma? )?(?:ser )?(?:human|umano|persona|no eres un robot)",
        r"(?:подтвердите|проверяем|проверка).{0,40}(?:человек|не робот|ваш\w* браузер)",
        r"ロボットではない|人間であることを|確认您是|验证您是|驗證您是|真人",
    ),
    (
        r"client challenge|challenge validation|bot check|just a moment|attention required.*|"
        r"one moment,? please|please wait|verifying.*human.*|"
        r"security (?:check|verification)|are you (?:a )?(?:human|robot)|robot check|captcha|"
        r"checking your browser.*|pardon our interruption|ddos-guard|human verification|"
        r"nur einen moment|un instant|un momento|один момент|einen moment,? bitte",
    ),
)
SCRIPTS = wall(
    "a request to enable JavaScript",
    (
        rf"^(?:please |you (?:need|have) to |you must )?(?:enable|turn on|activate|"
        rf"allow) {SCRIPT}",
        rf"\b(?:please|must|need to|have to) (?:enable|turn on|allow|activate)\b.{{0,30}}{SCRIPT}",
        rf"\b{SCRIPT}\b.{{0,30}}\b(?:is|are|appears to be|seems to be) "
        r"(?:currently )?(?:disabled|turned off|not enabled|required|blocked)",
        rf"\byou (?:need|have) .{{0,20}}{SCRIPT}|\b(?:app|site|page|website) (?:requires|needs|"
        rf"works "
        rf"best with) {SCRIPT}|\bwithout {SCRIPT} enabled",
        rf"\b(?:bitte|müssen)\b.{{0,40}}{SCRIPT}|\b{SCRIPT}\b.{{0,40}}(?:aktivieren|deaktiviert)",
        rf"\b(?:veuillez|devez)\b.{{0,40}}{SCRIPT}|{SCRIPT}\b.{{0,40}}(?:désactivé|activer)",
        rf"\b(?:active|habilite|activa|habilita|abilita|attiva|ative)\w*\b.{{0,20}}{SCRIPT}",
        rf"(?:включите|отключен|включить).{{0,30}}{SCRIPT}|{SCRIPT}.{{0,40}}(?:включите|отключен)",
        rf"{SCRIPT}\s?を有効|启用\s?{SCRIPT}|啟用\s?{SCRIPT}",
    ),
    (rf"{SCRIPT} (?:is )?(?:required|disabled)|enable {SCRIPT}|(?:please )?enable.*{SCRIPT}.*",),
)
DENIED = wall(
    "a refusal of access",
    (
        r"^(?:error:? ?)?(?:\d{3} ?[-–:]? ?)?(?:access (?:to this \w+ )?(?:has been |is |was )?"
        r"(?:denied|forbidden|blocked)|forbidden)\b",
        r"\byou (?:do not|don(?:'|’)t) have (?:permission|access|authorization) to\b",
        r"\byou (?:have been|are|were) (?:temporarily )?(?:blocked|banned)\b",
        r"\b(?:content|page|site|website|article|service) is (?:currently |unfortunately )?(?:not "
        r"available|unavailable|blocked) in your (?:country|region|location|area)",
        r"\battempting to access this (?:web)?site from (?:a|your) (?:country|region)|"
        r"\bunavailable (?:for legal reasons|to (?:visitors|users|readers) in)\b",
        r"\byour (?:IP(?: address)?|request|access) (?:has been |was |is )(?:blocked|denied)",
        r"\bmost european countries due to the general data protection",
        r"\b(?:Zugriff verweigert|accès (?:refusé|interdit)|acceso denegado|accesso negato|"
        r"acesso negado|доступ (?:запрещ\w+|ограничен|закрыт)|dostęp zabroniony)",
    ),
    (
        r"(?:error )?(?:403[\W_]*)?(?:access (?:to this page (?:has been )?)?denied|forbidden)|"
        r"(?:error )?403|blocked|you have been blocked|unavailable (?:for|"
        r"due to) legal reasons|451\W+unavailable.*|"
        r"zugriff verweigert|accès refusé|acceso denegado|accesso negato|доступ запрещ[её]н",
    ),
)
PAGE = r"(?:page|article|story|content|link|URL|address|site|file|document|resource|post)"
MISSING = wall(
    "an error message (page not found)",
    (
        rf"\b{PAGE}\b.{{0,60}}\b(?:could not|couldn(?:'|’)t|can(?:'|’)t|cannot|can not|was not|"
        r"wasn(?:'|’)t|not) (?:be )?(?:found|located|displayed|available)\b",
        rf"^(?:(?:we(?:'|’)re |we are )?sorry|oops|uh[- ]oh|whoops|we (?:can(?:not|(?:'|’)t)|could"
        rf"(?:n(?:'|’)t| not))|unfortunately)\b.{{0,60}}\b{PAGE}\b",
        rf"\b{PAGE} (?:that )?(?:you|you(?:'|’)re|you(?:'|’)ve)\b.{{0,40}}\b(?:looking for|"
        r"look for|requested|trying to|tried to|followed|entered|typed|want)",
        rf"\bthis {PAGE}\b.{{0,30}}\b(?:isn(?:'|’)t|is not|is no longer|no longer) (?:here|exists?"
        r"|available|active|online)",
        rf"\b{PAGE}\b.{{0,30}}\b(?:has|have|may have|might have) (?:been )?(?:expired|"
        rf"(?:re)?moved|"
        r"deleted|removed|archived|renamed|unpublished|gone)",
        rf"\b{PAGE}\b.{{0,20}}\b(?:does not|doesn(?:'|’)t|no longer) exist",
        rf"^(?:error )?(?:404|410)\b|\brequested {PAGE}\b",
        r"\b(?:go|return|head|get|take me|back) (?:back )?(?:to )?(?:the |our )?(?:home ?page|"
        r"front page|home\b)",
        r"\b(?:visit|find|see|read)\b.{0,40}\bour (?:\w+ ){0,3}(?:front|home) ?page|"
        r"\bour latest (?:news|stories) on the (?:front|home) ?page",
        r"\b(?:check|verify|retype) (?:the|your) (?:URL|address|spelling|link)",
        r"\btry (?:searching|a search|using (?:the|our) search|our search)",
        r"\bhere are some (?:helpful|useful) links|\bmaybe (?:try|one of)|\buse the search",
        r"\bSeite\b.{0,60}\b(?:nicht (?:gefunden|mehr|verfügbar|existiert)|existiert nicht)",
        r"\b(?:Artikel|Beitrag|Inhalt)\b.{0,40}\bnicht (?:gefunden|mehr verfügbar)",
        r"\b(?:page|article)\b.{0,60}\b(?:introuvable|n(?:'|’)existe (?:pas|plus)|n(?:'|’)est plus"
        r"|demandée?|recherche[zr]|pas été trouvée?)",
        r"\bpágina\b.{0,60}\b(?:no (?:existe|se encuentra|encontrad|ha sido|está)|que (?:busca|"
        r"está buscando|procura)|não (?:existe|foi|encontrad|está))",
        r"\bpagina\b.{0,60}\b(?:non (?:è stata|esiste|trovata)|che (?:cerchi|stai cercando)|"
        r"niet (?:gevonden|bestaat|meer))|\bniet gevonden\b",
        r"страниц\w+\b.{0,60}(?:не (?:найден|существует)|удал[её]на|которую вы)",
        r"\bstron[ay]\b.{0,60}\bnie (?:istnieje|(?:została|można) (?:\w+ )?\w*(?:znal|najd|"
        r"wyświet)\w+)|\bstránk[au]\b.{0,60}(?:nenalez|neexistuj|nebyla nal)|\bsidan\b.{0,60}"
        r"(?:hitta|finns inte)|\b(?:siden\b.{0,20} (?:finnes|eksisterer|findes|ble|blev) ikke|"
        r"(?:ikke|desværre) finde (?:den )?siden?)\b",
        r"ページ.{0,20}見つかりません|页面.{0,10}(?:不存在|找不到)|頁面.{0,10}(?:不存在|找不到)",
    ),
    (
        r"(?:error[\W_]*)?(?:404|410)(?:[\W_]+(?:errors?|page|not|gone|file|oops|sorry|we|that|"
        r"this|"
        r"seite|página|pagina|страница)\b.{0,40})?|.{0,20}\b(?:page|article|file|content) "
        r"(?:not found|could not be found|cannot be found|not available|unavailable|missing)|"
        r"not found|gone|page (?:doesn(?:'|’)t|does not) exist|oops\W*(?:(?:page|this|that|we|"
        r"something)\b.{0,40})?|"
        r"this (?:page|article|story|content) (?:isn(?:'|’)t|is not|is no longer) available|"
        r"we can(?:'|’)t find (?:that|this|the) page|nothing found|error|"
        r"seite (?:wurde )?nicht gefunden|page (?:introuvable|non trouvée)|página no encontrada|"
        r"página não encontrada|pagina (?:non trovata|niet gevonden)|страница не найдена|"
        r"strona nie (?:istnieje|znaleziona|została znaleziona)|stránka nenalezena|"
        r"sidan hittades inte|ページが見つかりません|页面不存在",
    ),
)
LOGIN = wall(
    "a request to log in or subscribe",
    (
        rf"^(?:please |to .{{0,30}}, (?:please )?)?(?:log ?in|sign ?in|sign up|register|subscribe|"
        rf"join|create an? (?:free )?account)\b.{{0,60}}(?:{TO_READ}|\bor\b|$|your account|now\b)",
        r"\b(?:already|not) (?:have an account|a (?:subscriber|member)|an? \w+ subscriber|"
        r"registered|subscribed)|\bhave an account\?|\bnew (?:here|user)\?",
        r"^(?:forgot(?:ten)?|reset|remember|enter|choose)\b.{0,15}\b(?:password|username|"
        r"e-?mail|me$)",
        r"\b(?:forgot(?:ten)?|reset|enter) your (?:password|username|e-?mail)|^new to\b.{0,40}\?",
        r"\b(?:article|story|content|page|section)\b.{0,20}\bis (?:exclusively |only |reserved )?"
        r"(?:available )?(?:for|to) (?:our |registered |paying |premium )?(?:subscribers|members|"
        r"users|readers)\b",
        r"\byou(?:'|’)?(?:ve| have) (?:reached|used|read) .{0,30}\b(?:limit|free articles|free)",
        r"\bto (?:continue|keep) reading\b.{0,40}\b(?:sign|log|register|subscribe|create)\b|"
        r"\bregistered (?:readers|users) can\b",
        r"\byou (?:must|need to|have to) (?:be )?(?:log(?:ged)? ?in|sign(?:ed)? ?in|subscribe|"
        r"regis)",
        r"\bsubscri(?:be|ption)\b.{0,40}\b(?:per month|a month|/month|a week|first month|cancel)",
        r"\bcancel (?:at )?any ?time\b|\bchoose (?:a|your) (?:plan|subscription)",
        r"\bby (?:signing up|logging in|registering|creating an account|continuing),? you agree",
        r"\b(?:melden Sie sich|loggen Sie sich|anmelden|Jetzt (?:abonnieren|anmelden|weiterlesen)|"
        r"Passwort vergessen|bereits (?:Abonnent|registriert|ein Konto)|für Abonnenten)",
        r"\b(?:connectez-vous|identifiez-vous|mot de passe oublié|déjà abonné|abonnez-vous|"
        r"réservé (?:à nos |aux )abonnés|créez (?:un|votre) compte)",
        r"\b(?:inicia(?:r)? sesión|inicie sesión|olvid\w+ (?:tu|su) contraseña|suscríb\w+|"
        r"exclusiv\w+ para suscriptores|regístra\w+ (?:para|gratis))",
        r"\b(?:accedi (?:per|al)|password dimenticata|abbonati (?:per|ora)|faça login|"
        r"esqueceu (?:a|sua) senha|assine (?:para|agora)|wachtwoord vergeten|inloggen om)",
        r"(?:войдите|зарегистрируйтесь|авторизуйтесь|забыли пароль|оформите подписку|zaloguj się)",
    ),
    (
        r"(?:log|sign)[ -]?(?:in|on|up)(?: (?:to|with|or|and)\b.{0,60})?|(?:member |user |"
        r"account )"
        r"login|subscribe(?: (?:to|now)\b.{0,40})?|register|create (?:an |your )?account|"
        r"anmelden|anmeldung|login|connexion|se connecter|iniciar sesión|accedi|entrar|inloggen|"
        r"вход|zaloguj się|přihlášení|logga in",
    ),
)
SEARCH = wall(
    "an empty list of search results",
    (
        r"\b(?:no|0|zero) (?:results?|matches|articles|stories|posts)\b.{0,30}(?:\b(?:found|for|"
        r"match)|[.!]?$)",
        r"\b(?:your )?search\b.{0,60}\b(?:did not|didn(?:'|’)t|does not) (?:match|return|find)",
        r"\b(?:couldn(?:'|’)t|could not|can(?:'|’)t|did not|didn(?:'|’)t|unable to) (?:find|"
        r"match) "
        r"any(?:thing)?\b",
        r"\btry (?:different|other|fewer|more general|another|again with|some|searching)\b.{0,30}",
        r"\bmake sure (?:that )?all words are spelled|\b(?:sorry, )?(?:but )?nothing matched your",
        r"\b(?:keine (?:Ergebnisse|Treffer)|aucun résultat|sin resultados|no se encontraron|"
        r"nessun "
        r"risultato|nenhum resultado|geen resultaten|ничего не найдено|brak wyników)\b",
    ),
    (
        r"(?:search )?results?(?: (?:for|page)\b.{0,80})?|search|no results.{0,60}|"
        r"you searched for.{0,80}|suche|suchergebnisse.{0,60}|recherche|résultats.{0,60}|"
        r"nothing found",
    ),
)
OLD_BROWSER = wall(
    "a notice about the browser",
    (
        rf"{BROWSER}\b.{{0,40}}\b(?:not|no longer|isn(?:'|’)t) (?:fully )?(?:supported|"
        rf"compatible)",
        rf"\b(?:update|upgrade|switch|use|download|try|recommend)\b.{{0,50}}{BROWSER}",
        rf"\b(?:out ?dated|unsupported|old(?:er)?|obsolete)\b.{{0,30}}{BROWSER}",
        r"\b(?:latest|recent|newest) versions? of (?:google )?(?:chrome|firefox|safari|edge|"
        r"micro)",
        rf"\b(?:nicht (?:mehr )?unterstützt|veraltet\w*)\b.{{0,30}}{BROWSER}|{BROWSER}.{{0,40}}(?:"
        r"nicht (?:mehr )?unterstützt|veraltet|n(?:'|’)est (?:pas|plus)|no es compatible|"
        r"não é (?:mais )?(?:compatível|suportado)|не поддерживается|устарел)",
    ),
    (r".{0,20}browser.{0,30}(?:support|outdated|update|upgrade).{0,20}|unsupported browser",),
)
FAILURE = wall(
    "an error message",
    (
        r"^(?:error:? ?)?(?:50[0234]|429)\b|\binternal server error\b|\bbad gateway\b|"
        r"\bserver encountered an? (?:internal )?error|\bunable to complete your request\b|"
        r"\bservice (?:temporarily )?unavailable\b|\bgateway time-?out\b|\btoo many requests\b",
        r"^(?:sorry|oops|uh[- ]oh|whoops)?\W*(?:something|an error) (?:went wrong|has occurred|"
        r"occurred)",
        r"\bplease (?:try again|come back|check back|refresh|reload)\b",
        r"\b(?:we(?:'|’)?(?:ll| will) be back|down for (?:scheduled )?maintenance|"
        r"under maintenance|"
        r"(?:performing|undergoing) (?:\w+ )?maintenance|should be back (?:soon|shortly)|"
        r"(?:experiencing|having) (?:some )?technical (?:difficulties|problems|issues))",
        r"\b(?:server|site|website|page) is (?:temporarily |currently )?(?:unable|unavailable|"
        r"down)",
        r"\bversuchen Sie es (?:bitte )?(?:später )?(?:erneut|noch einmal)|\bveuillez réessayer|"
        r"\b(?:inténtelo|inténtalo|tente|riprova)\b.{0,20}(?:nuevo|más tarde|novamente|tardi)|"
        r"попробуйте (?:позже|ещё раз|обновить)",
    ),
    (
        r"(?:error[\W_]*)?(?:50\d|429)(?:[\W_]+(?:error|service|bad|gateway|internal|"
        r"too)\b.{0,30})?|(?:internal )?server error|error|"
        r"(?:service|site|temporarily|currently) unavailable|(?:site )?(?:under |down for )?"
        r"maintenance(?: mode)?|something went wrong|we(?:'|’)ll be (?:right )?back.{0,20}",
    ),
)
AD_BLOCKER = wall(
    "a request to turn off an ad blocker",
    (
        r"\b(?:using|use|have|detected|running) an? ad[- ]?block|\byour ad[- ]?block|"
        r"\b(?:disable|turn off|pause|deactivate|whitelist)\b.{0,40}\b(?:ad[- ]?block|our site|"
        r"us\b)",
        r"\b(?:Ad|Werbe)blocker\b.{0,60}(?:deaktivieren|ausschalten)|\bvotre bloqueur de pub|"
        r"\bdésactive[rz]\b.{0,40}bloqueur|\bdesactiv\w+\b.{0,40}bloqueador",
    ),
    (r".{0,20}ad[- ]?block(?:er)?.{0,20}",),
)
PASSAGE = wall(
    "a page that leads on to another",
    (
        r"\byou (?:are being|will be|should be) (?:automatically )?redirected\b|^redirecting\b|"
        r"\bif (?:you are|your browser (?:does|is)|the page (?:does|"
        r"is)) not\b.{0,40}\b(?:redirect|"
        r"click here)|^(?:please )?(?:open|continue|read) (?:this|in) .{0,20}\bapp\b",
        r"\byou must be (?:at least )?(?:18|21)\b|^(?:please )?(?:enter|confirm|"
        r"verify) your (?:date of "
        r"birth|age)\b|\byou are (?:now )?leaving (?:our|this) (?:web)?site",
        r"\b(?:check|open) your (?:inbox|e-?mails?|mailbox)\b|\b(?:click|follow|"
        r"use) (?:on )?the link in "
        r"the e-?mail|\b(?:thank you|thanks) for (?:subscribing|signing up|registering|"
        r"your order)",
    ),
    (
        r"thank you(?: for (?:subscribing|signing up|registering))?|redirect(?:ing)?|"
        r"age (?:check|verification)|leaving .{0,30}",
    ),
)
WALLS = (
    CHECK,
    SCRIPTS,
    DENIED,
    MISSING,
    LOGIN,
    SEARCH,
    OLD_BROWSER,
    FAILURE,
    AD_BLOCKER,
    PASSAGE,
)
