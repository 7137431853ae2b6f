"""What a new sign-in finds: whose account it is, its calendars, and the one of our own, made where there is none."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from google.oauth2.credentials import Credentials

from hedgerow.adapters.google.calendars import About, Listed, list_calendars, look_about
from hedgerow.adapters.google.grant import Grant
from hedgerow.adapters.google.scopes import APP_CREATED, READ
from hedgerow.adapters.google.session import Session
from hedgerow.ports import Refused, Unavailable

TITLE = "Hedgerow"
MARK = "hedgerow:blocks"
"""In the description of our own calendar: by it we find it again when its id was lost, and make no second one."""
_ABOUT = f"Hedgerow keeps its blocks here. Share it with those who should see that you are busy. ({MARK})"


@dataclass(frozen=True, slots=True)
class Found:
    address: str
    """Empty when the grant does not let us know."""
    calendars: Sequence[Listed]
    """Without our own; none when the grant does not let us read."""
    own: str
    """Google's id of our own calendar; empty when there is none."""
    about: About | None = None
    """None when the grant does not let us read, or Google does not tell now."""


@dataclass(frozen=True, slots=True)
class JustGranted:
    """Credentials for the hour in which a grant is new and not stored yet."""

    grant: Grant

    def credentials(self) -> Credentials:
        return Credentials(self.grant.access_token)  # type: ignore[no-untyped-call]

    def refused(self, token: str | None) -> None:
        """There is no other token, and no grant to end yet."""


class AnotherAccount(Exception):
    """Than the one that was to be looked into; nothing was made there."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


def look_in(session: Session, scopes: Collection[str], known: str, zone: str, holders: Sequence[str] | None) -> Found:
    """`known` is the address of the account, empty while it is not known; `zone` is for a calendar that is made.

    `holders` are those calendars of the account that hold blocks by the settings; None when blocks are held elsewhere:
    then none is made. Raises AnotherAccount, and what `Session.ask` raises.
    """
    calendars = list_calendars(session) if READ in scopes else ()
    address = next((each.id for each in calendars if each.is_primary), "")
    if known and address not in ("", known):
        raise AnotherAccount(address)
    ours = [each.id for each in calendars if _is_our_own(each, address)]
    own = ""
    if APP_CREATED in scopes and holders is not None:
        # who may not read the list has to trust the settings
        own = next(iter([*(each for each in ours if each in holders), *ours, *holders]), "") or _made(session, zone)
    about = _about(session) if READ in scopes else None
    return Found(address, [each for each in calendars if each.id not in (*ours, own)], own, about)


def _is_our_own(each: Listed, address: str) -> bool:
    """By the mark and the data owner: anybody may share a calendar of theirs with the role of an owner, mark and all.

    Google tells the data owner of every calendar that is not an account's main one. Where it does not, only the
    settings can say that it is ours, and otherwise one more is made: a second calendar does less harm than blocks in
    the calendar of a stranger.
    """
    is_ours = bool(address) and each.data_owner.casefold() == address.casefold()
    return is_ours and each.role == "owner" and MARK in each.description


def _about(session: Session) -> About | None:
    """It is only for a proposal: without it everything else is connected all the same."""
    try:
        return look_about(session)
    except (Unavailable, Refused):
        return None


def _made(session: Session, zone: str) -> str:
    body = {"summary": TITLE, "description": _ABOUT, "timeZone": zone}
    answer = session.ask(session.api.calendars.insert(body=body))
    made = answer.body.get("id")
    if not answer.is_ok or not isinstance(made, str):
        raise Unavailable("Google did not make a calendar for the blocks: run `hedgerow connect google` once more.")
    return made
