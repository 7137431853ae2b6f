"""Windows as they may become: in steps of a quarter of an hour, and in the kind of time that they were in."""

from hedgerow.core.boundary import Boundary
from hedgerow.core.days import DAY_MINUTES, DayWindow
from hedgerow.core.domains import Domain
from hedgerow.core.intention import Intention

STEP = 15


def round_up(minutes: int) -> int:
    return -(-minutes // STEP) * STEP


def round_down(minutes: int) -> int:
    return minutes // STEP * STEP


def wished_start(wish: Intention) -> int:
    """In minutes of the day."""
    return wish.ideal_start if wish.ideal_start is not None else min(wish.windows).opens


def is_fitting(window: DayWindow, wish: Intention, boundary: Boundary) -> bool:
    """No more night than before; what serves work stays in working hours, what has kept out of them stays out."""
    night = boundary.night
    parts = (DayWindow(night.opens, DAY_MINUTES), DayWindow(0, max(1, night.closes - DAY_MINUTES)))
    nightly = parts if night.closes > DAY_MINUTES else (night,)
    if any(_share(window, part) > max(_share(each, part) for each in wish.windows) for part in nightly):
        return False
    if wish.domains == {Domain.WORK}:
        return all(_is_within(window, boundary.windows.get(day, ())) for day in wish.days if day in boundary.windows)
    working = [own for day in wish.days for own in boundary.windows.get(day, ())]
    kept_out = not any(_share(each, own) for each in wish.windows for own in working)
    return not kept_out or not any(_share(window, own) for own in working)


def _is_within(window: DayWindow, working: tuple[DayWindow, ...]) -> bool:
    opens = min((own.opens for own in working), default=DAY_MINUTES)
    return opens <= window.opens and window.closes <= max((own.closes for own in working), default=0)


def _share(one: DayWindow, other: DayWindow) -> int:
    return max(0, min(one.closes, other.closes) - max(one.opens, other.opens))
