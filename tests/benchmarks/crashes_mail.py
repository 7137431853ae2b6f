"""kill -9 around DATA, again and again: how many copies of a week's letter arrive, and which are known to be in doubt.

    python -m tests.benchmarks.crashes_mail --kills 150

Every run sends the letter of a week of its own through a mail server that takes 30 ms between the text and its answer,
and is killed at a moment of that conversation, or 0–60 ms after it began. Twenty minutes later it runs once in peace.
`after` is the scheme of those who send until they have marked a letter as sent.
"""

import argparse
import asyncio
import logging
import os
import random  # noqa: TID251 - chance from a seed, so that a run can be had again
import signal
import subprocess
import sys
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Timer
from time import monotonic
from typing import Any, Self

from aiosmtpd.smtp import SMTP, Envelope

from hedgerow.adapters.clock import StillClock
from hedgerow.core.days import Week
from hedgerow.flows.cycle import survey
from hedgerow.flows.doubtful import KIND, doubtful_weeks
from hedgerow.flows.sending import send_letter
from hedgerow.flows.weekly import compose_letter, make_report
from hedgerow.ports import LetterState, Refused, Unavailable, UncertainDelivery
from tests.benchmarks.crashes import Children
from tests.fakes.post_office import PostOffice
from tests.system.life import environment, settle
from tests.system.opening import open_life, read_settings

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
LATER = timedelta(minutes=20)
WEEKS = 45
"""Of a year that letters are about; every year has a folder of its own."""
ANSWER = 0.03
"""Seconds between the text and the answer to it."""
MOMENTS = ("250", "354", "the text", "kept", "answered", "221")
SCHEMES = ("ours", "after")


@dataclass
class SlowOffice(PostOffice):
    watch: "Killer | None" = None

    async def handle_DATA(self, server: SMTP, _: Any, envelope: Envelope) -> str:  # noqa: N802 - a name of aiosmtpd
        self._tell("the text")
        answer = await super().handle_DATA(server, _, envelope)
        self._tell("kept")
        await asyncio.sleep(ANSWER)
        self._tell("answered")
        return answer

    def said(self, status: str) -> None:
        self._tell(status[:3])

    def _tell(self, moment: str) -> None:
        if self.watch is not None:
            self.watch.see(moment)


@dataclass
class Killer:
    pid: int
    moment: str

    late: float = 0.0
    """Seconds from the moment to the kill."""

    def see(self, moment: str) -> None:
        if moment != self.moment:
            return
        if self.late:
            Timer(self.late, self.kill).start()
        else:
            self.kill()

    def kill(self) -> None:
        """Not once it is over: its number may be another one's by then."""
        pid, self.pid = self.pid, 0
        if pid:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


@dataclass
class Seen:
    weeks: int = 0
    killed: int = 0
    arrived: int = 0
    lost: int = 0
    """Weeks without any copy …"""
    lost_unseen: int = 0
    """… that nothing tells the person about."""
    doubled: int = 0
    most: int = 0
    in_doubt: int = 0
    """Weeks listed as those that may have arrived."""

    def row(self, scheme: str, seconds: float) -> str:
        told = [scheme, self.weeks, self.killed, self.arrived, self.doubled, self.most, self.lost, self.lost_unseen]
        return f"| {' | '.join(map(str, [*told, self.in_doubt, f'{seconds:.0f}']))} |"


HEAD = (
    "| scheme | weeks | killed | arrived | weeks with duplicates | most copies | not arrived | of these untold "
    "| listed as in doubt | s |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
)


def send(path: Path, scheme: str, week: Week, at: datetime) -> None:
    """In a process of its own, which may be killed."""
    with open_life(read_settings(path), StillClock(at), exclusive=False) as household:
        report = make_report(household, survey(household, 60), week)
        os.write(1, f"ready {os.getpid()}\n".encode())
        with suppress(Unavailable, Refused, UncertainDelivery):
            if scheme == "ours":
                send_letter(household, report)
            elif household.outbox.state(KIND, str(week)) is not LetterState.SENT:
                assert household.post is not None
                household.post.send(compose_letter(household.settings, report), lambda: None)
                household.outbox.claim(KIND, str(week), at)
                household.outbox.settle(KIND, str(week), LetterState.SENT, at)


