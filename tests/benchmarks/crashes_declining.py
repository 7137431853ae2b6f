"""kill -9 while invitations are declined at Google: who was answered twice, or over the person's own answer?

    python -m tests.benchmarks.crashes_declining --kills 60 --faults 0.15

Firm blocks stand in the main calendar. Before each run, which is a quarter of an hour after the one before it, somebody
invites the person over some of them; the person answers now and then, between the runs and in the middle of them. Each
run is killed at one of its requests, mostly at an answer that it gives, or by the clock. Two runs in peace follow.
"""

import argparse
import random  # noqa: TID251 - chance from a seed, so that a run can be had again
import signal
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from time import monotonic
from typing import Any

from hedgerow.adapters.clock import StillClock
from hedgerow.core.occurrence import CalendarId
from hedgerow.core.reply import TRIES, InvitationId
from hedgerow.ports import Entry
from tests.agenda import BERLIN
from tests.benchmarks.crashes import LATEST_KILL, MOMENTS, Aim, Children, Killer
from tests.benchmarks.crashes_google import GooglePeer
from tests.benchmarks.crashes_life import NOW
from tests.fakes.google import ADA
from tests.system.opening import open_life, read_settings

WORK = CalendarId("work")
WORDS = "I run then"
SETTINGS = """\
[person]
name = "Ada"
addresses = ["{ada}"]
time_zone = "Europe/Berlin"

[[calendars]]
name = "work"
kind = "google"
account = "job"
id = "primary"
domains = ["work"]
role = "hold"
decline_invitations = true
decline_message = "{words}"

[[accounts]]
name = "job"
kind = "google"
url = "{api}"

[[intentions]]
id = "run"
title = "Run"
domains = ["self"]
length = "1h"
calendar = "work"
times_per_week = 7
windows = ["18:00-19:00"]
firmness = "firm"
defence = "always-busy"

[server]
data = "data"
"""
DAYS = 12
"""So far ahead lie the invitations."""


@dataclass(frozen=True, slots=True)
class Verdict:
    twice: int
    """Invitations that were answered by us more than once."""
    overwritten: int
    """Answers of the person that are not as they left them."""
    unrecorded: int
    """Answers of ours of which the record has no line, or not as done though the person left them; and what it has as
    done and nobody gave."""
    unsettled: int
    """Replies of which the record still does not know."""
    bare: int
    """Writes without a precondition."""

    @property
    def faults(self) -> Mapping[str, int]:
        return {each.name: getattr(self, each.name) for each in fields(self) if getattr(self, each.name)}


@dataclass(frozen=True, slots=True)
class Ended:
    runs: int
    killed: int
    at_answers: int
    """Of those, at an answer of ours."""
    crashed: int
    invitations: int
    declined: int
    """By us."""
    answered: int
    """By the person."""
    left: int
    """Without an answer, as our tries are used up or the block gave way."""
    verdict: Verdict
    seconds: float


@dataclass
class Guest:
    """The person, who answers one invitation at a time: one that is open, or one that we declined."""

    peer: GooglePeer
    chance: random.Random
    invited: list[str] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)
    """Their own entry as they left it, by the id of the event."""

    def act(self) -> None:
        hands = self.peer.server.hands()
        open_ones = [each for each in self.invited if each not in self.answers]
        if not open_ones:
            return
        # the newest are those that we answer at this moment
        name = self.chance.choice(open_ones[-3:])
        free = {"declined", "tentative", "accepted"} - {self.own(name)["responseStatus"]}
        hands.answer(name, self.chance.choice(sorted(free)))
        self.answers[name] = self.own(name)

    def own(self, name: str) -> dict[str, Any]:
        [own] = [each for each in self.peer.server.hands().held(name)["attendees"] if each["email"] == ADA]
        return dict(own)


