"""The last gate before anything is written: does a plan keep every promise? Shares no code with the search.

Facts (held by the person, or begun) and frozen blocks are where they are; every other block has to keep every rule.
Sentences name intentions by id and days by date, never titles.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import combinations

from hedgerow.core.case import Case, case_of, guarded_by, shortest, travelled_by, windows_of
from hedgerow.core.days import instant, local_day
from hedgerow.core.intention import Defence, Firmness, Intention
from hedgerow.core.occurrence import Transparency
from hedgerow.core.owed import had, of_week, owed
from hedgerow.core.plan import Block, Given, Hold, Placed, Plan
from hedgerow.core.vigil import faults_of_guards


class BrokenPromise(AssertionError):
    """A plan that must not be carried out: a mistake of ours, to be reported. Names no titles."""


def require_kept(plan: Plan, given: Given) -> None:
    """Raises BrokenPromise."""
    faults = check_plan(plan, given)
    if faults:
        raise BrokenPromise(f"the plan breaks a promise, so nothing was written: {'; '.join(faults)}")


def check_plan(plan: Plan, given: Given) -> tuple[str, ...]:
    """Every broken promise in words; empty for a plan that keeps all."""
    case = case_of(given)
    strangers = [block for block in plan.blocks if not case.is_wished(block)]
    if strangers:
        return tuple(f"{_name(block)}: there is no such intention" for block in strangers)
    alone = (fault for block in plan.blocks for fault in _faults_of(case, block))
    pairs = (fault for one, other in _meeting(case, plan.blocks) for fault in _faults_between(case, one, other))
    whole = (*_faults_of_weeks(case, plan), *_faults_of_memory(case, plan), *faults_of_guards(case, plan))
    return (*alone, *pairs, *whole)


def _faults_of(case: Case, block: Block) -> Iterator[str]:
    wish, name = case.wish(block), _name(block)
    if not _is_shown_by_rule(case, block, wish):
        yield f"{name}: shown as {block.transparency} against the rule of its defence"
    if case.is_free(block):
        yield from (
            f"{name}: {fault}" for fault in (*_faults_of_place(case, block, wish), *_faults_of_day(case, block))
        )


def _faults_of_place(case: Case, block: Block, wish: Intention) -> Iterator[str]:
    around = guarded_by(wish, block.span)
    if any(around.overlaps(span) for span in case.busy_to(wish)):
        yield "something busy lies over it, its travel or its buffers"
    if not any(span.covers(block.span) for span in windows_of(case, wish, case.day(block))):
        yield "it lies in none of its windows and days"
    if not _is_length_allowed(case, block, wish):
        yield f"{block.span.length} is not a length it may have"
    if wish.firmness is Firmness.FIXED and wish.ideal_start is not None and not _is_at_ideal(case, block, wish):
        yield "it is fixed, and not at its ideal start"
    if case.stands(block) is None:
        if block.span.start < case.given.now + case.rules.notice:
            yield "it starts before the notice is over"
        if any(around.overlaps(span) for span in case.rules.unknown):
            yield "nobody knows yet what will be there"


def _faults_of_day(case: Case, block: Block) -> Iterator[str]:
    wish, day = case.wish(block), case.day(block)
    if case.closed(wish.id) & {block.slot.day, day}:
        yield "that day was skipped"
    earlier = (p for p in case.before.values() if p.slot.intention == wish.id and case.day(p) < case.rules.begins)
    if any(abs((day - case.day(p)).days) < wish.spacing_days for p in earlier):
        yield "too near to a block of an earlier week"


def _is_shown_by_rule(case: Case, block: Block, wish: Intention) -> bool:
    placed = case.stands(block)
    if placed and (placed.hold is Hold.RELEASED or (placed.hold is Hold.NONE and placed.span.start <= case.given.now)):
        return block.transparency is placed.transparency
    late = block.span.start - case.given.now > case.rules.free_until
    free = {
        Defence.ALWAYS_BUSY: False,
        Defence.ALWAYS_FREE: True,
        Defence.AUTO: late and block.other_places >= case.rules.free_places,
    }
    return (block.transparency is Transparency.TRANSPARENT) is free[wish.defence]


def _is_length_allowed(case: Case, block: Block, wish: Intention) -> bool:
    least, most = shortest(wish), timedelta(minutes=wish.length.ideal)
    if (case.stands(block) is not None or wish.minutes_per_week) and wish.firmness is not Firmness.FIXED:
        most = timedelta(minutes=wish.length.maximum)
    return least <= block.span.length <= most


def _is_at_ideal(case: Case, block: Block, wish: Intention) -> bool:
    assert wish.ideal_start is not None
    return block.span.start == instant(case.day(block), wish.ideal_start, case.rules.zone)


def _meeting(case: Case, blocks: Sequence[Block]) -> Iterator[tuple[Block, Block]]:
    """Pairs that can break a promise together."""
    known = [
        (block, block.slot.intention, travelled_by(case.wishes[block.slot.intention], block.span)) for block in blocks
    ]
    for (one, wish, occupied), (other, another, beside) in combinations(known, 2):
        if wish == another or occupied.overlaps(beside):
            yield one, other


def _faults_between(case: Case, one: Block, other: Block) -> Iterator[str]:
    if not case.is_free(one) and not case.is_free(other):
        return
    names = f"{_name(one)} and {_name(other)}"
    first, second = case.wish(one), case.wish(other)
    if travelled_by(first, one.span).overlaps(travelled_by(second, other.span)):
        yield f"{names}: one lies over the other or its travel"
    if one.slot == other.slot:
        yield f"{names}: they stand for the same occurrence"
    if first.id == second.id and _is_too_near(case, one, other):
        yield f"{names}: the days between them are too few"


def _is_too_near(case: Case, one: Block, other: Block) -> bool:
    """On both sides of a season's border the smaller spacing is enough."""
    spacing = min(case.wish(one).spacing_days, case.wish(other).spacing_days)
    return abs((case.day(one) - case.day(other)).days) < max(1, spacing)


