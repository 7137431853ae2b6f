"""Blocks held by invitation, for a calendar that can't be written.

What is to be held is a calendar file of our own, written first; intents settle on it. What was told of it is a second
file. Whatever differs between the two is to be mailed, so that there is no third thing that a crash could leave
wrong: a mail that did not go out, or may not have, is sent again when the calendar is next looked at by a process that
may write, or written. That does no harm: the same UID with the same SEQUENCE says the same (RFC 5546 section 2.1.5).

What is missed without a removal of ours is cancelled later; see `told`.

A calendar that is only told things cannot defend a block: what the person moves or deletes there is not seen here.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from hedgerow.adapters.ics.block_file import BlockFile
from hedgerow.adapters.ics.block_lines import read_lines
from hedgerow.adapters.ics.block_text import sequence_of
from hedgerow.adapters.ics.whole_file import folder_lock
from hedgerow.adapters.imip.invitation import Addresses, compose
from hedgerow.adapters.imip.told import PATIENCE, Method, Shown, Told, ToldFile, Wanted, look_for, to_tell
from hedgerow.core.block import BlockEvent, BlockId, Found, Version
from hedgerow.core.occurrence import CalendarId
from hedgerow.ports import Clock, Mailer, PreconditionFailed, Refused, Unavailable, UncertainDelivery

Trouble = Unavailable | Refused | UncertainDelivery


@dataclass(slots=True)
class InvitedBlocks:
    """A `ports.BlockCalendar`. `zone` is the person's, for the times in the words of a mail."""

    kept: BlockFile
    addresses: Addresses
    mailer: Mailer
    zone: ZoneInfo
    clock: Clock
    may_mail: Callable[[], Collection[Method]]
    """What may go by itself: nothing where reading must change nothing, as for `plan`; in a pause only CANCEL."""

    @property
    def calendar(self) -> CalendarId:
        return self.kept.calendar

    def find_blocks(self) -> Sequence[Found]:
        """Mails what still is to be, where it may; while that can't be done, the calendar is as good as not there."""
        may_go = self.may_mail()
        match self._tell(may_go) if may_go else None:
            case Unavailable() | Refused() as trouble:
                raise type(trouble)(f"Invitations still have to be mailed to {self.addresses.attendee}. {trouble}")
            case UncertainDelivery() | None:
                return self.kept.find_blocks()

    def put(self, event: BlockEvent, expected: Version | None) -> Version:
        """Raises Unavailable, too, when the block is held and its invitation is still to be mailed."""
        version = self.kept.put(event, expected)
        self._tell_now(event.block, "The block is held, but its invitation")
        return version

    def remove(self, block: BlockId, expected: Version) -> None:
        """Raises Unavailable, too, when the block is removed and its cancellation is still to be mailed."""
        self._give_up(block)
        self.kept.remove(block, expected)
        self._tell_now(block, "The block is given up, but its cancellation")

    def uncancelled(self) -> int:
        """How many cancellations are not known to have arrived, those of what is merely missed among them.

        Raises Unavailable.
        """
        wanted, puzzling = _wanted(self.kept.find_blocks())
        with _in_words(self._record):
            told = self._record.load()
        return sum(block not in wanted and block not in puzzling for block in told)

    @property
    def _record(self) -> ToldFile:
        return ToldFile(self.kept.path.parent / "told" / f"{self.calendar}.json")

    def _give_up(self, block: BlockId) -> None:
        """Before it is removed, so that a crash in between leaves no doubt who did it. Raises Unavailable."""
        try:
            with _in_words(self._record), self._alone():
                told = self._record.load().get(block)
                if told is not None:
                    self._record.record(replace(told, missed=self.clock.now() - PATIENCE))
        except UncertainDelivery as busy:
            raise Unavailable(str(busy)) from busy

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """On a folder of its own, so that nobody who writes a block waits for a mail server. Raises OSError."""
        self._record.path.parent.mkdir(parents=True, exist_ok=True)
        with folder_lock(self._record.path):
            yield

    def _tell_now(self, block: BlockId, what: str) -> None:
        """The block that was asked for is told of in any case."""
        trouble = self._tell(self.may_mail(), block)
        if trouble is not None:
            raise Unavailable(f"{what} is mailed later. {trouble}") from trouble

    def _tell(self, may_go: Collection[Method], asked: BlockId | None = None) -> Trouble | None:
        """Why not all that is due is known to have arrived."""
        try:
            with _in_words(self._record), self._alone():
                self._tell_all(may_go, asked)
        except (Unavailable, Refused, UncertainDelivery) as trouble:
            return trouble
        return None

    def _tell_all(self, may_go: Collection[Method], asked: BlockId | None) -> None:
        """What is kept is read under the lock: an older state must not be told after a newer one."""
        now, record = self.clock.now(), self._record
        wanted, puzzling = _wanted(self.kept.find_blocks())
        for noted in look_for(wanted, record.load(), puzzling, now):
            record.record(noted)
        for telling in to_tell(wanted, record.load(), puzzling, now):
            if telling.is_due(now) and (telling.method in may_go or telling.block == asked):
                self._mail(telling, record)

    def _mail(self, telling: Told, record: ToldFile) -> None:
        """Raises what the mailer raises, and what the record does."""
        begun = telling.tried_again(self.clock.now())
        self.mailer.send(compose(telling, self.addresses, self.zone), _noting(record, begun))
        record.record(replace(begun, arrived=True))


@contextmanager
def _in_words(record: ToldFile) -> Iterator[None]:
    """Raises UncertainDelivery when somebody else mails, Unavailable when the record can't be kept."""
    try:
        yield
    except BlockingIOError as why:
        raise UncertainDelivery("Another Hedgerow is mailing invitations just now.") from why
    except (OSError, PreconditionFailed) as why:
        reason = why.strerror if isinstance(why, OSError) else "it is written by another program"
        raise Unavailable(
            f"{record.path} can't be kept ({reason}), and nothing is mailed that could not be noted."
        ) from why


def _noting(record: ToldFile, begun: Told) -> Callable[[], None]:
    return lambda: record.record(begun)


def _wanted(found: Sequence[Found]) -> tuple[Mapping[BlockId, Wanted], frozenset[BlockId]]:
    """What is to be shown; and which events are there, but no more what can be told: nothing is concluded of them."""
    puzzling = frozenset(each.block for each in found if each.broken or each.all_day or each.recurring)
    plain = (each for each in found if each.block not in puzzling and not each.cancelled)
    return {
        each.block: Wanted(Shown(each.span, each.title, each.transparency), _sequence(each)) for each in plain
    }, puzzling


def _sequence(found: Found) -> int:
    return sequence_of(read_lines(found.text.encode()))
