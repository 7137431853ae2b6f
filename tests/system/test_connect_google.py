"""`hedgerow connect google` in a process of its own, and a person in real Chromium on Google's page."""

import json
import re
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Page, sync_playwright

from hedgerow.adapters.google.grant import Grant
from hedgerow.compose.google import google_account
from hedgerow.core.days import DayWindow, Weekday
from hedgerow.settings.load import load_settings
from hedgerow.settings.values import AccountId, Settings
from tests.fakes.google import ADA, Consent, GoogleServer
from tests.fakes.google.faults import Backend
from tests.fakes.google.wire import Answer, Dropped, Request
from tests.fakes.google.worlds import whole_life
from tests.letter.test_letter_in_chromium import ARGS
from tests.system.life import command, environment, hedgerow, settle
from tests.system.test_commands import serving
from tests.system.test_connect_asks import answer as answer_on_terminal

SETTINGS = """\
[person]
time_zone = "Europe/Paris"  # where I live

[[accounts]]
name = "job"
kind = "google"
url = "{api}"

[server]
data = "data"
outbox = "letters"
"""
# The command as it is once the group stands among the others.
ENDS = re.compile(r"^https?://\S+/auth\S*$", re.MULTILINE)


@pytest.fixture
def google() -> Iterator[GoogleServer]:
    with GoogleServer(whole_life) as server:
        yield server


@pytest.fixture
def folder(tmp_path: Path, google: GoogleServer) -> Path:
    (tmp_path / "hedgerow.toml").write_text(SETTINGS.format(api=google.api))
    (tmp_path / "client.json").write_text(json.dumps(google.auth.client_config()))
    return tmp_path


@pytest.fixture
def page(chromium_path: str) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=ARGS)
        yield browser.new_page()
        browser.close()


def around(folder: Path) -> dict[str, str]:
    """oauthlib lets nothing but https pass without the variable; and no browser of the machine opens."""
    return {"XDG_CONFIG_HOME": str(folder), "OAUTHLIB_INSECURE_TRANSPORT": "1", "BROWSER": "true"}


def connect_command(*arguments: str) -> Sequence[str]:
    return command(*arguments)


