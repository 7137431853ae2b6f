"""What the letter rests on: the calendars that were read, and what could not be seen."""

from collections.abc import Sequence
from dataclasses import dataclass

from hedgerow.core.boundary import on_call_time
from hedgerow.core.occurrence import NotSeen, Unreadable
from hedgerow.core.report import Report
from hedgerow.core.week import Coverage
from hedgerow.letter.language import Language
from hedgerow.letter.phrases import joined, listed, moment, sentence
from hedgerow.letter.reader import Reader
from hedgerow.letter.titles import clean

_SAID_AT_MOST = 4


@dataclass(frozen=True, slots=True)
class Gap:
    """Something the numbers could not see."""

    what: str
    why: str


def coverage_sentence(report: Report, reader: Reader) -> str:
    """Which calendars were read, and when."""
    coverage, language = report.coverage, reader.language
    when = moment(report.made_at, reader.zone, language)
    if not coverage.seen:
        return language.say("Tried on {moment}.", moment=when)
    names = listed([clean(seen.calendar) for seen in coverage.seen], language)
    events = language.count("{n} event", "{n} events", sum(seen.occurrences for seen in coverage.seen))
    held = listed([events, *_of_rota(report, reader)], language)
    read = language.say("Read on {moment}: {calendars}; {held}.", moment=when, calendars=names, held=held)
    return joined(read, _tentative(coverage, language))


def _of_rota(report: Report, reader: Reader) -> list[str]:
    """Shifts that follow one another without a break are one."""
    if report.shifts is None:
        return []
    on_call = len(on_call_time(reader.boundary, report.span))
    shifts = reader.language.count("{n} shift", "{n} shifts", len(report.shifts))
    return [shifts, *([reader.language.count("{n} on call", "{n} on call", on_call)] if on_call else [])]


def _tentative(coverage: Coverage, language: Language) -> str:
    if not coverage.tentative:
        return ""
    return sentence(
        language.count(
            "One is counted although it is still tentative.",
            "{number} are counted although they are still tentative.",
            coverage.tentative,
        )
    )


def tell_gaps(report: Report, language: Language) -> tuple[Gap, ...]:
    """What was not seen and why, at most four of each sort."""
    coverage = report.coverage
    missed = [Gap(_where(gap, language), _reason(gap.reason)) for gap in coverage.not_seen]
    broken = [_broken(event, language) for event in coverage.unreadable]
    doubts = [
        Gap(
            language.say("In doubt: one event in {calendar}.", calendar=clean(doubt.calendar)),
            _reason(doubt.reason),
        )
        for doubt in coverage.doubts
    ]
    rests = [max(0, len(gaps) - _SAID_AT_MOST) for gaps in (missed, broken, doubts)]
    return (
        *_cut(missed, language.count("And {n} more not seen.", "And {n} more not seen.", rests[0]), language),
        *_cut(broken, language.count("And {n} more unreadable.", "And {n} more unreadable.", rests[1]), language),
        *_cut(doubts, language.count("And {n} more in doubt.", "And {n} more in doubt.", rests[2]), language),
    )


def _where(gap: NotSeen, language: Language) -> str:
    """An address may hold a secret, so only the name of a file is said."""
    name = "" if "://" in gap.where else gap.where.replace("\\", "/").rpartition("/")[2]
    calendar = clean(gap.calendar)
    if not name or name == gap.calendar:
        return language.say("Not seen: {calendar}.", calendar=calendar)
    return language.say("Not seen: {calendar}, {file}.", calendar=calendar, file=clean(name))


def _broken(event: Unreadable, language: Language) -> Gap:
    what = language.say(
        "Unreadable: one event in {calendar}, line {line}.", calendar=clean(event.calendar), line=event.line
    )
    return Gap(what, _reason(event.reason))


def _reason(reason: str) -> str:
    """In the words of what could not read it, which are English."""
    cleaned = clean(reason, 200)
    said = cleaned if "://" in cleaned.split(" ", 1)[0] else sentence(cleaned)
    return said if said.endswith((".", "…")) else f"{said}."


def _cut(gaps: Sequence[Gap], rest: str, language: Language) -> tuple[Gap, ...]:
    if len(gaps) <= _SAID_AT_MOST:
        return tuple(gaps)
    return (*gaps[:_SAID_AT_MOST], Gap(rest, language.say("“hedgerow check” lists them all.")))
