"""What every `ports.History` does. A test module inherits `HistoryContract` and gives the fixture `history`."""

from dataclasses import replace
from datetime import date

from hedgerow.core.days import Week, Weekday
from hedgerow.core.domains import Domain
from hedgerow.core.fate import Fate
from hedgerow.core.history import Passed, WeekRecord
from hedgerow.core.limits import LimitKey
from hedgerow.core.occurrence import CalendarId
from hedgerow.core.week import Seen, Verdict
from hedgerow.ports import History
from tests.agenda import utc

NOON = utc("2026-11-23 12:00")
W47 = WeekRecord(
    week=Week(2026, 47),
    verdict=Verdict.INTRUDED,
    passed=(
        Passed(LimitKey.PERSONAL_TAKEN, 120, 150),
        Passed(LimitKey.EVENINGS, 2, 3, ("Launch", "Rückblick, “zwei”")),
    ),
    scheduled_work=2_400,
    personal_taken=150,
    personal_allowed=120,
    shortest_rest=None,
    longest_rest=3_000,
    focus=240,
    longest_focus=120,
    fragments=7,
    meeting_load=None,
    season="exam weeks",
    leave=(date(2026, 11, 16),),
    evenings=tuple(date(2026, 11, day) for day in range(17, 23)),
    evenings_touched=(date(2026, 11, 17), date(2026, 11, 19), date(2026, 11, 20)),
    fates=(Fate.KEPT, Fate.MOVED, Fate.LOST),
    seen=(Seen(CalendarId("family"), 0), Seen(CalendarId("work"), 31)),
    gaps=(CalendarId("club"),),
    is_comparable=True,
    digest="5ee0",
    domains={Domain.WORK: 2_400, Domain.HOME: 535, Domain.COMMUNITY: 0, Domain.SELF: 450},
)


def week(year: int, number: int, first: Weekday = Weekday.MONDAY) -> WeekRecord:
    return replace(W47, week=Week(year, number, first))


class HistoryContract:
    def test_a_history_begins_empty(self, history: History) -> None:
        assert list(history.load(Week(2000, 1), Week(2099, 1))) == []

    def test_what_was_saved_is_loaded_whole(self, history: History) -> None:
        history.save([W47], NOON)
        assert list(history.load(W47.week, W47.week)) == [W47]

    def test_weeks_come_in_order_over_a_new_year_and_only_those_asked_for(self, history: History) -> None:
        weeks = [week(2026, 52), week(2026, 53), week(2027, 1), week(2027, 2)]
        history.save([weeks[2], weeks[0], weeks[3], weeks[1]], NOON)
        assert list(history.load(Week(2026, 53), Week(2027, 1))) == weeks[1:3]

    def test_a_week_has_one_record_the_last_one(self, history: History) -> None:
        history.save([W47], NOON)
        later = replace(W47, personal_taken=10, verdict=Verdict.CLEAR, passed=(), digest="07")
        history.save([later], NOON)
        assert list(history.load(W47.week, W47.week)) == [later]

    def test_a_week_begun_on_another_day_is_another_week(self, history: History) -> None:
        sunday = week(2026, 47, Weekday.SUNDAY)
        history.save([W47, sunday], NOON)
        assert list(history.load(W47.week, W47.week)) == [W47]
        assert list(history.load(sunday.week, sunday.week)) == [sunday]

    def test_saving_nothing_changes_nothing(self, history: History) -> None:
        history.save([W47], NOON)
        history.save([], NOON)
        assert list(history.load(W47.week, W47.week)) == [W47]
