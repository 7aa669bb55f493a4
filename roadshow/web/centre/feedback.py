"""What guests said of a roadshow, without their names."""

from flask import render_template

from roadshow.attendance.feedback import said_of
from roadshow.programme.queries import get_roadshow
from roadshow.web.guards import may

from . import blueprint


@blueprint.get("/roadshows/<int:roadshow_id>/feedback")
@may("roadshow.read")
def show_feedback(roadshow_id: int) -> str:
    return render_template(
        "centre/feedback/show_feedback.html", roadshow=get_roadshow(roadshow_id), told=said_of(roadshow_id)
    )
