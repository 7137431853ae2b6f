"""Which domains of a life an occurrence serves, and the rule that said so.

Precedence: an explicit tag (`#self` in the title or among the categories), then the person's rules in their order,
then the default of the calendar. The first that speaks decides alone, for all the domains it names. Each occurrence is
judged by itself: neither its neighbours nor their order change what it serves.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import IntEnum, StrEnum
from fnmatch import translate
from functools import lru_cache
from typing import Any

from hedgerow.core.expression import Expression
from hedgerow.core.occurrence import CalendarId, Occurrence

Test = Callable[[Occurrence], bool | None]
"""None when it could not tell in time."""


class Domain(StrEnum):
    WORK = "work"
    HOME = "home"
    COMMUNITY = "community"
    SELF = "self"


class Authority(IntEnum):
    """Who said so; a higher one outranks a lower one when copies of an event disagree."""

    DEFAULT = 0
    RULE = 1
    TAG = 2


@dataclass(frozen=True, slots=True)
class DomainRule:
    """Matches when every condition given matches; a rule without conditions matches nothing.

    `title` is a glob when it holds `*` or `?`, else words that must stand in the title as whole words; letter case
    does not matter anywhere. The two addresses' domains are the part after the @. The lengths are minutes, neither
    included; an all-day event has no length that they could match.
    """

    domains: frozenset[Domain]
    title: str = ""
    regex: Expression | None = None
    attendee_domain: str = ""
    organizer: str = ""
    organizer_domain: str = ""
    color: str = ""
    category: str = ""
    shorter_than: int | None = None
    longer_than: int | None = None
    calendar: CalendarId | None = None
    matches: Test = field(init=False, repr=False, compare=False)
    """None when its expression could not tell in time; the rule then does not count as matching."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "matches", _all_of([_TESTS[name](given) for name, given in self.given()]))

    def __str__(self) -> str:
        said = ", ".join(f"{name} {_shown(given)!r}" for name, given in self.given())
        return f"rule: {said}"

    def given(self) -> Iterator[tuple[str, Any]]:
        """The conditions it has, by name; those that are cheap to test come first."""
        for name in _TESTS:
            value = getattr(self, name)
            if value or value == 0:
                yield name, value


@dataclass(frozen=True, slots=True)
class Served:
    """The domains of one occurrence with what decided them, in words for `hedgerow why`."""

    domains: frozenset[Domain]
    authority: Authority
    rule: str
    given_up: tuple[DomainRule, ...] = ()
    """Rules that came before and that were not applied, since their expression took too long on this title."""

    def __post_init__(self) -> None:
        if not self.domains:
            raise ValueError("an occurrence serves at least one domain")


@dataclass(frozen=True, slots=True)
class DomainPolicy:
    rules: Sequence[DomainRule] = ()
    defaults: Mapping[CalendarId, frozenset[Domain]] = field(default_factory=dict)


_TAG = re.compile(r"(?<![\w#])#(work|home|community|self)(?!\w)", re.IGNORECASE)


def serve(occurrence: Occurrence, policy: DomainPolicy) -> Served:
    """Raises KeyError when the policy has no default for the occurrence's calendar."""
    tagged = _tags(occurrence)
    if tagged:
        return Served(tagged, Authority.TAG, "tag: " + " ".join(sorted(f"#{domain}" for domain in tagged)))
    given_up: tuple[DomainRule, ...] = ()
    for rule in policy.rules:
        told = rule.matches(occurrence)
        if told:
            return Served(rule.domains, Authority.RULE, str(rule), given_up)
        if told is None:
            given_up = (*given_up, rule)
    default = policy.defaults[occurrence.calendar]
    return Served(default, Authority.DEFAULT, f"default of calendar {occurrence.calendar!r}", given_up)


