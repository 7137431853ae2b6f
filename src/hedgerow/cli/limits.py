"""`hedgerow limits`."""

from collections.abc import Iterable
from dataclasses import asdict

import click
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from hedgerow.cli.context import Context
from hedgerow.cli.exits import Exit
from hedgerow.core.limits import LIMITS, LimitRule, Limits, Unit
from hedgerow.letter.phrases import NBSP, counted, duration

MEASURE = 78
"""Longer lines are hard to read."""


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
    console.print(Padding(Text(" ".join(_verdicts()), style="dim"), (0, 0)), width=MEASURE, soft_wrap=False)


def _show(console: Console, rule: LimitRule, numbers: Limits) -> None:
    head = Text(f"{rule.title}: ", style="bold")
    head.append(worded(rule, numbers[rule.key]))
    if numbers[rule.key] != rule.default:
        head.append(f" (yours; {in_unit(rule, rule.default)} unless set)", style="not bold dim")
    console.print(head, width=MEASURE, soft_wrap=False)
    for line in (rule.definition, f"Source: {rule.source}.", f"Setting: {rule.key}"):
        style = "" if line is rule.definition else "dim"
        console.print(Padding(Text(line, style=style), (0, 0, 0, 2)), width=MEASURE, soft_wrap=False)
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
