"""The startup's desk: its company, its projects, where they stand."""

from flask import Blueprint

blueprint = Blueprint("startup", __name__, url_prefix="/startup")

from . import (  # noqa: E402, F401  the pages hang themselves on the blueprint
    companies,
    desk,
    documents,
    dossiers,
    investors,
    pitches,
    projects,
    standing,
    talks,
)
