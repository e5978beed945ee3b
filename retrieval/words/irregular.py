"""Irregular forms that no stemmer reduces: "sent" is a form of "send"."""

# Each line is a word and its forms. Forms that are just as often a different word are left out:
# "lay", "bore", "wound", "ground", "lives".
ENGLISH = """
arise arose arisen
awake awoke awoken
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
buy bought
catch caught
child children
choose chose chosen
come came
creep crept
deal dealt
die dying
dig dug
draw drew drawn
dream dreamt
drink drank drunk
drive drove driven
eat ate eaten
fall fell fallen
feed fed
feel felt
fight fought
find found
flee fled
fly flew flown
foot feet
forbid forbade forbidden
forget forgot forgotten
forgive forgave forgiven
freeze froze frozen
get got gotten
give gave given
go went gone
goose geese
grow grew grown
half halves
hang hung
hear heard
hide hid hidden
hold held
keep kept
kneel knelt
knife knives
know knew known
lead led
leap leapt
learn learnt
leave left
lend lent
lie lying
lose lost
make made
man men
mean meant
meet met
mistake mistook mistaken
mouse mice
overcome overcame
overthrow overthrew overthrown
pay paid
ride rode ridden
ring rang rung
rise rose risen
run ran
see saw seen
seek sought
sell sold
send sent
shake shook shaken
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
speak spoke spoken
speed sped
spend spent
spin spun
spring sprang sprung
stand stood
steal stole stolen
stick stuck
sting stung
strike struck stricken
strive strove striven
swear swore sworn
sweep swept
swim swam swum
swing swung
take took taken
teach taught
tear torn
think thought
thief thieves
throw threw thrown
tooth teeth
undergo underwent undergone
understand understood
undertake undertook undertaken
uphold upheld
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
write wrote written
"""


def forms(lines: str) -> dict[str, str]:
    """Map each form to its word.

    >>> forms("send sent")
    {'sent': 'send'}
    """
    words = [line.split() for line in lines.splitlines()]
    return {form: word for word, *others in filter(None, words) for form in others}