def child(path: Path, scheme: str) -> None:
    """Forks a process for each line on its input: a week's number, and the minutes since the first run."""
    logging.disable(logging.CRITICAL)
    with open_life(read_settings(path), StillClock(NOW), exclusive=False) as household:
        compose_letter(household.settings, make_report(household, survey(household, 60), Week(2026, 1)))
    for line in sys.stdin:
        number, minutes = map(int, line.split())
        pid = os.fork()
        if pid == 0:
            send(path, scheme, Week(2026, number), NOW + timedelta(minutes=minutes))
            os._exit(0)
        os.write(1, f"end {os.waitpid(pid, 0)[1]}\n".encode())


@dataclass
class Trial:
    scheme: str
    seed: int
    seen: Seen = field(default_factory=Seen)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)

    def year(self, weeks: int = WEEKS) -> Self:
        with TemporaryDirectory() as folder, SlowOffice() as office:
            path = settle(Path(folder))
            smtp = f'\n[letter.smtp]\nhost = "127.0.0.1"\nport = {office.port}\ntls = "none"\n'
            path.write_text(path.read_text() + smtp)
            with MailChildren(path, self.scheme) as children:
                for number in range(1, weeks + 1):
                    self._week(children, office, number)
            with open_life(read_settings(path), StillClock(NOW + LATER), exclusive=False) as household:
                self._judge(office, weeks, doubtful_weeks(household))
        return self

    def _week(self, children: "MailChildren", office: SlowOffice, number: int) -> None:
        by_clock = self.chance.random() < 0.3
        pid = children.start(f"{number} 0")
        late = self.chance.choice((0.0, self.chance.random() * 0.006))
        killer = Killer(pid, "" if by_clock else self.chance.choice(MOMENTS), late)
        office.watch = killer
        if by_clock:
            Event().wait(self.chance.random() * 0.06)
            killer.kill()
        self.seen.killed += children.end() == -signal.SIGKILL
        killer.pid, office.watch = 0, None
        for minutes in (20, 40):
            children.start(f"{number} {minutes}")
            assert children.end() == 0

    def _judge(self, office: SlowOffice, many: int, doubtful: tuple[str, ...]) -> None:
        copies = Counter(str(letter["Message-ID"]).split(".")[1] for letter in office.letters)
        weeks = [str(Week(2026, number)) for number in range(1, many + 1)]
        lost = [week for week in weeks if not copies[week]]
        self.seen.weeks += len(weeks)
        self.seen.arrived += len(weeks) - len(lost)
        self.seen.lost += len(lost)
        self.seen.lost_unseen += len(set(lost) - set(doubtful))
        self.seen.doubled += sum(copies[week] > 1 for week in weeks)
        self.seen.most = max(self.seen.most, *copies.values())
        self.seen.in_doubt += len(doubtful)


class MailChildren(Children):
    def __init__(self, path: Path, scheme: str) -> None:
        words = [sys.executable, "-m", "tests.benchmarks.crashes_mail", "--child", str(path), scheme]
        pipe, variables = subprocess.PIPE, environment()
        self._process = subprocess.Popen(words, stdin=pipe, stdout=pipe, text=True, env=dict(variables))
        self._watchdog = Timer(1800, self._process.kill)
        self._watchdog.start()
        self._over = None


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--kills", type=int, default=150)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--scheme", choices=SCHEMES, nargs="+", default=list(SCHEMES))
    options.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.child:
        child(Path(chosen.child[0]), chosen.child[1])
        return
    sys.stdout.write(f"{HEAD}\n")
    for scheme in chosen.scheme:
        began, trial = monotonic(), Trial(scheme, chosen.seed)
        while trial.seen.killed < chosen.kills:
            trial.year()
        sys.stdout.write(f"{trial.seen.row(scheme, monotonic() - began)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
