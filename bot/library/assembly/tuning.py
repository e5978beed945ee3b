"""Settings of Python that keep answers from waiting."""

import gc
import sys

SWITCH = 0.0005  # seconds that a thread keeps Python while another one waits
YOUNG = 10_000  # new objects that trigger a garbage collection; Python's default is 700


def share_processor() -> None:
    """Let answers wait less for the thread that works on the index.

    Whenever SQLite is called, the thread may take over; by default, it keeps Python for 5 ms.
    """
    sys.setswitchinterval(SWITCH)


def tune_garbage_collector() -> None:
    """Exempt everything now in memory from garbage collection, and run it less often.

    Nearly all of these objects live until the process ends, and a full collection blocks answers
    for a tenth of a second.
    """
    gc.freeze()
    gc.set_threshold(YOUNG)
