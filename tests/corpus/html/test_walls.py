from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.html.walls.judging import wall_name

COOKIES = "a cookie notice"
CHECK = "a check for robots"
SCRIPTS = "a request to enable JavaScript"
DENIED = "a refusal of access"
MISSING = "an error message (page not found)"
LOGIN = "a request to log in or subscribe"
SEARCH = "an empty list of search results"
BROWSER = "a notice about the browser"
FAILURE = "an error message"

PAGES = [
    (COOKIES, "Your privacy choices",
     "We and our 310 vendors store and read information on your device, such as cookies.\n"
     "We use this data for personalised ads, ad measurement and audience research.\n"
     "You can change your preferences at any time under Privacy settings.\nAccept\nManage "
     "options"),
    (COOKIES, "The Harbour Post",
     "This website uses cookies to make sure you get the best experience.\n"
     "By continuing to browse you agree to our use of cookies.\nLearn more\nGot it"),
    (COOKIES, "Harbour Post",
     "We care about your privacy\nWe need your consent to set optional cookies. They help us to "
     "show you advertising that fits your interests and to count our visitors.\n"
     "Reject all\nAccept all\nSettings"),
    (COOKIES, "Hafenblatt",
     "Wir und unsere 120 Partner verarbeiten personenbezogene Daten mit Cookies auf Ihrem Gerät.\n"
     "Sie können Ihre Einwilligung jederzeit in den Einstellungen widerrufen.\nAlle akzeptieren"),
    (COOKIES, "Le Quai",
     "Nous et nos 90 partenaires utilisons des cookies pour stocker des données sur votre "
     "appareil.\nVous pouvez retirer votre consentement à tout moment.\nTout accepter"),
    (COOKIES, "El Puerto",
     "Valoramos su privacidad\nNosotros y nuestros socios utilizamos cookies en su dispositivo.\n"
     "Puede cambiar sus preferencias o retirar su consentimiento.\nAceptar"),
    (COOKIES, "Порт", "Мы используем файлы cookie, чтобы улучшить работу сайта. Продолжая, вы "
     "даёте согласие на обработку данных.\nПринять"),
    (CHECK, "Just a moment...",
     "post.example\nVerify you are human by completing the action below.\n"
     "post.example needs to review the security of your connection before proceeding."),
    (CHECK, "post.example", "Checking your browser before accessing post.example.\nThis "
     "process is "
     "automatic. Your browser will redirect to your requested content shortly.\nPlease allow up "
     "to 5 seconds."),
    (CHECK, "Pardon Our Interruption", "As you were browsing, something about your browser "
     "made us "
     "think you were a bot. There are a few reasons this might happen:\nYou've disabled cookies "
     "in your web browser.\nA third-party plugin is preventing JavaScript from running."),
    (CHECK, "Are you a robot?", "We've detected unusual activity from your computer network.\nTo "
     "continue, please click the box below to let us know you're not a robot.\nWhy did this "
     "happen?\nPlease make sure your browser supports JavaScript and cookies."),
    (CHECK, "Hafenblatt", "Bitte bestätigen Sie, dass Sie kein Roboter sind."),
    (SCRIPTS, "Harbour Post", "You need to enable JavaScript to run this app."),
    (SCRIPTS, "Harbour Post", "JavaScript is disabled in your browser. Please enable "
     "JavaScript to "
     "view this website."),
    (SCRIPTS, "Le Quai", "Veuillez activer JavaScript dans votre navigateur pour continuer."),
    (DENIED, "Access Denied", "Access Denied\nYou don't have permission to access "
     "\"http://post.example/ferry\" on this server.\nReference #18.2d3e1160.1700000000.1a2b3c4"),
    (DENIED, "Harbour Post", "This content is not available in your region.\nWe apologise for any "
     "inconvenience."),
    (DENIED, "403 Forbidden", "Forbidden\nnginx"),
    (MISSING, "Page not found - Harbour Post", "Sorry, the page you were looking for could not be "
     "found. It may have been moved or deleted.\nGo back to the home page or try a search."),
    (MISSING, "404", "Oops! That page can’t be found.\nIt looks like nothing was found at this "
     "location. Maybe try one of the links below or a search?"),
    (MISSING, "Harbour Post", "The article you requested is no longer available. Please check the "
     "address, or return to our front page."),
    (MISSING, "410 Gone", "Gone\nThe requested resource is no longer available on this server and "
     "there is no forwarding address."),
    (MISSING, "Hafenblatt", "Seite nicht gefunden\nDie gewünschte Seite wurde leider nicht "
     "gefunden. Die Seite existiert nicht mehr."),
    (MISSING, "Page introuvable | Le Quai", "La page que vous recherchez n'existe plus ou a été "
     "déplacée."),
    (MISSING, "Страница не найдена", "К сожалению, страница, которую вы ищете, не найдена."),
    (LOGIN, "Log in | Harbour Post", "Log in to your account\nEmail address\nForgot your "
     "password?\nDon't have an account? Sign up now."),
    (LOGIN, "Ferry to reopen in May", "This article is for subscribers only.\nSubscribe now to "
     "continue reading. Already a subscriber? Log in.\nOnly $1 a week, cancel anytime."),
    (LOGIN, "Hafenblatt", "Dieser Artikel ist nur für Abonnenten lesbar. Jetzt abonnieren und "
     "weiterlesen. Bereits Abonnent? Melden Sie sich hier an."),
    (SEARCH, "Search results for quayside | Harbour Post", "Your search for quayside did not "
     "match "
     "any articles.\nTry different keywords."),
    (SEARCH, "Search", "0 results found for ferrry.\nMake sure all words are spelled correctly."),
    (BROWSER, "Harbour Post", "Your browser is no longer supported.\nPlease upgrade to the latest "
     "version of Chrome, Firefox or Safari."),
    (FAILURE, "Harbour Post", "Something went wrong.\nPlease try again in a few minutes."),
    (FAILURE, "503 Service Unavailable", "The server is temporarily unable to service your "
     "request "
     "due to maintenance downtime or capacity problems. Please try again later."),
]  # fmt: skip

