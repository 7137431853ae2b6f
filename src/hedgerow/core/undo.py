"""One line of the history × the event as it is now → the step that takes it back, or the reason why it stays.

    what was done           event now                     so
    ----------------------- ----------------------------- ---------------------------------------------------------
    CREATE                  as that left it               DELETE, its slot SKIPPED: it is not booked again
    MOVE, RESIZE, DEFEND,   as that left it               written as it was before, PINNED: it is not changed again
      RELEASE, REWORD
    DELETE                  none                          CREATE under a fresh id with all that was in it, PINNED
    DELETE                  an event again                none: somebody brought it back
    MOVE, RESIZE            what it was before is over    none: there it would be of no use
    DELETE                  its time is over              none
    any of these            changed or deleted since      none: it is the person's
    any of these            changed by us since           none: that is to be taken back first
    PIN, SKIP by a command  –                             the record as it was before; the calendar stays as it is
    an edit in the calendar –                             none: it is not ours
    what did not happen, or was taken back                none

A block that was deleted and brought back is the same block under another id, and its earlier lines speak of it, too.

“As that left it” is told by the version that our last write of the block got, and by the mark that it left.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from hedgerow.core.action import Action, Reply, Verb
from hedgerow.core.block import BlockId, Booking, Found, Owner, Standing
from hedgerow.core.occurrence import CalendarId
from hedgerow.core.reconcile import Edit, Observation, Step, event_of
from hedgerow.core.request import Refusal, removal


class Line(Protocol):
    """A line of the history: `ports.Entry`."""

    @property
    def id(self) -> int: ...

    @property
    def block(self) -> BlockId: ...

    @property
    def calendar(self) -> CalendarId: ...

    @property
    def what(self) -> Verb | Edit | Reply: ...

    @property
    def before(self) -> Booking | None: ...

    @property
    def after(self) -> Booking | None: ...

    @property
    def reason(self) -> str: ...

    @property
    def plan(self) -> str: ...

    @property
    def earlier(self) -> str: ...

    @property
    def undoes(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Scene:
    """What taking a line back is decided on."""

    lines: Sequence[Line]
    """Of the whole history, oldest first."""
    undone: Collection[int]
    """The ids of those that were taken back."""
    found: Sequence[Found]
    """The blocks in the calendar of the line, as they are now."""
    now: datetime
    owner: Owner


_BACK = {
    Verb.MOVE: Verb.MOVE,
    Verb.RESIZE: Verb.RESIZE,
    Verb.DEFEND: Verb.RELEASE,
    Verb.RELEASE: Verb.DEFEND,
    Verb.REWORD: Verb.REWORD,
}
_ASKED_FOR = (Edit.PIN, Edit.SKIP)


def is_ours(line: Line) -> bool:
    """Done by us, or by the person with a command of ours, and not by hand in the calendar."""
    return isinstance(line.what, Verb) or line.plan != ""


def may_be_undone(line: Line, undone: Collection[int]) -> bool:
    """By itself; what happened since may still stand against it."""
    is_kind = isinstance(line.what, Verb) or (line.what in _ASKED_FOR and line.plan != "")
    return is_kind and line.after is not None and line.id not in undone


def take_back(line: Line, scene: Scene, fresh: Callable[[], BlockId]) -> Step | Observation | Refusal:
    """A refusal begins with the number of the line."""
    why_not = _not_ours(line) or _not_standing(line, scene) or _not_last(line, scene)
    if why_not:
        return Refusal(f"#{line.id} {why_not}.")
    assert line.after is not None, "what did not happen was refused"
    if isinstance(line.what, Edit):
        return _restanding(line, line.after)
    assert isinstance(line.what, Verb), "replies are none of blocks"
    block = _lives(line, scene)[-1]
    event = next((each for each in scene.found if each.block == block and not each.cancelled), None)
    if line.what is Verb.DELETE:
        return _bring_back(line, event, scene, fresh)
    return _rewrite(line, line.what, event, scene)


def _not_ours(line: Line) -> str:
    if not is_ours(line):
        return f"was done by hand in the calendar ({line.reason}), so it is yours to take back there"
    if line.what not in (*Verb, *_ASKED_FOR):
        return "only says what was found, so there is nothing to take back"
    return ""


def _not_standing(line: Line, scene: Scene) -> str:
    if line.after is None:
        return "did not happen, so there is nothing to take back"
    return "was taken back already" if line.id in scene.undone else ""


def _not_last(line: Line, scene: Scene) -> str:
    """Empty when nothing that stands happened to the block since. An undo and what it took back are none of it."""
    since = [
        each
        for each in _since(line, scene)
        if each.id not in scene.undone and each.undoes is None and each.what not in (Edit.NOTE, Edit.ADOPT)
    ]
    by_hand = next((each for each in since if not is_ours(each)), None)
    if by_hand is not None:
        return f"stays: you changed the block since ({by_hand.reason})"
    named = " and ".join(f"#{each.id} ({each.what})" for each in since)
    return f"stays: {named} changed the same block since; take that back first" if since else ""


def _since(line: Line, scene: Scene) -> Sequence[Line]:
    lives = _lives(line, scene)
    return [each for each in scene.lines if each.block in lives and each.id > line.id and each.after is not None]


def _lives(line: Line, scene: Scene) -> Sequence[BlockId]:
    """The ids that the block had from then on: what was deleted and brought back has another one."""
    by_id = {each.id: each for each in scene.lines}
    lives = [line.block]
    for each in scene.lines:
        brings_back = by_id.get(each.undoes) if each.undoes is not None and each.after is not None else None
        if brings_back is not None and brings_back.block == lives[-1]:
            lives.append(each.block)
    return lives


def _last_left(line: Line, scene: Scene) -> Booking:
    """As our last write left the block: that of the line itself, or that of an undo of a later one."""
    ours = [each.after for each in (line, *_since(line, scene)) if each.after is not None and is_ours(each)]
    return ours[-1]


def _is_as_left(event: Found, left: Booking) -> bool:
    mark = event.mark
    same = (event.version, mark.left, mark.title) == (left.version, left.span, left.title)
    return same and not event.broken and mark.transparency is left.transparency


def _restanding(line: Line, after: Booking) -> Observation:
    """A slot that had no block is free again."""
    before = line.before or replace(after, standing=Standing.WITHDRAWN)
    return Observation(Edit.NOTE, before, after, f"takes back #{line.id}")


def _rewrite(line: Line, verb: Verb, event: Found | None, scene: Scene) -> Step | Refusal:
    left = _last_left(line, scene)
    if event is None:
        return Refusal(f"#{line.id} stays: the block was deleted since, and that is yours.")
    if not _is_as_left(event, left):
        return Refusal(f"#{line.id} stays: you changed the event since, so it is yours.")
    if verb is Verb.CREATE:
        return removal(left, event, scene.owner, f"takes back #{line.id}; its day stays empty")
    assert line.before is not None, "a change has a before"
    if line.before.span != left.span and line.before.span.end <= scene.now:
        return Refusal(f"#{line.id} stays: the time that the block had before is over.")
    wished = replace(event_of(line.before, scene.owner), block=left.block, calendar=line.calendar)
    reason = f"takes back #{line.id}; it stays so"
    return Step(line.calendar, Action(_BACK[verb], wished, left, left.version, reason, Standing.PINNED))


def _bring_back(line: Line, event: Found | None, scene: Scene, fresh: Callable[[], BlockId]) -> Step | Refusal:
    before = line.before
    assert before is not None, "a deletion has a before"
    if event is not None:
        return Refusal(f"#{line.id} stays: the event is there again already.")
    if before.span.end <= scene.now:
        return Refusal(f"#{line.id} stays: the time of that block is over.")
    wished = replace(event_of(before, scene.owner), block=fresh(), calendar=line.calendar, restores=line.earlier)
    reason = f"takes back #{line.id}; it stays so"
    return Step(line.calendar, Action(Verb.CREATE, wished, None, None, reason, Standing.PINNED))
