"""The file people read first: it says every setting, with the default that the program has."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import BaseModel

from hedgerow.core.boundary import EVENING, NIGHT
from hedgerow.core.days import Weekday
from hedgerow.core.domains import Domain
from hedgerow.core.guard import NightlyRest
from hedgerow.core.intention import Intention
from hedgerow.core.limits import LIMITS
from hedgerow.core.pattern import InsideRule, Leave
from hedgerow.core.plan import PlanRules
from hedgerow.settings.load import load_settings, read_settings
from hedgerow.settings.mail_tables import LetterTable, RepliesTable, SmtpTable
from hedgerow.settings.starter import Answers, CalendarAnswer, new_settings_text
from hedgerow.settings.tables import (
    AccountTable,
    AddedDayTable,
    BoundaryTable,
    CalendarTable,
    DomainRuleTable,
    ExpectedTable,
    GuardTable,
    HistoryTable,
    HolidaysTable,
    IntentionTable,
    LeaveEventsTable,
    LeaveTable,
    LengthTable,
    PersonTable,
    PlanningTable,
    RotaTable,
    SeasonBoundaryTable,
    SeasonTable,
    SecretsTable,
    ServerTable,
    StayEventsTable,
    StayTable,
    WebTable,
    Wire,
    WorkInsideTable,
)
from hedgerow.settings.values import CalendarKind, Pictures, Role, Settings
from tests.settings.reading import NOWHERE, settings

EXAMPLE = Path(__file__).parents[2] / "config" / "hedgerow.example.toml"
TABLES: tuple[type[BaseModel], ...] = (
    Wire,
    PersonTable,
    AccountTable,
    CalendarTable,
    BoundaryTable,
    DomainRuleTable,
    IntentionTable,
    LengthTable,
    GuardTable,
    PlanningTable,
    LetterTable,
    SmtpTable,
    HistoryTable,
    ServerTable,
    SecretsTable,
    LeaveTable,
    LeaveEventsTable,
    HolidaysTable,
    AddedDayTable,
    SeasonTable,
    SeasonBoundaryTable,
    RotaTable,
    WorkInsideTable,
    StayTable,
    StayEventsTable,
    ExpectedTable,
    WebTable,
    RepliesTable,
)
SECRETS = {"OFFICE_CALENDAR_URL": "https://a.example/b", "MAIL_PASSWORD": "hush"}


def uncommented() -> str:
    return re.sub(r"^#(?! |$)", "", EXAMPLE.read_text(encoding="utf-8"), flags=re.MULTILINE)


@pytest.fixture
def whole(tmp_path: Path) -> Settings:
    """Every setting of the example in force."""
    tmp_path.joinpath("clinic-calendar.url").write_text("https://a.example/c")
    tmp_path.joinpath("clinic-calendar.url").chmod(0o600)
    read = read_settings(uncommented(), "example", tmp_path, SECRETS)
    assert isinstance(read, Settings), "\n".join(str(problem) for problem in read)
    return read


def test_the_example_is_the_file_that_init_writes_without_answers() -> None:
    assert EXAMPLE.read_text(encoding="utf-8") == new_settings_text(Answers())


def test_the_example_loads_as_it_is_with_nothing_but_defaults() -> None:
    read = load_settings(EXAMPLE, {})
    bare = settings('[person]\ntime_zone = "Europe/Berlin"', base=EXAMPLE.parent)
    assert read == replace(bare, file=EXAMPLE.absolute())


def test_every_default_that_the_example_says_is_the_default(whole: Settings) -> None:
    bare = settings('[person]\ntime_zone = "Europe/Berlin"')
    assert (whole.person, whole.boundary, whole.limits) == (bare.person, bare.boundary, bare.limits)
    assert (whole.planning, whole.history) == (bare.planning, bare.history)
    assert (whole.server, whole.secrets) == (bare.server, bare.secrets)
    assert (whole.letter.enabled, whole.letter.weekday, whole.letter.at) == (True, bare.letter.weekday, bare.letter.at)
    assert (whole.letter.titles, whole.letter.language) == (bare.letter.titles, bare.letter.language)
    assert whole.letter.pictures is bare.letter.pictures is Pictures.INLINE
    [walk] = whole.intentions
    fewest = Intention(walk.id, walk.title, walk.domains, walk.length, walk.calendar, walk.windows)
    assert walk == fewest
    [rest] = whole.guards
    assert rest == NightlyRest(rest.id, rest.title)


def test_every_default_of_leave_and_rota_that_the_example_says_is_the_default(whole: Settings) -> None:
    bare = settings('[person]\ntime_zone = "Europe/Berlin"')
    pattern = whole.pattern
    assert (pattern.leave_events, pattern.rota, whole.region) == (bare.pattern.leave_events, None, None)
    [leave], [season], [nap] = pattern.leave, pattern.seasons, pattern.inside
    assert leave == Leave(leave.name, leave.first, leave.last)
    assert season.intentions == {whole.intentions[0].id: whole.intentions[0]}
    assert nap == InsideRule(nap.title)
    assert pattern.work_on == frozenset()


def test_every_kind_of_calendar_is_shown(whole: Settings) -> None:
    assert {calendar.kind for calendar in whole.calendars} == set(CalendarKind)
    assert {calendar.role for calendar in whole.calendars} == set(Role)


def test_the_defaults_are_those_of_the_core() -> None:
    bare = settings('[person]\ntime_zone = "Europe/Berlin"')
    rules = PlanRules(bare.person.zone, ())
    assert (bare.boundary.evening, bare.boundary.night) == (EVENING, NIGHT)
    assert bare.limits == {rule.key: rule.default for rule in LIMITS}
    assert (bare.planning.notice, bare.planning.freeze) == (rules.notice, rules.freeze)
    assert (bare.planning.free_until, bare.planning.free_places) == (rules.free_until, rules.free_places)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_every_setting_is_in_the_example(table: type[BaseModel]) -> None:
    text = uncommented()
    for name, field in table.model_fields.items():
        key = field.alias or name
        assert re.search(
            rf"^(\[\[?(letter\.|seasons\.)?{key}[\].]|{key} = |(length|add) = .*\b{key} = )", text, re.MULTILINE
        ), key


def test_every_limit_is_in_the_example() -> None:
    text = uncommented()
    assert [rule.key for rule in LIMITS if f"\n{rule.key} = " not in text] == []


def test_answers_fill_the_file_in() -> None:
    answers = Answers(
        time_zone="Asia/Kolkata",
        name='Ada "the \\ Count"',
        addresses=("ada@example.org", "a@example.net"),
        windows={Weekday.MONDAY: ("09:00-12:30", "13:30-17:00"), Weekday.FRIDAY: ()},
        calendars=(
            CalendarAnswer("work", "https://a.example/w.ics", (Domain.WORK,)),
            CalendarAnswer("family", "/cal/family", (Domain.HOME, Domain.COMMUNITY)),
            CalendarAnswer("gym", "gym.ics", (Domain.SELF,)),
        ),
        letter_to="ada@example.org",
        blocks="blocks.ics",
    )
    read = settings(new_settings_text(answers))
    assert (read.person.name, read.person.zone.key) == (answers.name, "Asia/Kolkata")
    assert read.person.addresses == set(answers.addresses)
    assert [len(read.boundary.windows[day]) for day in Weekday] == [2, 1, 1, 1, 0, 0, 0]
    assert [(calendar.id, calendar.kind) for calendar in read.calendars] == [
        ("work", CalendarKind.FEED),
        ("family", CalendarKind.FOLDER),
        ("gym", CalendarKind.FILE),
        ("hedgerow", CalendarKind.FILE),
    ]
    assert [calendar.role for calendar in read.calendars][2:] == [Role.READ, Role.HOLD]
    assert read.calendars[3].path == NOWHERE / "blocks.ics"
    assert read.letter.to == "ada@example.org"
