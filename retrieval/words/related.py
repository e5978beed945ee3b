"""Words that may stand for one another in news: what one text says, another says otherwise."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from retrieval.words.analysis import Analysis

# Each line is a group of words with different stems: those that share one meet anyway.
GROUPS = """
abandon deserted left gave
ability able capable
absent absence missing without lack
abuse mistreated cruelty violence
accept agreed welcomed
accident accidental unintentional mishap
accident crash collision incident disaster
accomplish achieved feat
accuse alleged charged blame claimed
achieve accomplished reached
actor actress star played role
add added
admit confessed acknowledged
adult grown
advantage benefit edge
advertise advert ad marketing promoted
advise advice recommended counsel
affect hit impact
affordable cheap cheaper inexpensive
afghanistan afghan kabul taliban
africa african
age old years young elderly
agree agreement deal accord pact treaty contract
aid help relief assistance
airline carrier flights
airport terminal runway
alien extraterrestrial
alive living survived
all every whole
allow permit let authorised authorized approve
ally partner
almost nearly
alone solo single
alter changed modified
amaze astonished surprised
amount sum
ancestor descended lineage
angry anger furious outrage
animal species creature wildlife
anniversary celebrate years
announce introduce unveiled
announce revealed unveiled declared
annual every yearly
answer reply response respond
apologise apologize sorry
appeal challenge
appear emerged seen
apply application
appoint named nominated elected chosen picked selected
approve passed backed adopted endorsed
area region district zone
arena stadium venue
argentina argentine argentinian
argue argument claimed contend
around approximately
arrest detained custody seized held captured
arrive reached landed
artist painter painting sculptor
ashamed embarrassed shame
asia asian
ask request demanded urged called
assemble gathered
astronaut cosmonaut crew
attack assault raid strike offensive
attempt tried effort
attend present audience
attract drew
auction sold bid
august aug
australia australian canberra
austria austrian vienna
authority officials power
available offered accessible
avoid prevent avert
award prize honor honour medal won
backer sponsor supporter
bag luggage baggage suitcase
ban prohibit forbidden outlawed illegal
band group musicians
bank lender
bankrupt bankruptcy insolvency collapsed
bargain cheap
barrier wall fence obstacle
bbc broadcaster
beach coast shore seaside
beat defeat won overcame
beautiful pretty attractive
become turned
bed sleep asleep
belgium belgian brussels
belief faith
belong owned member
benefit advantage gain helped
bet gamble wager casino
bicycle bike cyclist cycling
big large huge massive giant biggest largest major great
big significant
bird species
birthday anniversary
bite bit
blame responsible fault
blind sight
block stopped barred
blood bleeding
body corpse remains
boil heated
bomb explosion blast exploded
bone skeleton fracture
book novel author published
border crossing
border frontier boundary
boring dull
born birth birthplace birthday native
boss chief head executive director chairman leader ceo
bottle container
bottom lowest
boundary border limit
brain mental mind
brand label name
brave courage hero heroic
brazil brazilian
breathe air oxygen
bribe bribery corruption
bridge span crossing
brief short
bright shining light
bring carried
broad wide
broadcast aired televised show
budget spending
build assembled
build construct erected
building tower structure
bury funeral grave
bus coach
business commerce commercial trade
busy crowded
buy purchase acquire acquisition takeover
calm quiet peaceful
camp campsite
canada canadian ottawa
cancel called scrapped dropped abandoned
cancer tumour tumor
candidate running nominee contender
capital city
capture seized caught
car vehicle automobile auto
careful caution cautious
cargo freight shipment load
carry transport
case lawsuit
castle fort fortress palace
cat kitten feline
category class kind type
cattle cows herd livestock
cause led due because result
celebrate festival party
celebrity star famous
cell cellular
century hundred
certain sure
challenge difficult
chance opportunity probability likely
change reform
channel network station
character role
charge accused indicted
charity foundation nonprofit
chase pursued pursuit
cheap low
cheat fraud scam swindle
check inspected examined verify
chemical substance compound
chief top main
child kid son daughter baby boy girl infant youngster
chile chilean
china chinese beijing
christian church
church religious pastor priest
citizen nationality
city town metropolis
claim alleged asserted
class course lesson
clean cleanup
clever smart intelligent
climate environment environmental
climate warming emissions
climb climber ascent scaled summit
close shut shutdown closure
clothes dress wore garments
club nightclub
coach manager trainer
coal mining miners
coast coastal shore coastline
coffee cafe
coin currency
cold freezing temperature degrees
collapse fell
colleague coworker
collect gathered
colony settlement settlers
color colour
combine merged joined
come arrive
command led
comment remark
committee panel commission
common frequent usual widespread
communicate contact
community neighborhood neighbourhood
company firm business corporation enterprise maker manufacturer group
compare comparison
compensation damages paid payout
compete competition contest tournament championship race event
complain complaint grievance
complete finished
complex complicated
computer laptop machine
computer software pc
conceal hid
concert gig performance show
condition state
confirm verified
connect link
conquer conquest captured
consider regarded
consist composed comprises made
consume consumption
contact reached
contest competitor
continue ongoing remain last still
contribute donated
convince persuaded
cook chef kitchen recipe
copy replica
corner edge
correct right accurate
cost price worth pay expensive fee charge value
cotton textile fabric
country nation state
couple pair two
courage bravery
court judge trial tribunal
crash collided collision wreck
create creator invented
credit loan
crew sailors
crime criminal offence offense
criminal suspect offender
crisis turmoil
criticise criticize condemned blamed slammed denounced attacked
crowd spectators people
cruel brutal
cry tears weep
cuba cuban havana
cure healed treatment
currency dollar euro
current present now
curriculum courses
custom tradition
customer buyer shoppers
customer clients consumers shoppers
czech prague
daily day
dam reservoir
damage destroyed destruction
dance dancer ballet
danger risk threat unsafe
dark night
date day
deaf hearing
debt loan owed borrowed
decade ten
decade years
deceive lied fraud tricked
december dec
decide decision ruled
declare proclaimed
decrease fall drop decline cut reduce lower less fewer shrink
deep depth
deer elk moose
defence defense
degree graduated
delay postponed late
deliver delivery
demolish demolition
denmark danish danes
deny rejected refuted
depend relies
deport expelled
describe called
desert sahara
design architect
destroy wrecked demolished ruined
detect found sensed
device gadget equipment
diamond gem jewel jewellery jewelry
dictator dictatorship regime
dictionary vocabulary
die death dead killed fatal lethal perish deceased toll lives
differ distinct
difficult hard tough difficulty
dig excavated
dinner lunch breakfast meal
diplomat ambassador envoy
direct director
dirty polluted filthy
disability handicapped
disagree dispute row conflict
disagree opposed
disaster catastrophe tragedy emergency
discount reduced
discover discovery found detected
discrimination racism racist prejudice
dish recipe
display exhibit shown
district neighborhood
divide split
divorce separated split
doctor physician surgeon medic
document papers records
dog puppy pet
domestic home
double twice
doubt skeptical sceptical
drama play
drink alcohol
drive driver
drought dry rainfall
drug narcotics cocaine heroin
dry drought arid
duty obligation responsibility
dwell home
eager keen
ear hearing
earn income profit revenue
earth soil ground
earthquake quake tremor magnitude struck
east eastern
easy simple
eat food feed diet
economy economic
economy gdp
edit editor
educate schooling attended
effect impact affect
effective efficient
egypt egyptian cairo
elect won vote
elevator lift
eliminate removed
embassy consulate diplomats
emit emissions
emotion feelings
emperor empire imperial
empty vacant
encourage urged
end finish stop over close conclude conclusion
endanger threatened extinct
enemy rival opponent
energy power electricity
engine motor
england english britain
enjoy liked
enormous huge
enter entry
entire whole
environment ecological
equipment gear tools
era period age
error fault
essential vital necessary crucial important
estimate approximately
ethiopia ethiopian
ethnic race racial
eu european union
europe european eu
event occasion ceremony
evidence proof
evil bad
exact precise
exam examination test
example like
exceed surpassed
excellent great
exchange swap traded
exercise workout fitness
expand expansion
expect predicted forecast
experience experienced
experiment trial
explain explanation
explore expedition
extend extension
extinct vanished
extra additional more
extreme severe
eye vision sight
factory plant manufacturing
fail failure
fake false counterfeit forged
false untrue
fame famous
family relatives household
famous known celebrity
fan supporters
far distance away kilometres miles
farm farmers agriculture crops
fashion style
fast quick rapid speed
fat obese overweight
fate destiny
father dad son
favour favored prefer
favourite favorite
fear afraid worry concern
february feb
federal national
fever temperature
field area
fierce intense
fight battle combat
film movie picture cinema director
final last
find discovered discovery located
finger hand
finland finnish finns
fire blaze flames burned wildfire
fire sack dismissed ousted removed laid
first earliest initial maiden
fish fishermen catch
flag banner
flat apartment
flavour flavor taste
flee escape evacuated
fleet ships
flight flew
floor storey story
flower bloom
food meal eat
football soccer
force compelled
forecast predicted outlook
foreign overseas abroad international
forest woods trees woodland
formal official
former ex previous
fortune wealth
found founded founder established set creation created started formed
foundation founded
fraction part
fragile weak
france french paris
fraud scam deception
free freed freedom liberty
frequent often
fresh new
friend companion
frighten scared afraid
fruit apple
fuel petrol gasoline diesel
function purpose role
fund finance donate grant invested paid
funeral buried burial
funny humor comedy comedian humour
furniture chairs
future upcoming
gallery museum
garbage rubbish waste trash
gas fuel
gay homosexual lesbian
gender sex
generate produced
genuine real
germany german berlin
get receive obtain
ghost spirit
gift present
give donate hand provide
glass window
go travelled
goal aim objective target purpose
gold golden
good well
goods merchandise
govern governor
government administration cabinet authorities ministers state
gradual slow
grain wheat corn crop
grandfather grandmother grandparents
grateful thankful
grave tomb cemetery
greece greek athens
greed greedy
greet welcomed
ground land
guard security
guest visitor
guilt guilty
guilty convicted pleaded
gun firearm rifle pistol
hack hackers breach cyberattack
hair bald
half percent
happen occurred took event
happy pleased delighted glad
harbor harbour port
harm damage injured
harvest crop
hate hatred
headquarters based office
health healthy
heart cardiac
heavy weigh weight tonnes kilograms
helicopter chopper aircraft
help aid assist support
high tall height altitude elevation metres feet
highway freeway
hire recruit employ appointed
hire rent
history historical
hit struck
hold host
holiday vacation
holy sacred
honour tribute
hope wish want
horse racing jockey
hospital clinic medical
hostage captive kidnapped abducted
hot heat temperature degrees warm warmest
hotel accommodation resort
house home building residence
human people person
hungary hungarian budapest
hunger hungry starvation famine
hunt hunters
ice icy frozen glacier
idea concept
identify identity
illegal unlawful
image picture photo
immediate instantly
immigrant migrants
import shipped
important significant
improve better
incident event
increase rise grow growth climb jump surge soar gain raise higher more
independence sovereignty
india indian delhi
indonesia indonesian jakarta
industry sector
inflation prices
inform told
inherit heir
injured wounded hurt injury casualties
innocent acquitted cleared
insect bugs
inside indoor
insult offended
intelligence spy espionage
intend intention
international global world worldwide
internet online web website
introduce brought
invade invasion
invent inventor developed
invest investors stake
investigate inquiry probe
investigator detective
iran iranian tehran
iraq iraqi baghdad
ireland irish dublin
iron steel metal
island isle
israel israeli jerusalem
issue matter
italy italian rome
item object
january jan
japan japanese tokyo
jazz music
jewel crown
jewish jews judaism
job work employment post position role occupation profession career
join member entered
journalist reporter correspondent
judge court justice
judge ruled
jump leap
jungle rainforest
keep retain
kenya kenyan nairobi
killed murdered assassinated slain shot homicide manslaughter
kind type sort
king queen monarch royal throne prince princess
knife stabbed
known called nicknamed dubbed named
korea korean seoul pyongyang
lake reservoir
land territory
landmark monument memorial statue
landslide avalanche mudslide
language tongue spoken
large larger
last duration long
law legislation bill act statute rule
laws regulations rules
lawyer attorney counsel solicitor barrister
lay laid
leader head president chief ruler chairman leads
league division
leak spill
leave departed departure exit
lebanon lebanese beirut
legal lawful
letter wrote
libya libyan tripoli
licence license permit
lift raised
limit cap maximum
liquid fluid
literature novels
live resident home
loan lent
local regional
located situated lies
logo symbol emblem
long length
lose defeat loss beaten
lose missing disappeared vanished
loss lost deficit
loud noise
love romance
luck lucky
lunar moon
machine machinery
mad insane
mail post letter
mainly mostly primarily
make produce manufacture create
malaysia malaysian
man male
market shares stock
marry wedding marriage wife husband spouse bride bridegroom
match game final fixture
maximum most
mayor city
meat beef pork chicken
media press journalists reporters
medicine drug medication treatment
meet talks summit
melt thaw
member belong joined
merchant trader
merge merger
message text
method way technique
mexico mexican
middle center centre
milk dairy
minimum least
missile rocket
mistake error wrong
mix mixture
modern contemporary
money cash funds dollars
monk monastery
monkey ape primate chimpanzee
most majority
mountain mount
mountain peak summit
mouse rat
move relocated transferred
murderer killer
muslim islam
national nationwide
native indigenous
nato alliance
navy naval fleet
need required
neighbour neighbor
netherlands dutch holland
new latest recent
newspaper paper magazine journal publication
nigeria nigerian
night overnight
normal usual
north northern
norway norwegian
notorious infamous
november nov
nuclear atomic reactor
number total figure
nurse hospital
observe observatory
occupy occupation
occur happened place
october oct
odd strange unusual
oil petroleum crude
old ancient former historic
open inaugurated unveiled
opinion view
oppose opposition against critic objected
option choice
oral spoken
organization organisation group body
origin come
overtake passed
owner owns belongs proprietor
pakistan pakistani islamabad
palestine palestinian gaza
pardon forgave
parent mother father mom dad
parliament lawmakers legislators mps congress senate assembly legislature
part role
participate took entered
party political
passenger aboard board
path route
pay payment salary wage earn
peace ceasefire truce
peaceful nonviolent
penalty sanction
pensioner retired
person individual people
peru peruvian
phase stage
philippines filipino manila
philosopher philosophy
phone mobile cellphone smartphone
photograph photo camera picture
physics physicist
pilot crew captain
pipe pipeline
place location site
plague epidemic
plan intend aim proposal scheme project
plane aircraft jet airliner flight airplane
plant tree grow
play performed
player footballer athlete striker goalkeeper
plot conspiracy
poem poet poetry
poison toxic
poland polish warsaw poles
police constable
police officers cops
politician minister senator lawmaker congressman mp
pollution emissions contaminated
poor poverty poorest
pope vatican
popular famous well
portugal portuguese lisbon
possess owned
pray prayer
pregnant pregnancy
preserve conservation
president presidential
previous earlier former
priest cleric clergy
prime minister premier
prison jail imprisoned sentenced behind
problem issue trouble
product goods
profit earnings gain
promise pledge vowed committed
proportion share percent
propose suggested
prosecute prosecutor
protect defend defence
protest demonstration rally march
provide supply gave offer
psychology mental
pub bar tavern
public state
publish released issued printed
punish penalty fined
purpose aim reason
quantity amount
quarantine isolation lockdown
radiation radioactive
rain rainfall rainy
rape sexual assault
react reaction
reason because cause
rebel insurgents militants guerrillas
rebuild rebuilt reconstruction
recession downturn slump
recognise recognize
record highest best fastest
recover recovery
reform overhaul
refuge shelter
refugee migrants asylum displaced
regulate watchdog
reign ruled
reject refuse denied declined turned
release freed issued
religion faith religious
remains ruins
remember memorial commemorate
rent tenant
repair fixed restore
replace succeed successor
report according
rescue saved survivors
resident people inhabitants locals citizens population
resign quit stepped left
restaurant diner
restrict limits
result outcome led
retreat withdrew
return back
reveal disclosed showed published exposed
revenge retaliation
revolt uprising rebellion revolution
reward bounty
rich wealthy richest billionaire millionaire
riot unrest violence clashes
river stream
road street highway motorway
rob robbery raid
rock stone
rocket launch
rule governed
rumour rumor
rural countryside
russia russian moscow kremlin
sad grief mourn
safe safety secure
sail sailor
sanction embargo
saudi riyadh arabia
scholar scholarship
school pupils students
science scientific
scientist researcher expert professor
score goal points
scotland scottish scots
sculpture statue
sea ocean
search hunt look sought
secret hidden covert classified
security safety protection
see spotted sighted witnessed
sell sale
send deploy dispatch
sentence jailed punishment years
september sept
settle settlers
sex sexual
sheep lamb
ship vessel boat ferry
shoot gunfire gunman fired
shop store retailer supermarket
shortage scarcity lack
show programme program series broadcast
sibling brother sister
sick ill disease patients infected
siege besieged surrounded
sign ratified
sing song singer music musician vocalist
sink capsized
size large big area
slave slavery
small tiny little smaller smallest minor
smoke tobacco cigarette
solar wind renewable
soldier troops army military forces fighters servicemen
solution solve
somalia somali
song track single music album
south southern
space orbit
spain spanish madrid
speech address spoke
speed velocity
spend cost
sport athletic
spread transmitted
start begin launch open onset commence
statistics figures
steal theft thieves robbed robbery burglary
stop halt cease ended suspend block prevent
storm hurricane cyclone typhoon tornado
strength strong
strike walkout stoppage industrial
study research scientists survey found
study student
subway metro underground
succeed success
sudan sudanese khartoum
sue sued lawsuit legal
support back endorse help favour favor
surgeon surgery operation
surname name
surprised shocked
survey poll
survive survivor
swear oath inaugurated
sweden swedish swedes
swim swimmer
switzerland swiss
syria syrian damascus
talk discuss negotiations spoke
tax levy duty tariff
teach education
team club side squad
technology technical
teenager teen youth adolescent young
telephone call
television tv
terrorist militants extremists
thailand thai bangkok
theater theatre stage
think believe opinion
threat threaten
throne crowned coronation
tie draw
timber wood
today now
told stated announced declared
tooth dental dentist
tourism tourists visitors
tourist visitors travellers holidaymakers
town village city
trade exports imports
train rail railway
trap stuck
travel trip journey visit tour
treat treatment therapy cure
trial tried
tribe tribal
truck lorry vehicle
truth true
turkey turkish turks ankara
uk britain british england united
ukraine ukrainian kyiv kiev
un nations
unemployed jobless
union workers
universe cosmos
university college campus
urban city
usa united america american washington
use usage
vaccine jab inoculated
vegetarian vegan
venezuela venezuelan caracas
verdict ruling
video footage
vietnam vietnamese hanoi
violent violence
virus infection outbreak epidemic pandemic
visit visitors tourists trip
volcano eruption
vote voters election ballot poll referendum
wales welsh
want seek demand desire
war conflict fighting battle
warn caution
watch viewers audience seen
water river lake
weapon arms guns missiles
weather storm rain wind
west western
wide width
wife husband spouse partner married
win winner victory triumph beat defeated champion title prize
withdraw pulled
woman female
worker employee staff workforce labour labor
worse worst
write author writer novelist
yemen yemeni
zealand kiwi
"""


@cache
def related_terms(analysis: Analysis) -> Mapping[str, frozenset[str]]:
    """The terms of the groups, each with those that share a group with it."""
    related: dict[str, set[str]] = defaultdict(set)
    for line in GROUPS.splitlines():
        group = set(analysis.terms(line))
        for term in group:
            related[term] |= group
    return {term: frozenset(others - {term}) for term, others in related.items()}
