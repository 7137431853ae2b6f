"""One telling as a mail: what clients look for in it, and that nothing of an event reaches its headers."""

from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hedgerow.adapters.ics.lines import clean
from hedgerow.adapters.ics.read import read_calendar
from hedgerow.adapters.ics.reader import Reader
from hedgerow.adapters.imip.invitation import Addresses, calendar_text, compose
from hedgerow.adapters.imip.told import Method, Shown, Told
from hedgerow.adapters.mail.wire import write
from hedgerow.core.block import BlockId, uid_of
from hedgerow.core.occurrence import CalendarId, PartStat, Transparency
from tests.adapters.imip.receiver import Entry, Invitation, invitation
from tests.agenda import BERLIN, at, span

ADDRESSES = Addresses("hedgerow@example.org", "robin+cal@example.org")
RUN = Told(
    BlockId("run1"),
    Method.REQUEST,
    Shown(span("tue", "07:00-08:00"), "Run", Transparency.OPAQUE),
    sequence=3,
    stamp=at("mon", "12:00"),
)
HEADERS = ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"]


def parsed(told: Told, addresses: Addresses = ADDRESSES) -> EmailMessage:
    return message_from_bytes(write(compose(told, addresses, BERLIN)), _class=EmailMessage, policy=default)


def event_lines(told: Told) -> list[str]:
    return calendar_text(told, ADDRESSES).replace("\r\n ", "").split("\r\n")


def test_the_headers_are_these_and_say_nothing_of_the_event_but_its_time() -> None:
    message = parsed(RUN)
    assert message.keys() == HEADERS
    assert {name: message[name] for name in HEADERS[:7]} == {
        "From": "hedgerow@example.org",
        "To": "robin+cal@example.org",
        "Subject": "Time held: 2026-11-17 07:00 to 08:00",
        "Date": "Mon, 16 Nov 2026 11:00:00 +0000",
        "Message-ID": "<run1.3.request@example.org>",
        "Auto-Submitted": "auto-generated",
        "MIME-Version": "1.0",
    }


def test_a_block_over_midnight_names_both_days() -> None:
    night = replace(RUN, shown=replace(RUN.shown, span=span("tue", "22:00-01:00")))
    assert parsed(night)["Subject"] == "Time held: 2026-11-17 22:00 to 2026-11-18 01:00"


def test_the_calendar_comes_after_the_words_as_an_alternative_with_its_method_in_the_header() -> None:
    message = parsed(RUN)
    assert message.get_content_type() == "multipart/alternative"
    assert [part["Content-Type"] for part in message.iter_parts()] == [
        'text/plain; charset="utf-8"',
        'text/calendar; charset="utf-8"; method="REQUEST"; component="VEVENT"',
    ]


def test_the_words_say_what_it_is_and_how_to_stop_it() -> None:
    body = parsed(RUN).get_body(("plain",))
    assert body is not None
    words = body.get_content().replace("\r\n", "\n")
    assert words.startswith("Hedgerow holds this time for you:\n\nRun\n2026-11-17 07:00 to 08:00 (Europe/Berlin)\n\n")
    for said in ("nothing to answer", "you move or delete in that calendar, it does not", "`hedgerow leave`"):
        assert said in words


def test_the_event_is_a_request_from_hedgerow_that_the_person_has_accepted() -> None:
    lines = event_lines(RUN)
    for line in (
        "METHOD:REQUEST",
        "UID:run1@hedgerow",
        "SEQUENCE:3",
        "DTSTAMP:20261116T110000Z",
        "DTSTART:20261117T060000Z",
        "DTEND:20261117T070000Z",
        "SUMMARY:Run",
        "ORGANIZER;CN=Hedgerow:mailto:hedgerow@example.org",
        "ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE:mailto:robin+cal@example.org",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "X-MICROSOFT-CDO-BUSYSTATUS:BUSY",
    ):
        assert line in lines
    assert not [line for line in lines if line.startswith(("BEGIN:VALARM", "CLASS"))]


def test_a_free_block_is_shown_as_free_by_outlook_too() -> None:
    free = replace(RUN, shown=replace(RUN.shown, transparency=Transparency.TRANSPARENT))
    assert {"TRANSP:TRANSPARENT", "X-MICROSOFT-CDO-BUSYSTATUS:FREE"} <= set(event_lines(free))


