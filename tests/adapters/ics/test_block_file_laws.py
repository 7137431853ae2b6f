"""Whatever stands in a calendar file beside our events keeps its bytes, and a block is read as it was written."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hedgerow.adapters.ics.block_event import read_event
from hedgerow.adapters.ics.block_text import write_event
from hedgerow.adapters.ics.pieces import NotWhole, lay_out
from hedgerow.adapters.ics.reader import Reader
from hedgerow.core.block import BlockId, Mark, uid_of
from hedgerow.core.domains import Domain
from hedgerow.core.occurrence import CalendarId, Transparency
from hedgerow.core.span import Span
from tests.adapters.contract_block_calendar import RUN
from tests.agenda import BERLIN, at

NOW = at("mon", "12:00")
READER = Reader(CalendarId("blocks"), "blocks.ics", BERLIN, frozenset())
ENDS = st.sampled_from([b"\r\n", b"\n"])
FOLDS = st.sampled_from([b"", b"\r\n ", b"\n\t"])
RUBBISH = st.binary(max_size=12).filter(lambda text: b"\n" not in text and not text.startswith((b" ", b"\t")))
CASES = st.sampled_from([bytes.upper, bytes.lower])


@st.composite
def lines(draw: st.DrawFn, *contents: bytes) -> bytes:
    """Each line with some line end, folded somewhere or not, in some case."""
    text = b""
    for content in contents:
        cut = draw(st.integers(1, max(1, len(content) - 1)))
        text += content[:cut] + draw(FOLDS) + content[cut:] + draw(ENDS)
    return text


@st.composite
def components(draw: st.DrawFn, inner: bool = True) -> bytes:
    name = draw(st.sampled_from([b"VEVENT", b"VTODO", b"VTIMEZONE", b"X-ODD"]))
    case = draw(CASES)
    body = draw(lines(*draw(st.lists(st.sampled_from([b"UID:x", b"UID:run@hedgerow", b"SUMMARY:\xc3\xa4"])))))
    nested = draw(components(inner=False)) if inner and draw(st.booleans()) else b""
    strange = b"X-RUBBISH:" + draw(RUBBISH) + draw(ENDS)
    return draw(lines(case(b"BEGIN:" + name))) + body + nested + strange + draw(lines(case(b"END:" + name)))


@st.composite
def calendars(draw: st.DrawFn) -> bytes:
    start = draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + draw(st.sampled_from([b"", b"\r\n"]))
    parts = draw(st.lists(st.one_of(components(), st.sampled_from([b"\r\n", b"X-BETWEEN:1\n"])), max_size=4))
    inside = b"".join(parts)
    tail = draw(st.sampled_from([b"", b"\n\n", b"anything"]))
    return start + draw(lines(b"BEGIN:VCALENDAR")) + inside + draw(lines(b"END:VCALENDAR")) + tail


@given(calendars(), st.integers(1, 5))
def test_putting_events_in_and_taking_them_out_leaves_the_bytes_as_they_were(data: bytes, number: int) -> None:
    full = data
    for n in range(number):
        full = lay_out(full).with_event(write_event(replace(RUN, block=BlockId(f"a{n}")), NOW))
    layout = lay_out(full)
    ours = tuple(piece for piece in layout.pieces if piece.mark is not None)
    assert len(ours) == number
    assert layout.without(ours) == data
    for n in range(number):
        layout = lay_out(full)
        again = write_event(replace(RUN, block=BlockId(f"a{n}"), title="Walk"), NOW)
        full = layout.with_event(again, layout.of(uid_of(BlockId(f"a{n}"))))
    layout = lay_out(full)
    assert layout.without(tuple(piece for piece in layout.pieces if piece.mark is not None)) == data


@given(calendars())
def test_events_are_found_where_they_begin_and_end(data: bytes) -> None:
    for piece in lay_out(data).pieces:
        text = data[piece.start : piece.end].replace(b"\r\n ", b"").replace(b"\n\t", b"").upper()
        assert text.startswith(b"BEGIN:VEVENT")
        assert text.rstrip(b"\r\n").endswith(b"END:VEVENT")


@given(st.binary(max_size=200) | calendars().flatmap(lambda data: st.integers(0, len(data)).map(lambda n: data[:n])))
@example(b"BEGIN:VCALENDAR\nEND:VCALENDAR")
def test_any_bytes_are_either_a_whole_calendar_or_said_not_to_be(data: bytes) -> None:
    try:
        layout = lay_out(data)
    except NotWhole:
        return
    assert b"VCALENDAR" in data.replace(b"\r\n ", b"").replace(b"\n\t", b"").replace(b"\n ", b"").upper()
    assert layout.without(()) == data


TITLES = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=80)
STARTS = st.integers(631152000, 4102444800).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@given(
    TITLES.map(lambda title: " ".join(title.split())),
    STARTS,
    st.integers(1, 10_000),
    st.sets(st.sampled_from(Domain)),
    st.sampled_from(Transparency),
)
@example('a\\nb; c, d: "e" ^n =?utf-8?q?=41?=', datetime(2026, 3, 29, 1, tzinfo=UTC), 60, set(), Transparency.OPAQUE)
def test_a_block_is_read_as_it_was_written(
    title: str, start: datetime, minutes: int, domains: set[Domain], transparency: Transparency
) -> None:
    where = Span(start, start + timedelta(minutes=minutes))
    put = replace(RUN, title=title, span=where, domains=frozenset(domains), transparency=transparency)
    written = write_event(put, NOW)
    assert written == write_event(put, NOW)
    data = lay_out(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n").with_event(written)
    [piece] = lay_out(data).pieces
    assert piece.mark == put.mark
    found = read_event([written], put.mark, READER)
    assert (found.span, found.title, found.transparency) == (where, title, transparency)
    assert (found.broken, found.all_day, found.recurring, found.cancelled) == (False, False, False, False)


@given(st.text(max_size=80))
@example("Yes\\No")
@example("Read C:\\notes\\new; a,b\\")
@example("\ufeffBOM \u200e and \x07 bell")
@example("\U0001f469\u200d\U0001f467 é" * 20)
@example("BEGIN:VEVENT")
def test_no_title_looks_as_if_somebody_had_changed_it(title: str) -> None:
    put = replace(RUN, title=" ".join(title.split()))
    data = lay_out(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n").with_event(write_event(put, NOW))
    [piece] = lay_out(data).pieces
    assert piece.mark is not None
    found = read_event([data[piece.start : piece.end]], piece.mark, READER)
    assert found.title == found.mark.title == put.title


@pytest.mark.parametrize("title", ["Yes\\No", "C:\\new", "a;b, c", "back\\"])
def test_a_title_is_escaped_as_every_calendar_program_reads_it(title: str) -> None:
    escaped = title.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    assert f"SUMMARY:{escaped}\r\n".encode() in write_event(replace(RUN, title=title), NOW)


@given(st.binary(max_size=300))
def test_an_event_of_ours_made_of_rubbish_is_still_found(body: bytes) -> None:
    mark: Mark = RUN.mark
    found = read_event([b"BEGIN:VEVENT\n" + body + b"\nEND:VEVENT\n"], mark, READER)
    assert found.mark == mark


@pytest.mark.parametrize("name", [b"DTSTART", b"DTEND", b"DURATION", b"RRULE", b"SUMMARY", b"STATUS", b"TRANSP"])
@given(value=st.sampled_from([b"", b"x", b"0", b"-1", b"99999999T999999Z", b"P1D", b"FREQ=", b"20261117"]))
def test_a_property_of_ours_made_of_rubbish_raises_nothing(name: bytes, value: bytes) -> None:
    written = write_event(RUN, NOW).replace(b"TRANSP:", name + b":" + value + b"\r\nTRANSP:")
    assert read_event([written], RUN.mark, READER).mark == RUN.mark
    assert b"END:VEVENT" in write_event(RUN, NOW, written)
