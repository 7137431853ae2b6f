from hedgerow.cli.as_json import coverage
from hedgerow.cli.tables import coverage_lines
from hedgerow.core.occurrence import CalendarId, Doubt, Uid
from hedgerow.core.week import Coverage

OVERLAP = Coverage(doubts=(Doubt(CalendarId("rota"), Uid("s1"), "the event of 2026-11-16 overlaps another shift"),))


def test_an_event_in_doubt_is_one_line_with_its_calendar_and_its_reason() -> None:
    assert list(coverage_lines(OVERLAP)) == ["In doubt: rota, event s1: the event of 2026-11-16 overlaps another shift"]


def test_scripts_are_told_of_doubts() -> None:
    doubt = {"calendar": "rota", "uid": "s1", "reason": "the event of 2026-11-16 overlaps another shift"}
    assert coverage(OVERLAP)["doubts"] == [doubt]
