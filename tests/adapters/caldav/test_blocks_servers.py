"""What servers do differently, and what goes wrong on the way, to a calendar that holds blocks."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from hedgerow.adapters.caldav.blocks import CalDavBlocks
from hedgerow.adapters.caldav.collection import Collection
from hedgerow.core.block import NOBODY, BlockId, uid_of
from hedgerow.core.occurrence import Transparency
from hedgerow.ports import AuthorizationExpired, PreconditionFailed, Refused, Unavailable
from tests.adapters.caldav.block_bench import DENTIST, NOW, LoggedClient, held_by, resource, vevent
from tests.adapters.contract_block_calendar import RUN, SWIM, blocks
from tests.agenda import span
from tests.fakes.dav_server import DavServer
from tests.fakes.faulty_http import (
    Answer,
    Backend,
    Fault,
    Request,
    always,
    drop_after,
    drop_before,
    fails,
    fails_after,
    once,
    truncated,
)

_TAG = re.compile(rb"(<\w+:getetag>)[^<]*(</\w+:getetag>)")
LATER = replace(RUN, span=span("fri", "18:00-20:00"), title="Long run", transparency=Transparency.TRANSPARENT)
OURS = f"{uid_of(RUN.block)}.ics"


@pytest.fixture
def server() -> Iterator[DavServer]:
    with DavServer() as server:
        server.calendar().put("dentist.ics", DENTIST)
        yield server
        ours = [each for each in server.writes() if each.request.headers["user-agent"] == "Hedgerow"]
        assert [each.line for each in ours if not each.has_precondition] == []
        assert server.calendar().bodies["dentist.ics"] == DENTIST


@pytest.fixture
def held(server: DavServer, tmp_path: Path) -> Iterator[CalDavBlocks]:
    with LoggedClient(server.url(server.href("blocks")), "ann", "secret") as client:
        yield held_by(client, tmp_path)


def edit(server: DavServer, name: str, *changes: tuple[bytes, bytes]) -> None:
    """By the person's hand."""
    text = server.calendar().bodies[name]
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} in {text!r}"
        text = text.replace(old, new)
    server.calendar().put(name, text)


def after_the_write(server: DavServer, act: Callable[[], object]) -> None:
    """In the moment between what was written and the answer to it; once."""
    pending = [act]

    def watch(moment: str, request: Request) -> None:
        if moment == "applied" and request.method == "PUT" and pending:
            pending.pop()()

    server.watch = watch


def no_tags(request: Request, backend: Backend) -> Answer | None:
    answer = backend(request)
    headers = {name: value for name, value in answer.headers.items() if name != "ETag"}
    return replace(answer, headers=headers, body=_TAG.sub(b"", answer.body))


def asked(server: DavServer) -> list[str]:
    return [each.request.method for each in server.log]


@dataclass
class MovedClock:
    at: datetime = NOW

    def now(self) -> datetime:
        return self.at


# --- versions -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("quirk", ["no_etag", "rewrites", "weak_etags"])
def test_the_version_is_right_whatever_the_answer_to_a_write_tells_of_it(
    server: DavServer, held: CalDavBlocks, quirk: str
) -> None:
    setattr(server.quirks, quirk, True)
    first = held.put(RUN, None)
    [found] = held.find_blocks()
    assert (found.version, found.mark, found.span) == (first, RUN.mark, RUN.span)
    second = held.put(LATER, first)
    [found] = held.find_blocks()
    assert (found.version, found.mark, found.title) == (second, LATER.mark, "Long run")
    held.remove(RUN.block, second)
    assert list(server.calendar().bodies) == ["dentist.ics"]


@pytest.mark.parametrize("quirk", ["no_etag", "rewrites", "weak_etags"])
def test_a_change_that_a_person_makes_right_after_our_write_is_not_swallowed(
    server: DavServer, held: CalDavBlocks, quirk: str
) -> None:
    setattr(server.quirks, quirk, True)
    first = held.put(RUN, None)
    after_the_write(server, lambda: edit(server, OURS, (b"SUMMARY:Long run", b"SUMMARY:Yoga")))
    second = held.put(LATER, first)
    [found] = held.find_blocks()
    assert (found.title, found.mark.title) == ("Yoga", "Long run")
    assert found.version != second
    for write in (lambda: held.put(RUN, second), lambda: held.remove(RUN.block, second)):
        with pytest.raises(PreconditionFailed):
            write()
    assert b"SUMMARY:Yoga" in server.calendar().bodies[OURS]


