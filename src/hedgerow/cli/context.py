"""What every command shares: settings, output, and how it ends. Imports nothing heavy: `--version` runs through it."""

import io
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hedgerow.cli.exits import Exit, Stop

if TYPE_CHECKING:
    from rich.console import Console

    from hedgerow.settings.values import Settings

WIDTH = 100
"""Columns when the output is no terminal, so that the same run gives the same bytes."""


@dataclass(frozen=True, slots=True)
class Context:
    config: Path | None
    color: bool | None
    verbose: bool = False
    quiet: bool = False

    def settings(self) -> "Settings":
        """Raises Stop with every problem, one a line."""
        # pydantic takes longer to import than most commands take to run
        from hedgerow.settings.load import find_settings, load_settings, usual_path  # noqa: PLC0415

        path = find_settings(self.config, os.environ)
        if path is None:
            place = usual_path(os.environ)
            raise Stop(Exit.NOT_CONFIGURED, f"There are no settings yet: `hedgerow init` writes {place}.")
        loaded = load_settings(path, os.environ)
        if isinstance(loaded, tuple):
            raise Stop(Exit.NOT_CONFIGURED, *map(str, loaded))
        return loaded

    def console(self, *, errors: bool = False) -> "Console":
        from rich.console import Console  # noqa: PLC0415 - 60 ms that JSON output and --version do not need

        stream = sys.stderr if errors else sys.stdout
        width = None if stream.isatty() or os.environ.get("COLUMNS", "").isdigit() else WIDTH
        no_color = None if self.color is None else not self.color
        forced = True if self.color else None
        return Console(
            file=stream, width=width, no_color=no_color, force_terminal=forced, highlight=False, soft_wrap=not width
        )

    def say(self, line: str) -> None:
        """For the person, not for scripts."""
        if not self.quiet:
            click.echo(line, err=True)

    def print_json(self, kind: str, body: Mapping[str, Any]) -> None:
        """`version` rises when a field changes its meaning or goes; new fields may come at any time."""
        click.echo(json.dumps({"version": 1, "kind": kind, **body}, ensure_ascii=False, indent=2))


def run(command: click.Command) -> int:
    _forgive_signs()
    try:
        result = command.main(standalone_mode=False)
    except Stop as stop:
        for line in stop.lines:
            click.echo(line, err=True)
        return stop.code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.exceptions.Abort, KeyboardInterrupt):
        click.echo("Interrupted; nothing more was done.", err=True)
        return Exit.INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.DONE
    except OSError as error:
        click.echo(f"{error.filename or 'The output'} can't be used: {error.strerror}.", err=True)
        return Exit.FAILED
    return int(result or 0)


def _forgive_signs() -> None:
    """A sign that the terminal can't show is no reason to fail."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
