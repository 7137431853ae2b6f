"""Blocks as Google's own kinds of events: focus time and out-of-office, and what they tell invitations.

A private property says what our settings said last, so that a mode or message that a person chose by hand stays theirs.
"""

from collections.abc import Mapping
from typing import Any

from hedgerow.adapters.google.answers import text_of
from hedgerow.adapters.google.mark import private_of
from hedgerow.adapters.ics.block_text import NOTE
from hedgerow.core.absence import is_absence
from hedgerow.core.block import BlockEvent
from hedgerow.core.digest import digest_of
from hedgerow.core.domains import Domain
from hedgerow.core.occurrence import Transparency
from hedgerow.settings.values import Decline, FocusTime, OutOfOffice

Told = FocusTime | OutOfOffice
Body = dict[str, Any]

FOCUS, AWAY = "focusTime", "outOfOffice"
ALWAYS_BUSY = frozenset({FOCUS, AWAY})
OF_TYPES = ("focusTimeProperties", "outOfOfficeProperties", "workingLocationProperties", "birthdayProperties")
_DECLINES = {Decline.NONE: "declineNone", Decline.NEW: "declineOnlyNewConflictingInvitations"}
_SAID = "hedgerow.decline"


def as_focus(body: Body, event: BlockEvent, focus: FocusTime) -> Body:
    """The same as focus time, if it is one: what serves work and takes the time."""
    if Domain.WORK not in event.domains or event.transparency is Transparency.TRANSPARENT:
        return body
    return _telling(body | {"eventType": FOCUS}, focus)


def as_away(body: Body, event: BlockEvent, away: OutOfOffice) -> Body:
    """The same as out-of-office, if it is a leave; Google refuses one with a description."""
    if not is_absence(event.slot.intention):
        return body
    rest = {name: value for name, value in body.items() if name != "description"}
    return _telling(rest | {"eventType": AWAY}, away)


def as_plain(body: Body, event: BlockEvent, told: Told | None) -> Body:
    """Without its type, and without the properties of one, which Google refuses even when they are empty.

    What they would have told is said in the description, but not in a block that shows nothing but that it is busy.
    """
    rest = {name: value for name, value in body.items() if name != "eventType" and name not in OF_TYPES}
    if event.private:
        return rest
    said = [told.message] if told is not None and told.message else []
    return rest | {"description": "\n\n".join((*said, text_of(body, "description") or NOTE))}


def told_of(event: Mapping[str, Any], focus: FocusTime | None, away: OutOfOffice | None) -> Told | None:
    """What the settings say of events of its type; None where they say nothing."""
    told: Mapping[str, Told | None] = {FOCUS: focus, AWAY: away}
    return told.get(text_of(event, "eventType"))


def retyped(body: Body, before: Mapping[str, Any], told: Told | None) -> Body:
    """The body of a change of `before`, telling invitations what the settings now say; a person's own choice stays."""
    said = private_of(before).get(_SAID)
    if told is None or said is None:
        return body
    return _telling(body, told) if said == _said(before) else _noted(body, str(said))


def is_outdated(event: Mapping[str, Any], told: Told | None) -> bool:
    """It tells what the settings said once, and they say something else now."""
    return told is not None and private_of(event).get(_SAID) == _said(event) != _digest(_properties(told))


def _telling(body: Body, told: Told) -> Body:
    kind = f"{body['eventType']}Properties"
    kept = {name: value for name, value in body.get(kind, {}).items() if name != "declineMessage"}
    return _noted(body | {kind: kept | _properties(told)}, _digest(_properties(told)))


def _properties(told: Told) -> dict[str, str]:
    return {"autoDeclineMode": _DECLINES[told.decline]} | ({"declineMessage": told.message} if told.message else {})


def _said(event: Mapping[str, Any]) -> str:
    found = event.get(f"{text_of(event, 'eventType')}Properties")
    return _digest(found if isinstance(found, dict) else {})


def _digest(properties: Mapping[str, Any]) -> str:
    mode = text_of(properties, "autoDeclineMode") or _DECLINES[Decline.NONE]
    return digest_of([mode, text_of(properties, "declineMessage")])


def _noted(body: Body, said: str) -> Body:
    private = {**private_of(body), _SAID: said}
    return body | {"extendedProperties": {**body.get("extendedProperties", {}), "private": private}}
