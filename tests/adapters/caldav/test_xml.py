"""Answers of servers are read for what they say, and refused when they are made to harm."""

import tracemalloc

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from hedgerow.adapters.caldav.client import DavAnswer
from hedgerow.adapters.caldav.xml import (
    CTAG,
    DATA,
    DAV,
    ETAG,
    NAME,
    TOKEN,
    TYPE,
    is_same,
    multiget,
    path_of,
    propfind,
    read_multistatus,
    sync_collection,
)
from hedgerow.ports import Unavailable

URL = "https://dav.example/cal/work/"


def answer(body: str | bytes, status: int = 207) -> DavAnswer:
    return DavAnswer(status, {}, body.encode() if isinstance(body, str) else body, URL)


def multistatus(*responses: str, rest: str = "") -> DavAnswer:
    inside = "".join(f"<x:response>{each}</x:response>" for each in responses)
    spaces = 'xmlns:x="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:s="http://calendarserver.org/ns/"'
    return answer(f"<x:multistatus {spaces}>{inside}{rest}</x:multistatus>")


def found(props: str, status: str = "HTTP/1.1 200 OK") -> str:
    return f"<x:propstat><x:prop>{props}</x:prop><x:status>{status}</x:status></x:propstat>"


def test_properties_are_known_by_their_namespace_and_not_by_a_prefix() -> None:
    props = found('<x:getetag>"1"</x:getetag><s:getctag>7</s:getctag><getetag xmlns="urn:other">no</getetag>')
    [member] = read_multistatus(multistatus(f"<x:href>/cal/work/a.ics</x:href>{props}")).members
    assert (member.path, member.status) == ("/cal/work/a.ics", 200)
    assert (member.text(ETAG), member.text(CTAG), member.text(NAME)) == ('"1"', "7", "")


def test_what_was_not_found_is_not_there() -> None:
    props = found("<x:getetag>1</x:getetag>", "HTTP/1.1 404 Not Found") + found("<x:displayname>A</x:displayname>")
    [member] = read_multistatus(multistatus(f"<x:href>a</x:href>{props}")).members
    assert (member.text(ETAG), member.text(NAME)) == ("", "A")


def test_a_member_may_have_failed_alone_and_several_together() -> None:
    good = f"<x:href>a</x:href>{found('<x:getetag>1</x:getetag>')}"
    gone = "<x:href>b</x:href><x:href>c</x:href><x:status>HTTP/1.1 404 Not Found</x:status>"
    odd = "<x:href>d</x:href><x:status>yes</x:status>"
    members = read_multistatus(multistatus(good, gone, odd)).members
    assert [(each.path[-1], each.status) for each in members] == [("a", 200), ("b", 404), ("c", 404), ("d", 0)]


def test_a_token_a_text_and_the_types_are_read() -> None:
    kinds = "<x:resourcetype><x:collection/><c:calendar/></x:resourcetype>"
    data = "<c:calendar-data><![CDATA[BEGIN:VCALENDAR\n <&>]]></c:calendar-data>"
    read = read_multistatus(
        multistatus(f"<x:href>/cal/work</x:href>{found(kinds + data)}", rest="<x:sync-token> t1 </x:sync-token>")
    )
    here = read.at("/cal/work/")
    assert read.token == "t1"
    assert here is not None
    assert here.is_collection
    assert "{urn:ietf:params:xml:ns:caldav}calendar" in here.names(TYPE)
    assert here.props[DATA].text == "BEGIN:VCALENDAR\n <&>"