def test_a_change_under_the_same_weak_etag_is_seen_by_the_text(server: DavServer, held: CalDavBlocks) -> None:
    tag = {"ETag": 'W/"same"'}

    def same_tag(request: Request, backend: Backend) -> Answer | None:
        allowed = request.headers.get("if-match") in (None, 'W/"same"')
        plain = replace(request, headers={k: v for k, v in request.headers.items() if k != "if-match"})
        answer = backend(plain) if allowed else Answer(412)
        body = _TAG.sub(rb'\1W/"same"\2', answer.body)
        return replace(answer, headers={**answer.headers, **tag}, body=body)

    server.script = always("*", same_tag)
    first = held.put(RUN, None)
    second = held.put(LATER, first)
    edit(server, OURS, (b"SUMMARY:Long run", b"SUMMARY:Yoga"))
    with pytest.raises(PreconditionFailed):
        held.put(RUN, second)
    [found] = held.find_blocks()
    assert (found.title, found.version != second) == ("Yoga", True)


def test_a_server_without_versions_holds_no_block(server: DavServer, held: CalDavBlocks) -> None:
    server.script = always("*", no_tags)
    with pytest.raises(Refused, match=r"gives its events no versions.*removed again"):
        held.put(RUN, None)
    assert list(server.calendar().bodies) == ["dentist.ics"]


def test_a_block_on_a_server_that_lost_its_versions_is_found_and_not_written(
    server: DavServer, held: CalDavBlocks
) -> None:
    held.put(RUN, None)
    before = server.calendar().bodies
    server.calendar().put(OURS, before[OURS])

    server.script = always("*", no_tags)
    [found] = held.find_blocks()
    for write in (lambda: held.put(LATER, found.version), lambda: held.remove(RUN.block, found.version)):
        with pytest.raises(Refused, match="no versions"):
            write()
    assert server.calendar().bodies == before


# --- bodies and names -----------------------------------------------------------------------------------------------


def test_a_server_that_drops_our_mark_is_found_out_by_the_first_block_which_is_removed_again(
    server: DavServer, held: CalDavBlocks
) -> None:
    server.quirks.drops_x = True
    with pytest.raises(Refused, match=r"knows its own by.*choose another calendar.*removed again"):
        held.put(RUN, None)
    assert list(server.calendar().bodies) == ["dentist.ics"]
    before = asked(server)
    with pytest.raises(Refused, match="knows its own by"):
        held.put(SWIM, None)
    assert asked(server) == before


def test_a_first_block_without_mark_that_cannot_be_removed_again_is_told(server: DavServer, held: CalDavBlocks) -> None:
    server.quirks.drops_x = True
    server.script = once("DELETE", fails(403))
    with pytest.raises(Refused, match="could not be removed again: delete it by hand"):
        held.put(RUN, None)


def test_a_block_whose_mark_gets_lost_in_a_later_write_is_not_written_again(
    server: DavServer, held: CalDavBlocks
) -> None:
    first = held.put(RUN, None)
    server.quirks.drops_x = True
    second = held.put(LATER, first)
    [found] = held.find_blocks()
    assert (found.broken, found.version != second) == (True, True)
    assert OURS in server.calendar().bodies


def test_a_server_that_names_its_resources_itself_is_written_under_its_own_names(
    server: DavServer, held: CalDavBlocks
) -> None:
    def renamed(request: Request, backend: Backend) -> Answer | None:
        return backend(replace(request, target=server.href("blocks", "8f14e45f.ics")))

    server.script = once("PUT", renamed)
    held.collection.read("source")
    version = held.put(RUN, None)
    assert list(server.calendar().bodies) == ["8f14e45f.ics", "dentist.ics"]
    held.remove(RUN.block, held.put(LATER, version))
    assert list(server.calendar().bodies) == ["dentist.ics"]


