"""The judge's desk."""

from flask import Blueprint

blueprint = Blueprint("judge", __name__, url_prefix="/judge")
