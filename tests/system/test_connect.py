"""`hedgerow connect` and `disconnect`, as a person types them, against a real Radicale."""

import json
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.radicale_server import RadicaleServer
from tests.system.life import calendar, command, environment, settle

Run = Callable[..., subprocess.CompletedProcess[str]]
PASSWORD = "canary: 4711 never shown"
USER = "ann"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RadicaleServer]:
    with RadicaleServer(tmp_path_factory.mktemp("radicale"), USER, PASSWORD) as server:
        server.make_calendar("personal")
        server.make_calendar("work")
        yield server


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = settle(tmp_path)
    path.write_text(path.read_text() + "\n# the end, mine\n")
    return path


@pytest.fixture
def run(path: Path) -> Run:
    def run(*words: str, said: str = "", **more: str) -> subprocess.CompletedProcess[str]:
        ran = subprocess.run(
            command("--config", path, *words),
            cwd=path.parent,
            env=environment(HOME=str(path.parent), **more),
            input=said,
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
        )
        assert PASSWORD not in ran.stdout + ran.stderr
        return ran

    return run


def words(server: RadicaleServer, *more: str) -> tuple[str, ...]:
    return ("connect", "caldav", server.url, "--user", USER, "--password-stdin", *more)


def told(ran: subprocess.CompletedProcess[str]) -> Any:
    return json.loads(ran.stdout)


def test_an_account_is_connected_checked_and_disconnected_to_the_byte(
    path: Path, run: Run, server: RadicaleServer
) -> None:
    before = path.read_bytes()
    shown = run(*words(server, "--dry-run"), said=f"{PASSWORD}\n")
    assert (shown.returncode, path.read_bytes()) == (0, before)
    assert '+url = "/ann/personal/"' in shown.stdout
    assert not (path.parent / ".config").exists()
    done = run(*words(server, "--yes", "--name", "home-server"), said=f"{PASSWORD}\n")
    assert (done.returncode, "Wrote the account 'home-server' and two calendars" in done.stderr) == (0, True)
    assert "to hold them in one of these, move the role there in the settings." in done.stderr
    key = path.parent / ".config" / "hedgerow" / "hedgerow.key"
    assert (key.stat().st_mode & 0o777, "# the end, mine" in path.read_text()) == (0o600, True)
    checked = run("check").stdout
    assert (
        f"ok    account home-server: 127.0.0.1 lets us in, password from the database, opened by the key file {key}"
        in (checked)
    )
    copies = path.parent / "data" / "caldav"
    assert run("report").returncode in (0, 3)
    assert len(list(copies.iterdir())) == 2
    gone = run("disconnect", "home-server", "--yes")
    assert (gone.returncode, "is forgotten" in gone.stderr, path.read_bytes()) == (0, True, before)
    assert ("Two copies of calendars deleted here." in gone.stderr, list(copies.iterdir())) == (True, [])


def test_again_renews_the_password_and_adds_only_what_is_new(path: Path, run: Run, server: RadicaleServer) -> None:
    assert told(run(*words(server, "--yes", "--json"), said=PASSWORD))["new"]
    first = path.read_text()
    again = told(run(*words(server, "--yes", "--json"), said=PASSWORD))
    assert (again["new"], again["added"], path.read_text()) == (False, [], first)
    by_name = run("connect", "caldav", "caldav", "--password-stdin", "--yes", said=PASSWORD)
    assert (by_name.returncode, path.read_text()) == (0, first)
    path.write_text(first.replace('url = "/ann/work/"', 'url = "/ann/elsewhere/"'))
    [added] = told(run(*words(server, "--yes", "--json"), said=PASSWORD))["added"]
    assert (added["title"], added["domains"], added["role"]) == ("work", ["work"], "read")


@pytest.mark.parametrize(
    ("more", "said", "ends"),
    [
        (("--user", USER, "--yes"), "wrong\n", (1, "does not accept the user and password")),
        (("--user", USER, "--yes"), "\n", (2, "The password is empty.")),
        (("--yes",), PASSWORD, (2, "Say who signs in there with --user.")),
        (("--user", USER), PASSWORD, (2, "There is no terminal to ask on")),
        (("--user", USER, "--json"), PASSWORD, (2, "--json asks nothing")),
        (("--user", USER, "--name", "No Name", "--yes"), PASSWORD, (2, "is not a short name")),
    ],
)
def test_what_goes_wrong_is_one_sentence_and_writes_nothing(
    run: Run, server: RadicaleServer, more: tuple[str, ...], said: str, ends: tuple[int, str]
) -> None:
    code, sentence = ends
    ran = run("connect", "caldav", server.url, "--password-stdin", *more, said=said)
    assert (ran.returncode, sentence in ran.stderr, len(ran.stderr.splitlines())) == (code, True, 1)
    assert "no accounts in the settings" in run("disconnect", "caldav").stderr


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("http://127.0.0.1:1/", "could not be reached"),
        ("http://ann:secret@127.0.0.1/", "Leave user and password out of the address"),
        ("ann:secret@127.0.0.1", "Leave user and password out of the address"),
        ("localhost:1", "could not be reached"),
    ],
)
def test_a_server_that_is_none_is_said_in_one_sentence(run: Run, address: str, sentence: str) -> None:
    ran = run("connect", "caldav", address, "--user", USER, "--password-stdin", "--yes", said=PASSWORD)
    assert (ran.returncode in (1, 2), sentence in ran.stderr, len(ran.stderr.splitlines())) == (True, True, 1)
    assert "tried again" not in ran.stderr
    assert "secret" not in ran.stderr


