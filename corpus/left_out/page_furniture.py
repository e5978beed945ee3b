"""Finds lines that belong to the page, not the article: ads, share buttons, credits."""

import re

from corpus.article import Reason
from corpus.left_out.page_words import phrase_reason

LONGEST = 700  # characters; a longer paragraph contains article text


def whole_line(*patterns: str) -> re.Pattern[str]:
    """A pattern for lines that match one of these, ignoring case and outer punctuation."""
    return re.compile(rf"\W*(?:{'|'.join(patterns)})\W*", re.IGNORECASE)


NETWORKS = (
    "facebook|twitter|x|whatsapp|linkedin|reddit|pinterest|telegram|messenger|flipboard|"
    "threads|bluesky|mastodon|instagram|youtube|tiktok"
)
SHARING = rf"(?:share|tweet|post|save|print|e-?mail|copy(?: link)?|bookmark|link|{NETWORKS}|gift)"
AGENCIES = (
    "getty(?: images)?|afp|ap(?: photo)?|reuters|shutterstock|epa(?:-efe)?|alamy|istock|"
    "pa(?: wire| media)?|bloomberg|anadolu|xinhua|zuma(?: press)?"
)

CLOCK = r"\d{1,2}[.:]\d\d(?: ?[ap]\.?m\.?)?(?: ?(?:GMT|BST|UTC|[ECMP][SD]?T|CES?T|AES?DT))?"

