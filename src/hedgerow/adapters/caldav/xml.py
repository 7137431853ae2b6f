"""The XML of WebDAV (RFC 4918), CalDAV (RFC 4791) and sync (RFC 6578): bodies out, multistatus answers in.

Names are in Clark notation, `{DAV:}href`. Hrefs are compared as absolute paths, each segment percent-encoded in one
way; the host is left aside, because servers behind a proxy often name an inner one.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, unquote_to_bytes, urljoin, urlsplit
from xml.etree.ElementTree import Element, ParseError, SubElement, register_namespace, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from hedgerow.adapters.caldav.client import DavAnswer
from hedgerow.adapters.ics.fetch import Validators
from hedgerow.ports import Unavailable

DAV, CAL, SERVER = "{DAV:}", "{urn:ietf:params:xml:ns:caldav}", "{http://calendarserver.org/ns/}"
ETAG, TYPE, TOKEN, NAME = DAV + "getetag", DAV + "resourcetype", DAV + "sync-token", DAV + "displayname"
CTAG, DATA = SERVER + "getctag", CAL + "calendar-data"

XML: Mapping[str, str] = {"Content-Type": "application/xml; charset=utf-8"}
for _prefix, _space in (("D", DAV), ("C", CAL), ("CS", SERVER)):
    register_namespace(_prefix, _space[1:-1])  # what servers that match texts instead of parsing them expect

_TAGS_LIMIT = 5_000_000
_ATTRIBUTES_LIMIT = 1_000_000
"""Each costs more memory than a tag; a text of 100 events has some thousand equals signs."""
_CODE = re.compile("[0-9]{3}")
_SEGMENT = "-._~!$&'()*+,;=:@"


@dataclass(frozen=True, slots=True)
class Member:
    """One response of a multistatus."""

    path: str
    """To compare with others."""
    href: str = field(repr=False)
    """As the server wrote it."""
    status: int
    """Of the whole member; 200 when it only has properties."""
    props: Mapping[str, Element] = field(repr=False)
    """Those that were found."""

    def text(self, name: str) -> str:
        """Empty when there is none."""
        found = self.props.get(name)
        return (found.text or "").strip() if found is not None else ""

    @property
    def etag(self) -> str:
        """Empty when there is none that can be sent back."""
        return Validators.sendable(self.text(ETAG), "").etag

    def hrefs(self, name: str) -> Sequence[str]:
        found = self.props.get(name)
        return (
            [] if found is None else [text for each in found.iter(DAV + "href") if (text := (each.text or "").strip())]
        )

    def names(self, name: str) -> frozenset[str]:
        """Of all elements inside the property, such as the types of a resource."""
        found = self.props.get(name)
        return frozenset() if found is None else frozenset(each.tag for each in found.iter())

    @property
    def is_collection(self) -> bool:
        return DAV + "collection" in self.names(TYPE)


@dataclass(frozen=True, slots=True)
class Multistatus:
    members: Sequence[Member]
    token: str = ""

    def at(self, path: str) -> Member | None:
        """That of the resource itself, with or without its last slash."""
        return next((each for each in self.members if is_same(each.path, path)), None)


def read_multistatus(answer: DavAnswer) -> Multistatus:
    """Raises Unavailable when it is none, or not whole."""
    if answer.status != 207:
        raise answer.unexpected()
    root = _parsed(answer)
    if root is None or root.tag != DAV + "multistatus":
        raise Unavailable(f"{answer.where} did not answer as a calendar server does: check the address.")
    members = [member for each in root.findall(DAV + "response") for member in _members(each, answer.url)]
    return Multistatus(members, (root.findtext(DAV + "sync-token") or "").strip())


def read_here(answer: DavAnswer) -> Member | None:
    """What is said of the resource that was asked, under whatever name. Raises Unavailable as `read_multistatus`."""
    found = read_multistatus(answer)
    return found.at(path_of(answer.url, answer.url)) or next(iter(found.members), None)


def path_of(href: str, base: str) -> str:
    """`base` is the whole address of what was asked. Raises ValueError when the href is none."""
    parts = urlsplit(urljoin(base, href.strip()))
    return "/".join(quote(unquote_to_bytes(each), safe=_SEGMENT) for each in (parts.path or "/").split("/"))


def is_same(one: str, other: str) -> bool:
    return one.rstrip("/") == other.rstrip("/")


def propfind(*names: str) -> bytes:
    return _body(DAV + "propfind", _prop(names))


def sync_collection(token: str) -> bytes:
    """RFC 6578 section 3.2; an empty token asks for everything."""
    return _body(DAV + "sync-collection", _leaf(TOKEN, token), _leaf(DAV + "sync-level", "1"), _prop((ETAG, TYPE)))


def multiget(hrefs: Iterable[str]) -> bytes:
    """RFC 4791 section 7.9."""
    return _body(CAL + "calendar-multiget", _prop((ETAG, DATA)), *(_leaf(DAV + "href", href) for href in hrefs))


def _parsed(answer: DavAnswer) -> Element | None:
    """None when it is no XML. Raises Unavailable when it is made to harm."""
    if answer.body.count(b"<") > _TAGS_LIMIT or answer.body.count(b"=") > _ATTRIBUTES_LIMIT:
        raise Unavailable(f"{answer.where} sends a list that is too long to be read.")
    try:
        root: Element = fromstring(answer.body, forbid_dtd=True)
    except DefusedXmlException as error:
        raise Unavailable(f"{answer.where} sends XML with entities, which calendar servers never do.") from error
    except (ParseError, LookupError, ValueError):
        return None
    return root


def _members(response: Element, base: str) -> Iterable[Member]:
    """One for each href: a status may be given for several at once."""
    props: dict[str, Element] = {}
    for part in response.findall(DAV + "propstat"):
        if _status(part, 200) // 100 == 2:
            props |= {each.tag: each for found in part.findall(DAV + "prop") for each in found}
    for each in response.findall(DAV + "href"):
        href = (each.text or "").strip()
        try:
            yield Member(path_of(href, base), href, _status(response, 200), props)
        except ValueError:
            continue  # what names nothing is asked for by nobody


def _status(element: Element, instead: int) -> int:
    """`HTTP/1.1 404 Not Found`."""
    words = (element.findtext(DAV + "status") or "").split()
    if not words:
        return instead
    return int(words[1]) if len(words) > 1 and _CODE.fullmatch(words[1]) else 0


def _body(name: str, *inside: Element) -> bytes:
    root = Element(name)
    root.extend(inside)
    made: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def _prop(names: Iterable[str]) -> Element:
    prop = Element(DAV + "prop")
    for name in names:
        SubElement(prop, name)
    return prop


def _leaf(name: str, text: str) -> Element:
    leaf = Element(name)
    leaf.text = text
    return leaf
