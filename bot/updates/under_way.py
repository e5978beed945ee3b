"""Which updates are being handled, in a file that survives the end of the process."""

import os
import struct
import weakref
from contextlib import suppress
from pathlib import Path

SLOTS = 1024  # updates at once; more than the dispatch handles
SLOT = struct.Struct("<q")
FREE = -(1 << 63)  # no update has this number
EMPTY = SLOT.pack(FREE) * SLOTS
OPEN = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)  # only Windows has O_BINARY


class UnderWay:
    """The numbers of the updates being handled; a killed process leaves its own.

    They are written, not flushed: no update causes a power cut. If the file cannot be used, or
    there is none, nothing is remembered. It can be deleted at any time.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._file: int | None = None
        self._slots: dict[int, int] = {}
        self._free = list(range(SLOTS))
        if path is not None:
            with suppress(OSError):
                self._file = os.open(path, OPEN, 0o600)
                weakref.finalize(self, os.close, self._file)

    def left(self) -> list[int]:
        """The updates that were being handled when the last process ended."""
        data = b""
        if self._file is not None:
            with suppress(OSError):
                os.lseek(self._file, 0, os.SEEK_SET)
                data = os.read(self._file, len(EMPTY))
        whole = len(data) // SLOT.size * SLOT.size
        numbers = (number for (number,) in SLOT.iter_unpack(data[:whole]))
        return sorted({number for number in numbers if number != FREE})

    def clear(self) -> None:
        """Forget what the last process left, before the first update is handled."""
        self._write(0, EMPTY)

    def begin(self, number: int) -> None:
        """Record that an update is being handled."""
        if self._file is not None and self._free and number not in self._slots:
            self._slots[number] = slot = self._free.pop()
            self._write(slot, SLOT.pack(number))

    def end(self, number: int) -> None:
        """Record that it no longer is."""
        slot = self._slots.pop(number, None)
        if slot is not None:
            self._write(slot, SLOT.pack(FREE))
            self._free.append(slot)

    def _write(self, slot: int, data: bytes) -> None:
        if self._file is not None:
            with suppress(OSError):
                os.lseek(self._file, slot * SLOT.size, os.SEEK_SET)
                os.write(self._file, data)
