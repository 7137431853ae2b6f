"""The catalogues of the letter: complete, and nothing in them that is not said."""

import ast
import os
import re

import pytest

from hedgerow.letter.language import CATALOGUES
from tests.letter.texts import Text, catalogue, forms_of, placeholders, renewed, source_files, spoken_texts

CODES = sorted(path.stem for path in CATALOGUES.glob("*.po"))


@pytest.mark.parametrize("code", CODES)
def test_a_catalogue_holds_every_text_and_no_other(code: str) -> None:
    """`HEDGEROW_CATALOGUES=write` adds what is new, to be translated, and drops what is not said any more."""
    if os.environ.get("HEDGEROW_CATALOGUES") == "write":
        (CATALOGUES / f"{code}.po").write_text(renewed(code), encoding="utf-8", newline="\n")
    held = {message.id for message in catalogue(code) if message.id}
    wanted = {text.id for text in spoken_texts()}
    assert sorted(map(str, wanted - held)) == []
    assert sorted(map(str, held - wanted)) == []
    assert not catalogue(code).obsolete


@pytest.mark.parametrize("code", CODES)
def test_every_text_is_translated_and_none_is_a_guess(code: str) -> None:
    forms = catalogue(code).num_plurals
    for message in catalogue(code):
        if message.id:
            told = forms_of(message)
            assert all(told), message.id
            assert len(told) == (forms if message.pluralizable else 1), message.id
            assert not message.fuzzy, message.id


@pytest.mark.parametrize("code", CODES)
def test_a_translation_names_the_values_of_its_text(code: str) -> None:
    """What the singular may leave out, as `One event`, any form may."""
    for message in catalogue(code):
        if not message.id:
            continue
        text = Text(*message.id) if message.pluralizable else Text(str(message.id))
        known = placeholders(text.one) | placeholders(text.many)
        needed = placeholders(text.one) & (placeholders(text.many) if text.many else known)
        for form in forms_of(message):
            assert needed - {"n", "number"} <= placeholders(form) <= known | {"n", "number"}, message.id
        if text.many:
            assert placeholders(text.many) == placeholders(forms_of(message)[-1]), message.id


def test_texts_stand_in_the_source_where_tools_for_catalogues_find_them() -> None:
    """A literal in the call, or a name whose texts were `noted`; never put together, nor said inside an f-string."""
    for path in source_files():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        inside = {inner for each in ast.walk(tree) if isinstance(each, ast.JoinedStr) for inner in ast.walk(each)}
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            # a list has a count of its own
            if name not in ("say", "count", "noted") or not call.args or (name == "count" and len(call.args) < 3):
                continue
            texts = call.args[:2] if name == "count" else call.args[:1]
            where = f"{path.name}:{call.lineno}"
            literal = [isinstance(each, ast.Constant) and isinstance(each.value, str) for each in texts]
            named = isinstance(texts[0], ast.Name | ast.Attribute | ast.Subscript)
            assert all(literal) or (name == "say" and named), where
            assert not (any(literal) and call in inside), where


def test_french_marks_never_begin_a_line() -> None:
    """Each stands behind a no-break space, and so does what a guillemet opens."""
    for message in catalogue("fr"):
        for form in forms_of(message) if message.id else ():
            assert not re.search(r" [:;!?»]|« ", form), message.id
