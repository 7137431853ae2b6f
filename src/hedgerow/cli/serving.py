"""`hedgerow serve`."""

import os

import click

from hedgerow.cli.context import Context
from hedgerow.cli.exits import Exit
from hedgerow.cli.opening import opened, start_logging
from hedgerow.compose.pages import show_pages
from hedgerow.daemon import serve as keep_turning


@click.command(help="Keep the cycle turning until SIGTERM: blocks every quarter of an hour, the letter at its hour.")
@click.pass_obj
def serve(context: Context) -> Exit:
    with opened(context, exclusive=False, serving=True) as household:
        start_logging(verbose=not context.quiet)
        keep_turning(household, os.environ, show_pages)
    return Exit.DONE
