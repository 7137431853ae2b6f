"""`hedgerow serve` shows the pages that its letters link to."""

import re
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event

import httpx

from tests.system.life import command, environment, hedgerow, settle


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(folder: Path, port: int) -> Iterator[None]:
    words = command("--config", folder / "hedgerow.toml", "serve")
    where = dict(environment(XDG_CONFIG_HOME=str(folder / "home")))
    with subprocess.Popen(words, cwd=folder, env=where, stderr=subprocess.DEVNULL) as serving:
        try:
            for _ in range(300):
                with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                    break
                Event().wait(0.1)
            yield
        finally:
            serving.terminate()


def test_a_link_of_a_letter_pauses_and_resumes_what_serve_does(tmp_path: Path) -> None:
    port = free_port()
    path = settle(tmp_path)
    path.write_text(f"{path.read_text()}\n[web]\nport = {port}\n")
    home = {"XDG_CONFIG_HOME": str(tmp_path / "home")}

    def letter() -> str:
        return hedgerow("--config", path, "report", cwd=tmp_path, **home).stdout

    assert "://127.0.0.1" not in letter()
    with served(tmp_path, port):
        linked = re.search(rf"Pause for two\s+weeks:\s+(http://127\.0\.0\.1:{port}/do/\S+)", letter())
        assert linked
        origin = {"Origin": f"http://127.0.0.1:{port}"}
        assert "Pause Hedgerow?" in httpx.get(linked[1], trust_env=False).text
        done = httpx.post(linked[1], headers=origin, trust_env=False, timeout=60).text
        assert "Paused" in done
        assert "paused" in hedgerow("--config", path, "check", cwd=tmp_path, **home).stdout.casefold()
        undo = re.search(r'action="(/do/[^"]+)"', done)
        assert undo
        resumed = httpx.post(f"http://127.0.0.1:{port}{undo[1]}", headers=origin, trust_env=False, timeout=60).text
        assert "Resumed" in resumed
