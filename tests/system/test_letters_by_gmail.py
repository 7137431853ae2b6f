"""Letters through a Google account, from the sign-in to the letter, each command in a process of its own."""

import json
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path
from signal import SIGKILL
from subprocess import CompletedProcess, Popen

import pytest

from hedgerow.adapters.google.grant import save_grant
from hedgerow.adapters.google.scopes import BlocksIn, Wanted
from hedgerow.compose import open_secrets
from hedgerow.settings.values import AccountId
from tests.adapters.google.signed_in import granted
from tests.fakes.google import ADA, GoogleServer
from tests.fakes.google.faults import Fault, drop_after, fails
from tests.fakes.google.mail import SEND
from tests.fakes.google.wire import Request
from tests.fakes.google.worlds import whole_life
from tests.system.life import command, environment, hedgerow
from tests.system.test_connect_google import around, connect, connect_by_paste, settings_of

SETTINGS = """\
[person]
time_zone = "Europe/Paris"

[[accounts]]
name = "job"
kind = "google"
url = "{api}"
user = "ada@example.org"

[letter]
to = "robin@example.org"
{account}

[server]
data = "data"
outbox = "letters"
"""
BY_ACCOUNT = 'account = "job"'


@pytest.fixture
def google() -> Iterator[GoogleServer]:
    with GoogleServer(whole_life) as server:
        yield server


def settle(folder: Path, google: GoogleServer, account: str = BY_ACCOUNT) -> Path:
    (folder / "hedgerow.toml").write_text(SETTINGS.format(api=google.api, account=account))
    (folder / "client.json").write_text(json.dumps(google.auth.client_config()))
    return folder


def sign_in(folder: Path, google: GoogleServer, *, mail: bool = True) -> None:
    with open_secrets(settings_of(folder)) as secrets:
        grant = granted(google, scopes=Wanted(BlocksIn.OWN, mail).scopes)
        save_grant(secrets, AccountId("job"), grant, google.clock.now())


def run(folder: Path, *arguments: str) -> "CompletedProcess[str]":
    return hedgerow("--config", "hedgerow.toml", *arguments, cwd=folder, **around(folder))


def line_of_letters(folder: Path) -> str:
    return next(line for line in run(folder, "check").stdout.splitlines() if line[6:].startswith("letter: "))


def scopes(google: GoogleServer) -> set[str]:
    """Of the last sign-in."""
    return {each.rpartition("/")[2] for each in list(google.auth.grants.refresh.values())[-1].scopes}


def test_a_letter_goes_out_once_through_the_account(tmp_path: Path, google: GoogleServer) -> None:
    folder = settle(tmp_path, google)
    connected = connect_by_paste(folder, google, "--client", "client.json")
    assert (connected.returncode, "gmail.send" in scopes(google)) == (0, True), connected.stderr
    assert line_of_letters(folder) == (
        "ok    letter: to robin@example.org, Monday 09:00; letters go through the Google account job as ada@example.org"
    )
    sent = run(folder, "report", "--send")
    assert (sent.returncode, "robin@example.org through the Google account job" in sent.stderr) == (0, True), (
        sent.stderr
    )
    [data] = google.letters
    letter = message_from_bytes(data, policy=SMTP)
    assert (letter["From"].addresses[0].addr_spec, letter["To"]) == (ADA, "robin@example.org")
    [kept] = (folder / "letters").glob("*.eml")
    assert kept.read_bytes() == data
    again = run(folder, "report", "--send")
    assert (again.returncode, "was sent already" in again.stderr, len(google.letters)) == (1, True, 1)


@pytest.mark.parametrize(("fault", "arrived"), [(drop_after, 1), (fails(503), 0)])
def test_a_letter_that_may_have_arrived_is_never_sent_again(
    tmp_path: Path, google: GoogleServer, fault: Fault, arrived: int
) -> None:
    folder = settle(tmp_path, google)
    sign_in(folder, google)
    google.faults.next(SEND, fault)
    lost = run(folder, "report", "--send")
    assert (lost.returncode, "it may or may not arrive" in lost.stderr) == (1, True), lost.stderr
    again = run(folder, "report", "--send")
    assert (again.returncode, "look into the mailbox" in again.stderr) == (1, True), again.stderr
    assert (len(google.letters), len(google.log.of(SEND))) == (arrived, 1)


