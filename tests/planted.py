"""Lives with one flaw each, and the change that mends it; each in the words of `tests.played`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from hedgerow.core.days import DayWindow, Weekday
from hedgerow.core.intention import Defence
from hedgerow.core.policy.change import Change, Kind
from tests.played import HOME, Came, Did, Script

OFFICE = """
[boundary]
monday = ["09:00-17:00"]
tuesday = ["09:00-17:00"]
wednesday = ["09:00-17:00"]
thursday = ["09:00-17:00"]
friday = ["09:00-17:00"]
"""
LUNCHLESS = OFFICE.replace("09:00-17:00", "09:00-13:00")
"""Mornings only."""
DINNER = """
# Dinner is sacred.
[[intentions]]
id = "dinner"
title = "Dinner"
domains = ["home"]
length = "1h"
times_per_week = 5
days = ["monday", "tuesday", "wednesday", "thursday", "friday"]
windows = ["18:00-19:15"]  # before the news
ideal_start = "18:00"
firmness = "firm"
defence = "always-busy"
"""
RUN = """
[[intentions]]
id = "run"
title = "Run"
domains = ["self"]
length = { minimum = "30min", ideal = "45min", maximum = "1h" }
times_per_week = 3
days = ["tuesday", "wednesday", "thursday", "friday"]
windows = ["06:30-08:30", "17:15-19:00"]
ideal_start = "17:30"
defence = "always-busy"
"""
FOCUS = """
[[intentions]]
id = "focus"
title = "Focus"
domains = ["work"]
length = "2h"
times_per_week = 2
days = ["tuesday", "thursday"]
windows = ["09:00-11:30"]
ideal_start = "09:15"
firmness = "firm"
defence = "always-busy"
"""
WALK = """
[[intentions]]
id = "walk"
title = "Walk"
domains = ["self"]
length = "30min"
times_per_week = 2
days = ["tuesday", "thursday"]
windows = ["12:00-13:00"]
ideal_start = "12:15"
firmness = "firm"
defence = "always-busy"
"""
STANDUPS = tuple(Came(f"{day} 09:30-09:45  Stand-up", series=True) for day in ("mon", "wed", "fri"))


@dataclass(frozen=True, slots=True)
class Planted:
    name: str
    script: Script
    kind: Kind
    is_it: Callable[[Change], bool] = lambda _: True
    """Besides the kind."""


def _fields(**wanted: object) -> Callable[[Change], bool]:
    return lambda change: all(change.fields.get(key) == value for key, value in wanted.items())


def _late(day: str, rest: str, when: str = "08:00") -> Came:
    return Came(f"{day} {rest}", f"{day} {when}")


def _days(days: str, rest: str, when: str = "08:00") -> tuple[Came, ...]:
    return tuple(_late(day, rest, when) for day in days.split())


PLANTED: Mapping[str, Planted] = {
    each.name: each
    for each in (
        Planted(
            "dinner-lost-on-wednesdays",
            Script(OFFICE + DINNER + WALK, (*STANDUPS, _late("wed", "18:00-19:00  Town hall"))),
            Kind.LATER,
            _fields(windows=(DayWindow(18 * 60, 20 * 60),)),
        ),
        Planted(
            "exercise-kept-only-in-the-morning",
            Script(
                OFFICE + RUN + DINNER.replace("18:00-19:15", "19:15-21:00").replace('"18:00"', '"19:30"'),
                (
                    *STANDUPS,
                    *(Came(f"{day} 17:00-19:00  Children #home", "mon 00:30") for day in ("tue", "wed", "thu", "fri")),
                ),
            ),
            Kind.KEPT_TIME,
            lambda change: 390 <= change.fields["ideal_start"] < 510,
        ),
        Planted(
            "focus-eaten-by-one-recurring-meeting",
            Script(
                LUNCHLESS
                + WALK.replace("12:00-13:00", "14:00-15:00").replace('"12:15"', '"14:15"')
                + FOCUS.replace("09:00-11:30", "09:00-11:00").replace(
                    'times_per_week = 2\ndays = ["tuesday", "thursday"]', 'days = ["tuesday"]'
                ),
                (
                    *STANDUPS,
                    Came("tue 09:30-10:00  Pricing", series=True),
                    Came("tue 11:45-13:00  Hiring", series=True),
                ),
            ),
            Kind.ASK,
            lambda change: change.meeting is not None and change.meeting.title == "Pricing",
        ),
        Planted(
            "a-block-that-never-fits-whole",
            Script(
                OFFICE
                + DINNER
                + FOCUS.replace('length = "2h"', 'length = "3h"')
                .replace("09:00-11:30", "09:00-17:00")
                .replace(
                    'times_per_week = 2\ndays = ["tuesday", "thursday"]',
                    'times_per_week = 1\ndays = ["tuesday", "thursday"]',
                ),
                tuple(
                    Came(f"{day} {hours}", series=True)
                    for day in ("tue", "thu")
                    for hours in ("11:00-11:30  Sync", "13:30-14:00  Review", "16:00-16:30  Plan")
                ),
            ),
            Kind.SPLIT,
        ),
        Planted(
            "shown-as-free-and-always-booked-over",
            Script(
                OFFICE + WALK.replace("always-busy", "always-free"),
                (*STANDUPS, *_days("tue thu", "12:00-13:00  Vendor call")),
                polite=True,
            ),
            Kind.DEFENCE,
            _fields(defence=Defence.ALWAYS_BUSY),
        ),
        Planted(
            "late-meetings-and-a-long-notice",
            Script(
                OFFICE
                + '[planning]\nnotice = "12h"  # I like to know\n'
                + DINNER.replace("18:00-19:15", "17:30-21:30"),
                (*STANDUPS, *_days("mon wed", "17:30-19:00  Incident", "14:00")),
            ),
            Kind.NOTICE,
        ),
        Planted(
            "long-days-without-a-buffer",
            Script(
                OFFICE + DINNER.replace("18:00-19:15", "17:00-18:30").replace('"18:00"', '"17:00"'),
                (
                    *STANDUPS,
                    *(Came(f"{day} 16:00-17:00  Clients", series=True) for day in ("tue", "wed", "thu")),
                    *_days("tue wed thu", "17:00-17:20  Clients, the rest", "16:50"),
                ),
            ),
            Kind.BUFFER,
            lambda change: change.fields["buffer_before"] in (20, 30),
        ),
        Planted(
            "always-skipped-by-hand",
            Script(
                OFFICE + DINNER + WALK,
                STANDUPS,
                (Did("walk", "tue 07:00"), Did("walk", "thu 07:00")),
            ),
            Kind.DROP,
            lambda change: change.intention == "walk",
        ),
        Planted(
            "a-series-that-is-never-minded",
            Script(
                OFFICE + WALK,
                (
                    *STANDUPS,
                    Came("thu 17:00-17:30  Community call", series=True, yes=True),
                    *(Came(f"thu {hours}  Desk", series=True) for hours in ("09:00-12:00", "13:00-17:00")),
                ),
            ),
            Kind.EXPECTED,
        ),
        Planted(
            "a-stand-up-that-breaks-the-night",
            Script(
                OFFICE + WALK,
                (
                    *STANDUPS,
                    Came("tue 20:30-22:00  Call with Lima", series=True),
                    Came("wed 07:30-08:00  Early sync", series=True),
                ),
            ),
            Kind.ASK,
            lambda change: change.meeting is not None and change.meeting.title in ("Early sync", "Call with Lima"),
        ),
        Planted(
            "a-stand-up-too-soon-after-a-late-evening",
            Script(
                OFFICE.replace('tuesday = ["09:00-17:00"]', 'tuesday = ["09:00-16:00", "20:00-22:00"]').replace(
                    'wednesday = ["09:00-17:00"]', 'wednesday = ["08:00-16:00"]'
                )
                + WALK,
                (
                    STANDUPS[0],
                    STANDUPS[2],
                    Came("tue 20:00-22:00  Desk", series=True),
                    Came("wed 08:00-08:30  Early sync", series=True),
                ),
            ),
            Kind.ASK,
            lambda change: change.shift is not None and change.shift.starts == 9 * 60,
        ),
        Planted(
            "always-moved-by-hand-to-one-time",
            Script(
                OFFICE
                + RUN.replace('windows = ["06:30-08:30", "17:15-19:00"]', 'windows = ["17:15-19:00"]')
                .replace("times_per_week = 3", "times_per_week = 2")
                .replace('"tuesday", "wednesday", "thursday", "friday"', '"tuesday", "thursday"'),
                STANDUPS,
                (Did("run", "tue 06:00", "07:00-07:45"), Did("run", "thu 06:00", "07:00-07:45")),
            ),
            Kind.KEPT_TIME,
            _fields(ideal_start=7 * 60),
        ),
        Planted(
            "a-weekend-block-lost-to-one-thing",
            Script(
                OFFICE
                + DINNER.replace('"dinner"', '"quiet"')
                .replace('"Dinner"', '"Quiet hour"')
                .replace("times_per_week = 5", "times_per_week = 1")
                .replace('days = ["monday", "tuesday", "wednesday", "thursday", "friday"]', 'days = ["sunday"]')
                .replace("18:00-19:15", "20:30-21:45")
                .replace('ideal_start = "18:00"', 'ideal_start = "20:30"'),
                (*STANDUPS, _late("sun", "16:00-22:00  Monday's deck")),
            ),
            Kind.OTHER_DAYS,
            lambda change: Weekday.SUNDAY not in change.fields["days"],
        ),
        Planted(
            "five-wished-for-and-three-kept",
            Script(
                OFFICE
                + DINNER.replace('windows = ["18:00-19:15"]', 'windows = ["18:00-19:00"]').replace('"firm"', '"fixed"'),
                (
                    *STANDUPS,
                    Came("tue 18:00-22:00  Choir", series=True, calendar=HOME),
                    Came("thu 17:30-21:45  Class", series=True, calendar=HOME),
                ),
            ),
            Kind.FEWER,
            _fields(times_per_week=3),
        ),
        Planted(
            "focus-lost-on-monday-mornings",
            Script(
                OFFICE + FOCUS.replace('"tuesday", "thursday"', '"monday", "thursday"'),
                (*STANDUPS[1:], _late("mon", "08:30-16:45  Escalations", "07:00")),
            ),
            Kind.OTHER_DAYS,
            lambda change: Weekday.MONDAY not in change.fields["days"],
        ),
        Planted(
            "dinner-lost-to-what-comes-after",
            Script(
                OFFICE + DINNER.replace("18:00-19:15", "18:45-20:00").replace('"18:00"', '"18:45"'),
                (*STANDUPS, *_days("tue thu", "19:00-21:30  Call with Lima", "12:00")),
            ),
            Kind.EARLIER,
        ),
        Planted(
            "a-length-that-no-day-has-room-for",
            Script(
                LUNCHLESS
                + WALK.replace("12:00-13:00", "14:00-15:00").replace('"12:15"', '"14:15"')
                + FOCUS.replace(
                    'times_per_week = 2\ndays = ["tuesday", "thursday"]', 'times_per_week = 1\ndays = ["thursday"]'
                ),
                (*STANDUPS, Came("thu 10:30-12:45  Board", series=True, organizer="")),
            ),
            Kind.SHORTEN,
        ),
    )
}
"""By name."""
