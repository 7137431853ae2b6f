"""Whatever fails, crashes, is doubled or overtakes on the way, the person's calendar ends up with each block once."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from enum import Enum, auto
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from hedgerow.adapters.clock import StillClock
from hedgerow.adapters.imip.blocks import InvitedBlocks
from hedgerow.adapters.mail.wire import write
from hedgerow.core.block import BlockId, Found, uid_of
from hedgerow.core.occurrence import Transparency
from hedgerow.ports import Refused, Unavailable, UncertainDelivery
from tests.adapters.contract_block_calendar import RUN
from tests.adapters.imip.receiver import Entry, Receiver, invitation
from tests.adapters.imip.test_blocks import ADDRESSES, invited
from tests.agenda import at, span


class Crash(BaseException):
    """The process ends here; nothing catches it."""


class Fate(Enum):
    """Of one mail."""

    FINE = auto()
    AWAY = auto()
    REFUSED = auto()
    CUT = auto()
    """The connection ends before the text arrives, and nobody can know."""
    UNANSWERED = auto()
    CRASH_BEFORE = auto()
    CRASH_AT_THE_TEXT = auto()
    CRASH_AFTER = auto()


@dataclass
class Post:
    fates: list[Fate] = field(default_factory=list)
    arrived: list[bytes] = field(default_factory=list)

    def send(self, message: EmailMessage, handing_over: Callable[[], None]) -> str:
        fate = self.fates.pop(0) if self.fates else Fate.FINE
        self._begin(fate)
        handing_over()
        self._hand_over(fate, write(message))
        return "there"

    def _begin(self, fate: Fate) -> None:
        match fate:
            case Fate.CRASH_BEFORE:
                raise Crash
            case Fate.AWAY:
                raise Unavailable("It is away.")
            case Fate.REFUSED:
                raise Refused("No.")
            case _:
                pass

    def _hand_over(self, fate: Fate, data: bytes) -> None:
        if fate is Fate.CRASH_AT_THE_TEXT:
            raise Crash
        if fate is not Fate.CUT:
            self.arrived.append(data)
        if fate in (Fate.CUT, Fate.UNANSWERED):
            raise UncertainDelivery("Who knows.")
        if fate is Fate.CRASH_AFTER:
            raise Crash


PLACES = (span("thu", "18:00-19:00"), span("fri", "07:00-08:00"), span("sat", "10:00-12:00"))
DEEDS = st.tuples(
    st.sampled_from(["create", "move", "flip", "retitle", "remove", "look", "wait"]),
    st.integers(0, 3),
    st.lists(st.sampled_from(Fate), max_size=3),
)


def do(calendar: InvitedBlocks, deed: str, number: int, created: int) -> None:
    """One call, as by a process that was started for it."""
    if deed == "create":
        calendar.put(replace(RUN, block=BlockId(f"b{created}"), span=PLACES[number % 3]), None)
        return
    held = calendar.kept.find_blocks()
    if deed == "look" or not held:
        calendar.find_blocks()
        return
    found = held[number % len(held)]
    if deed == "remove":
        calendar.remove(found.block, found.version)
        return
    event = replace(RUN, block=found.block, span=found.span, title=found.title, transparency=found.transparency)
    match deed:
        case "move":
            event = replace(event, span=PLACES[number % 3])
        case "flip":
            free = found.transparency is Transparency.OPAQUE
            event = replace(event, transparency=Transparency.TRANSPARENT if free else Transparency.OPAQUE)
        case _:
            event = replace(event, title=f"Run {number}")
    calendar.put(event, found.version)


def after(folder: Path, deeds: list[tuple[str, int, list[Fate]]], clock: StillClock) -> tuple[InvitedBlocks, Post]:
    post = Post()
    calendar = invited(folder, post, clock)
    for count, (deed, number, fates) in enumerate(deeds):
        post.fates = list(fates)
        if deed == "wait":
            clock.at += timedelta(minutes=20 * (number + 1))
            continue
        with suppress(Crash, Unavailable, Refused):
            do(replace(calendar, kept=replace(calendar.kept)), deed, number, count)
    post.fates = []
    return replace(calendar, kept=replace(calendar.kept)), post


def entry(found: Found) -> Entry:
    return Entry(found.span, found.title, found.transparency is Transparency.TRANSPARENT)


@given(st.lists(DEEDS, max_size=14), st.data())
@settings(max_examples=80)
def test_after_any_faults_duplicates_and_detours_the_person_sees_each_block_once_and_as_it_is(
    deeds: list[tuple[str, int, list[Fate]]], data: st.DataObject
) -> None:
    clock = StillClock(at("mon", "12:00"))
    with TemporaryDirectory() as folder:
        calendar, post = after(Path(folder), deeds, clock)
        clock.at += timedelta(days=1, hours=1)
        held = calendar.find_blocks()
        receiver = Receiver(ADDRESSES.attendee)
        for mail in data.draw(st.permutations(post.arrived * 2)):
            receiver.take(mail)
        assert receiver.entries == {uid_of(found.block): entry(found) for found in held}
        quiet = len(post.arrived)
        calendar.find_blocks()
        assert len(post.arrived) == quiet


@given(st.lists(DEEDS, max_size=14))
@settings(max_examples=40)
def test_one_sequence_of_a_block_never_says_two_things(deeds: list[tuple[str, int, list[Fate]]]) -> None:
    with TemporaryDirectory() as folder:
        calendar, post = after(Path(folder), deeds, StillClock(at("mon", "12:00")))
        with suppress(Unavailable, Refused):
            calendar.find_blocks()
    said: dict[tuple[str, int], bytes] = {}
    for data in post.arrived:
        told = invitation(message_from_bytes(data, _class=EmailMessage, policy=default))
        assert said.setdefault((told.uid, told.sequence), data) == data
