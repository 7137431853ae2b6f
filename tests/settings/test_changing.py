import tomllib
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedgerow.core.block import IntentionId
from hedgerow.core.days import DayWindow, Weekday
from hedgerow.core.intention import Defence, Firmness, Length
from hedgerow.core.intrusion import Expected
from hedgerow.core.occurrence import Uid
from hedgerow.core.pattern import Pattern
from hedgerow.core.policy.change import Change, Kind, Meeting, Planning, Policy, Shift
from hedgerow.settings.changing import Setting, Theirs, diff_of, put, settings_of, take_back, toml_of
from hedgerow.settings.starter import Answers, new_settings_text
from tests.bookings import intention
from tests.settings.reading import HOLDER, HOME, settings

RUN = IntentionId("run")
HOURS = timedelta(hours=1)
POLICY = Policy(
    [intention("Run", windows=(DayWindow(1050, 1140),), ideal_start=1050)],
    Pattern(),
    Planning(2, 2 * HOURS, 24 * HOURS, 24 * HOURS, 2),
    (),
)
TEXT = (
    HOME
    + HOLDER
    + """
# Why I run: it clears my head.
[[intentions]]
id = "run"   # short
title = "Run"
domains = ["self"]
length = { minimum = "30min", ideal = "45min", maximum = "1h" } # never less
windows = [
  "17:30-19:00", # after work
]
ideal_start = '17:30'

[planning]
notice = "12h" # I like to know
"""
)


def run(**fields: object) -> Change:
    return Change(Kind.KEPT_TIME, RUN, fields)


def changed(text: str, change: Change) -> str:
    return put(text, settings_of(change, POLICY))[0]


@pytest.mark.parametrize(
    ("fields", "before", "after"),
    [
        ({"ideal_start": 420}, "ideal_start = '17:30'", 'ideal_start = "07:00"'),
        (
            {"length": Length(30, 30, 30)},
            'length = { minimum = "30min", ideal = "45min", maximum = "1h" } # never less',
            'length = "30min" # never less',
        ),
        ({"windows": (DayWindow(390, 510),)}, '[\n  "17:30-19:00", # after work\n]', '["06:30-08:30"]'),
    ],
)
def test_a_key_gets_its_new_value_and_every_other_byte_stays(
    fields: dict[str, object], before: str, after: str
) -> None:
    assert changed(TEXT, run(**fields)) == TEXT.replace(before, after)


def test_a_key_that_is_not_there_is_put_below_the_last_one_of_its_table() -> None:
    put_in = "ideal_start = '17:30'\n", "ideal_start = '17:30'\ndefence = \"always-busy\"\n"
    assert changed(TEXT, run(defence=Defence.ALWAYS_BUSY)) == TEXT.replace(*put_in)


def test_the_number_of_planning_keeps_its_comment() -> None:
    notice = Change(Kind.NOTICE, notice=timedelta(minutes=30))
    assert changed(TEXT, notice) == TEXT.replace('notice = "12h"', 'notice = "30min"')


def test_in_the_file_of_init_a_key_stands_below_its_comment() -> None:
    text = new_settings_text(Answers())
    made = changed(text, Change(Kind.NOTICE, notice=timedelta(minutes=30)))
    assert made == text.replace('#notice = "2h"\n', '#notice = "2h"\nnotice = "30min"\n')


def test_an_intention_of_the_profile_gets_a_table_with_what_differs() -> None:
    text = f'profile = "professional"\n{HOME}{HOLDER}'
    swim = IntentionId("swim")
    policy = Policy(settings(text).intentions, Pattern(), POLICY.planning, ())
    change = Change(Kind.KEPT_TIME, swim, {"ideal_start": 480, "defence": Defence.ALWAYS_BUSY})
    made, done = put(text, settings_of(change, policy))
    assert made == f'{text}\n[[intentions]]\nid = "swim"\nideal_start = "08:00"\ndefence = "always-busy"\n'
    wish = next(each for each in settings(made).intentions if each.id == swim)
    assert (wish.ideal_start, wish.defence, wish.title) == (480, Defence.ALWAYS_BUSY, "Swim")
    assert take_back(made, done) == text


