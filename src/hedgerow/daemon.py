"""When is the next run: wait, run, stop on SIGTERM, look again on SIGHUP.

APScheduler is the heartbeat and no more: one process, in memory, UTC, intervals only. What is due is told from our own
records, so a missed beat, a sleep or a jump of the clock neither loses nor doubles anything.
"""

import logging
import os
import signal
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from queue import SimpleQueue
from threading import Lock

from apscheduler.schedulers.background import BackgroundScheduler

from hedgerow.core.boundary import Boundary
from hedgerow.core.occurrence import CalendarId, NotSeen
from hedgerow.flows.collecting import collect_replies
from hedgerow.flows.cycle import Outcome, Performed, Survey, apply, reply_to_invitations, survey
from hedgerow.flows.household import Household
from hedgerow.flows.replying import Replied
from hedgerow.flows.sending import OnLeave, due_week, send_letter
from hedgerow.flows.weekly import WEEKS_BEFORE, keep_weeks, make_report
from hedgerow.ports import AuthorizationExpired, Refused, Unavailable

_log = logging.getLogger(__name__)

BEAT = timedelta(seconds=20)
"""Timers stand still while a machine sleeps, so the beat bounds how late it wakes up."""
LATE = 4
"""Weeks that are over whose calendars each cycle still looks at, so that a late change reaches the history."""
PATIENCE = 20.0
"""Seconds that a page waits for a turn to end."""
ENDING = 4.0
"""Seconds that a running turn has to end after SIGTERM. Its intents make it safe to leave it where it is."""


def _same(household: Household) -> Household:
    return household


@dataclass
class Wheel:
    """Turns when it is time. Knows only when it last turned; all else is in the ledger and the outbox."""

    household: Household
    last: datetime | None = None
    renewed: Callable[[Household], Household] = _same
    """Gives the household anew when what it was made from has changed; asked before each cycle."""
    is_asked: bool = False
    """Somebody wants a cycle at once."""
    boundary: Boundary | None = None
    """As the last cycle found it, leave included: no letter is sent on leave."""
    _waits: tuple[str, ...] = ()
    """What was last said to wait for the person."""
    _unseen: Mapping[str, Sequence[CalendarId]] = field(default_factory=dict)
    """The calendars that were last not seen, by the reason."""
    _held_off: str = ""
    """What was last said to keep a turn from beginning."""
    _not_backed_up: str = ""
    """What was last said to keep the database from being copied."""
    _not_answered: str = ""
    """What was last said to keep replies from being read."""
    _turning: Lock = field(default_factory=Lock)

    def turn(self) -> None:
        """Does what is due now; a failure is logged and tried again at the next beat or cycle."""
        with self._turning:
            _guarded("turn", self._turn)

    def _turn(self) -> None:
        """A person who applies at this moment comes first: then the next beat tries again."""
        if self._is_time():
            self.household = self.renewed(self.household)
        try:
            with self.household.alone():
                self._held_off = ""
                self._do_what_is_due()
        except (Refused, Unavailable) as error:
            if str(error) != self._held_off:
                level = logging.ERROR if isinstance(error, Refused) else logging.INFO
                _log.log(level, "this turn waits: %s", error)
            self._held_off = str(error)

    def _do_what_is_due(self) -> None:
        if self._is_time():
            self.last, self.is_asked = self.household.clock.now(), False
            _guarded("cycle", self._cycle)
            _guarded("backup", self._back_up)
            self._collect_replies()
        _guarded("letter", self._letter)

    @contextmanager
    def resting(self) -> Iterator[None]:
        """For a page that does what the person says. Raises Unavailable, Refused."""
        if not self._turning.acquire(timeout=PATIENCE):
            raise Unavailable("Hedgerow is at work in your calendars just now: try again in a moment.")
        try:
            with self.household.alone():
                yield
            self.is_asked = True  # it may have changed the settings, and a letter may be due before the next cycle
        finally:
            self._turning.release()

    def rest(self, seconds: float) -> bool:
        """Waits for a running turn; False when it is still running after that."""
        return self._turning.acquire(timeout=seconds)

    def _is_time(self) -> bool:
        """A clock that was set back counts as time, too."""
        now = self.household.clock.now()
        return (
            self.is_asked
            or self.last is None
            or not self.last <= now < self.last + self.household.settings.server.every
        )

    def _cycle(self) -> None:
        surveyed = survey(self.household, LATE)
        self.boundary = surveyed.view.boundary
        self._tell_gaps(surveyed.view.coverage.not_seen)
        performed = apply(self.household, surveyed, asked=())
        replied = reply_to_invitations(self.household, surveyed)
        done = sum(each.outcome is Outcome.DONE for each in performed)
        proof = surveyed.outlook.plan.proof
        proven = "" if proof.proven else f"; the plan is not proven best{f' ({proof.doubt})' if proof.doubt else ''}"
        _log.info("cycle: %d of %d steps done%s", done, len(performed), proven)
        _guarded("history", lambda: keep_weeks(self.household, surveyed.view, LATE))
        waits = tuple(_waiting_for_the_person(surveyed, performed, replied))
        if waits != self._waits:
            self._waits = waits
            for line in waits:
                _log.warning("%s", line)

    def _collect_replies(self) -> None:
        try:
            collect_replies(self.household)
            self._not_answered = ""
        except (Unavailable, Refused, AuthorizationExpired) as error:
            if str(error) != self._not_answered:
                _log.warning("replies: %s", error)
            self._not_answered = str(error)

    def _tell_gaps(self, gaps: Sequence[NotSeen]) -> None:
        """Once until they change: an account that waits for its person is not told of in every cycle."""
        unseen = {gap.reason: sorted({each.calendar for each in gaps if each.reason == gap.reason}) for gap in gaps}
        for reason, calendars in unseen.items():
            if self._unseen.get(reason) != calendars:
                _log.warning("calendar %s not seen: %s", ", ".join(calendars), reason)
        again = _all_of(self._unseen) - _all_of(unseen)
        if again:
            _log.info("calendar %s seen again", ", ".join(sorted(again)))
        self._unseen = unseen

    def _back_up(self) -> None:
        today = self.household.clock.now().astimezone(self.household.settings.person.zone).date()
        try:
            self.household.back_up(today)
            self._not_backed_up = ""
        except Unavailable as error:
            if str(error) != self._not_backed_up:
                _log.warning("%s", error)
            self._not_backed_up = str(error)

    def _letter(self) -> None:
        week = due_week(self.household, self.boundary)
        if week is not None:
            report = make_report(self.household, survey(self.household, WEEKS_BEFORE + 1), week)
            if isinstance(send_letter(self.household, report), OnLeave):
                _log.info("letter %s waits: the person is on leave", week)


