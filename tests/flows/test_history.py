from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from hedgerow.core.days import Week
from hedgerow.core.history import WeekRecord
from hedgerow.core.report import FigureKey
from hedgerow.flows.cycle import current_week, survey, view
from hedgerow.flows.history import recall
from hedgerow.flows.weekly import make_report, review_weeks
from hedgerow.ports import Unavailable
from hedgerow.settings.values import HistorySettings
from tests.fakes.history import MemoryHistory
from tests.flows.life import Life

W46, W47 = Week(2026, 46), Week(2026, 47)
LATE = ("tue-1 18:00-20:30  Launch", "tue 18:00-19:00  Retro", "wed+1 18:00-19:00  Ahead")


def life(*lines: str) -> Life:
    made = Life(*(lines or LATE))
    made.now("mon+1", "09:30")
    return made


def look_back(life: Life, weeks: int = 2) -> tuple[WeekRecord, ...]:
    this = current_week(life.settings, life.clock.now())
    wanted = [this.plus(-n) for n in range(weeks, -1, -1)]
    return recall(life.household, review_weeks(life.household, view(life.household, wanted[0], wanted[-1]), wanted))


def taken(records: tuple[WeekRecord, ...]) -> list[int]:
    return [record.personal_taken for record in records]


def test_weeks_that_are_over_are_kept_and_the_running_one_is_not() -> None:
    lived = life()
    assert taken(look_back(lived)) == [150, 60, 60]
    assert sorted(lived.history.weeks) == [W46, W47]


def test_titles_are_not_kept_unless_the_person_says_so() -> None:
    lived = life()
    assert "Launch" in repr(look_back(lived))
    assert "Launch" not in repr(lived.history.weeks)
    lived.settings = replace(lived.settings, history=HistorySettings(titles=True))
    look_back(lived)
    assert "Launch" in repr(lived.history.weeks)
    lived.settings = replace(lived.settings, history=HistorySettings(titles=False))
    look_back(lived)
    assert "Launch" not in repr(lived.history.weeks)


def test_a_calendar_that_is_away_takes_no_week_with_it() -> None:
    lived = life()
    before = look_back(lived)
    lived.work.unavailable = "no answer"
    after = look_back(lived)
    assert taken(after[:2]) == taken(before[:2])
    assert not after[-1].is_known
    assert sorted(lived.history.weeks) == [W46, W47]


def test_a_week_that_nobody_saw_is_not_kept() -> None:
    lived = life()
    lived.work.unavailable = "no answer"
    assert not any(record.is_known for record in look_back(lived))
    assert lived.history.weeks == {}


def test_a_late_change_is_kept() -> None:
    lived = life()
    look_back(lived)
    lived.meets("tue-1 18:00-18:30  Launch", *LATE[1:])
    assert taken(look_back(lived))[0] == 30
    assert lived.history.weeks[W46].personal_taken == 30


class FullDisk(MemoryHistory):
    def save(self, records: Sequence[WeekRecord], at: datetime) -> None:
        raise Unavailable("no space left")


def test_what_has_not_changed_is_not_written_again() -> None:
    lived = life()
    look_back(lived)
    lived.history = FullDisk(lived.history.weeks)
    assert taken(look_back(lived)) == [150, 60, 60]


def test_a_letter_compares_with_weeks_that_its_calendars_have_forgotten() -> None:
    lived = life("tue-3 18:00-18:20  A", "tue-2 18:00-18:40  B", "tue-1 18:00-19:00  C", "tue 18:00-19:00  D")
    first = make_report(lived.household, survey(lived.household, 13), W47)
    lived.meets("tue 18:00-19:30  D")
    again = make_report(lived.household, survey(lived.household, 13), W47)
    [before, after] = [next(f for f in made.figures if f.key is FigureKey.PERSONAL_TAKEN) for made in (first, again)]
    assert before.history[-4:] == (20, 40, 60, 60)
    assert after.history[-4:] == (20, 40, 60, 90)
    assert (after.last, after.usual) == (60, before.usual)


def test_the_week_of_the_letter_is_told_as_it_is_read_and_not_as_it_was_kept() -> None:
    lived = life()
    make_report(lived.household, survey(lived.household, 13), W47)
    lived.meets("wed+1 18:00-19:00  Ahead")
    made = make_report(lived.household, survey(lived.household, 13), W47)
    assert made.figures[0].value == sum(cause.minutes for cause in made.causes) == 0
