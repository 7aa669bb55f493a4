from flask import render_template
from flask_login import current_user

from roadshow.attendance.online import list_rooms
from roadshow.attendance.suggesting import list_fitting
from roadshow.foundation import clock
from roadshow.investors.belonging import find_last_request
from roadshow.investors.fitting import points
from roadshow.investors.queries import find_own_institution
from roadshow.programme.models import Roadshow
from roadshow.programme.queries import list_upcoming
from roadshow.web.guards import may

from . import blueprint
from .coming import list_coming
from .institutions import MEANS
from .invitations import list_to_answer
from .todos import list_todos

COMING = 50


@blueprint.get("/")
@may("investor.enter")
def today() -> str:
    institution = find_own_institution(current_user.id)
    roadshows = list_upcoming(clock.today(), limit=COMING)
    reasons = list_fitting(institution.mandate, roadshows) if institution else {}
    return render_template(
        "investor/desk/today.html",
        institution=institution,
        asked=None if institution else find_last_request(current_user.id),
        todos=sorted([*list_todos(institution), *list_to_answer()], key=lambda todo: todo.turn),
        means=MEANS[institution.standing] if institution else None,
        fitting=_best_first(roadshows, reasons),
        others=[roadshow for roadshow in roadshows if roadshow.id not in reasons],
        reasons=reasons,
        coming=list_coming(institution, roadshows),
        rooms=list_rooms([roadshow.id for roadshow in roadshows], current_user.person),
    )


def _best_first(roadshows: list[Roadshow], reasons: dict[int, list[str]]) -> list[Roadshow]:
    """Those with a reason, of equally good ones the earlier first; last those whose date is pending."""
    found = [roadshow for roadshow in roadshows if roadshow.id in reasons]
    return sorted(found, key=lambda roadshow: (roadshow.date_pending, -points(reasons[roadshow.id])))
