"""The phrases of small talk, by what they say."""

from enum import StrEnum


class Talk(StrEnum):
    """What a message without a question says; of several, the first here counts."""

    CHECK = "check"  # only asks whether another message is true
    WRONG = "wrong"
    ABILITIES = "abilities"
    NATURE = "nature"
    MAKER = "maker"
    WORKINGS = "workings"
    IDENTITY = "identity"
    MOOD = "mood"
    THANKS = "thanks"
    INSULT = "insult"
    APOLOGY = "apology"
    FAREWELL = "farewell"
    TEST = "test"
    PRAISE = "praise"
    LAUGHTER = "laughter"
    GREETING = "greeting"
    AGREEMENT = "agreement"
    EMOJI = "emoji"


# A slash separates alternatives; every combination of them is a phrase.
PHRASES = {
    Talk.CHECK: """
        is that/this/it true/real/right/correct/so/fake/legit/accurate/false/verified
        is that/this/it really/actually/still true/real/right/correct/so
        is that/this/it a/really-a/actually-a fact/hoax/lie/rumor/rumour
        is that/this/it fake news
        is any/some/all of that/this/it true
        is there any/some truth/evidence/proof
        is there any/some truth/evidence/proof to/for/of that/this/it
        true; true or false; really; seriously; for real; fake; no way
        did that/this/it happen; did that/this/it really/actually happen
        source/sources/proof/evidence/citation; a/any/your/the source/sources/proof/evidence
        source/sources for that/this; any/some source/sources/proof/evidence for that/this
        what is your/the source; what is the/your source for/of that/this; where is the proof
        do you have a/any source/sources/proof/evidence
        citation needed; says who; who says; who says that/this/so/it
        fact check; factcheck; fact check that/this/it; factcheck that/this/it
        check/verify/confirm/debunk; check/verify/confirm/debunk that/this/it
        check/verify whether/if that/this/it is true/right/correct
        can/could/would you check/verify/confirm/debunk
        can/could/would you check/verify/confirm/debunk/fact-check that/this/it
        can/could you check/verify/confirm/tell-me whether/if that/this/it is true/right/correct
        what about this/that; this; this one; what do you think
        what do you think of/about that/this/it
        any thoughts; thoughts; any truth to that/this/it; do you believe that/this/it
        anything on that/this; what do you know about that/this
        did you see/hear/read that/this/it; have you seen/heard/read that/this/it
        did you all/guys see/hear/read that/this; have you all/guys seen/heard/read that/this
        did anyone/anybody see/hear/read that/this; has anyone/anybody seen/heard/read that/this
        look at that/this; can you believe that/this/it
    """,
    Talk.WRONG: """
        wrong; incorrect; not true; not right; not correct; irrelevant; off topic; nonsense
        wrong/bad/false/terrible answer; the wrong answer/article
        that/this/it is wrong/incorrect/false/nonsense/irrelevant/not-true/not-right/not-correct
        that/this/it is not it/what-i-asked/what-i-meant/my-question/the-answer/an-answer/relevant
        that/this/it is not what i asked for/about; that/this/it is not what i wanted
        that/this/it is not an answer to my question; that/this/it is a/the wrong answer
        that/this/it does not answer my/the question; that/this/it does not help
        that/this/it has nothing to do with my/the question
        not what i asked/meant/wanted; not what i asked for/about; not my question; not helpful
        you are wrong/mistaken/incorrect; you got it/that wrong; you did not answer
        you did not answer my/the question; you did not understand; you misunderstood
        you misunderstood me/my-question; i did not ask that/this/for-that/for-this/about-that
        i asked something else; try again; are you sure
    """,
    Talk.ABILITIES: """
        help; help me; can/could you help; can/could you help me; i need help
        what can/do you do; what can you do for me; what else can you do
        what can i ask; what can/should/do i ask you; what should i ask; what can i do here
        what do you know; what are you for; what is this for; commands; menu; instructions
        how can you help; how can you help me; how do i use you/this; how do i ask
        how to use you/this; how to use this bot; what questions can i ask
        what/which topics/subjects can/do you talk-about/cover/know/know-about/have
        what can/do you talk/know about; what/which articles do you have/know
        how many articles/sources/stories do you have/know; list/show all/your/the/all-the articles
        list/show all/your/the/all-the sources; show me all/your/the articles/sources
        what questions can i ask you
        how do/can i add/remove/delete/edit a/my/my-own source/article/link/page/text/file
        how do/can i add/remove/delete/edit an article
        how do/can i add/remove/delete/edit sources/articles/links
        how do/can i follow/unfollow a feed/site/website; how to add a source; how to follow a feed
    """,
    Talk.NATURE: """
        are you a/the/an/just-a bot/robot/machine/human/person/ai/program/computer/chatbot
        are you human/real/alive/ai/chatgpt/gpt/sentient; are you a real person/human/bot
        are you a bot or a/human human; are you human or bot/robot/machine; are you an llm
        are you a human or a bot/robot/machine; are you a person or a bot/robot/machine
        is this a/an bot/robot/human/ai; am i talking/speaking to/with a bot/robot/human/machine
        am i talking/speaking to/with a real person; do you use ai/chatgpt
        are you using ai/chatgpt
    """,
    Talk.MAKER: """
        who made/created/built/wrote/programmed/developed/owns/runs/operates you/this-bot
        who is your creator/maker/owner/developer/operator/boss/author
        who is behind you/this/this-bot
        who do you work for
    """,
    Talk.WORKINGS: """
        how do you work; how does this work; how does this bot work; how do you do that/this/it
        how do you know; how do you know that/this/all-that
        where do you get your news/information/info/answers/data/sources
        where do you get your news/information/info/answers/data/sources from
        where is your information/news/data from; what are your sources; your sources
        which/what sources do you use/have; do you make things/stuff up
        do you make that/this up
    """,
    Talk.IDENTITY: """
        who/what are you; who is this; what is this bot; what is this; what is your name
        your name; do you have a name; introduce yourself; tell me about yourself; about you
        who/what is quotewire; what should i call you
    """,
    Talk.MOOD: """
        how are you; how are you doing/feeling; how is it going; how are things; how is life
        how do you do; how have you been; what is up; sup; wassup; are you ok/okay/well/fine
        you ok; how is your day; how was your day; how is your day going
    """,
    Talk.THANKS: """
        thank you; thanks; thank; thx; thnx; tnx; tks; ty; tysm; cheers; much appreciated
        appreciate it/that; i appreciate it/that; merci; gracias; danke; many thanks; big thanks
    """,
    Talk.INSULT: """
        idiot; stupid; dumb; useless; moron; fool; loser; trash; garbage; rubbish; crap; shit
        bullshit; fuck; fuck you/off/this; screw you; shut up; go away; get lost; you suck
        this/it/that sucks; this bot sucks
        you are useless/stupid/dumb/bad/terrible/awful/shit/trash/garbage/crap/rubbish/annoying
        this/this-bot is useless/stupid/dumb/bad/terrible/awful/shit/trash/garbage/crap/annoying
        you are an idiot/asshole; you are a/so-a moron/fool/loser/liar; you liar; liar
        stupid/dumb/useless/bad/shitty/fucking bot/thing/machine; i hate you; asshole; worst bot
        you stupid/dumb/useless/bad idiot/bot/machine; bad
    """,
    Talk.APOLOGY: """
        sorry; i am sorry; my bad; my mistake; my fault; oops; excuse me; pardon; pardon me
        apologies; i apologize; never mind; nevermind; nvm; forget it
    """,
    Talk.FAREWELL: """
        bye; bye bye; goodbye; good bye; see you; see you later/soon/tomorrow; cya; good night
        goodnight; farewell; later; take care; have a nice/good/great day/evening/night/weekend
        that is all; talk to you later; ciao
    """,
    Talk.TEST: """
        test; testing; test test; this is a test; just a test; just testing; ping; 1 2 3
        are you there/here/online/awake/working; anyone/anybody here/there; do you work
        is this thing on; is this working; does this work; can you hear/read me; you there
    """,
    Talk.PRAISE: """
        nice; great; cool; good; perfect; awesome; excellent; amazing; wonderful; brilliant; wow
        fantastic; super; interesting; impressive; well done
        good/great/nice job/work/bot/one/answer
        that/this/it is great/nice/cool/good/perfect/interesting/awesome/amazing/helpful
        that/this/it is right/correct/true
        that/this was helpful/great; very good/nice/helpful/interesting; helpful; good to know
        you are great/awesome/amazing/right/smart/helpful/the-best/good/nice/funny/correct
        i love/like you
        i love/like it/this/that; bravo; congratulations; congrats; neat; sweet; correct
        exactly
    """,
    Talk.LAUGHTER: "lol; lmao; haha; hehe; rofl; funny; very funny; that is funny; so funny",
    Talk.GREETING: """
        hello; hello world; hi; hey; hiya; heya; howdy; greetings
        good morning/afternoon/evening/day; morning
        yo; hola; bonjour; salut; hallo; bot; quotewire; dear bot; welcome; nice to meet you
        good to see you; gm; helo; hai
    """,
    Talk.AGREEMENT: """
        ok; okay; k; kk; okey; okey dokey; alright; all right; yes; yeah; yep; yup; sure; no
        nope
        nah; fine; got it; i see; understood; i understand; agreed; right; of course; indeed; hm
        hmm; mm; aha; ah; oh; oh ok; makes sense; fair enough; whatever; i know; done; noted
        no problem; np; you are welcome; no thank you; no thanks; ok then; let us go
    """,
}  # fmt: skip
FILLERS = """
    there; please; so much; very much; a lot; lots; man; mate; sir; madam; again; all; everyone
    everybody; guys; folks; then; just; well; um; and; but; to you; you too; for that; for this
    for your/the help/answer/answers/info/information/time/quick-answer/reply; anyway; now
    today
    my friend; friend; dear; buddy; bro; dude; so; too; very; once more; totally; here; actually
    you; already; a bunch; a million
"""
