"""One collection brought up to date: by sync token (RFC 6578), else by ctag, else by the list of its etags.

Nothing is dropped in silence: a resource is in the copy, or was said to be gone, or is `lost` and told.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from hedgerow.adapters.caldav.client import DavAnswer, DavClient
from hedgerow.adapters.caldav.local_copy import Copy, Held
from hedgerow.adapters.caldav.xml import (
    CAL,
    CTAG,
    DATA,
    ETAG,
    TOKEN,
    TYPE,
    XML,
    Member,
    Multistatus,
    is_same,
    multiget,
    path_of,
    propfind,
    read_here,
    read_multistatus,
    sync_collection,
)
from hedgerow.adapters.ics.connect import Deadline
from hedgerow.ports import Unavailable

CHUNK = 100
_PAGES = 1_000
_LARGEST = 1 << 28
"""Characters of a whole collection; the texts of a long life are a tenth of that."""
_TOO_MANY = 507
_GONE = frozenset({404, 410})


@dataclass(frozen=True, slots=True)
class _Listing:
    """What is there: path → (href, etag). `whole`: and nothing else is."""

    there: Mapping[str, tuple[str, str]]
    gone: frozenset[str] = frozenset()
    token: str = ""
    ctag: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Mirror:
    client: DavClient
    """At the collection."""
    patience: float = 300.0
    """Seconds for all requests together: others wait meanwhile. What is left then is fetched the next time."""

    def update(self, copy: Copy | None) -> Copy:
        """An equal copy, without its suspicion, when nothing has changed. Raises what the client raises."""
        before = copy or Copy()
        if before.asks_for_basic:
            self.client.expect_basic()
        return self._fetched(before, self._listing(before, is_new=copy is None))

    def _listing(self, before: Copy, *, is_new: bool) -> _Listing:
        listing = self._changes(before.token) if before.token else None
        if listing is not None:
            return listing
        if not is_new and not before.token and not before.ctag:
            return self._list("")  # its properties said nothing, the first time
        here = self._look()
        ctag = here.text(CTAG)
        if ctag and ctag == before.ctag:
            return _Listing({}, ctag=ctag)
        listing = self._changes("") if here.text(TOKEN) else None
        return listing or self._list(ctag)

    def _changes(self, since: str) -> _Listing | None:
        """By the token; an empty one is for all. None when the server does not know it any more, or not at all."""
        there: dict[str, tuple[str, str]] = {}
        gone: set[str] = set()
        token = since
        deadline = Deadline.within(self.patience)
        for number in range(_PAGES):
            if number and deadline.is_over:
                break
            answer = self._report(sync_collection(token))
            if _refuses_token(answer):
                return None
            page = read_multistatus(answer)
            for member in self._inside(page, answer):
                _note(member, there, gone)
            is_cut = any(_says_more(member) for member in page.members)
            if not page.token or (page.token == token and is_cut):
                return None
            token = page.token
            if not is_cut:
                return _Listing(there, frozenset(gone), token, "", whole=not since)
        raise Unavailable(f"{self.client.where} sends its changes without end; it will be tried again.")

    def _look(self) -> Member:
        answer = self.client.request("PROPFIND", "", {**XML, "Depth": "0"}, propfind(TYPE, CTAG, TOKEN))
        here = read_here(answer)
        if here is None or CAL + "calendar" not in here.names(TYPE):
            raise Unavailable(
                f"{answer.where} has no calendar at that address: take the address of one of its calendars."
            )
        return here

    def _list(self, ctag: str) -> _Listing:
        answer = self.client.request("PROPFIND", "", {**XML, "Depth": "1"}, propfind(ETAG, TYPE))
        there: dict[str, tuple[str, str]] = {}
        for member in self._inside(read_multistatus(answer), answer):
            _note(member, there, set())
        return _Listing(there, ctag=ctag, whole=True)

    def _fetched(self, before: Copy, listing: _Listing) -> Copy:
        held = {path: each for path, each in before.held.items() if path not in listing.gone}
        wanted = {path: href for path, href in before.lost.items() if path not in listing.gone}
        if listing.whole:
            held = {path: each for path, each in held.items() if path in listing.there}
            wanted = {}
        for path, (href, etag) in listing.there.items():
            if path not in held or not etag or held[path].etag != etag:
                wanted[path] = href
                held.pop(path, None)
        found, gone = self._get(wanted, _LARGEST - sum(len(each.text) for each in held.values()))
        lost = {path: href for path, href in wanted.items() if path not in found and path not in gone}
        return Copy(listing.token, listing.ctag, {**held, **found}, lost, asks_for_basic=self.client.shows_password)

    def _get(self, wanted: Mapping[str, str], room: int) -> tuple[Mapping[str, Held], frozenset[str]]:
        """Those that were found, and those that are gone. What did not come is asked for once more."""
        found: dict[str, Held] = {}
        gone: set[str] = set()
        deadline = Deadline.within(self.patience)
        for _ in range(2):
            missing = [href for path, href in wanted.items() if path not in found and path not in gone]
            for chunk in _chunks(missing):
                room -= self._take_chunk(chunk, wanted, found, gone)
                if room < 0:
                    raise Unavailable(f"{self.client.where} holds more than can be kept, too large for a calendar.")
                if deadline.is_over:
                    return found, frozenset(gone)
        return found, frozenset(gone)

    def _take_chunk(
        self, chunk: Sequence[str], wanted: Mapping[str, str], found: dict[str, Held], gone: set[str]
    ) -> int:
        """The characters that came."""
        answer = self._report(multiget(chunk))
        members = [each for each in read_multistatus(answer).members if each.path in wanted]
        for member in members:
            _take(member, found, gone)
        return sum(len(found[each.path].text) for each in members if each.path in found)

    def _report(self, body: bytes) -> DavAnswer:
        return self.client.request("REPORT", "", {**XML, "Depth": "0"}, body)

    def _inside(self, page: Multistatus, answer: DavAnswer) -> Iterator[Member]:
        here = path_of(answer.url, answer.url)
        others = (each for each in page.members if not is_same(each.path, here))
        return (each for each in others if not each.is_collection and not _says_more(each))


def _says_more(member: Member) -> bool:
    """RFC 6578 section 3.6: 507, for the collection, whose name need not be the one that we know it by."""
    return member.status == _TOO_MANY


def _refuses_token(answer: DavAnswer) -> bool:
    """The token, tokens at all, or so long an answer: RFC 6578 sections 3.2 and 3.6. Any other is not told apart."""
    return answer.status in {400, 403, 405, 409, 410, 412, 415, 501, _TOO_MANY}


def _note(member: Member, there: dict[str, tuple[str, str]], gone: set[str]) -> None:
    """The last word counts: pages follow one another."""
    if member.status in _GONE:
        there.pop(member.path, None)
        gone.add(member.path)
        return
    gone.discard(member.path)
    # with a status such as 403 it is there as well, though nothing is known of it
    there[member.path] = (member.href, member.etag)


def _take(member: Member, found: dict[str, Held], gone: set[str]) -> None:
    if member.status in _GONE:
        gone.add(member.path)
        return
    text = member.props[DATA].text if DATA in member.props else None
    if text and not text.isspace():  # an empty text is a fault, and under its ETag it would be believed for good
        found[member.path] = Held(member.href, member.etag, text)


def _chunks(hrefs: Iterable[str]) -> Iterator[Sequence[str]]:
    left = iter(hrefs)
    while chunk := list(islice(left, CHUNK)):
        yield chunk
