"""The pages that links of letters open, for as long as `serve` runs."""

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager

from hedgerow.flows.household import Household
from hedgerow.ports import Refused

_log = logging.getLogger(__name__)
Alone = Callable[[], AbstractContextManager[None]]


@contextmanager
def show_pages(current: Callable[[], Household], alone: Alone) -> Iterator[None]:
    """Of the household that there is at the moment; `alone`: while no turn of the daemon writes.

    What keeps the pages away is logged, and keeps nothing else away.
    """
    from hedgerow.adapters.links import SignedLinks  # noqa: PLC0415 - the web's libraries, for those who serve
    from hedgerow.web.app import Address, showing  # noqa: PLC0415
    from hedgerow.web.home import Home  # noqa: PLC0415
    from hedgerow.web.pages import Rooms  # noqa: PLC0415

    settings, links = current().settings, current().links
    with ExitStack() as opened:
        if isinstance(links, SignedLinks):
            rooms = Rooms(Home(current), alone)
            try:
                links.prepare()
                opened.enter_context(showing(rooms, Address(settings.web.port, settings.web.public)))
            except Refused as error:
                _log.warning("letters have no links: %s", error)
            except OSError as error:
                _log.warning(
                    "port %d is not free (%s): the links of letters lead nowhere", settings.web.port, error.strerror
                )
        yield
