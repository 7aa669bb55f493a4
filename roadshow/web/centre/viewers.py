"""Which institutions looked at a project, and to whom its contact was passed on."""

from flask import render_template

from roadshow.attendance.viewing import WARN_AT, count_viewers, list_looks
from roadshow.meetings.queries import list_passed_on
from roadshow.projects.queries import get_project
from roadshow.web.guards import may

from . import blueprint


@blueprint.get("/projects/<int:project_id>/viewers")
@may("project.read")
def list_viewers(project_id: int) -> str:
    project = get_project(project_id)
    return render_template(
        "centre/viewers/list_viewers.html",
        project=project,
        looks=list_looks(project_id),
        people=count_viewers([project_id])[project_id],
        warn_at=WARN_AT,
        passed=list_passed_on(project_id),
    )
