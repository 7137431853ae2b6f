"""Which events only the default of their calendar decided, and one rule for each group of them.

Grouped by series, and series by title: case, digits and dates don't tell two groups apart, their calendar does.

The rule proposed is the smallest that covers its whole group and no event that tags and other rules decided in more
than one way: words of the title, else the organiser, else a category. Among those of one kind it is first the one that
covers the fewest events of other groups, since those would be decided unasked; then the one of the fewest words; then
one that says its domains; then the one of the longest words.

Its domains can be inferred only from events that it covers too and that a tag or a rule decided: where all of them
serve the same, so will these.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from hedgerow.core.domains import Authority, Domain, DomainRule
from hedgerow.core.occurrence import CalendarId, Occurrence
from hedgerow.core.timeline import Entry

MOST_WORDS = 12
"""Of a title, that a rule is looked for in."""
_JOINING = """
    a an and are as at be by for from in into is it my of off on or our out over re s t the to up us we with you your
    am auf aus bei das dem den der des die ein eine für im mit nach ohne um und von vor zu zum zur
    à au aux avec ce chez con da de del des di du e el en et la las le les los mi para por pour sur un una une y
"""
_JOINTS = frozenset(_JOINING.split())
"""Words that join others and name nothing, of some languages."""


@dataclass(frozen=True, slots=True)
class Proposal:
    rule: DomainRule
    """Without domains when they could not be inferred."""
    evidence: int
    """How many events with a tag or another rule it covers, all of which serve its domains."""
    others: int
    """How many events of other groups it covers besides."""

    def answered(self, domains: Iterable[Domain]) -> DomainRule:
        return replace(self.rule, domains=frozenset(domains))


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    """Its most frequent spelling."""
    calendar: CalendarId
    default: frozenset[Domain]
    occurrences: tuple[Occurrence, ...]
    proposal: Proposal | None = None
    """None when no single condition covers all of it without meeting events that were decided in several ways."""

    @property
    def minutes(self) -> int:
        """Of those that have hours."""
        return sum(int(each.span.length.total_seconds()) // 60 for each in self.occurrences if not each.all_day)


def find_unsorted(entries: Sequence[Entry]) -> tuple[Group, ...]:
    """The most frequent first, then the longest."""
    groups = list(_group(entry for entry in entries if entry.served.authority is Authority.DEFAULT))
    events = _Events(entries)
    proposed = (replace(group, proposal=_propose(group, events)) for group in groups)
    return tuple(sorted(proposed, key=lambda g: (-len(g.occurrences), -g.minutes, g.title, g.calendar)))


def fold_title(title: str) -> str:
    """Equal for titles that differ in case, digits and dates alone: `Report 3 May 2026` and `report 14 June 2027`."""
    folded = _DATE.sub("0", " ".join(title.casefold().split()))
    return re.sub(r"\d+", "0", folded)


_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"\d+(?:st|nd|rd|th)?"
_DATE = re.compile(
    rf"\b(?:\d+(?:[-./:]\d+)+\.?|{_DAY}\.? (?:of )?{_MONTH}(?:,? \d+)?|{_MONTH} {_DAY}(?:,? \d+)?|{_DAY})(?!\w)"
)


def _group(entries: Iterable[Entry]) -> Iterator[Group]:
    series: dict[tuple[CalendarId, str], list[Entry]] = {}
    for entry in entries:
        series.setdefault((entry.occurrence.calendar, entry.occurrence.uid), []).append(entry)
    alike: dict[tuple[CalendarId, str], list[Entry]] = {}
    for (calendar, _), group in series.items():
        alike.setdefault((calendar, fold_title(_most_frequent_title(group))), []).extend(group)
    for (calendar, _), group in alike.items():
        ordered = sorted(group, key=lambda entry: (entry.span, entry.occurrence.uid))
        occurrences = tuple(entry.occurrence for entry in ordered)
        yield Group(_most_frequent_title(ordered), calendar, ordered[0].served.domains, occurrences)


def _most_frequent_title(entries: Iterable[Entry]) -> str:
    counts = Counter(entry.occurrence.title for entry in entries)
    return min(counts, key=lambda title: (-counts[title], title))


def _propose(group: Group, events: "_Events") -> Proposal | None:
    kinds = (_by_title(group), _by_organizer(group), _by_category(group))
    return next(filter(None, (_smallest(kind, group, events) for kind in kinds)), None)


def _smallest(rules: Iterable[DomainRule], group: Group, events: "_Events") -> Proposal | None:
    """The rules come in the order of their words."""
    best: Proposal | None = None
    for rule in rules:
        if best and not best.others and len(rule.title.split()) > len(best.rule.title.split()):
            break
        proposal = events.weigh(rule, group)
        if proposal and (best is None or _size(proposal) < _size(best)):
            best = proposal
    return best


def _size(proposal: Proposal) -> tuple[int, int, bool, int, str]:
    words = proposal.rule.title
    return proposal.others, len(words.split()), not proposal.evidence, -len(words), words


def _by_title(group: Group) -> Iterator[DomainRule]:
    words = group.title.split()[:MOST_WORDS]
    runs = (words[first:last] for first in range(len(words)) for last in range(first + 1, len(words) + 1))
    patterns = {re.sub(r"^\W+|\W+$", "", " ".join(run)) for run in runs}
    for pattern in sorted(patterns, key=lambda pattern: (len(pattern.split()), pattern)):
        if _says_something(pattern) and not re.search(r"[*?]", pattern):
            yield DomainRule(frozenset(), title=pattern)


def _says_something(pattern: str) -> bool:
    """`with` alone would decide far more to come than what it was found in."""
    return any(word not in _JOINTS for word in re.findall(r"[^\W\d_]+", pattern.casefold()))


def _by_organizer(group: Group) -> Iterator[DomainRule]:
    organizers = {each.organizer for each in group.occurrences}
    if len(organizers) == 1 and organizers != {""}:
        yield DomainRule(frozenset(), organizer=organizers.pop())


def _by_category(group: Group) -> Iterator[DomainRule]:
    shared = set.intersection(*({name.casefold() for name in each.categories} for each in group.occurrences))
    yield from (DomainRule(frozenset(), category=name) for name in sorted(shared - {""}))


class _Events:
    """All events, so ordered that the few which a rule could match are found without asking each."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries
        self._covered: dict[DomainRule, tuple[int, Counter[frozenset[Domain]]]] = {}
        self._by_word: dict[str, set[int]] = {}
        for n, entry in enumerate(entries):
            for word in _folded_words(entry.occurrence.title):
                self._by_word.setdefault(word, set()).add(n)

    def weigh(self, rule: DomainRule, group: Group) -> Proposal | None:
        """None when it does not cover the whole group, or meets events decided in several ways."""
        if not all(map(rule.matches, group.occurrences)):
            return None
        covered, decided = self._cover(rule)
        if len(decided) > 1:
            return None
        domains = next(iter(decided), frozenset[Domain]())
        evidence = decided.total()
        return Proposal(replace(rule, domains=domains), evidence, covered - evidence - len(group.occurrences))

    def _cover(self, rule: DomainRule) -> tuple[int, Counter[frozenset[Domain]]]:
        """How many events it covers, and how those of them were decided that not only a default decided.

        Kept, since the words of one group are often those of another.
        """
        if rule not in self._covered:
            served = [entry.served for entry in self._near(rule) if rule.matches(entry.occurrence)]
            decided = Counter(each.domains for each in served if each.authority is not Authority.DEFAULT)
            self._covered[rule] = len(served), decided
        return self._covered[rule]

    def _near(self, rule: DomainRule) -> Iterable[Entry]:
        """All that the rule could match, and some that it does not."""
        places = sorted((self._by_word.get(word, set()) for word in _folded_words(rule.title)), key=len)
        return (self._entries[n] for n in places[0].intersection(*places[1:])) if places else self._entries


def _folded_words(text: str) -> frozenset[str]:
    """At least as coarse as a search that ignores case, to which all of `i`, `ı`, `İ` are one letter."""
    return frozenset(word.casefold().translate(_DOTS) for word in re.findall(r"\w+", text))


_DOTS: Mapping[int, str | None] = {ord("ı"): "i", 0x307: None}