def connect(folder: Path, *more: str, given: str | None = None) -> "subprocess.CompletedProcess[str]":
    arguments = ("--config", "hedgerow.toml", "connect", "google", "job", *more)
    return subprocess.run(
        connect_command(*arguments),
        cwd=folder,
        env=environment(**around(folder)),
        input=given or "",
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@contextmanager
def connecting(folder: Path, *more: str) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """With the address that it shows; the rest of its output is left to be read."""
    arguments = ("--config", "hedgerow.toml", "connect", "google", "job", "--client", "client.json", *more)
    with subprocess.Popen(
        connect_command(*arguments),
        cwd=folder,
        env=environment(**around(folder)),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stderr is not None
            yield next(line.strip() for line in process.stderr if ENDS.match(line.strip())), process
        finally:
            process.kill()


def answer(page: Page, url: str, *, ticked: tuple[str, ...] | None = None, allows: bool = True) -> str:
    """What a person does on Google's page; the text of the page that they end on."""
    page.goto(url)
    page.get_by_role("button", name="Select all").click()
    for box in page.get_by_role("checkbox").all():
        if ticked is not None and not (box.get_attribute("value") or "").endswith(ticked):
            box.uncheck()
    page.get_by_role("button", name="Continue" if allows else "Cancel").click()
    page.wait_for_url("http://127.0.0.1:*/**")
    return page.inner_text("main")


def settings_of(folder: Path) -> Settings:
    read = load_settings(folder / "hedgerow.toml", around(folder))
    assert isinstance(read, Settings), read
    return read


def kept(folder: Path) -> Grant | None:
    with google_account(settings_of(folder), AccountId("job")) as account:
        return account._grant()


@pytest.mark.part("chromium")
def test_a_person_allows_it_in_a_browser_and_the_account_is_connected(
    folder: Path, google: GoogleServer, page: Page
) -> None:
    with connecting(folder) as (url, process):
        assert "code_challenge_method=S256" in url
        refused: list[str] = []
        page.on("console", lambda message: refused.append(message.text))
        assert "Google said yes" in answer(page, url)
        assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontWeight") == "600"
        assert [text for text in refused if "Content Security Policy" in text] == []
        out, errors = process.communicate(timeout=60)
    assert (process.returncode, out) == (0, "")
    assert "ada@example.org is connected as 'job'" in errors
    grant = kept(folder)
    assert grant is not None
    assert (grant.address, grant.refresh_token in google.auth.grants.refresh) == (ADA, True)
    own = [each for each in google.state.calendars.values() if each.made_by]
    assert [each.about["summary"] for each in own] == ["Hedgerow"]
    calendars = {each.google_id: each for each in settings_of(folder).calendars}
    assert calendars[own[0].id].role == "hold"
    assert calendars[ADA].role == "read"
    assert "# where I live" in (folder / "hedgerow.toml").read_text()


@pytest.mark.part("chromium")
def test_a_person_who_cancels_in_a_browser_connects_nothing(folder: Path, google: GoogleServer, page: Page) -> None:
    before = (folder / "hedgerow.toml").read_text()
    with connecting(folder) as (url, process):
        assert "You did not allow it at Google" in answer(page, url, allows=False)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert errors.endswith("You did not allow it at Google: nothing was connected.\n")
    assert (kept(folder), (folder / "hedgerow.toml").read_text()) == (None, before)


@pytest.mark.part("chromium")
def test_a_person_who_unticks_a_box_is_told_what_is_off(folder: Path, google: GoogleServer, page: Page) -> None:
    with connecting(folder) as (url, process):
        assert "Google said yes" in answer(page, url, ticked=("calendar.readonly",))
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 3
    assert "Not granted: calendar.app.created, so no blocks are held" in errors
    grant = kept(folder)
    assert grant is not None
    assert [scope.rpartition("/")[2] for scope in grant.scopes] == ["calendar.readonly"]
    assert {each.role.value for each in settings_of(folder).calendars} == {"read"}


def pasted(google: GoogleServer, printed: str) -> str:
    """Where the browser of a person ends who allows it."""
    url = next(line for line in printed.splitlines() if ENDS.match(line))
    parts = urlsplit(url)
    google.modes.sign_in.consent = Consent.ALLOW
    with closing(HTTPConnection(parts.netloc, timeout=10)) as connection:
        connection.request("GET", f"{parts.path}?{parts.query}")
        return connection.getresponse().headers["Location"]


def test_without_a_browser_two_processes_connect_it(folder: Path, google: GoogleServer) -> None:
    begun = connect(folder, "--client", "client.json", "--no-browser", "--blocks", "main")
    assert (begun.returncode, begun.stderr) == (0, "")
    (folder / "client.json").unlink()
    address = pasted(google, begun.stdout)
    done = connect(folder, "--paste", "--json", given=f"{address[:60]}\n{address[60:]}\n")
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert (told["account"], told["address"], told["new"], told["missing"]) == ("job", ADA, False, [])
    assert {each["id"]: each["role"] for each in told["added"]} == {
        ADA: "hold",
        "family@group.calendar.google.com": "read",
        "team@group.calendar.google.com": "read",
    }
    assert [each for each in google.state.calendars.values() if each.made_by] == []
    again = connect(folder, "--paste", given=address)
    assert (again.returncode, again.stderr.startswith("No sign-in of 'job' is waiting")) == (1, True)


def test_other_working_hours_at_google_are_proposed_once_and_written_nowhere(
    folder: Path, google: GoogleServer
) -> None:
    periods = [{"dayOfWeek": "monday", "periodStart": 600, "periodEnd": 900}]
    google.state.calendars[ADA].about["workingHours"] = {"workingHoursEnabled": True, "availableTimes": periods}
    told = connect_by_paste(folder, google, "--client", "client.json").stderr
    assert '\n[boundary]\nmonday = ["10:00-15:00"]\ntuesday = []\n' in told
    assert "boundary" not in (folder / "hedgerow.toml").read_text()
    assert "[boundary]" not in connect_by_paste(folder, google).stderr


HOURS = {"workingHoursEnabled": True, "availableTimes": [{"dayOfWeek": "monday", "periodStart": 600, "periodEnd": 900}]}
ASKED = "Write them into your settings, so that all else is your personal time?"


def connect_on_a_terminal(folder: Path, google: GoogleServer, yes: str) -> str:
    begun = connect(folder, "--client", "client.json", "--no-browser")
    return answer_on_terminal(
        folder / "hedgerow.toml",
        ("connect", "google", "job", "--paste"),
        ("The address", pasted(google, begun.stdout)),
        ("Which of them", "1"),
        ("What is", ""),
        (ASKED, yes),
        OAUTHLIB_INSECURE_TRANSPORT="1",
        XDG_CONFIG_HOME=str(folder),
    )


def test_working_hours_that_google_knows_are_written_as_the_boundary_when_the_person_says_so(
    folder: Path, google: GoogleServer
) -> None:
    google.state.calendars[ADA].about["workingHours"] = HOURS
    said = connect_on_a_terminal(folder, google, "y")
    assert (ASKED in said, "monday     10:00-15:00" in said, "change these lines" in said) == (True, True, False)
    assert "Wrote your working hours into" in said
    windows = settings_of(folder).boundary.windows
    assert {day.name: windows.get(day) for day in Weekday if windows.get(day)} == {"MONDAY": (DayWindow(600, 900),)}
    assert "# where I live" in (folder / "hedgerow.toml").read_text()


def test_working_hours_are_written_nowhere_without_a_yes(folder: Path, google: GoogleServer) -> None:
    google.state.calendars[ADA].about["workingHours"] = HOURS
    said = connect_on_a_terminal(folder, google, "")
    assert (ASKED in said, "change these lines there" in said) == (True, True)
    assert "boundary" not in (folder / "hedgerow.toml").read_text()


def test_a_boundary_of_the_persons_own_is_not_asked_about(folder: Path, google: GoogleServer) -> None:
    google.state.calendars[ADA].about["workingHours"] = HOURS
    with (folder / "hedgerow.toml").open("a") as file:
        file.write('[boundary]\nfriday = ["09:00-12:00"]\n')
    said = connect_on_a_terminal(folder, google, "y")
    assert (ASKED in said, "change these lines there" in said) == (False, True)


CHOIR = '[[calendars]]\nname = "family"\nkind = "file"\npath = "choir.ics"\ndomains = ["community"]\n'


def test_settings_that_somebody_changes_while_google_is_looked_at_keep_that_change(
    folder: Path, google: GoogleServer
) -> None:
    path = folder / "hedgerow.toml"

    def meanwhile(request: Request, backend: Backend) -> Answer | Dropped:
        path.write_text(f"{path.read_text()}{CHOIR}# by hand\n")
        return backend(request)

    google.faults.next("settings.list", meanwhile)
    done = connect_by_paste(folder, google, "--client", "client.json")
    assert (done.returncode, done.stderr.count("Wrote four calendars")) == (0, 1)
    assert CHOIR in path.read_text()
    assert "# by hand" in path.read_text()
    names = {str(each.id): each.google_id for each in settings_of(folder).calendars}
    assert names["family"] == ""
    assert names["family-2"] == "family@group.calendar.google.com"


def test_settings_that_are_broken_while_google_is_looked_at_stay_so_and_the_grant_is_given_back(
    folder: Path, google: GoogleServer
) -> None:
    path = folder / "hedgerow.toml"

    def meanwhile(request: Request, backend: Backend) -> Answer | Dropped:
        path.write_text("[person\n")
        return backend(request)

    google.faults.next("settings.list", meanwhile)
    done = connect_by_paste(folder, google, "--client", "client.json")
    assert (done.returncode, "is not valid TOML" in done.stderr) == (4, True)
    assert (path.read_text(), google.auth.grants.refresh) == ("[person\n", {})


def connect_by_paste(folder: Path, google: GoogleServer, *more: str) -> "subprocess.CompletedProcess[str]":
    begun = connect(folder, *more, "--no-browser")
    assert begun.returncode == 0, begun.stderr
    return connect(folder, "--paste", given=pasted(google, begun.stdout))


def test_without_a_client_the_way_to_one_is_told(folder: Path) -> None:
    told = connect(folder)
    assert (told.returncode, told.stdout) == (2, "")
    lines = told.stderr.splitlines()
    assert any("Publish app" in line and "In production" in line for line in lines)
    assert "--blocks own" in told.stderr
    assert len(lines[: lines.index("")]) <= 14
    assert max(map(len, lines)) <= 120


def test_a_file_of_another_type_is_one_sentence(folder: Path) -> None:
    (folder / "client.json").write_text('{"web": {}}')
    told = connect(folder, "--client", "client.json")
    assert (told.returncode, told.stderr.count("\n")) == (1, 1)
    assert "make one of type Desktop app" in told.stderr


def test_scripts_are_told_the_address_to_open(folder: Path) -> None:
    begun = connect(folder, "--client", "client.json", "--no-browser", "--json")
    told = json.loads(begun.stdout)
    assert (told["account"], ENDS.match(told["url"]) is not None) == ("job", True)


def test_a_dry_run_asks_google_nothing(folder: Path, google: GoogleServer) -> None:
    told = connect(folder, "--client", "client.json", "--dry-run")
    assert told.stdout.startswith("Would ask Google for calendar.readonly and calendar.app.created, keep")
    assert (told.returncode, google.log.lines()) == (0, [])


def test_check_tells_of_the_grant_and_of_its_end(folder: Path, google: GoogleServer) -> None:
    def line() -> str:
        ran = hedgerow("--config", "hedgerow.toml", "check", cwd=folder, **around(folder))
        return next(each for each in ran.stdout.splitlines() if "account job" in each)

    assert line() == "fail  account job: Not signed in: run `hedgerow connect google job`."
    connect_by_paste(folder, google, "--client", "client.json")
    assert re.fullmatch(
        r"ok    account job: ada@example\.org, granted \d+ \w+ \d+ for calendar\.readonly and calendar\.app\.created;"
        r" last let in \d min ago; last change heard of \d min ago; \w+ requests just now,"
        r" \d\d more may follow at once",
        line(),
    )
    google.auth.revoke_now(ADA)
    assert line().startswith("fail  account job: Google ended the sign-in of 'job', because it was taken back")
    asked = len(google.log.lines())
    assert line().endswith("run `hedgerow connect google job`.")
    assert len(google.log.lines()) == asked


def test_leave_gives_the_grant_back(folder: Path, google: GoogleServer) -> None:
    assert connect_by_paste(folder, google, "--client", "client.json").returncode == 0
    (folder / "hedgerow.toml").write_text(SETTINGS.format(api=google.api))
    looked = hedgerow("--config", "hedgerow.toml", "leave", "--dry-run", cwd=folder, **around(folder))
    assert (looked.returncode, kept(folder) is None) == (0, False)
    left = hedgerow("--config", "hedgerow.toml", "leave", "--yes", cwd=folder, **around(folder))
    assert (left.returncode, "could not be told" in left.stdout) == (0, False)
    assert (google.auth.grants.refresh, kept(folder)) == ({}, None)


def test_serve_takes_up_what_connect_and_disconnect_do_beside_it(folder: Path, google: GoogleServer) -> None:
    path = folder / "hedgerow.toml"
    with serving(path, more=around(folder)) as (process, log):
        assert google.log.of("events.list") == []
        assert connect_by_paste(folder, google, "--client", "client.json").returncode == 0
        google.log.clear()
        process.send_signal(signal.SIGHUP)
        assert any("the settings have changed: that is used from now on" in line for line in log)
        assert any(" steps done" in line for line in log)
        assert google.log.of("events.list") != []
        assert connect_by_paste(folder, google).returncode == 0
        process.send_signal(signal.SIGHUP)
        assert any("a password or sign-in has changed" in line for line in log)
        assert any(" steps done" in line for line in log)
        gone = hedgerow("--config", path, "disconnect", "job", "--yes", cwd=folder, **around(folder))
        assert gone.returncode == 0, gone.stderr
        google.log.clear()
        process.send_signal(signal.SIGHUP)
        assert any("the settings have changed" in line for line in log)
        assert any(" steps done" in line for line in log)
        assert google.log.of("events.list") == []


def test_no_secret_is_in_any_output_or_file(folder: Path, google: GoogleServer) -> None:
    begun = connect(folder, "--client", "client.json", "--no-browser")
    address = pasted(google, begun.stdout)
    done = connect(folder, "--paste", given=address)
    (folder / "client.json").unlink()
    grant = kept(folder)
    assert grant is not None
    code = dict(parse_qsl(urlsplit(address).query))["code"]
    secrets = [grant.refresh_token, grant.access_token, grant.client.secret, code]
    held = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    said = (begun.stdout + begun.stderr + done.stdout + done.stderr).encode()
    assert [secret for secret in secrets if any(secret.encode() in each for each in (*held, said))] == []


HEAVY = (
    "googleapiclient",
    "google.auth",
    "google_auth_oauthlib",
    "oauthlib",
    "httplib2",
    "requests",
    "hedgerow.compose.google",
)


@pytest.mark.parametrize("arguments", [("review",), ("plan",), ("check",)])
def test_only_commands_that_talk_to_google_import_what_that_takes(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    settle(tmp_path)
    program = (
        "import sys; from hedgerow.cli import cli\n"
        f"try: cli(['--config', 'hedgerow.toml', *{arguments}])\n"
        f"except SystemExit: print(sorted(set({HEAVY}) & set(sys.modules)))"
    )
    ran = subprocess.run(
        [command()[0], "-c", program], cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False
    )
    assert ran.stdout.splitlines()[-1] in ("[]", "['hedgerow.compose.google']")