def test_a_server_that_gives_events_other_ids_is_found_out_by_the_first_block_which_is_removed_again(
    server: DavServer, held: CalDavBlocks
) -> None:
    def renamed(request: Request, backend: Backend) -> Answer | None:
        return backend(replace(request, body=request.body.replace(b"UID:" + uid_of(RUN.block).encode(), b"UID:8f14")))

    server.script = once("PUT", renamed)
    with pytest.raises(Refused, match=r"other ids.*choose another calendar.*removed again"):
        held.put(RUN, None)
    assert list(server.calendar().bodies) == ["dentist.ics"]


def test_a_creation_that_was_only_said_to_be_done_is_not_known(server: DavServer, held: CalDavBlocks) -> None:
    server.script = once("PUT", lambda _request, _backend: Answer(201, {"ETag": '"lie"'}))
    with pytest.raises(Unavailable, match="does not"):
        held.put(RUN, None)
    assert list(held.find_blocks()) == []


THEIRS = (
    (
        b"BEGIN:VTIMEZONE\r\nTZID:Home\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0100\r\n"
        b"TZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    ),
    b"X-WR-CALNAME:Caf\xc3\xa9\r\n",
    b"BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT10M\r\nDESCRIPTION:Sho\r\n es\r\nEND:VALARM\r\n",
    b"LOCATION:By the\r\n  lake\r\n",
)


def test_all_that_a_program_put_into_the_resource_keeps_its_bytes(server: DavServer, held: CalDavBlocks) -> None:
    held.put(RUN, None)
    around, inside = b"".join(THEIRS[:2]), b"".join(THEIRS[2:])
    edit(server, OURS, (b"BEGIN:VEVENT", around + b"BEGIN:VEVENT"), (b"END:VEVENT", inside + b"END:VEVENT"))
    [found] = held.find_blocks()
    held.put(LATER, found.version)
    after = server.calendar().bodies[OURS]
    assert [each for each in THEIRS if after.count(each) != 1] == []
    assert re.findall(rb"(?<!\r)\n", after) == []


def test_an_event_that_a_program_put_into_the_resource_of_a_block_outlives_it(
    server: DavServer, held: CalDavBlocks
) -> None:
    held.put(RUN, None)
    lunch = vevent("UID:lunch", "DTSTART:20261117T110000Z", "DURATION:PT1H", "SUMMARY:Lunch")
    edit(server, OURS, (b"END:VCALENDAR", lunch + b"END:VCALENDAR"))
    [found] = held.find_blocks()
    server.script = always("PUT", fails(204))  # the server of the tests takes one UID in a resource
    held.remove(RUN.block, found.version)
    [wrote] = [each.request for each in server.writes() if each.fault]
    assert (wrote.method, lunch in wrote.body, b"@hedgerow" in wrote.body) == ("PUT", True, False)
    assert wrote.headers["if-match"] == found.version


# --- copies ---------------------------------------------------------------------------------------------------------


def test_a_copy_under_the_same_uid_makes_one_recurring_block_that_is_removed_in_both_places(
    server: DavServer, held: CalDavBlocks
) -> None:
    held.put(RUN, None)
    server.calendar().put("copy.ics", server.calendar().bodies[OURS])
    [found] = held.find_blocks()
    assert (found.block, found.recurring, found.mark) == (RUN.block, True, RUN.mark)
    with pytest.raises(PreconditionFailed):
        held.put(LATER, found.version)
    held.remove(RUN.block, found.version)
    assert list(server.calendar().bodies) == ["dentist.ics"]


def test_a_copy_under_the_same_uid_that_changes_is_another_version(server: DavServer, held: CalDavBlocks) -> None:
    held.put(RUN, None)
    server.calendar().put("copy.ics", server.calendar().bodies[OURS])
    [found] = held.find_blocks()
    edit(server, "copy.ics", (b"SUMMARY:Run", b"SUMMARY:Jog"))
    [changed] = held.find_blocks()
    assert changed.version != found.version
    with pytest.raises(PreconditionFailed):
        held.remove(RUN.block, found.version)


def test_an_event_without_our_mark_under_the_same_uid_stays_beside_the_block(
    server: DavServer, held: CalDavBlocks
) -> None:
    version = held.put(RUN, None)
    mine = resource(vevent(f"UID:{uid_of(RUN.block)}", "DTSTART:20261118T080000Z", "DURATION:PT1H", "SUMMARY:Mine"))
    server.calendar().put("a.ics", mine)
    [found] = held.find_blocks()
    assert (found.version, found.mark, found.recurring) == (version, RUN.mark, False)
    held.remove(RUN.block, version)
    assert server.calendar().bodies == {"a.ics": mine, "dentist.ics": DENTIST}


def test_a_uid_that_is_taken_elsewhere_is_another_state_than_expected(server: DavServer, held: CalDavBlocks) -> None:
    mine = resource(vevent(f"UID:{uid_of(RUN.block)}", "DTSTART:20261118T080000Z", "DURATION:PT1H", "SUMMARY:Mine"))
    held.find_blocks()
    server.calendar().put("mine.ics", mine)
    with pytest.raises(PreconditionFailed, match="same id elsewhere"):
        held.put(RUN, None)
    assert server.calendar().bodies == {"dentist.ics": DENTIST, "mine.ics": mine}


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (403, b'<D:error xmlns:D="DAV:"><C:no-uid-conflict xmlns:C="urn:ietf:params:xml:ns:caldav"/></D:error>'),
        (403, b'<error xmlns="DAV:"><no-uid-conflict xmlns="urn:ietf:params:xml:ns:caldav"/></error>'),
        (400, b"<s:message>Calendar object with uid already exists in this calendar collection.</s:message>"),
    ],
    ids=["Cyrus", "without a prefix", "Nextcloud"],
)
def test_servers_say_in_their_own_ways_that_a_uid_is_taken(
    server: DavServer, held: CalDavBlocks, status: int, body: bytes
) -> None:
    server.script = always("PUT", lambda _request, _backend: Answer(status, body=body))
    with pytest.raises(PreconditionFailed, match="same id elsewhere"):
        held.put(RUN, None)


