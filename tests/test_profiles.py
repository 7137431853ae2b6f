"""A profile lies under the person's file: what is said there wins, and what is wrong is said with its place."""

import re
import tomllib
from importlib.resources import files
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from hedgerow.cli.setup import ask
from hedgerow.core.days import DayWindow, Weekday
from hedgerow.core.domains import Domain
from hedgerow.core.intrusion import find_intrusions
from hedgerow.core.limits import LimitKey
from hedgerow.core.pattern import Signs, YearDay, resolve_boundary
from hedgerow.core.span import Span
from hedgerow.settings import profiles as under_test
from hedgerow.settings.load import read_settings
from hedgerow.settings.profiles import PROFILES, calendars_needed, lay_under, profile_text
from hedgerow.settings.starter import new_settings_text
from hedgerow.settings.values import Settings
from tests.agenda import agenda, at, occurrence
from tests.settings.reading import HOLDER, HOME, NOWHERE, problems, settings
from tests.system.life import hedgerow

ROOT = Path(__file__).parents[1]
SHIPPED = sorted(path.stem for path in (ROOT / "src/hedgerow/profiles").glob("*.toml"))
PARENT = f'profile = "parent"\n{HOME}{HOLDER}'

SMALL = """\
[boundary]
monday = ["08:00-12:00"]
tuesday = ["08:00-12:00"]

[limits]
evenings_touched = 1

[[domain_rules]]
title = "choir"
domains = ["community"]

[[intentions]]
id = "walk"
title = "Walk"
domains = ["self"]
length = { minimum = "30min", ideal = "45min", maximum = "60min" }
days = ["saturday"]

[[intentions]]
id = "read"
title = "Read"
domains = ["self"]
length = "30min"

[[seasons]]
name = "exam weeks"
first = "02-01"
last = "02-14"

[seasons.limits]
evenings_touched = 4

[seasons.intentions.read]
skip = true
"""


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A profile whose every line a reader of a test can see, in the place of `student`."""
    monkeypatch.setattr(under_test, "profile_text", lambda _name: SMALL)


# --- merging


@pytest.mark.usefixtures("small")
def test_a_value_of_the_file_wins_and_the_others_of_its_table_stay() -> None:
    read = settings(f'profile = "student"\n{HOME}{HOLDER}[boundary]\nmonday = ["10:00-11:00"]\n')
    assert read.boundary.windows[Weekday.MONDAY] == (DayWindow(600, 660),)
    assert read.boundary.windows[Weekday.TUESDAY] == (DayWindow(480, 720),)
    assert read.boundary.windows[Weekday.WEDNESDAY] == (DayWindow(540, 1020),)
    assert (read.limits[LimitKey.EVENINGS], read.limits[LimitKey.SCHEDULED_WORK]) == (1, 48 * 60)


@pytest.mark.usefixtures("small")
def test_an_intention_of_the_same_id_is_changed_key_by_key() -> None:
    mine = (
        '[[intentions]]\nid = "walk"\ntimes_per_week = 2\ndays = ["saturday", "sunday"]\nlength = { ideal = "50min" }\n'
    )
    read = settings(f'profile = "student"\n{HOME}{HOLDER}{mine}')
    by_id = {wish.id: wish for wish in read.intentions}
    walk = by_id["walk"]  # type: ignore[index]
    assert (walk.title, walk.times_per_week, len(walk.days)) == ("Walk", 2, 2)
    assert (walk.length.minimum, walk.length.ideal, walk.length.maximum) == (30, 50, 60)
    assert set(by_id) == {"walk", "read"}


@pytest.mark.usefixtures("small")
def test_an_intention_is_left_out_with_skip_and_its_season_says_nothing() -> None:
    read = settings(f'profile = "student"\n{HOME}{HOLDER}[[intentions]]\nid = "read"\nskip = true\n')
    assert [wish.id for wish in read.intentions] == ["walk"]


def test_an_intention_of_ones_own_can_be_skipped_for_a_while() -> None:
    mine = '[[intentions]]\nid = "a"\ntitle = "A"\ndomains = ["self"]\nlength = "1h"\nskip = true\n'
    assert settings(HOME + HOLDER + mine).intentions == ()


@pytest.mark.usefixtures("small")
def test_rules_of_the_file_come_before_those_of_the_profile() -> None:
    read = settings(f'profile = "student"\n{HOME}{HOLDER}[[domain_rules]]\ntitle = "choir*"\ndomains = ["self"]\n')
    assert [(rule.title, rule.domains) for rule in read.domain_rules] == [
        ("choir*", frozenset({Domain.SELF})),
        ("choir", frozenset({Domain.COMMUNITY})),
    ]


@pytest.mark.usefixtures("small")
def test_a_season_of_the_same_name_in_any_case_is_changed_and_another_is_added() -> None:
    mine = (
        '[[seasons]]\nname = "Thesis"\nfirst = "06-01"\nlast = "06-30"\n'
        '[[seasons]]\nname = "Exam Weeks"\nlast = "02-28"\n'
    )
    read = settings(f'profile = "student"\n{HOME}{HOLDER}{mine}')
    thesis, exams = read.pattern.seasons
    assert (thesis.name, exams.name) == ("Thesis", "Exam Weeks")
    assert (exams.first, exams.last) == (YearDay(2, 1), YearDay(2, 28))
    assert exams.limits == {LimitKey.EVENINGS: 4}


@pytest.mark.usefixtures("small")
def test_a_season_of_the_profile_is_left_out_with_skip() -> None:
    mine = '[[seasons]]\nname = "exam WEEKS"\nskip = true\n'
    assert settings(f'profile = "student"\n{HOME}{HOLDER}{mine}').pattern.seasons == ()
    [said] = problems(f'profile = "student"\n{HOME}{HOLDER}{mine.replace("WEEKS", "week")}')
    assert said.endswith("there is no season 'exam week' in the profile to leave out; did you mean 'exam weeks'?")


@pytest.mark.usefixtures("small")
def test_the_environment_names_a_profile_and_outranks_one() -> None:
    environ = {"HEDGEROW_PROFILE": "student", "HEDGEROW_BOUNDARY__TUESDAY": '["13:00-14:00"]'}
    read = settings(HOME + HOLDER, environ)
    assert read.boundary.windows[Weekday.TUESDAY] == (DayWindow(780, 840),)
    assert read.boundary.windows[Weekday.MONDAY] == (DayWindow(480, 720),)


@pytest.mark.usefixtures("small")
def test_a_file_without_a_profile_is_laid_over_nothing() -> None:
    assert settings(HOME) == settings('profile = ""\n' + HOME)
    assert settings(HOME).boundary.windows[Weekday.MONDAY] == (DayWindow(540, 1020),)


@pytest.mark.parametrize("name", SHIPPED)
def test_laying_a_profile_under_itself_adds_only_to_lists_without_names(name: str) -> None:
    whole = tomllib.loads(profile_text(name))
    laid = lay_under(name, whole).data
    assert {key: value for key, value in laid.items() if not _is_unnamed(key)} == {
        key: value for key, value in whole.items() if not _is_unnamed(key)
    }


def _is_unnamed(key: str) -> bool:
    return key in {"domain_rules", "work_inside", "leave", "stays", "expected", "holidays"}


# --- problems


def test_a_profile_that_does_not_exist_is_named_with_the_one_that_was_meant() -> None:
    names = ", ".join(PROFILES)
    assert problems(f'profile = "newcommer"\n{HOME}') == [
        f"h.toml:1:11: profile: 'newcommer' is not one of {names}; did you mean 'newcomer'?"
    ]


def test_a_profile_is_a_text() -> None:
    assert problems(f"profile = 3\n{HOME}") == ["h.toml:1:11: profile: must be a text in quotes, not the number 3"]


def test_what_is_wrong_in_a_profile_is_said_with_its_place_there(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = SMALL.replace('"choir"\ndomains = ["community"]', '"choir"\ndomains = ["communty"]').replace(
        "= 4", '= "4h"'
    )
    monkeypatch.setattr(under_test, "profile_text", lambda _name: wrong)
    mine = '[[domain_rules]]\ntitle = "a"\ndomains = ["self"]\n'
    assert problems(f'profile = "student"\n{HOME}{HOLDER}{mine}') == [
        (
            "profile student:10:12: domain_rules.1.domains.1: 'communty' is not one of work, home, community, self;"
            " did you mean 'community'?"
        ),
        "profile student:31:20: seasons.1.limits.evenings_touched: '4h' can't be read; write it as '2'",
    ]


@pytest.mark.usefixtures("small")
def test_what_the_file_says_wrongly_of_an_intention_of_the_profile_is_blamed_on_the_file() -> None:
    mine = '[[intentions]]\nid = "new"\ntitle = "N"\ndomains = ["self"]\nlength = "1h"\n[[intentions]]\nid = "walk"\n'
    assert problems(f'profile = "student"\n{HOME}{HOLDER}{mine}days = ["caturday"]\n') == [
        (
            "h.toml:17:9: intentions.2.days.1: 'caturday' is not one of monday, tuesday, wednesday, thursday, friday,"
            " saturday, sunday; did you mean 'saturday'?"
        )
    ]


@pytest.mark.usefixtures("small")
def test_an_unknown_key_of_the_file_in_a_table_of_the_profile_is_blamed_on_the_file() -> None:
    assert problems(f'profile = "student"\n{HOME}{HOLDER}[boundary]\nmoonday = []\n') == [
        "h.toml:11:1: boundary.moonday: unknown key; did you mean 'monday'?"
    ]


@pytest.mark.usefixtures("small")
def test_a_profile_with_wishes_asks_for_a_calendar_to_hold_them() -> None:
    reader = '[[calendars]]\nname = "a"\nkind = "file"\npath = "a.ics"\ndomains = ["work"]\n'
    [problem] = problems(f'profile = "student"\n{HOME}{reader}')
    assert problem == (
        "profile student:12:3: intentions: no calendar holds blocks;"
        " give a 'file', 'caldav' or 'google' one the line: role = \"hold\""
    )


# --- those that are shipped


def test_the_profiles_in_config_are_those_in_the_package() -> None:
    linked = ROOT / "config/profiles"
    assert linked.is_symlink()
    assert linked.resolve() == Path(str(files("hedgerow") / "profiles")).resolve()


def test_every_profile_that_is_offered_is_there() -> None:
    assert sorted(PROFILES) == SHIPPED


@pytest.mark.parametrize("name", SHIPPED)
def test_a_profile_is_a_policy_without_a_person(name: str) -> None:
    assert name in PROFILES
    assert not set(tomllib.loads(profile_text(name))) & {
        "profile",
        "person",
        "calendars",
        "letter",
        "server",
        "history",
    }


@pytest.mark.parametrize("name", SHIPPED)
def test_a_profile_holds_for_anybody_who_has_the_calendars_it_names(name: str) -> None:
    named = "".join(
        f'[[calendars]]\nname = "{needed}"\nkind = "file"\npath = "{needed}.ics"\ndomains = ["work"]\n'
        for needed in calendars_needed(name)
    )
    read = settings(f'profile = "{name}"\n{HOME}{HOLDER}{named}')
    assert read.intentions
    assert all(wish.why.endswith((".", "!", "?")) for wish in read.intentions), "every wish says why"


@pytest.mark.parametrize("name", SHIPPED)
def test_a_profile_explains_itself(name: str) -> None:
    text = profile_text(name)
    assert text.startswith(f"# {name}: ")
    assert max(len(line) for line in text.splitlines()) <= 120
    assert len(re.findall(r"^# ", text, re.MULTILINE)) >= 15


def test_every_life_has_half_a_sentence_that_fits_on_a_line() -> None:
    assert all(len(name) <= 13 and len(life) <= 90 and not life.endswith(".") for name, life in PROFILES.items())


def test_with_a_newborn_a_nap_is_a_time_to_work_and_without_one_it_is_not() -> None:
    text = re.sub(r"^#(?! |$)", "", profile_text("parent"), flags=re.MULTILINE)
    newborn = read_settings(f"{HOME}{HOLDER}{text}", "p.toml", NOWHERE, {})
    assert isinstance(newborn, Settings), newborn
    assert taken_on_saturday(newborn) == 15
    assert taken_on_saturday(settings(PARENT)) == 60


def taken_on_saturday(read: Settings) -> int:
    """By an hour of work that begins in the middle of a nap of an hour and a half."""
    day = Span(at("sat", "00:00"), at("sun", "00:00"))
    signs = Signs(day, (occurrence("sat 12:45-14:15  Nap"),))
    boundary = resolve_boundary(read.boundary, read.pattern, signs, {})
    return sum(found.minutes for found in find_intrusions(agenda("sat 13:30-14:30  Slides"), boundary, day))


# --- init


@pytest.mark.parametrize("name", SHIPPED)
def test_init_writes_the_profile_that_it_is_given(tmp_path: Path, name: str) -> None:
    made = hedgerow("init", "--yes", "--profile", name, cwd=tmp_path, XDG_CONFIG_HOME=str(tmp_path), TZ="Asia/Kolkata")
    assert made.returncode == 0, made.stderr
    text = (tmp_path / "hedgerow/hedgerow.toml").read_text(encoding="utf-8")
    assert f'\nprofile = "{name}"\n' in text
    assert settings(text).intentions


def asked(answers: str, profile: str | None = None) -> tuple[Settings, str]:
    """What the answers, one a line, make of the settings; and what was said."""
    texts: list[str] = []

    @click.command()
    def command() -> None:
        texts.append(new_settings_text(ask(profile)))

    ran = CliRunner().invoke(command, input=answers)
    assert ran.exit_code == 0, ran.output
    return settings(texts[0]), ran.output


def test_init_asks_which_life_fits_and_takes_its_hours() -> None:
    read, said = asked("parent\nSam\nEurope/Paris\n\n\n\n\n")
    assert all(f"  {name:<13} {life}" in said for name, life in PROFILES.items())
    assert read.boundary.windows[Weekday.FRIDAY] == (DayWindow(540, 840),)
    assert "dinner" in {wish.id for wish in read.intentions}
    assert (read.person.name, read.person.zone.key) == ("Sam", "Europe/Paris")


def test_init_takes_hours_that_are_said_over_those_of_the_profile() -> None:
    read, _ = asked("parent\nSam\nEurope/Paris\n\n08:00-12:00\n\n\n")
    assert read.boundary.windows[Weekday.TUESDAY] == (DayWindow(480, 720),)


def test_enter_is_no_profile_and_a_wrong_name_is_asked_again() -> None:
    read, said = asked("parrent\n\nSam\nEurope/Paris\n\n\n\n\n")
    assert "did you mean 'parent'?" in said
    assert (read.intentions, read.boundary.windows[Weekday.FRIDAY]) == ((), (DayWindow(540, 1020),))


def test_a_profile_named_on_the_command_line_is_not_asked_for() -> None:
    read, said = asked("Sam\nEurope/Paris\n\n\n\n\n", profile="parent")
    assert "Which life" not in said
    assert "dinner" in {wish.id for wish in read.intentions}
