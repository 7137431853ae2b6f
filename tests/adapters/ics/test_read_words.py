"""What an event says apart from its times."""

import pytest

from hedgerow.adapters.ics.mark import MARK, format_mark
from hedgerow.core.block import BlockId
from hedgerow.core.occurrence import PartStat, Status, Transparency
from tests.adapters.ics.calendars import calendar, one, read, stored
from tests.bookings import found, held


def test_a_title_is_one_clean_line() -> None:
    rich, *_ = read(stored("words")).occurrences
    assert rich.title == "Träumen, planen; lachen 😀"


def test_a_title_can_turn_no_text_round_and_no_terminal() -> None:
    _, sly, *_ = read(stored("words")).occurrences
    assert sly.title == "Pay gnp.exe now [2J"


def test_an_event_without_a_title_has_an_empty_one() -> None:
    _, _, silent, _ = read(stored("words")).occurrences
    assert silent.title == ""


def test_an_alarm_inside_says_nothing_about_its_event() -> None:
    alarmed = one(read(stored("words")), "The title")
    assert alarmed.span.minutes == 30


def test_categories_are_those_of_all_lines_and_colour_is_in_lower_case() -> None:
    rich, *_ = read(stored("words")).occurrences
    assert rich.categories == ("Family", "Fun, games", "SELF")
    assert rich.color == "darkorchid"


@pytest.mark.parametrize(
    ("title", "transparency", "status"),
    [
        ("Plain", Transparency.OPAQUE, Status.CONFIRMED),
        ("Transparent", Transparency.TRANSPARENT, Status.CONFIRMED),
        ("Free in Outlook", Transparency.TRANSPARENT, Status.CONFIRMED),
        ("Tentative", Transparency.OPAQUE, Status.TENTATIVE),
        ("Tentative in Outlook", Transparency.OPAQUE, Status.TENTATIVE),
        ("Cancelled", Transparency.OPAQUE, Status.CANCELLED),
    ],
)
def test_free_tentative_and_cancelled_are_told_apart(title: str, transparency: Transparency, status: Status) -> None:
    occurrence = one(read(stored("busy-or-free")), title)
    assert (occurrence.transparency, occurrence.status) == (transparency, status)


@pytest.mark.parametrize(
    ("title", "answer"),
    [
        ("Declined", PartStat.DECLINED),
        ("No answer", PartStat.NEEDS_ACTION),
        ("Perhaps, by another kind of address", PartStat.TENTATIVE),
        ("Accepted by the other address", PartStat.ACCEPTED),
        ("Not mine", None),
        ("A strange line harms no other", PartStat.ACCEPTED),
    ],
)
def test_the_answer_is_that_of_the_person_by_any_of_her_addresses(title: str, answer: PartStat | None) -> None:
    assert one(read(stored("invitations")), title).partstat is answer


def test_addresses_are_in_lower_case_without_mailto() -> None:
    declined = one(read(stored("invitations")), "Declined")
    assert declined.organizer == "boss@example.org"
    assert declined.attendees == ("boss@example.org", "anna@example.org")
    assert one(read(stored("invitations")), "Perhaps, by another kind of address").attendees == ("anna@example.org",)


def test_an_event_with_our_mark_is_ours_and_a_copy_of_it_under_another_uid_is_not() -> None:
    mark = found(held("wed 07:00-08:00  Run", block=BlockId("a1"))).mark
    times = f"DTSTART:20261118T060000Z\nDTEND:20261118T070000Z\n{MARK}:{format_mark(mark)}"
    reading = read(calendar(f"UID:a1@hedgerow\n{times}\nSUMMARY:Run", f"UID:copied\n{times}\nSUMMARY:Copy"))
    assert not reading.unreadable
    assert {o.title: o.ours for o in reading.occurrences} == {"Run": True, "Copy": False}


A_FREE_RUN = held("wed 07:00-08:00  Run", block=BlockId("a1"), transparency=Transparency.TRANSPARENT)
A_FREE_MARK = format_mark(found(A_FREE_RUN).mark)
TWICE = "DTSTART:20261118T060000Z\nDTEND:20261118T070000Z\nRRULE:FREQ=DAILY;COUNT=2"


@pytest.mark.parametrize(
    "times",
    [
        TWICE,
        "DTSTART:20261118T060000Z\nDTEND:20261118T070000Z\nRDATE:20261119T060000Z",
        "DTSTART;VALUE=DATE:20261118",
    ],
)
def test_a_block_made_recurring_or_all_day_by_hand_is_read_like_any_other_event(times: str) -> None:
    reading = read(calendar(f"UID:a1@hedgerow\n{times}\n{MARK}:{A_FREE_MARK}\nTRANSP:TRANSPARENT"))
    assert {(o.ours, o.transparency) for o in reading.occurrences} == {(False, Transparency.OPAQUE)}


def test_a_block_made_recurring_by_hand_is_free_where_the_person_and_not_hedgerow_shows_it_so() -> None:
    as_left = f"UID:a1@hedgerow\n{TWICE}\n{MARK}:{A_FREE_MARK}\nTRANSP:TRANSPARENT"
    assert {o.transparency for o in read(calendar(as_left)).occurrences} == {Transparency.OPAQUE}
    by_hand = as_left.replace("/transparent/", "/opaque/")
    assert {o.transparency for o in read(calendar(by_hand)).occurrences} == {Transparency.TRANSPARENT}


def test_no_word_of_an_event_can_move_a_terminal() -> None:
    person = "ATTENDEE:mailto:a\x1b[2J@example.org\nORGANIZER:mailto:b\u202e@example.org"
    event = f"UID:odd\nDTSTART:20261118T080000Z\nSUMMARY:T\x1b\nCOLOR:re\x1b[1md\nCATEGORIES:c\x9b\n{person}"
    [occurrence] = read(calendar(event)).occurrences
    words = [occurrence.title, occurrence.color, occurrence.organizer, *occurrence.attendees, *occurrence.categories]
    assert len(words) == 5
    assert all(word and word.isprintable() for word in words)


def test_a_reason_cannot_move_a_terminal() -> None:
    [said] = read(calendar(f"UID:odd\nDTSTART;TZID=a\x1b[2J\u202e{'b' * 999}:20261118T080000")).unreadable
    assert said.reason.isprintable()
    assert len(said.reason) < 150