# --- what is broken -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [b"gone", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:runtue@hedgerow\r\nEND:VEVENT\r\n"])
def test_a_block_whose_text_is_no_calendar_any_more_is_there_and_not_ours_to_write(
    server: DavServer, held: CalDavBlocks, text: bytes
) -> None:
    held.put(RUN, None)
    server.calendar().put(OURS, text)
    [found] = held.find_blocks()
    assert (found.block, found.broken, found.mark.owner) == (RUN.block, True, NOBODY)
    for write in (lambda: held.put(LATER, found.version), lambda: held.remove(RUN.block, found.version)):
        with pytest.raises(PreconditionFailed):
            write()
    assert server.calendar().bodies[OURS] == text


def test_a_block_whose_text_comes_empty_is_neither_deleted_nor_the_persons(
    server: DavServer, held: CalDavBlocks
) -> None:
    held.put(RUN, None)
    server.calendar().put(OURS, b"")
    with pytest.raises(Unavailable, match="does not give all of its events"):
        held.find_blocks()


def test_a_block_that_is_listed_and_not_given_is_not_taken_for_deleted(server: DavServer, held: CalDavBlocks) -> None:
    held.put(RUN, None)
    server.quirks.lost.add(OURS)
    edit(server, OURS, (b"SUMMARY:Run", b"SUMMARY:Jog"))
    with pytest.raises(Unavailable, match="does not give all of its events"):
        held.find_blocks()


def test_where_a_server_names_resources_itself_any_that_is_not_given_may_be_a_block(
    server: DavServer, held: CalDavBlocks
) -> None:
    held.put(RUN, None)
    server.calendar().put("8f14e45f.ics", server.calendar().bodies[OURS])
    server.calendar().delete(OURS)
    server.quirks.lost.add("dentist.ics")
    server.calendar().put("dentist.ics", DENTIST)
    with pytest.raises(Unavailable, match="does not give all of its events"):
        held.find_blocks()


def test_an_event_of_others_that_is_not_given_keeps_no_block_from_being_found(
    server: DavServer, held: CalDavBlocks
) -> None:
    server.quirks.lost.add("dentist.ics")
    held.put(RUN, None)
    assert blocks(held.find_blocks()) == [RUN.block]


