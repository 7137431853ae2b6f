"""Invited blocks: the contract over real SMTP, what is mailed when, and what happens when it isn't."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from hedgerow.adapters.clock import StillClock
from hedgerow.adapters.ics.block_file import BlockFile
from hedgerow.adapters.ics.whole_file import folder_lock
from hedgerow.adapters.imip.blocks import InvitedBlocks
from hedgerow.adapters.imip.invitation import Addresses
from hedgerow.adapters.imip.told import Method
from hedgerow.adapters.mail.smtp import SmtpMailer
from hedgerow.core.block import BlockEvent, BlockId, uid_of
from hedgerow.core.occurrence import CalendarId, Transparency
from hedgerow.core.span import Span
from hedgerow.ports import Mailer, Refused, Unavailable, UncertainDelivery
from hedgerow.settings.values import Tls
from tests.adapters.contract_block_calendar import RUN, SWIM, BlockCalendarContract, blocks
from tests.adapters.ics.test_block_file import FileBench
from tests.adapters.imip.receiver import Entry, Receiver, invitation
from tests.agenda import BERLIN, at, span
from tests.fakes.post_office import HANG_UP, PostOffice

ADDRESSES = Addresses("hedgerow@example.org", "robin@example.org")
LATER = span("thu", "18:00-19:30")


def invited(folder: Path, mailer: Mailer, clock: StillClock | None = None) -> InvitedBlocks:
    clock = clock or StillClock(at("mon", "12:00"))
    kept = BlockFile(folder / "invitations" / "own.ics", CalendarId("own"), BERLIN, clock, is_new=True)
    return InvitedBlocks(kept, ADDRESSES, mailer, BERLIN, clock, lambda: tuple(Method))


def smtp(office: PostOffice) -> SmtpMailer:
    return SmtpMailer("127.0.0.1", office.port, Tls.NONE, timeout=5)


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with PostOffice() as office:
        yield office


@dataclass
class InvitedBench:
    calendar: InvitedBlocks

    @property
    def file(self) -> FileBench:
        return FileBench(self.calendar.kept)

    def reopened(self) -> InvitedBlocks:
        return replace(self.calendar, kept=replace(self.calendar.kept))

    def foreign(self) -> object:
        return self.file.foreign()

    def copy_by_hand(self, block: BlockId) -> None:
        self.file.copy_by_hand(block)

    def move_by_hand(self, block: BlockId, where: Span) -> None:
        self.file.move_by_hand(block, where)

    def take_uid(self, block: BlockId) -> None:
        self.file.take_uid(block)


class TestInvitedBlocks(BlockCalendarContract):
    @pytest.fixture
    def bench(self, tmp_path: Path, office: PostOffice) -> InvitedBench:
        calendar = invited(tmp_path, smtp(office))
        calendar.kept.create()
        return InvitedBench(calendar)


@pytest.fixture
def clock() -> StillClock:
    return StillClock(at("mon", "12:00"))


@pytest.fixture
def calendar(tmp_path: Path, office: PostOffice, clock: StillClock) -> InvitedBlocks:
    return invited(tmp_path, smtp(office), clock)


def mailed(office: PostOffice) -> list[tuple[str, str, int]]:
    """Method, UID and SEQUENCE of each mail, in order."""
    return [(each.method, each.uid, each.sequence) for each in map(invitation, office.letters)]


def shown(office: PostOffice) -> dict[str, Entry]:
    receiver = Receiver(ADDRESSES.attendee)
    for data in office.delivered:
        receiver.take(data)
    return receiver.entries


def entry(event: BlockEvent) -> dict[str, Entry]:
    return {uid_of(event.block): Entry(event.span, event.title, event.transparency is Transparency.TRANSPARENT)}


# What is mailed when all goes well


def test_a_block_is_invited_to_moved_and_cancelled_with_a_rising_sequence(
    calendar: InvitedBlocks, office: PostOffice
) -> None:
    uid = uid_of(RUN.block)
    version = calendar.put(RUN, None)
    assert shown(office) == entry(RUN)
    moved = replace(RUN, span=LATER)
    version = calendar.put(moved, version)
    assert shown(office) == entry(moved)
    calendar.remove(RUN.block, version)
    assert shown(office) == {}
    assert mailed(office) == [("REQUEST", uid, 0), ("REQUEST", uid, 1), ("CANCEL", uid, 2)]
    assert office.envelopes == [(ADDRESSES.organizer, [ADDRESSES.attendee])] * 3


def test_a_block_that_turns_from_free_to_busy_is_told_with_a_higher_sequence(
    calendar: InvitedBlocks, office: PostOffice
) -> None:
    version = calendar.put(SWIM, None)
    busy = replace(SWIM, transparency=Transparency.OPAQUE)
    calendar.put(busy, version)
    assert [sequence for _, _, sequence in mailed(office)] == [0, 1]
    assert shown(office) == entry(busy)


def test_nothing_is_mailed_when_nothing_changed(calendar: InvitedBlocks, office: PostOffice) -> None:
    version = calendar.put(RUN, None)
    calendar.find_blocks()
    calendar.put(replace(RUN, slot=replace(RUN.slot, day=RUN.slot.day + timedelta(days=1))), version)
    replace(calendar).find_blocks()
    assert len(mailed(office)) == 1


def test_looking_at_a_new_calendar_mails_nothing_and_makes_no_calendar(
    calendar: InvitedBlocks, office: PostOffice
) -> None:
    assert calendar.find_blocks() == ()
    assert not calendar.kept.path.exists()
    assert office.connections == 0


def test_a_sequence_of_too_many_digits_counts_as_none(calendar: InvitedBlocks, office: PostOffice) -> None:
    calendar.put(RUN, None)
    path = calendar.kept.path
    path.write_bytes(path.read_bytes().replace(b"SEQUENCE:0", b"SEQUENCE:" + b"9" * 5000))
    assert blocks(replace(calendar).find_blocks()) == [RUN.block]
    assert (shown(office), len(office.delivered)) == (entry(RUN), 1)


def test_removing_all_cancels_all(calendar: InvitedBlocks, office: PostOffice) -> None:
    for event in (RUN, SWIM):
        calendar.put(event, None)
    for found in calendar.find_blocks():
        calendar.remove(found.block, found.version)
    assert shown(office) == {}
    assert sorted(mailed(office)[2:]) == sorted(("CANCEL", uid_of(event.block), 1) for event in (RUN, SWIM))


def test_what_was_changed_beyond_what_can_be_told_is_left_as_it_was_told(
    calendar: InvitedBlocks, office: PostOffice
) -> None:
    calendar.put(RUN, None)
    FileBench(calendar.kept).edit(b"SEQUENCE:0", b"SEQUENCE:0\r\nRRULE:FREQ=DAILY")
    calendar.find_blocks()
    assert len(mailed(office)) == 1


def test_a_block_that_is_over_before_it_could_be_told_is_not_told(
    tmp_path: Path, office: PostOffice, clock: StillClock
) -> None:
    away = SmtpMailer("127.0.0.1", 9, Tls.NONE, timeout=5)
    calendar = invited(tmp_path, away, clock)
    with pytest.raises(Unavailable):
        calendar.put(RUN, None)
    clock.at = RUN.span.end
    replace(calendar, mailer=smtp(office)).find_blocks()
    assert mailed(office) == []


# When mails do not go out


def test_a_mail_that_could_not_go_out_goes_out_when_the_calendar_is_next_read(
    calendar: InvitedBlocks, office: PostOffice
) -> None:
    office.answers["MAIL"] = "451 busy"
    with pytest.raises(Unavailable, match="held, but its invitation is mailed later"):
        calendar.put(RUN, None)
    with pytest.raises(Unavailable, match=r"still have to be mailed to robin@example\.org\. .* tried again"):
        calendar.find_blocks()
    del office.answers["MAIL"]
    assert blocks(calendar.find_blocks()) == [RUN.block]
    assert shown(office) == entry(RUN)


def test_a_server_that_refuses_says_so_each_time_and_the_block_is_held_all_the_same(
    calendar: InvitedBlocks, office: PostOffice
) -> None:
    office.answers["RCPT"] = "550 no such mailbox"
    with pytest.raises(Unavailable, match="no such mailbox"):
        calendar.put(RUN, None)
    with pytest.raises(Refused, match="no such mailbox"):
        calendar.find_blocks()
    assert blocks(calendar.kept.find_blocks()) == [RUN.block]


def test_a_block_that_was_never_told_needs_no_cancellation(calendar: InvitedBlocks, office: PostOffice) -> None:
    office.answers["MAIL"] = "451 busy"
    with pytest.raises(Unavailable):
        calendar.put(RUN, None)
    del office.answers["MAIL"]
    [found] = calendar.kept.find_blocks()
    calendar.remove(RUN.block, found.version)
    assert mailed(office) == []


def test_a_removed_block_is_not_found_while_its_cancellation_waits(calendar: InvitedBlocks, office: PostOffice) -> None:
    version = calendar.put(RUN, None)
    office.answers["MAIL"] = "451 busy"
    with pytest.raises(Unavailable, match="given up, but its cancellation is mailed later"):
        calendar.remove(RUN.block, version)
    del office.answers["MAIL"]
    assert calendar.find_blocks() == ()
    assert shown(office) == {}
    calendar.find_blocks()
    assert [method for method, _, _ in mailed(office)] == ["REQUEST", "CANCEL"]


def test_a_mail_that_may_have_arrived_is_sent_again_the_same(calendar: InvitedBlocks, office: PostOffice) -> None:
    lost = _Lossy(calendar.mailer)
    with pytest.raises(Unavailable, match="may or may not"):
        replace(calendar, mailer=lost).put(RUN, None)
    calendar.find_blocks()
    first, second = office.delivered
    assert first == second
    assert shown(office) == entry(RUN)


def test_a_block_that_may_have_been_told_is_cancelled(calendar: InvitedBlocks, office: PostOffice) -> None:
    with pytest.raises(Unavailable):
        replace(calendar, mailer=_Lossy(calendar.mailer)).put(RUN, None)
    [found] = calendar.kept.find_blocks()
    calendar.remove(RUN.block, found.version)
    assert [method for method, _, _ in mailed(office)] == ["REQUEST", "CANCEL"]


def test_a_server_that_never_says_whether_it_took_a_mail_is_asked_ever_more_seldom(
    calendar: InvitedBlocks, office: PostOffice, clock: StillClock
) -> None:
    office.answers["DATA"] = HANG_UP
    with pytest.raises(Unavailable):
        calendar.put(RUN, None)
    for _ in range(4 * 16):
        calendar.find_blocks()
        clock.at += timedelta(minutes=15)
    assert office.events.count("the text") == 8
    assert [each.block for each in calendar.find_blocks()] == [RUN.block]


def test_a_clock_that_was_set_back_keeps_no_mail_from_being_sent_again(
    calendar: InvitedBlocks, office: PostOffice, clock: StillClock
) -> None:
    office.answers["DATA"] = HANG_UP
    with pytest.raises(Unavailable):
        calendar.put(RUN, None)
    calendar.find_blocks()
    del office.answers["DATA"]
    calendar.find_blocks()
    assert mailed(office) == []
    clock.at -= timedelta(days=300)
    calendar.find_blocks()
    assert [method for method, _, _ in mailed(office)] == ["REQUEST"]


# In a pause


def test_in_a_pause_no_invitation_goes_out_by_itself_and_cancellations_do(
    calendar: InvitedBlocks, office: PostOffice
) -> None:
    version = calendar.put(SWIM, None)
    office.answers["MAIL"] = "451 busy"
    with pytest.raises(Unavailable):
        calendar.put(RUN, None)
    with pytest.raises(Unavailable):
        calendar.remove(SWIM.block, version)
    del office.answers["MAIL"]
    replace(calendar, may_mail=lambda: (Method.CANCEL,)).find_blocks()
    assert [method for method, _, _ in mailed(office)] == ["REQUEST", "CANCEL"]
    assert shown(office) == {}
    calendar.find_blocks()
    assert shown(office) == entry(RUN)


def test_what_the_person_asks_for_in_a_pause_is_mailed_and_nothing_else(
    calendar: InvitedBlocks, office: PostOffice
) -> None:
    office.answers["MAIL"] = "451 busy"
    with pytest.raises(Unavailable):
        calendar.put(RUN, None)
    del office.answers["MAIL"]
    replace(calendar, may_mail=lambda: (Method.CANCEL,)).put(SWIM, None)
    assert shown(office) == entry(SWIM)


# When the file of what is held was replaced


@pytest.mark.parametrize("kept", [1, 0], ids=["an older one", "an empty one"])
def test_what_is_missed_is_cancelled_when_it_has_stayed_away_for_an_hour(
    calendar: InvitedBlocks, office: PostOffice, clock: StillClock, kept: int
) -> None:
    path, texts = calendar.kept.path, []
    calendar.kept.create()
    for event in (RUN, SWIM):
        texts.append(path.read_bytes())
        calendar.put(event, None)
    whole = path.read_bytes()
    path.write_bytes(texts[kept])
    for _ in range(3):
        replace(calendar).find_blocks()
        clock.at += timedelta(minutes=19)
    assert shown(office) == entry(RUN) | entry(SWIM)
    assert calendar.uncancelled() == 2 - kept
    path.write_bytes(whole)
    replace(calendar).find_blocks()
    path.write_bytes(texts[kept])
    clock.at += timedelta(hours=2)
    replace(calendar).find_blocks()
    assert (shown(office), len(office.delivered)) == (entry(RUN) | entry(SWIM), 2)
    clock.at += timedelta(hours=1)
    replace(calendar).find_blocks()
    assert shown(office) == (entry(RUN) if kept else {})
    assert calendar.uncancelled() == 0


def test_a_clock_that_was_set_back_makes_no_absence_old(
    calendar: InvitedBlocks, office: PostOffice, clock: StillClock
) -> None:
    calendar.put(RUN, None)
    whole = calendar.kept.path.read_bytes()
    calendar.kept.path.write_bytes(whole[: whole.index(b"BEGIN:VEVENT")] + b"END:VCALENDAR\r\n")
    for back in (0, 5):
        clock.at -= timedelta(hours=back)
        replace(calendar).find_blocks()
    assert shown(office) == entry(RUN)
    clock.at += timedelta(hours=1)
    replace(calendar).find_blocks()
    assert shown(office) == {}


def test_a_block_is_not_removed_while_another_process_mails(calendar: InvitedBlocks) -> None:
    version = calendar.put(RUN, None)
    record = calendar.kept.path.parent / "told" / "own.json"
    with folder_lock(record), pytest.raises(Unavailable, match="Another Hedgerow"):
        calendar.remove(RUN.block, version)
    assert blocks(calendar.kept.find_blocks()) == [RUN.block]


def test_a_cancellation_that_waits_for_its_time_is_counted(
    calendar: InvitedBlocks, office: PostOffice, clock: StillClock
) -> None:
    version = calendar.put(RUN, None)
    office.answers["DATA"] = HANG_UP
    with pytest.raises(Unavailable):
        calendar.remove(RUN.block, version)
    calendar.find_blocks()
    del office.answers["DATA"]
    assert (calendar.find_blocks(), calendar.uncancelled()) == ((), 1)
    clock.at += timedelta(hours=1)
    assert (calendar.find_blocks(), calendar.uncancelled()) == ((), 0)


# When the record of what was told is not as it should be


def test_nothing_is_mailed_that_could_not_be_noted(calendar: InvitedBlocks, office: PostOffice) -> None:
    calendar.put(RUN, None)
    record = calendar.kept.path.parent / "told" / "own.json"
    for spoilt in ("{", "[{}]", "[1]", '{"a": 1}'):
        record.write_text(spoilt)
        with pytest.raises(Unavailable, match=r"own\.json can't be understood"):
            calendar.find_blocks()
    assert len(mailed(office)) == 1


def test_with_the_record_lost_every_invitation_is_mailed_again_and_takes_later_changes(
    calendar: InvitedBlocks, office: PostOffice, clock: StillClock
) -> None:
    version = calendar.put(replace(RUN, span=LATER), None)
    version = calendar.put(RUN, version)
    (calendar.kept.path.parent / "told" / "own.json").unlink()
    clock.at += timedelta(minutes=1)
    assert [found.version for found in calendar.find_blocks()] == [version]
    assert [sequence for _, _, sequence in mailed(office)] == [0, 1, 1]
    moved = replace(RUN, span=LATER)
    calendar.put(moved, version)
    assert shown(office) == entry(moved)


def test_while_another_process_mails_the_blocks_are_read_all_the_same(
    calendar: InvitedBlocks, office: PostOffice
) -> None:
    calendar.put(RUN, None)
    with folder_lock(calendar.kept.path.parent / "told" / "own.json"):
        assert blocks(calendar.find_blocks()) == [RUN.block]
        with pytest.raises(Unavailable, match="Another Hedgerow"):
            calendar.put(SWIM, None)
    calendar.find_blocks()
    assert shown(office) == entry(RUN) | entry(SWIM)


def test_the_record_is_the_persons_alone_and_readable(calendar: InvitedBlocks) -> None:
    calendar.put(RUN, None)
    record = calendar.kept.path.parent / "told" / "own.json"
    assert record.stat().st_mode & 0o777 == 0o600
    [row] = json.loads(record.read_text())
    assert (row["block"], row["method"], row["arrived"]) == (RUN.block, "REQUEST", True)


@dataclass
class _Lossy:
    """The mail arrives, and the answer doesn't."""

    mailer: Mailer

    def send(self, message: EmailMessage, handing_over: Callable[[], None]) -> str:
        self.mailer.send(message, handing_over)
        raise UncertainDelivery("It may or may not arrive.")
