"""A CalDAV server (RFC 4791, RFC 6578) of one person over real HTTP, in memory, with faults and quirks on demand.

with DavServer() as server:
    server.script = once("PUT", drop_after)
    ...                                     # server.url() is all that a client needs to be told
    assert server.calendar("blocks").bodies == {}
"""

import xml.etree.ElementTree as ET
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from urllib.parse import quote, unquote, urlsplit

import recurring_ical_events
from defusedxml.ElementTree import fromstring
from icalendar import Calendar

from tests.fakes.dav_store import Collection, Quirks, Resource, told_etag
from tests.fakes.faulty_http import Answer, FaultyServer, Request

DAV, CAL, SERVER, APPLE = (
    "{DAV:}",
    "{urn:ietf:params:xml:ns:caldav}",
    "{http://calendarserver.org/ns/}",
    "{http://apple.com/ns/ical/}",
)
PRINCIPAL, HOME = "/principals/ada/", "/calendars/ada/"
_TOKEN = "http://dav.test/sync/"
_REPORTS = ("calendar-multiget", "calendar-query", "sync-collection")
for _prefix, _space in (("D", DAV), ("C", CAL), ("CS", SERVER), ("A", APPLE)):
    ET.register_namespace(_prefix, _space[1:-1])

Props = Mapping[str, ET.Element]


