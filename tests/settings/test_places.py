import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any

import tomlkit
from hypothesis import example, given
from hypothesis import strategies as st

from hedgerow.settings.places import KeyPath, Place, Spot, index_places


def key_place(text: str, *path: str | int) -> tuple[int, int]:
    spot = index_places(text)[path]
    return spot.key.line, spot.key.column


def value_place(text: str, *path: str | int) -> tuple[int, int]:
    spot = index_places(text)[path]
    return spot.value.line, spot.value.column


def test_a_plain_pair_stands_where_its_key_and_value_begin() -> None:
    assert index_places("\n  a =  1") == {("a",): Spot(Place(2, 3), Place(2, 8))}


def test_a_table_stands_at_the_last_key_of_its_header() -> None:
    assert key_place("[letter . smtp]\n", "letter", "smtp") == (1, 11)


def test_a_table_that_is_only_implied_stands_at_its_first_mention() -> None:
    assert key_place("[letter.smtp]\n[letter.other]", "letter") == (1, 2)


def test_the_header_of_a_table_goes_before_an_earlier_mention() -> None:
    assert key_place("[letter.smtp]\n[letter]", "letter") == (2, 2)


def test_items_of_an_array_of_tables_are_counted_from_zero() -> None:
    text = '[[calendars]]\nname = "a"\n[[calendars]]\nname = "b"\n'
    assert key_place(text, "calendars", 1) == (3, 3)
    assert value_place(text, "calendars", 1, "name") == (4, 8)


def test_a_table_within_an_array_belongs_to_its_last_item() -> None:
    text = "[[a]]\n[[a]]\n[a.b]\nc = 1\n[[a.d]]\n[[a.d]]\ne = 2"
    assert value_place(text, "a", 1, "b", "c") == (4, 5)
    assert value_place(text, "a", 1, "d", 1, "e") == (7, 5)


def test_inline_tables_and_arrays_are_entered() -> None:
    text = 'length = { minimum = "30min", of = [1,\n  { x.y = 2 }, # a ], here\n] }'
    assert value_place(text, "length", "minimum") == (1, 22)
    assert value_place(text, "length", "of", 0) == (1, 37)
    assert value_place(text, "length", "of", 1, "x", "y") == (2, 11)


def test_dotted_keys_imply_their_tables() -> None:
    assert key_place("smtp . host = 1", "smtp") == (1, 1)
    assert key_place("smtp . host = 1", "smtp", "host") == (1, 8)


def test_quoted_keys_may_hold_dots_brackets_and_escapes() -> None:
    assert value_place('["a.]b"]\n"c\\u0064=" = 1', "a.]b", "cd=") == (2, 14)


def test_the_end_of_a_text_of_many_lines_is_found() -> None:
    text = 'a = """\n[no]\nb = \\"""\n"""""\nc = \'\'\'\nd = 1\'\'\'\ne = 5'
    assert set(index_places(text)) == {("a",), ("c",), ("e",)}
    assert key_place(text, "e") == (7, 1)


def test_windows_line_ends_count_as_one() -> None:
    assert key_place("a = 1\r\n\r\n b = 2\r\n", "b") == (3, 2)


def test_a_date_and_time_with_a_blank_between_is_one_value() -> None:
    assert value_place("a = [1979-05-27 07:32:00, 5]", "a", 1) == (1, 27)


_KEYS = st.one_of(st.text("ab-_1", min_size=1, max_size=3), st.text('a.]"= #\\é\n', max_size=4))
_SCALARS = st.one_of(
    st.integers(-(10**6), 10**6),
    st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text("ab\"'\\\n#=[]{},é", max_size=8),
    st.dates(min_value=date(1900, 1, 1)),
    st.just(datetime(2026, 11, 16, 8, tzinfo=UTC)),
    st.just(time(8, 30)),
)
_PLAIN = st.recursive(
    _SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_KEYS, inner, max_size=3)),
    max_leaves=8,
)
_TABLES = st.dictionaries(
    _KEYS,
    st.one_of(
        _SCALARS,
        st.lists(_SCALARS, max_size=3),
        st.dictionaries(_KEYS, _PLAIN, max_size=3),
        st.lists(st.dictionaries(_KEYS, st.one_of(_SCALARS, st.dictionaries(_KEYS, _SCALARS, max_size=2))), max_size=3),
    ),
    max_size=4,
)


def leaves(value: Any, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Any]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for part, inner in inside:
        yield (*path, part), inner
        yield from leaves(inner, (*path, part))


def text_from(text: str, place: Place) -> str:
    return "\n".join(text.split("\n")[place.line - 1 :])[place.column - 1 :]


def starts_with_key(text: str, key: str) -> bool:
    """Read back by tomllib: the shortest beginning of the text that is this key."""
    ends = (n for n in range(1, min(len(text), 60) + 1) if text[n : n + 1] in " .]=\t")
    return any(_reads_as(f"{text[:n]} = 0", {key: 0}) for n in ends)


def starts_with_value(text: str, value: Any) -> bool:
    """Read back by tomllib: some beginning of the text is this value."""
    return any(_reads_as(f"v = {text[:n]}", {"v": value}) for n in range(1, len(text) + 1))


def _reads_as(text: str, wanted: Any) -> bool:
    try:
        return bool(tomllib.loads(text) == wanted)
    except tomllib.TOMLDecodeError:
        return False


@given(_TABLES)
@example({"a": [{"b": {"c": "]\n#"}}, {"b": {"": 1}}]})
def test_every_key_and_value_has_its_own_text_at_its_place(data: dict[str, Any]) -> None:
    text = tomlkit.dumps(data)
    places = index_places(text)
    found = dict(leaves(tomllib.loads(text)))
    assert set(places) == set(found)
    for path, value in found.items():
        spot = places[path]
        if isinstance(path[-1], str):
            assert starts_with_key(text_from(text, spot.key), path[-1]), (text, path)
        if not isinstance(value, (dict, list)):
            assert starts_with_value(text_from(text, spot.value), value), (text, path)
