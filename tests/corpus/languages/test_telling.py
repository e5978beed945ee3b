"""Each text is two or three sentences, as someone would paste them."""

import pytest

from corpus.languages.known import codes, language_of, written_in
from corpus.languages.scripts import SCRIPTS
from corpus.languages.telling import guess_language, tell_language

TEXTS = """
en The ferry left the harbour on Monday with 412 passengers. It was an hour late.
de Die Fähre verließ am Montag mit 412 Passagieren den Hafen. Sie war eine Stunde zu spät.
es El transbordador salió el lunes del puerto con 412 pasajeros. Llegó una hora tarde.
pt A balsa saiu do porto na segunda-feira com 412 passageiros. Chegou uma hora atrasada.
fr Le ferry a quitté le port lundi avec 412 passagers. Il avait une heure de retard.
it Il traghetto ha lasciato il porto lunedì con 412 passeggeri. Aveva un'ora di ritardo.
nl De veerboot verliet maandag de haven met 412 passagiers. Hij was een uur te laat.
da Færgen forlod havnen mandag med 412 passagerer. Den var en time forsinket, siger rederiet.
no Fergen forlot havnen mandag med 412 passasjerer. Den var en time forsinket, sier rederiet.
sv Färjan lämnade hamnen på måndagen med 412 passagerare. Den var en timme försenad.
fi Lautta lähti satamasta maanantaina mukanaan 412 matkustajaa. Se oli tunnin myöhässä.
pl Prom wypłynął w poniedziałek z portu z 412 pasażerami. Był godzinę spóźniony.
cs Trajekt vyplul v pondělí z přístavu s 412 cestujícími. Měl hodinu zpoždění.
hu A komp hétfőn 412 utassal hagyta el a kikötőt. Egy órát késett.
ro Feribotul a părăsit portul luni cu 412 pasageri. A avut o oră întârziere.
tr Feribot pazartesi günü 412 yolcuyla limandan ayrıldı. Bir saat geç kalmıştı.
id Feri itu meninggalkan pelabuhan pada hari Senin dengan 412 penumpang. Ia terlambat satu jam.
vi Chuyến phà rời cảng hôm thứ Hai với 412 hành khách. Nó đã trễ một giờ.
ru Паром вышел из порта в понедельник с 412 пассажирами. Он опоздал на час.
uk Пором вийшов із порту в понеділок із 412 пасажирами. Він запізнився на годину.
el Το πλοίο έφυγε από το λιμάνι τη Δευτέρα με 412 επιβάτες. Άργησε μία ώρα.
ar غادرت العبّارة الميناء يوم الاثنين وعلى متنها 412 راكبًا. وقد تأخرت ساعة.
fa کشتی روز دوشنبه با ۴۱۲ مسافر بندر را ترک کرد. یک ساعت تأخیر داشت.
he המעבורת עזבה את הנמל ביום שני עם 412 נוסעים. היא איחרה בשעה.
hi नौका सोमवार को 412 यात्रियों के साथ बंदरगाह से रवाना हुई। वह एक घंटा देर से थी।
th เรือข้ามฟากออกจากท่าเรือเมื่อวันจันทร์พร้อมผู้โดยสาร 412 คน
ko 여객선은 월요일 승객 412명을 태우고 항구를 떠났다. 한 시간 늦었다.
ja フェリーは月曜日に412人の乗客を乗せて港を出た。一時間遅れていた。
zh 渡轮星期一载着412名乘客离开港口。它晚了一个小时。
""".strip().split("\n")
ENGLISH = (
    "The ferry left the harbour on Monday with 412 passengers on board, an hour later than "
    "planned. It crosses the strait in 35 minutes, ten minutes faster than the diesel ship it "
    "replaces. The mayor, who had asked for it, said that it was a turning point for the islands."
)
GERMAN = (
    "Die Fähre verließ am Montag mit 412 Passagieren den Hafen, eine Stunde später als geplant. "
    "Sie überquert die Meerenge in 35 Minuten, zehn Minuten schneller als das alte Schiff. "
    "Die Bürgermeisterin, die sie verlangt hatte, sprach von einem Wendepunkt für die Inseln."
)
SLOVAK = (
    "Trajekt vyplával v pondelok z prístavu so 412 cestujúcimi, o hodinu neskôr, ako sa "
    "plánovalo. Prieliv prepláva za tridsaťpäť minút, čo je o desať minút rýchlejšie ako loď, "
    "ktorú nahrádza. Primátorka povedala, že je to prelom pre všetky ostrovy, ktoré zostali bez "
    "spojenia s pevninou. Lodenica postavila plavidlo za štyridsaťosem miliónov eur a mestská "
    "rada to predtým odmietla. Cestujúci si mohli kúpiť lístky už v piatok, no väčšina z nich "
    "čakala do poslednej chvíle, pretože nikto neveril, že sa loď naozaj objaví."
)


@pytest.mark.parametrize("case", TEXTS)
def test_the_language_of_two_sentences_is_told(case):
    language, _, text = case.partition(" ")
    assert tell_language(text) == language


@pytest.mark.parametrize("case", TEXTS)
def test_a_guess_is_right_or_none(case):
    language, _, text = case.partition(" ")
    assert guess_language(text) in (language, None)


def test_each_language_is_told():
    assert {case.partition(" ")[0] for case in TEXTS} == codes()


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        ("Fähre verspätet.", "de-AT", "de"),
        ("Ferry delayed.", "de", "de"),  # nothing else tells
        (GERMAN, "de", "de"),
        (GERMAN, "en", "de"),  # many pages state it whatever their language is
        (ENGLISH, "de-DE", "en"),
        ("Паром опоздал.", "en", "ru"),  # the script does not fit
        ("Паром опоздал.", "uk", "uk"),
        ("渡轮晚了。", "zh_TW", "zh"),
        ("渡轮晚了。", "x-default", "zh"),
        ("412", "nb", "no"),
        ("412", "tlh", None),
        ("412", None, None),
        ("", None, None),
    ],
)
def test_what_a_page_states_counts_unless_its_text_is_clearly_in_another(text, declared, language):
    assert tell_language(text, declared) == language


def test_a_long_text_in_a_language_without_a_file_is_not_taken_for_one_that_is_close():
    assert tell_language(SLOVAK) is None
    assert tell_language(SLOVAK, "sk") is None


def test_a_quote_in_another_script_does_not_change_the_language_of_a_text():
    quote = "«Мы ждали этого парома два года, и он пришёл», — сказал мэр города."
    assert tell_language(f"{ENGLISH}\n{quote}") == "en"
    assert tell_language(f"{GERMAN}\n{quote}") == "de"


def test_a_menu_in_english_does_not_hide_the_language_of_the_sentences_below_it():
    menu = "\n".join(["Home", "World news", "Sign in to read more of the news"] * 9)
    assert tell_language(f"{menu}\n{GERMAN}\n{menu}") == "de"
    hindi = TEXTS[24].partition(" ")[2]
    assert tell_language(f"{menu}\n{hindi}\n{hindi}\n{menu}") == "hi"


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_languages_of_a_script_are_those_whose_files_name_it(script):
    assert set(written_in(script)) == {one for one in codes() if language_of(one).script == script}
