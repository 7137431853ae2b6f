"""Open the person's household for a command, and tell failures as sentences and exit codes."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from hedgerow.cli.context import Context
from hedgerow.cli.exits import Exit, Stop
from hedgerow.compose import Held, hold_serving, open_household, planning_apart
from hedgerow.core.check import BrokenPromise
from hedgerow.flows.household import Household
from hedgerow.ports import Refused, Unavailable, UncertainDelivery


@contextmanager
def opened(context: Context, *, exclusive: bool, serving: bool = False) -> Iterator[Household]:
    """Raises Stop when settings are wrong, the data folder is in use, or a port fails for good.

    `serving` for the only process that serves, which keeps the others out in its turns alone, and plans in a process
    of its own.
    """
    settings = context.settings()
    start_logging(verbose=context.verbose)
    only = hold_serving(settings) if serving else nullcontext()
    with telling_failures(), only, open_household(settings, exclusive=exclusive) as household:
        for notice in household.notices:
            context.say(notice)
        with planning_apart(household) if serving else nullcontext(household) as planning:
            yield planning


@contextmanager
def telling_failures() -> Iterator[None]:
    try:
        yield
    except Held as error:
        raise Stop(Exit.HELD, str(error)) from error
    except (Unavailable, Refused, UncertainDelivery) as error:
        raise Stop(Exit.FAILED, str(error)) from error
    except BrokenPromise as error:
        raise Stop(Exit.FAILED, f"This is a fault of Hedgerow's own, please report it: {error}.") from error


def start_logging(*, verbose: bool) -> None:
    """One line per decision or failure, on the error output, with ids and never titles."""
    level = logging.INFO if verbose else logging.ERROR
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s", force=True)
    logging.getLogger("hedgerow").setLevel(level)
