"""Attacks on a running bot; "victims" are other chats that ask ordinary questions meanwhile."""

import re
from contextlib import closing

import pytest
from attacks import ATTACKS, suffered

from corpus.store.store import Store

LONGEST = 1.0  # seconds that a victim waits at most; on an idle machine, a fifth of that
ROUNDS = 3  # of which one must do: the machine may be busy with other things
TRACEBACK = re.compile("Traceback|exception was never retrieved")


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_victims_are_answered_promptly_during(attack, tmp_path, ferry):
    with closing(Store(tmp_path / "quotewire.db")) as store:
        store.add(ferry)
    waits = [round_[-1] for round_ in suffered(tmp_path, attack, ROUNDS, enough=LONGEST)]
    assert min(waits) < LONGEST, waits
    assert not TRACEBACK.search((tmp_path / "log.txt").read_text())
