"""The calendar in one's own: which roadshows, in which form, and what to press in each program."""

from flask import render_template

from roadshow.feeds.selection import words_of
from roadshow.foundation import clock
from roadshow.foundation.sectors import SECTORS
from roadshow.programme import queries
from roadshow.programme.states import RoadshowState
from roadshow.web.guards import open_to_all

from . import blueprint, own_calendar
from .embedding import snippets
from .listed import choices


@blueprint.get("/calendar")
@open_to_all
def subscribe() -> str:
    wanted, today = choices(), clock.today()
    upcoming = queries.list_upcoming(today, wanted.asked)
    return render_template(
        "public/subscribing/subscribe.html",
        wanted=wanted,
        sectors=SECTORS,
        chosen=words_of(wanted.asked),
        coming=[roadshow for roadshow in upcoming if roadshow.state is not RoadshowState.CANCELLED],
        past=queries.count_past(today, wanted.asked),
        forms=own_calendar.forms(wanted.asked),
        snippets=snippets(wanted.asked),
    )
