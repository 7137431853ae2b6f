"""Pages and sync tokens: opaque, bound to whoever asked and to what was asked."""

import json
from collections.abc import Sequence
from datetime import timedelta

from tests.fakes.google.access import Call
from tests.fakes.google.refusal import Json, full_sync_required, invalid
from tests.fakes.google.state import Page, Sync

_PASSING = {"alt", "key", "oauth_token", "prettyPrint", "quotaUser", "userIp", "pageToken"}
_FREE = _PASSING | {"syncToken", "showDeleted", "timeMin", "timeMax"}
"""What may differ between a first list and one with its sync token."""
SIZES = {"events.list": (250, 2500), "events.instances": (250, 2500)}
_USUAL = (100, 250)


def _told(call: Call, without: set[str]) -> str:
    return json.dumps({name: value for name, value in call.query.items() if name not in without}, sort_keys=True)


def _about(call: Call) -> tuple[str, ...]:
    return (call.method.id, call.account.email, *sorted(call.path.values()))


def sync_at(call: Call, mark: int) -> Sync:
    return Sync(_about(call), _told(call, _FREE), mark, call.state.clock.now())


def read_sync(call: Call, forbidden: Sequence[str], forgotten: int = 0) -> int | None:
    """The mark of the sync token that came along, None without one. Raises 400 or 410."""
    if "syncToken" not in call.query:
        return None
    clash = [name for name in forbidden if name in call.query]
    if clash:
        raise invalid(f"Sync token cannot be used with {clash[0]}.", "syncToken")
    if call.query.get("showDeleted") is False:
        raise invalid("showDeleted cannot be false with a sync token.", "showDeleted")
    found, modes = call.state.syncs.get(call.query["syncToken"]), call.state.modes
    if found is None or found.about != _about(call) or found.mark < forgotten:
        raise full_sync_required()
    if call.state.clock.now() - found.issued >= timedelta(days=modes.sync_token_days):
        raise full_sync_required()
    if modes.strict and found.parameters != _told(call, _FREE):
        raise invalid("The parameters differ from those of the first request of this sync token.", "syncToken")
    return found.mark


def first_page(call: Call, items: Sequence[Json], sync: Sync | None) -> Json:
    about = (*_about(call), _told(call, _PASSING))
    return _page(call, Page(about, tuple(items), sync, emptied=False))


def next_page(call: Call) -> Json | None:
    """None where no page token came along. Raises 400 for one of another list."""
    if "pageToken" not in call.query:
        return None
    found = call.state.pages.get(call.query["pageToken"])
    if found is None or found.about != (*_about(call), _told(call, _PASSING)):
        raise invalid("Invalid page token value.", "pageToken")
    return _page(call, found)


def _page(call: Call, page: Page) -> Json:
    state, (usual, most) = call.state, SIZES.get(call.method.id, _USUAL)
    if state.modes.empty_pages and not page.emptied:
        return {"items": [], "nextPageToken": _later(call, Page(page.about, page.items, page.sync, emptied=True))}
    size = min(call.query.get("maxResults", usual), most, state.modes.page_size or most)
    items, rest = list(page.items[:size]), page.items[size:]
    if rest:
        return {"items": items, "nextPageToken": _later(call, Page(page.about, rest, page.sync, emptied=False))}
    return {"items": items} | ({"nextSyncToken": _token(call, page.sync)} if page.sync else {})


def _later(call: Call, page: Page) -> str:
    token = call.state.opaque("page")
    call.state.pages[token] = page
    return token


def _token(call: Call, sync: Sync) -> str:
    token = call.state.opaque("sync")
    call.state.syncs[token] = sync
    return token
