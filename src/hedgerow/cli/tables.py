"""Weeks, plans and what was not seen, for a terminal. Colour only repeats what words and position say."""

from collections.abc import Iterable, Iterator, Sequence
from zoneinfo import ZoneInfo

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from hedgerow.core.fate import Fate
from hedgerow.core.limits import LimitRule, Unit
from hedgerow.core.occurrence import Transparency
from hedgerow.core.plan import Unplaced
from hedgerow.core.reconcile import Observation, Step
from hedgerow.core.week import Coverage, PassedLimit, Verdict, WeekReview
from hedgerow.flows.cycle import Outcome, Performed, Survey
from hedgerow.letter.phrases import clocks, counted, duration, listed, short_day, stretch

_COLORS = {Verdict.CLEAR: "green", Verdict.STRETCHED: "yellow", Verdict.INTRUDED: "red", Verdict.UNKNOWN: "dim"}
_OUTCOMES = {
    Outcome.DONE: "done",
    Outcome.CHANGED_MEANWHILE: "changed meanwhile, decided anew next time",
    Outcome.UNKNOWN: "no answer, looked at again next time",
    Outcome.REFUSED: "refused",
    Outcome.NOT_ASKED: "waits for your first yes",
}


_SHOWN = {Transparency.OPAQUE: "busy", Transparency.TRANSPARENT: "free"}


def _table(*columns: str, right: Sequence[str] = ()) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, justify="right" if column in right else "left", no_wrap=column in right)
    return table


def show_weeks(console: Console, reviews: Sequence[WeekReview]) -> None:
    _show_numbers(console, reviews)
    for review in reviews:
        if review.passed:
            console.print(Text(f"{review.week} is {review.verdict}:", style="bold"))
        for limit in review.passed:
            console.print(Text(f"  {told_limit(limit)}"))


def _show_numbers(console: Console, reviews: Iterable[WeekReview]) -> None:
    right = ("Work", "Own time taken", "Evenings free", "Shortest night", "Blocks held")
    table = _table("Week", "Verdict", *right, right=right)
    for review in reviews:
        verdict = Text(review.verdict.value, style=_COLORS[review.verdict])
        table.add_row(str(review.week), verdict, *(_numbers(review) if review.is_known else ["–"] * 5))
    console.print(table)


def _numbers(review: WeekReview) -> list[str]:
    measures = review.measures
    held = sum(fate.fate is not Fate.LOST for fate in review.fates)
    return [
        duration(measures.scheduled_work),
        duration(review.personal_taken) if review.personal_taken else "none",
        f"{7 - len(measures.evenings_touched)} of 7",
        duration(measures.shortest_rest.minutes) if measures.shortest_rest else "–",
        f"{held} of {len(review.fates)}" if review.fates else "–",
    ]


def told_limit(limit: PassedLimit) -> str:
    """`personal time taken by work: 4 h 30 (limit 2 h); West Coast sync, Release notes`."""
    behind = f"; {', '.join(limit.culprits)}" if limit.culprits else ""
    word = "at least" if limit.rule.is_floor else "limit"
    measured, allowed = _in_unit(limit.rule, limit.measured), _in_unit(limit.rule, limit.limit)
    return f"{limit.rule.title}: {measured} ({word} {allowed}){behind}"


def _in_unit(rule: LimitRule, value: int) -> str:
    match rule.unit:
        case Unit.MINUTES:
            return duration(value) if value else "none"
        case Unit.EVENINGS:
            return str(value)
        case Unit.PERCENT:
            return f"{value} %"


def show_coverage(console: Console, coverage: Coverage) -> None:
    for line in coverage_lines(coverage):
        console.print(Text(line, style="yellow"))


def coverage_lines(coverage: Coverage) -> Iterator[str]:
    for gap in coverage.not_seen:
        where = "" if gap.where == gap.calendar else f" ({gap.where})"
        yield f"Not seen: {gap.calendar}{where}: {gap.reason}"
    for broken in coverage.unreadable:
        event = f"event {broken.uid}" if broken.uid else "an event without a UID"
        yield f"Not understood: {broken.calendar} ({broken.where}, line {broken.line}), {event}: {broken.reason}"


def show_steps(console: Console, steps: Iterable[Step], zone: ZoneInfo) -> None:
    table = _table("What", "When", "Block", "Calendar", "Why")
    for step in steps:
        table.add_row(*_step(step, zone))
    console.print(table)


def show_performed(console: Console, performed: Iterable[Performed], zone: ZoneInfo) -> None:
    for each in performed:
        if each.outcome is not Outcome.DONE:
            verb, when, title, *_ = _step(each.step, zone)
            console.print(Text(f"{verb} {title}, {when}: {_OUTCOMES[each.outcome]}. {each.message}".rstrip()))


def _step(step: Step, zone: ZoneInfo) -> tuple[str, str, str, str, str]:
    event, before = step.action.event, step.action.before
    when = stretch(event.span, zone)
    if before is not None and before.span != event.span:
        same_day = before.span.start.astimezone(zone).date() == event.span.start.astimezone(zone).date()
        was = clocks(before.span, zone) if same_day else stretch(before.span, zone)
        when = f"{when}, was {was}"
    return (
        step.action.verb.value,
        when,
        f"{event.title} ({_SHOWN[event.transparency]})",
        step.calendar,
        step.action.reason,
    )


def show_observations(console: Console, observations: Iterable[Observation], zone: ZoneInfo) -> None:
    for seen in observations:
        booking = seen.booking
        console.print(f"{seen.edit.value}: {booking.title}, {stretch(booking.span, zone)}: {seen.reason}")


def show_unplaced(console: Console, unplaced: Iterable[Unplaced], zone: ZoneInfo) -> None:
    for each in unplaced:
        taken = [
            f"{b.title} ({short_day(b.span.start.astimezone(zone).date())} {clocks(b.span, zone)})"
            for b in each.blockers
        ]
        why = f"the day that comes nearest is taken by {listed(taken)}" if taken else "no day of it is left"
        console.print(
            f"No place: {each.intention.title}, {each.week}: {counted(each.missing, 'block')} missing; {why}."
        )


def show_survey(console: Console, surveyed: Survey, zone: ZoneInfo) -> None:
    """What `apply` would do, to the letter."""
    outlook = surveyed.outlook
    show_observations(console, outlook.observations, zone)
    if outlook.steps:
        show_steps(console, outlook.steps, zone)
    else:
        console.print("There is nothing to do.")
    show_unplaced(console, outlook.plan.unplaced, zone)
    for line in _reservations(surveyed):
        console.print(Text(line, style="yellow"))
    show_coverage(console, surveyed.view.coverage)


def _reservations(surveyed: Survey) -> Iterator[str]:
    outlook = surveyed.outlook
    if outlook.waiting:
        yield f"{counted(len(outlook.waiting), 'step')} wait until every calendar can be read: a meeting may be there."
    if outlook.held_back:
        yield f"{counted(len(outlook.held_back), 'deletion')} held back: so many at once look like a mistake."
    for calendar in sorted(outlook.doubtful):
        yield (
            f"{calendar} lost at least half of its coming blocks at once, so nothing is written there. If you deleted"
            f" them yourself: hedgerow apply --believe {calendar}"
        )
