"""The investor's desk: its institution, what comes."""

from flask import Blueprint

blueprint = Blueprint("investor", __name__, url_prefix="/investor")

from . import decks, desk, institutions, interests, notes, projects, roadshows  # noqa: E402, F401  the pages hang themselves on the blueprint
