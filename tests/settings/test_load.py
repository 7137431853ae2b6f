import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedgerow.settings.load import find_settings, load_settings, read_settings, usual_path
from hedgerow.settings.values import Settings
from tests.settings.reading import HOLDER, HOME, NOWHERE


def said(path: Path) -> list[str]:
    read = load_settings(path, {})
    assert isinstance(read, tuple)
    return [str(problem) for problem in read]


def test_the_flag_goes_before_the_variable_and_the_variable_before_the_usual_place(tmp_path: Path) -> None:
    usual = tmp_path / "hedgerow" / "hedgerow.toml"
    usual.parent.mkdir()
    usual.touch()
    environ = {"XDG_CONFIG_HOME": str(tmp_path), "HEDGEROW_CONFIG": "~/other.toml"}
    assert find_settings(Path("flag.toml"), environ) == Path("flag.toml")
    assert find_settings(None, environ) == Path.home() / "other.toml"
    assert find_settings(None, environ | {"HEDGEROW_CONFIG": ""}) == usual


def test_the_usual_place_counts_only_with_a_file_in_it(tmp_path: Path) -> None:
    assert find_settings(None, {"XDG_CONFIG_HOME": str(tmp_path)}) is None
    assert usual_path({"XDG_CONFIG_HOME": str(tmp_path)}) == tmp_path / "hedgerow" / "hedgerow.toml"


def test_a_relative_xdg_folder_is_ignored_as_its_specification_asks() -> None:
    assert usual_path({"XDG_CONFIG_HOME": "here"}).is_absolute()


def test_paths_are_relative_to_the_folder_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tmp_path.joinpath("my.toml").write_text(HOME + HOLDER)
    monkeypatch.chdir(tmp_path.parent)
    read = load_settings(Path(tmp_path.name) / "my.toml", {})
    assert isinstance(read, Settings)
    assert read.calendars[0].path == tmp_path / "b.ics"


def test_a_byte_order_mark_is_no_problem(tmp_path: Path) -> None:
    tmp_path.joinpath("my.toml").write_text(HOME, encoding="utf-8-sig")
    assert isinstance(load_settings(tmp_path / "my.toml", {}), Settings)


def test_a_file_that_can_not_be_read_is_one_problem_with_its_name(tmp_path: Path) -> None:
    missing, folder, latin = tmp_path / "no.toml", tmp_path, tmp_path / "latin.toml"
    latin.write_bytes(b'name = "Andr\xe9"')
    assert said(missing) == [f"{missing}: there is no such file; `hedgerow init` writes one"]
    assert said(folder) == [f"{folder}: can't be read: is a directory"]
    assert said(latin) == [f"{latin}: is not a text in UTF-8; save it as one"]
    assert said(Path("a\0b")) == ["a\0b: can't be read: it is no path"]


FEED = '[[calendars]]\nname = "club"\nkind = "feed"\ndomains = ["self"]\n'


@pytest.mark.skipif(os.name != "posix", reason="modes of files are a matter of POSIX")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644])
def test_settings_with_an_address_in_them_are_for_their_owner_alone(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "my.toml"
    path.write_text(HOME + FEED + 'url = "https://a.example/hush"\n')
    path.chmod(mode)
    reason = "others can read this file, and the address is a secret; run: chmod 600"
    assert said(path) == [f"{path}:7:7: calendars.1.url: {reason} {path}"]
    path.chmod(0o600)
    assert isinstance(load_settings(path, {}), Settings)


@pytest.mark.skipif(os.name != "posix", reason="modes of files are a matter of POSIX")
def test_settings_without_an_address_in_them_may_be_read_by_others(tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    path.write_text(HOME + FEED + 'url_env = "CLUB_URL"\n')
    path.chmod(0o644)
    assert isinstance(load_settings(path, {"CLUB_URL": "https://a.example/hush"}), Settings)
    from_the_environment = '[{"name": "a", "kind": "feed", "domains": ["self"], "url": "https://a.example/hush"}]'
    assert isinstance(load_settings(path, {"HEDGEROW_CALENDARS": from_the_environment}), Settings)


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 5000,
        "a = " + "[" * 5000 + "]" * 5000,
        "[" + ".".join("a" * 3000) + "]",
        "[planning]\nweeks = 0x" + "f" * 5000,
        "[limits]\nevenings_touched = 0x" + "f" * 5000,
        "[planning]\nweeks = " + "9" * 5000,
        "[planning]\nnotice = " + "9" * 400,
        "_env_file = 'x'\n__pydantic_self__ = 1\nmodel_config = 1",
        "[person]\ntime_zone = '" + "x" * 5000 + "'",
        '[person]\ntime_zone = "a\\u0000b"\naddresses = ["\\u0000@b"]',
        '[[calendars]]\nkind = "feed"\nurl_file = "\\u0000"\nname = "\\u0000"',
        '[[calendars]]\nkind = "file"\npath = "~nobody-of-this-name/x"',
        '[boundary]\nmonday = ["٠٩:٠٠-17:00"]',
        "[planning]\nnotice = '99999h'\nfreeze = '99999h99999min'",
        "[[intentions]]\nlength = {}\n[[intentions]]\nlength = 1979-05-27",
    ],
)
def test_no_hostile_text_makes_reading_fail(text: str) -> None:
    assert isinstance(read_settings(text, "h.toml", NOWHERE, {}), tuple)


_WORDS = st.sampled_from(
    re.findall(
        r"\S+",
        """person calendars boundary limits intentions letter letter.smtp server planning domain_rules name kind path
        url url_env url_file domains role time_zone addresses monday night evening id title length length.ideal windows
        days times_per_week spacing_days ideal_start firmness priority weeks notice to from at every host user x""",
    )
)
_VALUES = st.sampled_from(
    re.findall(
        r"\S+",
        """1 -1 2.5 true 'file' 'feed' 'folder' 'work' ['work'] [] {} '' ['a@b.c'] 'Europe/Berlin' '09:00-17:00' nan 3
        ['09:00-17:00'] ['22:00-06:00+1'] '45min' '1h30' '25:00' {ideal='1h'} [1,{a=2}] 08:30:00 'hold' 'fixed' '12:00'
        'https://a.b' ['monday']""",
    )
)
_LINES = st.one_of(
    st.builds("[{}]".format, _WORDS),
    st.builds("[[{}]]".format, _WORDS),
    st.builds("{} = {}".format, _WORDS, _VALUES),
    st.builds("{} = {}".format, _WORDS, _VALUES),
)


@given(st.lists(_LINES, max_size=12).map("\n".join))
def test_no_toml_makes_reading_fail(text: str) -> None:
    read = read_settings(text, "h.toml", NOWHERE, {})
    assert isinstance(read, Settings) or read


@given(st.text())
def test_no_text_makes_reading_fail(text: str) -> None:
    read = read_settings(text, "h.toml", NOWHERE, {})
    assert isinstance(read, tuple)
    assert all(1 <= problem.line <= text.count("\n") + 1 for problem in read)
