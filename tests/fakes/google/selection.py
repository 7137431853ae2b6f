"""Partial answers: the `fields` parameter, such as `items(id,start/dateTime),nextPageToken`."""

import re
from typing import Any

from tests.fakes.google.document import schema
from tests.fakes.google.refusal import Json, Refused

Tree = dict[str, "Tree"]
_PIECE = re.compile(r"[\w*@.-]+|[(),/]")


def selected(body: Json, text: str, answer: str) -> Json:
    """Only what was named. Raises 400 for a name that the schema `answer` does not have."""
    tree = _parse(text)
    if answer:
        _check(tree, {"$ref": answer}, text)
    return _only(body, tree) if tree else body


def _parse(text: str) -> Tree:
    pieces = _PIECE.findall(text)
    if "".join(pieces) != re.sub(r"\s", "", text):
        raise _wrong(text)
    tree, rest = _group(pieces, text)
    if rest:
        raise _wrong(text)
    return tree


def _group(pieces: list[str], text: str) -> tuple[Tree, list[str]]:
    """Until the bracket that closes it."""
    tree: Tree = {}
    while pieces and pieces[0] != ")":
        pieces = _path(tree, pieces, text)
        if pieces and pieces[0] == ",":
            pieces = pieces[1:]
    return tree, pieces


def _path(tree: Tree, pieces: list[str], text: str) -> list[str]:
    """`a/b(c)` put into the tree; what comes after it is left."""
    name, *rest = pieces
    if name in "(),/":
        raise _wrong(text)
    inside = tree.setdefault(name, {})
    if rest and rest[0] == "/":
        return _path(inside, rest[1:], text) if rest[1:] else _fail(text)
    if rest and rest[0] == "(":
        group, after = _group(rest[1:], text)
        inside |= group
        return after[1:] if after else _fail(text)
    return rest


def _fail(text: str) -> list[str]:
    raise _wrong(text)


def _wrong(name: str) -> Refused:
    return Refused(400, "invalidParameter", f"Invalid field selection {name}", location="fields")


def _check(tree: Tree, about: Json, text: str) -> None:
    if "$ref" in about:
        about = schema(about["$ref"])
    if about.get("type") == "array":
        _check(tree, about["items"], text)
        return
    properties = about.get("properties")
    for name, inside in tree.items():
        if properties is not None and name != "*" and name not in properties:
            raise _wrong(name)
        if inside:
            _check(inside, dict((properties or {}).get(name) or about.get("additionalProperties") or {}), text)


def _only(value: Any, tree: Tree) -> Any:
    if not tree or not isinstance(value, dict | list):
        return value
    if isinstance(value, list):
        return [_only(each, tree) for each in value]
    return {
        name: _only(each, tree.get(name, tree.get("*", {}))) for name, each in value.items() if {name, "*"} & set(tree)
    }
