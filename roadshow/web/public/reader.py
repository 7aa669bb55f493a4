"""Who is signed in, for the script of public pages: their HTML is the same for every visitor."""

from dataclasses import asdict
from uuid import UUID

from flask import jsonify, request, url_for
from flask_babel import force_locale
from flask_login import current_user
from werkzeug.wrappers import Response

from roadshow.foundation.languages import LANGUAGES, spoken
from roadshow.programme.queries import get_public_roadshow
from roadshow.web.drafts import account_mark
from roadshow.web.guards import door
from roadshow.web.menus import home_endpoint
from roadshow.web.own_place import find_own_place

from . import blueprint


@blueprint.get("/account/reader")
@door
def show_reader() -> Response:
    return jsonify(_reader())


@blueprint.get("/account/reader/<uuid:uid>")
@door
def show_reader_at(uid: UUID) -> Response:
    """Also ``own``: what the reader has at this roadshow, in the language ``in`` of the page that asks. Unlike ``lang``
    it does not change the language of the reader's desk."""
    roadshow, asked = get_public_roadshow(str(uid)), request.args.get("in")
    with force_locale(asked if asked in LANGUAGES else spoken()):
        own = find_own_place(roadshow)
    return jsonify(_reader() | ({"own": asdict(own)} if own else {}))


def _reader() -> dict[str, object]:
    """``name``, ``desk`` (a path) and ``account`` (the mark of kept forms) of who is signed in; empty for a visitor."""
    if not current_user.is_authenticated:
        return {}
    desk = url_for(home_endpoint(current_user.permissions))
    return {"name": current_user.person.name, "desk": desk, "account": account_mark()}
