"""How a command that writes is asked for, how it asks first, and what it says when there is nobody to ask."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

import click

from hedgerow.cli.exits import Exit, Stop

yes_option = click.option("-y", "--yes", is_flag=True, help="Do not ask.")
dry_run_option = click.option("--dry-run", is_flag=True, help="Show what would be done, and do nothing.")
json_option = click.option("--json", "json_", is_flag=True, help="For scripts.")


@dataclass(frozen=True, slots=True)
class Manner:
    dry_run: bool
    yes: bool
    json: bool


def writes(command: Callable[..., Exit]) -> Callable[..., Exit]:
    """Adds --dry-run, --yes and --json, which the command gets as `how`."""

    @wraps(command)
    def asked(*values: Any, dry_run: bool, yes: bool, json_: bool, **named: Any) -> Exit:
        return command(*values, how=Manner(dry_run, yes, json_), **named)

    return dry_run_option(yes_option(json_option(asked)))


def ask(question: str) -> None:
    """Raises Stop when there is nobody to ask, and Abort on a no."""
    if not sys.stdin.isatty():
        # no command to copy: without all that was said with it, it would do something else
        raise Stop(Exit.USAGE, "There is no terminal to ask on: say the same with --yes, or look with --dry-run.")
    click.confirm(question, abort=True, err=True)
