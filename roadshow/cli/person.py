"""Back in for somebody whom neither a letter nor an admin can help: the only admin, above all."""

import sys

import click
from flask.cli import AppGroup

from roadshow.accounts.coming_in import make_reset
from roadshow.accounts.queries import find_person
from roadshow.foundation.actor import COMMAND
from roadshow.foundation.db import check_ready
from roadshow.foundation.errors import Refused
from roadshow.foundation.site import address_of

from .answers import NOTHING_TAKEN

person_group = AppGroup("person", help="People who sign in.")


@person_group.command("reset")
@click.argument("email")
def reset_person(email: str) -> None:
    """Print a one-time link, good for a day, by which this person chooses another password; earlier ones end."""
    try:
        check_ready()
        if (person := find_person(email)) is None:
            raise Refused(f"没有用{email}登录的人")
        token = make_reset(person, actor=COMMAND)
    except Refused as refused:
        click.echo(str(refused), err=True)
        sys.exit(NOTHING_TAKEN)
    click.echo(address_of(f"/forgot/{token}"))
