"""The centre's desk: organisers, recorders, leaders and admins."""

from flask import Blueprint

blueprint = Blueprint("centre", __name__, url_prefix="/centre")
