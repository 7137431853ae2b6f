"""Weeks, plans and what was not seen, for a terminal. Colour only repeats what words and position say."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from hedgerow.cli.lines import typed
from hedgerow.cli.naming import short_ids
from hedgerow.cli.tellings import SHOWN, tell_pause, tell_response
from hedgerow.core.block import BlockEvent, Booking, IntentionId, Standing
from hedgerow.core.plan import Unplaced, Withheld
from hedgerow.core.reconcile import BUSY, Observation, Step
from hedgerow.core.reply import Response
from hedgerow.core.week import Coverage
from hedgerow.core.why.empty import explain_waiting
from hedgerow.core.why.proven import proof_of
from hedgerow.flows.cycle import Outcome, Performed, Survey
from hedgerow.flows.replying import Replied
from hedgerow.letter.phrases import clocks, counted, duration, listed, sentence, short_day, stretch
from hedgerow.letter.reasons import word, word_proof
from hedgerow.settings.values import Settings

_OUTCOMES = {
    Outcome.DONE: "done",
    Outcome.CHANGED_MEANWHILE: "changed meanwhile, decided anew next time",
    Outcome.UNKNOWN: "no answer, looked at again next time",
    Outcome.REFUSED: "refused",
    Outcome.NOT_BEGUN: "not begun",
    Outcome.TOO_LATE: "it has begun meanwhile, so it is left as it is",
    Outcome.FOLLOWS: "left where it is, as its new place was not written",
    Outcome.NOT_ASKED: "waits for your first yes",
    Outcome.PAUSED: "waits, as you paused",
}


@dataclass(frozen=True, slots=True)
class Screen:
    """Where things are shown, and the words and hours they are shown in."""

    console: Console
    zone: ZoneInfo
    titles: Mapping[IntentionId, str]

    def line(self, text: str, style: str = "") -> None:
        """Titles may hold square brackets, so nothing is read as markup."""
        self.console.print(Text(typed(self.console, text), style=style))


def screen(console: Console, settings: Settings) -> Screen:
    return Screen(console, settings.person.zone, {each.id: each.title for each in settings.intentions})


def _table(*columns: str, right: Sequence[str] = (), fixed: Sequence[str] = ()) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, justify="right" if column in right else "left", no_wrap=column in (*right, *fixed))
    return table


def show_coverage(on: Screen, coverage: Coverage) -> None:
    for line in coverage_lines(coverage):
        on.line(line, style="yellow")


def coverage_lines(coverage: Coverage) -> Iterator[str]:
    for gap in coverage.not_seen:
        where = "" if gap.where == gap.calendar else f" ({gap.where})"
        yield f"Not seen: {gap.calendar}{where}: {gap.reason}"
    for broken in coverage.unreadable:
        event = f"event {broken.uid}" if broken.uid else "an event without a UID"
        where = f"{broken.where}, line {broken.line}" if broken.line else broken.where
        yield f"Not understood: {broken.calendar} ({where}), {event}: {broken.reason}"
    for doubt in coverage.doubts:
        yield f"In doubt: {doubt.calendar}, event {doubt.uid}: {doubt.reason}"


def show_steps(on: Screen, steps: Sequence[Step]) -> None:
    """The calendar only where there are several, ids only where there is a block that has one."""
    several = len({step.calendar for step in steps}) > 1
    short = short_ids({step.action.event.block for step in steps if step.action.before})
    columns = (
        "What",
        "When",
        "Block",
        *(["Id"] if short else []),
        "Shown as",
        *(["Calendar"] if several else []),
        "Why",
    )
    table = _table(*columns, fixed=("What", "When", "Id", "Shown as"))
    for step in steps:
        event = step.action.event
        named = [short.get(event.block, "")] if short else []
        start = (step.action.verb.value, _when(on, step), _title(on, step), *named, _shown_as(event))
        table.add_row(*map(Text, (*start, *([step.calendar] if several else []), step.action.reason)))
    on.console.print(table)


def _shown_as(event: BlockEvent) -> str:
    return f"{SHOWN[event.transparency]}, “{BUSY}”" if event.private else SHOWN[event.transparency]


def show_booked(on: Screen, bookings: Iterable[Booking], now: datetime) -> None:
    """All that stands and is not over, whose ever it is."""
    coming = sorted((each for each in bookings if each.stands and each.span.end > now), key=lambda each: each.span)
    short = short_ids([each.block for each in coming])
    table = _table("Id", "When", "Block", "Calendar", "Whose", fixed=("Id", "When", "Whose"))
    for each in coming:
        title = on.titles.get(each.slot.intention, each.title)
        table.add_row(
            *map(Text, (short[each.block], stretch(each.span, on.zone), title, each.calendar, _WHOSE[each.standing]))
        )
    on.console.print(table)


_WHOSE = {Standing.HELD: "ours to move", Standing.PINNED: "pinned", Standing.RELEASED: "yours"}


def show_performed(on: Screen, performed: Iterable[Performed]) -> None:
    for each in performed:
        if each.outcome is not Outcome.DONE:
            what = f"{each.step.action.verb} {_title(on, each.step)}, {_when(on, each.step).replace(chr(10), ', ')}"
            on.line(f"{sentence(what)}: {_OUTCOMES[each.outcome]}. {each.message}".rstrip())


def _title(on: Screen, step: Step) -> str:
    event = step.action.event
    return on.titles.get(event.slot.intention, event.title)


def _when(on: Screen, step: Step) -> str:
    event, before = step.action.event, step.action.before
    when = stretch(event.span, on.zone)
    if before is None or before.span == event.span:
        return when
    same_day = before.span.start.astimezone(on.zone).date() == event.span.start.astimezone(on.zone).date()
    return f"{when}\nwas {clocks(before.span, on.zone) if same_day else stretch(before.span, on.zone)}"


def show_observations(on: Screen, observations: Iterable[Observation]) -> None:
    for seen in observations:
        title = on.titles.get(seen.booking.slot.intention, seen.booking.title)
        on.line(f"{sentence(seen.edit.value)}: {title}, {stretch(seen.booking.span, on.zone)}: {seen.reason}.")


def show_responses(on: Screen, responses: Iterable[Response]) -> None:
    for each in responses:
        told = f"would {tell_response(each, on.zone)} in {each.invitation.calendar}: {each.reason}"
        on.line(f"{sentence(told)}; the organiser is told: “{each.message}”")


def show_replied(on: Screen, replied: Iterable[Replied]) -> None:
    for each in replied:
        if each.outcome is not Outcome.DONE:
            what = sentence(tell_response(each.response, on.zone))
            on.line(f"{what}: {_OUTCOMES[each.outcome]}. {each.message}".rstrip())


def show_unplaced(on: Screen, unplaced: Iterable[Unplaced]) -> None:
    for each in unplaced:
        taken = [f"{busy.title} ({stretch(busy.span, on.zone)})" for busy in each.blockers]
        why = f"the day that comes nearest is taken by {listed(taken)}" if taken else "no day of it is left"
        missing = duration(each.missing) if each.intention.is_in_hours else counted(each.missing, "block")
        on.line(f"No place: {each.intention.title}, {each.week}: {missing} missing; {why}.")


def show_withheld(on: Screen, withheld: Iterable[Withheld]) -> None:
    for each in withheld:
        taken = [f"{busy.title} ({stretch(busy.span, on.zone)})" for busy in each.blockers]
        on.line(f"Not granted: {each.guard.title}, {short_day(each.day)}: in the way: {listed(taken)}.")


def show_waiting(on: Screen, surveyed: Survey) -> None:
    if surveyed.outlook.plan.waiting:
        for line in word(explain_waiting(surveyed.view.boundary), on.zone):
            on.line(line)


def show_survey(on: Screen, surveyed: Survey) -> None:
    """What `apply` would do, to the letter."""
    outlook = surveyed.outlook
    show_observations(on, outlook.observations)
    show_responses(on, surveyed.letters.responses)
    if outlook.steps:
        show_steps(on, outlook.steps)
    elif not surveyed.letters.responses:
        on.line("Nothing can be done now." if outlook.waiting else "There is nothing to do.")
    show_unplaced(on, outlook.plan.unplaced)
    show_withheld(on, outlook.plan.withheld)
    show_waiting(on, surveyed)
    if not outlook.plan.is_proven:
        on.line(word_proof(proof_of(outlook.plan)))
    for line in _reservations(on, surveyed):
        on.line(line, style="yellow")
    show_coverage(on, surveyed.view.coverage)


def _reservations(on: Screen, surveyed: Survey) -> Iterator[str]:
    outlook = surveyed.outlook
    if surveyed.pause is not None:
        yield tell_pause(surveyed.pause, on.zone)
    if outlook.waiting:
        waits = counted(len(outlook.waiting), "step waits", "steps wait")
        yield sentence(f"{waits} until every calendar can be read whole: a meeting may be there.")
    if outlook.held_back:
        deletions = counted(len(outlook.held_back), "deletion")
        yield sentence(
            f"{deletions} at once may be a mistake: `hedgerow serve` waits for a second equal plan or your yes."
        )
    if outlook.left_alone:
        undone = counted(len(outlook.left_alone), "step was", "steps were")
        yield sentence(f"{undone} undone or refused again and again: `hedgerow serve` now tries once a day.")
    for calendar in sorted(outlook.doubtful):
        yield (
            f"{calendar} lost at least half of its coming blocks at once, so nothing is written there. If you deleted"
            f" them yourself: hedgerow apply --believe {calendar}; else it counts once it has stayed so for an hour."
        )
