"""One change of policy, and the policy after it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from typing import Any

from hedgerow.core.block import IntentionId
from hedgerow.core.days import Weekday
from hedgerow.core.guard import Guard
from hedgerow.core.intention import Intention
from hedgerow.core.intrusion import Expected
from hedgerow.core.occurrence import Uid
from hedgerow.core.pattern import Pattern
from hedgerow.core.plan import Tentative


class Kind(StrEnum):
    """Of two changes worth the same the first named is proposed: what interferes least, and what is one's own."""

    DEFENCE = "defence"
    BUFFER = "buffer"
    NOTICE = "notice"
    KEPT_TIME = "kept-time"
    """To the time that its blocks are really kept at."""
    LATER = "later"
    """A window that reaches beyond what takes the blocks, or moves there."""
    EARLIER = "earlier"
    OTHER_DAYS = "other-days"
    SPLIT = "split"
    SHORTEN = "shorten"
    ASK = "ask"
    """For another time of a meeting: no setting, but words to send."""
    FEWER = "fewer"
    DROP = "drop"
    EXPECTED = "expected"


QUIETING = (Kind.FEWER, Kind.DROP, Kind.EXPECTED)
"""They give no time back and only let the letter speak of what is wanted: proposed when nothing else is."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A series, or single events of one title."""

    title: str
    uid: Uid | None
    """None: single events, known by their title."""
    organizer: str


@dataclass(frozen=True, slots=True)
class Shift:
    """A meeting at another time of the same day, by so much."""

    meeting: Meeting
    by: timedelta
    weekday: Weekday
    starts: int
    """Of the new time, in minutes of the day."""
    length: timedelta


@dataclass(frozen=True, slots=True)
class Change:
    kind: Kind
    intention: IntentionId | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    """Of the intention, those that differ, by the names of `Intention`; empty to drop it."""
    notice: timedelta | None = None
    expected: Expected | None = None
    shift: Shift | None = None
    meeting: Meeting | None = None

    @property
    def target(self) -> str:
        """What it is about: an intention, a meeting, or the planning as a whole."""
        if self.intention is not None:
            return f"intention/{self.intention}"
        return f"meeting/{self.meeting.uid or self.meeting.title.casefold()}" if self.meeting else "planning"

    @property
    def subject(self) -> str:
        """What two refusals silence."""
        return f"{self.target}/{_ASPECTS.get(self.kind, self.kind)}"


_ASPECTS: Mapping[Kind, str] = {
    Kind.KEPT_TIME: "time",
    Kind.LATER: "time",
    Kind.EARLIER: "time",
    Kind.OTHER_DAYS: "days",
    Kind.SPLIT: "length",
    Kind.SHORTEN: "length",
}


@dataclass(frozen=True, slots=True)
class Planning:
    weeks: int
    notice: timedelta
    freeze: timedelta
    free_until: timedelta
    free_places: int
    guards: tuple[Guard, ...] = ()
    tentative: Tentative = Tentative.BUSY


@dataclass(frozen=True, slots=True)
class Policy:
    """What of the settings decides how weeks go."""

    intentions: Sequence[Intention]
    pattern: Pattern
    planning: Planning
    expected: Sequence[Expected]

    def named(self, name: IntentionId) -> Intention | None:
        return next((each for each in self.intentions if each.id == name), None)


def changed(policy: Policy, change: Change) -> Policy:
    """A meeting asked to move is none of the policy: `shifted` of the past moves it."""
    if change.kind is Kind.DROP:
        return replace(policy, intentions=[each for each in policy.intentions if each.id != change.intention])
    if change.intention is not None:
        return _with_fields(policy, change)
    if change.notice is not None:
        return replace(policy, planning=replace(policy.planning, notice=change.notice))
    if change.expected is not None:
        return replace(policy, expected=(*policy.expected, change.expected))
    return policy


def _with_fields(policy: Policy, change: Change) -> Policy:
    """A season that has its own of what is changed keeps it; in the rest it follows the intention."""
    before = {each.id: each for each in policy.intentions}
    intentions = [replace(each, **change.fields) if each.id == change.intention else each for each in policy.intentions]
    seasons = []
    for season in policy.pattern.seasons:
        own = dict(season.intentions)
        for name, wish in season.intentions.items():
            if wish is not None and name == change.intention:
                own[name] = replace(wish, **_inherited(before[name], wish, change.fields))
        seasons.append(replace(season, intentions=own))
    return replace(policy, intentions=intentions, pattern=replace(policy.pattern, seasons=tuple(seasons)))


def _inherited(before: Intention, wish: Intention, fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: new for name, new in fields.items() if getattr(wish, name) == getattr(before, name)}
