"""Which institutions looked at a project, and to whom its contact was passed on."""

from collections.abc import Iterator

from flask import render_template, url_for
from flask_babel import gettext as _

from roadshow.attendance.viewing import WARN_AT, count_viewers, list_looks, list_widely_seen
from roadshow.meetings.queries import list_passed_on
from roadshow.projects.queries import get_project
from roadshow.web.asked import asked_words
from roadshow.web.guards import may
from roadshow.web.todo import Todo

from . import blueprint


@blueprint.get("/projects/<int:project_id>/viewers")
@may("project.read")
def list_viewers(project_id: int) -> str:
    project = get_project(project_id)
    return render_template(
        "centre/viewers/list_viewers.html",
        project=project,
        looks=list_looks(project_id, asked_words("q")),
        people=count_viewers([project_id])[project_id],
        warn_at=WARN_AT,
        passed=list_passed_on(project_id, asked_words("q")),
    )


def widely_seen() -> Iterator[Todo]:
    for project, count in list_widely_seen():
        yield Todo(
            by=_("随时"),
            soon=True,
            words=_("核对推介范围：%(project)s", project=project.name),
            more=_("已有%(count)d个人看过非公开资料，%(most)d人起提醒", count=count, most=WARN_AT),
            url=url_for("centre.list_viewers", project_id=project.id),
            verb=_("看是谁"),
        )
