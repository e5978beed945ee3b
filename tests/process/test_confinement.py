"""What the process that reads strangers' files can no longer do."""

import os
import socket
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from patience import PATIENCE

from corpus.sandbox.confinement import NICENESS, landlock_version

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
needs_landlock = pytest.mark.skipif(
    landlock_version() < 6, reason="this kernel has no Landlock, or an older version of it"
)


def confined(code, *words, seal=False):
    """Run code in a confined process; return the type of the error that it ends with, or ""."""
    script = (
        "import sys, os, socket, ssl, subprocess, signal, resource\n"
        "from pathlib import Path\n"
        "from corpus.sandbox.confinement import confine, seal\n"
        f"confine()\n{'seal()' if seal else ''}\n"
        "try:\n"
        f"{textwrap.indent(textwrap.dedent(code), '    ')}\n"
        "except BaseException as error:\n"
        "    print(type(error).__name__)\n"
    )
    command = [sys.executable, "-P", "-c", script, *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    return done.stdout.strip() or (done.returncode and done.stderr) or ""


@needs_landlock
def test_it_reads_no_file_but_python_and_its_libraries(tmp_path):
    secret = tmp_path / ".env"
    secret.write_text("TELEGRAM_BOT_TOKEN=1:a")
    assert confined("Path(sys.argv[1]).read_text()", secret) == "PermissionError"
    assert confined("os.listdir(sys.argv[1])", tmp_path) == "PermissionError"
    assert confined("Path('/proc/1/environ').read_bytes()") == "PermissionError"
    assert confined("import trafilatura, feedparser, pypdfium2, httpx, docx") == ""


def test_it_writes_no_file(tmp_path):
    written = confined("Path(sys.argv[1]).write_text('x' * 10)", tmp_path / "a")
    assert written in ("PermissionError", "OSError")


@needs_landlock
def test_it_starts_no_program():
    assert confined("os.execv(sys.executable, ['python', '-V'])") == "PermissionError"


@needs_landlock
def test_it_traces_no_other_process():
    attach = """
        import ctypes
        attached = ctypes.CDLL(None, use_errno=True).ptrace(16, int(sys.argv[1]), 0, 0)
        raise OSError(ctypes.get_errno(), "") if attached else AssertionError
    """
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        found = confined(attach, other.pid)
        other.kill()
    assert found == "PermissionError"


@needs_landlock
def test_it_signals_no_other_process():
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        killed = confined("os.kill(int(sys.argv[1]), signal.SIGKILL)", other.pid)
        assert killed == "PermissionError"
        assert other.poll() is None
        other.kill()


def test_it_resolves_names_and_trusts_public_certificates():
    assert confined("socket.getaddrinfo('localhost', 80)") == ""
    assert (
        confined("import httpx; assert httpx.create_ssl_context().cert_store_stats()['x509']")
        == ""
    )


@needs_landlock
def test_once_it_has_fetched_it_connects_to_nothing():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        connect = "socket.create_connection(('127.0.0.1', int(sys.argv[1])))"
        assert confined(connect, port) == ""
        assert confined(connect, port, seal=True) == "PermissionError"


def test_its_memory_time_and_files_are_limited():
    assert confined("bytearray(2 << 30)") == "MemoryError"
    assert confined("[open('/dev/null') for _ in range(100)]") == "OSError"
    assert confined("assert resource.getrlimit(resource.RLIMIT_CPU)[0] < 200") == ""
    assert confined("assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)") == ""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has these")
def test_the_kernel_would_kill_it_first_and_it_gains_no_privileges():
    script = (
        "from corpus.sandbox.confinement import confine; confine(); print(1, flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-P", "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        child.stdout.readline()
        its = Path("/proc") / str(child.pid)
        assert "NoNewPrivs:\t1" in (its / "status").read_text()
        assert (its / "oom_score_adj").read_text() == "1000\n"
        assert os.getpriority(os.PRIO_PROCESS, child.pid) == NICENESS
        child.kill()
