"""Who is signed in, for the script of public pages: their HTML is the same for every visitor."""

from flask import jsonify, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from roadshow.web.drafts import account_mark
from roadshow.web.guards import door
from roadshow.web.menus import home_endpoint

from . import blueprint


@blueprint.get("/account/reader")
@door
def show_reader() -> Response:
    """``name``, ``desk`` (a path) and ``account`` (the mark of kept forms) of who is signed in; empty for a visitor."""
    if not current_user.is_authenticated:
        return jsonify({})
    desk = url_for(home_endpoint(current_user.permissions))
    return jsonify({"name": current_user.person.name, "desk": desk, "account": account_mark()})
