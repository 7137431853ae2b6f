"""Accounts and calendars go into the settings and out of them, and every comment stays."""

import tomllib
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedgerow.settings.edits import add_tables, remove_tables
from hedgerow.settings.starter import Answers, new_settings_text
from tests.settings.reading import HOME

CLOUD: dict[str, str | list[str]] = {
    "name": "cloud",
    "kind": "caldav",
    "url": "https://cloud.example.org/",
    "user": "ann",
}
TEXT = """\
# mine
[[accounts]] # the cloud
name = "cloud" # short
# where it is
kind = "caldav"
url = "https://cloud.example.org/"
user = "ann"

# Read every day.
[[calendars]]
name = "a"
account = "cloud"
domains = [
  "home", # all of us
]

[[calendars]]
name = "b"

# What I want.
[planning]
weeks = 3
"""


def of_cloud(table: Mapping[str, object]) -> bool:
    return table.get("account") == "cloud"


def test_an_account_is_put_below_the_example_of_one_and_calendars_below_the_last() -> None:
    text = add_tables(new_settings_text(Answers()), "accounts", [CLOUD])
    added = '\n[[accounts]]\nname = "cloud"\nkind = "caldav"\nurl = "https://cloud.example.org/"\nuser = "ann"\n'
    assert f'#user = "ann"\n{added}\n#[[accounts]]\n#name = "google"' in text
    more = add_tables(TEXT, "calendars", [{"name": "c"}])
    assert '[[calendars]]\nname = "b"\n\n[[calendars]]\nname = "c"\n\n# What I want.' in more


def test_a_table_goes_with_its_keys_and_the_comments_stay() -> None:
    table = '[[calendars]]\nname = "a"\naccount = "cloud"\ndomains = [\n  "home", # all of us\n]\n'
    assert remove_tables(TEXT, "calendars", of_cloud) == TEXT.replace(table, "")


def test_an_account_goes_and_a_comment_between_its_keys_stays() -> None:
    left = remove_tables(TEXT, "accounts", lambda table: table["name"] == "cloud")
    assert left.startswith("# mine\n# where it is\n\n# Read every day.\n[[calendars]]\n")


def test_what_was_added_is_taken_out_again_to_the_byte() -> None:
    for before in (new_settings_text(Answers()), TEXT, HOME, TEXT.replace("\n", "\r\n")):
        added = add_tables(before, "calendars", [{"name": "x"}, {"name": "y", "domains": ["home", "self"]}])
        assert remove_tables(added, "calendars", lambda table: table["name"] in {"x", "y"}) == before


def test_tables_written_as_a_list_lose_an_item() -> None:
    text = 'accounts = [{name = "a"}, {name = "b"}] # both\n' + HOME
    left = remove_tables(text, "accounts", lambda table: table["name"] == "a")
    assert tomllib.loads(left)["accounts"] == [{"name": "b"}]
    assert left.endswith("# both\n" + HOME)


@pytest.mark.parametrize("tricky", ['note = """\n[[calendars]]\n"""\n', "# [[calendars]]\n", 'x = "#"\n'])
def test_what_only_looks_like_a_table_stays(tricky: str) -> None:
    text = '[[calendars]]\nname = "a"\n' + tricky + HOME
    left = remove_tables(text, "calendars", lambda table: table["name"] == "a")
    assert tomllib.loads(left) == tomllib.loads(HOME)


@given(
    st.lists(st.sampled_from(["a", "b", "c"]), max_size=4), st.sampled_from(["", "# end\n", "\n[planning]\nweeks=3\n"])
)
def test_only_what_goes_is_gone(names: list[str], end: str) -> None:
    text = HOME + "".join(f'\n# {name}\n[[calendars]]\nname = "{name}"\n' for name in names) + end
    left = tomllib.loads(remove_tables(text, "calendars", lambda table: table["name"] == "a"))
    assert [table["name"] for table in left.get("calendars", [])] == [name for name in names if name != "a"]
    assert {**left, "calendars": None} == {**tomllib.loads(text), "calendars": None}
