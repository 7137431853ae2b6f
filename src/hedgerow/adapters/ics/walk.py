"""dateutil's repeat rules, made to end: they never look beyond a given year.

A rule that never matches (30 February) is otherwise searched to the year 9999, for many seconds. dateutil takes that
limit from `datetime.MAXYEAR`, so each limit has an instance of dateutil's module of its own, with another `datetime`.
"""

import datetime as real
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec, module_from_spec
from types import SimpleNamespace
from typing import Any

from dateutil.rrule import rrule


@lru_cache(maxsize=64)
def _parser(last_year: int) -> Callable[..., Any]:
    spec = find_spec("dateutil.rrule")
    assert spec is not None
    assert spec.loader is not None
    module: Any = module_from_spec(spec)
    spec.loader.exec_module(module)
    module.datetime = SimpleNamespace(**{**vars(real), "MAXYEAR": last_year})
    parse: Callable[..., Any] = module.rrulestr
    return parse


@dataclass(frozen=True, slots=True)
class Bounded:
    """What recurring-ical-events asks of a rule. Unlike dateutil's own `between` it makes no list."""

    rule: rrule
    until: real.date | None

    def between(self, after: real.datetime, before: real.datetime, *, inc: bool) -> Iterator[real.datetime]:
        for moment in self.rule.xafter(after, inc=inc):
            if moment > before:
                return
            yield moment


def bounded_rule(text: str, start: real.datetime, last_year: int) -> rrule:
    """`text`: an RRULE value with an UNTIL of the kind of `start`, or none. Raises ValueError as dateutil does."""
    rule: rrule = _parser(last_year)(text, dtstart=start)
    return rule