@pytest.mark.parametrize(
    ("fatal", "arrived", "said"),
    [
        ("applied /token", 0, "is being sent just now"),
        ("before /gmail/v1/users/me/messages/send", 1, "a crash hid the answer"),
        ("applied /gmail/v1/users/me/messages/send", 1, "a crash hid the answer"),
    ],
)
def test_a_run_that_is_killed_around_the_letter_leaves_one_copy_at_most(
    tmp_path: Path, google: GoogleServer, fatal: str, arrived: int, said: str
) -> None:
    folder = settle(tmp_path, google)
    sign_in(folder, google)
    arguments = command("--config", "hedgerow.toml", "report", "--send")
    with Popen(arguments, cwd=folder, env=environment(HOME=str(folder), **around(folder))) as process:

        def kill(moment: str, request: Request) -> None:
            if fatal == f"{moment} {request.path}":
                process.kill()

        google.watch = kill
        assert process.wait(60) == -SIGKILL
    google.watch = lambda _moment, _request: None
    again = run(folder, "report", "--send")
    assert (again.returncode, said in again.stderr) == (1, True), again.stderr
    assert (len(google.letters), len(google.log.of(SEND))) == (arrived, arrived)


def test_a_letter_that_certainly_did_not_go_is_sent_the_next_time(tmp_path: Path, google: GoogleServer) -> None:
    folder = settle(tmp_path, google)
    sign_in(folder, google)
    google.faults.next(SEND, fails(429))
    assert "it will be tried again" in run(folder, "report", "--send").stderr
    sent = run(folder, "report", "--send")
    assert (sent.returncode, len(google.letters)) == (0, 1), sent.stderr


def test_without_the_scope_the_command_that_mends_it_is_told(tmp_path: Path, google: GoogleServer) -> None:
    folder = settle(tmp_path, google)
    assert line_of_letters(folder) == "fail  letter: none can go out. Not signed in: run `hedgerow connect google job`."
    sign_in(folder, google, mail=False)
    assert line_of_letters(folder) == (
        "fail  letter: Letters can't go out through the Google account 'job', as gmail.send is not granted: run"
        " `hedgerow connect google job --mail`, and leave every box ticked."
    )
    refused = run(folder, "report", "--send")
    assert (refused.returncode, "`hedgerow connect google job --mail`" in refused.stderr) == (1, True)
    assert google.log.of(SEND) == []


def test_mail_is_asked_for_when_the_person_or_the_settings_want_it(tmp_path: Path, google: GoogleServer) -> None:
    folder = settle(tmp_path, google, account="")
    asked = connect(folder, "--client", "client.json", "--no-browser", "--mail")
    assert ("it reads none of your mail" in asked.stderr, "gmail.send" in asked.stdout) == (True, True)
    done = connect_by_paste(folder, google, "--client", "client.json", "--mail")
    assert 'write account = "job" and to under [letter].' in done.stderr
    assert "gmail.send" in scopes(google)
    lost = connect_by_paste(folder, google)
    assert "Letters can no longer go out through 'job', as it was signed in without --mail" in lost.stderr
    assert "gmail.send" not in scopes(google)
    settle(folder, google)
    assert "calendar.readonly and calendar.app.created and gmail.send" in connect(folder, "--dry-run").stdout


def test_an_account_that_letters_go_through_is_not_disconnected_by_accident(
    tmp_path: Path, google: GoogleServer
) -> None:
    folder = settle(tmp_path, google)
    sign_in(folder, google)
    refused = run(folder, "disconnect", "job", "--yes")
    assert (refused.returncode, "Letters go out through 'job': first take account out" in refused.stderr) == (1, True)
    assert google.auth.grants.refresh
