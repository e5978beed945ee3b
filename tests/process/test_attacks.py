"""Attacks on a running bot; "victims" are other chats that ask ordinary questions meanwhile."""

import re
from contextlib import closing

import pytest
from attacks import ATTACKS, suffered

from corpus.store.store import Store

LONGEST = 1.0  # seconds that a victim waits at most; on an idle machine, a fifth of that
LONGER = 5  # times what one waited at most before the attack; on a slow machine, that counts
ROUNDS = 4  # of which one must do: the machine may be busy with other things
TRACEBACK = re.compile("Traceback|exception was never retrieved")


def bearable(before):
    """How long a victim may wait, given how long one waited before the attack."""
    return max(LONGEST, LONGER * before)


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_victims_are_answered_promptly_during(attack, tmp_path, ferry):
    with closing(Store(tmp_path / "quotewire.db")) as store:
        store.add(ferry)
    before, rounds = suffered(tmp_path, attack, ROUNDS, bearable)
    waits = [round_[-1] for round_ in rounds]
    assert min(waits) < bearable(before), (before, waits)
    assert not TRACEBACK.search((tmp_path / "log.txt").read_text())