def test_a_calendar_that_is_suddenly_empty_is_not_believed_and_one_that_we_emptied_is(
    server: DavServer, held: CalDavBlocks, tmp_path: Path
) -> None:
    server.calendar().delete("dentist.ics")
    names = [replace(RUN, block=BlockId(f"run{number}")) for number in range(6)]
    versions = [held.put(event, None) for event in names]
    held.find_blocks()
    for event, version in zip(names, versions, strict=True):
        held.remove(event.block, version)
    with LoggedClient(server.url(server.href("blocks")), "ann", "secret") as client:
        assert list(held_by(client, tmp_path).find_blocks()) == []
    for event in names:
        held.put(event, None)
    held.find_blocks()
    for event in names:
        server.calendar().delete(f"{uid_of(event.block)}.ics")
    with pytest.raises(Unavailable, match="not believed"):
        held.find_blocks()
    server.calendar().put("dentist.ics", DENTIST)


# --- refusals and lost answers --------------------------------------------------------------------------------------


NEVER = (
    (Answer(403), "only read the calendar: allow writing"),
    (Answer(405), "only read the calendar"),
    (Answer(501), "only read the calendar"),
    (Answer(403, body=b'<D:error xmlns:D="DAV:"><D:need-privileges/></D:error>'), "only read the calendar"),
    (Answer(403, body=b'<D:error xmlns:D="DAV:"><D:quota-not-exceeded/></D:error>'), "no room"),
    (Answer(403, body=b'<e xmlns="DAV:"><c:supported-calendar-data xmlns:c="x"/></e>'), r"not take .*supported-c"),
    (Answer(413), "no room"),
    (Answer(507), "no space left"),
    (Answer(400), r"does not take the event \(400\)"),
    (Answer(415), r"does not take the event \(415\)"),
)


@pytest.mark.parametrize(("answer", "says"), NEVER, ids=str)
def test_what_will_never_work_is_refused_in_a_sentence_that_says_what_to_do(
    server: DavServer, held: CalDavBlocks, answer: Answer, says: str
) -> None:
    version = held.put(RUN, None)
    before = server.calendar().bodies
    server.script = always("PUT", lambda _request, _backend: answer)
    for event, expected in ((LATER, version), (SWIM, None)):
        with pytest.raises(Refused, match=says):
            held.put(event, expected)
        held.find_blocks()
    assert server.calendar().bodies == before


@pytest.mark.parametrize("status", [404, 409, 410, 412])
def test_a_block_that_is_gone_or_in_conflict_is_to_be_read_again(
    server: DavServer, held: CalDavBlocks, status: int
) -> None:
    version = held.put(RUN, None)
    server.script = always("*", fails(status))
    for write in (lambda: held.put(LATER, version), lambda: held.remove(RUN.block, version)):
        with pytest.raises(PreconditionFailed):
            write()
        server.script = lambda _: None
        held.find_blocks()
        server.script = always("*", fails(status))


@pytest.mark.parametrize("status", [404, 409, 410])
def test_a_new_block_for_a_calendar_that_is_gone_waits_until_it_is_back(
    server: DavServer, held: CalDavBlocks, status: int
) -> None:
    server.script = always("PUT", fails(status))
    with pytest.raises(Unavailable, match="no calendar at its address"):
        held.put(RUN, None)


def test_a_password_that_has_expired_is_neither_refusal_nor_fault(server: DavServer, held: CalDavBlocks) -> None:
    version = held.put(RUN, None)
    server.script = always("*", fails(401))
    for ask in (
        held.find_blocks,
        lambda: held.put(SWIM, None),
        lambda: held.put(LATER, version),
        lambda: held.remove(RUN.block, version),
    ):
        with pytest.raises(AuthorizationExpired):
            ask()
        server.script = lambda _: None
        held.find_blocks()
        server.script = always("*", fails(401))


NOT_DONE: tuple[Fault, ...] = (drop_before, fails(500), fails(503), fails(429), fails(408), fails(423))
DONE: tuple[Fault, ...] = (drop_after, fails_after(500), fails_after(502), fails_after(504))


@pytest.mark.parametrize("fault", [*NOT_DONE, *DONE], ids=lambda fault: fault.__name__)
def test_a_write_without_a_sound_answer_is_unknown_until_it_is_read(
    server: DavServer, held: CalDavBlocks, fault: Fault
) -> None:
    is_done = fault in DONE
    server.script = once("PUT", fault)
    with pytest.raises(Unavailable):
        held.put(RUN, None)
    assert [each.mark for each in held.find_blocks()] == ([RUN.mark] if is_done else [])
    version = held.find_blocks()[0].version if is_done else held.put(RUN, None)

    server.script = once("PUT", fault)
    with pytest.raises(Unavailable):
        held.put(LATER, version)
    [found] = held.find_blocks()
    assert found.mark == (LATER if is_done else RUN).mark

    server.script = once("DELETE", fault)
    with pytest.raises(Unavailable):
        held.remove(RUN.block, found.version)
    assert blocks(held.find_blocks()) == ([] if is_done else [RUN.block])


