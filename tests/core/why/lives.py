"""Seeded weeks of a life too full for all that is wished for: meetings, wishes of every kind, and what stood before."""

import random  # noqa: TID251 - seeded test data
from dataclasses import replace
from datetime import timedelta

from hedgerow.core.boundary import working_time
from hedgerow.core.days import Weekday, week_span
from hedgerow.core.domains import Domain
from hedgerow.core.guard import DayOff, GuardId, NightlyRest
from hedgerow.core.intention import Firmness, Length, Priority
from hedgerow.core.plan import Busy, Previous
from hedgerow.core.span import Span
from tests.agenda import BERLIN, NAMES, WEEK, at, boundary
from tests.plans import RULES, Case, booked, wish

WORKDAYS = "mon tue wed thu fri"
WISHES = (
    wish("kids", "17:00-20:00", WORKDAYS, "17:30", times_per_week=5, priority=Priority.HIGH),
    wish("run", "16:00-21:00", ideal="18:00", times_per_week=3, spacing_days=2, buffer_before=15),
    wish("lunch", "11:00-14:30", WORKDAYS, "12:00", times_per_week=5, travel_after=10),
    wish("reading", "20:00-23:00", ideal="21:00", times_per_week=4, priority=Priority.LOW),
    wish("therapy", "10:00-17:00", WORKDAYS, "12:00", priority=Priority.CRITICAL, firmness=Firmness.FIRM),
    wish("friend", "18:00-22:00", "wed fri", "19:00", length=Length(120, 120, 120), firmness=Firmness.FIRM),
    wish(
        "focus",
        "08:00-18:00",
        WORKDAYS,
        "09:00",
        length=Length(60, 120, 180),
        minutes_per_week=600,
        domains=frozenset({Domain.WORK}),
        priority=Priority.HIGH,
    ),
)
GUARDS = (
    NightlyRest(GuardId("rest"), "Rest"),
    DayOff(GuardId("off"), "Day off", frozenset({Weekday.SATURDAY, Weekday.SUNDAY})),
)
WORKING = working_time(boundary("08:00-18:00"), week_span(WEEK, BERLIN))


def life(seed: int) -> Case:
    """Every other one has a plan in its calendar already, made when it had three meetings less."""
    chance = random.Random(seed)
    wishes = chance.sample(WISHES, 4)
    meetings = sorted({_meeting(chance, n) for n in range(chance.randint(24, 64))})
    guards = GUARDS if chance.random() < 0.5 else ()
    case = Case(wishes, tuple(meetings), replace(RULES, guards=guards))
    if seed % 2:
        return case
    fewer = replace(case, busy=tuple(meetings[3:]))
    return replace(case, previous=Previous(booked(fewer.plan())))


def _meeting(chance: random.Random, number: int) -> Busy:
    day = chance.choices(NAMES, (6, 6, 6, 6, 6, 1, 1))[0]
    is_late = chance.random() < 0.25
    start = at(day, "18:00" if is_late else "08:00") + timedelta(minutes=15 * chance.randrange(16 if is_late else 38))
    length = timedelta(minutes=chance.choice((30, 30, 45, 60, 60, 90)))
    return Busy(Span(start, start + length), f"m{number}", is_work=not is_late or chance.random() < 0.5)
