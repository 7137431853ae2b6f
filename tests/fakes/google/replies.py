"""Answers in the forms that Google gives them."""

import json
from html import escape

from tests.fakes.google.refusal import Json, Refused
from tests.fakes.google.wire import Answer

_JSON = {
    "Content-Type": "application/json; charset=UTF-8",
    "Cache-Control": "private, max-age=0, must-revalidate, no-transform",
    "Vary": "Origin, X-Origin, Referer",
    "Server": "ESF",
}


def told(body: Json, *, etag: str = "", pretty: bool = True) -> Answer:
    headers = _JSON | ({"ETag": etag} if etag else {})
    return Answer(200, _written(body, pretty=pretty), headers)


def _written(body: Json, *, pretty: bool) -> bytes:
    text = json.dumps(body, ensure_ascii=False, indent=1 if pretty else None)
    return (text + "\n").encode()


def nothing(status: int = 204) -> Answer:
    return Answer(status, headers={"Cache-Control": "no-cache, no-store, max-age=0", "Server": "ESF"})


def refusal(refused: Refused) -> Answer:
    body = _written(refused.body(), pretty=True)
    return Answer(refused.status, body, _JSON | dict(refused.headers), refused.reason)


def oauth_refusal(status: int, error: str, description: str = "") -> Answer:
    body = {"error": error} | ({"error_description": description} if description else {})
    return Answer(status, _written(body, pretty=True), _JSON, error)


def html(status: int, inside: str, title: str = "Error") -> Answer:
    page = (
        f"<!doctype html><html lang=en><meta charset=utf-8><title>{escape(title)}</title><body>{inside}</body></html>"
    )
    return Answer(status, page.encode(), {"Content-Type": "text/html; charset=UTF-8"})


def redirect(address: str) -> Answer:
    return Answer(302, headers={"Location": address})
