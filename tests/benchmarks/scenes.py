"""What is measured: commands in fresh processes, each with the folder that it needs made ready."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from shutil import rmtree

from hedgerow.core.days import week_of
from hedgerow.core.week import MARGIN
from tests.benchmarks.feeds import ME, feed

WEEKS = 12
HEDGEROW = str(Path(sys.executable).with_name("hedgerow"))
HERE = Path(__file__).parent
SETTINGS = f"""
[person]
name = "Robin Winter"
addresses = ["{ME}"]
time_zone = "Europe/Berlin"

[[calendars]]
name = "office"
kind = "file"
path = "feed.ics"
domains = ["work"]

[server]
data = "data"
outbox = "letters"
"""


@dataclass(frozen=True, slots=True)
class Measured:
    seconds: float
    kilobytes: int
    """The most memory it held."""
    said: str
    """Its standard output."""


@dataclass(frozen=True, slots=True)
class Scene:
    name: str
    command: Sequence[str]
    folder: Path
    """Where it runs; its settings, if it needs some, lie here."""
    makes: Path | None = None
    """What it makes, removed before each run."""

    def run(self) -> Measured:
        """Raises RuntimeError when the command fails: a failure is no measurement."""
        if self.makes is not None:
            rmtree(self.makes, ignore_errors=True)
        output = self.folder / "output.txt"
        wrapped = [sys.executable, "-I", "-S", str(HERE / "measure.py"), str(output), *self.command]
        answer = subprocess.run(
            wrapped, cwd=self.folder, env=self._environment(), capture_output=True, text=True, check=True
        )
        found = json.loads(answer.stdout)
        if found["code"] != 0:
            raise RuntimeError(f"{self.name} ended with {found['code']}: {answer.stderr}")
        return Measured(found["seconds"], found["kilobytes"], output.read_text())

    def _environment(self) -> Mapping[str, str]:
        """Nothing of the machine but where programs are found, and a home of its own."""
        home = str(self.folder)
        own = {"HOME": home, "XDG_CONFIG_HOME": home, "XDG_DATA_HOME": home, "XDG_STATE_HOME": home}
        config = str(self.folder / "hedgerow.toml")
        return {"PATH": os.environ["PATH"], "HEDGEROW_CONFIG": config, **own}


def start_scenes(folder: Path) -> tuple[Scene, Scene]:
    return (
        Scene("python -c pass", (sys.executable, "-c", "pass"), folder),
        Scene("hedgerow --version", (HEDGEROW, "--version"), folder),
    )


def review_scenes(folder: Path, events: int, today: date) -> tuple[Scene, Scene]:
    """Both expand the window that a review of the last twelve whole weeks reads, which reaches `MARGIN` beyond them."""
    folder.joinpath("feed.ics").write_bytes(feed(events, today))
    folder.joinpath("hedgerow.toml").write_text(SETTINGS)
    this = week_of(today)
    days = (str(this.plus(-WEEKS).first_day - MARGIN), str(this.plus(-1).days[-1] + MARGIN))
    peer = (sys.executable, "-P", str(HERE / "peer.py"), "feed.ics", *days)
    review = (HEDGEROW, "review", "--weeks", str(WEEKS), "--json")
    return (
        Scene("icalendar + recurring-ical-events", peer, folder),
        Scene(f"hedgerow review --weeks {WEEKS} --json", review, folder, folder / "data"),
    )


def demo_scene(folder: Path) -> Scene:
    return Scene("hedgerow demo --to FOLDER", (HEDGEROW, "demo", "--to", "demo"), folder, folder / "demo")
