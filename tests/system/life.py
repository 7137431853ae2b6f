"""A small life on disk, and the real command run on it in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

SETTINGS = """\
[person]
name = "Ada"
addresses = ["ada@example.org"]
time_zone = "Europe/Berlin"

[[calendars]]
name = "work"
kind = "{kind}"
path = "work{ending}"
domains = ["work"]

[[calendars]]
name = "blocks"
kind = "file"
path = "blocks.ics"
domains = ["self"]
role = "hold"

[[intentions]]
id = "dinner"
title = "Dinner"
domains = ["home"]
length = "60min"
times_per_week = 5
windows = ["17:00-21:00"]
ideal_start = "18:00"

[letter]
to = "ada@example.org"

[server]
data = "data"
outbox = "letters"
"""


def event(uid: str, start: datetime, minutes: int, *lines: str) -> str:
    end = start + timedelta(minutes=minutes)
    body = [f"UID:{uid}", "DTSTAMP:20260101T000000Z", f"DTSTART:{start:%Y%m%dT%H%M%SZ}", f"DTEND:{end:%Y%m%dT%H%M%SZ}"]
    return "\r\n".join(["BEGIN:VEVENT", *body, f"SUMMARY:{uid}", *lines, "END:VEVENT", ""])


def calendar(*events: str) -> bytes:
    head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//test//EN\r\n"
    return f"{head}{''.join(events)}END:VCALENDAR\r\n".encode()


def meetings(*starts: datetime, minutes: int = 60) -> bytes:
    return calendar(*(event(f"m{n}", start, minutes) for n, start in enumerate(starts)))


def settle(folder: Path, *, kind: str = "file", work: bytes | None = None) -> Path:
    """Writes the settings, and one file of meetings unless the work calendar is a folder. Returns the settings."""
    ending = ".ics" if kind == "file" else ""
    path = folder / "hedgerow.toml"
    path.write_text(SETTINGS.format(kind=kind, ending=ending), encoding="utf-8")
    if kind == "file":
        (folder / "work.ics").write_bytes(work or meetings(datetime(2026, 11, 16, 9, tzinfo=UTC)))
    return path


def environment(**more: str) -> Mapping[str, str]:
    """Ours without anything that would lead the command to settings of the machine."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("HEDGEROW_", "XDG_"))}
    return {**plain, **more}


def hedgerow(*arguments: str | Path, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments),
        cwd=cwd,
        env=environment(**{"HOME": str(cwd), **more}),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def command(*arguments: str | Path) -> Sequence[str]:
    return [sys.executable, "-W", "error", "-m", "hedgerow", *map(str, arguments)]
