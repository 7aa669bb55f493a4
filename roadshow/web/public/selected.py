"""The public notice of the projects that a roadshow has accepted: names and one line of those that agreed to it, for as
long as it runs."""

from uuid import UUID

from flask import abort, render_template

from roadshow.programme.queries import get_public_roadshow
from roadshow.projects.consents import list_public
from roadshow.screening.public_notice import find_last_notice_day, list_selected
from roadshow.web.guards import open_to_all

from . import blueprint


@blueprint.get("/roadshows/<uuid:uid>/selected")
@open_to_all
def list_public_notice(uid: UUID) -> str:
    """404 before and after."""
    roadshow = get_public_roadshow(str(uid))
    last = find_last_notice_day(roadshow.id)
    if last is None:
        abort(404)
    selected = list_selected(roadshow.id)
    public = list_public([pitch.project_id for pitch in selected])
    return render_template(
        "public/selected/list_public_notice.html",
        roadshow=roadshow,
        last=last,
        projects=[pitch.brief.overview for pitch in selected if pitch.project_id in public],
        unnamed=len(selected) - len(public),
    )
