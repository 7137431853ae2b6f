"""What is kept of calendars between runs, titles and all: it goes with what it is a copy of."""

from collections.abc import Iterator
from pathlib import Path

from hedgerow.adapters.caldav.local_copy import CopyStore
from hedgerow.adapters.google.kept import KeptStore
from hedgerow.adapters.ics.feed_cache import FeedCache
from hedgerow.compose import FEEDS
from hedgerow.compose.accounts import COPIES, GOOGLE
from hedgerow.ports import Unavailable
from hedgerow.settings.values import AccountId, AccountSettings, CalendarKind, Settings


def forget_copies(settings: Settings, gone: AccountId) -> int:
    """Those of this account, and those of calendars that are not in the settings any more. Raises Unavailable."""
    staying = {*_of_servers(settings, gone), *_of_google(settings, gone), *_of_feeds(settings)}
    return _delete(path for path in _all_files(settings) if path not in staying)


def forget_all_copies(settings: Settings) -> int:
    """Raises Unavailable."""
    return _delete(_all_files(settings))


def _all_files(settings: Settings) -> Iterator[Path]:
    for folder in (COPIES, FEEDS, GOOGLE):
        yield from _files(settings.server.data / folder)


def _of_servers(settings: Settings, gone: AccountId) -> Iterator[Path]:
    for each in settings.calendars:
        if each.account not in (None, gone) and each.url is not None:
            yield CopyStore(settings.server.data / COPIES, each.url, _account(settings, each.account).user).file


def _of_google(settings: Settings, gone: AccountId) -> Iterator[Path]:
    for each in settings.calendars:
        if each.account not in (None, gone) and each.kind is CalendarKind.GOOGLE:
            yield KeptStore(settings.server.data / GOOGLE, str(each.account), each.google_id).file


def _of_feeds(settings: Settings) -> Iterator[Path]:
    cache = FeedCache(settings.server.data / FEEDS)
    for each in settings.calendars:
        if each.kind is CalendarKind.FEED and each.url is not None:
            yield cache.file(each.url)


def _account(settings: Settings, name: AccountId | None) -> AccountSettings:
    [account] = [each for each in settings.accounts if each.id == name]
    return account


def _files(folder: Path) -> list[Path]:
    """With what a crash may have left half written."""
    return sorted(path for path in folder.glob("*") if path.is_file())


def _delete(paths: Iterator[Path]) -> int:
    count = 0
    for path in paths:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise Unavailable(
                f"{path}, a copy of a calendar, can't be deleted ({error.strerror}): delete it."
            ) from error
        count += 1
    return count
