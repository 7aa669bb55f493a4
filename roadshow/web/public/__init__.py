"""The public site, and the door: what anyone may open."""

from flask import Blueprint

blueprint = Blueprint("public", __name__)

from . import (  # noqa: E402, F401  the pages hang themselves on the blueprint
    accounts,
    after,
    calendar_mail,
    calendars,
    coming,
    crawlers,
    desks,
    embedding,
    feeds,
    forgot,
    help,
    inbox,
    joining,
    opened,
    pictures,
    posters,
    programme,
    reader,
    registering,
    results,
    selected,
    sign_up,
    site,
    subscribing,
    ticket,
    unsubscribing,
)
