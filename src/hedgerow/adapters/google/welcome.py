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


def look_in(session: Session, scopes: Collection[str], zone: str, holders: Sequence[str] | None = ()) -> Found:
    """`holders` are those calendars of the account that hold blocks by the settings; `zone` is for one that is made.

    None is made when `holders` is None: blocks are held elsewhere. Raises what `Session.ask` raises.
    """
    calendars = list_calendars(session) if READ in scopes else ()
    marked = [each.id for each in calendars if each.role == "owner" and MARK in each.description]
    own = ""
    if APP_CREATED in scopes and holders is not None:
        # who may not read the list has to trust the settings
        own = next(iter(marked or holders), "") or _made(session, zone)
    address = next((each.id for each in calendars if each.is_primary), "")
    about = _about(session) if READ in scopes else None
    return Found(address, [each for each in calendars if each.id not in marked], own, about)


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
