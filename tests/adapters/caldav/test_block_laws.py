"""Whatever a server does and a person edits meanwhile: nothing of theirs is lost, and what we are told is true."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from hedgerow.adapters.caldav.blocks import CalDavBlocks
from hedgerow.core.block import BlockId, Version, uid_of
from hedgerow.core.span import Span
from hedgerow.ports import PreconditionFailed, Refused, Unavailable
from tests.adapters.caldav.block_bench import DENTIST, LoggedClient, held_by
from tests.adapters.contract_block_calendar import RUN
from tests.agenda import span
from tests.fakes.dav_server import DavServer
from tests.fakes.faulty_http import KINDS, Fault, Request, once, sound

TITLE = re.compile(rb"SUMMARY:([^\r\n]*)")
NAMES = [BlockId("a"), BlockId("b")]
PLACES = [span("tue", "07:00-08:00"), span("wed", "18:00-20:00"), span("fri", "12:00-12:30")]
QUIRKS = ("", "no_etag", "rewrites", "weak_etags", "no_sync")
WHENS = (None, None, "before", "applied")


@dataclass(frozen=True)
class Move:
    """One call of ours on a block, with a fault to its first request; the person may retitle it meanwhile."""

    call: str
    block: BlockId
    where: Span
    fault: Fault
    retitled: str | None
    """In the moment before the write reaches the calendar, or after."""


@dataclass(frozen=True)
class Edit:
    """By the person's hand, between two calls of ours."""

    block: BlockId
    deletes: bool


MOVES = st.builds(
    Move,
    st.sampled_from(["put", "put", "remove", "find"]),
    st.sampled_from(NAMES),
    st.sampled_from(PLACES),
    st.one_of(st.just(sound), st.just(sound), st.sampled_from(KINDS)),
    st.sampled_from(WHENS),
)
STEPS = st.lists(
    st.one_of(MOVES, MOVES, st.builds(Edit, st.sampled_from(NAMES), st.booleans())), min_size=4, max_size=14
)


@dataclass
class World:
    server: DavServer
    held: CalDavBlocks
    told: dict[BlockId, Version] = field(default_factory=dict)
    """The version that we were told of last."""
    unread: dict[BlockId, bytes] = field(default_factory=dict)
    """Titles by the person that we have not read since."""
    count: int = 0

    def title(self, block: BlockId) -> bytes | None:
        body = self.server.calendar().bodies.get(f"{uid_of(block)}.ics")
        match = TITLE.search(body) if body is not None else None
        return match[1] if match else None

    def edit(self, block: BlockId, *, deletes: bool = False) -> None:
        name, calendar = f"{uid_of(block)}.ics", self.server.calendar()
        if name not in calendar.bodies:
            return
        self.unread.pop(block, None)
        if deletes:
            calendar.delete(name)
            return
        self.count += 1
        self.unread[block] = b"By hand %d" % self.count
        calendar.put(name, TITLE.sub(b"SUMMARY:" + self.unread[block], calendar.bodies[name]))

    def move(self, move: Move) -> None:
        self.server.script = once("*", move.fault)
        pending = [move.retitled] if move.retitled else []

        def watch(moment: str, request: Request) -> None:
            if request.method in ("PUT", "DELETE") and moment in pending:
                pending.remove(moment)
                self.edit(move.block)

        self.server.watch = watch
        calls: dict[str, Callable[[Move], None]] = {"put": self.put, "remove": self.remove, "find": self.find}
        try:
            calls[move.call](move)
        except (PreconditionFailed, Refused, Unavailable):
            return
        finally:
            self.server.script, self.server.watch = (lambda _: None), (lambda _moment, _request: None)

    def put(self, move: Move) -> None:
        event = replace(RUN, block=move.block, span=move.where)
        self.told[move.block] = self.held.put(event, self.told.get(move.block))
        if move.block not in self.unread:
            [found] = [each for each in self.held.find_blocks() if each.block == move.block]
            assert (found.mark, found.span, found.version) == (event.mark, event.span, self.told[move.block])

    def remove(self, move: Move) -> None:
        if move.block in self.told:
            self.held.remove(move.block, self.told.pop(move.block))

    def find(self, _: Move) -> None:
        found = self.held.find_blocks()
        there = {block: title.decode() for block in NAMES if (title := self.title(block)) is not None}
        assert {each.block: each.title for each in found} == there
        self.told = {each.block: each.version for each in found}
        self.unread.clear()

    def check(self) -> None:
        bodies = self.server.calendar().bodies
        assert bodies["dentist.ics"] == DENTIST
        assert bodies.keys() <= {"dentist.ics", *(f"{uid_of(block)}.ics" for block in NAMES)}
        assert {block: self.title(block) for block in self.unread} == self.unread
        assert self.server.bare_writes() == []


@contextmanager
def world(quirk: str) -> Iterator[World]:
    with DavServer() as server, TemporaryDirectory() as folder:
        server.calendar().put("dentist.ics", DENTIST)
        if quirk:
            setattr(server.quirks, quirk, True)
        with LoggedClient(server.url(server.href("blocks")), "ann", "secret") as client:
            lives = World(server, held_by(client, Path(folder)))
            for block in NAMES:
                lives.move(Move("put", block, PLACES[0], sound, None))
            yield lives


@settings(max_examples=60)
@given(st.sampled_from(QUIRKS), STEPS)
def test_no_change_of_a_person_is_overwritten_before_it_was_read(quirk: str, steps: list[Move | Edit]) -> None:
    with world(quirk) as lives:
        for step in steps:
            if isinstance(step, Move):
                lives.move(step)
            else:
                lives.edit(step.block, deletes=step.deletes)
            lives.check()
