import json
import os
import pty
import select
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from hedgerow import __version__
from hedgerow.adapters.clock import SystemClock
from hedgerow.cli import COMMANDS
from tests.system.life import calendar, command, environment, event, hedgerow, meetings, settle

MONDAY = datetime(2026, 11, 16, 9, tzinfo=UTC)


def told(ran: subprocess.CompletedProcess[str]) -> Any:
    read = json.loads(ran.stdout)
    assert read["version"] == 1
    return read


def test_the_version_is_told_without_importing_what_is_slow(tmp_path: Path) -> None:
    program = (
        "import sys; from hedgerow.cli import cli\n"
        "try: cli(['--version'])\n"
        "except SystemExit: print(sorted({'pydantic', 'sqlalchemy', 'rich', 'icalendar', 'jinja2'} & set(sys.modules)))"
    )
    ran = subprocess.run([command()[0], "-c", program], capture_output=True, text=True, cwd=tmp_path, check=True)
    assert ran.stdout.split("\n")[:2] == [f"hedgerow, version {__version__}", "[]"]


def test_help_names_every_command_and_every_exit_code(tmp_path: Path) -> None:
    ran = hedgerow("--help", cwd=tmp_path)
    assert [name for name in COMMANDS if name not in ran.stdout] == []
    assert "130 interrupted" in " ".join(ran.stdout.split())


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_help_of_its_own(tmp_path: Path, name: str) -> None:
    ran = hedgerow(name, "--help", cwd=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_without_settings_the_way_to_them_is_told(tmp_path: Path) -> None:
    ran = hedgerow("review", cwd=tmp_path, XDG_CONFIG_HOME=str(tmp_path))
    assert ran.returncode == 4
    assert ran.stderr == f"There are no settings yet: `hedgerow init` writes {tmp_path}/hedgerow/hedgerow.toml.\n"


def test_init_writes_settings_that_load_and_never_writes_over_them(tmp_path: Path) -> None:
    made = hedgerow("init", "--yes", cwd=tmp_path, XDG_CONFIG_HOME=str(tmp_path), TZ="Asia/Kolkata")
    path = tmp_path / "hedgerow" / "hedgerow.toml"
    text = path.read_text(encoding="utf-8")
    assert (made.returncode, 'time_zone = "Asia/Kolkata"' in text, path.stat().st_mode & 0o777) == (0, True, 0o600)
    again = hedgerow("init", "--yes", cwd=tmp_path, XDG_CONFIG_HOME=str(tmp_path))
    assert (again.returncode, path.read_text(encoding="utf-8")) == (1, text)
    checked = hedgerow("check", cwd=tmp_path, XDG_CONFIG_HOME=str(tmp_path))
    assert "None of your calendars is in it yet" in made.stderr
    assert (checked.returncode, "calendars: nothing but blocks is read" in checked.stdout) == (10, True)


def test_init_asks_nobody_where_nobody_is(tmp_path: Path) -> None:
    ran = hedgerow("init", cwd=tmp_path, XDG_CONFIG_HOME=str(tmp_path))
    assert (ran.returncode, ran.stderr) == (2, "There is no terminal to ask on: say `hedgerow init --yes`.\n")


def test_every_mistake_in_the_settings_is_told_at_once_with_its_place(tmp_path: Path) -> None:
    path = settle(tmp_path)
    wrong = path.read_text().replace("time_zone", "time_zoen").replace('role = "hold"', 'role = "holt"')
    path.write_text(wrong)
    ran = hedgerow("--config", path.name, "review", cwd=tmp_path)
    assert ran.returncode == 4
    lines = ran.stderr.splitlines()
    assert any(line.startswith("hedgerow.toml:4:1: ") and "time_zone" in line for line in lines)
    assert any(line.startswith("hedgerow.toml:17:8: ") and "hold" in line for line in lines)


def hostile(folder: Path) -> None:
    folder.mkdir()
    week = SystemClock().now() - timedelta(days=7)
    late = week.replace(hour=20, minute=0, second=0, microsecond=0)
    (folder / "healthy.ics").write_bytes(calendar(event("late", late, 90)))
    (folder / "truncated.ics").write_bytes(calendar(event("t", late, 30))[:-20])
    (folder / "page.ics").write_bytes(b"<!DOCTYPE html><html><body>Sign in</body></html>")
    broken = event("broken", late, 30).replace("DTSTART:2", "DTSTART:x")
    (folder / "broken.ics").write_bytes(calendar(broken, event("beside", late, 30)))
    many = event("many", datetime(2020, 1, 1, 3, tzinfo=UTC), 1, "RRULE:FREQ=HOURLY;COUNT=100000")
    (folder / "many.ics").write_bytes(calendar(many))
    dates = ",".join(f"{datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=n):%Y%m%dT%H%M%SZ}" for n in range(100000))
    (folder / "dates.ics").write_bytes(calendar(event("dates", late, 1, f"RDATE:{dates}")))


def test_a_folder_of_broken_files_gives_a_verdict_that_names_what_was_not_seen(tmp_path: Path) -> None:
    path = settle(tmp_path, kind="folder")
    hostile(tmp_path / "work")
    ran = hedgerow("--config", path, "review", "--weeks", "2", "--json", cwd=tmp_path)
    assert ran.returncode == 3
    read = told(ran)
    assert {gap["where"] for gap in read["coverage"]["not_seen"]} >= {"truncated.ics", "page.ics"}
    assert [u["uid"] for u in read["coverage"]["unreadable"] if u["where"] == "broken.ics"] == ["broken"]
    assert all(week["verdict"] != "unknown" for week in read["weeks"])
    assert {i["uid"] for week in read["weeks"] for i in week["intrusions"]} >= {"late"}
    spoken = hedgerow("--config", path, "review", "--weeks", "2", cwd=tmp_path)
    assert "Not seen: work (page.ics): " in spoken.stdout


def test_plan_apply_and_apply_again(tmp_path: Path) -> None:
    path = settle(tmp_path)

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return hedgerow("--config", path, *words, cwd=tmp_path)

    planned = run("plan", "--check", "--json")
    assert planned.returncode == 10
    assert not (tmp_path / "blocks.ics").exists()
    asked = run("apply")
    assert (asked.returncode, (tmp_path / "blocks.ics").exists()) == (2, False)
    assert run("apply", "--dry-run").stdout == run("plan").stdout
    done = run("apply", "--yes", "--json")
    assert done.returncode == 0
    assert {step["outcome"] for step in told(done)["steps"]} == {"done"}
    assert [s["start"] for s in told(done)["steps"]] == [s["start"] for s in told(planned)["steps"]]
    held = (tmp_path / "blocks.ics").read_bytes()
    again = run("apply", "--yes")
    assert (again.returncode, again.stdout.splitlines()[0]) == (0, "There is nothing to do.")
    assert (tmp_path / "blocks.ics").read_bytes() == held
    assert run("plan", "--check").returncode == 0


def test_a_calendar_that_fails_holds_back_new_blocks_and_deletes_none(tmp_path: Path) -> None:
    path = settle(tmp_path)
    hedgerow("--config", path, "apply", "--yes", cwd=tmp_path)
    held = (tmp_path / "blocks.ics").read_bytes()
    (tmp_path / "work.ics").write_bytes(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    path.write_text(path.read_text().replace("times_per_week = 5", "times_per_week = 7"))
    ran = hedgerow("--config", path, "apply", "--yes", cwd=tmp_path)
    assert ran.returncode == 3
    assert "wait until every calendar can be read" in " ".join(ran.stdout.split())
    assert (tmp_path / "blocks.ics").read_bytes() == held


def test_the_letter_is_shown_kept_and_sent_once(tmp_path: Path) -> None:
    path = settle(tmp_path, work=meetings(MONDAY, MONDAY + timedelta(hours=9)))

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return hedgerow("--config", path, "report", "--week", "2026-W47", *words, cwd=tmp_path)

    assert "Week 47" in run().stdout
    assert told(run("--json"))["week"] == "2026-W47"
    assert run("--to", "here").returncode == 0
    assert {file.suffix for file in (tmp_path / "here").iterdir()} == {".eml", ".html", ".txt"}
    assert (run("--send", "--dry-run").returncode, (tmp_path / "letters").exists()) == (0, False)
    assert (run("--send").returncode, len(list((tmp_path / "letters").glob("*.eml")))) == (0, 1)
    again = run("--send")
    assert (again.returncode, "never sent twice" in again.stderr) == (1, True)


def test_the_letter_opens_in_a_browser_from_a_file_that_needs_nothing_else(tmp_path: Path) -> None:
    path = settle(tmp_path)
    ran = hedgerow("--config", path, "report", "--week", "2026-W47", "--preview", cwd=tmp_path)
    [page] = (tmp_path / "data" / "preview").glob("*.html")
    assert (ran.returncode, ran.stdout, f"Open {page} in a browser." in " ".join(ran.stderr.split())) == (0, "", True)
    assert "cid:" not in page.read_text()
    assert (tmp_path / "letters").exists() is False


def test_a_test_without_a_mailbox_says_what_to_set(tmp_path: Path) -> None:
    ran = hedgerow("--config", settle(tmp_path), "report", "--week", "2026-W47", "--send-test", cwd=tmp_path)
    assert (ran.returncode, "set [letter] to and [letter.smtp]" in " ".join(ran.stderr.split())) == (1, True)


def test_on_leave_a_letter_is_sent_only_when_asked_for_all_the_same(tmp_path: Path) -> None:
    path = settle(tmp_path)
    path.write_text(path.read_text() + '\n[[leave]]\nname = "Lisbon"\nfirst = 2026-01-01\nlast = 2099-12-30\n')

    def run(*words: str) -> tuple[int, str, int]:
        ran = hedgerow("--config", path, "report", "--week", "2026-W47", "--send", *words, cwd=tmp_path)
        return ran.returncode, " ".join(ran.stderr.split()), len(list((tmp_path / "letters").glob("*.eml")))

    said = (
        "The letter about 2026-W47 is not sent: you are on leave (Lisbon) until Wed 30 Dec."
        " To send it all the same, add --anyway."
    )
    assert run("--dry-run") == run() == (0, said, 0)
    assert "would go to ada@example.org" in run("--dry-run", "--anyway")[1]
    assert run("--anyway")[::2] == (0, 1)


@pytest.mark.parametrize("week", ["2026-47", "W47", "2026-W54", "2999-W01", "0001-W01"])
def test_a_week_that_is_none_or_not_over_is_refused_in_one_sentence(tmp_path: Path, week: str) -> None:
    ran = hedgerow("--config", settle(tmp_path), "report", "--week", week, cwd=tmp_path)
    assert (ran.returncode, len(ran.stderr.splitlines())) == (2, 1)


def when_it_is_free(path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Again while a turn of `serve` is under way."""
    for _ in range(20):
        ran = hedgerow("--config", path, *words, cwd=path.parent)
        if ran.returncode != 6:
            break
    return ran


def test_serve_lets_others_work_between_its_turns_but_not_serve_and_ends_on_sigterm(tmp_path: Path) -> None:
    path = settle(tmp_path)
    hedgerow("--config", path, "apply", "--yes", cwd=tmp_path)
    path.write_text(path.read_text().replace("times_per_week = 5", "times_per_week = 6"))
    words = command("--config", path, "serve")
    with subprocess.Popen(words, cwd=tmp_path, env=environment(), stderr=subprocess.PIPE, text=True) as serving:
        assert serving.stderr is not None
        try:
            log = iter(serving.stderr.readline, "")
            assert any(" steps done" in line for line in log)
            other = hedgerow("--config", path, "serve", cwd=tmp_path)
            assert (other.returncode, f"process {serving.pid}" in other.stderr) == (6, True)
            path.write_text(path.read_text().replace("times_per_week = 6", "times_per_week = 7"))
            beside = when_it_is_free(path, "apply", "--yes")
            assert (beside.returncode, "step done." in beside.stderr or "steps done." in beside.stderr) == (0, True)
            serving.send_signal(signal.SIGTERM)
            assert serving.wait(timeout=5) == 0
        finally:
            if serving.poll() is None:
                os.kill(serving.pid, signal.SIGKILL)
    assert hedgerow("--config", path, "plan", "--check", cwd=tmp_path).returncode == 0


@contextmanager
def serving(
    path: Path, stdin: int = subprocess.DEVNULL, more: Mapping[str, str] | None = None
) -> Iterator[tuple["subprocess.Popen[str]", Iterator[str]]]:
    """After its first cycle, with the lines that follow."""
    words = command("--config", path, "serve")
    with subprocess.Popen(
        words, cwd=path.parent, env=environment(**more or {}), stdin=stdin, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        try:
            log = iter(process.stderr.readline, "")
            assert any(" steps done" in line for line in log)
            yield process, log
        finally:
            process.kill()


def test_serve_takes_up_changed_settings_on_sighup_and_keeps_the_old_ones_when_they_are_wrong(tmp_path: Path) -> None:
    path = settle(tmp_path)
    hedgerow("--config", path, "apply", "--yes", cwd=tmp_path)
    with serving(path) as (process, log):
        before = path.read_text()
        path.write_text(before.replace("times_per_week = 5", "times_per_week = 7"))
        process.send_signal(signal.SIGHUP)
        assert any("the settings have changed" in line for line in log)
        assert any(" steps done" in line and "0 of 0" not in line for line in log)
        path.write_text(before.replace("times_per_week = 5", "times_per_week = many"))
        process.send_signal(signal.SIGHUP)
        assert any("can't be used as they are now" in line for line in log)
        assert any("0 of 0 steps done" in line for line in log)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=5) == 0


def test_serve_ends_when_the_terminal_that_it_was_started_from_is_closed(tmp_path: Path) -> None:
    master, slave = pty.openpty()
    with serving(settle(tmp_path), slave) as (process, _):
        os.close(slave)
        os.close(master)
        process.send_signal(signal.SIGHUP)
        assert process.wait(timeout=5) == 0


def answer(tmp_path: Path, *answers: str) -> str:
    """What `init` says on a terminal to these answers, each given when the next question stands."""
    words = [sys.executable, "-m", "hedgerow", "--config", "life/hedgerow.toml", "init"]
    master, slave = pty.openpty()
    with subprocess.Popen(
        words,
        cwd=tmp_path,
        env=environment(HOME=str(tmp_path), TZ="Europe/Berlin"),
        stdin=slave,
        stdout=slave,
        stderr=slave,
    ) as asking:
        os.close(slave)
        os.write(master, "".join(f"{line}\n" for line in answers).encode())
        said = b""
        with suppress(OSError):  # the terminal closes with the process
            while select.select([master], [], [], 30)[0]:
                said += os.read(master, 65536)
            asking.kill()  # whoever still asks by now would ask for ever
        assert asking.wait(timeout=30) == 0, said.decode()
    os.close(master)
    return said.decode()


def test_init_asks_again_at_once_and_keeps_paths_and_secrets_where_they_belong(tmp_path: Path) -> None:
    (tmp_path / "work.ics").write_bytes(meetings(MONDAY))
    said = answer(
        tmp_path,
        "nobody",
        "",
        "Ada",
        "Europe/Berlim",
        "Europe/Berlin",
        "ada@example.org",
        "9-5",
        "09:00-12:00 13:00-17:00",
        "work.ics",
        "work",
        "https://calendar.example.org/private-secret/basic.ics",
        "home",
        "",
        "",
    )
    assert "did you mean 'Europe/Berlin'?" in said
    assert "'nobody' is not one of" in said
    text = (tmp_path / "life" / "hedgerow.toml").read_text(encoding="utf-8")
    assert f'path = "{tmp_path}/work.ics"' in text
    assert 'monday = ["09:00-12:00", "13:00-17:00"]' in text
    assert "private-secret" not in text
    secret = tmp_path / "life" / "home-2.url"
    assert (secret.read_text().strip().rpartition("/")[0][-14:], secret.stat().st_mode & 0o777) == (
        "private-secret",
        0o600,
    )
    assert "ok    calendar work-1" in hedgerow("--config", "life/hedgerow.toml", "check", cwd=tmp_path).stdout


@pytest.mark.parametrize("name", ["dinner", "Dinner", "DINNER"])
def test_why_knows_an_intention_by_id_and_title_and_one_of_its_days(tmp_path: Path, name: str) -> None:
    path = settle(tmp_path)
    all_of_them = told(hedgerow("--config", path, "why", name, "--json", cwd=tmp_path))["answers"]
    day = all_of_them[0]["day"]
    one = told(hedgerow("--config", path, "why", f"{name} {day}", "--json", cwd=tmp_path))["answers"]
    assert (len(all_of_them) > 1, [answer["day"] for answer in one]) == (True, [day])
    other = hedgerow("--config", path, "why", f"{name}@2019-01-01", cwd=tmp_path)
    assert (other.returncode, f"Nothing is planned for {name!r} on 2019-01-01; its days are {day}" in other.stderr) == (
        2,
        True,
    )


def test_what_the_output_cannot_show_or_take_is_no_traceback(tmp_path: Path) -> None:
    path = settle(tmp_path)
    plain = hedgerow("--config", path, "review", cwd=tmp_path, PYTHONIOENCODING="ascii")
    assert (plain.returncode, plain.stderr) == (0, "")
    with open("/dev/full", "w") as full:
        words = command("--config", path, "report", "--week", "2026-W47")
        ran = subprocess.run(
            words, check=False, cwd=tmp_path, env=environment(), stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert (ran.returncode, ran.stderr) == (1, "The output can't be used: No space left on device.\n")


def test_check_says_what_cannot_be_written_and_what_is_still_missing(tmp_path: Path) -> None:
    path = settle(tmp_path)
    text = path.read_text()
    path.write_text(
        text.replace('path = "blocks.ics"', 'path = "work.ics/blocks.ics"').replace('"letters"', '"work.ics/letters"')
    )
    ran = hedgerow("--config", path, "check", cwd=tmp_path)
    assert ran.returncode == 3
    assert (
        f"fail  blocks in blocks: {tmp_path}/work.ics/blocks.ics can't be written: allow it, or name another file"
        in ran.stdout
    )
    assert (
        f"fail  letter: {tmp_path}/work.ics/letters can't be written: allow it, or name another [server] outbox"
        in ran.stdout
    )
    path.write_text(text.partition("[[intentions]]")[0])
    idle = hedgerow("--config", path, "check", cwd=tmp_path)
    assert (idle.returncode, "there are no intentions to hold any for" in idle.stdout) == (10, True)


def test_a_review_that_did_not_see_everything_says_that_its_numbers_are_the_least(tmp_path: Path) -> None:
    path = settle(tmp_path)
    (tmp_path / "work.ics").write_bytes(b"<html>Sign in</html>")
    said = hedgerow("--config", path, "review", "--weeks", "1", cwd=tmp_path).stdout
    assert "Something was not seen, so take each number as the least that it may be:" in said