def test_a_cancellation_says_so_in_method_and_status_and_names_organizer_and_attendee() -> None:
    gone = replace(RUN, method=Method.CANCEL, sequence=4)
    lines = event_lines(gone)
    assert {"METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:4"} <= set(lines)
    assert [line for line in lines if line.startswith(("ORGANIZER", "ATTENDEE"))]
    message = parsed(gone)
    assert (message["Subject"], message["Message-ID"]) == (
        "Time given back: 2026-11-17 07:00 to 08:00",
        "<run1.4.cancel@example.org>",
    )


def test_a_private_block_tells_nothing_but_busy() -> None:
    lines = event_lines(replace(RUN, shown=replace(RUN.shown, title="Busy")))
    assert {"SUMMARY:Busy", "CLASS:PRIVATE"} <= set(lines)
    assert not [line for line in lines if line.startswith(("DESCRIPTION", "CATEGORIES"))]
    [mark] = [line for line in lines if line.startswith("X-HEDGEROW-BLOCK:")]
    assert mark == "X-HEDGEROW-BLOCK:3/run1//2026-11-17/20261117T060000Z/20261117T070000Z/Busy/opaque///"


def test_the_same_telling_is_the_same_bytes() -> None:
    again = replace(RUN, tries=3, tried=at("tue", "12:00"))
    assert write(compose(RUN, ADDRESSES, BERLIN)) == write(compose(again, ADDRESSES, BERLIN))


def test_an_address_that_is_no_plain_uri_is_escaped() -> None:
    odd = Addresses("hedge%row@example.org", 'o"r;x@example.org')
    lines = calendar_text(RUN, odd).replace("\r\n ", "").split("\r\n")
    assert [line.rpartition("mailto:")[2] for line in lines if line.startswith(("ORGANIZER", "ATTENDEE"))] == [
        "hedge%25row@example.org",
        "o%22r%3Bx@example.org",
    ]


@pytest.mark.parametrize(
    "title",
    [
        "Lunch\r\nBcc: evil@example.org",
        "=?utf-8?q?Lunch=0d=0aBcc:_evil@example.org?=",
        "Lunch\u2028Bcc: evil@example.org",
        "x\nEND:VEVENT\nEND:VCALENDAR\nMETHOD:CANCEL",
        "x\r\n\r\n--=_0\r\nContent-Type: text/html\r\n\r\n<b>",
    ],
)
def test_no_title_adds_a_header_a_part_or_a_line(title: str) -> None:
    message = parsed(replace(RUN, shown=replace(RUN.shown, title=title)))
    assert message.keys() == HEADERS
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/calendar"]
    told = invitation(message)
    assert (told.method, told.entry.title) == ("REQUEST", clean(title))


TELLINGS = st.builds(
    Told,
    st.from_regex(r"[a-v0-9]{1,26}", fullmatch=True).map(BlockId),
    st.sampled_from(Method),
    st.builds(
        Shown,
        st.sampled_from([span("tue", "07:00-08:00"), span("sat", "23:30-00:15")]),
        st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=120),
        st.sampled_from(Transparency),
    ),
    st.integers(0, 2**31 - 1),
    st.just(at("mon", "12:00")),
)


@given(TELLINGS)
@settings(max_examples=60)
def test_a_mail_read_again_says_what_was_to_be_told(told: Told) -> None:
    shown = told.shown
    assert invitation(parsed(told)) == Invitation(
        told.method,
        uid_of(told.block),
        told.sequence,
        told.stamp,
        f"mailto:{ADDRESSES.organizer}",
        f"mailto:{ADDRESSES.attendee}",
        Entry(shown.span, shown.title, shown.transparency is Transparency.TRANSPARENT),
    )


@given(TELLINGS)
@settings(max_examples=30)
def test_a_feed_that_shows_the_invitation_again_shows_it_as_ours(told: Told) -> None:
    reader = Reader(CalendarId("feed"), "feed.ics", BERLIN, frozenset({ADDRESSES.attendee}))
    week = span("mon", "00:00-00:00").widen(*[told.shown.span.end - at("mon", "00:00")] * 2)
    [shown] = read_calendar(calendar_text(told, ADDRESSES).encode(), week, reader).occurrences
    assert (shown.uid, shown.ours, shown.partstat) == (uid_of(told.block), True, PartStat.ACCEPTED)
