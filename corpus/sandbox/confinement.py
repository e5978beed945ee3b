"""Takes rights away from the process that reads what strangers wrote.

Everywhere but on Windows, its memory, processor time and open files are limited, and it cannot
write files. On Linux it also cannot gain privileges, and where the kernel has Landlock, it can
open only the files of Python and of the system's libraries, cannot start programs and cannot
signal or trace other processes. Once it has fetched what it reads, it can open no TCP connection
(Linux 6.7).

There is no maintained Python package for Landlock, so its three system calls are made here. Their
numbers are the same on all processors. Source: Linux, Documentation/userspace-api/landlock.rst.
"""

import contextlib
import ctypes
import os
import site
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

MEMORY = 768 * 1024**2  # bytes of address space; a 5 MB web page needs 250 MB
CPU_SECONDS = 120
OPEN_FILES = 64
NICENESS = 19  # answers go first

# prctl
SET_PARENT_DEATH_SIGNAL, SET_NO_NEW_PRIVILEGES = 1, 38
SIGKILL = 9
# Landlock's system calls
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
ASK_VERSION = 1
PATH_BENEATH = 1
READ_FILE, READ_FOLDER = 1 << 2, 1 << 3
# All rights to files that the version and those before it know: execute, write, read, remove, make
# (1), rename across folders (2), truncate (3), control devices (5).
FILE_RIGHTS = {1: (1 << 13) - 1, 2: 1 << 13, 3: 1 << 14, 5: 1 << 15}
BIND_AND_CONNECT = 0b11  # from version 4
ABSTRACT_SOCKETS_AND_SIGNALS = 0b11  # from version 6

# Files that Python's libraries, name resolution and TLS read.
SYSTEM_FILES = (
    "/usr/lib", "/usr/lib64", "/usr/local/lib", "/lib", "/lib64", "/usr/share/zoneinfo",
    "/etc/resolv.conf", "/etc/hosts", "/etc/host.conf", "/etc/nsswitch.conf", "/etc/gai.conf",
    "/etc/services", "/etc/protocols", "/etc/ld.so.cache", "/etc/localtime", "/etc/mime.types",
    "/etc/ssl/openssl.cnf", "/etc/ssl/certs", "/etc/pki/tls", "/dev/urandom", "/dev/null",
)  # fmt: skip


class _Ruleset(ctypes.Structure):
    _fields_ = (
        ("files", ctypes.c_uint64),
        ("network", ctypes.c_uint64),
        ("scopes", ctypes.c_uint64),
    )


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


def confine() -> None:
    """Limit this process to reading; fetching is still possible."""
    if hasattr(os, "nice"):  # missing on Windows
        os.nice(NICENESS)
    _limit()
    if sys.platform == "linux":
        with contextlib.suppress(OSError):  # the kernel should kill this process, not the bot
            Path("/proc/self/oom_score_adj").write_text("1000")
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(SET_PARENT_DEATH_SIGNAL, SIGKILL, 0, 0, 0)
        libc.prctl(SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        _allow_reading(libc)


def seal() -> None:
    """Forbid network connections and new processes: everything to read has been fetched."""
    _limit_one("RLIMIT_NPROC", 0)
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        if landlock_version() >= 4:
            _enforce(libc, _Ruleset(network=BIND_AND_CONNECT))


def landlock_version() -> int:
    """The kernel's version of Landlock; 0 without it."""
    if sys.platform != "linux":
        return 0
    found: int = ctypes.CDLL(None).syscall(CREATE_RULESET, None, 0, ASK_VERSION)
    return max(found, 0)


def _limit() -> None:
    _limit_one("RLIMIT_AS", MEMORY)
    _limit_one("RLIMIT_NOFILE", OPEN_FILES)
    _limit_one("RLIMIT_FSIZE", 0)
    _limit_one("RLIMIT_CORE", 0)
    limit_processor_time()


def limit_processor_time() -> None:
    """Allow CPU_SECONDS of processor time from now on."""
    used = sum(os.times()[:2])
    _limit_one("RLIMIT_CPU", int(used) + CPU_SECONDS, final=False)


def _limit_one(name: str, most: int, *, final: bool = True) -> None:
    try:
        import resource  # missing on Windows, where only the time is limited, by the bot
    except ImportError:
        return
    limit = getattr(resource, name, None)
    if limit is None:
        return
    _, hard = resource.getrlimit(limit)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    with contextlib.suppress(ValueError, OSError):  # macOS refuses some
        resource.setrlimit(limit, (most, most if final else hard))


def _allow_reading(libc: ctypes.CDLL) -> None:
    """Allow only the files that Python and its libraries need, for reading."""
    version = landlock_version()
    if not version:
        return
    rights = sum(new for since, new in FILE_RIGHTS.items() if since <= version)
    scopes = ABSTRACT_SOCKETS_AND_SIGNALS if version >= 6 else 0
    _enforce(libc, _Ruleset(rights, 0, scopes), _readable())


def _readable() -> Iterator[Path]:
    """Yield the existing files and folders that may be read."""
    ours = Path(__file__).parents[1]
    folders = {*site.getsitepackages(), site.getusersitepackages(), sys.prefix, sys.base_prefix}
    for path in (ours, *map(Path, sorted(folders)), *map(Path, SYSTEM_FILES)):
        if path.exists():
            yield path


def _enforce(libc: ctypes.CDLL, ruleset: _Ruleset, readable: Iterable[Path] = ()) -> None:
    """Forbid everything that the ruleset handles, except to read these files and folders."""
    # Older kernels know only the first fields.
    size = 24 if ruleset.scopes else 16 if ruleset.network else 8
    rules = libc.syscall(CREATE_RULESET, ctypes.byref(ruleset), size, 0)
    if rules < 0:
        return
    try:
        for path in readable:
            _allow(libc, rules, path)
        libc.syscall(RESTRICT_SELF, rules, 0)
    finally:
        os.close(rules)


def _allow(libc: ctypes.CDLL, rules: int, path: Path) -> None:
    try:
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:  # not ours to read
        return
    try:
        right = READ_FILE | READ_FOLDER if path.is_dir() else READ_FILE
        rule = _Beneath(right, opened)
        libc.syscall(ADD_RULE, rules, PATH_BENEATH, ctypes.byref(rule), 0)
    finally:
        os.close(opened)
