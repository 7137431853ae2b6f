"""What makes a *week* intruded: one table of limits, each with its number, its definition and its source."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class LimitKey(StrEnum):
    SCHEDULED_WORK_SERIOUS = "scheduled_work_serious"
    SCHEDULED_WORK = "scheduled_work"
    SHORTEST_REST = "shortest_rest"
    LONGEST_REST = "longest_rest"
    BREAK = "break_in_long_day"
    PERSONAL_TAKEN = "personal_time_taken"
    EVENINGS = "evenings_touched"
    BLOCKS_LOST = "blocks_lost"


class Unit(StrEnum):
    MINUTES = "minutes"
    EVENINGS = "evenings"
    PERCENT = "percent"


@dataclass(frozen=True, slots=True)
class LimitRule:
    """What a limit is, whatever number the person gives it."""

    key: LimitKey
    default: int
    unit: Unit
    title: str
    definition: str
    source: str
    is_floor: bool = False
    """True when the week must reach the number, False when it must not pass it."""
    is_serious: bool = False
    """One is enough for `intruded`."""


Limits = Mapping[LimitKey, int]

LIMITS: tuple[LimitRule, ...] = (
    LimitRule(
        LimitKey.SCHEDULED_WORK_SERIOUS,
        55 * 60,
        Unit.MINUTES,
        "scheduled work, serious",
        "Hours with at least one timed work event or a shift of the rota; from this number on.",
        "WHO/ILO 2021: from 55 h a week on, 35 % higher risk of stroke and 17 % of death by ischaemic heart disease,"
        " against 35–40 h",
        is_serious=True,
    ),
    LimitRule(
        LimitKey.SCHEDULED_WORK,
        48 * 60,
        Unit.MINUTES,
        "scheduled work",
        "Hours with at least one timed work event or a shift of the rota, hours shared by several counted once.",
        "Directive 2003/88/EC, article 6 (average week, overtime included)",
    ),
    LimitRule(
        LimitKey.SHORTEST_REST,
        11 * 60,
        Unit.MINUTES,
        "shortest rest between two working days",
        "The longest stretch without work and not on call that reaches into a night, between work on both sides; the"
        " shortest night of the week.",
        "Directive 2003/88/EC, article 3",
        is_floor=True,
    ),
    LimitRule(
        LimitKey.LONGEST_REST,
        35 * 60,
        Unit.MINUTES,
        "longest unbroken rest",
        "The longest stretch without work and not on call in the week.",
        "Directive 2003/88/EC, article 5 (24 h and the daily 11 h)",
        is_floor=True,
    ),
    LimitRule(
        LimitKey.BREAK,
        30,
        Unit.MINUTES,
        "break in a working day over 6 h",
        "Work events that follow one another for more than 6 hours without a pause of this length.",
        "Directive 2003/88/EC, article 4 (that a break is due); its length is national, e.g. 30 min in Canada Labour"
        " Code s. 169.1",
        is_floor=True,
    ),
    LimitRule(
        LimitKey.PERSONAL_TAKEN,
        2 * 60,
        Unit.MINUTES,
        "personal time taken by work",
        "Work events outside of your working hours and not while on call, or over a protected block or a personal"
        " event; series that you expect take none.",
        "Hedgerow's own suggestion",
    ),
    LimitRule(
        LimitKey.EVENINGS,
        2,
        Unit.EVENINGS,
        "evenings touched by work",
        "Evenings, but those of leave, with at least one minute of a work event after your last working window; series"
        " that you expect touch none.",
        "Hedgerow's own suggestion; work in off-time goes with less detachment, and detachment with less exhaustion and"
        " better sleep (Wendsche & Lohmann-Haislah 2017)",
    ),
    LimitRule(
        LimitKey.BLOCKS_LOST,
        33,
        Unit.PERCENT,
        "protected blocks lost",
        "The share of the week's protected blocks that did not take place; those on days of leave are left out.",
        "Hedgerow's own suggestion: a third of those planned",
    ),
)