def tell_given_up(served: Iterable[Served]) -> tuple[str, ...]:
    """One sentence for each expression that took too long, however many titles it took too long on."""
    rules = {str(rule.regex) for each in served for rule in each.given_up}
    return tuple(
        f"The domain rule with regex {pattern!r} takes too long on some titles and is not applied to them: write it"
        " without repetition inside of repetition, or as the words of a title."
        for pattern in sorted(rules)
    )


def title_matches(pattern: str, title: str) -> bool:
    """A glob when the pattern holds `*` or `?`, else whole words; letter case does not matter."""
    return _title_test(pattern)(title)


def _tags(occurrence: Occurrence) -> frozenset[Domain]:
    categories = (f"#{category.removeprefix('#')}" for category in occurrence.categories)
    texts = (occurrence.title, *categories)
    return frozenset(Domain(tag.lower()) for text in texts if "#" in text for tag in _TAG.findall(text))


@lru_cache(maxsize=1024)
def _title_test(pattern: str) -> Callable[[str], bool]:
    if "*" in pattern or "?" in pattern:
        glob = re.compile(translate(pattern.casefold())).match
        return lambda title: glob(title.casefold()) is not None
    spaced = r"\s+".join(re.escape(word) for word in pattern.split())
    words = re.compile(rf"(?<!\w){spaced}(?!\w)", re.IGNORECASE).search
    first = pattern.lower().split()[0] if pattern.isascii() and pattern.split() else ""

    def test(title: str) -> bool:
        # hardly any rule matches, and this is thrice as fast; ASCII alone, where a letter has just two cases
        if title.isascii() and first not in title.lower():
            return False
        return words(title) is not None

    return test


def _shown(given: object) -> str:
    return f"{given}min" if isinstance(given, int) else str(given)


def _all_of(tests: Sequence[Test]) -> Test:
    if len(tests) == 1:
        return tests[0]

    def test(occurrence: Occurrence) -> bool | None:
        for each in tests:
            told = each(occurrence)
            if not told:
                return told
        return bool(tests)

    return test


def _longer(minutes: int) -> Test:
    length = timedelta(minutes=minutes)
    return lambda occurrence: not occurrence.all_day and occurrence.span.length > length


def _shorter(minutes: int) -> Test:
    length = timedelta(minutes=minutes)
    return lambda occurrence: not occurrence.all_day and occurrence.span.length < length


def _of_color(color: str) -> Test:
    folded = color.casefold()
    return lambda occurrence: occurrence.color == folded


def _of_category(category: str) -> Test:
    folded = category.casefold()
    return lambda occurrence: any(each.casefold() == folded for each in occurrence.categories)


def _organized_by(address: str) -> Test:
    folded = address.casefold()
    return lambda occurrence: occurrence.organizer == folded


def _organized_from(domain: str) -> Test:
    ending = _ending(domain)
    return lambda occurrence: occurrence.organizer.endswith(ending)


def _attended_from(domain: str) -> Test:
    ending = _ending(domain)

    def test(occurrence: Occurrence) -> bool:
        # not any(…): a generator for each event and rule takes longer than all else here
        for attendee in occurrence.attendees:  # noqa: SIM110
            if attendee.endswith(ending):
                return True
        return False

    return test


def _titled(pattern: str) -> Test:
    test = _title_test(pattern)
    return lambda occurrence: test(occurrence.title)


def _expressed(expression: Expression) -> Test:
    return lambda occurrence: expression.is_in(occurrence.title)


def _ending(domain: str) -> str:
    return "@" + domain.casefold().removeprefix("@")


_TESTS: Mapping[str, Callable[[Any], Test]] = {
    "calendar": lambda calendar: lambda occurrence: occurrence.calendar == calendar,
    "color": _of_color,
    "longer_than": _longer,
    "shorter_than": _shorter,
    "category": _of_category,
    "organizer": _organized_by,
    "organizer_domain": _organized_from,
    "attendee_domain": _attended_from,
    "title": _titled,
    "regex": _expressed,
}
"""What makes a test of each condition; cheap ones first."""