def _faults_of_weeks(case: Case, plan: Plan) -> Iterator[str]:
    said = {(gap.intention.id, gap.week): gap.missing for gap in plan.unplaced}
    waiting = {(gap.intention.id, gap.week): gap.missing for gap in plan.waiting}
    for wish in case.wishes.values():
        weeks = {case.rules.week_of(case.day(block)) for block in plan.blocks if block.slot.intention == wish.id}
        for week in sorted(weeks | set(case.rules.weeks)):
            changed = case.in_week(wish, week)
            own, fed = had(case, plan, changed or wish, week)
            wished = changed.asked if changed else 0
            if own and own + fed > wished and any(case.may_yield(block) for block in of_week(case, plan, wish, week)):
                yield f"{wish.id} in {week}: {_many(wish, own + fed)}, more than {wished}"
            missing, waits = owed(case, plan, changed, week) if changed else (0, 0)
            if said.get((wish.id, week), 0) != missing:
                yield f"{wish.id} in {week}: {missing} are missing, and the plan says otherwise"
            if waiting.get((wish.id, week), 0) != waits:
                yield f"{wish.id} in {week}: {waits} wait for what is not known, and the plan says otherwise"


def _many(wish: Intention, amount: int) -> str:
    return f"{amount} {'minutes' if wish.minutes_per_week else 'blocks'}"


def _faults_of_memory(case: Case, plan: Plan) -> Iterator[str]:
    """What stood already: facts stay, frozen ones yield to work alone, each is there once and as itself."""
    known = [block.block for block in plan.blocks if block.block is not None]
    if len(known) != len(set(known)):
        yield "one block stands in the plan twice"
    for block in plan.blocks:
        yield from _faults_of_identity(case, block)
    still = {block.block for block in plan.blocks if case.stands(block) is not None}
    for placed in case.before.values():
        if placed.block in still or case.day(placed) < case.rules.begins:
            continue
        if case.is_fact(placed):
            yield f"{_name(placed)}: it was not ours to move"
        elif case.is_frozen(placed) and not _may_thaw(case, placed):
            yield f"{_name(placed)}: it starts soon, and no work lies over it"


def _faults_of_identity(case: Case, block: Block) -> Iterator[str]:
    if block.block is None:
        if block.slot.day != case.day(block):
            yield f"{_name(block)}: a new block stands for the day that it lies on"
        return
    placed = case.before.get(block.block)
    if placed is None or placed.slot != block.slot:
        yield f"{_name(block)}: it is not the block that stood there"
    elif case.rules.week_of(local_day(placed.span.start, case.rules.zone)) != case.rules.week_of(case.day(block)):
        yield f"{_name(block)}: it moved to another week"


def _may_thaw(case: Case, placed: Placed) -> bool:
    """Work or a block that is not ours to move lies over it, or its slot is no longer its own."""
    others = [p for p in case.before.values() if p is not placed]
    firm = [p for p in others if case.is_fact(p) or case.is_frozen(p)]
    work = (thing.span for thing in case.binding if thing.is_work and not thing.all_day)
    spans = [*work, *(travelled_by(case.wish(p), p.span) for p in firm)]
    occupied = travelled_by(case.wish(placed), placed.span)
    over = any(occupied.overlaps(span) for span in spans)
    is_closed = placed.slot.day in case.closed(placed.slot.intention)
    return over or is_closed or any(p.slot == placed.slot for p in others)


def _name(block: Block | Placed) -> str:
    return f"{block.slot.intention} of {block.slot.day}"
