"""Stop words, which are not searched for."""

QUESTION_WORDS = tuple("who whom whose what which when where why how".split())
STOP_WORDS = {
    "english": frozenset(QUESTION_WORDS).union(
        """
        a an the this that these those it its he him his she her hers they them their theirs
        i me my mine we us our ours you your yours
        is am are was were be been being do does did done doing has have had having
        can could will would shall should may might must
        of in on at to from by with for as into onto about
        and or but nor so if then than there here
        any some many much such same own too very just only also not no
        dont didnt doesnt isnt wasnt arent werent hasnt havent hadnt
        cant wont wouldnt couldnt shouldnt
        tell say said says know please per s
        """.split()
    )
}
# Stop words unless they are written in capitals.
NAMES = {"english": frozenset({"US", "IT", "WHO"})}
