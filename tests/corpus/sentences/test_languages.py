"""Each case is a language code and a paragraph with bars between its sentences."""

import pytest

from corpus.article import Span
from corpus.languages.known import codes, language_of
from corpus.languages.telling import guess_language
from corpus.sentences.abbreviations import KINDS
from corpus.sentences.splitting import split_sentences

SPACED = """
de Am 29. Juli 2026 trafen sie sich. | Es regnete.
de Das kostet ca. 5 Mio. Euro.
de Nr. 5 lebt, sagte u. a. Frau Dr. Holm.
de Die Stadt hat z. B. zwei Brücken, d. h. eine zu viel. | Das sagte Hr. Holm.
de Er lebte im 19. Jahrhundert. | Seine Frau auch.
de Ludwig XIV. starb 1715. | Er war 76.
de Er ist 65. | Das Fest war groß.
de „Warum?“, fragte er. | „Darum.“
fr Le Dr. Holm habite av. J.-C. | Il est vieux.
es El Sr. Holm y la Sra. Ruiz viven en EE. UU. | La ciudad es grande.
es Nació en el siglo V a. C. | Su hijo murió en Sund.
it Il dott. Holm e il sig. Bianchi sono arrivati. | La riunione è finita.
pt O Sr. Holm e a Dra. Costa chegaram. | Eles saíram.
nl Dhr. De Vries en mevr. Bos kwamen, d.w.z. te laat. | Het regende.
pl W 2. połowie 1996 r. prof. Nowak wyjechał. | To było np. w Łodzi.
pl „Kto tam?” — zapytał Holm. | — To ja.
ru В 2012 г. компания, т. е. завод, закрылась. | Это было в г. Москве.
ru Игры прошли в 393 году н. э. | Холм уехал.
tr 2. Dünya Savaşı bitti. | Dr. Kaya geldi. | Angel'i de gördü.
cs Dne 1. Května přišel Dr. Holm. | To bylo např. v Brně.
hi डॉ. शर्मा ने कहा। | यह सच है? | बी. सी. में हाँ।
ar هل هذا صحيح؟ | لم يجب أحد. | ثم غادر أحمد ز. أمين.
ur وزیر نے کہا کہ منصوبہ شروع ہوگا۔ | کیا یہ سچ ہے؟ | نہیں۔
hy Նախարարը հեռացավ։ | Նա չվերադարձավ։
am ሚኒስትሩ ተናገሩ። | ከተማዋ ትልቅ ናት።
my ဝန်ကြီးက ပြောသည်။ | မြို့ကြီးသည်။
fr Selon M. J.-P. Holm, c'est vrai. | Il a raison.
fr « C'est faux », dit-il. | « Nous partons. »
de »Nein«, sagte er. | »Nie!« | Er ging.
de Er wohnt in der Hauptstr. 5 in Sund. | Sie wohnt in der Hafenstr. | Das ist nah.
de Der Mast ist 1,80 m. | Sie misst ihn. | Die Fa. Holm & Co. hat ihn gebaut.
es La reunión es a las 5 p. m. | Termina a las 8 p. m. del lunes.
pt A reunião é às 5 p.m. | Termina tarde.
it Nel sec. XX ci furono guerre. | Poi venne la pace.
da Dr. Holm kom d. 5. maj kl. 10. | Han gik.
ko 그는 "가자."라고 말했다. | 그녀는 남았다.
de Das Gesetz tritt am 1. Januar in Kraft. | Es endete 3:2. | Bayern feierte.
pl W lipcu 2015 r. Holm wyjechał. | Wrócił w 2020 r. | Następnie zmarł.
ru Убытки составили 5 млрд. | Компания закрылась в 1965 г. | В 2012 г. Холм уехал.
uk Йшлося про школи, дороги і т. п. | Учні прийшли у XIX ст. | А. С. Шевчук мовчав.
pt Em 1 de janeiro de 49 a.C. Marco Antônio leu. | César morreu em 44 a.C. | Roma cresceu.
cs Dne 5. 6. 2020 začal soud. | Karel IV. založil školu. | Firma vydělala 3 mil. | Nikdo neví.
fi Laki tulee voimaan 1. tammikuuta. | ”Emme lopeta.” | Puhuttiin teistä jne. | Kukaan ei tiedä.
hu 2024. január 1-jén kezdődött. | Az 5. sz. melléklet kb. 40 oldal. | IV. Béla király volt.
sv ”Läget är allvarligt”, sade han. | ”Varför nu?” frågade hon. | Det kostar 50 kr. | Nej.
ar كتب ج. ر. ر. تولكين الرواية. | "لماذا الآن؟" سأل أحد النواب. | توفي سنة 808 هـ. | هل هذا صحيح؟
fa سزار در سال ۴۴ ق.م. کشته شد. | «چرا حالا؟» یکی پرسید. | ۲٫۵ درصد؛ نه بیشتر.
he א. ב. יהושע וש. י. עגנון היו סופרים. | החברה הפסידה 5 מיליון ש"ח. | "למה?" שאל חבר כנסת.
hi शहर की आबादी 11,000 है. | बैठक होगी. | राजेन्द्र के. पचौरी आए।
es ¡Nadie lo sabe! | ¿y quién responde? | Se habló de calles, etc. | Alcaldes y vecinos fueron.
fr Il a dit : « C'est faux. » | Puis il sortit. | Le Pr. Holm et Mme Dahl, etc. | Rien.
id Ir. Joko tinggal di Jl. Merdeka No. 12. | Mereka membahas jalan, dll. | Guru hadir.
vi TS. An gặp GS. Bình tại TP. Hồ Chí Minh. | Họ bàn về cầu, v.v. | Giáo viên đến.
ro Conform art. 5 alin. 2 lit. a din lege. | Dna. Pop e la Sf. Ion. | Școli, drumuri etc. | Da.
nl De prijs steeg, enz. | Leraren kwamen. | 's Avonds bleef het stil.
ko J. K. 롤링이 왔다. | 남은 것은 그것뿐. | 회의가 끝났다.
el Ο υπουργός μίλησε. | Γιατί; | Κανείς δεν ξέρει.
"""
UNSPACED = """
部长周二表示，这项计划将于明年启动。|该市有三百万居民。|这是为什么？|反对派批评了它。
大臣は火曜日に計画を発表した。|町には三百万人が住んでいる。
会议于下午三点开始……然后结束了。|没有人来。
《海港，再见！》上映了。|观众很多。
カモメ娘。のコンサートが開かれた。|満員だった。
「明日行く。」と彼は言った。|それから出た。
“你好！”他说。|然后他走了。
市长说：“我们会重建。”|居民欢呼。
价格上涨了3．5％。|工资没有。
他问："为什么？"|没人回答。
彼女は「もう終わりだ。帰ろう。」と言った。|「最強の敵！味方」編がある。
他看《摔跤吧！爸爸》。|J. K. 罗琳来了。
今日は雨だ…と思った。|でも晴れた！？|よかった。
（他走了。）|她留下。
你来吗?|我来!|好。
"""


