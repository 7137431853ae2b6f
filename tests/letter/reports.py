"""Reports written down by hand: a full week like many, and what may be replaced in it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from hedgerow.core.block import BlockId, IntentionId, Slot
from hedgerow.core.boundary import working_time
from hedgerow.core.cause import Cause, Remedy
from hedgerow.core.days import Week, day_span, week_span
from hedgerow.core.domains import Domain
from hedgerow.core.fate import BlockFate, Fate
from hedgerow.core.intention import Intention, Length
from hedgerow.core.intrusion import Kind
from hedgerow.core.limits import LIMITS, LimitKey
from hedgerow.core.occurrence import CalendarId, NotSeen, Transparency, Uid, Unreadable
from hedgerow.core.plan import Block, Busy, Reason, Unplaced
from hedgerow.core.report import Clash, Day, Figure, FigureKey, NextWeek, Report
from hedgerow.core.span import Span, intersect, subtract, total_minutes
from hedgerow.core.week import Coverage, PassedLimit, Seen, Verdict
from hedgerow.letter.reader import Reader
from tests.agenda import BERLIN, WEEK, WORK, boundary, day_of, span, windows

HOURS = boundary("09:00-17:00")
READER = Reader("Ada", HOURS)
MADE_AT = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
RULES = {rule.key: rule for rule in LIMITS}
_BUSY = {
    "mon": "09:00-09:30 09:45-12:20 13:00-17:00 20:10-21:00",
    "tue": "09:00-09:30 10:00-12:00 13:00-16:45",
    "wed": "07:30-08:15 09:00-12:00 13:30-17:00",
    "thu": "09:00-12:00 13:00-15:30 16:00-17:00 21:00-22:05",
    "fri": "09:00-09:30 10:00-12:15 12:30-13:15 14:00-16:30",
    "sun": "20:00-21:05",
}
_TAKEN = {"mon": 50, "wed": 45, "thu": 65, "fri": 45, "sun": 65}


def fate(title: str, day: str, clocks: str, told: Fate = Fate.KEPT, promised: Span | None = None) -> BlockFate:
    where = span(day, clocks)
    block = BlockId(f"{title}{day}")
    return BlockFate(
        block, title, promised or where, where, told, None, by_person=False, domains=frozenset({Domain.SELF})
    )


FATES = (
    fate("Lunch away from the desk", "mon", "12:20-13:00"),
    fate("Run club", "tue", "18:00-19:10"),
    fate("Lunch away from the desk", "wed", "12:30-13:15"),
    fate("Walk to school with Noor", "thu", "07:45-08:25"),
    replace(
        fate("Dinner, phones away", "thu", "18:30-20:00", Fate.MOVED, span("wed", "18:30-20:00")),
        taken_by="Parents’ evening",
    ),
    replace(fate("Reading, no screens", "thu", "21:00-22:00", Fate.LOST), taken_by="West Coast sync"),
    replace(fate("Lunch away from the desk", "fri", "12:30-13:15", Fate.LOST), taken_by="Q1 budget review"),
    fate("Allotment with the neighbours", "sat", "10:00-12:00"),
    fate("Slow morning", "sun", "09:00-11:00"),
)


def day(name: str, busy: str = "", fates: Sequence[BlockFate] = (), taken: int = 0) -> Day:
    """Of Berlin and nine to five; what the minutes are is up to the caller."""
    whole = day_span(day_of(name), BERLIN)
    work = [span(name, clocks) for clocks in busy.split()]
    inside = working_time(HOURS, whole)
    here = tuple(fate for fate in fates if whole.holds(fate.span.start))
    lost = [fate.span for fate in here if fate.fate is Fate.LOST]
    intruding = intersect([*subtract(work, inside), *intersect(work, lost)], [whole])
    left = tuple(f.promised for f in fates if f.fate is Fate.MOVED and whole.holds(f.promised.start))
    return Day(day_of(name), whole, subtract(work, intruding), intruding, taken, here, left=left)


DAYS = tuple(
    day(name, _BUSY.get(name, ""), FATES, _TAKEN.get(name, 0))
    for name in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
)


def cause(title: str, kinds: tuple[Kind, ...], *spans: Span) -> Cause:
    return Cause(
        title=title,
        calendar=WORK,
        kinds=kinds,
        spans=spans,
        minutes=total_minutes(spans),
        recurring=False,
        tentative=False,
        all_day=False,
        organizer="",
        over=(),
        weeks_before=0,
        remedy=Remedy.HOLD_BEFORE,
        proposal=None,
        uid=Uid(title),
    )


CAUSES = (
    replace(
        cause("West Coast sync", (Kind.EVENING, Kind.NIGHT, Kind.OVER_BLOCK), span("thu", "21:00-22:05")),
        recurring=True,
        over=("Reading, no screens",),
        weeks_before=2,
        remedy=Remedy.PROPOSE_TIME,
        proposal=span("thu", "15:30-16:35"),
    ),
    replace(cause("Prepare Monday’s deck", (Kind.DAY_OFF,), span("sun", "20:00-21:05")), tentative=True),
    cause("Release notes, finish", (Kind.EVENING,), span("mon", "20:10-21:00")),
    cause("Vendor call, Bengaluru", (Kind.EARLY,), span("wed", "07:30-08:15")),
    replace(
        cause("Q1 budget review", (Kind.OVER_BLOCK,), span("fri", "12:30-13:15")), over=("Lunch away from the desk",)
    ),
)


def figure(key: FigureKey, *history: int | None, usual: int | None = None, of: int | None = None) -> Figure:
    """The last of `history` is this week."""
    last = history[-2] if len(history) > 1 else None
    limits = {
        FigureKey.PERSONAL_TAKEN: LimitKey.PERSONAL_TAKEN,
        FigureKey.EVENINGS_FREE: LimitKey.EVENINGS,
        FigureKey.SHORTEST_REST: LimitKey.SHORTEST_REST,
        FigureKey.SCHEDULED_WORK: LimitKey.SCHEDULED_WORK,
        FigureKey.BLOCKS_HELD: LimitKey.BLOCKS_LOST,
    }
    limit = limits.get(key)
    return Figure(key, history[-1], of, last, usual, history, limit, RULES[limit].default if limit else None)


FIGURES = (
    figure(FigureKey.PERSONAL_TAKEN, 330, 240, 390, 285, 320, 300, 325, 270, usual=310),
    figure(FigureKey.EVENINGS_FREE, 4, 3, 5, 4, 3, 4, 5, 4, usual=4, of=7),
    figure(FigureKey.SHORTEST_REST, 690, 640, 760, 680, 690, 700, 690, 655, usual=690),
    figure(FigureKey.SCHEDULED_WORK, 2280, 2310, None, 2250, 2290, 2330, 2400, 2225, usual=2310),
    figure(FigureKey.BLOCKS_HELD, 5, 6, 6, 7, 6, 5, 6, 7, usual=6, of=9),
    figure(FigureKey.FOCUS, 300, 240, 360, 330, 300, 270, 345, 405, usual=315),
)
PASSED = (
    PassedLimit(RULES[LimitKey.SHORTEST_REST], 660, 655, ("West Coast sync", "Stand-up"), (date(2026, 11, 19),)),
    PassedLimit(
        RULES[LimitKey.PERSONAL_TAKEN], 120, 270, ("West Coast sync", "Prepare Monday’s deck", "Release notes, finish")
    ),
    PassedLimit(
        RULES[LimitKey.EVENINGS],
        2,
        3,
        ("West Coast sync", "Prepare Monday’s deck", "Release notes, finish"),
        (date(2026, 11, 16), date(2026, 11, 19), date(2026, 11, 22)),
    ),
)
COVERAGE = Coverage(
    seen=(Seen(CalendarId("family"), 9), Seen(CalendarId("village"), 4), Seen(WORK, 31)),
    tentative=2,
)


def block(title: str, day_name: str, clocks: str, reason: Reason = Reason.KEPT, *, stands: bool = True) -> Block:
    where = span(day_name, clocks)
    slot = Slot(IntentionId(title.lower()), day_of(day_name))
    return Block(slot, where, Transparency.OPAQUE, reason, 3, BlockId(f"{title}{day_name}") if stands else None)


def intention(title: str, times_per_week: int = 1) -> Intention:
    return Intention(
        IntentionId(title.lower()),
        title,
        frozenset({Domain.SELF}),
        Length(30, 60, 90),
        CalendarId("blocks"),
        windows("18:00-21:00"),
        times_per_week=times_per_week,
    )


DINNER = block("Dinner, phones away", "wed+1", "18:30-20:00", Reason.PINNED)
NEXT_WEEK = NextWeek(
    WEEK.plus(1),
    (
        ("Run club", block("Run club", "tue+1", "18:00-19:10")),
        ("Dinner, phones away", DINNER),
        ("Walk to school with Noor", block("Walk to school with Noor", "thu+1", "07:45-08:25")),
        ("Close the week", block("Close the week", "fri+1", "16:00-16:45", Reason.IDEAL, stands=False)),
        ("Allotment with the neighbours", block("Allotment with the neighbours", "sat+1", "10:00-12:00")),
        ("Slow morning", block("Slow morning", "sun+1", "09:00-11:00")),
    ),
    (Clash(DINNER, "Dinner, phones away", "Town hall"),),
    (
        Unplaced(
            intention("Reading, no screens", 3),
            WEEK.plus(1),
            1,
            (Busy(span("thu+1", "18:00-20:30"), "West Coast sync", is_work=True),),
        ),
    ),
)
FULL = Report(
    week=WEEK,
    span=week_span(WEEK, BERLIN),
    made_at=MADE_AT,
    verdict=Verdict.INTRUDED,
    passed=PASSED,
    coverage=COVERAGE,
    figures=FIGURES,
    days=DAYS,
    causes=CAUSES,
    fates=FATES,
    next_week=NEXT_WEEK,
)
CALM_NEXT_WEEK = replace(
    NEXT_WEEK, blocks=tuple(pair for pair in NEXT_WEEK.blocks if pair[1] is not DINNER), clashes=(), unplaced=()
)
KEPT = tuple(fate for fate in FATES if fate.fate is Fate.KEPT)
QUIET = replace(
    FULL,
    verdict=Verdict.CLEAR,
    passed=(),
    figures=(
        figure(FigureKey.PERSONAL_TAKEN, 330, 240, 390, 0, usual=320),
        figure(FigureKey.SHORTEST_REST, 690, 640, 760, 920, usual=690),
        figure(FigureKey.SCHEDULED_WORK, 2280, 2310, 2300, 2170, usual=2300),
        figure(FigureKey.BLOCKS_HELD, 5, 6, 6, len(KEPT), usual=6, of=len(KEPT)),
    ),
    days=tuple(day(name, "09:00-12:00 13:00-16:00", KEPT) for name in ("mon", "tue", "wed", "thu", "fri")),
    causes=(),
    fates=KEPT,
    next_week=CALM_NEXT_WEEK,
)
FEED_DOWN = NotSeen(
    CalendarId("club"), "https://calendar.example.org/private-3f9a/basic.ics", "the feed did not answer"
)
UNKNOWN = replace(
    FULL,
    verdict=Verdict.UNKNOWN,
    passed=(),
    coverage=Coverage(not_seen=(FEED_DOWN, NotSeen(WORK, "/home/ada/work.ics", "the file is not a calendar"))),
    figures=(),
    days=tuple(day(name) for name in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")),
    causes=(),
    fates=(),
)
PARTLY = replace(
    FULL,
    coverage=replace(
        COVERAGE,
        not_seen=(FEED_DOWN,),
        unreadable=(Unreadable(WORK, "work.ics", None, 412, "DTSTART is missing"),),
    ),
)
FIRST = replace(
    FULL,
    figures=tuple(replace(f, last=None, usual=None, history=f.history[-1:]) for f in FIGURES),
    causes=tuple(replace(c, weeks_before=0) for c in CAUSES),
)


def over_a_clock_change() -> tuple[Report, Reader]:
    """The week in which Berlin repeats an hour, with work before, in and after that hour."""
    week = Week(2026, 43)
    sunday = "2026-10-25"
    days = tuple(_bare(date_) for date_ in week.days)
    night = (span(sunday, "01:00-02:00"), span(sunday, "12:00-13:00"))
    change = replace(days[-1], intruding=night, taken=120)
    causes = (cause("Deployment", (Kind.NIGHT, Kind.DAY_OFF), *night),)
    morning = datetime(2026, 10, 26, 7, 30, tzinfo=UTC)
    report = replace(
        FULL,
        made_at=morning,
        week=week,
        span=week_span(week, BERLIN),
        days=(*days[:-1], change),
        causes=causes,
        fates=(),
        passed=(),
    )
    figures = (
        figure(FigureKey.PERSONAL_TAKEN, 330, 240, 390, 120, usual=330),
        figure(FigureKey.EVENINGS_FREE, 4, 3, 5, 7, usual=4, of=7),
        figure(FigureKey.SCHEDULED_WORK, 2280, 2310, 2300, 120, usual=2300),
    )
    return replace(
        report, figures=figures, verdict=Verdict.CLEAR, next_week=replace(CALM_NEXT_WEEK, week=week.plus(1))
    ), READER


def _bare(date_: date) -> Day:
    return Day(date_, day_span(date_, BERLIN), (), (), 0, ())


def retitled(title: str) -> Report:
    """The full week with every title of an event or block replaced."""
    clash = replace(NEXT_WEEK.clashes[0], title=title, over=title)
    missing = NEXT_WEEK.unplaced[0]
    busy = tuple(replace(blocker, title=title) for blocker in missing.blockers)
    unplaced = replace(missing, intention=replace(missing.intention, title=title), blockers=busy)
    blocks = tuple((title, block) for _, block in NEXT_WEEK.blocks)
    fates = tuple(replace(f, title=title, taken_by=title if f.taken_by else None) for f in FATES)
    return replace(
        FULL,
        passed=tuple(replace(limit, culprits=(title,)) for limit in PASSED),
        causes=tuple(replace(c, title=title, over=(title,) if c.over else ()) for c in CAUSES),
        fates=fates,
        days=tuple(replace(d, fates=tuple(f for f in fates if d.span.holds(f.span.start))) for d in DAYS),
        next_week=NextWeek(NEXT_WEEK.week, blocks, (clash,), (unplaced,)),
    )