@dataclass
class Trial:
    folder: Path
    peer: GooglePeer
    chance: random.Random
    faults: float
    now: datetime = NOW
    killed: int = 0
    at_answers: int = 0
    crashed: int = 0
    done: int = 0
    guest: Guest = field(init=False)
    killer: Killer = field(init=False)

    def __post_init__(self) -> None:
        self.guest = Guest(self.peer, random.Random(self.chance.random()))
        self.killer = Killer(chance=self.chance, faults=self.faults, person=self.guest, lies=False)

    @property
    def settings(self) -> Path:
        return self.folder / "hedgerow.toml"

    def run(self, kills: int) -> Ended:
        began = monotonic()
        self.settings.write_text(SETTINGS.format(ada=ADA, words=WORDS, api=self.peer.server.api))
        self.peer.prepare(self.settings)
        with Children(str(self.settings), "intents", "0", "") as children:
            for _ in range(2):
                self._run_in_peace(children)
            self.peer.front.script, self.peer.front.watch = self.killer.script, self.killer.watch
            while self.killed < kills:
                self._kill_one(children)
            self.peer.front.script = lambda _request: None
            self.peer.front.watch = lambda _moment, _request: None
            for _ in range(2):
                self._run_in_peace(children)
        return self._end(monotonic() - began)

    def _go_on(self) -> None:
        self.now += timedelta(minutes=15)
        self.peer.server.clock.set(self.now)
        (self.folder / "now").write_text(self.now.isoformat())

    def _run_in_peace(self, children: Children) -> None:
        self._go_on()
        assert children.start()
        assert children.end() == 0

    def _kill_one(self, children: Children) -> None:
        self.done += 1
        self._go_on()
        if self.chance.random() < 0.2:
            self.guest.act()
        for _ in range(self.chance.choice((1, 1, 2))):
            self._invite()
        edit = self.chance.randint(2, 5) if self.chance.random() < 0.3 else 0
        by_clock = self.chance.random() < 0.2
        at = Aim(edit=edit) if by_clock else Aim(self.chance.choice(MOMENTS), self.chance.randint(1, 2), True, edit)
        before = len(self.peer.server.log.of("events.patch"))
        self.killer.aim(0, Aim())
        pid = children.start()
        self.killer.aim(pid, at)
        if by_clock:
            Event().wait(self.chance.random() * LATEST_KILL)
            self.killer.kill()
        code = children.end()
        self.killed += code == -signal.SIGKILL
        self.at_answers += code == -signal.SIGKILL and len(self.peer.server.log.of("events.patch")) > before
        self.crashed += code > 0

    def _invite(self) -> None:
        """Over a part of one of the blocks to come."""
        day = self.now.astimezone(BERLIN).date() + timedelta(days=self.chance.randint(1, DAYS))
        start = datetime(day.year, day.month, day.day, 18, 10 * self.chance.randrange(6), tzinfo=BERLIN)
        end = start + timedelta(minutes=30)
        self.guest.invited.append(self.peer.server.hands().invite("Sync", start.isoformat(), end.isoformat()))

    def _end(self, seconds: float) -> Ended:
        with open_life(read_settings(self.settings), StillClock(self.now), exclusive=False) as household:
            assert household.replies is not None
            unsettled = len(household.replies.begun())
            entries = [each for each in household.logbook.entries() if each.response is not None]
        given = Counter(each.event for each in self.peer.server.state.notified)
        own = {name: self.guest.own(name) for name in self.guest.invited}
        verdict = Verdict(
            twice=sum(count > 1 for count in given.values()),
            overwritten=sum(own[name] != answer for name, answer in self.guest.answers.items()),
            unrecorded=_differing(given, self.guest.answers, entries),
            unsettled=unsettled,
            bare=len(self.peer.server.log.bare_writes()),
        )
        left = sum(each["responseStatus"] == "needsAction" for each in own.values())
        return Ended(
            self.done, self.killed, self.at_answers, self.crashed, len(own), len(given), len(self.guest.answers), left,
            verdict, seconds,
        )  # fmt: skip


def _differing(given: Mapping[str, int], answers: Mapping[str, Any], entries: Sequence[Entry]) -> int:
    """One that the person answered anew before we had looked can't be told from one that never arrived."""
    done = {each.response.invitation.id for each in entries if each.response and each.failure is None}
    tried = Counter(each.response.invitation.id for each in entries if each.response)
    assert max(tried.values(), default=0) <= TRIES
    ours = {InvitationId(name) for name in given}
    left = {InvitationId(name) for name in given.keys() - answers.keys()}
    return len(ours - tried.keys()) + len(left - done) + len(done - ours)


def try_out(kills: int, faults: float, seed: int = 1) -> Ended:
    with TemporaryDirectory() as folder, GooglePeer(Path(folder)) as peer:
        return Trial(Path(folder), peer, random.Random(seed), faults).run(kills)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--kills", type=int, default=60)
    options.add_argument("--faults", type=float, default=0.15)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    sys.stdout.write(f"{try_out(chosen.kills, chosen.faults, chosen.seed)}\n")


if __name__ == "__main__":
    main()
