"""Blocks held by invitation, for a calendar that can't be written.

What is to be held is a calendar file of our own, written first; intents settle on it. What was told of it is a second
file. Whatever differs between the two is to be mailed, so that there is no third thing that a crash could leave
wrong: a mail that did not go out, or may not have, is sent again when the calendar is next looked at or written. That
does no harm: the same UID with the same SEQUENCE says the same (RFC 5546 section 2.1.5).

A calendar that is only told things cannot defend a block: what the person moves or deletes there is not seen here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from hedgerow.adapters.ics.block_file import BlockFile
from hedgerow.adapters.ics.block_lines import only_value, read_lines
from hedgerow.adapters.ics.whole_file import folder_lock
from hedgerow.adapters.imip.invitation import Addresses, compose
from hedgerow.adapters.imip.told import Shown, Told, ToldFile, Wanted, to_tell
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

    @property
    def calendar(self) -> CalendarId:
        return self.kept.calendar

    def find_blocks(self) -> Sequence[Found]:
        """Mails what is still to be mailed; while that can't be done, the calendar is as good as not there."""
        match self._tell():
            case Unavailable() | Refused() as trouble:
                raise type(trouble)(f"Invitations still have to be mailed to {self.addresses.attendee}. {trouble}")
            case UncertainDelivery() | None:
                return self.kept.find_blocks()

    def put(self, event: BlockEvent, expected: Version | None) -> Version:
        """Raises Unavailable, too, when the block is held and its invitation is still to be mailed."""
        version = self.kept.put(event, expected)
        self._tell_now("The block is held, but its invitation")
        return version

    def remove(self, block: BlockId, expected: Version) -> None:
        """Raises Unavailable, too, when the block is removed and its cancellation is still to be mailed."""
        self.kept.remove(block, expected)
        self._tell_now("The block is given up, but its cancellation")

    def _tell_now(self, what: str) -> None:
        trouble = self._tell()
        if trouble is not None:
            raise Unavailable(f"{what} is mailed later. {trouble}") from trouble

    def _tell(self) -> Trouble | None:
        """Why not all that is due is known to have arrived."""
        record = ToldFile(self.kept.path.parent / "told" / f"{self.calendar}.json")
        try:
            record.path.parent.mkdir(parents=True, exist_ok=True)
            # on a folder of its own, so that nobody who writes a block waits for a mail server
            with folder_lock(record.path):
                self._tell_all(record)
        except BlockingIOError:
            return UncertainDelivery("Another Hedgerow is mailing invitations just now.")
        except (OSError, PreconditionFailed) as why:
            reason = why.strerror if isinstance(why, OSError) else "it is written by another program"
            return Unavailable(
                f"{record.path} can't be kept ({reason}), and nothing is mailed that could not be noted."
            )
        except (Unavailable, Refused, UncertainDelivery) as trouble:
            return trouble
        return None

    def _tell_all(self, record: ToldFile) -> None:
        """What is kept is read under the lock: an older state must not be told after a newer one."""
        now = self.clock.now()
        wanted, puzzling = _wanted(self.kept.find_blocks())
        for telling in to_tell(wanted, record.load(), puzzling, now):
            if telling.is_due(now):
                self._mail(telling, record)

    def _mail(self, telling: Told, record: ToldFile) -> None:
        """Raises what the mailer raises, and what the record does."""
        begun = telling.tried_again(self.clock.now())
        self.mailer.send(compose(telling, self.addresses, self.zone), _noting(record, begun))
        record.record(replace(begun, arrived=True))


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
    value = only_value(read_lines(found.text.encode()), "SEQUENCE")
    return int(value) if value.isdigit() else 0
