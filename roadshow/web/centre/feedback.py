"""After a roadshow: what came of it, and what guests said of it, without their names."""

from flask import render_template

from roadshow.attendance.feedback import said_of
from roadshow.programme.queries import get_roadshow
from roadshow.web.guards import may

from . import blueprint
from .roadshow_outcomes import outcomes_at


@blueprint.get("/roadshows/<int:roadshow_id>/feedback")
@may("roadshow.read")
def show_feedback(roadshow_id: int) -> str:
    roadshow = get_roadshow(roadshow_id)
    return render_template(
        "centre/feedback/show_feedback.html",
        roadshow=roadshow,
        told=said_of(roadshow_id),
        **outcomes_at(roadshow),
    )
