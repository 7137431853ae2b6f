"""What is kept of calendars between runs, titles and all: it goes with what it is a copy of."""

from collections.abc import Iterator
from pathlib import Path

from hedgerow.adapters.caldav.local_copy import CopyStore
from hedgerow.adapters.ics.feed_cache import FeedCache
from hedgerow.compose import FEEDS
from hedgerow.compose.accounts import COPIES, GOOGLE
from hedgerow.ports import Unavailable
from hedgerow.settings.values import AccountId, AccountKind, AccountSettings, CalendarKind, Settings


def forget_copies(settings: Settings, gone: AccountId) -> int:
    """Those of this account, and those of calendars that are not in the settings any more. Raises Unavailable.

    With a Google account those of every one go: each is made anew when its calendar is next read.
    """
    data = settings.server.data
    staying = {*_of_servers(settings, gone), *_of_feeds(settings)}
    doomed = [*_files(data / COPIES), *_files(data / FEEDS)]
    if _account(settings, gone).kind is AccountKind.GOOGLE:
        doomed += _files(data / GOOGLE)
    return _delete(path for path in doomed if path not in staying)


def forget_all_copies(settings: Settings) -> int:
    """Raises Unavailable."""
    data = settings.server.data
    return _delete(path for folder in (COPIES, FEEDS, GOOGLE) for path in _files(data / folder))


def _of_servers(settings: Settings, gone: AccountId) -> Iterator[Path]:
    for each in settings.calendars:
        if each.account not in (None, gone) and each.url is not None:
            yield CopyStore(settings.server.data / COPIES, each.url, _account(settings, each.account).user).file


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
