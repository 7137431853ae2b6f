"""What `hedgerow connect` asks on a terminal, and what becomes of the answers."""

import os
import pty
import select
import subprocess
import tomllib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from tests.fakes.radicale_server import RadicaleServer
from tests.system.life import command, environment, settle


def answer(path: Path, words: Sequence[str], *answers: tuple[str, str], ends: int = 0, **more: str) -> str:
    """Each answer is given when its question stands."""
    master, slave = pty.openpty()
    words, env = command("--config", path, *words), environment(HOME=str(path.parent), **more)
    said, left = "", list(answers)
    with subprocess.Popen(words, cwd=path.parent, env=env, stdin=slave, stdout=slave, stderr=slave) as asking:
        os.close(slave)
        with suppress(OSError):  # the terminal closes with the process
            while select.select([master], [], [], 30)[0]:
                said += os.read(master, 65536).decode()
                if left and left[0][0] in said.splitlines()[-1] and said.endswith(": "):
                    os.write(master, f"{left.pop(0)[1]}\n".encode())
        asking.kill()  # whoever still asks by now would ask for ever
        assert asking.wait(timeout=30) == ends, said
    os.close(master)
    return said


def test_the_person_chooses_what_is_read_for_what_and_what_holds_blocks(tmp_path: Path) -> None:
    path = settle(tmp_path)
    path.write_text(path.read_text().partition('[[calendars]]\nname = "blocks"')[0] + '\n[server]\ndata = "data"\n')
    with RadicaleServer(tmp_path / "radicale", "ann", "canary 4711") as server:
        for name in ("friends", "holidays", "work"):
            server.make_calendar(name)
        said = answer(
            path,
            ("connect", "caldav", server.url),
            ("User", "ann"),
            ("Password", "canary 4711"),
            ("Which of them", "7"),
            ("Which of them", "1 3"),
            ("What is friends for?", ""),
            ("What is work for?", "work self"),
            ("Which one holds", "1"),
        )
    assert "canary" not in said
    assert "Error: Say some of 1, 2, 3, or none." in said
    assert "Next: `hedgerow check`, then `hedgerow apply`, which asks before it books." in said
    data = tomllib.loads(path.read_text())
    assert [(each["name"], each["domains"], each["role"]) for each in data["calendars"][1:]] == [
        ("friends", ["community"], "hold"),
        ("work-2", ["work", "self"], "read"),
    ]
    assert [each["user"] for each in data["accounts"]] == ["ann"]


def test_a_no_to_disconnect_leaves_settings_and_password(tmp_path: Path) -> None:
    path = settle(tmp_path)
    with RadicaleServer(tmp_path / "radicale", "ann", "canary 4711") as server:
        server.make_calendar("friends")
        connect = ("connect", "caldav", server.url, "--name", "club", "--yes", "--user", "ann")
        answer(path, connect, ("Password", "canary 4711"))
        before = path.read_bytes()
        said = answer(path, ("disconnect", "club"), ("Take them out", "n"), ends=130)
        assert ("is forgotten" in said, path.read_bytes()) == (False, before)
        checked = answer(path, ("check",))
    assert "password from the database" in " ".join(checked.split())