def test_a_block_that_cannot_be_read_back_is_unknown(server: DavServer, held: CalDavBlocks) -> None:
    server.script = once("GET", fails(503))
    with pytest.raises(Unavailable):
        held.put(RUN, None)
    assert blocks(held.find_blocks()) == [RUN.block]


@pytest.mark.parametrize("fault", [truncated, fails(500), drop_before], ids=lambda fault: fault.__name__)
def test_a_calendar_that_is_not_read_whole_is_no_empty_one(server: DavServer, held: CalDavBlocks, fault: Fault) -> None:
    held.put(RUN, None)
    edit(server, OURS, (b"SUMMARY:Run", b"SUMMARY:Jog"))
    server.script = always("REPORT", fault)
    with pytest.raises(Unavailable):
        held.find_blocks()


# --- requests -------------------------------------------------------------------------------------------------------


def test_each_write_takes_one_request_and_a_creation_one_more_to_read_it_back(
    server: DavServer, held: CalDavBlocks
) -> None:
    held.find_blocks()
    server.log.clear()
    version = held.put(LATER, held.put(RUN, None))
    held.remove(RUN.block, version)
    assert asked(server) == ["PUT", "GET", "PUT", "DELETE"]


def test_a_quiet_run_asks_once_for_the_block_calendar_and_its_source_together(
    server: DavServer, held: CalDavBlocks
) -> None:
    held.put(RUN, None)
    held.find_blocks()
    held.collection.read("source")
    server.log.clear()
    for _ in range(3):
        assert blocks(held.find_blocks()) == [RUN.block]
        held.collection.read("source")
    assert asked(server) == ["REPORT"] * 3


def test_a_reader_never_gets_the_same_copy_twice_nor_an_old_one(server: DavServer, tmp_path: Path) -> None:
    clock = MovedClock()
    with LoggedClient(server.url(server.href("blocks")), "ann", "secret") as client:
        collection = Collection(client, tmp_path, clock)
        collection.read("blocks")
        server.log.clear()
        collection.read("blocks")
        assert len(server.log) == 1
        collection.read("source")
        assert len(server.log) == 1
        clock.at += timedelta(minutes=2)
        collection.read("blocks")
        clock.at += timedelta(minutes=2)
        collection.read("source")
        assert len(server.log) == 3
        collection.wrote()
        collection.read("blocks")
        assert len(server.log) == 4


def test_a_source_that_reads_after_a_write_sees_it(server: DavServer, held: CalDavBlocks) -> None:
    held.find_blocks()
    held.put(RUN, None)
    assert any("Run" in each.text for each in held.collection.read("source").held.values())


def test_a_copy_that_cannot_be_kept_on_disk_is_kept_in_memory(server: DavServer, tmp_path: Path) -> None:
    (tmp_path / "full").write_bytes(b"")
    with LoggedClient(server.url(server.href("blocks")), "ann", "secret") as client:
        held = held_by(client, tmp_path / "full")
        held.put(RUN, None)
        held.find_blocks()
        server.log.clear()
        assert blocks(held.find_blocks()) == [RUN.block]
    assert asked(server) == ["REPORT"]


def test_a_server_that_names_another_host_is_not_left_for_it(server: DavServer, held: CalDavBlocks) -> None:
    """Behind a proxy many know only their inner name; and nobody may have us write elsewhere."""

    def inner(request: Request, backend: Backend) -> Answer | None:
        answer = backend(request)
        return replace(answer, body=answer.body.replace(b"href>/calendars/", b"href>http://127.0.0.1:9/calendars/"))

    server.script = always("REPORT", inner)
    held.put(RUN, None)
    [found] = held.find_blocks()
    held.put(LATER, found.version)
    [found] = held.find_blocks()
    held.remove(RUN.block, found.version)
    assert list(server.calendar().bodies) == ["dentist.ics"]
