"""What the discovery document that google-api-python-client ships says of methods, parameters, bodies and scopes."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import unquote

from tests.fakes.google.refusal import Json, Refused, malformed, required
from tests.fakes.google.times import parse_instant

SCOPE = "https://www.googleapis.com/auth/"
BASE = "/calendar/v3/"
MAIL = "/gmail/v1/"
_CALENDAR, _GMAIL = "calendar.v3", "gmail.v1"
_NUMBERS = {"integer": (int,), "number": (int, float)}


@dataclass(frozen=True, slots=True)
class Method:
    id: str
    """As in `events.list`."""
    verb: str
    path: re.Pattern[str]
    parameters: Mapping[str, Json]
    body: str
    """The name of its schema, or nothing."""
    answer: str
    scopes: frozenset[str]
    """Without the address that they all begin with."""

    @property
    def is_of_mail(self) -> bool:
        return self.id.startswith("gmail.")

    @property
    def service(self) -> str:
        return "gmail.googleapis.com" if self.is_of_mail else "calendar-json.googleapis.com"


@cache
def document(name: str = _CALENDAR) -> Json:
    shipped = files("googleapiclient").joinpath(f"discovery_cache/documents/{name}.json")
    loaded: Json = json.loads(shipped.read_text(encoding="utf-8"))
    return loaded


def known_scopes() -> Sequence[str]:
    return [each for name in (_CALENDAR, _GMAIL) for each in document(name)["auth"]["oauth2"]["scopes"]]


def schema(name: str) -> Json:
    """The two documents share no name."""
    found: Json = document()["schemas"].get(name) or document(_GMAIL)["schemas"][name]
    return found


@cache
def methods() -> tuple[Method, ...]:
    parameters, groups = document()["parameters"], document()["resources"].values()
    return tuple(_method(each, parameters) for group in groups for each in group["methods"].values())


@cache
def sending() -> Method:
    """The one method of Gmail; its path comes below the root."""
    messages = document(_GMAIL)["resources"]["users"]["resources"]["messages"]
    return _method(messages["methods"]["send"], document(_GMAIL)["parameters"])


def _method(given: Json, parameters: Json) -> Method:
    path = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(given["path"]))
    return Method(
        given["id"].removeprefix("calendar."),
        given["httpMethod"],
        re.compile(path),
        {**parameters, **given.get("parameters", {})},
        given.get("request", {}).get("$ref", ""),
        given.get("response", {}).get("$ref", ""),
        frozenset(scope.removeprefix(SCOPE) for scope in given.get("scopes", ())),
    )


def route(verb: str, path: str) -> tuple[Method, dict[str, str]] | None:
    """`path` comes with its percent signs."""
    for base, served in ((BASE, methods()), ("/", (sending(),))):
        found = _routed(verb, path.removeprefix(base), served) if path.startswith(base) else None
        if found is not None:
            return found
    return None


def _routed(verb: str, path: str, served: Sequence[Method]) -> tuple[Method, dict[str, str]] | None:
    for method in served:
        if method.verb == verb and (found := method.path.fullmatch(path)):
            return method, {name: unquote(value) for name, value in found.groupdict().items()}
    return None


def read_query(method: Method, pairs: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """The values by their types, repeated ones as lists."""
    read: dict[str, Any] = {}
    for name, text in pairs:
        about = method.parameters.get(name)
        if about is None or about["location"] != "query":
            raise malformed(
                f'Invalid JSON payload received. Unknown name "{name}": Cannot bind query parameter. '
                f"Field '{name}' could not be found in request message."
            )
        if name in read and not about.get("repeated"):
            raise malformed(f'Invalid value at "{name}": it is given more than once.', name)
        value = _parameter(name, about, text)
        read[name] = [*read.get(name, []), value] if about.get("repeated") else value
    for name, about in method.parameters.items():
        if about.get("required") and about["location"] == "query" and name not in read:
            raise required(f"Required parameter: {name}", name)
    return read


def _parameter(name: str, about: Json, text: str) -> Any:
    invalid = Refused(400, "invalidParameter", f"Invalid value '{text}' for {name}.", location=name)
    if about["type"] == "boolean":
        if text not in ("true", "false"):
            raise malformed(f"Invalid value at '{name}' (TYPE_BOOL), \"{text}\"", name)
        return text == "true"
    if about["type"] == "integer":
        if not re.fullmatch(r"-?\d+", text):
            raise malformed(f"Invalid value at '{name}' (TYPE_INT32), \"{text}\"", name)
        if int(text) < int(about.get("minimum", text)) or int(text) > int(about.get("maximum", text)):
            raise invalid
        return int(text)
    if "enum" in about and text not in about["enum"]:
        raise invalid
    if about.get("format") == "date-time" and parse_instant(text) is None:
        raise Refused(400, "badRequest", "Bad Request", location=name)
    return text


def read_body(name: str, body: object, *, strict: bool) -> Json:
    """A body of the schema; unknown fields are refused when `strict`, and else left away as Google does."""
    return _object(schema(name), body, name[:1].lower() + name[1:], strict=strict)


def _object(about: Json, value: object, path: str, *, strict: bool) -> Json:
    if not isinstance(value, dict):
        raise malformed(f"Invalid value at '{path}': an object is expected.", path)
    if "additionalProperties" in about:
        return {
            key: _value(about["additionalProperties"], each, f"{path}.{key}", strict) for key, each in value.items()
        }
    properties, read = about.get("properties", {}), {}
    for key, each in value.items():
        if key in properties:
            read[key] = _value(properties[key], each, f"{path}.{key}", strict)
        elif strict:
            message = f"Invalid JSON payload received. Unknown name \"{key}\" at '{path}': Cannot find field."
            raise malformed(message, path)
    return read


def _value(about: Json, value: object, path: str, strict: bool) -> Any:
    if value is None:
        return None
    if "$ref" in about:
        return _object(schema(about["$ref"]), value, path, strict=strict)
    kind = about.get("type")
    if kind == "object":
        return _object(about, value, path, strict=strict)
    if kind == "array":
        if not isinstance(value, list) or None in value:
            raise malformed(f"Invalid value at '{path}': a list is expected, with nothing missing in it.", path)
        return [_value(about["items"], each, f"{path}[{at}]", strict) for at, each in enumerate(value)]
    return _scalar(about, value, path)


def _scalar(about: Json, value: object, path: str) -> object:
    kind, wrong = about.get("type"), malformed(f"Invalid value at '{path}' ({about.get('type')}), {value!r}", path)
    if kind == "boolean" and not isinstance(value, bool):
        raise wrong
    if kind in _NUMBERS and (isinstance(value, bool) or not isinstance(value, _NUMBERS[kind])):
        raise wrong
    if kind == "string":
        if not isinstance(value, str):
            raise wrong
        allowed = _allowed(about.get("description", ""))
        if allowed and value not in allowed:
            name = path.rpartition(".")[2]
            raise Refused(400, "invalid", f"Invalid value for: Invalid value '{value}' for {name}.", location=path)
    return value


@cache
def _allowed(description: str) -> frozenset[str]:
    """The document names the values of a field only in words."""
    _, possible, words = description.partition("ossible values are:")
    return frozenset(re.findall(r'- "(\w+)" - ', words)) if possible else frozenset()
