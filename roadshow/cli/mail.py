"""What arrives in the mailbox of the house, handed over by a mail server."""

import sys

import click
from flask.cli import AppGroup, with_appcontext

from roadshow.attendance.incoming import take
from roadshow.foundation.actor import COMMAND
from roadshow.foundation.db import check_ready
from roadshow.foundation.errors import Missing, Refused
from roadshow.notices.mailbox import LARGEST

from .answers import NOTHING_TAKEN

mail_group = AppGroup("mail", help="What arrives in the mailbox of the house.")


@mail_group.command("receive")
@with_appcontext
def receive_mail() -> None:
    """Read one message from standard input: a letter that came back is marked so, an answer from a calendar counts as
    one on the page; anything else changes nothing and is said."""
    try:
        check_ready()
    except Refused as refused:
        click.echo(str(refused), err=True)
        sys.exit(NOTHING_TAKEN)
    try:
        click.echo(str(take(sys.stdin.buffer.read(LARGEST + 1), actor=COMMAND)))
    except (Refused, Missing) as refused:
        click.echo(str(refused), err=True)