class DavServer(FaultyServer):
    def __init__(self, *calendars: str, user: str = "", password: str = "") -> None:
        """Without a user it lets everybody in."""
        super().__init__(self._answer)
        self.quirks = Quirks()
        self.calendars = {name: Collection(name, name.title()) for name in calendars or ("blocks",)}
        self.accounts = {"Basic " + b64encode(f"{user}:{password}".encode()).decode()} if user else None
        """The Authorization headers that are let in; empty when the password has expired."""

    def calendar(self, name: str = "blocks") -> Collection:
        return self.calendars[name]

    def href(self, calendar: str, name: str = "") -> str:
        return quote(f"{HOME}{calendar}/{name}")

    def _answer(self, request: Request) -> Answer:
        if self.accounts is not None and request.headers.get("authorization") not in self.accounts:
            return Answer(401, {"WWW-Authenticate": 'Basic realm="dav", charset="UTF-8"'})
        if request.path == "/.well-known/caldav":
            return Answer(301, {"Location": "/"})
        if request.method == "OPTIONS":
            return Answer(200, {"DAV": "1, 3, calendar-access", "Allow": "OPTIONS, GET, PUT, DELETE, PROPFIND, REPORT"})
        answers = {"PROPFIND": self._propfind, "REPORT": self._report}
        plain = dict.fromkeys(("GET", "HEAD", "PUT", "DELETE"), self._resource)
        known = (answers | plain).get(request.method)
        return known(request) if known else Answer(405)

    def _resource(self, request: Request) -> Answer:
        collection, name = self._find(request.path)
        if collection is None:
            return Answer(409 if request.method == "PUT" else 404)
        if not name:
            return Answer(405)
        if request.method == "PUT":
            return collection.write(name, request, self.quirks)
        if request.method == "DELETE":
            return collection.remove(name, request)
        held = collection.resources.get(name)
        if held is None:
            return Answer(404)
        headers = {"ETag": told_etag(held, self.quirks), "Content-Type": "text/calendar; charset=utf-8"}
        return Answer(200, headers, held.body)

    def _find(self, path: str) -> tuple[Collection | None, str]:
        calendar, _, name = path.removeprefix(HOME).partition("/")
        return (self.calendars.get(calendar), name) if path.startswith(HOME) else (None, "")

    def _propfind(self, request: Request) -> Answer:
        wanted = _wanted(request.body)
        whole = request.headers.get("depth", "infinity") != "0"
        here = self._props(request.path)
        if here is None:
            return Answer(404)
        places = [(request.path, here)]
        if whole:
            places += [
                (path, props) for path in self._members(request.path) if (props := self._props(path)) is not None
            ]
        return _multistatus(self._response(path, props, wanted) for path, props in places)

    def _members(self, path: str) -> Sequence[str]:
        if path.rstrip("/") == HOME.rstrip("/"):
            return [f"{HOME}{name}/" for name in self.calendars]
        collection, name = self._find(path)
        if collection is None or name:
            return []
        return [f"{HOME}{collection.name}/{each}" for each in sorted(collection.resources)]

    def _props(self, path: str) -> Props | None:
        """None where there is nothing."""
        if path.rstrip("/") in ("", PRINCIPAL.rstrip("/"), HOME.rstrip("/")):
            return self._person(path)
        collection, name = self._find(path)
        if collection is None:
            return None
        if not name:
            return self._person(path) | self._collection(collection)
        held = collection.resources.get(name)
        return None if held is None else self._held(held)

    def _person(self, path: str) -> dict[str, ET.Element]:
        kinds = [DAV + "collection"] + ([DAV + "principal"] if path.startswith(PRINCIPAL) else [])
        return _by_tag(
            _element(DAV + "resourcetype", *map(_element, kinds)),
            _element(DAV + "current-user-principal", _element(DAV + "href", PRINCIPAL)),
            _element(DAV + "displayname", "Ada"),
            _element(CAL + "calendar-home-set", _element(DAV + "href", HOME)),
            _element(CAL + "calendar-user-address-set", _element(DAV + "href", "mailto:ada@example.org")),
        )

    def _collection(self, collection: Collection) -> dict[str, ET.Element]:
        rights = ["read", "read-free-busy"] + (
            [] if collection.read_only else ["write", "write-content", "bind", "unbind"]
        )
        privileges = [_element(DAV + "privilege", _element(DAV + right)) for right in rights]
        reports = [name for name in _REPORTS if name != "sync-collection" or not self.quirks.no_sync]
        token = [] if self.quirks.no_sync else [_element(DAV + "sync-token", self._token(len(collection.changes)))]
        return _by_tag(
            _element(DAV + "resourcetype", _element(DAV + "collection"), _element(CAL + "calendar")),
            _element(DAV + "displayname", collection.display),
            _element(DAV + "current-user-privilege-set", *privileges),
            _element(DAV + "supported-report-set", *map(_supported, reports)),
            _element(CAL + "supported-calendar-component-set", ET.Element(CAL + "comp", {"name": "VEVENT"})),
            _element(SERVER + "getctag", f'"{len(collection.changes)}"'),
            _element(APPLE + "calendar-color", "#00AA88FF"),
            *token,
        )

    def _held(self, held: Resource) -> dict[str, ET.Element]:
        return _by_tag(
            _element(DAV + "resourcetype"),
            _element(DAV + "getetag", told_etag(held, self.quirks)),
            _element(DAV + "getcontenttype", "text/calendar; component=VEVENT; charset=utf-8"),
        )

    def _token(self, number: int) -> str:
        return f"{_TOKEN}{number}"

    def _report(self, request: Request) -> Answer:
        collection, name = self._find(request.path)
        if collection is None or name:
            return Answer(404)
        query = fromstring(request.body)
        match query.tag:
            case "{urn:ietf:params:xml:ns:caldav}calendar-multiget":
                return self._multiget(collection, query)
            case "{urn:ietf:params:xml:ns:caldav}calendar-query":
                names = [name for name, held in sorted(collection.resources.items()) if _is_meant(held, query)]
                return self._found(collection, names, query)
            case "{DAV:}sync-collection" if not self.quirks.no_sync:
                return self._sync(collection, query)
            case _:
                return _failed(403, DAV + "supported-report")

    def _multiget(self, collection: Collection, query: ET.Element) -> Answer:
        paths = [unquote(urlsplit(each.text or "").path) for each in query.findall(DAV + "href")]
        names = [path.removeprefix(f"{HOME}{collection.name}/") for path in paths]
        return self._found(collection, [name for name in names if name not in self.quirks.lost], query)

    def _found(self, collection: Collection, names: Iterable[str], query: ET.Element) -> Answer:
        return _multistatus(self._member(collection, name, _wanted_of(query)) for name in names)

    def _member(self, collection: Collection, name: str, wanted: Sequence[str] | None) -> ET.Element:
        path, held = f"{HOME}{collection.name}/{name}", collection.resources.get(name)
        if held is None or name in self.quirks.broken:
            status = "404 Not Found" if held is None else "500 Internal Server Error"
            return _element(
                DAV + "response", _element(DAV + "href", quote(path)), _element(DAV + "status", f"HTTP/1.1 {status}")
            )
        data = _element(CAL + "calendar-data", held.body.decode("utf-8", "replace"))
        return self._response(path, self._held(held) | {data.tag: data}, wanted)

    def _sync(self, collection: Collection, query: ET.Element) -> Answer:
        given = (query.findtext(DAV + "sync-token") or "").strip()
        number = given.removeprefix(_TOKEN)
        since = int(number) if number.isdecimal() else (-1 if given else 0)
        if not 0 <= since <= len(collection.changes) or (given and since < collection.forgotten):
            return _failed(403, DAV + "valid-sync-token")
        names, after = collection.changed_since(since, self.quirks.page)
        wanted = _wanted_of(query)
        # a first answer tells of what there is, and not of what was deleted before
        told = [name for name in names if given or name in collection.resources]
        responses = [self._member(collection, name, wanted) for name in told]
        if after < len(collection.changes):
            href, status = _element(DAV + "href", self.href(collection.name)), "HTTP/1.1 507 Insufficient Storage"
            responses.append(_element(DAV + "response", href, _element(DAV + "status", status)))
        return _multistatus(responses, _element(DAV + "sync-token", self._token(after)))

    def _response(self, path: str, props: Props, wanted: Sequence[str] | None) -> ET.Element:
        """`wanted` None asks for all."""
        there = [props[tag] for tag in (props if wanted is None else wanted) if tag in props]
        missing = [_element(tag) for tag in wanted or () if tag not in props]
        stats = [_propstat(there, "200 OK")] + ([_propstat(missing, "404 Not Found")] if missing else [])
        return _element(DAV + "response", _element(DAV + "href", quote(path)), *stats)


