"""Arguments in, core values out; words and exit codes, no decisions. A command is imported when it is called."""

import importlib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import click

from hedgerow import __version__
from hedgerow.cli.context import Context, run


class Place(NamedTuple):
    module: str
    name: str
    help: str


COMMANDS: Mapping[str, Place] = {
    "demo": Place("demo", "demo", "Twelve weeks of an invented life, judged, planned and put into a letter."),
    "init": Place("setup", "init", "Ask a few questions and write a commented hedgerow.toml."),
    "connect": Place("connecting", "connect", "Connect an account: sign in, find its calendars."),
    "disconnect": Place("disconnecting", "disconnect", "Forget an account, and take it out of the settings again."),
    "check": Place("checking", "check", "Look at settings, calendars, database and letters, and say what to mend."),
    "review": Place("weeks", "review", "Judge the last weeks: what work took, and which limits it passed."),
    "limits": Place("limits", "limits", "Say what makes a week stretched or intruded, with every number's source."),
    "plan": Place("blocks", "plan", "Show exactly what apply would write. Writes nothing."),
    "apply": Place("blocks", "apply_", "Book, move and defend the blocks of the plan."),
    "why": Place("reasons", "why", "Say why a block is where it is or is not, or why an event counts as what it does."),
    "log": Place("logs", "log", "Show what was done to your blocks, by whom and why."),
    "undo": Place("undoing", "undo_", "Take back the last thing that was done, any other, or a whole run."),
    "pause": Place("pausing", "pause", "Write nothing to your calendars for a while."),
    "resume": Place("pausing", "resume", "End a pause."),
    "skip": Place("requests", "skip", "Leave out one block: it goes, and its day stays empty."),
    "pin": Place("requests", "pin", "Keep one block exactly where it is, whatever comes."),
    "leave": Place("leaving", "leave_", "Take every block that Hedgerow ever made out of your calendars."),
    "report": Place("letters", "report", "Show the weekly letter, keep it in a folder, or send it."),
    "policy": Place("policy", "policy", "Show the one change that the last weeks teach, make it, or take it back."),
    "journal": Place("journal", "journal", "Read and write your journal: what you answered to the letters."),
    "serve": Place(
        "serving", "serve", "Keep the cycle turning: blocks every quarter of an hour, the letter at its hour."
    ),
}


class Lazy(click.Group):
    """Lists its commands without importing what they need."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        place = COMMANDS[cmd_name]
        command = getattr(importlib.import_module(f"hedgerow.cli.{place.module}"), place.name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, place.help) for name, place in COMMANDS.items()])


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="hedgerow")
@click.option("--config", type=click.Path(path_type=Path), help="The settings, instead of the usual hedgerow.toml.")
@click.option("--color/--no-color", default=None, help="Colour, instead of what the terminal and NO_COLOR say.")
@click.option("-v", "--verbose", is_flag=True, help="Say on the error output what is done.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but results and errors.")
@click.pass_context
def cli(ctx: click.Context, *, config: Path | None, color: bool | None, verbose: bool, quiet: bool) -> None:
    """Reads every calendar of a life, defends personal time, and mails a weekly letter.

    Exit codes: 0 done, 1 failed, 2 usage, 3 partly done (something could not be seen or written), 4 settings missing
    or wrong, 6 another instance works on the data folder, 10 differences found, 130 interrupted.
    """
    ctx.obj = Context(config, color, verbose=verbose, quiet=quiet)


def main() -> None:
    """Ends the process with one of `Exit`."""
    raise SystemExit(run(cli))
