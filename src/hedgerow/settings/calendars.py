"""[[calendars]] and [[domain_rules]] → values."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from hedgerow.core.domains import DomainRule
from hedgerow.core.expression import Expression
from hedgerow.core.occurrence import CalendarId
from hedgerow.settings.accounts import blame_account, read_calendar_url, read_google_id
from hedgerow.settings.findings import Findings
from hedgerow.settings.focus import read_declines, read_types
from hedgerow.settings.notation import did_you_mean, minutes_of
from hedgerow.settings.pattern import read_domains
from hedgerow.settings.places import KeyPath
from hedgerow.settings.surroundings import Surroundings, read_name, url_of
from hedgerow.settings.tables import AccountTable, CalendarTable, DomainRuleTable
from hedgerow.settings.values import AccountId, CalendarKind, CalendarSettings, Role

_SECRET_HOMES = ("url", "url_env", "url_file")
_HAS_PATH = frozenset({CalendarKind.FILE, CalendarKind.FOLDER})
_CAN_HOLD = frozenset({CalendarKind.FILE, CalendarKind.CALDAV, CalendarKind.GOOGLE, CalendarKind.INVITATIONS})
_OF_ACCOUNTS = frozenset({CalendarKind.CALDAV, CalendarKind.GOOGLE})


def read_calendars(
    tables: Sequence[CalendarTable], accounts: Sequence[AccountTable], around: Surroundings
) -> tuple[CalendarSettings, ...]:
    """One value for each table, in their order."""
    seen: Counter[str] = Counter()
    calendars: list[CalendarSettings] = []
    for n, table in enumerate(tables):
        path = ("calendars", n)
        read_name((*path, "name"), table.name, seen, around.findings)
        calendars.append(_calendar(path, table, accounts, around))
    return tuple(calendars)


def _calendar(
    path: KeyPath, table: CalendarTable, accounts: Sequence[AccountTable], around: Surroundings
) -> CalendarSettings:
    findings = around.findings
    kind = CalendarKind.FILE
    if findings.require((*path, "kind"), table.kind, "'file', 'folder', 'feed', 'caldav', 'google' or 'invitations'"):
        kind = findings.choose((*path, "kind"), table.kind, CalendarKind, kind)
    role = findings.choose((*path, "role"), table.role, Role, Role.READ)
    has_kind = findings.is_sound(*path, "kind")
    if role is Role.HOLD and kind not in _CAN_HOLD and has_kind:
        can = "only one of kind 'file', 'caldav', 'google' or 'invitations' can"
        findings.blame((*path, "role"), f"a {kind} can't hold blocks; {can}")
    url: str | None = None
    google_id = ""
    if has_kind and kind is CalendarKind.CALDAV:
        url = read_calendar_url(path, table, accounts, findings)
    elif has_kind and kind is CalendarKind.GOOGLE:
        google_id = read_google_id(path, table, accounts, findings)
    elif has_kind:
        blame_account(path, table, findings)
        url = _url(path, table, around) if kind is CalendarKind.FEED else None
    focus_time, out_of_office = read_types(path, table, findings)
    return CalendarSettings(
        id=CalendarId(table.name),
        kind=kind,
        domains=read_domains((*path, "domains"), table.domains, findings),
        role=role,
        path=_path(path, table, around) if has_kind and kind in _HAS_PATH else None,
        url=url,
        account=AccountId(table.account) if kind in _OF_ACCOUNTS else None,
        google_id=google_id,
        focus_time=focus_time,
        out_of_office=out_of_office,
        declines=read_declines(path, table, findings),
    )


def _path(path: KeyPath, table: CalendarTable, around: Surroundings) -> Path:
    for key in _SECRET_HOMES:
        if getattr(table, key):
            around.findings.blame_key((*path, key), f"a {table.kind} has a path and no address; leave this out")
    if not around.findings.require((*path, "path"), table.path, f"where the {table.kind} lies"):
        return around.base
    return around.findings.read((*path, "path"), table.path, around.path, around.base)


def _url(path: KeyPath, table: CalendarTable, around: Surroundings) -> str:
    findings = around.findings
    if table.path:
        findings.blame_key((*path, "path"), "a feed has an address and no path; leave this out")
    given = [key for key in _SECRET_HOMES if getattr(table, key)]
    if not findings.require((*path, "url"), given, "the address of the feed, here or in url_env or url_file"):
        return ""
    if table.url and around.readable:
        reason = f"others can read this file, and the address is a secret; run: chmod 600 {around.readable}"
        findings.blame((*path, "url"), reason)
    for key in given[1:]:
        findings.blame_key((*path, key), f"the address is given twice; leave out {key} or {given[0]}")
    readers = {
        "url": url_of,
        "url_env": lambda name: url_of(around.variable(name)),
        "url_file": lambda name: url_of(around.secret_file(name)),
    }
    return findings.read((*path, given[0]), getattr(table, given[0]), readers[given[0]], "")


def read_rules(
    tables: Sequence[DomainRuleTable], calendars: Sequence[CalendarTable], findings: Findings
) -> tuple[DomainRule, ...]:
    return tuple(_rule(("domain_rules", n), table, calendars, findings) for n, table in enumerate(tables))


def _rule(path: KeyPath, table: DomainRuleTable, calendars: Sequence[CalendarTable], findings: Findings) -> DomainRule:
    rule = DomainRule(
        domains=read_domains((*path, "domains"), table.domains, findings),
        title=table.title.strip(),
        regex=findings.read((*path, "regex"), table.regex, Expression, None) if table.regex else None,
        attendee_domain=table.attendee_domain.strip(),
        organizer=table.organizer.strip(),
        organizer_domain=table.organizer_domain.strip(),
        color=table.color.strip(),
        category=table.category.strip(),
        shorter_than=_length((*path, "shorter_than"), table.shorter_than, findings),
        longer_than=_length((*path, "longer_than"), table.longer_than, findings),
        calendar=CalendarId(table.calendar) if table.calendar else None,
    )
    conditions = [key for key in DomainRuleTable.model_fields if key != "domains"]
    if not any(getattr(table, key).strip() or findings.is_dropped((*path, key)) for key in conditions):
        findings.blame(path, f"matches nothing; give it at least one of {', '.join(conditions)}")
    _blame_lengths(path, rule, findings)
    if table.calendar:
        blame_unknown_calendar((*path, "calendar"), table.calendar, calendars, findings)
    return rule


def _length(path: KeyPath, text: str, findings: Findings) -> int | None:
    return findings.read(path, text, minutes_of, None) if text else None


def _blame_lengths(path: KeyPath, rule: DomainRule, findings: Findings) -> None:
    if rule.shorter_than == 0:
        findings.blame((*path, "shorter_than"), "matches nothing: no event is shorter than that")
    elif rule.shorter_than is not None and rule.longer_than is not None and rule.shorter_than <= rule.longer_than:
        message = "matches nothing: no event is longer than longer_than and shorter than this"
        findings.blame((*path, "shorter_than"), message)


def are_named(calendars: Sequence[CalendarTable], findings: Findings) -> bool:
    """Every name is known, so that one that is not among them does not exist."""
    return not findings.is_dropped(("calendars",)) and all(table.name for table in calendars)


def blame_unknown_calendar(path: KeyPath, name: str, calendars: Sequence[CalendarTable], findings: Findings) -> None:
    names = [table.name for table in calendars]
    if name not in names and are_named(calendars, findings):
        findings.blame(path, f"there is no calendar named {name!r}{did_you_mean(name, names)}")
