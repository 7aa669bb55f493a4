"""What an owner without an account agrees to on paper, or anybody takes back by phone."""

from dataclasses import dataclass

from flask import abort, flash, redirect, request, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from roadshow.foundation.errors import Refused
from roadshow.projects import consents, queries
from roadshow.projects.choices import APART, DECLARED
from roadshow.projects.facts import LandingFacts
from roadshow.projects.models import Project
from roadshow.web.fields import flash_refusal
from roadshow.web.guards import may

from . import blueprint


@dataclass(frozen=True)
class Told:
    """One consent as it stands; ``what`` is its code, ``notable`` whether the centre may note the other."""

    what: str
    words: object
    given: bool
    notable: bool


def consents_of(project: Project, said: LandingFacts) -> list[Told]:
    """``said``: what its owners say of it now."""
    may_agree = consents.agree_fault(project) is None
    given = {what: bool(getattr(said, what)) for what in APART}
    return [Told(what, DECLARED[what], yes, yes or may_agree) for what, yes in given.items()]


@blueprint.post("/projects/<int:project_id>/consents/<what>")
@may("project.complete")
def note_consent(project_id: int, what: str) -> Response:
    project, typed = queries.get_project(project_id), request.form.get("given")
    if typed not in ("0", "1"):
        abort(400)
    try:
        consents.note_consent(project, what, typed == "1", actor=current_user.actor)
        flash(_("已记下同意。") if typed == "1" else _("已记下收回同意，立即生效。"))
    except Refused as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".show_project", project_id=project_id))
