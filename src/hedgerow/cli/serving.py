"""`hedgerow serve`."""

import os
from functools import partial

import click

from hedgerow.cli.context import Context
from hedgerow.cli.exits import Exit
from hedgerow.cli.opening import start_logging, telling_failures
from hedgerow.compose import hold_serving
from hedgerow.compose.pages import show_pages
from hedgerow.compose.reopening import SettingsFile, serving
from hedgerow.daemon import serve as keep_turning
from hedgerow.settings.load import find_settings, load_settings


@click.command(
    help="Keep the cycle turning until SIGTERM: blocks every quarter of an hour, the letter at its hour."
    " Each cycle, and SIGHUP at once, takes up what has changed in the settings and sign-ins."
)
@click.pass_obj
def serve(context: Context) -> Exit:
    path = find_settings(context.config, os.environ)
    source = SettingsFile(path, partial(load_settings, path, os.environ)) if path else None
    digest = source.digest() if source else ""
    settings = context.settings()
    assert source is not None, "they were just read"
    start_logging(verbose=context.verbose)
    with telling_failures(), hold_serving(settings), serving(settings, source, digest) as served:
        household = served.open()
        for notice in household.notices:
            context.say(notice)
        start_logging(verbose=not context.quiet)
        keep_turning(household, os.environ, served.renewed, show_pages)
    return Exit.DONE
