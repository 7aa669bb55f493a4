"""What comes back from mail servers."""

import sys

import click
from flask.cli import AppGroup, with_appcontext

from roadshow.foundation.actor import COMMAND
from roadshow.foundation.db import check_ready
from roadshow.foundation.errors import Refused
from roadshow.notices import operations
from roadshow.notices.bounces import read_bounce

from .answers import NOTHING_TAKEN

LARGEST = 20 * 1024 * 1024  # bytes

mail_group = AppGroup("mail", help="What comes back from mail servers.")


@mail_group.command("receive")
@with_appcontext
def receive_mail() -> None:
    """Read one message from standard input; when it says that a letter came back, the letter is marked so."""
    try:
        check_ready()
    except Refused as refused:
        click.echo(str(refused), err=True)
        sys.exit(NOTHING_TAKEN)
    bounce = read_bounce(sys.stdin.buffer.read(LARGEST))
    if bounce is None:
        click.echo("不是退信通知，或没有写明是哪一封，没有改动", err=True)
    elif not bounce.hard:
        click.echo("对方还会再试，没有改动", err=True)
    elif letter := operations.note_bounce(bounce, actor=COMMAND):
        click.echo(f"第{letter.id}封通知已记为退信：{bounce.words}")
    else:
        click.echo("没有发过这封通知，或收信人对不上，没有改动", err=True)
