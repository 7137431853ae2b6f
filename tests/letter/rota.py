"""The week of a nurse, as the core makes it: shifts, a swap, a call at night, and what she expects."""

from dataclasses import replace
from datetime import timedelta

from hedgerow.core.block import Booking, Standing
from hedgerow.core.boundary import Boundary, Rota
from hedgerow.core.domains import Domain
from hedgerow.core.intrusion import Expected
from hedgerow.core.limits import LIMITS
from hedgerow.core.occurrence import CalendarId
from hedgerow.core.plan import Plan
from hedgerow.core.report import Material, Report, build_report
from hedgerow.core.week import Coverage, Evidence, Seen, review_week
from hedgerow.letter.reader import Reader
from tests.agenda import WEEK, WORK, agenda, boundary, span
from tests.core.test_fate import booking
from tests.letter.reports import MADE_AT

_NEAR = span("mon", "00:00-24:00").widen(timedelta(days=14), timedelta(days=20))
SHIFTS = (span("mon", "07:00-15:00"), span("tue", "14:00-22:00"), span("wed", "07:00-15:00"))
NURSE: Boundary = replace(boundary(""), rota=Rota(SHIFTS, (span("thu", "20:00-06:00"),), _NEAR))
EVENTS = agenda(
    "tue 10:00-11:00  Training",
    "wed 16:00-16:45  Handover by phone",
    "thu 22:30-23:30  Called in",
    "sat 10:00-11:30  Ward meeting (tentative)",
    "tue 15:00-15:30  Round",
)
LIMITS_OF = {rule.key: rule.default for rule in LIMITS}


def _dinner(day: str, clocks: str, standing: Standing = Standing.HELD) -> Booking:
    block = booking(day, clocks, standing)
    return replace(block, block=type(block.block)(f"{day} {clocks}"), domains=frozenset({Domain.HOME}))


def nurses_week(life: Boundary = NURSE) -> Report:
    blocks = (_dinner("tue", "18:00-19:00", Standing.WITHDRAWN), _dinner("fri", "18:00-19:00"))
    seen = Coverage(seen=(Seen(CalendarId("rota"), 0), Seen(WORK, 5)))
    evidence = Evidence(EVENTS, blocks, {}, seen, (Expected(title="Handover by phone"),))
    review = review_week(WEEK, evidence, life, LIMITS_OF)
    return build_report(Material((review,), EVENTS, Plan((), ()), (), life, LIMITS_OF), MADE_AT)


ROTA = nurses_week()
NURSES = Reader("Ewa", NURSE)