def _element(tag: str, *inside: "ET.Element | str") -> ET.Element:
    made = ET.Element(tag)
    for each in inside:
        if isinstance(each, str):
            made.text = each
        else:
            made.append(each)
    return made


def _supported(report: str) -> ET.Element:
    tag = (DAV if report == "sync-collection" else CAL) + report
    return _element(DAV + "supported-report", _element(DAV + "report", _element(tag)))


def _by_tag(*elements: ET.Element) -> dict[str, ET.Element]:
    return {each.tag: each for each in elements}


def _propstat(props: Sequence[ET.Element], status: str) -> ET.Element:
    return _element(DAV + "propstat", _element(DAV + "prop", *props), _element(DAV + "status", f"HTTP/1.1 {status}"))


def _multistatus(responses: Iterable[ET.Element], *more: ET.Element) -> Answer:
    body = ET.tostring(_element(DAV + "multistatus", *responses, *more), encoding="utf-8", xml_declaration=True)
    return Answer(207, {"Content-Type": "application/xml; charset=utf-8"}, body)


def _failed(status: int, precondition: str) -> Answer:
    body = ET.tostring(_element(DAV + "error", _element(precondition)), encoding="utf-8", xml_declaration=True)
    return Answer(status, {"Content-Type": "application/xml; charset=utf-8"}, body)


def _wanted(body: bytes) -> Sequence[str] | None:
    return _wanted_of(fromstring(body)) if body.strip() else None


def _wanted_of(query: ET.Element) -> Sequence[str] | None:
    prop = query.find(DAV + "prop")
    return None if prop is None else [each.tag for each in prop]


def _is_meant(held: Resource, query: ET.Element) -> bool:
    """Section 9.9, of which clients use the time range of VEVENT and the text of a property such as UID."""
    event = next((each for each in query.iter(CAL + "comp-filter") if each.get("name") == "VEVENT"), None)
    calendar = Calendar.from_ical(held.body)
    events = calendar.walk("VEVENT")
    if event is None or not events:
        return bool(events)
    for wished in event.findall(CAL + "prop-filter"):
        text = (wished.findtext(CAL + "text-match") or "").casefold()
        if not any(text in str(each.get(wished.get("name", ""), "")).casefold() for each in events):
            return False
    span = event.find(CAL + "time-range")
    return span is None or bool(
        recurring_ical_events.of(calendar).between(*(_instant(span, end) for end in ("start", "end")))
    )


def _instant(span: ET.Element, end: str) -> datetime:
    given = span.get(end) or {"start": "19000101T000000Z", "end": "21000101T000000Z"}[end]
    return datetime.strptime(given, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
