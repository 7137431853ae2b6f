"""[[seasons]] → values: what is different for some weeks, dated or of every year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hedgerow.core.block import IntentionId
from hedgerow.core.boundary import Boundary
from hedgerow.core.days import DayWindow, Weekday
from hedgerow.core.intention import Intention
from hedgerow.core.limits import LimitKey
from hedgerow.core.pattern import SeasonRule, YearDay
from hedgerow.settings.findings import Findings
from hedgerow.settings.intentions import read_intention
from hedgerow.settings.leave import SOME_DAY
from hedgerow.settings.notation import did_you_mean, duration_text, season_day_of
from hedgerow.settings.pattern import blame_overlaps_of_days, read_changed_limits, read_windows
from hedgerow.settings.places import KeyPath
from hedgerow.settings.tables import (
    WEEKDAYS,
    CalendarTable,
    IntentionTable,
    SeasonBoundaryTable,
    SeasonTable,
)

LONGEST_RECOVERY = 92
_REST_FLOOR = (LimitKey.SHORTEST_REST, LimitKey.LONGEST_REST)


@dataclass(frozen=True, slots=True)
class Ordinary:
    """What a season differs from."""

    boundary: Boundary
    limits: Mapping[LimitKey, int]
    intentions: Sequence[IntentionTable]
    calendars: Sequence[CalendarTable]


def read_seasons(tables: Sequence[SeasonTable], ordinary: Ordinary, findings: Findings) -> tuple[SeasonRule, ...]:
    kept = [n for n, each in enumerate(tables) if not each.skip and not findings.is_dropped(("seasons", n, "skip"))]
    seasons = tuple(_season(("seasons", n), tables[n], ordinary, findings) for n in kept)
    names = [table.name.strip() for table in tables]
    for n, name in enumerate(names):
        if name and name.casefold() in [other.casefold() for other in names[:n]]:
            findings.blame(("seasons", n, "name"), f"{name!r} is used twice; give each season its own name")
        elif tables[n].skip:
            _blame_unknown_skip(("seasons", n), tables[n], [names[other] for other in kept], findings)
    return seasons


def switched_on(tables: Sequence[SeasonTable]) -> frozenset[str]:
    """The intentions that a season has although they may be left out of all other weeks."""
    return frozenset(
        name for season in tables if not season.skip for name, table in season.intentions.items() if _switches_on(table)
    )


def _switches_on(table: IntentionTable) -> bool:
    return "skip" in table.model_fields_set and not table.skip


def _blame_unknown_skip(path: KeyPath, table: SeasonTable, names: Sequence[str], findings: Findings) -> None:
    """A season that is left out has its days from the profile, or from the file itself."""
    name = table.name.strip()
    if not findings.require((*path, "name"), name, "which season of the profile to leave out"):
        return
    if not table.first and not table.last:
        findings.blame(
            (*path, "name"), f"there is no season {name!r} in the profile to leave out{did_you_mean(name, names)}"
        )


def _season(path: KeyPath, table: SeasonTable, ordinary: Ordinary, findings: Findings) -> SeasonRule:
    findings.require((*path, "name"), table.name.strip(), "what the letter calls the season, such as 'exam weeks'")
    first, last = _ends(path, table, findings)
    limits = read_changed_limits((*path, "limits"), table.limits, findings)
    recovery_limits = read_changed_limits((*path, "recovery_limits"), table.recovery_limits, findings)
    if not table.rest_floor_may_sink:
        _blame_sinking((*path, "limits"), limits, ordinary.limits, findings)
        _blame_sinking((*path, "recovery_limits"), recovery_limits, ordinary.limits, findings)
    if recovery_limits and not table.recovery_days:
        findings.blame((*path, "recovery_days"), "needs a value: how many days after the season recovery_limits hold")
    return SeasonRule(
        table.name.strip(),
        first,
        last,
        _windows((*path, "boundary"), table.boundary, ordinary.boundary, findings),
        limits,
        _intentions((*path, "intentions"), table.intentions, ordinary, findings),
        findings.within((*path, "recovery_days"), table.recovery_days, 0, LONGEST_RECOVERY),
        recovery_limits,
    )


def _ends(path: KeyPath, table: SeasonTable, findings: Findings) -> tuple[date | YearDay, date | YearDay]:
    first, last = _end((*path, "first"), table.first, findings), _end((*path, "last"), table.last, findings)
    if first is None or last is None:
        return SOME_DAY, SOME_DAY
    if isinstance(first, YearDay) or isinstance(last, YearDay):
        if type(first) is not type(last):
            findings.blame((*path, "last"), "is of another kind than first; give both their year, or neither")
        return first, last
    if last < first:
        findings.blame((*path, "last"), f"ends before it begins: {last} is before {first}")
    return first, last


def _end(path: KeyPath, text: str, findings: Findings) -> date | YearDay | None:
    if findings.require(path, text, "a day such as '2026-07-01', or '07-01' for every year"):
        return findings.read(path, text, season_day_of, None)
    return None


def _blame_sinking(
    path: KeyPath, limits: Mapping[LimitKey, int], ordinary: Mapping[LimitKey, int], findings: Findings
) -> None:
    for key in _REST_FLOOR:
        if key in limits and limits[key] < ordinary[key] and findings.is_sound(*path, key.value):
            floor = duration_text(ordinary[key])
            findings.blame(
                (*path, key.value),
                f"is less rest than the {floor} of any week; give at least that, or add rest_floor_may_sink = true",
            )


def _windows(
    path: KeyPath, table: SeasonBoundaryTable, weekly: Boundary, findings: Findings
) -> Mapping[Weekday, tuple[DayWindow, ...]] | None:
    given = [(Weekday(n), name) for n, name in enumerate(WEEKDAYS) if name in table.model_fields_set]
    if not given:
        return None
    windows = {day: read_windows((*path, name), getattr(table, name), findings) for day, name in given}
    blame_overlaps_of_days(path, {**dict.fromkeys(Weekday, ()), **weekly.windows, **windows}, findings)
    return windows


def _intentions(
    path: KeyPath, tables: Mapping[str, IntentionTable], ordinary: Ordinary, findings: Findings
) -> Mapping[IntentionId, Intention | None]:
    places = {table.id: n for n, table in enumerate(ordinary.intentions)}
    changed: dict[IntentionId, Intention | None] = {}
    for name, table in tables.items():
        if name in places:
            changed[IntentionId(name)] = _changed((*path, name), table, places[name], ordinary, findings)
        elif not findings.is_dropped(("intentions",)):
            findings.blame_key((*path, name), f"there is no intention {name!r}{did_you_mean(name, places)}")
    return changed


def _ask_anew(whole: IntentionTable, given: Mapping[str, object]) -> None:
    """A season that asks for hours asks for times no more, and the other way round."""
    if "hours_per_week" in given and "times_per_week" not in given:
        whole.model_fields_set.discard("times_per_week")
    elif "times_per_week" in given and "hours_per_week" not in given:
        whole.hours_per_week = ""


def _changed(
    path: KeyPath, table: IntentionTable, place: int, ordinary: Ordinary, findings: Findings
) -> Intention | None:
    """The whole intention as the season has it; only what the season says is blamed on it."""
    if "id" in table.model_fields_set:
        findings.blame_key((*path, "id"), "an intention keeps its id in a season; leave this out")
    if "feeds" in table.model_fields_set:
        findings.blame_key((*path, "feeds"), "an intention feeds the same others in a season; leave this out")
    is_left_out = table.skip or (ordinary.intentions[place].skip and not _switches_on(table))
    if is_left_out or not findings.is_sound("intentions", place):
        return None
    given = {key: getattr(table, key) for key in table.model_fields_set if key not in ("skip", "id")}
    whole = ordinary.intentions[place].model_copy(update=given)
    _ask_anew(whole, given)
    return read_intention(path, whole, ordinary.calendars, ordinary.boundary.night, findings)
