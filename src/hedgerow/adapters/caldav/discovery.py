"""From a host, an address of the web or of mail to the calendars of an account (RFC 6764).

Where the password goes: to the host that the person typed; to a host below it that it sends on to; and to another one
only when a server that let us in over https names it as the home of the calendars, when it is reached over https, and
when the first was told the password itself (Basic), so that handing it on tells nobody anything new. Answers of the
DNS are nobody's word: what they name beyond the typed domain is told to the person and not asked.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from urllib.parse import unquote, urljoin, urlsplit

from hedgerow.adapters.caldav.client import DavAnswer, DavClient
from hedgerow.adapters.caldav.xml import (
    CAL,
    DAV,
    NAME,
    TYPE,
    XML,
    Member,
    propfind,
    read_here,
    read_multistatus,
)
from hedgerow.adapters.ics.feed_url import read_url
from hedgerow.adapters.ics.fetch import Fetcher
from hedgerow.adapters.ics.lines import clean
from hedgerow.ports import Refused, Unavailable

WELL_KNOWN = "/.well-known/caldav"
_PRINCIPAL, _HOME = DAV + "current-user-principal", CAL + "calendar-home-set"
_RIGHTS, _COMPONENTS = DAV + "current-user-privilege-set", CAL + "supported-calendar-component-set"
_WANTED = (TYPE, NAME, _COMPONENTS, _RIGHTS)
_CALENDAR = CAL + "calendar"

Service = tuple[str, int, str]
"""Host, port and path, `/` where the TXT record gives none."""
LookUp = Callable[[str], Service | None]
"""The first SRV record of `_caldavs._tcp.<domain>` with its TXT path; None when there is none. Raises OSError."""


@dataclass(frozen=True, slots=True)
class Account:
    user: str = field(repr=False)
    password: str = field(repr=False)
    by: Fetcher = field(default_factory=Fetcher)

    def at(self, url: str) -> DavClient:
        return DavClient(url, self.user, self.password, self.by)

    def unsigned(self, url: str) -> DavClient:
        return DavClient(url, "", "", self.by)


@dataclass(frozen=True, slots=True)
class Listed:
    url: str = field(repr=False)
    name: str
    """As the person sees it elsewhere, safe to show."""
    writable: bool
    """As far as the server says."""


def discover(start: str, account: Account, look_up: LookUp | None = None) -> Sequence[Listed]:
    """The calendars for events, in the order of the server. Raises Unavailable, AuthorizationExpired, Refused."""
    with ExitStack() as opened:
        client, answer = _let_in(start, account, look_up, opened)
        here = _here(answer)
        if _CALENDAR in here.names(TYPE):
            return list(_calendars(client, answer.url, "0"))
        principals = here.hrefs(_PRINCIPAL)
        if principals and not here.hrefs(_HOME):
            principal = _named(answer, principals[0])
            client = _at(client, principal, account, opened)
            answer = _ask(client, principal, _HOME)
            here = _here(answer)
        homes = [_named(answer, href) for href in here.hrefs(_HOME)]
        if not homes:
            raise Unavailable(f"{client.where} does not say where the calendars are: give the address of one of them.")
        return [each for home in homes for each in _calendars(_at(client, home, account, opened), home, "1")]


def starts(text: str, look_up: LookUp | None) -> Sequence[str]:
    """Where to ask, best first. Raises Refused."""
    text = text.strip()
    if "://" in text:
        at = read_url(text)
        root = f"{at.scheme}://{at.authority}"
        return list(dict.fromkeys((f"{root}{at.target}", root + WELL_KNOWN, f"{root}/")))
    domain = text.rpartition("@")[2].lower().rstrip(".")
    served = _service(domain, look_up) if look_up else ()
    return (*served, f"https://{domain}{WELL_KNOWN}", f"https://{domain}/")


def _service(domain: str, look_up: LookUp) -> Sequence[str]:
    try:
        service = look_up(domain)
    except OSError:
        return ()
    if service is None:
        return ()
    host, port, path = service[0].lower().rstrip("."), service[1], service[2]
    if not _below(host, domain):
        raise Refused(
            f"{domain} names {clean(host)} as its calendar server: if that is right, give https://{clean(host)}/."
        )
    root = f"https://{host}:{port}" if port != 443 else f"https://{host}"
    return (root + path,) if path not in {"", "/"} else (root + WELL_KNOWN, f"{root}/")


def _let_in(start: str, account: Account, look_up: LookUp | None, opened: ExitStack) -> tuple[DavClient, DavAnswer]:
    """The first place that answers as a calendar server does."""
    fault: Unavailable | None = None
    for url in starts(start, look_up):
        try:
            client = opened.enter_context(account.at(_sent_on(url, account)))
            answer = _ask(client, "", TYPE, _PRINCIPAL, _HOME)
            if _is_server(answer):
                return client, answer
        except Unavailable as error:
            fault = fault or error
    raise fault or Unavailable("No calendar server was found there: give the address of the server, with https://.")


def _sent_on(url: str, account: Account) -> str:
    """Where it leads, asked without the password. Raises Refused when that is elsewhere than the person said."""
    with account.unsigned(url) as client:
        reached = _ask(client, "", _PRINCIPAL).url
    typed, there = read_url(url), read_url(reached)
    same = (typed.host, typed.port) == (there.host, there.port)
    if not same and not (there.scheme == "https" and _below(there.host, typed.host)):
        raise Refused(f"{typed.where} sends on to {there.where}: if that is right, give its address yourself.")
    return reached


def _at(client: DavClient, url: str, account: Account, opened: ExitStack) -> DavClient:
    """One that is signed in there. Raises Refused where the password may not go."""
    here, there = read_url(client.url), read_url(url)
    if (here.scheme, here.host, here.port) == (there.scheme, there.host, there.port):
        return client
    if not (here.scheme == there.scheme == "https" and client.shows_password):
        raise Refused(f"{client.where} names {there.where} as the home of the calendars: give that address yourself.")
    return opened.enter_context(account.at(url))


def _named(answer: DavAnswer, href: str) -> str:
    try:
        return urljoin(answer.url, href)
    except ValueError as error:
        raise Unavailable(f"{answer.where} names what is no address: give that of one of its calendars.") from error


def _below(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}")


def _ask(client: DavClient, href: str, *names: str) -> DavAnswer:
    return client.request("PROPFIND", href, {**XML, "Depth": "0"}, propfind(*names))


def _is_server(answer: DavAnswer) -> bool:
    if answer.status != 207:
        return False
    here = _here(answer)
    return bool(here.hrefs(_PRINCIPAL) or here.hrefs(_HOME)) or _CALENDAR in here.names(TYPE)


def _here(answer: DavAnswer) -> Member:
    here = read_here(answer)
    if here is None:
        raise answer.unexpected()
    return here


def _calendars(client: DavClient, url: str, depth: str) -> Iterator[Listed]:
    answer = client.request("PROPFIND", url, {**XML, "Depth": depth}, propfind(*_WANTED))
    for member in read_multistatus(answer).members:
        if _CALENDAR in member.names(TYPE) and _takes_events(member):
            yield _listed(member, answer.url)


def _beside(base: str, href: str) -> str:
    """On the host that was asked, even where the path begins with two slashes and so looks like a host."""
    return urlsplit(base)._replace(path=urlsplit(urljoin(base, href)).path, query="", fragment="").geturl()


def _takes_events(member: Member) -> bool:
    """A server that does not say takes everything: RFC 4791 section 5.2.3."""
    components = member.props.get(_COMPONENTS)
    return components is None or any(each.get("name", "").upper() == "VEVENT" for each in components)


def _listed(member: Member, base: str) -> Listed:
    rights = member.names(_RIGHTS)
    may = {DAV + "all", DAV + "write", DAV + "write-content"} & rights
    return Listed(
        url=_beside(base, member.href),
        name=clean(member.text(NAME)) or clean(unquote(member.path.rstrip("/").rpartition("/")[2])),
        writable=bool(may) or _RIGHTS not in member.props,
    )
