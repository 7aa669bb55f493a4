from flask import render_template
from flask_login import current_user

from roadshow.attendance.online import list_rooms
from roadshow.foundation import clock
from roadshow.investors.queries import find_own_institution
from roadshow.programme.queries import list_upcoming
from roadshow.web.guards import may

from . import blueprint
from .institutions import MEANS

COMING = 50


@blueprint.get("/")
@may("investor.enter")
def today() -> str:
    institution = find_own_institution(current_user.id)
    roadshows = list_upcoming(clock.today(), limit=COMING)
    return render_template(
        "investor/desk/today.html",
        institution=institution,
        means=MEANS[institution.standing] if institution else None,
        roadshows=roadshows,
        rooms=list_rooms([roadshow.id for roadshow in roadshows], current_user.person),
    )
