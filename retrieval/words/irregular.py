"""Irregular forms that no stemmer reduces: "sent" is a form of "send"."""

# Each line is a word and its forms. Forms that are just as often a different word are left out:
# "lay", "bore", "wound", "ground", "lives".
ENGLISH = """
alumnus alumni
analysis analyses
arise arose arisen
awake awoke awoken
bacterium bacteria
beat beaten
become became
begin began begun
bend bent
bind bound
bite bitten
bleed bled
blow blew blown
break broke broken
breed bred
bring brought
build built
burn burnt
businessman businessmen
businesswoman businesswomen
buy bought
calf calves
catch caught
chairman chairmen
child children
choose chose chosen
cling clung
come came
congressman congressmen
congresswoman congresswomen
craftsman craftsmen
creep crept
crisis crises
criterion criteria
deal dealt
diagnosis diagnoses
die dying
dig dug
draw drew drawn
dream dreamt
drink drank drunk
drive drove driven
dwarf dwarves
eat ate eaten
elf elves
fall fell fallen
feed fed
feel felt
fight fought
find found
fireman firemen
fisherman fishermen
flee fled
fling flung
fly flew flown
foot feet
forbid forbade forbidden
foresee foresaw foreseen
forget forgot forgotten
forgive forgave forgiven
freeze froze frozen
fungus fungi
gentleman gentlemen
get got gotten
give gave given
go went gone
goose geese
grandchild grandchildren
grow grew grown
gunman gunmen
half halves
hang hung
hear heard
hide hid hidden
hold held
hypothesis hypotheses
index indices
keep kept
kneel knelt
knife knives
know knew known
lay laid
lead led
leap leapt
learn learnt
leave left
lend lent
lie lying
light lit
loaf loaves
lose lost
make made
man men
matrix matrices
mean meant
meet met
millennium millennia
mistake mistook mistaken
mouse mice
nucleus nuclei
overcome overcame
oversee oversaw overseen
overthrow overthrew overthrown
ox oxen
panic panicked panicking
pay paid
phenomenon phenomena
policeman policemen
policewoman policewomen
prove proven
rebuild rebuilt
remake remade
rewrite rewrote rewritten
ride rode ridden
ring rang rung
rise rose risen
run ran
salesman salesmen
scarf scarves
see saw seen
seek sought
sell sold
send sent
serviceman servicemen
shake shook shaken
shelf shelves
shine shone
shoot shot
show shown
shrink shrank shrunk
sing sang sung
sink sank sunk
sit sat
slay slew slain
sleep slept
slide slid
sling slung
sneak snuck
speak spoke spoken
spectrum spectra
speed sped
spend spent
spin spun
spit spat
spokesman spokesmen
spokeswoman spokeswomen
spring sprang sprung
stand stood
steal stole stolen
stick stuck
stimulus stimuli
sting stung
stride strode
strike struck stricken
string strung
strive strove striven
swear swore sworn
sweep swept
swell swollen
swim swam swum
swing swung
take took taken
teach taught
tear torn
thief thieves
think thought
throw threw thrown
tooth teeth
traffic trafficked trafficking
undergo underwent undergone
understand understood
undertake undertook undertaken
undo undid undone
uphold upheld
vertex vertices
wake woke woken
wear wore worn
weave wove woven
weep wept
wife wives
win won
withdraw withdrew withdrawn
withstand withstood
wolf wolves
woman women
wring wrung
write wrote written
"""


def forms(lines: str) -> dict[str, str]:
    """Map each form to its word.

    >>> forms("send sent")
    {'sent': 'send'}
    """
    words = [line.split() for line in lines.splitlines()]
    return {form: word for word, *others in filter(None, words) for form in others}
