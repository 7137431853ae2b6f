"""Why Google no longer lets us in, and what the person can do about it."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from hedgerow.adapters.google.grant import Grant
from hedgerow.adapters.google.scopes import MAIL
from hedgerow.settings.values import AccountId

TESTING = timedelta(days=7)
"""After which a project with publishing status Testing loses every refresh token."""
_IDLE = timedelta(days=180)
"""Of a refresh token that nobody uses, about."""
_SLACK = timedelta(hours=12)
_PUBLISH = (
    "set it to In production (console.cloud.google.com, Google Auth Platform, Audience, Publish app; no review is"
    " needed for yourself)"
)
_REASONS: Mapping[str, tuple[str, str]] = {
    "invalid_grant": ("Google ended the sign-in of {0!r}, because it was taken back or not used for half a year", ""),
    "invalid_scope": ("Google no longer grants {0!r} what it had granted", ""),
    "unauthorized_client": ("Google does not let your client sign in for {0!r}", " with --client and a Desktop app"),
    "invalid_client": (
        "Google does not know the client of {0!r} or its secret any more",
        " with --client and its file",
    ),
    "deleted_client": ("The client of {0!r} was deleted at Google", " with --client and the file of a new one"),
    "disabled_client": ("The client of {0!r} was disabled at Google", " once it is enabled there"),
    "admin_policy_enforced": (
        "The administrator of {0!r} does not allow this access",
        " once they trust the id of your client",
    ),
}
_OF_MAIL = (
    "Google ended the sign-in of {0!r}, because the password of the account was changed, which ends those that may send"
    " mail, or because it was taken back or not used for half a year"
)
TERMINAL = frozenset(_REASONS)
"""Error codes of the token endpoint after which only a new sign-in helps."""
NOT_TAKEN = "not_taken"
"""No code of Google's: the calendar answers 401 to a token that the token endpoint has only just given.

Google tells of a fault of its own with 5xx and of limits with 403 and 429, which never get here; and that a token is
dropped early is mended by a refresh. What neither a fresh token nor a second try mends has, by all that is known,
only the person to mend it, and asking on would cost three requests each time for nothing.
"""
_NOT_TAKEN = "Google Calendar no longer takes the sign-in of {0!r}, not even when it was just renewed"


def tell_end(account: AccountId, grant: Grant, code: str, now: datetime) -> str:
    """One or two sentences, with the command that mends it."""
    command = f"`hedgerow connect google {account}`"
    if code == "invalid_grant" and is_of_testing(grant, now):
        return (
            f"Google ended the sign-in of {account!r} seven days after you gave it, as it does while your Cloud project"
            f" has the publishing status Testing: {_PUBLISH}, then run {command} once more."
        )
    reason, how = _REASONS.get(code, (_NOT_TAKEN, ""))
    if code == "invalid_grant" and MAIL in grant.scopes:
        reason = _OF_MAIL
    return f"{reason.format(account)}: run {command}{how}."


def is_of_testing(grant: Grant, now: datetime) -> bool:
    """It died when tokens of an unpublished project do: it was alive before that moment, and is not after it."""
    if grant.refresh_ends is not None and not lasts_a_week(grant.granted_at, grant.refresh_ends):
        return False
    if now - grant.refreshed_at >= _IDLE:
        return False
    ends = grant.refresh_ends or grant.granted_at + TESTING
    return grant.refreshed_at <= ends <= now + _SLACK


def lasts_a_week(granted_at: datetime, refresh_ends: datetime) -> bool:
    """What Google tells of a project in Testing when it grants."""
    return abs(refresh_ends - granted_at - TESTING) < _SLACK


def warn_of_testing(account: AccountId, grant: Grant) -> str:
    """For the moment of the sign-in; empty when it lasts."""
    if grant.refresh_ends is None or not lasts_a_week(grant.granted_at, grant.refresh_ends):
        return ""
    return (
        f"Google will end this sign-in on {grant.refresh_ends:%-d %B}, as your Cloud project has the publishing status"
        f" Testing: {_PUBLISH}, then run `hedgerow connect google {account}` once more."
    )
