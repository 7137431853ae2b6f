"""What `check` says of an account, without asking Google."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from hedgerow.adapters.google.endings import warn_of_testing
from hedgerow.adapters.google.grant import load_grant
from hedgerow.adapters.google.scopes import SCOPES, BlocksIn, short, told_missing
from hedgerow.ports import AuthorizationExpired, Refused, Secrets
from hedgerow.settings.values import AccountId


@dataclass(frozen=True, slots=True)
class Look:
    faults: Sequence[str]
    """Sentences, each with what mends it; none when Google lets us in."""
    warnings: Sequence[str]
    facts: str
    """The grant: whose, since when, for what, and how old the token is; empty when there is none."""


def look_at(account: AccountId, secrets: Secrets, now: datetime) -> Look:
    try:
        grant = load_grant(secrets, account)
    except (AuthorizationExpired, Refused) as error:
        return Look([str(error)], (), "")
    if grant is None:
        return Look([f"Not signed in: run `hedgerow connect google {account}`."], (), "")
    if grant.end is not None:
        return Look([grant.end.sentence], (), "")
    facts = (
        f"{grant.address or 'an account whose address is not known'}, granted {grant.granted_at:%-d %B %Y} for"
        f" {' and '.join(map(short, grant.scopes))}; last let in {_ago(now - grant.refreshed_at)}"
    )
    testing = warn_of_testing(account, grant)
    asked = next((each for each in SCOPES.values() if set(grant.scopes) <= set(each)), SCOPES[BlocksIn.OWN])
    return Look((), [*told_missing(asked, grant.scopes), *([testing] if testing else [])], facts)


def _ago(since: timedelta) -> str:
    hours, minutes = divmod(max(0, int(since.total_seconds() // 60)), 60)
    if hours >= 48:
        return f"{hours // 24} days ago"
    return f"{hours} h {minutes} min ago" if hours else f"{minutes} min ago"
