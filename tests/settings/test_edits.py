import os
import tomllib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedgerow.core.domains import Domain, DomainRule
from hedgerow.core.expression import Expression
from hedgerow.core.occurrence import CalendarId
from hedgerow.settings.edits import Edit, add_keys, add_rules, edit_settings, write_edit
from hedgerow.settings.starter import Answers, new_settings_text
from tests.settings.reading import HOME, settings

SELF = frozenset({Domain.SELF})
YOGA = DomainRule(SELF, title="yoga")
CHOIR = DomainRule(frozenset({Domain.SELF, Domain.COMMUNITY}), organizer="choir@example.org")
YOGA_TEXT = '\n[[domain_rules]]\ndomains = ["self"]\ntitle = "yoga"\n'
CHOIR_TEXT = '\n[[domain_rules]]\ndomains = ["community", "self"]\norganizer = "choir@example.org"\n'


def edited(path: Path, *rules: DomainRule) -> Edit:
    edit = edit_settings(path, lambda text: add_rules(text, rules), {})
    assert isinstance(edit, Edit), edit
    return edit


def written(folder: Path, text: str) -> Path:
    path = folder / "hedgerow.toml"
    path.write_bytes(text.encode())
    return path


def test_two_rules_added_to_the_file_of_init_are_only_added_lines(tmp_path: Path) -> None:
    edit = edited(written(tmp_path, new_settings_text(Answers())), YOGA, CHOIR)
    changed = [line for line in edit.diff().splitlines()[2:] if not line.startswith((" ", "@@"))]
    assert sorted(changed) == sorted(f"+{line}" for line in (YOGA_TEXT + CHOIR_TEXT).splitlines())


def test_rules_are_put_below_the_example_of_one(tmp_path: Path) -> None:
    text = edited(written(tmp_path, new_settings_text(Answers())), YOGA).after.decode()
    assert f'#calendar = ""\n{YOGA_TEXT}\n\n# What you want to have time for' in text


def test_a_rule_is_put_right_below_the_last_one_and_not_below_the_comment_of_what_follows() -> None:
    last = '[[domain_rules]] # mine\ntitle = "a"\ndomains = [\n  "home", # of two lines\n]\n'
    rest = "\n# What I want.\n[planning]\nweeks = 3\n"
    assert add_rules(HOME + last + rest, [YOGA]) == HOME + last + YOGA_TEXT + rest


def test_a_value_that_only_looks_like_the_example_is_left_whole() -> None:
    tricky = HOME + 'name = """\n#[[domain_rules]]\n# x\n\n[planning]"""\n'
    assert add_rules(tricky, [YOGA]) == tricky + YOGA_TEXT


def test_keys_that_follow_the_example_keep_their_table() -> None:
    between = '[planning]\n#[[domain_rules]]\n#title = ""\nweeks = 3\n'
    assert add_rules(HOME + between, [YOGA]) == HOME + between + YOGA_TEXT


def test_rules_written_as_a_list_get_another_item() -> None:
    text = 'domain_rules = [{title = "a", domains = ["home"]}] # mine\n' + HOME
    added = add_rules(text, [YOGA])
    assert added.endswith("# mine\n" + HOME)
    assert settings(added).domain_rules == (DomainRule(frozenset({Domain.HOME}), title="a"), YOGA)


def test_line_ends_marks_and_a_missing_last_line_end_stay(tmp_path: Path) -> None:
    path = tmp_path / "hedgerow.toml"
    before = b"\xef\xbb\xbf" + HOME.replace("\n", "\r\n").encode() + b'name = "Zo\xc3\xab"'
    path.write_bytes(before)
    assert edited(path, YOGA).after == before + b"\r\n" + YOGA_TEXT.replace("\n", "\r\n").encode()


@pytest.mark.parametrize(
    "rule",
    [
        DomainRule(SELF, title='"C:\\new" \u2028\x7f\t'),
        DomainRule(SELF, regex=Expression(r"^(yo'ga|\"\d+\")\b")),
        DomainRule(SELF, longer_than=0, shorter_than=90, category="Ünïcode # [x]"),
        DomainRule(frozenset(Domain), attendee_domain="a.example", organizer_domain="b.example", color="teal"),
        DomainRule(SELF, calendar=CalendarId("blocks"), title="x"),
    ],
    ids=str,
)
def test_every_condition_is_read_back_as_it_was(rule: DomainRule) -> None:
    blocks = '[[calendars]]\nname = "blocks"\nkind = "file"\npath = "b.ics"\ndomains = ["self"]\n'
    assert settings(add_rules(HOME + blocks, [rule, YOGA])).domain_rules[-2] == replace_blank(rule)


def replace_blank(rule: DomainRule) -> DomainRule:
    """Settings strip a title."""
    return DomainRule(**{**dict(rule.given()), "domains": rule.domains, "title": rule.title.strip()})


def test_no_rules_change_nothing() -> None:
    assert add_rules(HOME, []) == HOME


