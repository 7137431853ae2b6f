"""Which events and instances a calendar holds, by id, in a window, or since a change."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from tests.fakes.google.recurrence import instance, occasions, split_id
from tests.fakes.google.refusal import Json, Refused, deleted, not_found
from tests.fakes.google.showing import Item
from tests.fakes.google.state import Calendar, Held, State
from tests.fakes.google.times import instant_of

FAR = datetime(9000, 1, 1, tzinfo=UTC)


def by_id(state: State, calendar: Calendar, event_id: str) -> Item:
    """An event, an exception, or an instance that only its series holds. Raises 404 or 410."""
    held = calendar.events.get(event_id)
    if held is not None and held.purged:
        raise _purged(state)
    if held is not None and state.visible(held):
        return Item(held.data, held.etag, held)
    series, key = split_id(event_id)
    master = calendar.events.get(series) if key and held is None else None
    if master is None or not state.visible(master):
        raise not_found()
    found = next((each for each in _virtual(state, calendar, master, FAR, key)), None)
    if found is None:
        raise not_found()
    return found


def _purged(state: State) -> Refused:
    return deleted() if state.modes.purged_status == 410 else not_found()


def _virtual(
    state: State, calendar: Calendar, master: Held, until: datetime, key: str = ""
) -> Iterator[Item]:  # fmt: skip
    """Instances that are no exceptions; all, or the one of that key."""
    if not master.data.get("recurrence"):
        return
    end = min(until, state.horizon()) if until == FAR else until
    for each in occasions(master.data, _year_end(end)):
        data = instance(master.data, each)
        if key in ("", each.key) and data["id"] not in calendar.events:
            yield Item(data, master.etag, None)


def _year_end(until: datetime) -> datetime:
    """So that one expansion serves many windows."""
    return datetime(until.year + 1, 1, 1, tzinfo=UTC)


def instances(state: State, calendar: Calendar, master: Held, until: datetime = FAR) -> Iterator[Item]:
    """All of a series, exceptions among them; a deleted series has deleted ones."""
    yield from _virtual(state, calendar, master, until)
    for held in calendar.exceptions(master.id):
        if not held.purged:
            yield Item(held.data, held.etag, held)


def shown_events(state: State, calendar: Calendar) -> list[Held]:
    return [
        held for held in calendar.events.values() if state.visible(held) and state.settled(held)
    ]  # fmt: skip


def listed_items(state: State, calendar: Calendar, *, single: bool, deleted_too: bool, until: datetime) -> list[Item]:
    """What a list shows before its window and filters."""
    found: list[Item] = []
    for held in shown_events(state, calendar):
        if held.series is not None and single and held.series in calendar.events:
            continue  # it comes with its series
        if single and held.data.get("recurrence"):
            found += [each for each in instances(state, calendar, held, until) if deleted_too or not each.cancelled]
        elif deleted_too or not held.cancelled or (not single and _is_hole(calendar, held)):
            found.append(Item(held.data, held.etag, held))
    return found


def _is_hole(calendar: Calendar, held: Held) -> bool:
    """A cancelled instance of a series that lives."""
    master = calendar.events.get(held.series or "")
    return master is not None and not master.cancelled


def changed_items(state: State, calendar: Calendar, since: int, *, single: bool) -> list[Item]:
    """Each once, with its latest state, in the order of the changes."""
    found: dict[str, Item] = {}
    for held in sorted(calendar.events.values(), key=lambda each: each.change):
        if held.change <= since or not state.settled(held):
            continue
        if held.purged:
            found[held.id] = Item({"id": held.id, "status": "cancelled"}, held.etag, held)
        elif single and held.data.get("recurrence"):
            found |= {each.data["id"]: each for each in _touched(state, calendar, held)}
            found |= {each.data["id"]: each for each in _retired(calendar, held, since)}
        else:
            found[held.id] = Item(held.data, held.etag, held)
            found |= {each.data["id"]: each for each in _retired(calendar, held, since) if single}
    return list(found.values())


def _retired(calendar: Calendar, master: Held, since: int) -> Iterator[Item]:
    """Instances that a change of the rules took away."""
    for key, (change, original) in master.retired.items():
        name = f"{master.id}_{key}" if key else master.id
        if change > since and (not key or name not in calendar.events):
            told: Json = {"id": name, "status": "cancelled", "originalStartTime": original}
            yield Item(told | ({"recurringEventId": master.id} if key else {}), master.etag, None)


def _touched(state: State, calendar: Calendar, master: Held) -> Iterable[Item]:
    if not master.cancelled:
        return instances(state, calendar, master)
    days, now = state.modes.series_tombstone_days, state.clock.now()
    end = FAR if days is None else now + timedelta(days=days)
    dead = instances(state, calendar, master, end)
    return [each for each in dead if overlaps(each.data, now if days is not None else None, end)]


def mark(state: State, calendar: Calendar) -> int:
    """The number of the last change that lists show already."""
    unsettled = [held.change for held in calendar.events.values() if not state.settled(held)]
    return min(unsettled, default=state.changes + 1) - 1


def overlaps(data: Json, begin: datetime | None, end: datetime | None) -> bool:
    """The event ends after `begin` and starts before `end`, neither inclusive."""
    start = instant_of(data.get("start") or data.get("originalStartTime") or {})
    finish = instant_of(data.get("end", {})) or start
    if start is None or finish is None:
        return begin is None and end is None
    return (begin is None or finish > begin) and (end is None or start < end)
