"""The startup's desk: its company, its projects, where they stand."""

from flask import Blueprint

blueprint = Blueprint("startup", __name__, url_prefix="/startup")
