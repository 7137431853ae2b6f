"""What must stay in the house: passwords, addresses and titles, in what is logged, told and kept, crashes included."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from subprocess import PIPE, STDOUT

import pytest

from hedgerow.adapters.store.database import open_store
from tests.fakes.dav_server import DavServer
from tests.fakes.faulty_http import drop_after, once
from tests.fakes.feed_server import FeedServer, ok
from tests.system.life import calendar, command, environment, event, settle
from tests.system.test_commands import MONDAY

PASSWORD, TITLE, ADDRESS, TOKEN = "canary-password", "canary-title", "canary-address@example.org", "canary-token"
INVITED = (f"ATTENDEE:mailto:{ADDRESS}", f"ORGANIZER:mailto:{ADDRESS}")
FEED = '[[calendars]]\nname = "f"\nkind = "feed"\nurl_file = "feed.url"\ndomains = ["home"]\n\n'
WRITTEN = ("applied", "PUT")
SHOWS_TITLES = {"report"}


@pytest.fixture
def server() -> Iterator[DavServer]:
    with DavServer("work", "blocks", user=ADDRESS, password=PASSWORD) as server:
        server.calendar("work").put("m.ics", calendar(event(TITLE, MONDAY, 60, *INVITED)))
        yield server


def run(path: Path, *words: str, said: str = "") -> str:
    """Output and log together, at the most that can be said."""
    ran = subprocess.run(
        command("--config", path, "-v", *words),
        cwd=path.parent,
        env=environment(HOME=str(path.parent)),
        input=said,
        stdout=PIPE,
        stderr=STDOUT,
        text=True,
        timeout=90,
        check=False,
    )
    assert ran.returncode in {0, 3, 10}, ran.stdout
    return ran.stdout


def killed_at_its_first_write(path: Path, server: DavServer) -> str:
    """What `apply` said before."""
    words, env = command("--config", path, "-v", "apply", "--yes"), environment(HOME=str(path.parent))
    with subprocess.Popen(words, cwd=path.parent, env=env, stdout=PIPE, stderr=STDOUT, text=True) as applying:
        quiet = server.watch
        server.watch = lambda moment, request: applying.kill() if (moment, request.method) == WRITTEN else None
        said, _ = applying.communicate(timeout=90)
    server.watch = quiet
    assert applying.returncode == -9, said
    return said


def hold_at_the_server(path: Path) -> None:
    text = path.read_text().replace('role = "hold"', 'role = "read"')
    before, here, after = text.partition('url = "/calendars/ada/blocks/"')
    path.write_text(before + here + after.replace('role = "read"', 'role = "hold"', 1))


def test_no_password_address_or_token_is_said_and_no_password_is_kept_in_clear(
    tmp_path: Path, server: DavServer
) -> None:
    path = settle(tmp_path)
    with FeedServer() as feeds:
        feeds.script[f"/{TOKEN}.ics"] = ok(calendar())
        (tmp_path / "feed.url").write_text(feeds.url(f"/{TOKEN}.ics"))
        (tmp_path / "feed.url").chmod(0o600)
        (tmp_path / "blocks.ics").write_bytes(calendar())
        path.write_text(path.read_text().replace("[letter]", FEED + "[letter]"))
        connect = ("connect", "caldav", server.url(), "--user", ADDRESS, "--password-stdin", "--yes", "--name", "cloud")
        said = {"connect": run(path, *connect, said=PASSWORD)}
        hold_at_the_server(path)
        said["killed"] = killed_at_its_first_write(path, server)
        server.script = once("PUT", drop_after)
        said["apply"] = run(path, "apply", "--yes") + run(path, "apply", "--yes")
        feeds.script.clear()  # what fails is told, too
        for name in ("check", "log", "plan"):
            said[name] = run(path, name)
        said["report"] = run(path, "report", "--send", "--week", "2026-W47")
    told = "".join(said.values())
    assert [secret for secret in (PASSWORD, TOKEN, ADDRESS) if secret in told.replace(said["report"], "")] == []
    assert PASSWORD not in said["report"]
    assert [name for name, text in said.items() if TITLE in text and name not in SHOWS_TITLES] == []
    with open_store(tmp_path / "data" / "hedgerow.sqlite") as store:
        copy = store.back_up(MONDAY.date())
        kept = [file for file in (tmp_path / "data").rglob("*") if file.is_file()]
        assert copy in kept
        assert [file for file in kept if PASSWORD.encode() in file.read_bytes()] == []
        assert b"password/cloud" in b"".join(file.read_bytes() for file in kept)
