"""The Bot API behind a real HTTP server, and the bot as a process that uses it."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from fake_telegram import TOKEN, BotApi, message
from patience import PATIENCE

ROOT = Path(__file__).parent.parent.parent


class Loopback(BotApi):
    """The Bot API behind a real HTTP server."""

    date: str | None = None  # the header of each response; None for this machine's time

    def __init__(self):
        super().__init__()
        self.open_polls = 0  # that wait for updates
        self.changed = threading.Condition()
        self.send_allowed = threading.Event()
        self.send_allowed.set()
        self.wake = self._notify
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.base = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    def say(self, text):
        self.push("message", message(text))

    def wait_for(self, method, count=1):
        """Wait until a method has been called ``count`` times."""

        def called():
            return sum(call.method == method for call in self.calls) >= count

        with self.changed:
            assert self.changed.wait_for(called, PATIENCE), f"no {method}: {self.calls}"

    def http(self, path, form):
        _, bot, method = path.split("/")
        if bot != f"bot{TOKEN}":
            return 401, {"ok": False, "error_code": 401, "description": "Unauthorized"}
        parameters = {name: self._value(value) for name, value in urllib.parse.parse_qsl(form)}
        status, body = self.respond(method, parameters)
        self._notify()
        if method == "sendMessage":
            self.send_allowed.wait(PATIENCE)
        if method == "getUpdates" and body.get("result") == [] and parameters["timeout"]:
            with self.changed:
                self.open_polls += 1
                self.changed.wait_for(lambda: self.updates, parameters["timeout"])
                self.open_polls -= 1
                body["result"] = list(self.updates)
        return status, body

    @staticmethod
    def _value(text):
        return json.loads(text) if text[:1] in "{[" or text.lstrip("-").isdigit() else text

    def _notify(self):
        with self.changed:
            self.changed.notify_all()

    def _handler(self):
        api = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                form = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                status, body = api.http(self.path, form)
                payload = json.dumps(body).encode()
                with contextlib.suppress(ConnectionError):
                    self.send_response(status)
                    self.send_header("Content-Length", str(len(payload)))
                    self.end_headers()
                    self.wfile.write(payload)

            def date_time_string(self, timestamp=None):
                return api.date or super().date_time_string(timestamp)

            def log_message(self, *_):
                pass

        return Handler


class Process:
    """``quotewire run``, with the Bot API server on this machine."""

    def __init__(self, folder, loopback, token=TOKEN, program=("-m", "bot", "run"), **variables):
        python_path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
        self._output = folder / "output.txt"
        env = {
            "PYTHONPATH": python_path,
            "TELEGRAM_BOT_TOKEN": token,
            "TELEGRAM_BASE_URL": f"{loopback.base}/bot",
            "TELEGRAM_BASE_FILE_URL": f"{loopback.base}/file/bot",
            "QUOTEWIRE_DB": str(folder / "quotewire.db"),
            "QUOTEWIRE_LOG_LEVEL": "DEBUG",
        } | variables
        command = [sys.executable, *program]
        with self._output.open("w") as output:
            self._process = subprocess.Popen(
                command, cwd=folder, env=os.environ | env, stdout=output, stderr=output
            )

    @property
    def pid(self):
        return self._process.pid

    def stop(self):
        self._process.send_signal(signal.SIGTERM)

    def ended(self):
        """Wait for the process to exit; return its status and its output."""
        try:
            status = self._process.wait(PATIENCE)
        finally:
            self._process.kill()
            self._process.wait()
        return status, self._output.read_text()
