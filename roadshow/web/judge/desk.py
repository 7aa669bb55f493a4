from flask import render_template
from flask_login import current_user

from roadshow.agenda.queries import list_public_stage_times
from roadshow.foundation import clock
from roadshow.pitches.online import list_rooms
from roadshow.programme.queries import list_upcoming
from roadshow.programme.states import WITH_AGENDA
from roadshow.web.guards import may

from . import blueprint


@blueprint.get("/")
@may("judge.enter")
def today() -> str:
    """To read beforehand: what will be on stage, as the public sees it too."""
    upcoming = list_upcoming(clock.today())
    roadshows = [roadshow for roadshow in upcoming if roadshow.state in WITH_AGENDA]
    ids = [roadshow.id for roadshow in roadshows]
    orders, rooms = list_public_stage_times(ids), list_rooms(ids, current_user.person)
    return render_template("judge/desk/today.html", roadshows=roadshows, orders=orders, rooms=rooms)