LAUGHS = '<!DOCTYPE m [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {one} "{f"&{other};" * 10}">' for other, one in zip("abcdefgh", "bcdefghi", strict=True)
)
BOMBS = {
    "laughs": f'{LAUGHS}]><m xmlns="DAV:">&i;</m>',
    "quadratic": f'<!DOCTYPE m [<!ENTITY a "{"x" * 50_000}">]><m xmlns="DAV:">{"&a;" * 10_000}</m>',
    "outside": '<!DOCTYPE m [<!ENTITY a SYSTEM "file:///etc/hostname">]><m xmlns="DAV:">&a;</m>',
    "document type": '<!DOCTYPE m SYSTEM "http://127.0.0.1/m.dtd"><m xmlns="DAV:"/>',
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_before_it_grows(name: str) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(Unavailable, match="XML with entities"):
            read_multistatus(answer(BOMBS[name]))
        assert tracemalloc.get_traced_memory()[1] < 1 << 20
        with pytest.raises(Unavailable, match="answered 403"):
            read_multistatus(answer(BOMBS[name], 403))
        assert tracemalloc.get_traced_memory()[1] < 1 << 20
    finally:
        tracemalloc.stop()


def test_a_list_too_long_to_be_read_is_refused() -> None:
    with pytest.raises(Unavailable, match="too long"):
        read_multistatus(answer(b"<a/>" * 5_000_001))


@pytest.mark.parametrize(
    "body",
    ["", "words", "<x", "<html/>", "<multistatus/>", '<x:multistatus xmlns:x="DAV:"><x:response>', b"\xff\xfe\x00"],
)
def test_what_is_no_whole_multistatus_is_unavailable(body: str | bytes) -> None:
    with pytest.raises(Unavailable, match=r"^https://dav\.example/… did not answer as a calendar server does"):
        read_multistatus(answer(body))


def test_another_status_is_told_with_its_name() -> None:
    with pytest.raises(Unavailable, match="answered 404 Not Found"):
        read_multistatus(answer("", 404))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/cal/work/a%20b.ics", "/cal/work/a b.ics"),
        ("/cal/work/%c3%bc.ics", "/cal/work/ü.ics"),
        ("/cal/work/a%40b.ics", "/cal/work/a@b.ics"),
        ("a.ics", "/cal/work/a.ics"),
        ("../work/./a.ics", "/cal/work/a.ics"),
        ("http://inner.example:8080/cal/work/a.ics", "/cal/work/a.ics"),
        (" /cal/work/a.ics\n", "/cal/work/a.ics"),
    ],
)
def test_one_path_written_in_two_ways_is_one(one: str, other: str) -> None:
    assert path_of(one, URL) == path_of(other, URL)


@pytest.mark.parametrize(("one", "other"), [("/a%2Fb", "/a/b"), ("/a", "/A"), ("/a+b", "/a b"), ("/a%25", "/a%2525")])
def test_two_paths_stay_two(one: str, other: str) -> None:
    assert path_of(one, URL) != path_of(other, URL)
    assert not is_same(path_of(one, URL), path_of(other, URL))


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"])), st.text())
def test_a_path_that_was_compared_once_compares_the_same_again(text: str, rest: str) -> None:
    try:
        path = path_of(f"/x/{text}", URL)
    except ValueError:
        return
    assert path_of(path, URL) == path
    assert path.isascii()


def test_bodies_are_xml_whatever_is_in_them() -> None:
    assert b"<D:getetag" in propfind(ETAG)
    evil = "a&b<c>\"'</D:href><D:href>ü"
    assert [each.text for each in fromstring(multiget([evil, "b"])).iter(DAV + "href")] == [evil, "b"]
    assert fromstring(sync_collection(evil)).findtext(TOKEN) == evil


def test_a_status_of_too_many_digits_is_no_status_and_hides_nothing() -> None:
    absurd = f"HTTP/1.1 {'9' * 5000} OK"
    alone, with_props = f"<x:href>a</x:href><x:status>{absurd}</x:status>", found("<x:getetag>1</x:getetag>", absurd)
    members = read_multistatus(multistatus(alone, f"<x:href>b</x:href>{with_props}")).members
    assert [(each.href, each.status, each.text(ETAG)) for each in members] == [("a", 0, ""), ("b", 200, "")]


@pytest.mark.parametrize("etag", ['"é"', '"a\nb"', '"' + "x" * 2000 + '"'], ids=["accent", "line break", "long"])
def test_a_version_that_can_not_be_sent_back_is_none(etag: str) -> None:
    [member] = read_multistatus(multistatus(f"<x:href>a</x:href>{found(f'<x:getetag>{etag}</x:getetag>')}")).members
    assert member.etag == ""


def test_attributes_without_number_are_refused_before_they_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hedgerow.adapters.caldav.xml._ATTRIBUTES_LIMIT", 50)
    named = " ".join(f"a{n} = ''" for n in range(51))
    with pytest.raises(Unavailable, match="too long to be read"):
        read_multistatus(answer(f'<multistatus xmlns="DAV:"><a {named}/></multistatus>'))
