from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from roadshow.agenda.queries import list_public_stage_times
from roadshow.attendance.online import list_rooms
from roadshow.foundation import clock
from roadshow.programme.queries import list_upcoming
from roadshow.programme.states import WITH_AGENDA
from roadshow.screening.queries import list_own_sheets_of
from roadshow.web.guards import may
from roadshow.web.todo import SOON, Todo
from roadshow.web.words import day

from . import blueprint
from .reviews import Task, list_tasks


@blueprint.get("/")
@may("judge.enter")
def today() -> str:
    """To read beforehand: what will be on stage, as the public sees it too."""
    upcoming = list_upcoming(clock.today())
    roadshows = [roadshow for roadshow in upcoming if roadshow.state in WITH_AGENDA]
    ids = [roadshow.id for roadshow in roadshows]
    tasks = [task for task in list_tasks() if task.open and task.left]
    orders, rooms = list_public_stage_times(ids), list_rooms(ids, current_user.person)
    return render_template(
        "judge/desk/today.html",
        todos=[_todo(task) for task in tasks],
        waiting=sum(task.left for task in tasks),
        roadshows=roadshows,
        orders=orders,
        sheets=list_own_sheets_of(
            current_user.id, [time.pitch.id for order in orders.values() for time in order]
        ),
        rooms=rooms,
    )


def _todo(task: Task) -> Todo:
    due_on, left = task.setup.due_on, task.left
    return Todo(
        by=_("%(day)s前", day=day(due_on)) if due_on else _("随时"),
        soon=due_on is not None and due_on - clock.today() <= SOON,
        words=ngettext("评审%(num)d份申请", "评审%(num)d份申请", left),
        more=str(task.roadshow.spoken_title),
        url=url_for("judge.list_reviews"),
        verb=_("去评审"),
    )
