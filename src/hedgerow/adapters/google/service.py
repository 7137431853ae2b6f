"""Builds requests from the discovery document that the library ships; nothing is asked over the network for it."""

import json
import logging
from dataclasses import dataclass
from functools import cache
from typing import Any

from googleapiclient.discovery import build_from_document
from googleapiclient.discovery_cache import get_static_doc
from httplib2 import Http

ENDPOINT = "https://www.googleapis.com/calendar/v3/"
_CALENDAR_PATH = "calendar/v3/"


@dataclass(frozen=True, slots=True)
class Api:
    """What Google calls resources. Their methods make requests and send nothing, so that threads may share them."""

    events: Any
    calendars: Any
    calendar_list: Any
    settings: Any
    freebusy: Any


def _quiet() -> None:
    for name in ("googleapiclient", "google_auth_httplib2", "google.auth"):  # they log whole answers, and headers
        logging.getLogger(name).setLevel(logging.CRITICAL)


@cache
def api_at(endpoint: str = ENDPOINT) -> Api:
    """`endpoint` is the whole address before a method's own, `/calendar/v3/` included."""
    _quiet()
    document = json.loads(get_static_doc("calendar", "v3"))
    # both kinds of request follow these, while the option `api_endpoint` leaves batches where they were
    root = endpoint.removesuffix(document["servicePath"])
    document |= {"rootUrl": root, "baseUrl": endpoint}
    document.pop("mtlsRootUrl", None)
    service = build_from_document(document, http=Http(proxy_info=None))
    # each call of these builds the resource anew, which takes milliseconds
    return Api(service.events(), service.calendars(), service.calendarList(), service.settings(), service.freebusy())


@cache
def letters_at(endpoint: str = ENDPOINT) -> Any:
    """What Gmail calls the messages of users; beside a calendar of which `endpoint` is not Google's own."""
    _quiet()
    document = json.loads(get_static_doc("gmail", "v1"))
    if endpoint != ENDPOINT:
        root = endpoint.removesuffix(_CALENDAR_PATH)
        document |= {"rootUrl": root, "baseUrl": root + document["servicePath"]}
    document.pop("mtlsRootUrl", None)
    return build_from_document(document, http=Http(proxy_info=None)).users().messages()
