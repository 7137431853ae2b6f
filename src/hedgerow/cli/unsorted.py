"""`hedgerow review --unsorted`: what only the default of a calendar decided, and rules for it."""

import functools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import click

from hedgerow.cli import as_json, learning
from hedgerow.cli.context import Context
from hedgerow.cli.exits import Exit, Stop
from hedgerow.cli.opening import opened
from hedgerow.cli.tables import Screen, screen, show_coverage
from hedgerow.core.days import week_span
from hedgerow.core.domains import DomainRule, tell_given_up
from hedgerow.core.span import Span
from hedgerow.core.unsorted import Group, Proposal, find_unsorted
from hedgerow.flows.cycle import View, current_week, view
from hedgerow.letter.phrases import counted, duration

SHOWN = 20
"""Groups on a screen; the rest is for scripts, or for when these are sorted."""


@dataclass(frozen=True, slots=True)
class Sorting:
    """What was asked of `review` besides verdicts."""

    unsorted: bool
    learn: bool
    yes: bool
    dry_run: bool

    @property
    def is_asked(self) -> bool:
        return self.unsorted or self.learn or self.yes or self.dry_run


@dataclass(frozen=True, slots=True)
class Found:
    groups: tuple[Group, ...]
    slow: tuple[str, ...]
    """Sentences about rules that could not be applied."""
    view: View
    on: Screen


def sorting_options(command: Callable[..., Exit]) -> Callable[..., Exit]:
    """Gives the command one argument more, `sorting`."""

    @click.option("--unsorted", is_flag=True, help="Show instead what no rule and no tag decides, with proposed rules.")
    @click.option("--learn", is_flag=True, help="Ask about each of these, and write the rules into the settings.")
    @click.option("-y", "--yes", is_flag=True, help="With --learn: ask nothing, take the rules whose domains are sure.")
    @click.option("--dry-run", is_flag=True, help="With --learn: show the change of the settings, write nothing.")
    @functools.wraps(command)
    def gathered(*args: Any, unsorted: bool, learn: bool, yes: bool, dry_run: bool, **rest: Any) -> Exit:
        sorting = Sorting(unsorted=unsorted, learn=learn, yes=yes, dry_run=dry_run)
        return command(*args, sorting=sorting, **rest)

    return gathered


def review_unsorted(context: Context, weeks: int, sorting: Sorting, *, json_: bool) -> Exit:
    """Of the last whole weeks. Raises Stop."""
    if (sorting.yes or sorting.dry_run) and not sorting.learn:
        raise Stop(Exit.USAGE, "--yes and --dry-run go with --learn: without it nothing is asked and nothing written.")
    if json_ and sorting.learn and not sorting.yes:
        raise Stop(Exit.USAGE, "--json asks nothing: say --learn --yes with it.")
    found = _find(context, weeks)
    if json_:
        _print_json(context, found, sorting)
    elif sorting.learn:
        _learn(context, found, sorting)
    else:
        _show(found.on, found.groups)
    if not json_:
        for line in found.slow:
            found.on.line(line, style="yellow")
        show_coverage(found.on, found.view.coverage)
    return Exit.DONE if found.view.coverage.is_whole else Exit.PARTLY


def _find(context: Context, weeks: int) -> Found:
    with opened(context, exclusive=False) as household:
        settings = household.settings
        this = current_week(settings, household.clock.now())
        first, last = this.plus(-weeks), this.plus(-1)
        seen = view(household, first, last)
        zone = settings.person.zone
    whole = Span(week_span(first, zone).start, week_span(last, zone).end)
    entries = seen.timeline.within(whole).entries
    slow = tell_given_up(entry.served for entry in entries)
    return Found(find_unsorted(entries), slow, seen, screen(context.console(), settings))


def _learn(context: Context, found: Found, sorting: Sorting) -> None:
    if not any(group.proposal for group in found.groups):
        _show(found.on, found.groups)
        return
    rules = list(learning.take_all(found.groups) if sorting.yes else learning.ask_all(found.groups))
    if not rules:
        why = ": no proposed rule is sure of its domains" if sorting.yes else ""
        context.say(f"No rule was taken{why}; the settings stay as they are.")
        return
    edit = learning.edit_of(context, rules)
    if sorting.dry_run:
        click.echo(edit.diff(), nl=False)
    else:
        learning.write(context, edit, rules)


def _show(on: Screen, groups: Sequence[Group]) -> None:
    if not groups:
        on.line("Every event has a tag or a rule.")
        return
    events = sum(len(group.occurrences) for group in groups)
    on.line(f"Only the default of their calendar decided {counted(events, 'event')}:", style="bold")
    for group in groups[:SHOWN]:
        hours = f", {duration(group.minutes)}" if group.minutes else ""
        title = group.title or "(no title)"
        default = learning.tell_domains(group.default)
        on.line(f"{len(group.occurrences):4} ×  {title}{hours}: {default}, by calendar {group.calendar}")
        on.line(f"        {_told(group.proposal)}", style="dim")
    if len(groups) > SHOWN:
        on.line(f"{counted(len(groups) - SHOWN, 'group')} more; --json shows all.")
    on.line("`hedgerow review --learn` asks about each and writes the rules.")


def _told(proposal: Proposal | None) -> str:
    if proposal is None:
        return "no single rule covers these; tag them, or give them a common word"
    others = f", {counted(proposal.others, 'other event')} too" if proposal.others else ""
    evidence = learning.tell_evidence(proposal)
    return f"rule: {learning.tell_rule(proposal)}{others}{' → ' if evidence else ''}{evidence}"


def _print_json(context: Context, found: Found, sorting: Sorting) -> None:
    body: dict[str, Any] = {
        "groups": [_group(group) for group in found.groups],
        "not_applied": list(found.slow),
        "coverage": as_json.coverage(found.view.coverage),
    }
    if sorting.learn:
        rules = list(learning.take_all(found.groups))
        edit = learning.edit_of(context, rules)
        if rules and not sorting.dry_run:
            learning.write(context, edit, rules)
        body |= {
            "learnt": [_rule(rule) for rule in rules],
            "diff": edit.diff(),
            "written": bool(rules) and not sorting.dry_run,
        }
    context.print_json("unsorted", body)


def _group(group: Group) -> dict[str, Any]:
    proposal = group.proposal
    return {
        "title": group.title,
        "count": len(group.occurrences),
        "minutes": group.minutes,
        "calendar": group.calendar,
        "uids": sorted({each.uid for each in group.occurrences}),
        "default": _names(group.default),
        "proposal": (
            {**_rule(proposal.rule), "evidence": proposal.evidence, "others": proposal.others} if proposal else None
        ),
    }


def _rule(rule: DomainRule) -> dict[str, Any]:
    """Without domains where they are not known."""
    return {"conditions": {name: str(given) for name, given in rule.given()}, "domains": _names(rule.domains)}


def _names(domains: Iterable[str]) -> list[str]:
    return sorted(domains)