def test_a_series_is_expected_by_its_title_and_uid() -> None:
    change = Change(Kind.EXPECTED, expected=Expected('Call "Lima"', Uid("c@x")), meeting=Meeting("", None, ""))
    made, done = put(TEXT, settings_of(change, POLICY))
    assert settings(made).expected == (Expected('Call "Lima"', Uid("c@x")),)
    assert take_back(made, done) == TEXT


def test_a_meeting_to_be_asked_for_changes_no_setting() -> None:
    meeting = Meeting("Sync", None, "")
    shift = Shift(meeting, HOURS, Weekday.MONDAY, 600, HOURS)
    assert settings_of(Change(Kind.ASK, shift=shift, meeting=meeting), POLICY) == ()


CHANGES = [
    run(ideal_start=420, windows=(DayWindow(390, 510),)),
    run(days=frozenset({Weekday.SATURDAY, Weekday.MONDAY})),
    run(length=Length(15, 30, 45), times_per_week=4),
    run(firmness=Firmness.FIRM),
    run(buffer_before=30),
    Change(Kind.DROP, RUN),
    Change(Kind.NOTICE, notice=timedelta(hours=1)),
]
FILES = {
    "plain": TEXT,
    "windows": TEXT.replace("\n", "\r\n"),
    "unended": TEXT.rstrip("\n"),
    "last": TEXT.partition("\n[planning]")[0] + "\n",
    "dotted": HOME.replace("[person]\n", "person.").strip()
    + '\nplanning.notice = "12h"\n'
    + HOLDER
    + TEXT.partition(HOLDER)[2].partition("\n[planning]")[0]
    + "\n",
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: f"{change.kind}-{'-'.join(change.fields)}")
def test_what_is_taken_back_is_the_file_as_it_was(name: str, change: Change) -> None:
    text = FILES[name]
    made, done = put(text, settings_of(change, POLICY))
    assert made != text
    settings(made)
    assert take_back(made, done) == text


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: f"{change.kind}-{'-'.join(change.fields)}")
def test_what_the_person_changed_elsewhere_meanwhile_stays(change: Change) -> None:
    made, done = put(TEXT, settings_of(change, POLICY))
    meanwhile = made.replace('title = "Run"', 'title = "Run, slowly"  # mine')
    assert take_back(meanwhile, done) == TEXT.replace('title = "Run"', 'title = "Run, slowly"  # mine')


def test_a_key_that_the_person_changed_since_is_theirs() -> None:
    made, done = put(TEXT, settings_of(run(ideal_start=420), POLICY))
    with pytest.raises(Theirs, match=r"^ideal_start of run was changed since, so it is yours and stays as it is\.$"):
        take_back(made.replace("07:00", "07:30"), done)


def test_a_key_that_the_person_took_out_since_is_theirs() -> None:
    made, done = put(TEXT, settings_of(Change(Kind.DROP, RUN), POLICY))
    with pytest.raises(Theirs, match="skip of run"):
        take_back(made.replace("skip = true\n", ""), done)


def test_a_sub_table_is_changed_as_well() -> None:
    inline = 'length = { minimum = "30min", ideal = "45min", maximum = "1h" } # never less\n'
    table = '[intentions.length]\nminimum = "30min"\nideal = "45min"\n'
    text = TEXT.replace(inline, "").replace("\n[planning]", f"\n{table}\n[planning]")
    made = changed(text, run(length=Length(15, 30, 45)))
    [found] = settings(made).intentions
    assert found.length == Length(15, 30, 45)
    assert "# Why I run" in made


def test_the_diff_names_the_table_and_what_held_before() -> None:
    assert diff_of(settings_of(run(ideal_start=420, defence=Defence.ALWAYS_BUSY), POLICY)) == (
        "  [[intentions]]",
        '  id = "run"',
        '- ideal_start = "17:30"',
        '+ ideal_start = "07:00"',
        '- defence = "auto"',
        '+ defence = "always-busy"',
    )


@given(st.recursive(st.text() | st.integers(-(2**63), 2**63 - 1) | st.booleans(), st.lists, max_leaves=5))
def test_every_value_is_written_as_toml_reads_it(value: object) -> None:
    try:
        toml = toml_of(value).encode()
    except UnicodeEncodeError:
        return  # half a character is no text
    assert tomllib.loads(f"x = {toml.decode()}") == {"x": value}


def test_a_setting_is_itself_again_after_json() -> None:
    [setting] = settings_of(run(ideal_start=420), POLICY)
    assert Setting(**setting.as_json()) == setting