def test_an_edit_that_would_not_load_is_refused_with_its_place(tmp_path: Path) -> None:
    path = written(tmp_path, HOME)
    refused = edit_settings(path, lambda text: add_rules(text, [DomainRule(SELF, calendar=CalendarId("none"))]), {})
    assert isinstance(refused, tuple)
    assert [str(problem) for problem in refused] == [
        f"{path}:6:12: domain_rules.1.calendar: there is no calendar named 'none'"
    ]
    assert path.read_text() == HOME


def test_a_file_that_does_not_load_is_not_edited(tmp_path: Path) -> None:
    path = written(tmp_path, "[person\n")
    assert isinstance(edit_settings(path, lambda text: add_rules(text, [YOGA]), {}), tuple)


@pytest.mark.skipif(os.name != "posix", reason="modes and links of files are a matter of POSIX")
def test_a_written_edit_keeps_mode_and_link(tmp_path: Path) -> None:
    real = tmp_path / "dotfiles" / "my.toml"
    real.parent.mkdir()
    real.write_text(HOME)
    real.chmod(0o640)
    link = tmp_path / "hedgerow.toml"
    link.symlink_to(real)
    assert write_edit(edited(link, YOGA))
    assert (link.is_symlink(), real.read_text(), real.stat().st_mode & 0o777) == (True, HOME + YOGA_TEXT, 0o640)
    assert [file.name for file in real.parent.iterdir()] == ["my.toml"]


def test_an_edit_is_not_written_over_what_was_changed_meanwhile(tmp_path: Path) -> None:
    path = written(tmp_path, HOME)
    edit = edited(path, YOGA)
    path.write_text(HOME + "# by hand\n")
    assert not write_edit(edit)
    assert (path.read_text(), len(list(tmp_path.iterdir()))) == (HOME + "# by hand\n", 1)


lines = st.lists(
    st.sampled_from(
        [
            "# a comment",
            "",
            "   # [[domain_rules]]",
            "#[[domain_rules]]",
            '#title = ""',
            "[limits]",
            "[planning]",
            "weeks = 3",
            '[[domain_rules]]\ndomains = ["home"]\ntitle = """\n[[x]]\n"""',
            '[[domain_rules]]\ntitle = "a"   # b\ndomains = [\n"home"\n]',
        ]
    ),
    max_size=8,
)
added = st.lists(st.sampled_from([YOGA, CHOIR]), min_size=1, max_size=3)


@given(lines, added, st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_every_byte_of_the_file_stays_and_every_rule_comes_last(
    drawn: Sequence[str], rules: Sequence[DomainRule], end: str, is_ended: bool
) -> None:
    text = (HOME + "\n".join(drawn) + ("\n" if is_ended else "")).replace("\n", end)
    try:
        before = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    after = add_rules(text, rules)
    same = next((n for n, (one, other) in enumerate(zip(text, after, strict=False)) if one != other), len(text))
    assert after.endswith(text[same:])
    tables = tomllib.loads(after)
    assert tables.pop("domain_rules")[: -len(rules)] == before.pop("domain_rules", [])
    assert tables == before


KEYS = {"monday": ["10:00-15:00"], "sunday": []}
LINES = 'monday = ["10:00-15:00"]\nsunday = []\n'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[boundary] # mine\n#monday = []\n[person]\n", f"[boundary] # mine\n{LINES}#monday = []\n[person]\n"),
        ("[person]\n# last\n", f"[person]\n# last\n\n[boundary]\n{LINES}"),
        ("#[boundary]\n#monday = []\n\n[person]\n", f"#[boundary]\n#monday = []\n\n[boundary]\n{LINES}\n[person]\n"),
        ('[boundary]\nnight = "22:00-06:00"\n', f'[boundary]\n{LINES}night = "22:00-06:00"\n'),
        ('note = """\n[boundary]\n"""\n', f'note = """\n[boundary]\n"""\n\n[boundary]\n{LINES}'),
    ],
)
def test_keys_are_put_below_the_head_of_their_table(before: str, after: str) -> None:
    assert add_keys(before, "boundary", KEYS) == after


@pytest.mark.parametrize("before", ['boundary = {night = "22:00-06:00"}\n', 'boundary.night = "22:00-06:00"\n'])
def test_keys_join_a_table_without_a_head(before: str) -> None:
    assert tomllib.loads(add_keys(before, "boundary", KEYS)) == {"boundary": {"night": "22:00-06:00", **KEYS}}


def test_of_edits_that_are_written_at_once_one_is_written_whole(tmp_path: Path) -> None:
    path = written(tmp_path, HOME)
    edits = [edited(path, DomainRule(SELF, title=f"{n}" * 20_000)) for n in range(8)]
    with ThreadPoolExecutor(8) as threads:
        done = list(threads.map(write_edit, edits))
    [only] = [edit for edit, is_written in zip(edits, done, strict=True) if is_written]
    assert path.read_bytes() == only.after
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
