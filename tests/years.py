"""A year written down week by week, without the calendars it came from."""

from dataclasses import replace
from typing import Any

from hedgerow.core.days import Week
from hedgerow.core.fate import Fate
from hedgerow.core.history import Passed, WeekRecord
from hedgerow.core.limits import LimitKey
from hedgerow.core.occurrence import CalendarId
from hedgerow.core.week import Seen, Verdict

W47 = Week(2026, 47)
KEPT, MOVED, LOST = Fate.KEPT, Fate.MOVED, Fate.LOST


def week(back: int = 0, taken: int = 0, late: str = "", **more: Any) -> WeekRecord:
    """`late` says the days whose evenings work touched: `"mon tue"`."""
    this = W47.plus(-back)
    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    touched = tuple(this.days[names.index(name)] for name in late.split())
    passed: tuple[Passed, ...] = (Passed(LimitKey.PERSONAL_TAKEN, 120, taken, ("Launch",)),) if taken > 120 else ()
    passed += (Passed(LimitKey.EVENINGS, 2, len(touched)),) if len(touched) > 2 else ()
    plain = WeekRecord(
        week=this,
        verdict=(Verdict.CLEAR, Verdict.STRETCHED, Verdict.INTRUDED)[len(passed)],
        passed=passed,
        scheduled_work=2_400,
        personal_taken=taken,
        personal_allowed=120,
        shortest_rest=700,
        longest_rest=3_000,
        focus=240,
        longest_focus=120,
        fragments=4,
        meeting_load=40,
        season="",
        leave=(),
        evenings=this.days,
        evenings_touched=touched,
        fates=(),
        seen=(Seen(CalendarId("work"), 9),),
        gaps=(),
        is_comparable=True,
        digest="",
    )
    return replace(plain, **more)


def unseen(back: int = 0) -> WeekRecord:
    return week(back, verdict=Verdict.UNKNOWN, is_comparable=False)


def away(back: int = 0) -> WeekRecord:
    days = W47.plus(-back).days
    return week(back, leave=days, evenings=(), is_comparable=False)


def year() -> list[WeekRecord]:
    """Fifty-two weeks, each kind of them among them."""
    fates = (KEPT, KEPT, MOVED, KEPT, LOST, KEPT)
    usual = [week(back, 15 * (back % 13), "tue" if back % 3 else "", fates=fates) for back in range(51, -1, -1)]
    odd = {12: unseen(12), 20: away(20), 30: week(30, 330, "mon tue wed"), 5: week(5, 45, gaps=(CalendarId("club"),))}
    return [odd.get(back, record) for back, record in zip(range(51, -1, -1), usual, strict=True)]
