"""What `check` says of an account, without asking Google."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from hedgerow.adapters.google.endings import warn_of_testing
from hedgerow.adapters.google.grant import Grant, load_grant
from hedgerow.adapters.google.scopes import (
    MAIL,
    OWNED_EVENTS,
    SCOPES,
    BlocksIn,
    may_answer,
    short,
    told_missing,
    without_mail,
)
from hedgerow.letter.phrases import counted
from hedgerow.ports import AuthorizationExpired, Refused, Secrets, Standing
from hedgerow.settings.values import AccountId


@dataclass(frozen=True, slots=True)
class Heard:
    """What was asked and heard since the calendars were opened."""

    requests: int
    """Each try counts."""
    left: int
    """Requests that may follow at once."""
    changed_at: datetime | None
    """When Google last told of a change in any of the calendars; None when none was read."""
    lacks: Sequence[str] = ()
    """Sentences on what the settings ask for and Google did not give."""
    declines: bool = False
    """The settings want invitations declined."""


def look_at(account: AccountId, secrets: Secrets, now: datetime, heard: Heard | None = None) -> Standing:
    try:
        grant = load_grant(secrets, account)
    except (AuthorizationExpired, Refused) as error:
        return _shut(str(error))
    if grant is None:
        return _shut(f"Not signed in: run `hedgerow connect google {account}`.")
    if grant.end is not None:
        return _shut(grant.end.sentence)
    facts = [_told_grant(grant, now), *(_told_heard(heard, now) if heard else ())]
    testing = warn_of_testing(account, grant)
    held = set(grant.scopes) - {MAIL}
    asked = next((each for each in SCOPES.values() if held <= set(each)), SCOPES[BlocksIn.OWN])
    warnings = [*told_missing(asked, grant.scopes), *([testing] if testing else [])]
    if heard is not None and heard.declines and not may_answer(grant.scopes):
        warnings.append(
            f"No invitations are declined, as {short(OWNED_EVENTS)} is not granted: run `hedgerow connect google"
            f" {account} --blocks main`, or take decline_invitations out of the settings."
        )
    mail_fault = "" if MAIL in grant.scopes else without_mail(account)
    lacks = heard.lacks if heard else ()
    return Standing((), warnings, "; ".join(facts), lacks, grant.address, mail_fault)


def _shut(fault: str) -> Standing:
    return Standing([fault], (), "", mail_fault=f"none can go out. {fault}")


def _told_grant(grant: Grant, now: datetime) -> str:
    return (
        f"{grant.address or 'an account whose address is not known'}, granted {grant.granted_at:%-d %B %Y} for"
        f" {' and '.join(map(short, grant.scopes))}; last let in {_ago(now - grant.refreshed_at)}"
    )


def _told_heard(heard: Heard, now: datetime) -> Iterable[str]:
    if heard.changed_at is not None:
        yield f"last change heard of {_ago(now - heard.changed_at)}"
    yield f"{counted(heard.requests, 'request')} just now, {heard.left} more may follow at once"


def _ago(since: timedelta) -> str:
    hours, minutes = divmod(max(0, int(since.total_seconds() // 60)), 60)
    if hours >= 48:
        return f"{hours // 24} days ago"
    return f"{hours} h {minutes} min ago" if hours else f"{minutes} min ago"
