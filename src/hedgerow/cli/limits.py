"""`hedgerow limits`."""

from collections.abc import Iterable
from dataclasses import asdict

import click
from rich.console import Console

from hedgerow.cli.context import Context
from hedgerow.cli.exits import Exit
from hedgerow.cli.lines import say
from hedgerow.core.limits import LIMITS, LimitRule, Limits, Unit
from hedgerow.letter.phrases import NBSP, counted, duration


@click.command(help="Say what makes a week stretched or intruded: each limit, its number, its meaning and its source.")
@click.option("--json", "json_", is_flag=True, help="For scripts.")
@click.pass_obj
def limits(context: Context, *, json_: bool) -> Exit:
    numbers = context.settings().limits
    if json_:
        context.print_json("limits", {"limits": [_as_json(rule, numbers) for rule in LIMITS]})
    else:
        show_limits(context.console(), numbers)
    return Exit.DONE


def show_limits(console: Console, numbers: Limits) -> None:
    for rule in LIMITS:
        _show(console, rule, numbers)
    say(console, " ".join(_verdicts()), style="dim")


def _show(console: Console, rule: LimitRule, numbers: Limits) -> None:
    own = "" if numbers[rule.key] == rule.default else f" (yours; {in_unit(rule, rule.default)} unless set)"
    say(console, f"{rule.title}: {worded(rule, numbers[rule.key])}{own}", style="bold", hang=2)
    say(console, rule.definition, indent=2)
    say(console, f"Source: {rule.source}.".replace(" %", f"{NBSP}%"), style="dim", indent=2, hang=2)
    say(console, f"Setting: {rule.key}", style="dim", indent=2)
    console.print()


def _verdicts() -> Iterable[str]:
    serious = ", ".join(rule.title for rule in LIMITS if rule.is_serious)
    yield "A week that passes one limit is stretched, one that passes two is intruded;"
    yield f"so is one that passes a serious one ({serious})."
    yield "A week of which no calendar could be read is unknown."


def worded(rule: LimitRule, value: int) -> str:
    if rule.is_floor:
        return f"at least {in_unit(rule, value)}"
    return f"under {in_unit(rule, value)}" if rule.is_serious else f"at most {in_unit(rule, value)}"


def in_unit(rule: LimitRule, value: int) -> str:
    match rule.unit:
        case Unit.MINUTES:
            return duration(value)
        case Unit.EVENINGS:
            return counted(value, "evening")
        case Unit.PERCENT:
            return f"{value}{NBSP}%"


def _as_json(rule: LimitRule, numbers: Limits) -> dict[str, object]:
    return {**asdict(rule), "value": numbers[rule.key]}
