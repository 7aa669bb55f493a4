from flask import render_template
from flask_login import current_user

from roadshow.agenda.queries import list_own_stage_times
from roadshow.foundation import clock
from roadshow.pitches import queries as pitches
from roadshow.programme.queries import list_open_calls
from roadshow.projects import queries as projects
from roadshow.projects.models import MemberRight
from roadshow.web.guards import may

from . import blueprint
from .todos import list_todos

NEWEST = 8


@blueprint.get("/")
@may("startup.enter")
def today() -> str:
    own, calls = projects.list_own_projects(current_user.id), list_open_calls(clock.now())
    applied = pitches.list_own_applied(current_user.id, [call.id for call in calls])
    mine = projects.list_own_projects(current_user.id, right=MemberRight.EDITOR)
    free = {call.id: any((call.id, project.id) not in applied for project in mine) for call in calls}
    latest = pitches.list_own_pitches(current_user.id, per_page=NEWEST)
    return render_template(
        "startup/desk/today.html",
        todos=list_todos(own, applied=bool(latest)),
        times=list_own_stage_times(current_user.id),
        projects=own,
        edits=bool(mine),
        calls=calls,
        free=free,
        pitches=latest,
    )