ARTICLES = [
    ("Data regulator fines shop over its cookie banner",
     "The data regulator fined the online shop Norvik 2 million crowns on Monday over its "
     "banner.\n"
     "The shop had set advertising cookies before visitors could refuse them, the regulator "
     "said.\n"
     "“We use cookies to improve your experience,” the banner read, and it had one button.\n"
     "A spokesman for the shop said that it would appeal."),
    ("Cookie law comes into force",
     "From Monday, websites must ask for consent before they store cookies on a device.\n"
     "Publishers expect to lose a fifth of their advertising income, a survey found."),
    ("How cookies follow you around the web",
     "Cookies are small files that websites leave on your computer or phone.\n"
     "They were invented in 1994 so that shops could remember what was in a basket.\n"
     "Today hundreds of companies exchange them within the time it takes a page to load.\n"
     "Most browsers let you delete them, and some block those of third parties.\n"
     "Researchers in Sund found 40 of them on the average news site last year."),
    ("Why I refuse every banner",
     "Every morning I click the same button forty times. We have come to accept it.\n"
     "My grandmother, who is 92, asked me last week what her partners were.\n"
     "She had been married once, she said, and that had been enough for her.\n"
     "I could not explain it, and I have studied law for six years."),
    ("Bakery sells a million cookies", "The bakery in Harwick sold its millionth cookie on "
     "Friday. "
     "Its owner, Mia Berg, gave it to the customer for free."),
    ("Robots check in at the harbour hotel",
     "Two robots have checked in guests at the harbour hotel since Monday.\n"
     "They ask whether guests are human, a joke that the owner wrote himself.\n"
     "The receptionists were not dismissed; they now carry the bags."),
    ("Are you a robot?",
     "A new play at the Harbour Theatre asks what makes us human. It opened on Friday.\n"
     "Lena Hale plays a machine that learns to lie. The audience stood for eight minutes.\n"
     "Tickets for the rest of the season are sold out."),
    ("Captcha tests are now solved faster by machines",
     "Machines solve picture puzzles faster than people do, a study in Sund has shown.\n"
     "The researchers let 1,400 people and three programs pick out traffic lights.\n"
     "The programs needed one second, the people nine."),
    ("404: how a number became a joke",
     "The number 404 stands for a page that a server cannot find.\n"
     "Engineers in Geneva are said to have named it after a room, which they deny.\n"
     "Museums have collected the drawings with which newspapers decorate theirs."),
    ("Page not found: council loses its archive",
     "The council has lost 12 years of minutes because nobody paid for its web address.\n"
     "Residents who look for a decision of 2014 see a message that it does not exist.\n"
     "The clerk said that copies were on paper in the cellar of the town hall."),
    ("Error", "The pilot made no error, the investigators said on Monday in their report on the "
     "crash near Harwick. Ice had blocked both of the sensors that measure speed."),
    ("Gone", "The lighthouse of Sund is gone. The storm took it on Sunday night, and by the "
     "morning "
     "only its stairs stood in the water. Nobody was hurt."),
    ("Website of the tax office fails on the last day",
     "The website of the tax office failed on Monday, the last day for declarations.\n"
     "Visitors read “Service unavailable, please try again later” for six hours.\n"
     "The minister gave everyone another week and apologised."),
    ("Bank customers locked out of their accounts",
     "Thousands of customers could not log in to their accounts at the Bank of Sund on Friday.\n"
     "Their passwords were reset by mistake, the bank said, and nobody lost money.\n"
     "“Please reset your password,” a letter to all of them says."),
    ("Newspaper gives up its paywall",
     "The Harbour Courier has taken down its paywall after nine years.\n"
     "Only one in 200 readers had subscribed, the publisher said, most of them abroad.\n"
     "Subscribers get their money back for the rest of the year."),
    ("Search for missing fishermen called off",
     "The search for two missing fishermen was called off on Sunday. No trace was found.\n"
     "Their boat had left Harwick on Thursday with fuel for one day."),
    ("Search", "Divers went on with the search for the wreck of the Anna on Monday. They have "
     "found "
     "a bell and two anchors, the museum said, but no name."),
    ("Old browser sold at auction",
     "The first copy of a browser from 1993 was sold for 40,000 crowns on Saturday.\n"
     "The buyer, a museum, wants to show it on a computer of that year."),
    ("Court blocks access to betting sites",
     "A court in Sund has blocked access to nine betting sites in the country.\n"
     "The providers have three days to obey. Two of them said that they would appeal."),
    ("Storm closes the harbour", "The harbour of Sund is closed until Tuesday. Ferries wait in "
     "Harwick.\nWe use cookies to improve your experience.\nThe wind reached 130 km/h at night, "
     "the weather service said, and is expected to fall by noon on Monday."),
    ("Ferry to reopen in May", "The ferry will reopen on 2 May after two years of repairs, the "
     "council said on Monday, and the fares will stay as they were before.\nThe repairs cost 3 "
     "million crowns, twice as much as planned.\nSubscribe to continue reading."),
    ("Gericht: Cookie-Banner verstößt gegen Gesetz",
     "Das Landgericht hat den Cookie-Banner einer Zeitung am Montag für rechtswidrig erklärt.\n"
     "Die Besucher hätten der Werbung nicht mit einem Klick widersprechen können.\n"
     "Der Verlag kündigte Berufung an."),
    ("La justice condamne un site pour ses cookies",
     "Le tribunal a condamné lundi un site marchand à une amende de 30 000 euros.\n"
     "Il déposait des cookies sans l'accord des internautes, selon le jugement."),
    ("How to turn on JavaScript",
     "Many sites do not work without it. In the settings of the program, open the page about "
     "privacy.\nThe switch is in the second group from the top. It is on for most people.\n"
     "A school in Harwick had switched it off on all of its 400 machines by mistake."),
    ("Brief", "The museum is closed today."),
]  # fmt: skip


