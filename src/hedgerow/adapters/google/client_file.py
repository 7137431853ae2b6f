"""The OAuth client of the person's own Cloud project, as the console hands it out for a Desktop app."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from hedgerow.ports import Refused

_NEEDED = ("client_id", "client_secret", "auth_uri", "token_uri")
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_BYTES = 100_000


@dataclass(frozen=True, slots=True)
class Client:
    id: str
    secret: str = field(repr=False)
    auth_uri: str
    token_uri: str


def read_client_file(path: Path) -> Client:
    """Raises Refused with one sentence; nothing of the file is repeated in it."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Refused(f"{path} can't be read ({error.strerror}): name the JSON file of your client.") from error
    if len(data) > _BYTES:
        raise Refused(f"{path} is too long for the JSON of a client: name the file that the console downloaded.")
    try:
        held = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Refused(f"{path} is not JSON: name the file that the console downloaded for your client.") from error
    return _client(path, _installed(path, held))


def _installed(path: Path, held: object) -> Mapping[str, object]:
    keys = held if isinstance(held, dict) else {}
    if "web" in keys:
        raise Refused(
            f"{path} is of a client of type Web application, which can't sign in from here: make one of type"
            " Desktop app in the same project, and name its file."
        )
    if keys.get("type") == "service_account":
        raise Refused(f"{path} is the key of a service account, which sees no calendar of yours: make a Desktop app.")
    installed = keys.get("installed")
    if not isinstance(installed, dict):
        raise Refused(f"{path} has no part `installed`: name the file that the console downloaded for a Desktop app.")
    return installed


def _client(path: Path, installed: Mapping[str, object]) -> Client:
    given = [installed.get(key) for key in _NEEDED]
    texts = [each.strip() if isinstance(each, str) else "" for each in given]
    for key, text in zip(_NEEDED, texts, strict=True):
        if not text:
            raise Refused(f"{path} has no {key}: download the JSON of the client again.")
        if key.endswith("_uri") and not is_safe(text):
            raise Refused(f"{path} has a {key} that is no https address: download the JSON of the client again.")
    return Client(*texts)


def is_safe(url: str) -> bool:
    """Nobody on the way can read what goes there: https, or this machine."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
    )
