"""`hedgerow connect`: one command for each kind of account."""

import click

from hedgerow.cli.connecting_google import google


@click.group(help="Connect an account: sign in, find its calendars, write them into the settings.")
def connect() -> None:
    pass


connect.add_command(google)
