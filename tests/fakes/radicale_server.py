"""A real CalDAV server on the loopback: Radicale, in a process of its own that may be killed and started again.

with RadicaleServer(tmp_path) as server:
    calendar = server.make_calendar("home")
    server.kill()
    server.start()
"""

import os
import signal
import socket
import sys
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import DEVNULL, Popen, TimeoutExpired
from types import TracebackType
from typing import Self

import httpx

_TRIES = 1500
_PAUSE = 0.02


@dataclass
class RadicaleServer:
    """`folder` takes its storage, its configuration and its log; the storage outlives the process."""

    folder: Path
    user: str = "ann"
    password: str = "hedge row: 17"
    rights: str = ""
    """The text of a Radicale rights file; without it a user may do everything below /<user>/, and nothing else."""
    port: int = field(init=False)
    _process: Popen[bytes] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "users").write_text(f"{self.user}:{self.password}\n", encoding="utf-8")
        (self.folder / "rights").write_text(self.rights, encoding="utf-8")
        self.port = _free_port()

    @property
    def url(self) -> str:
        """Of the server, as a person would type it in."""
        return f"http://127.0.0.1:{self.port}/"

    @property
    def home(self) -> str:
        """The calendar home of the user."""
        return f"{self.url}{self.user}/"

    @property
    def auth(self) -> httpx.BasicAuth:
        return httpx.BasicAuth(self.user, self.password)

    @property
    def pid(self) -> int:
        assert self._process is not None, "the server was not started, or was killed"
        return self._process.pid

    def start(self) -> None:
        """Returns when it answers; on the same storage and port as before."""
        assert self._process is None, "the server runs already"
        with (self.folder / "log").open("ab") as log:
            self._process = Popen(self._command(), stdin=DEVNULL, stdout=log, stderr=log)
        for _ in range(_TRIES):
            if _listens(self.port):
                return
            self._expect_alive()
        self.kill()
        raise AssertionError(f"Radicale did not answer on port {self.port}")

    def kill(self, with_signal: int = signal.SIGKILL) -> None:
        """At once, whatever it is doing."""
        if self._process is not None:
            os.kill(self._process.pid, with_signal)
            self._process.wait()
            self._process = None

    def make_calendar(self, name: str) -> str:
        """The URL of a new, empty calendar with that last path segment and display name."""
        url = f"{self.home}{name}/"
        body = (
            '<?xml version="1.0" encoding="utf-8"?>'
            '<c:mkcalendar xmlns="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><set><prop>'
            f"<displayname>{name}</displayname>"
            '<c:supported-calendar-component-set><c:comp name="VEVENT"/></c:supported-calendar-component-set>'
            "</prop></set></c:mkcalendar>"
        )
        self.ask("MKCALENDAR", url, body.encode())
        return url

    def ask(self, method: str, url: str, body: bytes = b"", **headers: str) -> httpx.Response:
        """As another calendar program of the same person would; `if_match` becomes If-Match. Raises on 4xx and 5xx."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = httpx.request(method, url, content=body, headers=named, auth=self.auth, trust_env=False, timeout=30)
        return answer.raise_for_status()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.kill(signal.SIGTERM)

    def _command(self) -> list[str]:
        options = {
            "server-hosts": f"127.0.0.1:{self.port}",
            "auth-type": "htpasswd",
            "auth-htpasswd-filename": str(self.folder / "users"),
            "auth-htpasswd-encryption": "plain",
            "auth-delay": "0",
            "storage-filesystem-folder": str(self.folder / "storage"),
            "rights-type": "from_file" if self.rights else "owner_only",
            "rights-file": str(self.folder / "rights"),
            "logging-level": "warning",
        }
        named = (f"--{name}={value}" for name, value in options.items())
        return [sys.executable, "-m", "radicale", "--config=", *named]

    def _expect_alive(self) -> None:
        assert self._process is not None
        try:
            code = self._process.wait(_PAUSE)
        except TimeoutExpired:
            return
        self._process = None
        log = (self.folder / "log").read_text(encoding="utf-8", errors="replace")
        raise AssertionError(f"Radicale ended with {code}: {log}")


def _free_port() -> int:
    """Nobody else is given it for some time: the system hands out others first."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
