"""Abbreviations by language, whose full stop does not end a sentence."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """A language's abbreviations, in lower case and without the final full stop."""

    titles: frozenset[str]  # a name follows; never end a sentence
    before_numbers: frozenset[str]  # "No. 10"; do not end a sentence if a number follows
    others: frozenset[str]  # end a sentence only before a frequent sentence starter
    names: frozenset[str]  # likewise, but only if capitalized: "Miss." is a state, "miss" a word
    starters: frozenset[str]  # words that often start sentences
    speaking: frozenset[str]  # verbs after a quotation: '"Why?" he asked.' is one sentence


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ENGLISH = Abbreviations(
    titles=_words(
        """
        mr mrs ms mx messrs mmes dr drs prof profs rev hon fr st ste msgr
        gen lt col maj capt cpt cmdr comdr cdr adm brig sgt cpl pvt pfc lieut
        mt sen sens rep reps gov govs pres amb atty supt det insp
        """
    ),
    before_numbers=_words("no nos n° p pp fig figs vol vols art arts sec secs ch ca cf nr par"),
    others=_words(
        """
        jr sr esq ph.d m.d b.a m.a m.b.a j.d
        inc corp co cos ltd llc plc bros mfg assn assoc dept univ intl natl dist
        jan feb mar apr jun jul aug sep sept oct nov dec
        mon tue tues wed thu thur thurs fri
        u.s u.k u.n e.u u.s.a u.s.s.r d.c n.y n.j n.h n.c s.c n.d s.d n.m w.va r.i
        a.m p.m i.e e.g etc vs v al viz approx est
        ala ariz calif colo conn fla ga kan ky la md mich minn
        mont neb nev okla pa penn tenn tex va vt wis wyo ont que
        ave blvd rd hwy pkwy bldg apt tel
        ft lb lbs oz yd yds sq hr hrs yr yrs mph m.p.h km kg
        """
    ),
    names=_words("ark del ill ind mass miss mo ore wash sat sun"),
    starters=_words(
        """
        the a an this that these those there here it its he his she her they their we our i
        my you your who what when where why how which
        in on at for from by with without within after before as since although though
        because during under despite according however meanwhile also still now then thus
        if and but or so yet nor not no some many most much all both each every several
        another other others such even just only once until unless among between like
        unlike through throughout along around about above below beyond against over
        one two three four five six seven eight nine ten last next earlier later today
        yesterday tomorrow recently officials police authorities investigators people
        is are was were do does did has have had can could will would should may might
        """
    ),
    speaking=_words(
        """
        said says say asked asks ask added adds replied replies cried shouted wondered wrote
        told tells exclaimed demanded joked quipped insisted answered
        """
    ),
)
ABBREVIATIONS = {"en": ENGLISH}


def abbreviations_of(language: str | None) -> Abbreviations:
    """The abbreviations for a language code; English ones if it has none."""
    return ABBREVIATIONS.get((language or "en").partition("-")[0].casefold(), ENGLISH)
