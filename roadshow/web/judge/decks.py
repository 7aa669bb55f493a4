"""The decks of an application, as they were handed in, for who reads it."""

from functools import partial

from flask import redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from roadshow.documents.models import Version
from roadshow.screening.decks import allowed, get_deck, list_decks
from roadshow.screening.models import Sheet
from roadshow.screening.queries import get_own_sheet
from roadshow.web.documents import Line, line_of_version, pages_of, send_file_of, send_page_of
from roadshow.web.guards import may

from . import blueprint


@blueprint.get("/reviews/<int:sheet_id>/decks/<int:version_id>")
@may("review.own")
def show_deck(sheet_id: int, version_id: int) -> str:
    sheet, version = _own(sheet_id, version_id)
    return render_template(
        "judge/decks/show_deck.html",
        sheet=sheet,
        version=version,
        pages=pages_of(version, partial(_page_url, sheet_id, version_id)),
        downloads=allowed(version).download,
    )


@blueprint.get("/reviews/<int:sheet_id>/decks/<int:version_id>/pages/<int:page>.jpg")
@may("review.own")
def show_deck_page(sheet_id: int, version_id: int, page: int) -> Response:
    _sheet, version = _own(sheet_id, version_id)
    return send_page_of(version, page, allowed(version))


@blueprint.get("/reviews/<int:sheet_id>/decks/<int:version_id>/file")
@may("review.own")
def download_deck(sheet_id: int, version_id: int) -> Response:
    """What can be looked at is looked at."""
    _sheet, version = _own(sheet_id, version_id)
    if not allowed(version).download:
        return redirect(url_for(".show_deck", sheet_id=sheet_id, version_id=version_id))
    return send_file_of(version, allowed(version))


def lines_of_decks(sheet: Sheet) -> list[Line]:
    return [
        line_of_version(version, url_for(".show_deck", sheet_id=sheet.id, version_id=version.id))
        for version in list_decks(sheet)
    ]


def _own(sheet_id: int, version_id: int) -> tuple[Sheet, Version]:
    """Raises: Missing, also when it is somebody else's to read."""
    sheet = get_own_sheet(current_user.id, sheet_id)
    return sheet, get_deck(sheet, version_id)


def _page_url(sheet_id: int, version_id: int, page: int) -> str:
    return url_for(".show_deck_page", sheet_id=sheet_id, version_id=version_id, page=page)