@pytest.mark.parametrize(("name", "title", "text"), PAGES)
def test_a_page_that_stands_before_an_article_is_told_by_what_it_is(name, title, text):
    assert wall_name(text, [title]) == name


@pytest.mark.parametrize(("title", "text"), ARTICLES)
def test_an_article_about_such_pages_is_an_article(title, text):
    assert wall_name(text, [title, f"{title} | Harbour Post"]) is None


@pytest.mark.parametrize("text", [text for *_, text in PAGES])
def test_such_words_below_an_article_do_not_spoil_it(text):
    story = "\n".join(
        f"The ferry carried {count} passengers from Harwick to Sund on the day of the regatta, "
        "which is more than in any year since the war, the harbour master said."
        for count in range(400, 400 + max(5, len(text) // 50))
    )
    assert wall_name(f"{story}\n{text}", ["The ferry of Sund"]) is None


def test_headlines_below_an_error_message_are_no_article():
    links = ["Storm closes the harbour of Sund for two days, and ferries wait in Harwick"] * 3
    text = "The page you requested could not be found.\n" + "\n".join(links)
    assert wall_name(text, ["Page not found"], links) == MISSING


@given(st.text(max_size=300), st.text(max_size=60))
def test_any_text_is_judged(text, title):
    assert wall_name(text, [title]) is None or isinstance(wall_name(text, [title]), str)


@pytest.mark.parametrize("piece", ["we ", "your page ", ". . ", "...", '"', "you are\n", "a“"])
def test_judging_takes_no_time(piece):
    before = process_time()
    wall_name((piece * 12_000)[:12_000], [(piece * 2000)[:2000]])
    assert process_time() - before < 1
