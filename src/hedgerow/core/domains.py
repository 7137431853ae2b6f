"""Which domains of a life an occurrence serves, and the rule that said so.

Precedence: an explicit tag (`#self` in the title or among the categories), then the person's rules in their order,
then the default of the calendar. The first that speaks decides alone.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from fnmatch import fnmatchcase
from functools import lru_cache

from hedgerow.core.occurrence import CalendarId, Occurrence


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
class Served:
    """The domains of one occurrence with what decided them, in words for `hedgerow why`."""

    domains: frozenset[Domain]
    authority: Authority
    rule: str

    def __post_init__(self) -> None:
        if not self.domains:
            raise ValueError("an occurrence serves at least one domain")


@dataclass(frozen=True, slots=True)
class DomainRule:
    """Matches when every condition given matches; a rule without conditions matches nothing.

    `title` is a glob when it holds `*` or `?`, else words that must stand in the title as whole words; letter case
    does not matter. `attendee_domain` is the part after the @ of any attendee; `organizer` a whole address.
    """

    domains: frozenset[Domain]
    title: str = ""
    attendee_domain: str = ""
    organizer: str = ""
    color: str = ""
    calendar: CalendarId | None = None

    def __str__(self) -> str:
        named = ("title", "attendee_domain", "organizer", "color", "calendar")
        said = ", ".join(f"{name} {getattr(self, name)!r}" for name in named if getattr(self, name))
        return f"rule: {said}"


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
    for rule in policy.rules:
        if _matches(rule, occurrence):
            return Served(rule.domains, Authority.RULE, str(rule))
    default = policy.defaults[occurrence.calendar]
    return Served(default, Authority.DEFAULT, f"default of calendar {occurrence.calendar!r}")


def _tags(occurrence: Occurrence) -> frozenset[Domain]:
    categories = (f"#{category.removeprefix('#')}" for category in occurrence.categories)
    texts = (occurrence.title, *categories)
    return frozenset(Domain(tag.lower()) for text in texts if "#" in text for tag in _TAG.findall(text))


def _matches(rule: DomainRule, occurrence: Occurrence) -> bool:
    answers: list[bool] = []
    if rule.calendar:
        answers.append(occurrence.calendar == rule.calendar)
    if rule.color:
        answers.append(occurrence.color == rule.color.casefold())
    if rule.organizer:
        answers.append(occurrence.organizer == rule.organizer.casefold())
    if rule.attendee_domain:
        answers.append(_attended_from(rule.attendee_domain, occurrence.attendees))
    if rule.title:
        answers.append(title_matches(rule.title, occurrence.title))
    return bool(answers) and all(answers)


def title_matches(pattern: str, title: str) -> bool:
    """A glob when the pattern holds `*` or `?`, else whole words; letter case does not matter."""
    if "*" in pattern or "?" in pattern:
        return fnmatchcase(title.casefold(), pattern.casefold())
    return _words(pattern).search(title) is not None


@lru_cache(maxsize=256)
def _words(pattern: str) -> re.Pattern[str]:
    spaced = r"\s+".join(re.escape(word) for word in pattern.split())
    return re.compile(rf"(?<!\w){spaced}(?!\w)", re.IGNORECASE)


def _attended_from(domain: str, attendees: Sequence[str]) -> bool:
    ending = "@" + domain.casefold().removeprefix("@")
    return any(attendee.endswith(ending) for attendee in attendees)