LINES = {
    Reason.ADVERTISEMENT: whole_line(
        r"advertisements?(?: ?[-–—:|] ?.{0,60}| \d+| embed)?",
        r"advertisements?\b.{0,60}\b(?:story|article|content) continues.{0,40}",
        r"th(?:is|e) (?:ad|advertisement) has not loaded.{0,80}",
        r"advertising",
        r"sponsored(?: content| post)?",
        r"promoted(?: content)?",
        r"paid post",
        r"(?:story|article|content) continues(?: (?:below|after)(?: (?:this |the )?(?:ad|"
        r"advert|advertisement|video|photo|gallery))?)?",
        r"scroll(?: down)? to continue(?: reading)?",
        r"ad feedback",
        r"remove ads",
        r"why am i seeing this(?: ad)?",
    ),
    Reason.SHARING: whole_line(
        rf"(?:share|tweet)(?: (?:this|the|with|via|on|by|to|article|story|page|post|"
        rf"friends|your|{SHARING}))*",
        rf"{SHARING}(?:[\s,/|·•]+{SHARING})+",
        r"copy link",
        r"link copied",
        r"share this (?:post|page|update|video|(?:on|via|with) .{1,30})",
        r"(?:gift|save) (?:this )?(?:article|story)(?: for later)?",
        rf"view (?:this post|more) on (?:{NETWORKS})",
        r"a post shared by .{1,120}",
        r"email this(?: article| story)?",
        r"print this(?: article| page)?",
    ),
    Reason.READ_MORE: whole_line(
        r"(?:read|see|learn|find out|show|view|load|discover) more",
        r"read (?:on|next|also|this next|the full (?:story|article)(?: here)?)",
        r"see also",
        r"also read",
        r"related(?: articles| stories| content| topics| posts| news| links)?",
        r"more (?:on this(?: story)?|from .{1,40}|stories|news|like this)",
        r"recommended(?: stories| for you| reading)?",
        r"most (?:read|popular|viewed|shared)",
        r"trending(?: now)?",
        r"top stories",
        r"latest news",
        r"editors?['’]?s? (?:picks?|choice)",
        r"you (?:may|might)(?: also)? (?:like|be interested in)(?: these stories)?",
        r"up next",
        r"don['’]t miss",
        r"further reading",
        r"continue reading(?: (?:the main |this )?(?:story|article))?",
        r"continue reading below",
        r"(?:read|see|learn|find out) more (?:about|on|here|at|in)\b.{0,200}",
        r"(?:read|see|watch|listen)(?: (?:more|also|next|now|here|the full story))* ?:.{1,200}",
        r"(?:related(?: [\w ]{1,40})?|more on this(?: story)?|more|(?:also|must|further) "
        r"read(?:ing)?|don['’]t miss|in case you missed it|up next|top stories|you (?:may|might) "
        r"(?:also )?like) ?:.{0,200}",
        r"(?:more|most (?:read|popular|viewed)) (?:from|in|on) .{1,40}",
        r"related (?:coverage|stories|articles|news|content|reading) .{1,40}",
        r"(?:analysis|explainer|in pictures|recommended)(?: reading)? ?:.{1,100}",
    ),
    Reason.NEWSLETTER: whole_line(
        r"(?:sign|signing) up (?:for|to) .{0,80}(?:newsletter|alerts?|e-?mails?|briefing|"
        r"updates).{0,80}",
        r"subscribe to .{0,60}(?:newsletter|channel|podcast|briefing).{0,60}",
        r"(?:enter your e-?mail|your e-?mail address).{0,60}",
        r"(?:get|receive|have) .{0,120}(?:to|in|into) your inbox.{0,60}",
        r".{0,200}delivered (?:straight |directly |free )*to your inbox.{0,60}",
        r"get (?:our |the |your )?(?:daily|weekly|breaking|latest|top|national|local)\b.{0,30} "
        r"(?:news|headlines|updates|alerts|briefing)",
        r"(?:for|to (?:get|receive)) .{1,120}, (?:sign up|subscribe) (?:for|to)\b.{0,160}",
        r"sign up ?[:!].{0,120}",
        r"sign up (?:(?:here|now|today),? )?(?:for|to) (?:our|my)\b.{0,160}",
        r"thank(?:s| you) for signing up.{0,80}",
        r"you can unsubscribe .{0,60}",
        r"by (?:signing up|subscribing|clicking|submitting).{0,200}",
        r"newsletters?",
        r"(?:our )?(?:free )?(?:daily|weekly|morning|evening) (?:newsletter|briefing)",
    ),
    Reason.SUBSCRIPTION: whole_line(
        r"subscribe(?: now| today| here)*(?: for .{1,60}| to (?:read|continue|unlock).{0,60})?",
        r"already (?:a |an )?(?:subscriber|member|registered|have an account).{0,40}",
        r"(?:start|begin) (?:your|a) (?:free )?(?:trial|subscription).{0,60}",
        r"(?:to (?:continue|keep) reading|to read (?:this|the full) \w+),? .{0,100}",
        r"this (?:article|story|content) is (?:only )?(?:for|available to) "
        r".{0,30}subscribers.{0,30}",
        r"(?:create|register for) (?:a|an|your) (?:free )?account.{0,60}",
        r"(?:you(?:['’]ve| have)) (?:reached|read) .{0,40}free articles?.{0,60}",
        r"(?:download|get|install) (?:our|the .{1,30}) (?:free )?app.{0,80}",
        r"(?:get )?unlimited (?:digital )?access.{0,80}",
        r"cancel any ?time",
        r"get access to .{0,80}\bsubscri.{0,400}",
        r"get .{1,60} delivered (?:to|through|at) your (?:door|home|letter ?box|mail ?box)\b"
        r".{0,200}",
    ),
    Reason.FOLLOW_US: whole_line(
        r"(?:follow|like|find|join|connect with|subscribe to) (?:us|our \w+)(?: \w+)? "
        r"(?:on|at|via) .{1,80}",
        r"(?:follow|like) us",
        r"follow (?:[\w.’'-]+ ){1,4}coverage (?:of|on|at) .{1,200}",
        r"follow (?:him|her|them|us|me|the (?:author|writer|reporter)s?)\b.{0,160}",
        r"(?:e-?mail|contact|reach|write to) (?:[\w.’'-]+ ){1,6}(?:at|on|via) \S{0,40}"
        r"(?:@|twitter\.com|x\.com)\S{1,60}.{0,160}",
        r"reach the (?:reporter|author|writer)s? (?:at|on|via) .{1,120}",
        r"(?:[\w.’'-]+ ){1,5}(?:can|may) be reached (?:at|via|on) \S{1,60}@\S{1,60}.{0,200}",
        r"[\w.+-]{1,40}@[\w.-]{1,60}\.\w{2,10}",
        rf"(?:follow|subscribe to) .{{1,60}} on (?:{NETWORKS})\b.{{0,160}}",
        r"follow @\w{1,40}\b.{0,160}",
    ),
    Reason.PHOTO_CREDIT: whole_line(
        r"(?:photo(?:graph)?s?|images?|pictures?|video|graphic|illustration|credit)(?: "
        r"credit| courtesy| source| by|:)+ .{1,80}",
        rf"(?:[\w.’' -]{{1,40}}(?:/| via | for ))?(?:{AGENCIES})(?:(?:/| via | for "
        rf")(?:{AGENCIES}))*",
        r"(?:[\w.’'-]+ ){0,4}\(?(?:file photo|getty images|ap photo)",
    ),
    Reason.CAPTION: whole_line(
        r"(?:image|media|video|photo) (?:source|caption)[,:] ?.{1,400}",
        r"file(?: photo)? ?[-–—:] ?.{1,400}",
        r".{0,300}\((?:(?:file )?photo(?:graph)?|image|picture|illustration|credit)s?"
        r"(?: credit| courtesy(?: of)?| by| from)? ?[:/] ?[^()]{1,80}\)",
        r".{0,300}\((?:file )?(?:photo|image|picture)s? (?:by|courtesy(?: of)?) [^()]{1,80}\)",
        rf".{{1,300}}\([^()/|]{{1,60}}[/|] ?(?:{AGENCIES})\)",
        rf".{{1,300}}\((?:{AGENCIES}) (?:photo|images?)[^()]{{0,60}}\)",
        r".{1,400}\b(?-i:REUTERS/[A-Z][\w.’'-]* [A-Z]).{1,40}",
        r".{1,300}[.\w] ?(?:[\w.’'-]+ ){1,4}[/|] ?(?:getty images|shutterstock|ap photo)",
        r"(?:view|open|enlarge|expand|click to enlarge) (?:this )?(?:image|photo|picture)s?"
        r"(?: in (?:full ?screen|gallery|new tab))?",
        r"(?:hide|toggle|show|view) caption",
        r"(?:image|photo|picture|slide) \d+ (?:of|/)[ /]*\d+.{0,20}",
    ),
    Reason.COOKIES: whole_line(
        r"(?:we|this (?:web)?site|our (?:web)?site|by .{1,60}you).{0,100}\bcookies\b.{0,200}",
        r"(?:accept|reject|manage)(?: all)? cookies.{0,40}",
        r"cookie (?:policy|settings|preferences)",
        r"(?:manage|your) (?:privacy|consent) (?:preferences|settings|choices)",
    ),
    Reason.COPYRIGHT: whole_line(
        r"(?:©|\(c\)|copyright (?:©|\(c\)|\d{4})).{0,200}",
        r".{0,160}all rights reserved.{0,200}",
        r".{0,80}(?:may|can)not be (?:published|reproduced|republished|rewritten|broadcast|"
        r"redistributed).{0,200}",
        r".{0,80}may not be (?:published|reproduced|republished|rewritten|broadcast|"
        r"redistributed).{0,200}",
    ),
    Reason.COMMENTS: whole_line(
        r"(?:\d+ |view |show |read |post |add |leave |see )*(?:a |all |the |your )?(?:\d+ "
        r")?comments?",
        r"(?:leave|post) a (?:comment|reply)",
        r"join the (?:conversation|discussion|debate).{0,60}",
        r"have your say.{0,80}",
        r"comments (?:are|have been) (?:closed|moderated|disabled).{0,80}",
        r"(?:what do you think|share your (?:thoughts|views)).{0,60}comments?.{0,20}",
        r"you must be logged in to .{1,40}",
        r"(?:be the first to|(?:log|sign) in to|write a|add (?:a|your)) (?:comment|reply)",
        r"(?:no|\d+) (?:comments?|repl(?:y|ies))(?: yet)?",
        r"comments? ?\(\d*\)",
        r"comments powered by .{1,30}",
        r"(?:sort by|show) ?:? ?(?:newest|oldest|latest|best|most liked)(?: first)?",
        r"(?:newest|oldest|latest) first",
    ),
    Reason.INVITATION: whole_line(
        r"(?:please )?(?:watch|listen to|follow|join|take|try|vote in|see|shop|visit|"
        r"check out|read|explore|browse|contact|e-?mail|write to|send|tell|like|share|"
        r"bookmark|gift|print|rate)(?: \w+){0,4} (?:our|us|this (?:article|story|page|"
        r"post))\b.{0,120}",
        r"(?:have|got|do you have) (?:a |any )?(?:\w+ )?(?:story|stories|tip|tips|"
        r"question|comment|feedback|news)\b.{0,80}",
        r"(?:spotted|found|noticed) an? (?:error|mistake|typo)\b.{0,80}",
        r"if you (?:have|know) .{0,60}\b(?:tip|story|information)\b.{0,40}\b(?:us|our)\b.{0,80}",
        r"(?:we|the editors) (?:want|would like|['’]?d (?:like|love)) to hear from you.{0,60}",
        r"thank you for (?:reading|your patience|visiting|subscribing).{0,100}",
        r"(?:never|don['’]t) miss (?:a|an|out|our) .{0,80}",
        r"stay (?:informed|up to date|tuned).{0,80}",
        r"(?:want|looking for|for) more (?:stories|news|articles).{0,80}",
        r"get (?:the|our|your) .{0,60}(?:headlines|news|stories|e-?mail).{0,80}",
        r"scroll (?:down|up) (?:for|to) .{1,40}",
        r"(?:if you )?(?:enjoy(?:ed|ing)?|liked?) this (?:article|story|post)\b.{0,200}",
        r"chat with us (?:in|on|via) .{1,120}",
        r"report (?:a|an) (?:typo|error|mistake|problem|correction).{0,40}",
        r"was this (?:article|page|story) (?:helpful|useful).{0,40}",
        r"(?:add|make|set|choose) .{1,40} (?:as )?(?:a |your )?preferred .{0,40}",
        r"tell us what you think.{0,40}",
        r"click here (?:to|for) .{1,80}",
        r"set us as .{1,60}",
    ),
    Reason.SITE_NOTICE: whole_line(
        r"a (?:shorter |longer |different )?version of this (?:article|story|column|post|piece)"
        r"(?: was)? (?:also |first |originally )*(?:appear(?:s|ed)|published|ran) (?:in|on|at|by) "
        r".{1,200}",
        r".{0,80}for your personal,? non-?commercial use only.{0,200}",
        r".{0,40}presentation-ready copies.{0,160}",
        r"our standards ?:.{0,100}",
        r"(?:printed from|original (?:article|source)) ?:? ?(?:https?:|www\.)\S{1,300}",
        r"this audio is (?:auto|automatically|computer).{0,120}",
        r".{0,160}\b(?:affiliate (?:links?|commission)|earn (?:a|an?|some) (?:\w+ "
        r")?commission|recaptcha|enable javascript|ad ?blocker|our partners|you are "
        r"(?:currently )?(?:signed|logged) in|(?:reproduced|published|broadcast|"
        r"redistributed) without .{0,40}permission|privacy (?:policy|settings)|terms of "
        r"(?:use|service))\b.{0,160}",
    ),
    Reason.DATE: whole_line(
        rf"(?:(?:first |last )?(?:updated|posted|published|modified)(?: at| on)?:? ?)?{CLOCK}",
        r"(?:(?:updated|posted|published) )?(?:\d{1,3} ?|an? )(?:s|m|h|d|secs?|seconds?|mins?|"
        r"minutes?|hrs?|hours?|days?|weeks?|months?|years?) ago",
        r"(?:updated|published|posted|just now)",
        r"(?:first |last |originally )?(?:published|posted|updated|modified)(?: on| at)?:? "
        r"(?:\w{3,9},? )?"
        r"(?:[a-z]{3,9}\.? \d{1,2},? \d{4}|\d{1,2} [a-z]{3,9}\.?,? \d{4}).{0,30}",
    ),
    Reason.NAVIGATION: whole_line(
        r"skip to (?:main )?(?:content|navigation)",
        r"(?:main |end of )?(?:article|story|page) content(?: continued)?",
        r"this slideshow requires javascript",
        r"show key events(?: only)?",
        r"(?:load|show|see) (?:more|new|older|newer) (?:updates|posts|entries)",
        r"(?:filed under|tagged(?: with| as)?|keywords) ?:.{0,150}",
        r"listen to (?:this )?(?:article|story)(?: .{1,20})?",
        r"(?:main )?menu",
        r"search",
        r"home ?page",
        r"log ?(?:in|out)",
        r"sign ?(?:in|up|out)",
        r"register",
        r"back to top",
        r"close",
        r"(?:open|close) menu",
        r"next",
        r"previous",
        r"loading",
        r"contact(?: us)?",
        r"about(?: us| the authors?)?",
        r"privacy(?: policy| notice)?",
        r"terms (?:of|and|&) .{1,20}",
        r"(?:home|news)(?: ?[>›»|/] ?[^.>›»|/]{1,30})+",
        r"\d{1,2} min(?:ute)?s? read",
        r"(?:watch|listen)(?: now| live)?",
        r"live",
        r"video",
        r"(?:load|show|see|view) (?:all|less)",
        r"(?:click|tap) here.{0,60}",
        r"jump to .{1,30}",
        r"topics?",
        r"tags?(?::.{0,80})?",
    ),
}


def furniture_reason(line: str, language: str | None = None) -> Reason | None:
    """The reason to leave out a line; None if it could be part of the article.

    Besides the words of its language, a page has English ones in many languages.
    """
    if len(line) > LONGEST:
        return None
    why = next((why for why, pattern in LINES.items() if pattern.fullmatch(line)), None)
    return why or (phrase_reason(line, language) if language else None)
