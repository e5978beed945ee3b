"""End servers and remove their folders when the tests end, however they end.

``Keeper`` starts this file as a process of its own, whose input closes when the tests' process
does, by whatever signal. A server ended as usual is no longer named here by then.
"""

import atexit
import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path


class Keeper:
    """The process that outlives the tests' process, to clean up after it."""

    def __init__(self):
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__))],
            stdin=subprocess.PIPE,
            start_new_session=True,
            text=True,
        )
        atexit.register(self.close)
        # A process that the tests fork, such as a bot, would keep the input open.
        os.register_at_fork(after_in_child=self._process.stdin.close)

    def close(self):
        """Let the process clean up and end."""
        with self._process:
            self._process.stdin.close()

    def watch(self, pid):
        """Kill the process group of a server at the end."""
        self._say(f"watch {pid}")

    def ended(self, pid):
        """A server has ended: leave its number alone, which another process may get."""
        self._say(f"ended {pid}")

    def remove(self, folder):
        """Remove a folder at the end, whether it is still there or not."""
        self._say(f"remove {folder}")

    def _say(self, line):
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()


@cache
def keeper():
    """The one keeper of this process."""
    return Keeper()


def main():
    """Take orders until the input ends; then kill and remove what is left."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    servers, folders = set(), set()
    for line in sys.stdin:
        order, _, what = line.rstrip("\n").partition(" ")
        if order == "watch":
            servers.add(int(what))
        elif order == "ended":
            servers.discard(int(what))
        else:
            folders.add(what)
    for pid in servers:
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
