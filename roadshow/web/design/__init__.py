"""Every part in every state, for whoever builds pages; only where the settings ask for it."""

from flask import Blueprint

blueprint = Blueprint("design", __name__, url_prefix="/design")

from . import gallery  # noqa: E402, F401  the pages hang themselves on the blueprint
