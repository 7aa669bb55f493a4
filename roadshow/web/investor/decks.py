"""The decks of a project, as they were handed in: looked at page by page, never taken away."""

from functools import partial

from flask import render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from roadshow.attendance.access import get_deck, get_readable, reader_of
from roadshow.documents.models import Version
from roadshow.documents.opening import Allowed
from roadshow.pitches.models import Pitch
from roadshow.web.documents import pages_of, send_page_of
from roadshow.web.guards import may

from . import blueprint

LOOK = Allowed(look=True)
DECK = "/projects/<int:pitch_id>/decks/<int:version_id>"


@blueprint.get(DECK)
@may("deal.read")
def show_deck(pitch_id: int, version_id: int) -> str:
    pitch, version = _readable(pitch_id, version_id)
    return render_template(
        "investor/decks/show_deck.html",
        pitch=pitch,
        version=version,
        pages=pages_of(version, partial(_page_url, pitch_id, version_id)),
    )


@blueprint.get(f"{DECK}/pages/<int:page>.jpg")
@may("deal.read")
def show_deck_page(pitch_id: int, version_id: int, page: int) -> Response:
    """With its reader's name across it, and noted."""
    _pitch, version = _readable(pitch_id, version_id)
    return send_page_of(version, page, LOOK)


def _readable(pitch_id: int, version_id: int) -> tuple[Pitch, Version]:
    """Raises: Missing where this reader may not look at it now."""
    pitch, access = get_readable(reader_of(current_user.person), pitch_id)
    return pitch, get_deck(access, pitch, version_id)


def _page_url(pitch_id: int, version_id: int, page: int) -> str:
    return url_for(".show_deck_page", pitch_id=pitch_id, version_id=version_id, page=page)
