"""Whom to invite: verified institutions that may want to come, each with the reasons, several at once."""

from flask import render_template, url_for
from werkzeug.wrappers import Response

from roadshow.attendance.rules import Invitee
from roadshow.attendance.suggesting import Suggested, suggest
from roadshow.foundation.listing import Matching
from roadshow.programme.queries import get_roadshow
from roadshow.web.asked import asked_words
from roadshow.web.guards import may
from roadshow.web.paging import Shown, asked_page
from roadshow.web.picking import among, as_asked, picked

from . import blueprint
from .inviting import invite

SECRET = "ticket"  # noqa: S105  a reason that says what projects ask for: it stays on this page


@blueprint.get("/roadshows/<int:roadshow_id>/guests/suggested")
@may("attendance.keep")
def list_suggested(roadshow_id: int) -> str:
    roadshow = get_roadshow(roadshow_id)
    found = suggest(roadshow, asked_words("q"))
    shown = Shown(asked_page(), len(found))
    return render_template(
        "centre/guests_suggested/list_suggested.html",
        roadshow=roadshow,
        suggested=shown.rows_of(found),
        shown=shown,
        matching=Matching.of(_free(found)),
    )


@blueprint.post("/roadshows/<int:roadshow_id>/guests/suggested/invite")
@may("attendance.keep")
def invite_suggested(roadshow_id: int) -> Response:
    """All contacts of each institution that was picked, or of all that match; who came off the list meanwhile is
    left."""
    roadshow = get_roadshow(roadshow_id)
    found = suggest(roadshow, asked_words("q"))
    ids = set(picked(among(lambda: _free(found))))
    chosen = [each for each in found if each.institution.id in ids]
    back = as_asked(url_for(".list_suggested", roadshow_id=roadshow_id))
    return invite(roadshow, [guest for each in chosen for guest in _contacts(each)], back)


def _free(found: list[Suggested]) -> list[int]:
    """Those that nobody of is on the list."""
    return [each.institution.id for each in found if not each.listed]


def _contacts(suggested: Suggested) -> list[Invitee]:
    """Those who may sign in; why they were suggested goes with them, but for what projects ask for."""
    institution = suggested.institution
    reasons = [code for code in suggested.reasons if code != SECRET]
    people = [contact.person for contact in institution.contacts]
    return [
        Invitee(person.email, person.name, institution.name, reasons) for person in people if person.active
    ]