def _all_of(unseen: Mapping[str, Sequence[CalendarId]]) -> set[CalendarId]:
    return {each for calendars in unseen.values() for each in calendars}


def _waiting_for_the_person(
    surveyed: Survey, performed: Sequence[Performed], replied: Sequence[Replied]
) -> Iterator[str]:
    if any(each.outcome is Outcome.PAUSED for each in performed):
        pause = surveyed.pause
        until = f" until {pause.until.isoformat()}" if pause is not None and pause.until is not None else ""
        yield f"paused{until}: nothing is written; `hedgerow resume` ends it"
        return
    new = sorted({each.step.calendar for each in performed if each.outcome is Outcome.NOT_ASKED})
    if new:
        yield f"the first blocks in {', '.join(new)} wait for a yes: run `hedgerow apply`"
    unasked = sorted({each.response.invitation.calendar for each in replied if each.outcome is Outcome.NOT_ASKED})
    if unasked:
        yield f"the first replies to invitations in {', '.join(unasked)} wait for a yes: run `hedgerow apply`"
    if surveyed.outlook.held_back:
        count = len(surveyed.outlook.held_back)
        again = "so they wait for another turn that plans the same: run `hedgerow apply`"
        yield f"{count} deletions at once may be a mistake, {again}"
    if surveyed.outlook.left_alone:
        count = len(surveyed.outlook.left_alone)
        again = "run `hedgerow apply` to try once more"
        yield f"writes undone or refused again and again are left alone ({count}): {again}"


def _guarded(what: str, act: Callable[[], None]) -> None:
    try:
        act()
    except Exception:  # noqa: BLE001 - the one broad net: no fault of a turn may end the daemon
        _log.exception("%s failed; it will be tried again", what)


Alone = Callable[[], AbstractContextManager[None]]
Pages = Callable[[Callable[[], Household], Alone], AbstractContextManager[None]]
"""Shown while they are open, of the household at the moment; what they do, they do while nothing else writes."""


def _no_pages(_: Callable[[], Household], __: Alone) -> AbstractContextManager[None]:
    return nullcontext()


def serve(
    household: Household,
    environ: Mapping[str, str],
    renewed: Callable[[Household], Household] = _same,
    pages: Pages = _no_pages,
    beat: timedelta = BEAT,
) -> None:
    """Shows the pages meanwhile.

    Returns on SIGTERM or SIGINT, within `ENDING`; leaves the process at once when a turn does not end by then. SIGHUP
    turns at once, by what the settings then say; but when the terminal is gone from which this was started, it ends as
    they do.
    """
    asked: SimpleQueue[int] = SimpleQueue()  # the one queue that a signal may put into at any moment
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda number, _: asked.put(number))
    has_terminal = os.isatty(0)
    wheel = Wheel(household, renewed=renewed)
    scheduler = BackgroundScheduler(timezone=UTC)
    turn = _turning(wheel, environ)
    # that a machine is too busy to begin in time is no reason to leave a turn out
    at_once = partial(scheduler.add_job, turn, misfire_grace_time=None)
    at_once()
    scheduler.add_job(
        turn, "interval", seconds=beat.total_seconds(), misfire_grace_time=None, coalesce=True, max_instances=1
    )
    scheduler.start()
    notify("READY=1", environ)
    _log.info("serving; a cycle every %s", household.settings.server.every)
    with pages(lambda: wheel.household, wheel.resting):
        while asked.get() == signal.SIGHUP and os.isatty(0) == has_terminal:
            wheel.is_asked = True
            at_once()
        notify("STOPPING=1", environ)
    scheduler.shutdown(wait=False)
    if not wheel.rest(ENDING):
        _log.warning("a turn was left unfinished; its intents are settled at the next start")
        logging.shutdown()
        os._exit(0)


def _turning(wheel: Wheel, environ: Mapping[str, str]) -> Callable[[], None]:
    def turn() -> None:
        wheel.turn()
        notify("WATCHDOG=1", environ)

    return turn


def notify(state: str, environ: Mapping[str, str]) -> None:
    """Tells systemd, where it asks to be told: sd_notify(3). The work loop does, so that a hang is noticed."""
    address = environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.connect("\0" + address[1:] if address.startswith("@") else address)
        line.sendall(state.encode())