def sentences(text, language):
    return [text[start:end] for start, end in split_sentences(text, Span(0, len(text)), language)]


@pytest.mark.parametrize("case", SPACED.strip().split("\n"))
def test_each_language_has_its_own_abbreviations_and_sentence_ends(case):
    language, _, paragraph = case.partition(" ")
    assert sentences(paragraph.replace(" | ", " "), language) == paragraph.split(" | ")


@pytest.mark.parametrize("case", UNSPACED.strip().split("\n"))
def test_chinese_and_japanese_sentences_end_at_their_marks_without_spaces(case):
    assert sentences(case.replace("|", ""), None) == case.split("|")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The mayor said that the bridge will open in May.", "en"),
        ("Der Bürgermeister sagte, dass die Brücke im Mai geöffnet wird und das ist gut.", "de"),
        ("El alcalde dijo que el puente de la ciudad se abrirá en mayo.", "es"),
        ("Le maire a dit que le pont de la ville sera ouvert dans les jours qui viennent.", "fr"),
        ("Burmistrz mówi, że most nie jest jeszcze gotowy, ale do maja będzie.", "pl"),
        ("Başkan köprü için bir plan yaptı ve bu çok iyi.", "tr"),
        ("市长说，这座桥将在五月开放。", "zh"),
        ("市長は橋が五月に開くと言った。", "ja"),
        ("मेयर ने कहा कि पुल मई में खुलेगा।", "hi"),
        ("Мэр сказал, что мост откроют в мае.", "ru"),
        ("قال رئيس البلدية إن الجسر سيفتح", "ar"),
        ("Det kostar t.ex. 5 milj. kronor. Det är dyrt.", "sv"),
        ("Go, A. Holm, I say.", None),
        ("11,000", None),
        ("", None),
    ],
)
def test_a_language_is_told_by_its_script_or_its_common_words(text, language):
    assert guess_language(text) == language


def test_a_long_text_in_thai_is_no_endless_sentence():
    clauses = ["การประชุมจัดขึ้นที่กรุงเทพมหานครเมื่อวันจันทร์", "ผู้ว่าราชการกล่าวว่าสะพานจะเปิดในเดือนพฤษภาคม"]
    text = " ".join(clauses * 50)
    assert max(map(len, sentences(text, "th"))) < 300
    first = "การประชุมจัดขึ้นที่กรุงเทพมหานครเมื่อวันจันทร์ที่ผ่านมาโดยมีผู้เข้าร่วม 300 คนจากทุกจังหวัด"
    second = "อย่างไรก็ตามผู้ว่าราชการไม่ได้มา"
    assert sentences(f"{first} {second}", "th") == [first, second]


def test_a_missing_space_after_a_sentence_splits_in_other_alphabets_too():
    assert sentences("Он ушёл домой.Она осталась там.", "ru") == [
        "Он ушёл домой.",
        "Она осталась там.",
    ]
    assert sentences("Ο Νίκος έφυγε.Όλοι έμειναν.", "el") == ["Ο Νίκος έφυγε.", "Όλοι έμειναν."]


def test_a_reference_in_brackets_stays_with_the_sentence_before_it():
    before, after = "Der Turm ist alt.[Beleg fehlt]", "Die Brücke ist neu."
    assert sentences(f"{before} {after}", "de") == [before, after]
    assert sentences("It is old.:212–219 It stands.", "en") == ["It is old.:212–219", "It stands."]


def test_a_name_does_not_change_the_script_of_a_text():
    assert guess_language("The mayor of 北京 met the mayor of Москва on Monday.") == "en"


@pytest.mark.parametrize("code", sorted(codes()))
def test_the_kinds_of_words_in_a_language_s_file_are_known(code):
    assert language_of(code).sentences.keys() <= KINDS
