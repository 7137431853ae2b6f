"""What a calendar holds after the kills, against what it should."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime

from hedgerow.core.plan import Block
from tests.benchmarks.crashes_life import FOREIGN, Held, Person, all_held

Day = tuple[str, date]
"""An intention and a day, on which it may have one block."""


@dataclass(frozen=True, slots=True)
class Verdict:
    duplicates: int
    """Blocks beside another of the same intention on the same day."""
    orphans: int
    """Blocks on a day for which none is planned."""
    missing: int
    wrong: int
    """On its day, at another time than planned."""
    overwritten: int
    """Events that the person had edited, and that are not as they left them."""
    deleted: int
    """Of those, the ones that are gone."""
    recreated: int
    """Blocks in a slot of which the person had deleted one."""
    given_up: int
    """Blocks that the program takes for moved, changed or deleted by hand, and nobody touched them."""
    foreign: int
    """Events of others, copies by hand among them, that are not byte for byte as they were."""
    bare: int
    """PUT and DELETE without a precondition."""

    @property
    def faults(self) -> dict[str, int]:
        return {each.name: getattr(self, each.name) for each in fields(self) if getattr(self, each.name)}


@dataclass(frozen=True, slots=True)
class Should:
    """What there should be from a moment on; what came before it is history."""

    now: datetime
    planned: Iterable[Block]
    foreign: Mapping[str, bytes]
    given_up: frozenset[str] = frozenset()
    """Names of what the program takes for the person's."""


def judge(bodies: Mapping[str, bytes], should: Should, person: Person, bare: int) -> Verdict:
    """Days on which the person did something are not compared. `bare` is how many writes had no precondition."""
    held = [each for each in all_held(bodies) if each.start >= should.now]
    touched = {(each.intention, day) for each in held if each.name in person.edited for day in (each.slot, each.day)}
    touched |= {(each.intention, day) for each in person.deleted.values() for day in (each.slot, each.day)}
    wanted = {
        _day(block): (block.span.start, block.span.end) for block in should.planned if block.span.start >= should.now
    }
    ours = [each for each in held if each.name not in person.edited and (each.intention, each.day) not in touched]
    there = Counter((each.intention, each.day) for each in ours)
    places = {(each.intention, each.day): (each.start, each.end) for each in ours}
    return Verdict(
        duplicates=sum(there.values()) - len(there),
        orphans=len(there.keys() - wanted.keys()),
        missing=len(wanted.keys() - there.keys() - touched),
        wrong=sum(place != wanted.get(day, place) for day, place in places.items()),
        overwritten=sum(bodies.get(name) not in (body, None) for name, body in person.edited.items()),
        deleted=len(person.edited.keys() - bodies.keys()),
        recreated=_recreated(held, person),
        given_up=len(should.given_up - person.edited.keys() - person.deleted.keys()),
        foreign=sum(bodies.get(name) != body for name, body in (*should.foreign.items(), *person.copies.items())),
        bare=bare,
    )


def _day(block: Block) -> Day:
    return block.slot.intention, block.span.start.date()


def _recreated(held: Collection[Held], person: Person) -> int:
    gone = {(each.intention, each.slot) for each in person.deleted.values()}
    return sum((each.intention, each.slot) in gone for each in held if each.name not in person.edited)


def foreign_in(bodies: Mapping[str, bytes]) -> dict[str, bytes]:
    return {name: bodies[name] for name in FOREIGN if name in bodies}
