"""The investor's desk: its institution, what comes, the projects of its roadshows."""

from flask import Blueprint

blueprint = Blueprint("investor", __name__, url_prefix="/investor")

from . import (  # noqa: E402, F401  the pages hang themselves on the blueprint
    agreements,
    avoided,
    coming,
    contacts,
    decks,
    desk,
    institutions,
    interests,
    invitations,
    joining,
    mandates,
    notes,
    projects,
    roadshows,
    talks,
)
