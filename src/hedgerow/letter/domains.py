"""How the four domains of a life met: what served several, and the hours in each against its own past alone."""

from collections.abc import Mapping
from dataclasses import dataclass

from hedgerow.core.domains import Domain
from hedgerow.core.overlap import Region, Shared
from hedgerow.core.report import DomainHours, Report
from hedgerow.letter.figures import more_or_less, not_compared
from hedgerow.letter.language import Language
from hedgerow.letter.phrases import apart, duration, sentence
from hedgerow.letter.reader import Reader

_NAMED = 6


@dataclass(frozen=True, slots=True)
class SharedWords:
    title: str
    domains: str
    """`home & family + community`."""


@dataclass(frozen=True, slots=True)
class DomainWords:
    domain: Domain
    said: str
    """`Home & family, 8 h 55`."""
    compared: str


@dataclass(frozen=True, slots=True)
class DomainsWords:
    summary: str
    several: str
    """What the picture marks; empty when no event served several."""
    regions: str
    """The picture in words."""
    shared: tuple[SharedWords, ...]
    more: str
    """How many others served several; empty when all are named."""
    hours: tuple[DomainWords, ...]
    note: str


def tell_domains(report: Report, reader: Reader) -> DomainsWords | None:
    """None for a week without any event."""
    said, overlap = reader.language, report.overlap
    if not overlap.regions:
        return None
    names, within = names_of(said), _within(said)
    rest = len(overlap.shared) - _NAMED
    return DomainsWords(
        summary=said.say("How many events served each part of your life."),
        several=said.say("Dark circles count those that served several.") if overlap.shared else "",
        regions=_regions(overlap.regions, within, said),
        shared=tuple(_shared(each, within, reader) for each in overlap.shared[:_NAMED]),
        more=said.count("And one more.", "And {number} more.", rest) if rest > 0 else "",
        hours=tuple(_hours(each, names, report, said) for each in report.domains),
        note=said.say(
            "An event that serves two parts counts in both. Much of life never gets a calendar entry, so each part is"
            " compared with its own past and not with the others."
        ),
    )


def names_of(language: Language) -> Mapping[Domain, str]:
    """As each stands alone."""
    return {
        Domain.WORK: language.say("Work"),
        Domain.HOME: language.say("Home & family"),
        Domain.COMMUNITY: language.say("Community"),
        Domain.SELF: language.say("Self"),
    }


def _within(language: Language) -> Mapping[Domain, str]:
    """In the run of a line."""
    return {
        Domain.WORK: language.say("work"),
        Domain.HOME: language.say("home & family"),
        Domain.COMMUNITY: language.say("community"),
        Domain.SELF: language.say("self"),
    }


def _regions(regions: Mapping[Region, int], names: Mapping[Domain, str], said: Language) -> str:
    order = sorted(regions, key=lambda region: (len(region), [place for place, d in enumerate(Domain) if d in region]))
    each = (f"{_joined(region, names)} {said.figure(regions[region])}" for region in order if regions[region])
    told = apart(each, said)
    return said.say("By part of life: {regions}.", regions=told)


def _joined(region: Region, names: Mapping[Domain, str]) -> str:
    return " + ".join(names[domain] for domain in Domain if domain in region)


def _shared(shared: Shared, names: Mapping[Domain, str], reader: Reader) -> SharedWords:
    titles = reader.titles
    title = titles.block(shared.title) if shared.calendar is None else titles.event(shared.title, shared.calendar)
    times, said = len(shared.spans), reader.language
    several = said.count("{title} ({n} time)", "{title} ({n} times)", times, title=sentence(title))
    return SharedWords(sentence(title) if times == 1 else several, _joined(shared.domains, names))


def _hours(hours: DomainHours, names: Mapping[Domain, str], report: Report, said: Language) -> DomainWords:
    told = f"{names[hours.domain]}, {duration(hours.minutes, said)}"
    return DomainWords(hours.domain, told, sentence(_compared(hours, report, said)))


def _compared(hours: DomainHours, report: Report, said: Language) -> str:
    if hours.usual is None:
        return not_compared(report, said)
    return not_compared(report, said, is_early=False) or more_or_less(hours.minutes - hours.usual, said)
