"""The investor's desk: its institution, what comes."""

from flask import Blueprint

blueprint = Blueprint("investor", __name__, url_prefix="/investor")
