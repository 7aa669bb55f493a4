"""The judge's desk."""

from flask import Blueprint

blueprint = Blueprint("judge", __name__, url_prefix="/judge")

from . import decks, desk, reviews  # noqa: E402, F401  the pages hang themselves on the blueprint