@pytest.mark.parametrize("errors", ["strict", "surrogateescape"], ids=["as in most places", "as in the locale C"])
def test_a_password_that_is_no_text_is_said_in_one_sentence(path: Path, server: RadicaleServer, errors: str) -> None:
    ran = subprocess.run(
        command("--config", path, *words(server, "--yes")),
        env=environment(HOME=str(path.parent), PYTHONIOENCODING=f"utf-8:{errors}"),
        input=b"canary\xff\n",
        capture_output=True,
        timeout=90,
        check=False,
    )
    assert (ran.returncode in (1, 2), b"UTF-8" in ran.stderr, len(ran.stderr.splitlines())) == (True, True, 1)
    assert b"canary" not in ran.stderr


def test_settings_that_cannot_be_written_take_the_password_back(path: Path, run: Run, server: RadicaleServer) -> None:
    before = path.read_bytes()
    path.with_name(f".{path.name}.hedgerow").mkdir()  # where the new text would be made
    ran = run(*words(server, "--yes"), said=PASSWORD)
    assert (ran.returncode, "can't be written" in ran.stderr, path.read_bytes()) == (1, True, before)
    path.with_name(f".{path.name}.hedgerow").rmdir()
    account = f'\n[[accounts]]\nname = "caldav"\nkind = "caldav"\nurl = "{server.url}"\nuser = "{USER}"\n'
    calendar = '\n[[calendars]]\nname = "p"\nkind = "caldav"\naccount = "caldav"\nurl = "/ann/personal/"\n'
    path.write_text(f'{before.decode()}{account}{calendar}domains = ["home"]\n')
    checked = run("check")
    assert "has no password here: run `hedgerow connect caldav caldav`" in checked.stdout


def test_a_password_is_forgotten_only_with_the_settings_and_after_a_yes(
    path: Path, run: Run, server: RadicaleServer
) -> None:
    assert run(*words(server, "--yes", "--name", "cloud"), said=PASSWORD).returncode == 0
    before = path.read_bytes()
    nobody = run("disconnect", "cloud")
    assert (nobody.returncode, "say the same with --yes" in nobody.stderr) == (2, True)
    path.with_name(f".{path.name}.hedgerow").mkdir()  # where the new text would be made
    unwritten = run("disconnect", "cloud", "--yes")
    path.with_name(f".{path.name}.hedgerow").rmdir()
    assert (unwritten.returncode, "can't be written" in unwritten.stderr, path.read_bytes()) == (1, True, before)
    assert "password from the database" in run("check").stdout
    with closing(sqlite3.connect(path.parent / "data" / "hedgerow.sqlite")) as database:
        database.execute("CREATE TRIGGER kept BEFORE DELETE ON secret BEGIN SELECT RAISE(ABORT, 'kept'); END")
        database.commit()
    stuck = run("disconnect", "cloud", "--yes")
    assert (stuck.returncode, path.read_bytes()) == (1, before), stuck.stderr


def test_an_account_with_blocks_of_ours_is_not_disconnected_by_accident(
    path: Path, run: Run, server: RadicaleServer
) -> None:
    assert run(*words(server, "--yes", "--name", "cloud"), said=PASSWORD).returncode == 0
    text = path.read_text().replace('role = "hold"', 'role = "read"')
    held = text.replace('url = "/ann/personal/"\ndomains = ["home"]\nrole = "read"', "HERE")
    path.write_text(held.replace("HERE", 'url = "/ann/personal/"\ndomains = ["home"]\nrole = "hold"'))
    path.with_name("blocks.ics").write_bytes(calendar())
    assert run("apply", "--yes").returncode == 0
    refused = run("disconnect", "cloud", "--yes")
    assert (refused.returncode, "`hedgerow leave` takes all blocks out" in refused.stderr) == (1, True)
    assert refused.stderr[0].isupper()
    alone = run("disconnect", "cloud", "--yes", "--keep-blocks")
    told = ("So changed, the settings would no longer load:", "no calendar holds blocks", "Nothing was written.")
    assert (alone.returncode, [each in alone.stderr for each in told]) == (4, [True] * 3)
    unseen = run("disconnect", "cloud", "--yes", HEDGEROW_PASSWORD_CLOUD="wrong")
    assert (unseen.returncode, "could not be looked at" in unseen.stderr) == (1, True)
    assert "held on its server" in run("check").stdout
    left = run("leave", "--yes")
    assert (left.returncode, "stored password" in left.stdout) == (0, True)
    assert "Two copies of calendars deleted here." in left.stdout
    assert list((path.parent / "data" / "caldav").iterdir()) == []
    assert "has no password here" in run("check").stdout


def test_a_key_that_others_can_read_or_that_is_gone_is_named(path: Path, run: Run, server: RadicaleServer) -> None:
    assert run(*words(server, "--yes"), said=PASSWORD).returncode == 0
    key = path.parent / ".config" / "hedgerow" / "hedgerow.key"
    key.chmod(0o644)
    assert f"fail  key: Others can read the key file {key}: run `chmod 600 {key}`." in run("check").stdout
    key.unlink()
    gone = run("check")
    assert (gone.returncode, "fail  key: There is no key any more in the key file" in gone.stdout) == (3, True)
    assert run(*words(server, "--yes"), said=PASSWORD).returncode == 0
    assert run("check").returncode == 0
